"""What is invented is labelled, and where no list is in the register none is not known to be none."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from geodata.codes import Level
from geodata.sources import WholeList
from geodata.store import load_readers, whole_lists
from welfare_map.model import CoverageAnswer, CoverageRow, CoverageStatus, SourceNote
from welfare_map.questions.coverage import first_indicator
from welfare_map.snapshot import Snapshot

Make = Callable[..., dict[str, Any]]
Ask = Callable[..., CoverageAnswer]
One = Callable[..., CoverageRow]
With = Callable[..., Snapshot]
LEP = "lep_nursery"
ON = date(2026, 9, 15)
ALFA = ("901001", "901002", "901003", "901004")
VALLE = ("901001", "901002", "901004", "902001", "902003", "902004")
WHOLE_OF_NOTHING = frozenset(
    {"comune-milano-nidi", "regione-lombardia-unita-sociali", "openstreetmap-overpass", "openstreetmap-pbf"}
)
"""Sources of the catalogue of which nobody says that they have every service of a kind."""


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


REGION, MUNICIPAL, OTHERS, STATE = (
    "regione-lombardia-prima-infanzia",
    "comune-prova",
    "mim-scuole-paritarie",
    "mim-scuole-statali",
)
PRESCHOOL, SHARE = "preschool_places_per_100_aged_3_5", "municipalities_with_nursery_pct"


@pytest.mark.parametrize(
    ("source_id", "covered"),
    [
        pytest.param(REGION, ALFA, id="a list of a region covers the province"),
        pytest.param("toy", VALLE, id="a list that is whole in its district covers the district"),
        pytest.param(MUNICIPAL, ("901002",), id="a municipality's own list covers the municipality"),
        pytest.param("letta", (), id="a list of which nobody said that it is whole covers nothing"),
        pytest.param("curated", (), id="what a curator typed covers nothing"),
        pytest.param("openstreetmap-pbf", (), id="OpenStreetMap covers nothing"),
    ],
)
def test_none_is_none_only_where_a_list_covers_the_place(
    service: Make, snapshot_with: With, ask: Ask, source_id: str, covered: tuple[str, ...]
) -> None:
    only = snapshot_with([service("only", "901002", source_id, capacity_authorised=2)])
    own = WholeList(("nursery", "micro_nursery"), Level.MUNICIPALITY)
    snapshot = replace(only, whole_lists={**only.whole_lists, MUNICIPAL: own})
    found = by_code(ask(snapshot, LEP))
    missed = {code for code, row in found.items() if row.status is CoverageStatus.NOT_MET}
    undecidable = {code for code, row in found.items() if row.status is CoverageStatus.UNDECIDABLE}
    assert missed == set(covered)
    assert undecidable == set(found) - set(covered)
    assert {code for code, row in found.items() if row.is_listed} == set(covered)
    elsewhere = found["902005"]
    assert (elsewhere.value, elsewhere.value_low, elsewhere.value_high) == (None, 0, None)


def test_a_nought_names_the_list_that_says_that_there_is_none(service: Make, snapshot_with: With, ask: Ask) -> None:
    held = snapshot_with([service("only", "901002", REGION, capacity_authorised=2)])
    snapshot = replace(held, sources=(SourceNote(REGION, "Elenco", "IODL-2.0", "https://example.org", "2026-09-01"),))
    for code, is_told in (("901001", True), ("902005", False)):
        assert (REGION in {note.source_id for note in ask(snapshot, LEP, code=code).sources}) is is_told


def test_a_stray_record_of_a_region_covers_no_province_of_another(service: Make, snapshot_with: With, ask: Ask) -> None:
    only = snapshot_with([service("stray", "901002", REGION, capacity_authorised=2)])
    abroad = WholeList(("nursery", "micro_nursery"), Level.PROVINCE, region_code="03")
    found = ask(replace(only, whole_lists={REGION: abroad}), LEP).rows
    assert {row.is_listed for row in found} == {False}
    at_home = replace(abroad, region_code="91")
    assert {
        row.unit_code for row in ask(replace(only, whole_lists={REGION: at_home}), LEP).rows if row.is_listed
    } == set(ALFA)


def test_what_is_known_may_be_enough_where_no_list_covers_the_place(
    service: Make, snapshot_with: With, one: One
) -> None:
    snapshot = snapshot_with([service("only", "901002", "curated", capacity_authorised=30)])
    assert one(snapshot, LEP, "901002").status is CoverageStatus.MET


@pytest.mark.parametrize(
    ("source_id", "kind"),
    [
        pytest.param("regione-lombardia-rsa", "care_home", id="a list of care homes says nothing of nurseries"),
        pytest.param("curated", "nursery", id="nor does one nursery"),
        pytest.param("letta", "micro_nursery", id="nor a list of some micro-nurseries"),
    ],
)
def test_a_list_of_another_kind_or_of_some_says_nothing(
    service: Make, snapshot_with: With, one: One, source_id: str, kind: str
) -> None:
    snapshot = snapshot_with([service("other", "901002", source_id, kind=kind, capacity_authorised=1)])
    row = one(snapshot, LEP, "901002")
    assert (row.is_listed, row.value_high, row.status) == (False, None, CoverageStatus.UNDECIDABLE)


def test_a_list_with_nurseries_alone_in_a_place_says_that_there_is_no_micro_nursery(
    service: Make, snapshot_with: With, one: One
) -> None:
    """The Region's list has both kinds: that none of the second is in it means none."""
    snapshot = snapshot_with([service("only", "901002", REGION, capacity_authorised=2)])
    assert one(snapshot, LEP, "901001").value_high == 0


