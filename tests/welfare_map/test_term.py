"""Past its term nobody is told of a free place: every question, card, file and layer is searched for the counts."""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from pypdf import PdfReader

from geodata.codes import AvailabilityBand
from geodata.routing.estimate import Estimate
from welfare_map.cli.tables import print_table
from welfare_map.exports.csv import csv_text
from welfare_map.exports.envelope import envelope
from welfare_map.exports.files import TableFormat, table_bytes
from welfare_map.exports.geojson import geojson
from welfare_map.exports.handout import Handout, handout_pdf
from welfare_map.exports.tables import published_table
from welfare_map.maps.comparison import comparison_table
from welfare_map.maps.layers import layer_files
from welfare_map.maps.service_cards import service_card
from welfare_map.model import COUNTS, CommuteQuery, CompareQuery, FitsQuery, NearbyQuery, ReachQuery
from welfare_map.model.shifts import read_shifts
from welfare_map.questions.commute import commute
from welfare_map.questions.compare import compare
from welfare_map.questions.fits import fits
from welfare_map.questions.nearby import nearby
from welfare_map.questions.reach import reach
from welfare_map.snapshot import Snapshot
from welfare_map.texts import LANGUAGES

FIRST = date(2026, 9, 1)
TELLING = 700_001
"""The first count: numbers that stand nowhere else, one for each cell."""
DAYS = st.integers(0, 60).map(lambda days: FIRST + timedelta(days=days))
BANDS = st.dictionaries(st.sampled_from(AvailabilityBand), DAYS, min_size=1, max_size=4)
LOOSE = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Make = Callable[..., Any]
Point = tuple[float, float]


@pytest.fixture
def told(make_snapshot: Make, make_service: Make, make_row: Make) -> Callable[..., tuple[Snapshot, Mapping[int, date]]]:
    """Make a nursery with free places in bands, each with its last day; and say of each count when it ends."""

    def made(bands: Mapping[AvailabilityBand, date]) -> tuple[Snapshot, Mapping[int, date]]:
        ends: dict[int, date] = {}
        rows = []
        for band, last_on in bands.items():
            counts = {name: TELLING + len(ends) + number for number, name in enumerate(COUNTS)}
            ends |= dict.fromkeys(counts.values(), last_on)
            # So late that no count is expected for a day before those of the questions.
            days = {"as_of_on": "2026-10-01", "expires_on": last_on.isoformat()}
            rows.append(make_row(f"a/{band}", service_id="toy:a", band=band, author_role="provider", **counts, **days))
        nursery = make_service("a", (5, 5), municipality_code="901001", opening_hours="Mo-Fr 07:00-19:00")
        return make_snapshot({"services": [nursery], "availability": rows}), ends

    return made


def answers(snapshot: Snapshot, on: date, at: Point, **asked: Any) -> Iterator[Any]:
    lon, lat = at
    work: Any = {"work_lon": lon, "work_lat": lat}
    engine = Estimate()
    yield nearby(snapshot, NearbyQuery(lon=lon, lat=lat, as_of_on=on, **asked), engine)
    yield commute(snapshot, CommuteQuery(home_lon=lon + 0.1, home_lat=lat, as_of_on=on, **work, **asked), engine)
    yield compare(snapshot, CompareQuery(as_of_on=on, service_ids=("toy:a",)), engine)
    yield reach(snapshot, ReachQuery(lon=lon, lat=lat, as_of_on=on, **asked), engine)
    shifts = read_shifts("Mo-Fr 09:00-17:00", FIRST)
    period: Any = {"from_on": FIRST, "to_on": FIRST + timedelta(days=6)}
    yield fits(snapshot, FitsQuery(as_of_on=on, shifts=shifts, **period, **work, **asked), engine)


def shown(snapshot: Snapshot, on: date, at: Point, **asked: Any) -> Iterator[str]:
    """Yield every text that people or programs get on a day."""
    for answer in answers(snapshot, on, at, **asked):
        for lang in LANGUAGES:
            yield csv_text(answer, lang)
            yield json.dumps(envelope(answer, lang))
            yield json.dumps(geojson(answer, lang, territory=snapshot.territory))
            yield printed(answer, lang)
            for row in answer.rows:
                if hasattr(row, "bands"):
                    yield service_card(row, lang, number=1, sources={}, as_of_on=on, report_email="")
                    yield comparison_table([row], lang)
    for file in layer_files(snapshot, on, Estimate()):
        yield file.content.decode()


