"""*Trova servizi* with a shift: verdicts, what stays, the address."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from welfare_map.ui import shift_keys
from welfare_map.ui.components import filters

OpenPage = Callable[..., AppTest]
LEGNANO = {"lon": "8.918", "lat": "45.594", "groups": "small_children"}
WEEK = {"from": "2026-12-07", "to": "2026-12-20"}


def address(page: AppTest) -> dict[str, str]:
    """Return the address of the page."""
    return {name: str(value) for name, value in page.query_params.items()}


def numbered(words: str) -> int:
    """Count the cards of the list."""
    return words.count("Segnala nel registro")


def test_a_shift_is_judged_and_stands_in_the_address(open_page: OpenPage, html_words: Callable[[AppTest], str]) -> None:
    asked = {**LEGNANO, "shift": "office", **WEEK}
    page = open_page("find", **asked)
    said = " ".join(str(item.value) for item in page.markdown)
    assert "Turno «ufficio, da lunedì a venerdì 9–18»" in said
    assert address(page) == asked


@pytest.mark.parametrize(
    "shift",
    ["early", "Mo,We 08:00-12:30", "week 1-53/2 Mo-Fr 06:00-14:00", "Mo,Tu 14:00-24:00"],
    ids=["template", "own hours", "written", "until midnight"],
)
def test_every_way_to_write_a_shift_comes_back_with_the_address(open_page: OpenPage, shift: str) -> None:
    asked = {**LEGNANO, "shift": shift, **WEEK, "fit": "possible"}
    assert address(open_page("find", **asked)) == asked


def test_only_what_fits_leaves_the_others_out(open_page: OpenPage, html_words: Callable[[AppTest], str]) -> None:
    asked = {**LEGNANO, "shift": "office", **WEEK}
    everything, fitting = (open_page("find", **asked, **fit) for fit in ({}, {"fit": "yes"}))
    assert numbered(html_words(fitting)) <= numbered(html_words(everything))
    assert "non va" not in html_words(fitting).lower().replace("non va bene", "")


def test_what_fits_is_sought_among_all_services_and_the_heading_counts_it(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {**LEGNANO, "shift": "part_time_mornings", "min": "60", **WEEK, "fit": "possible"}
    shown: dict[int, tuple[list[str], list[str], str]] = {}
    for most in (2, 100_000):
        monkeypatch.setattr(filters, "SHOWN_COUNT", most)
        page = open_page("find", **asked)
        saved = [str(button.key) for button in page.button if str(button.key).startswith("saved-list-")]
        shown[most] = saved, [str(item.value) for item in page.caption], str(page.subheader[0].value)
    (few, few_captions, few_heading), (many, many_captions, many_heading) = shown.values()
    assert few == many[:2]
    assert len(many) > 2
    assert few_heading == many_heading
    assert few_heading.startswith("Turno «part-time")
    assert "L'elenco e la mappa si fermano ai primi 2." in few_captions
    assert not any("si fermano" in caption for caption in many_captions)


def test_a_shift_is_chosen_on_the_page(open_page: OpenPage) -> None:
    page = open_page("find", **LEGNANO)
    page.selectbox(key=shift_keys.SHIFT).select("late").run()
    assert not page.exception
    today = page.date_input(key=shift_keys.FROM_ON).value
    assert isinstance(today, date)
    assert page.date_input(key=shift_keys.TO_ON).value == today + timedelta(days=90)
    assert address(page)["shift"] == "late"


def test_days_that_run_backwards_are_said_and_the_list_stays(open_page: OpenPage) -> None:
    page = open_page("find", **LEGNANO, shift="office", **{"from": "2026-12-13", "to": "2026-12-07"})
    assert page.warning
    assert "entro 15 min" in page.subheader[0].value


def test_own_hours_without_days_ask_for_them(open_page: OpenPage) -> None:
    page = open_page("find", **LEGNANO, shift="Mo 08:00-12:00")
    page.session_state[shift_keys.SHIFT_DAYS] = []
    page.run()
    assert "almeno un giorno" in page.info[0].value
    assert "shift" not in address(page)


def test_hours_that_differ_by_day_are_written(open_page: OpenPage) -> None:
    page = open_page("find", **LEGNANO)
    page.selectbox(key=shift_keys.SHIFT).select("written").run()
    page.text_input(key=shift_keys.SHIFT_WORDS).input("Mo 08:00-14:00; Th 14:00-20:00").run()
    assert not page.exception
    assert address(page)["shift"] == "Mo 08:00-14:00; Th 14:00-20:00"
    page.text_input(key=shift_keys.SHIFT_WORDS).input("lunedì mattina").run()
    assert not page.exception
    assert page.warning
