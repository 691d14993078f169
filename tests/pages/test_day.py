"""*Trova servizi* with a home: minutes added to the day, who travels, and where home never goes."""

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from welfare_map.model import Carer
from welfare_map.ui import state

OpenPage = Callable[..., AppTest]
LEGNANO = {"lon": "8.918", "lat": "45.594", "groups": "small_children"}
BUSTO_GAROLFO = "Busto Garolfo"


def at_home(page: AppTest) -> AppTest:
    """Type a home and take it."""
    page.text_input(key=state.HOME.words).input(BUSTO_GAROLFO)
    page.button(key="FormSubmitter:place-home-Cerca").click().run()
    assert not page.exception
    return page


def address(page: AppTest) -> dict[str, str]:
    """Return the address of the page."""
    return {name: str(value) for name, value in page.query_params.items()}


def test_with_a_home_the_answer_is_in_minutes_added_and_home_is_not_in_the_address(
    open_page: OpenPage, html_words: Callable[[AppTest], str]
) -> None:
    page = at_home(open_page("find", **LEGNANO))
    assert "sulla tua strada" in page.subheader[0].value
    words = html_words(page)
    assert re.search(r"\+\d+ min all\'andata, \+\d+ min al ritorno", words)
    assert address(page) == {**LEGNANO}


def test_home_can_be_forgotten(open_page: OpenPage) -> None:
    page = at_home(open_page("find", **LEGNANO))
    next(button for button in page.button if button.label == "Dimentica la casa").click().run()
    assert "entro 15 min in auto da Legnano" in page.subheader[0].value
    assert page.session_state[state.HOME.point] is None


@pytest.mark.parametrize(
    ("carers", "words"),
    [
        pytest.param({"drops": "other"}, "al ritorno", id="only back"),
        pytest.param({"collects": "other"}, "all'andata", id="only there"),
    ],
)
def test_who_travels_stands_in_the_address_and_decides_which_trips_count(
    open_page: OpenPage, html_words: Callable[[AppTest], str], carers: dict[str, str], words: str
) -> None:
    page = at_home(open_page("find", **LEGNANO, **carers))
    assert address(page) == {**LEGNANO, **carers}
    other = {"al ritorno": "all'andata", "all'andata": "al ritorno"}[words]
    said = html_words(page)
    assert f"min {words}" in said
    assert f"min {other}" not in said


@pytest.mark.parametrize("who", list(Carer))
@pytest.mark.parametrize("trip", ["drops", "collects"])
def test_whoever_an_address_names_the_page_stands_and_says_so(open_page: OpenPage, trip: str, who: Carer) -> None:
    page = open_page("find", **LEGNANO, home="8.884,45.547", **{trip: who})
    assert page.button_group(key=trip).value == who
    assert address(page) == {**LEGNANO, **({} if who is Carer.ME else {trip: who})}


def test_an_address_in_which_nobody_travels_is_answered_from_work(open_page: OpenPage) -> None:
    page = open_page("find", **LEGNANO, home="8.884,45.547", drops="nobody", collects="nobody")
    assert "entro 15 min in auto da Legnano" in page.subheader[0].value


def test_an_address_with_a_home_is_read_and_home_leaves_it(open_page: OpenPage) -> None:
    page = open_page("find", **LEGNANO, home="8.884,45.547")
    assert "sulla tua strada" in page.subheader[0].value
    assert address(page) == LEGNANO


def test_when_somebody_else_makes_both_trips_minutes_are_from_work(open_page: OpenPage) -> None:
    page = at_home(open_page("find", **LEGNANO, drops="other", collects="other"))
    assert "entro 15 min in auto da Legnano" in page.subheader[0].value
    assert "dal tuo lavoro" in page.info[0].value


def test_saved_services_tell_minutes_added_too(open_page: OpenPage, html_words: Callable[[AppTest], str]) -> None:
    page = open_page("find", **LEGNANO, home="8.884,45.547")
    first = next(str(button.key) for button in page.button if str(button.key).startswith("saved-list-"))
    again = open_page("find", **LEGNANO, home="8.884,45.547", saved=first.removeprefix("saved-list-"))
    assert html_words(again).count("all'andata") == html_words(page).count("all'andata") + 1


def test_the_work_of_the_other_person_makes_their_trips_count_and_stays_out_of_the_address(
    open_page: OpenPage, html_words: Callable[[AppTest], str]
) -> None:
    page = at_home(open_page("find", **LEGNANO, drops="other", collects="other"))
    page.text_input(key=state.OTHER_WORK.words).input("Parabiago")
    page.button(key="FormSubmitter:place-other_work-Cerca").click().run()
    assert not page.exception
    assert "sulla tua strada" in page.subheader[0].value
    assert address(page) == {**LEGNANO, "drops": "other", "collects": "other"}


def test_with_somebody_else_the_page_says_that_only_ones_own_part_of_the_hours_is_checked(open_page: OpenPage) -> None:
    page = open_page("find", **LEGNANO, collects="other", shift="office")
    assert "solo la parte che fai tu" in " ".join(str(item.value) for item in page.caption)


def test_a_workplace_outside_the_area_is_said_and_the_page_welcomes(open_page: OpenPage) -> None:
    page = open_page("find", lon="12.496", lat="41.903")
    assert "fuori dal territorio" in page.warning[0].value
    assert address(page) == {}


def test_with_a_home_the_limit_is_minutes_added_whatever_the_address_says(open_page: OpenPage) -> None:
    in_km, in_minutes = (
        open_page("find", **LEGNANO, home="8.884,45.547", **limit) for limit in ({"limit": "km", "km": "2"}, {})
    )
    assert in_km.subheader[0].value == in_minutes.subheader[0].value
    assert in_km.selectbox(key=state.MINUTES).value == in_minutes.selectbox(key=state.MINUTES).value


def test_files_of_the_page_do_not_measure_the_way_to_home(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, Callable[[], str]] = {}
    monkeypatch.setattr(st, "download_button", lambda _label, data, *, file_name, **_: files.update({file_name: data}))
    open_page("find", **LEGNANO, home="8.884,45.547")
    rows = list(csv.DictReader(io.StringIO(files["servizi.csv"]())))
    collection = json.loads(files["servizi.geojson"]())
    assert rows
    for row in (*rows, *(feature["properties"] for feature in collection["features"])):
        assert not row["home_to_service_min"]
        assert not row["service_to_home_min"]
        assert all(float(row[f"added_{way}_min"]).is_integer() for way in ("out", "back", "total"))
    assert collection["answer"]["direct_out_min"] is collection["answer"]["direct_back_min"] is None
    assert "home" not in " ".join(collection["answer"]["parameters"])
