"""Each indicator on the toy territory, where its figure can be done in the head."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from geodata.population import BAND_COLUMNS
from geodata.tables import CONTRACTS
from welfare_map.model import CoverageAnswer, CoverageRow, CoverageStatus, IndicatorsQuery, PlacesBasis
from welfare_map.model.indicators import INDICATORS, Measure
from welfare_map.questions.coverage import indicators
from welfare_map.snapshot import Snapshot

Rows = Sequence[Mapping[str, Any]]
Make = Callable[..., dict[str, Any]]
Ask = Callable[..., CoverageAnswer]
One = Callable[..., CoverageRow]
With = Callable[..., Snapshot]
ON = date(2026, 9, 15)
OTHER_KINDS = ("family_nursery", "early_childhood_centre", "spring_section")


@pytest.fixture(scope="module")
def snapshot(service: Make, snapshot_with: With, agreement_tables: Mapping[str, Rows]) -> Snapshot:
    """Give Due one of everything; see the head of ``conftest`` for its residents."""
    rows = (
        service("nursery", "901002", capacity_authorised=20, capacity_part_time=8, opening_hours="Mo-Fr 05:30-14:30"),
        service("micro", "901002", kind="micro_nursery", capacity_authorised=6, opening_hours="Mo-Fr 07:30-18:00"),
        *(service(kind, "901002", kind=kind, capacity_authorised=4, opening_hours="24/7") for kind in OTHER_KINDS),
        service("school", "901002", kind="preschool", capacity_authorised=15),
        service("home", "901002", kind="care_home", capacity_authorised=12, capacity_accredited=10),
        service("centre", "901002", kind="integrated_day_centre", capacity_authorised=5, capacity_accredited=4),
        {**service("adrift", "901002", kind="shuttle"), "lon": None, "lat": None, "position_quality": "none"},
    )
    return snapshot_with(rows, **{name: table for name, table in agreement_tables.items() if name != "services"})


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator", "value"),
    [
        pytest.param("lep_nursery", 20 - 8 / 2 + 6, 55, 22 / 55 * 100, id="LEP: half of each part-time place"),
        pytest.param("nursery_places_per_100_aged_0_2", 26 + 12, 60, 38 / 60 * 100, id="all kinds, no equivalence"),
        pytest.param("municipalities_with_nursery_pct", 1, 1, 100, id="a municipality that has one"),
        pytest.param("preschool_places_per_100_aged_3_5", 15, 20, 75, id="preschool"),
        pytest.param("care_home_places_per_100_aged_75", 10, 20, 50, id="accredited places, 75 and over"),
        pytest.param("care_home_places_per_1000_aged_65", 10, 40, 250, id="accredited places, 65 and over"),
        pytest.param("day_centre_places_per_100_aged_75", 4, 20, 20, id="day centre, 75 and over"),
        pytest.param("day_centre_places_per_1000_aged_65", 4, 40, 100, id="day centre, 65 and over"),
        pytest.param("practices_count", 3, None, 3, id="the practices of the initiative that covers Due"),
        pytest.param("services_open_at_shift_hours_count", 4, None, 4, id="open from six to two: all but the micro"),
        pytest.param("services_without_position_count", 1, None, 1, id="the shuttle"),
    ],
)
def test_an_indicator_of_one_municipality(
    snapshot: Snapshot, one: One, indicator: str, numerator: float, denominator: float | None, value: float
) -> None:
    row = one(snapshot, indicator, "901002")
    assert (row.numerator, row.denominator) == (numerator, denominator)
    assert row.value == pytest.approx(value)


def test_firms_and_their_employees_count_where_they_have_their_seat(snapshot: Snapshot, one: One) -> None:
    firms = one(snapshot, "adherent_firms_per_1000_residents", "901001")
    people = one(snapshot, "adherent_employees_per_1000_residents", "901001")
    assert (firms.numerator, firms.value) == (1, pytest.approx(1000 / 170))
    assert (people.value, people.numerator_low, people.numerator_high) == (None, 10, 49)  # small: no count is stated


def test_a_union_that_adheres_is_no_firm(snapshot: Snapshot, one: One) -> None:
    assert one(snapshot, "adherent_firms_per_1000_residents", "901002").numerator == 0


def test_every_indicator_has_a_case_here() -> None:
    marks = test_an_indicator_of_one_municipality.pytestmark[0].args[1]
    counted = {case.values[0] for case in marks}
    firms = {"adherent_firms_per_1000_residents", "adherent_employees_per_1000_residents"}
    assert counted | firms == set(INDICATORS)


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=list(INDICATORS))
def test_an_indicator_is_made_of_what_exists(indicator: Any, real_targets: Rows) -> None:
    targets = {row["target_id"]: row for row in real_targets}
    assert indicator.denominator in {None, "municipalities", *BAND_COLUMNS}
    assert {use.target_id for use in indicator.comparisons} <= set(targets)
    assert (indicator.basis is not None) == (indicator.measure in {Measure.PLACES, Measure.FULL_TIME_PLACES})
    if indicator.legal_target_id:
        assert targets[indicator.legal_target_id]["unit"] == indicator.unit
    for use in indicator.comparisons:
        is_same_unit = targets[use.target_id]["unit"] == indicator.unit
        assert is_same_unit == (use.factor == 1)


def test_authorised_places_count_where_they_are_asked_for(snapshot: Snapshot, one: One) -> None:
    row = one(snapshot, "care_home_places_per_1000_aged_65", "901002", places=PlacesBasis.AUTHORISED)
    assert row.numerator == 12


@pytest.mark.parametrize(("share", "places"), [(0, 18), (0.25, 20), (1, 26)])
def test_a_part_time_place_counts_what_is_asked(snapshot: Snapshot, one: One, share: float, places: float) -> None:
    row = one(snapshot, "lep_nursery", "901002", part_time_share=share)
    assert (row.numerator, row.numerator_low, row.numerator_high) == (places, places, places)


def test_another_shift_finds_other_services(snapshot: Snapshot, one: One) -> None:
    row = one(snapshot, "services_open_at_shift_hours_count", "901002", shift="Mo-Fr 08:00-17:00")
    assert row.numerator == 4  # the micro-nursery and the three that never close


def test_hours_that_are_not_known_are_an_interval(service: Make, snapshot_with: With, one: One) -> None:
    known = service("known", "901001", opening_hours="Mo-Fr 05:00-15:00")
    snapshot = snapshot_with([known, service("unknown", "901001")])
    row = one(snapshot, "services_open_at_shift_hours_count", "901001")
    assert (row.value, row.value_low, row.value_high) == (1, 1, 2)


def test_a_service_that_closes_for_two_of_four_weeks_is_not_open_on_most_days(
    service: Make, snapshot_with: With, one: One
) -> None:
    hours = "Mo-Fr 05:00-15:00; Sep 15-28 off; PH off"
    snapshot = snapshot_with([service("closing", "901001", opening_hours=hours)])
    assert one(snapshot, "services_open_at_shift_hours_count", "901001").value_high == 0


def test_a_practice_counts_once_in_an_area_and_once_in_each_of_its_parts(snapshot: Snapshot, ask: Ask) -> None:
    parts = [row.numerator for row in ask(snapshot, "practices_count").rows]
    (whole,) = ask(snapshot, "practices_count", code="91").rows
    # alleanza: 3 practices in 6 municipalities; bando: 2 in the 5 of Beta; three lie in both
    assert (sum(parts), whole.numerator) == (3 * 6 + 2 * 5, 5)


def test_a_service_no_longer_listed_does_not_count(service: Make, snapshot_with: With, one: One) -> None:
    gone = service("gone", "901001", capacity_authorised=9, no_longer_listed_on="2026-09-15")
    kept = service("kept", "901001", capacity_authorised=5, no_longer_listed_on="2026-09-16")
    assert one(snapshot_with([gone, kept]), "lep_nursery", "901001").numerator == 5


def test_the_list_of_indicators_says_what_each_is_made_of(snapshot: Snapshot) -> None:
    answer = indicators(snapshot, IndicatorsQuery(as_of_on=ON))
    rows = {row.code: row for row in answer.rows}
    assert list(rows) == list(INDICATORS)
    assert rows["lep_nursery"].kinds == ("nursery", "micro_nursery")
    assert rows["lep_nursery"].target_ids[0] == rows["lep_nursery"].legal_target_id == "lep-nursery-2027"
    assert rows["practices_count"].target_ids == ()
    for lang in ("it", "en"):
        assert all("{" not in row.formula.words(lang) + row.caveat.words(lang) for row in answer.rows)


def test_part_time_places_are_a_column_of_services() -> None:
    assert "capacity_part_time" in CONTRACTS["services"].column_names


def test_no_status_is_forgotten_in_the_counts(snapshot: Snapshot, ask: Ask) -> None:
    answer = ask(snapshot, "lep_nursery")
    assert set(answer.counts) == set(CoverageStatus)
    assert sum(answer.counts.values()) == len(answer.rows) == 9