def printed(answer: Any, lang: str) -> str:
    stream = io.StringIO()
    with redirect_stdout(stream):
        print_table(answer, lang)
    return stream.getvalue()


def counts_in(words: str) -> set[int]:
    """Return the telling numbers of a text, however its thousands are grouped and its lines broken."""
    return {int(number) for number in re.findall(r"70\d{4}", re.sub(r"(?<=\d)[.,\s│]+(?=\d)", "", words))}


@LOOSE
@given(BANDS, DAYS, st.none() | st.integers(3, 36), st.booleans())
def test_no_answer_card_or_layer_tells_of_places_past_their_term(
    told: Make,
    at_km: Callable[[float, float], Point],
    bands: Mapping[AvailabilityBand, date],
    on: date,
    age: int | None,
    is_free_only: bool,  # noqa: FBT001  # drawn by hypothesis
) -> None:
    snapshot, ends = told(bands)
    asked = {"child_age_months": age, "only_with_free_places": is_free_only}
    for words in shown(snapshot, on, at_km(5, 5), **asked):
        # A sum of bands is no cell: only cells past their term are looked for.
        assert not {count for count, last_on in ends.items() if last_on < on} & counts_in(words)


@LOOSE
@given(BANDS, DAYS)
def test_within_the_term_all_of_it_is_told(
    told: Make, at_km: Callable[[float, float], Point], bands: Mapping[AvailabilityBand, date], on: date
) -> None:
    snapshot, ends = told(bands)
    known = {count for count, last_on in ends.items() if on <= last_on}
    answer = next(answers(snapshot, on, at_km(5, 5)))
    assert counts_in(json.dumps(envelope(answer, "it")["rows"])) >= known
    card = service_card(answer.rows[0], "it", number=1, sources={}, as_of_on=on, report_email="")
    assert counts_in(card) == known


@pytest.mark.parametrize("form", TableFormat)
@LOOSE
@given(bands=BANDS, on=DAYS)
def test_no_file_of_the_register_tells_of_places_past_their_term(
    told: Make, tmp_path_factory: pytest.TempPathFactory, form: TableFormat, bands: Any, on: date
) -> None:
    snapshot, ends = told(bands)
    content = table_bytes(published_table(snapshot, "availability", exported_on=on), form, "it")
    path = tmp_path_factory.mktemp("term") / f"availability.{form}"
    path.write_bytes(content)
    assert counts_in(read_back(form, path)) == {count for count, last_on in ends.items() if on <= last_on}


def read_back(form: TableFormat, path: Path) -> str:
    match form:
        case TableFormat.XLSX:
            sheet = openpyxl.load_workbook(path).worksheets[0]
            return json.dumps([[cell.value for cell in row] for row in sheet.iter_rows()], default=str)
        case TableFormat.GPKG:
            return pyogrio.read_dataframe(path, layer="availability").to_json()
        case TableFormat.PARQUET:
            return parquet.read_table(path).to_pandas().to_json()
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_to_take_home_withholds_them_too(
    told: Make, at_km: Callable[[float, float], Point], lang: str
) -> None:
    snapshot, _ = told({AvailabilityBand.INFANTS: FIRST})
    after = FIRST + timedelta(days=1)
    for on, has_counts in ((FIRST, True), (after, False)):
        answer = compare(snapshot, CompareQuery(as_of_on=on, service_ids=("toy:a",)), Estimate())
        about = Handout(title_key="handout.title_saved", link="https://x.example.org", start_name="", made_on=on)
        content = handout_pdf(answer, about, lang, territory=snapshot.territory)
        words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        assert bool(counts_in(words)) is has_counts


def test_a_process_that_runs_past_midnight_withholds_them_from_the_same_snapshot(
    told: Make, at_km: Callable[[float, float], Point]
) -> None:
    snapshot, _ = told({AvailabilityBand.INFANTS: FIRST})
    evening, night = (next(answers(snapshot, on, at_km(5, 5))).rows[0] for on in (FIRST, FIRST + timedelta(days=1)))
    assert evening.free_count == TELLING
    assert (night.free_count, night.free_as_of_on, night.bands[0].is_expired) == (None, None, True)
