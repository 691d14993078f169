"""What an answer says: targets side by side, whom to call, the opened figure, words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from geodata.codes import Level
from welfare_map.model import CoverageAnswer, CoverageQuery, Missing
from welfare_map.share_coverage import linked, read_coverage, read_unit
from welfare_map.snapshot import Snapshot

Rows = Sequence[Mapping[str, Any]]
Make = Callable[..., dict[str, Any]]
Ask = Callable[..., CoverageAnswer]
With = Callable[..., Snapshot]
ON = date(2026, 9, 15)
LEP = "lep_nursery"
HOMES = "care_home_places_per_1000_aged_65"


# --- targets --------------------------------------------------------------------------------------------------------


def test_the_status_is_against_the_legal_target_and_the_others_stand_beside(snapshot_with: With, ask: Ask) -> None:
    answer = ask(snapshot_with([]), LEP)
    legal, *others = answer.targets
    assert (legal.target_id, legal.is_legal, legal.value) == ("lep-nursery-2027", True, 33)
    assert [note.target_id for note in others if note.is_legal] == []
    assert {row.target for row in answer.rows} == {33}
    comparable = {note.target_id: note.comparable_value for note in answer.targets}
    assert comparable["lep-nursery-2022"] == 28.88
    assert comparable["places-0-2-italy-2022"] is None  # another population
    assert answer.legal.words("it") == "La legge chiede 33 (l. 234/2021 art. 1 c. 172)."


def test_that_no_law_sets_a_level_of_beds_is_said(snapshot_with: With, ask: Ask) -> None:
    answer = ask(snapshot_with([]), HOMES)
    assert answer.legal.words("it").startswith("Nessuna legge fissa un livello di posti letto")
    notes = {note.target_id: note for note in answer.targets}
    assert notes["ltc-beds-legal-level"].value is None
    assert (notes["rsa-65-lombardia-2023"].value, notes["rsa-65-lombardia-2023"].comparable_value) == (2.85, 28.5)
    assert notes["ltc-beds-oecd"].comparable_value is None  # beds of every long-term care


def test_a_target_that_the_register_does_not_hold_is_left_out(make_snapshot: With, ask: Ask) -> None:
    answer = ask(make_snapshot({}), LEP)
    assert (answer.targets, answer.rows[0].target, answer.rows[0].status) == ((), None, "no_target")


# --- whom to call ---------------------------------------------------------------------------------------------------


def test_who_settles_more_areas_is_called_first(service: Make, snapshot_with: With, ask: Ask) -> None:
    """
    Uno and Due need 9.1 and 18.2 places.

    Alone in its municipality each settles it; only the one in Due can bring the province (90.75 of 275) to its target.
    """
    rows = [
        service("in-uno", "901001"),
        service("in-due", "901002", kind="micro_nursery"),
        service("known", "901003", capacity_authorised=15),
        service("small", "902001", capacity_authorised=10),
        service("large", "902001", kind="micro_nursery", capacity_authorised=80),
    ]
    first, second = ask(snapshot_with(rows), LEP, within="901").to_call
    assert (first.record_id, first.area_count) == ("regione-lombardia-toy:in-due", 2)
    assert [area.code for area in first.areas] == ["901002", "901"]
    assert [area.is_sure for area in first.areas] == [True, False]
    assert (first.resident_count, first.missing) == (27.5 * 10, (Missing.PLACES,))
    assert (second.area_count, second.resident_count) == (1, 27.5)


def test_of_equally_many_areas_the_one_with_more_children_comes_first(
    service: Make, snapshot_with: With, ask: Ask
) -> None:
    rows = [
        service("in-uno", "901001", phone="+390000000003"),
        service("in-due", "901002"),
        service("bound", "902001", capacity_authorised=20),
    ]
    answer = ask(snapshot_with(rows), LEP, within="901")
    assert [call.resident_count for call in answer.to_call] == [55, 27.5]
    assert answer.to_call[1].phone == "+390000000003"


def test_who_could_not_change_anything_is_not_called(service: Make, snapshot_with: With, ask: Ask) -> None:
    rows = [service("plenty", "901001", capacity_authorised=200), service("silent", "901001", kind="micro_nursery")]
    bound = service("bound", "902001", kind="micro_nursery", capacity_authorised=1)
    assert ask(snapshot_with([*rows, bound]), LEP, code="901001").to_call == ()


def test_without_a_target_the_answer_that_makes_a_figure_known_counts(
    service: Make, snapshot_with: With, ask: Ask
) -> None:
    rows = [
        service("one", "901001", kind="care_home", capacity_authorised=20),
        service("two", "901002", kind="care_home", capacity_authorised=20),
    ]
    answer = ask(snapshot_with(rows), HOMES)
    assert [(call.area_count, call.sure_area_count) for call in answer.to_call] == [(1, 1), (1, 1)]


def test_a_real_record_is_not_called_for_an_invented_figure(service: Make, snapshot_with: With, ask: Ask) -> None:
    rows = [
        service("real", "901001"),
        service("bound", "902001", capacity_authorised=20),
        service("invented", "901001", "demo", kind="micro_nursery"),
        service("invented-bound", "902002", "demo", kind="micro_nursery", capacity_authorised=20),
    ]
    calls = ask(snapshot_with(rows), LEP, code="901001").to_call
    assert [call.is_demo for call in calls] == [True]


def test_nobody_telephones_an_invented_record_before_a_real_one(service: Make, snapshot_with: With, ask: Ask) -> None:
    """The invented one may settle as much, and with more children: that is no reason to call it."""
    rows = [
        service("real", "901001", kind="care_home"),
        service("bound", "901002", kind="care_home", capacity_accredited=20),
        service("invented", "902004", "demo", kind="care_home"),
    ]
    calls = ask(snapshot_with(rows), HOMES, level=Level.MUNICIPALITY).to_call
    assert [call.is_demo for call in calls] == [False, True]


def test_the_list_is_as_long_as_asked_and_says_how_many_there_are(service: Make, snapshot_with: With, ask: Ask) -> None:
    rows = [service(f"in-{n}", f"90100{n}") for n in (1, 2, 3)]
    bound = service("bound", "902001", capacity_authorised=30)
    answer = ask(snapshot_with([*rows, bound]), LEP, max_call_count=2)
    assert (len(answer.to_call), answer.to_call_count) == (2, 3)


# --- the opened figure ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def snapshot(service: Make, snapshot_with: With) -> Snapshot:
    """Give Due and Uno of province Alfa a nursery each, one of which does not say its part-time places."""
    return snapshot_with(
        [
            service("whole", "901002", capacity_authorised=20, capacity_part_time=4),
            service("silent", "901001", capacity_authorised=10, capacity_part_time=None),
        ]
    )


def test_an_opened_figure_shows_its_formula_with_the_numbers(snapshot: Snapshot, ask: Ask) -> None:
    opened = ask(snapshot, LEP, code="901", is_explained=True).explanation
    assert opened is not None
    assert opened.filled.words("it") == (
        "28 posti autorizzati equivalenti a tempo pieno ÷ 275 residenti da 3 a 36 mesi "
        "(9/12 dei residenti di 0 anni, 100, più quelli di 1 e 2 anni, 200) × 100 = 10,18"
    )
    assert "un posto part-time vale 0,5" in opened.formula.words("it")
    assert opened.interval.words("en").startswith("between 8.36 and 10.18: one record")
    assert "2027" in opened.caveat.words("it")


def test_the_records_of_an_opened_figure_add_up_to_it(snapshot: Snapshot, ask: Ask) -> None:
    answer = ask(snapshot, LEP, code="901", is_explained=True)
    (row,), opened = answer.rows, answer.explanation
    assert opened is not None
    for whole, part in (("numerator", "counted"), ("numerator_low", "low"), ("numerator_high", "high")):
        assert getattr(row, whole) == sum(getattr(record, part) for record in opened.records)
    assert sum(one.residents or 0 for one in opened.residents) == row.denominator
    whole, silent = opened.records  # Due before Uno
    assert (silent.name, silent.places, silent.part_time_places, silent.missing) == (
        "Silent",
        10,
        None,
        (Missing.PART_TIME,),
    )
    assert (whole.places, whole.part_time_places, whole.counted) == (20, 4, 18)
    assert (whole.source_id, whole.retrieved_on, whole.licence) == ("regione-lombardia-toy", "2026-09-01", "IODL-2.0")


def test_the_link_restores_the_view(snapshot: Snapshot, ask: Ask) -> None:
    asked = {"code": "901", "is_explained": True, "part_time_share": 0.7, "with_demo": False}
    answer = ask(snapshot, LEP, **asked)
    query = CoverageQuery(as_of_on=ON, indicator=LEP, **asked)
    address = urlsplit(linked(answer, query).link)
    params = dict(parse_qsl(address.query))
    again = read_coverage(params, ON)
    assert address.path == "/copertura"
    assert (again.indicator, again.level, again.part_time_share, again.with_demo) == (LEP, Level.PROVINCE, 0.7, False)
    assert read_unit(params) == "901"


def test_a_group_is_restored_by_its_link(snapshot: Snapshot, ask: Ask) -> None:
    query = CoverageQuery(as_of_on=ON, indicator=LEP, municipality_codes=("901001", "901002"))
    link = linked(ask(snapshot, LEP, municipality_codes=query.municipality_codes), query).link
    assert read_coverage(dict(parse_qsl(urlsplit(link).query)), ON) == query


# --- words ----------------------------------------------------------------------------------------------------------


def test_the_sentence_counts_statuses_where_a_law_sets_a_target(snapshot: Snapshot, ask: Ask) -> None:
    said = ask(snapshot, LEP, level=Level.PROVINCE).sentence.words("it")
    assert said == "Province: 2. Obiettivo di legge: 1 no, per 1 non si può dire."


def test_the_sentence_goes_from_least_to_most_where_no_law_sets_one(
    service: Make, snapshot_with: With, ask: Ask
) -> None:
    rows = [
        service("a", "901001", kind="care_home", capacity_accredited=20),
        service("b", "902001", kind="care_home", capacity_accredited=7),
    ]
    said = ask(snapshot_with(rows), HOMES, level=Level.PROVINCE).sentence.words("en")
    assert said == "Provinces: 2, from 10 (Beta) to 100 (Alfa) places per 1,000 residents aged 65+."


def test_the_sentence_of_one_area_says_its_figure_its_interval_and_why(snapshot: Snapshot, ask: Ask) -> None:
    said = ask(snapshot, LEP, code="901").sentence.words("it")
    assert said == (
        "Alfa: 10,18 posti ogni 100 residenti da 3 a 36 mesi (fra 8,36 e 10,18). "
        "L'obiettivo non è raggiunto, qualunque cosa dicano le schede incomplete."
    )


def test_where_the_register_knows_nothing_the_sentence_says_so(snapshot: Snapshot, ask: Ask) -> None:
    unlisted = replace(snapshot, whole_lists={})
    assert "non si può dire" in ask(unlisted, LEP, code="902").sentence.words("it")
    assert ask(unlisted, HOMES, level=Level.PROVINCE).sentence.words("it").startswith("Province: 2, ma il registro")


def test_parameters_say_what_was_computed(snapshot: Snapshot, ask: Ask) -> None:
    answer = ask(snapshot, HOMES, level=Level.PROVINCE)
    assert (answer.parameters["level"], answer.parameters["places"], answer.level) == (
        "province",
        "accredited",
        "province",
    )
    assert answer.method.words("it").startswith("Posti accreditati in RSA, ogni 1.000 residenti")


def test_a_range_goes_from_and_to_figures_that_are_known(service: Make, snapshot_with: With, ask: Ask) -> None:
    """Alfa has a list; of Beta one home is known, which is not to be the least of the provinces."""
    rows = [
        service("alfa", "901001", kind="care_home", capacity_accredited=40),
        service("beta", "902001", "curated", kind="care_home", capacity_accredited=1),
    ]
    said = ask(snapshot_with(rows), HOMES, level=Level.PROVINCE).sentence.words("it")
    assert said.startswith("Province: 2. Alfa: ")
    assert said.endswith("; dell'altra non si può dire.")
    assert "Beta" not in said
