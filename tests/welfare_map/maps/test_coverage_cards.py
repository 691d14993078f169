"""Coverage as HTML: nothing of the data becomes a tag, and everything that was computed is said."""

import html
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from geodata.codes import Level
from welfare_map.maps.coverage_cards import (
    FIRST_CALLS,
    MOST_RECORDS,
    areas_table,
    calls_list,
    figure_card,
    targets_table,
)
from welfare_map.model import CoverageAnswer, CoverageQuery
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.coverage import coverage
from welfare_map.questions.coverage.explaining import one_place
from welfare_map.share_coverage import linked
from welfare_map.snapshot import Snapshot

Make = Callable[..., dict[str, Any]]
HOSTILE = "<img src=x onerror=alert(1)>"
TARGET = {
    "target_id": "lep-nursery-2027",
    "value": 33,
    "valid_year": HOSTILE,
    "source": HOSTILE,
    **{f"{part}_{lang}": HOSTILE for part in ("name", "meaning", "note") for lang in ("it", "en")},
}


@pytest.fixture(scope="module")
def answer(make_snapshot: Callable[..., Snapshot], make_service: Make) -> CoverageAnswer:
    """Open a municipality with a nursery that says nothing, and one beside it as the bound; names are hostile."""
    cells = {"name": HOSTILE, "website": "javascript:alert(1)", "phone": "+390000000004"}
    services = [
        make_service("silent", None, "toy", municipality_code="901001", **cells),
        make_service("bound", None, "toy", municipality_code="901002", capacity_authorised=20, **cells),
    ]
    snapshot = make_snapshot({"services": services, "targets": [TARGET]})
    query = CoverageQuery(as_of_on=date(2026, 9, 15), indicator="lep_nursery", code="901001", is_explained=True)
    return coverage(snapshot, query)


def whole(answer: CoverageAnswer, lang: str) -> str:
    assert answer.explanation is not None
    return "".join(
        (
            areas_table(answer.rows, lang),
            figure_card(answer, lang),
            targets_table(answer.targets, lang),
            calls_list(answer, lang),
        )
    )


@pytest.mark.parametrize("lang", ["it", "en"])
def test_no_word_of_the_data_becomes_a_tag(answer: CoverageAnswer, lang: str) -> None:
    made = whole(answer, lang)
    assert "<img" not in made
    assert 'href="javascript' not in made
    assert made.count("&lt;img src=x onerror=alert(1)&gt;") >= 4


def test_a_card_says_figure_interval_caveat_records_and_source(answer: CoverageAnswer) -> None:
    made = whole(answer, "it")
    for words in ("non si può dire", "Con i numeri", "Attenzione", "toy:silent", "2026-09-01", "IODL-2.0", "posti, "):
        assert words in made
    assert "tel:+390000000004" in made


def test_who_is_to_be_called_is_listed_with_what_to_ask_and_what_it_settles(answer: CoverageAnswer) -> None:
    assert "Chiedere: posti, posti part-time." in calls_list(answer, "it")
    assert "Può chiarire un&#x27;area (Uno)" in calls_list(answer, "it")


def test_of_many_records_the_first_are_drawn_and_the_others_counted(
    make_snapshot: Callable[..., Snapshot], make_service: Make
) -> None:
    services = [
        make_service(f"n{number}", None, "toy", municipality_code="901001", capacity_authorised=5)
        for number in range(MOST_RECORDS + 3)
    ]
    query = CoverageQuery(
        as_of_on=date(2026, 9, 15), indicator="lep_nursery", level=Level.PROVINCE, code="901", is_explained=True
    )
    found = coverage(make_snapshot({"services": services}), query)
    assert found.explanation is not None
    made = figure_card(found, "en")
    assert "… and 3 more: the file has them all." in made
    assert "Records used: 103" in made


def test_calls_after_the_first_ones_unfold_and_go_on_counting(answer: CoverageAnswer) -> None:
    calls = tuple(replace(answer.to_call[0], record_id=f"toy:{number}") for number in range(FIRST_CALLS + 2))
    made = calls_list(replace(answer, to_call=calls), "it")
    first, later = made.split("<details>")
    assert (first.count("<li>"), later.count("<li>")) == (FIRST_CALLS, 2)
    assert "Le altre 2" in later
    assert 'start="11"' in later
    assert "<details>" not in calls_list(replace(answer, to_call=calls[:FIRST_CALLS]), "it")


def test_a_card_names_every_source_with_licence_and_day_and_links_to_itself(answer: CoverageAnswer) -> None:
    query = CoverageQuery(
        as_of_on=date(2026, 9, 15), indicator="lep_nursery", code="901001", is_explained=True, part_time_share=0.7
    )
    made = figure_card(linked(answer, query), "it")
    for note in answer.sources:
        assert html.escape(note.name) in made
        assert note.licence in made
    assert 'href="/copertura?indicator=lep_nursery&amp;areas=municipality&amp;unit=901001&amp;part_time=0.7"' in made


@pytest.mark.parametrize(
    ("residents", "said"),
    [
        pytest.param(6.0, "(6): un posto in più o in meno sposta la cifra di 16,67", id="a village"),
        pytest.param(49.0, "(49): un posto in più o in meno sposta la cifra di 2,04", id="the last of the few"),
        pytest.param(50.0, None, id="the first of the many"),
        pytest.param(0.0, None, id="nobody"),
        pytest.param(None, None, id="not known"),
    ],
)
def test_how_much_one_place_moves_a_figure_of_few_is_said(
    answer: CoverageAnswer, residents: float | None, said: str | None
) -> None:
    assert answer.explanation is not None
    words = one_place(INDICATORS["lep_nursery"], residents)
    made = figure_card(replace(answer, explanation=replace(answer.explanation, one_place=words)), "it")
    assert ("sono pochi" in made) is (said is not None)
    assert said is None or said in made
