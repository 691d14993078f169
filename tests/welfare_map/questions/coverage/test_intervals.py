"""What is not known: intervals, statuses and their oracle, which counts every possible world."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geodata.codes import Level
from geodata.territory import RawTerritory, Territory, build_territory
from welfare_map.model import CoverageAnswer, CoverageRow, CoverageStatus, Missing, PlacesBasis
from welfare_map.snapshot import Snapshot

Rows = Sequence[Mapping[str, Any]]
Make = Callable[..., dict[str, Any]]
Ask = Callable[..., CoverageAnswer]
One = Callable[..., CoverageRow]
With = Callable[..., Snapshot]
LEP = "lep_nursery"
HOMES = "care_home_places_per_100_aged_75"


def numerators(row: CoverageRow) -> tuple[float | None, float, float | None]:
    return row.numerator, row.numerator_low, row.numerator_high


# --- rules ----------------------------------------------------------------------------------------------------------


def test_unknown_places_are_at_most_the_most_that_a_record_of_the_kind_states(
    service: Make, snapshot_with: With, one: One
) -> None:
    rows = [
        service("silent", "901001"),
        service("large", "902001", capacity_authorised=60),
        service("accredited", "902001", capacity_accredited=70),
        service("other-kind", "902001", kind="micro_nursery", capacity_authorised=90),
    ]
    assert numerators(one(snapshot_with(rows), LEP, "901001")) == (None, 0, 70)


def test_where_no_record_of_the_kind_states_places_there_is_no_bound(
    service: Make, snapshot_with: With, one: One
) -> None:
    row = one(snapshot_with([service("silent", "901001")]), LEP, "901001")
    assert (numerators(row), row.value, row.value_high, row.status) == (
        (None, 0, None),
        None,
        None,
        CoverageStatus.UNDECIDABLE,
    )


def test_a_real_record_is_not_bounded_by_an_invented_one(service: Make, snapshot_with: With, one: One) -> None:
    rows = [service("silent", "901001"), service("invented", "902001", "demo", capacity_authorised=40)]
    assert one(snapshot_with(rows), LEP, "901001").numerator_high is None


def test_accredited_places_that_are_not_stated_are_at_most_the_authorised_ones(
    service: Make, snapshot_with: With, one: One
) -> None:
    rows = [
        service("silent", "901001", kind="care_home", capacity_authorised=30),
        service("both", "901001", kind="care_home", capacity_authorised=80, capacity_accredited=50),
    ]
    assert numerators(one(snapshot_with(rows), HOMES, "901001")) == (50, 50, 80)


def test_authorised_places_that_are_not_stated_are_at_least_the_accredited_ones(
    service: Make, snapshot_with: With, one: One
) -> None:
    rows = [
        service("silent", "901001", kind="care_home", capacity_accredited=30),
        service("large", "902001", kind="care_home", capacity_authorised=80),
    ]
    row = one(snapshot_with(rows), HOMES, "901001", places=PlacesBasis.AUTHORISED)
    assert (row.numerator_low, row.numerator_high) == (30, 80)


def test_where_part_time_places_are_not_told_all_may_be_or_none(service: Make, snapshot_with: With, one: One) -> None:
    row = one(snapshot_with([service("silent", "901001", capacity_authorised=10, capacity_part_time=None)]), LEP, "901")
    assert numerators(row) == (10, 5, 10)


def test_more_part_time_places_than_places_are_no_more_than_all_of_them(
    service: Make, snapshot_with: With, one: One
) -> None:
    row = one(snapshot_with([service("wrong", "901001", capacity_authorised=10, capacity_part_time=14)]), LEP, "901")
    assert numerators(row) == (5, 5, 5)


def test_part_time_places_say_that_there_are_at_least_as_many_places(
    service: Make, snapshot_with: With, one: One
) -> None:
    rows = [service("half-silent", "901001", capacity_part_time=8), service("bound", "902001", capacity_authorised=20)]
    row = one(snapshot_with(rows), LEP, "901001")
    assert (row.numerator_low, row.numerator_high) == (4, 16)


def test_a_nursery_that_keeps_children_over_three_gives_them_none_to_all_of_its_places(
    service: Make, snapshot_with: With, one: One, ask: Ask
) -> None:
    wide = service("wide", "901001", capacity_authorised=24, min_age_months=3, max_age_months=72)
    snapshot = snapshot_with([wide])
    assert numerators(one(snapshot, LEP, "901001")) == (24, 0, 24)
    (call, *_) = ask(snapshot, LEP, code="901001").to_call
    assert call.missing == (Missing.AGES,)


def test_a_nursery_for_older_children_alone_does_not_count(service: Make, snapshot_with: With, one: One) -> None:
    older = service("older", "901001", capacity_authorised=24, min_age_months=36, max_age_months=72)
    assert one(snapshot_with([older]), LEP, "901001").record_count == 0


def test_association_is_not_known_so_a_share_of_municipalities_is_never_missed(
    service: Make, snapshot_with: With, ask: Ask
) -> None:
    snapshot = snapshot_with([service("one", "901001"), service("two", "902001")])
    answer = ask(snapshot, "municipalities_with_nursery_pct", level=Level.PROVINCE)
    rows = {row.unit_code: row for row in answer.rows}
    assert (rows["901"].value, rows["901"].value_low, rows["901"].value_high) == (25, 25, 100)
    assert rows["901"].status is CoverageStatus.UNDECIDABLE


def test_a_share_of_municipalities_judges_no_municipality_alone(service: Make, snapshot_with: With, ask: Ask) -> None:
    snapshot = snapshot_with([service("one", "901001"), service("two", "902001")])
    rows = ask(snapshot, "municipalities_with_nursery_pct", level=Level.MUNICIPALITY).rows
    assert {(row.status, row.target) for row in rows} == {(CoverageStatus.NO_TARGET, None)}
    assert rows[0].value == 100
    assert "un comune da solo non si giudica" in rows[0].reason.words("it")


# --- statuses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "status"),
    [
        pytest.param(10, CoverageStatus.NOT_MET, id="just below"),
        pytest.param(11, CoverageStatus.MET, id="exactly at the target"),
        pytest.param(12, CoverageStatus.MET, id="above"),
    ],
)
def test_a_target_is_met_from_its_figure_on(
    service: Make, snapshot_with: With, one: One, places: int, status: CoverageStatus
) -> None:
    """20 per 100 of the 55 residents of Due aged 3–36 months are 11 places."""
    snapshot = snapshot_with([service("all", "901002", capacity_authorised=places)], values={"lep-nursery-2027": 20})
    row = one(snapshot, LEP, "901002")
    assert (row.status, row.target) == (status, 20)


@pytest.mark.parametrize(
    ("known", "bound", "status"),
    [
        pytest.param(19, 5, CoverageStatus.MET, id="met even with none"),
        pytest.param(15, 5, CoverageStatus.UNDECIDABLE, id="depends"),
        pytest.param(10, 5, CoverageStatus.NOT_MET, id="missed even with all"),
    ],
)
def test_a_status_holds_whatever_the_silent_records_say(
    service: Make, snapshot_with: With, one: One, known: int, bound: int, status: CoverageStatus
) -> None:
    """33 per 100 of 55 are 18.15 places."""
    rows = [
        service("known", "901002", capacity_authorised=known),
        service("silent", "901002", kind="micro_nursery"),
        service("bound", "902001", kind="micro_nursery", capacity_authorised=bound),
    ]
    assert one(snapshot_with(rows), LEP, "901002").status is status


def test_an_area_with_nobody_of_the_age_meets_any_target(
    service: Make, snapshot_with: With, toy_raw: RawTerritory, one: One
) -> None:
    population = toy_raw.population
    is_child_of_uno = (population["municipality_code"] == "901001") & (population["age"] < 3)
    emptied = replace(toy_raw, population=population[~is_child_of_uno])
    territory = build_territory(emptied, ("region:91",))
    snapshot = replace(snapshot_with([service("far", "901002", capacity_authorised=1)]), territory=territory)
    row = one(snapshot, LEP, "901001")
    assert (row.value, row.denominator, row.status) == (None, 0, CoverageStatus.MET)


def test_residents_that_are_not_known_leave_the_least_open(
    service: Make, snapshot_with: With, toy_territory: Territory, one: One
) -> None:
    table = toy_territory.municipalities
    is_known = table["municipality_code"] != "901001"
    territory = replace(toy_territory, municipalities=table.assign(has_residents=is_known))
    snapshot = replace(snapshot_with([service("many", "901002", capacity_authorised=999)]), territory=territory)
    whole, part = one(snapshot, LEP, "901"), one(snapshot, LEP, "901001")
    assert (whole.value_low, whole.status) == (0, CoverageStatus.UNDECIDABLE)
    assert (part.value, part.value_low, part.value_high) == (None, 0, None)


def test_a_region_that_reaches_beyond_the_map_is_not_judged(
    service: Make, snapshot_with: With, toy_raw: RawTerritory, one: One
) -> None:
    part = build_territory(toy_raw, ("province:901",))
    snapshot = replace(snapshot_with([service("many", "901002", capacity_authorised=999)]), territory=part)
    row = one(snapshot, LEP, "91")
    assert (row.is_complete, row.value_low, row.value_high, row.status) == (
        False,
        0,
        None,
        CoverageStatus.UNDECIDABLE,
    )
    assert one(snapshot, LEP, "901").status is CoverageStatus.MET


# --- every possible world -------------------------------------------------------------------------------------------

BOUND = 4
"""Places that a record of each kind states elsewhere, so that a silent record has at most so many."""
SILENT = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["nursery", "micro_nursery"]),
        "capacity_authorised": st.none() | st.integers(0, BOUND),
        "capacity_accredited": st.none() | st.integers(0, BOUND),
        "capacity_part_time": st.none() | st.integers(0, 2),
        "max_age_months": st.sampled_from([None, 36, 48]),
    }
)


def possible(record: Mapping[str, Any]) -> set[Fraction]:
    """Count the full-time places of a record in every world in which it may turn out, straight from the rules."""
    accredited, part_time = record["capacity_accredited"] or 0, record["capacity_part_time"]
    stated = record["capacity_authorised"]
    at_least = accredited if part_time is None else max(accredited, part_time)
    found = set()
    for places in [stated] if stated is not None else range(at_least, max(BOUND, at_least) + 1):
        parts = range(places + 1) if part_time is None else [min(part_time, places)]
        for part in parts:
            found.add(places - Fraction(part, 2))
    return found | ({Fraction(0)} if record["max_age_months"] == 48 else set())


def worlds(records: Sequence[Mapping[str, Any]]) -> Iterator[Fraction]:
    return (sum(chosen, Fraction(0)) for chosen in product(*(possible(record) for record in records)))


def verdict(found: Sequence[Fraction], needed: Fraction) -> CoverageStatus:
    if all(places >= needed for places in found):
        return CoverageStatus.MET
    return CoverageStatus.NOT_MET if all(places < needed for places in found) else CoverageStatus.UNDECIDABLE


@settings(max_examples=40)
@given(records=st.lists(SILENT, min_size=1, max_size=3), target=st.integers(1, 40))
def test_interval_and_status_are_those_of_every_possible_world(
    records: list[dict[str, Any]], target: int, service: Make, snapshot_with: With, one: One
) -> None:
    rows = [service(f"record-{number}", "901001", **record) for number, record in enumerate(records)]
    bounds = [
        service(f"bound-{kind}", "902001", kind=kind, capacity_authorised=BOUND)
        for kind in ("nursery", "micro_nursery")
    ]
    snapshot = snapshot_with([*rows, *bounds], values={"lep-nursery-2027": target})
    row, found = one(snapshot, LEP, "901001"), list(worlds(records))
    assert (row.numerator_low, row.numerator_high) == (float(min(found)), float(max(found)))
    assert row.status is verdict(found, Fraction(target) * Fraction(55, 2) / 100)
    assert row.value is None or row.value_low <= row.value <= row.value_high


@settings(max_examples=30)
@given(
    records=st.lists(st.tuples(st.sampled_from(["901001", "901002", "901003"]), SILENT), min_size=1, max_size=4),
    target=st.integers(1, 20),
)
def test_whom_to_call_is_who_could_settle_an_area_in_some_world(
    records: list[tuple[str, dict[str, Any]]], target: int, service: Make, snapshot_with: With, ask: Ask
) -> None:
    rows = [service(f"record-{number}", code, **record) for number, (code, record) in enumerate(records)]
    bounds = [
        service(f"bound-{kind}", "902001", kind=kind, capacity_authorised=BOUND)
        for kind in ("nursery", "micro_nursery")
    ]
    snapshot = snapshot_with([*rows, *bounds], values={"lep-nursery-2027": target})
    called = {call.record_id: call for call in ask(snapshot, LEP, within="901").to_call}
    children = {"901001": 27.5, "901002": 55, "901003": 82.5}
    for number, (code, record) in enumerate(records):
        call = called.get(f"regione-lombardia-toy:record-{number}")
        own = {area.code: area.is_sure for area in call.areas} if call else {}
        here = [other for place, other in records if place == code]
        others = list(worlds([other for at, (place, other) in enumerate(records) if place == code and at != number]))
        needed = Fraction(target) * Fraction(children[code]) / 100
        is_open = verdict(list(worlds(here)), needed) is CoverageStatus.UNDECIDABLE
        answers = possible(record)
        settling = [
            verdict([answer + rest for rest in others], needed) is not CoverageStatus.UNDECIDABLE for answer in answers
        ]
        may = is_open and len(answers) > 1 and any(settling)
        assert (code in own) == may, (record, own)
        if own.get(code):
            assert all(settling)


CHILDREN = {"901001": 27.5, "901002": 55, "901003": 82.5}
"""Residents aged 3–36 months of Uno, Due and Tre."""


def sums_of(records: Sequence[Mapping[str, Any]]) -> set[Fraction]:
    """Count the places of several records together in every world."""
    found = {Fraction(0)}
    for record in records:
        found = {before + places for before in found for places in possible(record)}
    return found


SAYS_NOTHING = {
    "kind": "nursery",
    "capacity_authorised": None,
    "capacity_accredited": None,
    "capacity_part_time": 0,
    "max_age_months": None,
}


@settings(max_examples=30)
@example(records=[("901001", SAYS_NOTHING)], lost=[SAYS_NOTHING | {"capacity_authorised": BOUND}], target=12)
@given(
    records=st.lists(st.tuples(st.sampled_from([*CHILDREN]), SILENT), min_size=1, max_size=4),
    lost=st.lists(SILENT.map(lambda cells: cells | {"max_age_months": None}), max_size=1),
    target=st.integers(1, 12),
)
def test_how_many_areas_and_children_a_call_may_settle_and_surely_settles(
    records: list[tuple[str, dict[str, Any]]],
    lost: list[dict[str, Any]],
    target: int,
    service: Make,
    snapshot_with: With,
    ask: Ask,
    toy_territory: Territory,
) -> None:
    """
    By counting every world, for the municipality, the province and the region, with what may stand anywhere.

    Those, and the two at Cinque that bound the silent ones, are part of each world.
    """
    rows = [service(f"record-{number}", code, **record) for number, (code, record) in enumerate(records)]
    kinds = ("nursery", "micro_nursery")
    bounds = [service(f"bound-{kind}", "902001", kind=kind, capacity_authorised=BOUND) for kind in kinds]
    nowhere = [service(f"lost-{number}", None, **record) for number, record in enumerate(lost)]
    snapshot = snapshot_with([*rows, *bounds, *nowhere], values={"lep-nursery-2027": target})
    called = {call.record_id: call for call in ask(snapshot, LEP, within="901").to_call}
    table = toy_territory.municipalities.set_index("municipality_code")["residents_3_36_months"]
    in_alfa = [code for code in table.index if str(code).startswith("901")]
    anywhere = {places for one in sums_of(lost) for places in (Fraction(0), one)}
    for number, (code, record) in enumerate(records):
        may_count, sure_count, settled = 0, 0, set[str]()
        for members in ([code], in_alfa, list(table.index)):
            elsewhere = Fraction(2 * BOUND if "902001" in members else 0)
            needed = Fraction(target) * Fraction(float(table[members].sum())) / 100
            here = [(at, one) for at, (place, one) in enumerate(records) if place in members]
            rest = {
                elsewhere + places + extra
                for places in sums_of([one for at, one in here if at != number])
                for extra in anywhere
            }
            whole = [answer + other for answer in possible(record) for other in rest]
            settling = [
                verdict([answer + other for other in rest], needed) is not CoverageStatus.UNDECIDABLE
                for answer in possible(record)
            ]
            is_open = verdict(whole, needed) is CoverageStatus.UNDECIDABLE and len(possible(record)) > 1
            may_count += is_open and any(settling)
            sure_count += is_open and len(rest) == 1
            assert not (is_open and len(rest) == 1) or all(settling)
            settled |= set(members) if is_open and any(settling) else set()
        call = called.get(f"regione-lombardia-toy:record-{number}")
        found = {area.code: area.is_sure for area in call.areas if area.level != Level.DISTRICT} if call else {}
        assert (len(found), sum(found.values())) == (may_count, sure_count)
        if call:
            assert call.resident_count >= float(table[sorted(settled)].sum())
            assert (call.area_count, call.sure_area_count) == (len(call.areas), sum(one.is_sure for one in call.areas))
