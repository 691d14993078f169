"""Places left for residents across borders: by hand on the toy territory, and what is not known."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import Level, ServiceKind
from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from geodata.territory import Territory
from welfare_map.exports.envelope import envelope
from welfare_map.exports.geojson import geojson
from welfare_map.model import AccessAnswer, AccessMethod, AccessQuery, AccessRow, AccessStatus, Decay, Disagreement
from welfare_map.model.indicators import CHILD_KINDS
from welfare_map.questions.access import access
from welfare_map.questions.access.saying import sentence
from welfare_map.share_access import linked, read_access
from welfare_map.share_coverage import read_tab, read_unit
from welfare_map.snapshot import Snapshot

Rows = Sequence[Mapping[str, Any]]
Make = Callable[..., dict[str, Any]]
Ask = Callable[..., AccessAnswer]
By = Callable[..., Mapping[str, AccessRow]]
Of = Callable[..., Snapshot]
CODES = ("901001", "901002", "901003", "901004", "902001", "902002", "902003", "902004", "902005")
ON = date(2026, 9, 15)
LIST = "regione-lombardia-toy"
BOTH = pytest.mark.parametrize("method", list(AccessMethod))


# --- sharing --------------------------------------------------------------------------------------------------------


@BOTH
def test_a_nursery_is_shared_by_all_who_reach_it_across_borders(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By, method: AccessMethod
) -> None:
    """45 places in Cinque, reached from Due, Quattro, Cinque, Sei, Otto: 30 · 25 = 750 children, 6 places per 100."""
    rows = rows_of(snapshot_of([nursery("902001", 45), *everywhere]), method=method)
    assert {code: row.value for code, row in rows.items() if row.available_places} == dict.fromkeys(
        ("901002", "901004", "902001", "902002", "902004"), 6
    )
    assert rows["901002"].available_places == pytest.approx(2 * 30 * 0.06)
    assert (rows["902001"].ratio, rows["902001"].difference) == (30, -24)
    assert (rows["901002"].ratio, rows["901002"].difference) == (0, 6)
    assert rows["901001"].value == 0


def test_an_opened_figure_lists_what_each_service_leaves(
    nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask
) -> None:
    """Due has 2 of the 25 · 30 children who want Cinque's 45 places, and 2 of the 7 who want Uno's 14: 3.6 and 4."""
    snapshot = snapshot_of([nursery("902001", 45), nursery("901001", 14), *everywhere])
    answer = ask(snapshot, code="901002", is_explained=True)
    used = {service.record_id: service for service in answer.services}
    assert [round(service.left, 9) for service in answer.services] == [4, 3.6, 0]
    assert sum(service.left for service in answer.services) == pytest.approx(answer.rows[0].available_places)
    first = used["regione-lombardia-toy:n-902001"]
    assert (first.places, first.wanted_residents, first.travel_min, first.municipality_name) == (
        45,
        750,
        20.4,
        "Cinque",
    )
    assert first.licence == "IODL-2.0"


def test_distance_weighs_by_steps(nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By) -> None:
    """10.88 minutes inside are in the second third of 21, 20.44 to the neighbours in the last: 0.68 and 0.22."""
    rows = rows_of(snapshot_of([nursery("902001", 45), *everywhere]), decay=Decay.STEP)
    per_child = 45 / (150 * 0.68 + 600 * 0.22)
    assert rows["902001"].value == pytest.approx(100 * per_child * 0.68)
    assert rows["901002"].value == pytest.approx(100 * per_child * 0.22)


def test_a_trip_inside_a_municipality_takes_its_internal_distance(
    nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask
) -> None:
    """The nursery stands in the very centre, yet within 10 minutes nobody of its own municipality has it."""
    snapshot = snapshot_of([nursery("902001", 45), *everywhere])
    assert (ask(snapshot, limit_min=10).places_reached, ask(snapshot, limit_min=10).unreached_count) == (0, 3)
    assert (ask(snapshot, limit_min=11).places_reached, ask(snapshot, limit_min=11).unreached_count) == (45, 0)


@BOTH
@pytest.mark.parametrize("decay", list(Decay))
def test_what_is_shared_out_are_the_places_reached(
    nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask, method: AccessMethod, decay: Decay
) -> None:
    snapshot = snapshot_of([nursery("902001", 45), nursery("901001", 17), nursery("901003", 23), *everywhere])
    answer = ask(snapshot, method=method, decay=decay)
    assert answer.places_reached == 85
    assert abs(answer.conservation_residual) < 1e-9
    assert sum(row.available_places for row in answer.rows) == pytest.approx(85, abs=1e-6)


def test_each_method_has_a_decay_of_its_own(everywhere: Rows, snapshot_of: Of, ask: Ask) -> None:
    snapshot = snapshot_of(everywhere)
    assert ask(snapshot, method=AccessMethod.E2SFCA, decay=None).decay is Decay.STEP
    assert ask(snapshot, method=AccessMethod.SPATIAL_AVAILABILITY, decay=None).decay is Decay.GAUSSIAN


def test_a_nursery_that_takes_nobody_from_outside_is_left_out_and_counted(
    nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask
) -> None:
    snapshot = snapshot_of([nursery("902001", 45, is_open_to_others="false"), *everywhere])
    answer = ask(snapshot)
    assert (answer.closed_count, answer.places_stated) == (1, 0)


def test_a_nursery_without_a_point_stands_where_its_municipality_does(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By, ask: Ask
) -> None:
    nowhere = {"lon": None, "lat": None, "position_quality": "none"}
    unplaced = nursery("902001", 45, **nowhere)
    lost = nursery(None, 99, key="lost")
    snapshot = snapshot_of([unplaced, lost, *everywhere])
    assert rows_of(snapshot)["902001"].value == 6
    assert ask(snapshot).without_position_count == 1


def test_care_homes_are_for_residents_of_75_and_more(nursery: Make, snapshot_of: Of, rows_of: By, ask: Ask) -> None:
    home = nursery("902001", 90, kind="care_home", capacity_accredited=50)
    snapshot = snapshot_of([home, nursery("901001", 0, key="alfa", kind="care_home", capacity_accredited=0)])
    assert rows_of(snapshot, kinds=(ServiceKind.CARE_HOME,))["902001"].value == pytest.approx(50 / 250 * 100)
    assert ask(snapshot, kinds=(ServiceKind.CARE_HOME,)).residents_name == "residents_75_plus"


# --- what is not known ----------------------------------------------------------------------------------------------


def test_places_that_a_record_does_not_state_are_an_interval(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By
) -> None:
    """Up to the largest number that a nursery states, 15: 2 per 100 of the 750 children."""
    snapshot = snapshot_of([nursery("902001", None), nursery("902001", 15, key="known"), *everywhere])
    row = rows_of(snapshot)["901002"]
    assert (row.value, row.value_low, row.value_high) == (2, 2, 4)
    assert (row.available_places_low, row.available_places_high) == (1.2, 2.4)
    assert row.unknown_count == 1


def test_where_no_record_states_places_no_figure_is_given(nursery: Make, snapshot_of: Of, rows_of: By) -> None:
    row = rows_of(snapshot_of([nursery("902001", None)]))["902001"]
    assert (row.value, row.ratio, row.difference, row.rank) == (None, None, None, None)
    assert (row.value_low, row.value_high) == (0, None)
    assert row.disagreement is Disagreement.UNDECIDABLE


def test_a_list_that_is_missing_within_reach_leaves_no_upper_bound(nursery: Make, snapshot_of: Of, rows_of: By) -> None:
    """Only Beta is listed: Sei has Tre, Cinque and Nove around it, and Tre is in Alfa; Nove has Beta alone."""
    rows = rows_of(snapshot_of([nursery("902001", 45)]))
    assert (rows["902002"].value_high, rows["902002"].is_listed) == (None, False)
    assert (rows["902005"].value_high, rows["902005"].is_listed) == (0, True)
    assert rows["901001"].value is None  # nothing is listed there, which says nothing


def test_an_unlisted_neighbour_counts_with_its_nearest_corner(nursery: Make, snapshot_of: Of, rows_of: By) -> None:
    """Within 15 minutes, 6.2 km, no other centre is reached, but a nursery of Alfa may stand at 5 km from Cinque."""
    rows = rows_of(snapshot_of([nursery("902001", 45)]), limit_min=15)
    assert (rows["902001"].value_high, rows["902001"].is_listed) == (None, False)
    assert (rows["902005"].value_high, rows["902005"].is_listed) == (0, True)


def test_beyond_the_map_there_may_be_more_places(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By, toy_inland: Territory
) -> None:
    """
    The edge is 5 km from every centre but Cinque's, where it is 15; 15 minutes are 6.2 km, 21 are 10.3.

    Cinque's 300 places are its own within 15 minutes. Within 21 four neighbours who share them are near the edge: more
    places may be beyond, not fewer of Cinque's. Nobody lives beyond Due: its 600 places are its own.
    """
    services = [nursery("902001", 300), nursery("901002", 600), *everywhere]
    part = snapshot_of(services, territory=toy_inland)
    asked = {"kinds": CHILD_KINDS}
    near = {code for code, row in rows_of(part, limit_min=11, **asked).items() if row.is_near_edge}
    assert near == set()  # 3.8 km by 11 minutes
    rows = rows_of(part, limit_min=15, **asked)
    assert {code for code, row in rows.items() if row.is_near_edge} == set(CODES) - {"902001"}
    assert (rows["902001"].value_low, rows["902001"].value_high, rows["902001"].status) == (200, 200, "no_desert")
    assert (rows["901002"].value, rows["901002"].value_low, rows["901002"].value_high) == (1000, 1000, None)
    assert (rows["901002"].status, rows["901002"].is_shared_beyond) == ("no_desert", False)
    assert rows["902005"].status == "undecidable"  # none on the map, but perhaps beyond
    assert rows["902005"].reason.words("it").startswith("Vicino al bordo della mappa")
    wide = rows_of(part, **asked)
    assert (wide["902001"].value_low, wide["902001"].is_near_edge) == (pytest.approx(40 + 600 / 330 * 100), False)
    assert (wide["902001"].value, wide["902001"].status) == (wide["902001"].value_low, "no_desert")
    assert wide["902005"].disagreement == "undecidable"
    assert wide["902005"].disagreement_words.words("it").startswith("Vicino al bordo della mappa")


def test_the_sea_and_other_countries_are_no_edge(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By, toy_territory: Territory
) -> None:
    """Italy goes on to the east of Tre, Sei and Nove alone; within 21 minutes, 10.3 km, nobody else gets there."""
    rows = rows_of(snapshot_of([nursery("902001", 300), *everywhere], territory=toy_territory))
    assert {code for code, row in rows.items() if row.is_near_edge} == {"901003", "902002", "902005"}
    assert {code for code, row in rows.items() if row.value_high is None} == {"901003", "902002", "902005"}


def test_residents_whom_nobody_has_counted_may_share_a_place(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By, toy_country: Territory
) -> None:
    table = toy_country.municipalities
    unknown = table.assign(has_residents=table["municipality_code"] != "902004")
    territory = replace(toy_country, municipalities=unknown)
    rows = rows_of(snapshot_of([nursery("902001", 300), *everywhere], territory=territory))
    assert (rows["901002"].value_low, rows["901002"].is_shared_beyond) == (0, True)
    assert rows["901002"].value == rows["901002"].value_high == pytest.approx(300 / 510 * 100)


@pytest.mark.parametrize(
    ("company", "cells", "low"),
    [
        pytest.param({}, {}, 0, id="nobody says"),
        pytest.param({}, {"is_open_to_others": "true"}, 6, id="it says that it is open"),
        pytest.param({"sector_code": "88"}, {}, 6, id="nurseries are its trade"),
        pytest.param({"sector_code": "25"}, {}, 0, id="a workshop"),
        pytest.param({"organisation_kind": "cooperative"}, {}, 6, id="a cooperative"),
    ],
)
def test_a_company_nursery_that_does_not_say_whether_it_is_open_adds_none_at_least(
    nursery: Make,
    everywhere: Rows,
    make_row: Make,
    snapshot_of: Of,
    ask: Ask,
    company: dict[str, Any],
    cells: dict[str, Any],
    low: float,
) -> None:
    own = {"organisation_id": "firm", "organisation_name": "Firm", "organisation_kind": "company"}
    firm = make_row("firm", LIST, **{**own, "position_quality": "none", **company})
    services = [nursery("902001", 45, organisation_id="firm", **cells), *everywhere]
    answer = ask(snapshot_of(services, organisations=[firm]), code="902001")
    (row,) = answer.rows
    assert (row.value, row.value_low, row.value_high) == (6, low, 6)
    assert (answer.open_unknown_count, row.unknown_count) == ((1, 1) if low == 0 else (0, 0))


def test_invented_records_label_what_they_touch(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By, ask: Ask
) -> None:
    snapshot = snapshot_of([nursery("902005", 45, "demo"), *everywhere])
    answer, rows = ask(snapshot), rows_of(snapshot)
    touched = {code for code, row in rows.items() if row.is_demo}
    assert touched == {"902002", "902004", "902005"}
    assert {rows[code].status for code in touched} == {AccessStatus.DEMONSTRATION}
    assert AccessStatus.DEMONSTRATION not in {rows[code].status for code in set(CODES) - touched}
    assert answer.has_demo
    assert answer.sentence.words("it").endswith("In parte sono cifre dimostrative: usano schede inventate.")
    assert not ask(snapshot, with_demo=False).has_demo
    assert (
        ask(snapshot, code="902005").sentence.words("it").endswith(". Sono cifre dimostrative: usano schede inventate.")
    )


@BOTH
def test_a_record_without_a_municipality_may_stand_anywhere(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By, ask: Ask, method: AccessMethod
) -> None:
    """9 places are 30 per 100 in Uno, a desert but for 20 that may be there or in Due, whose 60 children need 19.98."""
    lost = nursery(None, 20, key="lost", position_quality="none")
    snapshot = snapshot_of([nursery("901001", 9), lost, *everywhere])
    asked = {"kinds": CHILD_KINDS, "limit_min": 15.0, "method": method}
    rows = rows_of(snapshot, **asked)
    uno, nove = rows["901001"], rows["902005"]
    assert (uno.value_low, uno.value, uno.value_high) == (30, 30, pytest.approx(29 / 30 * 100))
    assert uno.status is AccessStatus.UNDECIDABLE
    assert uno.reason.words("it").startswith("Nel registro ci sono servizi di cui non si sa il comune")
    assert (nove.value, nove.value_high, nove.status) == (0, pytest.approx(20 / 270 * 100), AccessStatus.DESERT)
    answer = ask(snapshot, **asked)
    assert answer.equity.desert_residents == 1350 - 30 - 60
    assert (answer.reference_low, answer.reference_high) == (pytest.approx(9 / 13.5), pytest.approx(29 / 13.5))


@BOTH
def test_a_record_without_a_municipality_is_in_the_most_of_an_area_once(
    nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask, method: AccessMethod
) -> None:
    services = [nursery("902001", 45), nursery(None, 20, key="lost", position_quality="none"), *everywhere]
    for level in (Level.PROVINCE, Level.REGION):
        for row in ask(snapshot_of(services), level=level, method=method).rows:
            assert row.available_places_high == pytest.approx(row.available_places + 20)
            assert row.ratio_high == pytest.approx(row.ratio + 20 / row.residents * 100)


def test_a_record_without_a_municipality_may_change_which_side_of_the_mean_a_place_is_on(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By
) -> None:
    """Uno has no place for 30 children where 0.67 of 100 are the mean: with 20 more it would have 66.67."""
    found = [nursery("902005", 9), *everywhere]
    lost = [*found, nursery(None, 20, key="lost", position_quality="none")]
    before, after = (rows_of(snapshot_of(services), limit_min=15.0)["901001"] for services in (found, lost))
    assert (before.disagreement, after.disagreement) == (Disagreement.BOTH_LOW, Disagreement.UNDECIDABLE)
    assert after.disagreement_words.words("it").startswith("Non si può dire: nel registro ci sono servizi di cui")


@BOTH
def test_what_is_sure_holds_wherever_a_record_without_a_municipality_stands(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By, method: AccessMethod
) -> None:
    found = [nursery("901001", 9), nursery("902001", 300), *everywhere]
    asked = {"kinds": CHILD_KINDS, "method": method}
    lost = rows_of(snapshot_of([*found, nursery(None, 60, key="lost", position_quality="none")]), **asked)
    for code in ("901001", "902001", "902005"):
        for unit, row in rows_of(snapshot_of([*found, nursery(code, 60, key="lost")]), **asked).items():
            assert lost[unit].value_low <= row.value <= lost[unit].value_high + 1e-9
            assert lost[unit].ratio_low <= row.ratio <= lost[unit].ratio_high + 1e-9
            assert lost[unit].status in {row.status, AccessStatus.UNDECIDABLE}
            assert lost[unit].disagreement in {row.disagreement, Disagreement.UNDECIDABLE}
    assert {row.status for row in lost.values()} == {"desert", "no_desert", "undecidable"}


def test_a_record_that_says_neither_where_nor_how_many_leaves_no_bound(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By
) -> None:
    silent = nursery(None, None, kind="micro_nursery", key="lost", position_quality="none")
    row = rows_of(snapshot_of([silent, *everywhere]), kinds=CHILD_KINDS)["901001"]
    assert (row.value, row.value_high, row.ratio_high, row.status) == (0, None, None, AccessStatus.UNDECIDABLE)


def test_an_invented_record_without_a_municipality_changes_nothing(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By
) -> None:
    real = [nursery("901001", 9), *everywhere]
    invented = nursery(None, 20, "demo", key="lost", position_quality="none")
    assert rows_of(snapshot_of([*real, invented])) == rows_of(snapshot_of(real))


# --- classes --------------------------------------------------------------------------------------------------------


def test_a_desert_is_one_whatever_records_leave_open(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By
) -> None:
    """300 places in Cinque are 40 per 100 for five municipalities; a silent nursery in Uno may bring up to 300."""
    snapshot = snapshot_of([nursery("902001", 300), nursery("901001", None, key="silent"), *everywhere])
    rows = rows_of(snapshot, kinds=CHILD_KINDS)
    status = {code: row.status for code, row in rows.items()}
    assert status["902001"] is AccessStatus.NO_DESERT
    assert status["902005"] is AccessStatus.DESERT
    assert status["901001"] is AccessStatus.UNDECIDABLE
    assert {row.threshold for row in rows.values()} == {33.3}


def test_the_threshold_is_a_parameter(nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By) -> None:
    snapshot = snapshot_of([nursery("902001", 45), *everywhere])
    assert rows_of(snapshot, threshold=6.0)["902001"].status is AccessStatus.NO_DESERT
    assert rows_of(snapshot, threshold=6.1)["902001"].status is AccessStatus.DESERT


def test_the_published_threshold_is_for_all_services_of_the_age_together(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By
) -> None:
    snapshot = snapshot_of([nursery("902001", 45), *everywhere])
    row = rows_of(snapshot, kinds=CHILD_KINDS[:-1])["902001"]
    assert (row.threshold, row.status) == (None, AccessStatus.NO_THRESHOLD)
    assert row.reason.words("it").startswith("La soglia pubblicata (33,3 posti ogni 100) vale per tutti i servizi")
    assert rows_of(snapshot, kinds=CHILD_KINDS[::-1])["902001"].threshold == 33.3
    assert rows_of(snapshot, kinds=CHILD_KINDS[:-1], threshold=33.3)["902001"].status is AccessStatus.DESERT


def test_without_a_published_threshold_nothing_is_a_desert(nursery: Make, snapshot_of: Of, ask: Ask) -> None:
    home = nursery("902001", 90, kind="care_home", capacity_accredited=50)
    answer = ask(snapshot_of([home]), kinds=(ServiceKind.CARE_HOME,))
    assert answer.counts == {"no_threshold": 9}
    assert (answer.equity.threshold, answer.equity.desert_residents) == (None, None)
    invented = nursery("902001", 90, "demo", kind="care_home", capacity_accredited=50)
    answer = ask(snapshot_of([invented, home]), kinds=(ServiceKind.CARE_HOME,), code="902001")
    assert answer.counts == {"demonstration": 1}


def test_what_is_invented_or_in_no_list_is_no_measure_for_what_is_real(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By, ask: Ask
) -> None:
    real = [nursery("901001", 60), nursery("902001", 600), *everywhere]
    alone, beside = snapshot_of(real), snapshot_of([*real, nursery("902005", 4_000, "demo")])
    assert ask(beside).reference == ask(alone).reference
    assert rows_of(beside)["901001"].disagreement == rows_of(alone)["901001"].disagreement
    one_list = snapshot_of([nursery("901001", 60)])
    assert (
        ask(one_list).reference == ask(snapshot_of([nursery("901001", 60), nursery("902005", 4_000, "demo")])).reference
    )


def test_the_mean_is_as_uncertain_as_its_records(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By, ask: Ask
) -> None:
    """
    660 places for 1,350 children, and two nurseries in Nove and Tre that may each have up to 600: 48.89 to 137.78.

    Inside its border Uno has 200 per 100, above the mean for sure; Cinque's 108.57 are above the least of it alone.
    """
    known = [nursery("901001", 60), nursery("902001", 600), *everywhere]
    silent = [nursery("902005", None, key="silent"), nursery("901003", None, key="silent-too")]
    before, after = rows_of(snapshot_of(known)), rows_of(snapshot_of([*known, *silent]))
    answer = ask(snapshot_of([*known, *silent]))
    assert (answer.reference, answer.reference_low) == (pytest.approx(48.889, abs=1e-3),) * 2
    assert answer.reference_high == pytest.approx(1860 / 1350 * 100)
    assert before["902001"].disagreement is Disagreement.BOTH_HIGH
    assert after["902001"].disagreement is Disagreement.UNDECIDABLE
    assert after["901001"].disagreement is Disagreement.SHARED_OUT


def test_ratio_and_access_that_disagree_are_told_apart(
    nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By, ask: Ask
) -> None:
    """
    60 places in Uno and 600 in Cinque, 1,350 children: 48.89 per 100 of the map.

    Uno has 200 per 100 inside its border, but Due (2) and Quattro (4) want them too: 60 ÷ 210, 28.57. Due has none
    inside, and 28.57 + 600 ÷ 750 = 108.57 within reach.
    """
    snapshot = snapshot_of([nursery("901001", 60), nursery("902001", 600), *everywhere])
    rows = rows_of(snapshot)
    assert ask(snapshot).reference == pytest.approx(660 / 1350 * 100)
    assert rows["901001"].value == pytest.approx(60 / 210 * 100)
    assert rows["901002"].value == pytest.approx(60 / 210 * 100 + 80)
    assert {code: row.disagreement.value for code, row in rows.items()} == {
        "901001": "shared_out",
        "901002": "reached_nearby",
        "901003": "both_low",
        "901004": "reached_nearby",
        "902001": "both_high",
        "902002": "reached_nearby",
        "902003": "both_low",
        "902004": "reached_nearby",
        "902005": "both_low",
    }
    assert ask(snapshot).disagreement_counts == {"shared_out": 1, "reached_nearby": 4, "both_low": 3, "both_high": 1}


# --- areas ----------------------------------------------------------------------------------------------------------

NURSERIES = st.lists(
    st.tuples(st.sampled_from(CODES), st.none() | st.integers(0, 90), st.sampled_from(["exact", "none"])), max_size=10
)


@settings(max_examples=20)
@given(made=NURSERIES, method=st.sampled_from(list(AccessMethod)), limit_min=st.sampled_from([11.0, 21.0, 30.0]))
def test_parts_add_up_to_the_whole_at_every_level(
    made: list[tuple[str, int | None, str]],
    method: AccessMethod,
    limit_min: float,
    nursery: Make,
    everywhere: Rows,
    snapshot_of: Of,
    ask: Ask,
) -> None:
    rows = [
        nursery(code, places, key=f"n{number}", position_quality=quality)
        for number, (code, places, quality) in enumerate(made)
    ]
    snapshot = snapshot_of([*rows, *everywhere])
    answers = [ask(snapshot, level=level, method=method, limit_min=limit_min) for level in Level]
    for answer in answers:
        for name in ("available_places", "available_places_low", "residents", "places_inside", "municipality_count"):
            assert sum(getattr(row, name) for row in answer.rows) == pytest.approx(
                sum(getattr(row, name) for row in answers[0].rows), abs=1e-6
            )
        assert sum(row.available_places for row in answer.rows) == pytest.approx(answer.places_reached, abs=1e-6)
        assert all(row.value_low <= row.value <= (row.value_high or 1e9) + 1e-9 for row in answer.rows if row.value)


def test_one_area_is_as_among_all(nursery: Make, everywhere: Rows, snapshot_of: Of, rows_of: By) -> None:
    snapshot = snapshot_of([nursery("902001", 45), *everywhere])
    whole = rows_of(snapshot)
    assert rows_of(snapshot, code="901002") == {"901002": whole["901002"]}
    assert rows_of(snapshot, within="901") == {code: whole[code] for code in CODES[:4]}


def test_a_group_of_municipalities_is_one_area_without_a_rank(
    nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask, toy_territory: Territory
) -> None:
    answer = ask(snapshot_of([nursery("902001", 45), *everywhere]), municipality_codes=("902001", "901001"))
    (row,) = answer.rows
    assert (row.value, row.rank, row.fifth, row.depends_on) == (pytest.approx(9 / 180 * 100), None, None, None)
    (feature,) = geojson(answer, "it", territory=toy_territory)["features"]
    assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        pytest.param({"kinds": ()}, "error.missing_option", id="no kind"),
        pytest.param({"kinds": (ServiceKind.SHUTTLE,)}, "error.access_kind", id="a kind for nobody in particular"),
        pytest.param(
            {"kinds": (ServiceKind.NURSERY, ServiceKind.CARE_HOME)}, "error.access_ages", id="kinds for different ages"
        ),
        pytest.param({"limit_min": 0}, "error.bad_minutes", id="no minutes"),
        pytest.param({"limit_min": 61}, "error.bad_minutes", id="too many minutes"),
        pytest.param({"threshold": -1.0}, "error.bad_threshold", id="threshold below nought"),
        pytest.param({"is_explained": True}, "error.explain_one_area", id="nine figures opened at once"),
        pytest.param({"code": "999"}, "error.unknown_territory", id="unknown code"),
    ],
)
def test_what_cannot_be_answered_is_said(
    everywhere: Rows, snapshot_of: Of, ask: Ask, asked: dict[str, Any], key: str
) -> None:
    with pytest.raises(InputError) as refused:
        ask(snapshot_of(everywhere), **asked)
    assert refused.value.key == key


def test_the_link_of_an_answer_asks_the_same_question_again(
    nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask
) -> None:
    query = AccessQuery(
        as_of_on=ON,
        kinds=(ServiceKind.NURSERY,),
        limit_min=21.0,
        decay=Decay.UNIFORM,
        method=AccessMethod.E2SFCA,
        code="901002",
        threshold=0.0,
    )
    snapshot = snapshot_of([nursery("902001", 45), *everywhere])
    link = urlsplit(linked(access(snapshot, query, Estimate()), query).link)
    params = dict(parse_qsl(link.query))
    assert (link.path, read_tab(params), read_unit(params)) == ("/copertura", "access", "901002")
    assert replace(read_access(params, ON), code="901002") == replace(query, level=Level.MUNICIPALITY)
    basin = replace(query, code=None, municipality_codes=("901002", "902001"))
    assert linked(access(snapshot, basin, Estimate()), basin).link == ""


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_answer_has_its_words_and_is_json(
    nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask, lang: str
) -> None:
    services = [nursery("902001", 45), nursery("901001", None, key="silent"), *everywhere]
    for asked in (
        {},
        {"code": "902001", "is_explained": True},
        {"kinds": (ServiceKind.PRESCHOOL,)},
        {"kinds": CHILD_KINDS},
        {"method": AccessMethod.E2SFCA},
    ):
        found = envelope(ask(snapshot_of(services), **asked), lang)
        assert json.loads(json.dumps(found, allow_nan=False))["conservation_residual"] is not None


def test_the_sentence_goes_from_and_to_figures_with_an_upper_bound(
    nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask
) -> None:
    """A place of which nobody can tell the most is neither the best nor the worst that there is."""
    query = AccessQuery(as_of_on=ON, kinds=(ServiceKind.NURSERY,), limit_min=21.0)
    rows = ask(snapshot_of([nursery("902005", 45), *everywhere])).rows
    assert all(row.value_high is not None for row in rows)
    best = max(rows, key=lambda row: row.value or 0)
    said = sentence(rows, "municipality", query, "residents_0_2").words("it")
    assert f"({best.unit_name}) posti" in said
    opened = tuple(replace(row, value_high=None) if row is best else row for row in rows)
    said = sentence(opened, "municipality", query, "residents_0_2").words("it")
    assert f"({best.unit_name})" not in said
    assert f"Di un'altra, {best.unit_name}, non si può dire quanti" in said
