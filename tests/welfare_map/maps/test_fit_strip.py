"""The week of a service drawn and in words."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest

from geodata.routing.estimate import Estimate
from welfare_map.maps.fit_strip import MARKS, WIDTH, fit_strip, week_svg
from welfare_map.model import Fit, FitsQuery, FitsRow
from welfare_map.model.shifts import read_shifts
from welfare_map.questions.fits import fits
from welfare_map.snapshot import Snapshot

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
SVG = "{http://www.w3.org/2000/svg}"
Row = Callable[..., FitsRow]


@pytest.fixture(scope="session")
def fits_row(make_snapshot: Callable[..., Snapshot], make_service: Callable[..., Any], at_km: Any) -> Row:
    """Ask about one service at the workplace itself: two minutes each way by car."""

    def row(hours: str | None, shift: str, **cells: Any) -> FitsRow:
        service = make_service("one", (5, 5), municipality_code="901001", opening_hours=hours, **cells)
        lon, lat = at_km(5, 5)
        shifts = read_shifts(shift, FIRST)
        query = FitsQuery(as_of_on=FIRST, work_lon=lon, work_lat=lat, shifts=shifts, from_on=FIRST, to_on=LAST)
        return fits(make_snapshot({"services": [service]}), query, Estimate()).rows[0]

    return row


def drawn(html: str) -> ET.Element:
    found = re.search(r'src="data:image/svg\+xml,([^"]*)"', html)
    assert found is not None
    return ET.fromstring(unquote(found[1]))  # noqa: S314  # our own drawing


@pytest.mark.parametrize(
    ("hours", "fit", "italian"),
    [
        pytest.param("Mo-Fr 07:00-19:00", Fit.YES, "✓ va bene", id="fits"),
        pytest.param("Mo-Fr 10:00-19:00", Fit.NO, "✗ non va", id="does not fit"),
        pytest.param("Mo-Fr 07:00-19:00; SH off", Fit.UNKNOWN, "? da verificare", id="not known"),
    ],
)
def test_the_verdict_is_said_by_a_sign_and_by_words(fits_row: Row, hours: str, fit: Fit, italian: str) -> None:
    row = fits_row(hours, "office")
    assert row.fit is fit
    html = fit_strip(row, "it")
    assert f'<p class="wm-verdict">{italian}' in html
    assert ("giorni che vanno bene" in html) is (fit is not Fit.UNKNOWN)


def test_signs_differ_from_each_other() -> None:
    assert len(set(MARKS.values())) == len(Fit)


def test_every_reason_is_a_line_and_the_week_is_said_below_its_drawing(fits_row: Row) -> None:
    row = fits_row("Mo-Fr 10:00-17:00", "Mo-Sa 09:00-18:00")
    html = fit_strip(row, "it")
    assert html.count("<li>") == len(row.reasons) == 3
    assert html.index("<img") < html.index(row.week_sentence.words("it"))


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_drawing_has_a_bar_per_opening_and_per_need(fits_row: Row, lang: str) -> None:
    tree = drawn(fit_strip(fits_row("Mo-Fr 07:00-12:00,14:00-19:00", "Mo-We 08:00-16:00"), lang))
    heights = [rect.get("height") for rect in tree.iter(f"{SVG}rect")]
    assert (heights.count("13"), heights.count("5")) == (10, 3 + 1)
    assert len([path for path in tree.iter(f"{SVG}path") if path.get("stroke-width") == "2"]) == 3


def test_bars_stand_where_the_hours_are(fits_row: Row) -> None:
    tree = drawn(fit_strip(fits_row("Mo 06:00-18:00", "Mo 08:00-16:00"), "it"))
    bar = next(rect for rect in tree.iter(f"{SVG}rect") if rect.get("height") == "13")
    ticks = {tick.text: float(str(tick.get("x"))) for tick in tree.iter(f"{SVG}text") if str(tick.text).isdigit()}
    start, width = (float(str(bar.get(name))) for name in ("x", "width"))
    assert (start, start + width) == pytest.approx((ticks["6"], ticks["18"]), abs=0.2)


def test_a_night_goes_on_behind_midnight(fits_row: Row) -> None:
    tree = drawn(fit_strip(fits_row("24/7", "Mo-Fr 22:00-06:00"), "it"))
    hours = [tick.text for tick in tree.iter(f"{SVG}text") if str(tick.text).isdigit()]
    assert hours == ["0", "6", "12", "18", "0", "6"]


def test_nothing_is_wider_than_a_small_phone(fits_row: Row) -> None:
    html = fit_strip(fits_row("Mo-Fr 07:00-19:00", "office"), "it")
    assert WIDTH <= 320 - 20
    assert not re.search(r'<img[^>]* (?:width|style)="', html)
    texts = drawn(html).iter(f"{SVG}text")
    assert all(0 <= float(str(part.get("x"))) < WIDTH for part in texts)


def test_hours_that_are_not_known_are_said_and_not_drawn(fits_row: Row) -> None:
    html = fit_strip(fits_row(None, "office"), "it")
    assert "<img" not in html
    assert "orari non noti" in html


def test_a_position_that_stands_for_an_area_has_no_count_of_days(fits_row: Row) -> None:
    html = fit_strip(fits_row("24/7", "office", position_quality="municipality"), "it")
    assert "giorni che vanno bene" not in html
    assert "posizione approssimata" in html


def test_what_people_wrote_stays_text(fits_row: Row) -> None:
    html = fit_strip(fits_row('Mo-Fr 07:00-19:00 "<script>"', "office"), "it")
    assert "<script" not in html


def test_a_drawing_is_well_formed_for_a_period_of_one_day(fits_row: Row) -> None:
    row = fits_row("Mo-Fr 07:00-19:00", "Tu 08:00-16:00")
    assert ET.fromstring(week_svg(row.week[:1], "it")).tag == f"{SVG}svg"  # noqa: S314
