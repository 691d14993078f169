"""What is invented is labelled, and where no list is in the register none is not known to be none."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from geodata.codes import Level
from geodata.sources.catalogue import READERS
from geodata.store import load_readers
from welfare_map.model import CoverageAnswer, CoverageRow, CoverageStatus
from welfare_map.questions.coverage.listed import NO_LISTS, PROVINCE_WIDE
from welfare_map.snapshot import Snapshot

Make = Callable[..., dict[str, Any]]
Ask = Callable[..., CoverageAnswer]
One = Callable[..., CoverageRow]
With = Callable[..., Snapshot]
LEP = "lep_nursery"
ALFA = ("901001", "901002", "901003", "901004")
VALLE = ("901001", "901002", "901004", "902001", "902003", "902004")
DISTRICT_LISTS = frozenset({"comune-milano-nidi"})
"""Official sources that list a municipality or a district and no more."""


def by_code(answer: CoverageAnswer) -> Mapping[str, CoverageRow]:
    return {row.unit_code: row for row in answer.rows}


# --- demonstration --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("places", [0, 500], ids=["far below", "far above"])
def test_a_figure_with_an_invented_record_is_never_met_nor_missed(
    service: Make, snapshot_with: With, ask: Ask, places: int
) -> None:
    rows = [
        service("real", "901001", capacity_authorised=500),
        service("invented", "901002", "demo", kind="micro_nursery", capacity_authorised=places),
    ]
    snapshot = snapshot_with(rows)
    found = by_code(ask(snapshot, LEP))
    assert found["901002"].status is CoverageStatus.DEMONSTRATION
    assert found["901002"].is_demo
    assert found["901001"].status is CoverageStatus.MET
    for level in (Level.DISTRICT, Level.PROVINCE, Level.REGION):
        row = ask(snapshot, LEP, level=level).rows[-1 if level is Level.DISTRICT else 0]
        assert (row.status, row.demo_count) == (CoverageStatus.DEMONSTRATION, 1)


def test_none_among_invented_records_is_invented_too(service: Make, snapshot_with: With, ask: Ask) -> None:
    answer = ask(snapshot_with([service("invented", "901002", "demo", capacity_authorised=9)]), LEP)
    found = by_code(answer)
    assert {code for code, row in found.items() if row.status is CoverageStatus.DEMONSTRATION} == set(ALFA)
    assert found["901001"].demo_count == 0
    assert answer.has_demo
    assert "demo" in {note.source_id for note in answer.sources}


def test_without_demonstration_only_real_records_count(service: Make, snapshot_with: With, ask: Ask) -> None:
    rows = [
        service("real", "901001", capacity_authorised=500),
        service("invented", "901001", "demo", kind="micro_nursery", capacity_authorised=9),
    ]
    answer = ask(snapshot_with(rows), LEP, code="901001", with_demo=False)
    assert (answer.rows[0].numerator, answer.rows[0].status, answer.has_demo) == (500, CoverageStatus.MET, False)


def test_an_invented_record_labels_an_indicator_without_target_too(
    service: Make, snapshot_with: With, one: One
) -> None:
    snapshot = snapshot_with([service("invented", "901002", "demo", kind="care_home", capacity_accredited=9)])
    assert one(snapshot, "care_home_places_per_1000_aged_65", "901").status is CoverageStatus.DEMONSTRATION


# --- lists ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source_id", "covered"),
    [
        pytest.param("regione-lombardia-early-childhood", ALFA, id="a list of a region covers the province"),
        pytest.param("toy", VALLE, id="any other list covers the district"),
        pytest.param("curated", (), id="what a curator typed covers nothing"),
        pytest.param("openstreetmap-pbf", (), id="OpenStreetMap covers nothing"),
    ],
)
def test_none_is_none_only_where_a_list_covers_the_place(
    service: Make, snapshot_with: With, ask: Ask, source_id: str, covered: tuple[str, ...]
) -> None:
    found = by_code(ask(snapshot_with([service("only", "901002", source_id, capacity_authorised=2)]), LEP))
    missed = {code for code, row in found.items() if row.status is CoverageStatus.NOT_MET}
    undecidable = {code for code, row in found.items() if row.status is CoverageStatus.UNDECIDABLE}
    assert missed == set(covered)
    assert undecidable == set(found) - set(covered)
    assert {code for code, row in found.items() if row.is_listed} == set(covered)
    elsewhere = found["902005"]
    assert (elsewhere.value, elsewhere.value_low, elsewhere.value_high) == (None, 0, None)


def test_what_is_known_may_be_enough_where_no_list_covers_the_place(
    service: Make, snapshot_with: With, one: One
) -> None:
    snapshot = snapshot_with([service("only", "901002", "curated", capacity_authorised=30)])
    assert one(snapshot, LEP, "901002").status is CoverageStatus.MET


def test_a_list_of_another_kind_says_nothing(service: Make, snapshot_with: With, one: One) -> None:
    snapshot = snapshot_with([service("home", "901002", kind="care_home", capacity_accredited=30)])
    assert one(snapshot, LEP, "901002").is_listed is False


def test_every_source_is_known_to_cover_a_province_a_district_or_nothing(tmp_path: Any) -> None:
    readers = {**READERS, **load_readers(tmp_path)}
    ids = {source_id for source_id, reader in readers.items() if reader.source.table == "services"}
    undecided = {name for name in ids if not name.startswith((*PROVINCE_WIDE, *NO_LISTS))}
    assert undecided == DISTRICT_LISTS


# --- places of records ----------------------------------------------------------------------------------------------


def test_a_record_without_municipality_counts_where_its_point_lies(
    service: Make, make_service: Make, snapshot_with: With, one: One
) -> None:
    adrift = make_service("adrift", (15, 5), "regione-lombardia-toy", capacity_authorised=6, capacity_part_time=0)
    assert one(snapshot_with([adrift]), LEP, "901002").numerator == 6


def test_a_record_of_which_nothing_is_known_is_in_no_area_and_counted(
    service: Make, snapshot_with: With, ask: Ask
) -> None:
    answer = ask(snapshot_with([service("nowhere", None, capacity_authorised=6)]), LEP, level=Level.REGION)
    assert answer.rows[0].record_count == 0
    assert (answer.without_municipality_count, answer.without_position_count) == (1, 1)