def test_a_kind_that_is_in_no_list_leaves_the_figure_without_an_upper_bound(
    service: Make, snapshot_with: With, one: One
) -> None:
    """The Region's list has no spring sections, which count among the places for children under three."""
    snapshot = snapshot_with([service("only", "901002", REGION, capacity_authorised=2)])
    row = one(snapshot, "nursery_places_per_100_aged_0_2", "901002")
    assert (row.numerator, row.value_high, row.is_listed) == (2, None, False)


def test_schools_of_the_state_and_others_are_whole_together_alone(service: Make, snapshot_with: With, one: One) -> None:
    rows = [
        service(source_id, "901002", source_id, kind="preschool", capacity_authorised=2)
        for source_id in (OTHERS, STATE)
    ]
    assert one(snapshot_with(rows[:1]), PRESCHOOL, "901001").is_listed is False
    assert one(snapshot_with(rows[1:]), PRESCHOOL, "901001").is_listed is False
    assert one(snapshot_with(rows), PRESCHOOL, "901001").is_listed is True


def test_of_every_source_it_is_said_whether_its_list_is_whole() -> None:
    ids = {source_id for source_id, reader in load_readers().items() if reader.source.table == "services"}
    assert ids - set(whole_lists()) == WHOLE_OF_NOTHING


def test_a_record_of_which_no_municipality_is_known_may_stand_in_any(
    service: Make, snapshot_with: With, ask: Ask
) -> None:
    """Uno needs 9.075 places and Due 18.15: 10 that may be anywhere are enough for Uno alone."""
    rows = [service("only", "901003", capacity_authorised=1), service("lost", None, capacity_authorised=10)]
    found = by_code(ask(snapshot_with(rows), LEP))
    assert found["901001"].status is CoverageStatus.UNDECIDABLE
    assert "Di una scheda non si sa il comune" in found["901001"].reason.words("it")
    assert found["901002"].status is CoverageStatus.NOT_MET
    assert found["901002"].numerator_high == 10


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


# --- with what to begin ---------------------------------------------------------------------------------------------


def test_it_begins_with_the_first_indicator_where_no_list_is_there(service: Make, snapshot_with: With) -> None:
    rows = [service("invented", "901001", "demo", kind="care_home", capacity_accredited=9)]
    assert first_indicator(snapshot_with(rows), ON) == LEP


def test_it_begins_with_what_the_lists_tell_of_most_municipalities(service: Make, snapshot_with: With) -> None:
    homes = "regione-lombardia-rsa"
    rows = [
        service("school", "901001", REGION, capacity_authorised=9),
        service("home", "901001", homes, kind="care_home", capacity_accredited=9),
    ]
    wide = WholeList(kinds=("care_home",), extent=Level.PROVINCE)
    narrow = WholeList(kinds=("nursery", "micro_nursery"), extent=Level.MUNICIPALITY)
    snapshot = replace(snapshot_with(rows), whole_lists={REGION: narrow, homes: wide})
    assert first_indicator(snapshot, ON) == "care_home_places_per_100_aged_75"
    assert first_indicator(replace(snapshot, whole_lists={REGION: narrow}), ON) == LEP
