"""
The question on the toy territory, with figures that can be done in the head.

Municipality n (Uno = 1 … Nove = 9) has 27.5n residents aged 3–36 months; with 40 per 100 it needs 11n places.
Squares of 10 km: neighbours are 20.4 minutes away by car, so 15 minutes reach nobody else, and 21 the neighbours.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import is_dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import Level
from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from geodata.store import manual_dir, read_csv_table
from geodata.tables import CONTRACTS
from welfare_map.model import AreaSense, CapacityEnd, Phrase, SitingAnswer, SitingQuery, SitingStatus, SitingTarget
from welfare_map.questions.siting import siting, spreading
from welfare_map.questions.siting.covering import Choice
from welfare_map.questions.siting.effort import Effort
from welfare_map.questions.siting.saying import proof_words
from welfare_map.snapshot import Snapshot
from welfare_map.texts import has_text, keys, text

ON = date(2026, 9, 15)
LIST = "regione-lombardia-toy"
CODES = ("901001", "901002", "901003", "901004", "902001", "902002", "902003", "902004", "902005")
CENTRES = {code: (5 + 10 * (n % 3), 5 + 10 * (n // 3)) for n, code in enumerate(CODES)}
Row = Mapping[str, Any]


def shipped(name: str) -> tuple[Row, ...]:
    """Return the rows of a table that is edited by hand."""
    table = read_csv_table(manual_dir() / f"{name}.csv", CONTRACTS[name])
    return tuple(table.astype(object).where(table.notna(), None).to_dict("records"))


@pytest.fixture(scope="session")
def nursery(make_service: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Make a nursery in the centre of a municipality, its places full-time unless said otherwise."""

    def made(key: str, code: str, places: int | None, source_id: str = LIST, **cells: Any) -> dict[str, Any]:
        stated = {"municipality_code": code, "capacity_authorised": places, "capacity_part_time": 0, **cells}
        return make_service(key, CENTRES[code], source_id, kind="nursery", **stated)

    return made


@pytest.fixture(scope="session")
def snapshot_with(make_snapshot: Callable[..., Snapshot]) -> Callable[..., Snapshot]:
    """Make a snapshot of services and other tables, with the shipped targets and parameters."""

    def made(services: Iterable[Row], **tables: Sequence[Row]) -> Snapshot:
        shared = {name: shipped(name) for name in ("targets", "consortium_parameters")}
        return make_snapshot({"services": tuple(services), **shared, **tables})

    return made


@pytest.fixture(scope="session")
def listed(snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]) -> Snapshot:
    """Two provinces with a list each: 22 places in Due, which are what it needs, and 100 in Otto, which needs 88."""
    return snapshot_with([nursery("due", "901002", 22), nursery("otto", "902004", 100)])


def ask(snapshot: Snapshot, target: SitingTarget = SitingTarget.LEP, **asked: Any) -> SitingAnswer:
    """Ask with the figure of 40 per 100."""
    query = {"figure": 40.0, "enlarge_share": 0.0, "least_new_count": 1, "most_new_count": 500, **asked}
    return siting(snapshot, SitingQuery(as_of_on=ON, target=target, **query), Estimate())


# --- places that lack -----------------------------------------------------------------------------------------------


def test_places_that_reach_nobody_else_are_added_where_they_lack(listed: Snapshot) -> None:
    answer = ask(listed)
    assert answer.needed_places == 11 * 45
    assert answer.places_added == 11 * 45 - 22 - 88
    assert answer.lower_bound == answer.places_added
    assert answer.is_proven_best
    assert answer.gap_pct == 0
    assert {row.municipality_name: row.places_added for row in answer.rows} == {
        "Uno": 11,
        "Tre": 33,
        "Quattro": 44,
        "Cinque": 55,
        "Sei": 66,
        "Sette": 77,
        "Nove": 99,
    }


def test_places_go_to_neighbours_within_the_minutes_but_only_once(listed: Snapshot) -> None:
    answer = ask(listed, limit_min=21)
    assert answer.places_added == 11 * 45 - 122
    served: dict[str, float] = {}
    for row in answer.rows:
        assert sum(area.places or 0 for area in row.areas) == pytest.approx(row.places_added, abs=0.01)
        for area in row.areas:
            served[area.municipality_code] = served.get(area.municipality_code, 0) + (area.places or 0)
    assert sum(served.values()) == pytest.approx(answer.places_added, abs=0.05)


def test_a_municipality_with_enough_places_of_its_own_lacks_none(listed: Snapshot) -> None:
    """Within 21 minutes Due's and Otto's places reach their neighbours too; their own residents come first."""
    answer = ask(listed, limit_min=21)
    lacking = {area.municipality_name: area.lacking_places for area in answer.areas}
    assert (lacking["Due"], lacking["Otto"]) == (0, 0)
    assert sum(lacking.values()) == pytest.approx(11 * 45 - 122)


def test_what_is_added_where_a_nursery_stands_is_for_those_who_come_after_its_own(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    """Uno needs 11 and has them; the 22 that Due lacks may be added there by doubling it and more."""
    answer = ask(
        snapshot_with([nursery("uno", "901001", 11), nursery("due", "901002", 1)]),
        municipality_codes=("901001", "901002"),
        limit_min=21,
        enlarge_share=10,
        least_new_count=50,
        most_new_count=100,
    )
    assert answer.places_added == 21
    assert {area.municipality_name for row in answer.rows for area in row.areas} == {"Due"}


def test_a_basin_counts_every_place_wherever_it_is(listed: Snapshot) -> None:
    assert ask(listed, areas=AreaSense.BASIN).places_added == 11 * 45 - 122


def test_a_place_counts_in_its_own_municipality_however_few_the_minutes_are(listed: Snapshot) -> None:
    """A car takes two minutes to start and park."""
    assert ask(listed, limit_min=1).places_added == 11 * 45 - 22 - 88


def test_a_village_does_not_get_the_nurseries_of_the_town_beside_it(listed: Snapshot) -> None:
    """Within reach of each other or not: a centre gets one structure, or what its own residents lack."""
    answer = ask(listed, limit_min=60, least_new_count=5, most_new_count=20)
    own = {area.municipality_code: area.needed_places or 0 for area in answer.areas}
    assert answer.places_added == 11 * 45 - 122
    assert all((row.places_added or 0) <= max(20, own[row.municipality_code]) for row in answer.rows)


def test_a_district_counts_its_own_services_alone(listed: Snapshot) -> None:
    """Valle needs 11 for each of 27; Due and Otto are in it. Monte needs 11 for each of 18."""
    valle = ask(listed, within="Vallata", within_level=Level.DISTRICT)
    assert valle.needed_places == 11 * 27
    assert valle.places_added == 11 * 27 - 22 - 88
    assert ask(listed, within="monte").places_added == 11 * 18


def test_the_figure_is_that_of_the_law_unless_another_is_asked_for(listed: Snapshot) -> None:
    answer = ask(listed, figure=None)
    assert answer.figure == 33
    (figure,) = (one for one in answer.assumptions if one.name == "figure")
    assert (figure.basis, figure.source["it"]) == ("law", "l. 234/2021 art. 1 c. 172")


def test_a_small_structure_cannot_be_built(listed: Snapshot) -> None:
    """Uno lacks 11 places, and a structure has 40 at least."""
    answer = ask(listed, within="901001", least_new_count=40)
    assert [row.places_added for row in answer.rows] == [40]
    assert answer.rows[0].people_count == 27.5


def test_existing_services_grow_by_no_more_than_they_may(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    """Uno needs 11; its nursery of 8 may grow by 3 with half of its places, by 1 with a fifth."""
    own = snapshot_with([nursery("uno", "901001", 8)])
    grown = ask(own, within="901001", enlarge_share=0.5, least_new_count=10)
    assert [(row.origin, row.places_added, row.places_before) for row in grown.rows] == [("existing", 3, 8)]
    assert "ampliamento di" in grown.rows[0].sentence.words("it")
    little = ask(own, within="901001", enlarge_share=0.2, least_new_count=10)
    assert [(row.origin, row.places_added) for row in little.rows] == [("new", 10)]


def test_a_service_that_takes_nobody_from_outside_does_not_grow(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    own = snapshot_with([nursery("uno", "901001", 8, is_open_to_others="false")])
    rows = ask(own, within="901001", enlarge_share=1.0, least_new_count=10).rows
    assert [(row.origin, row.places_added) for row in rows] == [("new", 10)]


def test_with_costs_the_cheaper_places_are_taken(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    own = snapshot_with([nursery("uno", "901001", 8)])
    cheap = {"within": "901001", "enlarge_share": 0.5, "new_place_eur": 100.0, "added_place_eur": 900.0}
    assert [(row.origin, row.cost_eur) for row in ask(own, **cheap).rows] == [("new", 300)]
    dear = ask(own, **cheap, new_structure_eur=5_000.0)
    assert [(row.origin, row.cost_eur) for row in dear.rows] == [("existing", 2_700)]
    assert (dear.unit, dear.value, dear.lower_bound) == ("eur", 2_700, 2_700)


def test_what_is_not_known_moves_the_plan_between_two_ends_and_says_so(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    """Of 10 places in Uno it is not known how many are part-time: they count 10, or 5 at least; it needs 11."""
    own = snapshot_with([nursery("uno", "901001", 10, capacity_part_time=None)])
    stated, least, most = (ask(own, within="901001", capacities=end) for end in CapacityEnd)
    assert (stated.places_added, least.places_added, most.places_added) == (1, 6, 1)
    for answer in (stated, least, most):
        assert (answer.bound_at_worst, answer.bound_at_best) == (6, 1)
    words = [answer.end_words.words("it") for answer in (stated, least, most)]
    assert "come le schede li dichiarano" in words[0]
    assert "il caso peggiore" in words[1]
    assert "il caso migliore" in words[2]


def test_the_least_size_of_a_structure_is_not_taken_for_missing_data(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    """Uno lacks 3 places, and a structure has 10 at least."""
    known = snapshot_with([nursery("uno", "901001", 8)])
    for end in CapacityEnd:
        answer = ask(known, within="901001", least_new_count=10, capacities=end)
        assert (answer.places_added, answer.bound_at_worst, answer.bound_at_best) == (10, 10, 10)
        assert "non dipende da dati mancanti" in answer.end_words.words("it")


def test_both_ends_are_bounded_in_one_way(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    """Uno lacks 1 place, or 6 at most, and a structure has 5 at least: the ends are those, not 5."""
    own = snapshot_with([nursery("uno", "901001", 10, capacity_part_time=None)])
    for end in CapacityEnd:
        answer = ask(own, within="901001", least_new_count=5, capacities=end)
        assert answer.places_added == (6 if end is CapacityEnd.LEAST else 5)
        assert (answer.bound_at_worst, answer.bound_at_best) == (6, 1)


@settings(max_examples=12)
@given(
    places=st.lists(st.integers(0, 120), min_size=3, max_size=3),
    is_said=st.lists(st.booleans(), min_size=3, max_size=3),
    sizes=st.sampled_from([(1, 500), (10, 60), (30, 60)]),
    asked=st.sampled_from(
        [
            {},
            {"enlarge_share": 0.2},
            {"areas": AreaSense.BASIN},
            {"new_place_eur": 20.0, "added_place_eur": 5.0, "new_structure_eur": 400.0},
        ]
    ),
)
def test_what_is_proven_of_a_plan_is_between_both_ends(
    snapshot_with: Callable[..., Snapshot],
    nursery: Callable[..., dict[str, Any]],
    places: list[int],
    is_said: list[bool],
    sizes: tuple[int, int],
    asked: Mapping[str, Any],
) -> None:
    """Three nurseries, of which some do not say how many of their places are part-time."""
    own = snapshot_with(
        nursery(code, code, count, capacity_part_time=0 if is_told else None)
        for code, count, is_told in zip(CODES, places, is_said, strict=False)
    )
    query = {"within": "901", "limit_min": 21, "least_new_count": sizes[0], "most_new_count": sizes[1], **asked}
    for end in CapacityEnd:
        answer = ask(own, capacities=end, **query)
        assert answer.lower_bound is not None
        assert answer.bound_at_best <= answer.lower_bound <= answer.bound_at_worst


def test_a_plan_that_holds_at_both_ends_depends_on_nothing(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    """Due has 50 to 100 places and needs 22; Uno and Quattro are not within the minutes and lack 11 and 44."""
    own = snapshot_with([nursery("due", "901002", 100, capacity_part_time=None)])
    for end in CapacityEnd:
        answer = ask(own, municipality_codes=("901001", "901002", "901004"), capacities=end)
        assert (answer.places_added, answer.bound_at_worst, answer.bound_at_best) == (55, 55, 55)
        assert "non dipende da dati mancanti" in answer.end_words.words("it")


def test_where_no_list_is_known_the_best_case_lacks_nothing(listed: Snapshot) -> None:
    bare = ask(replace(listed, whole_lists={}), indicator="care_home_places_per_1000_aged_65", figure=10.0)
    assert bare.unlisted_count == 9
    assert bare.places_added > 0
    assert bare.bound_at_best == 0
    assert bare.status is SitingStatus.UNDECIDABLE
    assert bare.sentence.words("it").startswith("Non si può dire: di 9 comuni")


@pytest.mark.parametrize("target", ["cover", "p_median", "enterprise"])
def test_no_target_is_a_plan_where_no_list_is_known(listed: Snapshot, target: str) -> None:
    asked = {"indicator": "care_home_places_per_1000_aged_65", "figure": 10.0, "threshold_count": 5}
    bare = ask(replace(listed, whole_lists={}), SitingTarget(target), **asked)
    assert bare.status is SitingStatus.UNDECIDABLE
    assert bare.sentence.words("it").startswith("Non si può dire")


def test_the_sentence_names_places_children_and_municipalities(listed: Snapshot) -> None:
    (row,) = ask(listed, within="901001").rows
    assert row.sentence.words("it") == (
        "+11 posti a Uno (un nido nuovo), per 28 bambini da 3 a 36 mesi del comune: 40 posti ogni 100, entro 15 min."
    )
    assert row.sentence.words("en").startswith("+11 places in Uno (a new nursery), for 28 children")


def test_invented_records_make_a_demonstration_and_real_ones_a_plan(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]], listed: Snapshot
) -> None:
    invented = ask(snapshot_with([nursery("uno", "901001", 8, "demo")]), within="901001")
    assert invented.status is SitingStatus.DEMONSTRATION
    assert invented.has_demo
    assert all(row.is_demo for row in invented.rows)
    assert invented.sentence.words("it").startswith("Dimostrazione")
    assert ask(listed).status is SitingStatus.PLAN
    assert ask(listed, within="901002").status is SitingStatus.NOTHING_LACKING


def test_the_demonstration_says_nothing_of_lacking_nothing_either(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    enough = ask(snapshot_with([nursery("uno", "901001", 80, "demo")]), within="901001")
    assert enough.rows == ()
    assert enough.status is SitingStatus.DEMONSTRATION


# --- services that are closed to others -----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def make_company(make_row: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Make the firm that runs a nursery."""

    def made(**cells: Any) -> dict[str, Any]:
        own = {"organisation_name": "Officina", "organisation_kind": "company", "position_quality": "none"}
        return make_row("officina", organisation_id="officina", **own, **cells)

    return made


BESIDE = {"within": "901", "limit_min": 21, "least_new_count": 1}
"""Uno, Due, Tre and Quattro, which need 110 in all; each reaches its neighbours, Uno the second and the last."""


def with_100_in_uno(
    snapshot_with: Callable[..., Snapshot],
    nursery: Callable[..., dict[str, Any]],
    company: Row | None = None,
    others: Sequence[Row] = (),
    **cells: Any,
) -> Snapshot:
    """Make a nursery of 100 in Uno, which needs 11; its neighbours Due and Quattro need 22 and 44."""
    run_by = {} if company is None else {"organisation_id": "officina"}
    companies = () if company is None else (company,)
    return snapshot_with([nursery("uno", "901001", 100, **run_by, **cells), *others], organisations=companies)


def test_places_closed_to_others_count_in_their_own_municipality_alone(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    """The law counts the 11 that Uno needs; nobody else may have the other 89, at neither end."""
    shut = ask(with_100_in_uno(snapshot_with, nursery, is_open_to_others="false"), **BESIDE)
    assert shut.places_added == 110 - 11
    assert (shut.bound_at_worst, shut.bound_at_best) == (99, 99)
    assert shut.closed_count == 1
    opened = ask(with_100_in_uno(snapshot_with, nursery, is_open_to_others="true"), **BESIDE)
    assert opened.places_added == 110 - 11 - 22 - 44


def test_places_of_a_company_that_does_not_say_go_to_neighbours_at_most(
    snapshot_with: Callable[..., Snapshot],
    nursery: Callable[..., dict[str, Any]],
    make_company: Callable[..., dict[str, Any]],
) -> None:
    own = with_100_in_uno(snapshot_with, nursery, make_company())
    stated, least, most = (ask(own, **BESIDE, capacities=end) for end in CapacityEnd)
    assert (stated.places_added, least.places_added, most.places_added) == (99, 99, 33)
    assert {(answer.bound_at_worst, answer.bound_at_best) for answer in (stated, least, most)} == {(99, 33)}
    assert stated.open_unknown_count == 1
    assert "nel caso migliore servono almeno 33 posti, nel peggiore ne servono almeno 99." in stated.end_words.words(
        "it"
    )


def test_a_company_whose_business_is_care_takes_everybody(
    snapshot_with: Callable[..., Snapshot],
    nursery: Callable[..., dict[str, Any]],
    make_company: Callable[..., dict[str, Any]],
) -> None:
    answer = ask(with_100_in_uno(snapshot_with, nursery, make_company(sector_code="88")), **BESIDE)
    assert (answer.places_added, answer.open_unknown_count) == (33, 0)


def test_a_basin_counts_closed_places_too(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    shut = with_100_in_uno(snapshot_with, nursery, is_open_to_others="false")
    assert ask(shut, **BESIDE, areas=AreaSense.BASIN).places_added == 110 - 100


@pytest.mark.parametrize("target", ["cover", "p_median"])
def test_a_closed_service_is_near_nobody(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]], target: str
) -> None:
    answer = ask(with_100_in_uno(snapshot_with, nursery, is_open_to_others="false"), SitingTarget(target), **BESIDE)
    assert not any(area.is_covered_before or area.travel_min_before for area in answer.areas)


# --- both ends of what is not known ---------------------------------------------------------------------------------


def test_new_sites_bring_more_people_where_a_company_nursery_is_shut(
    snapshot_with: Callable[..., Snapshot],
    nursery: Callable[..., dict[str, Any]],
    make_company: Callable[..., dict[str, Any]],
) -> None:
    """If it takes others it covers Uno (27.5 children); else nobody. One site within 15 minutes covers Quattro, 110."""
    own = with_100_in_uno(snapshot_with, nursery, make_company())
    asked = {"within": "901", "site_count": 1}
    stated, least, most = (ask(own, SitingTarget.COVER, **asked, capacities=end) for end in CapacityEnd)
    assert (stated.people_before, least.people_before, most.people_before) == (0, 0, 27.5)
    assert {(one.bound_at_worst, one.bound_at_best) for one in (stated, least, most)} == {(110, 137.5)}
    assert "al massimo 110 bambini da 3 a 36 mesi nel caso peggiore e 138 bambini" in stated.end_words.words("it")
    assert "il caso migliore, e ne dipende" in most.end_words.words("it")


def test_people_travel_less_where_a_company_nursery_is_open(
    snapshot_with: Callable[..., Snapshot],
    nursery: Callable[..., dict[str, Any]],
    make_company: Callable[..., dict[str, Any]],
) -> None:
    own = with_100_in_uno(snapshot_with, nursery, make_company())
    asked = {"within": "901", "site_count": 1, "is_exact": True}
    stated, least, most = (ask(own, SitingTarget.P_MEDIAN, **asked, capacities=end) for end in CapacityEnd)
    assert (least.value, most.value) == (stated.bound_at_worst, stated.bound_at_best)
    assert stated.bound_at_worst == stated.value
    assert stated.bound_at_best < stated.bound_at_worst
    assert "viaggio medio" in stated.end_words.words("it")


@pytest.mark.parametrize("target", ["cover", "p_median"])
def test_how_many_places_there_are_does_not_matter_to_where_services_are(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]], target: str
) -> None:
    answer = ask(snapshot_with([nursery("uno", "901001", None)]), SitingTarget(target), within="901")
    assert answer.bound_at_worst == answer.bound_at_best
    is_open = target == "p_median"  # a municipality outside has no list: somebody there may be nearer
    assert ("altrove" if is_open else "non quanti posti hanno") in answer.end_words.words("it")


@pytest.mark.parametrize("target", ["cover", "p_median"])
def test_whoever_lives_near_a_service_outside_the_territory_is_near_a_service(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]], target: str
) -> None:
    """Uno has none; in Due one stands 10 km from Uno's point, which is nearer than 60 minutes."""
    asked = {"within": "901001", "site_count": 1, "limit_min": 60.0}
    held = snapshot_with([nursery("due", "901002", 20)])
    answer = ask(held, SitingTarget(target), **asked)
    [area] = answer.areas
    if target == "cover":
        assert (area.is_covered_before, answer.rows) == (True, ())
        assert answer.people_before > 0
    else:
        by_itself = ask(held, SitingTarget.P_MEDIAN, **{**asked, "within": "901"})
        assert (
            area.travel_min_before
            == {one.municipality_code: one for one in by_itself.areas}["901001"].travel_min_before
        )
    closed = ask(
        snapshot_with([nursery("due", "901002", 20, is_open_to_others="false")]), SitingTarget(target), **asked
    )
    assert not closed.areas[0].is_covered_before
    assert closed.areas[0].travel_min_before is None


def test_where_no_list_says_what_the_neighbours_have_nobody_is_said_to_be_far(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    """All reach Due in 60 minutes, of which no list tells: at most everybody is near one today."""
    asked = {"within": "901001", "site_count": 1, "limit_min": 60.0}
    nothing = snapshot_with([nursery("nove", "902005", 20, is_open_to_others="false")])
    answer = ask(nothing, SitingTarget.COVER, **asked)
    assert "oggi non ci arriva nessuno" not in answer.sentence.words("it")
    alone = snapshot_with([nursery("uno", "901001", 0), nursery("nove", "902005", 20, is_open_to_others="false")])
    assert "oggi non ci arriva nessuno" in ask(alone, SitingTarget.COVER, **asked).sentence.words("it")


@pytest.mark.parametrize("target", ["lep", "cover", "p_median", "enterprise"])
@pytest.mark.parametrize("is_stated", [True, False])
def test_a_service_that_may_stand_anywhere_is_never_passed_over(
    snapshot_with: Callable[..., Snapshot],
    nursery: Callable[..., dict[str, Any]],
    make_company: Callable[..., dict[str, Any]],
    target: str,
    *,
    is_stated: bool,
) -> None:
    """What the others say may be all that is needed, or not; 20 places more could stand in the municipality."""
    lost = nursery("lost", "901001", 20) | {"municipality_code": None, "position_quality": "none"}
    mute = {} if is_stated else {"capacity_part_time": None, "organisation_id": "officina"}
    own = snapshot_with([lost, nursery("uno", "901001", 8, **mute)], organisations=[make_company()])
    answer = ask(own, SitingTarget(target), within="901001")
    said = answer.end_words.words("it")
    assert answer.without_position_count == 1
    assert "non dipende da dati mancanti" not in said
    assert "non cambiano il conto" not in said
    assert said.endswith("in che comune sono: 1. Non sono contati: se stanno qui, il conto cambia.")
    assert said.startswith("Le schede di cui si sa il comune dicono tutto") == is_stated


def test_an_invented_service_that_stands_nowhere_changes_nothing(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    lost = nursery("lost", "901001", 20, "demo") | {"municipality_code": None, "position_quality": "none"}
    answer = ask(snapshot_with([lost, nursery("uno", "901001", 8)]), within="901001")
    assert answer.without_position_count == 0
    assert "non dipende da dati mancanti" in answer.end_words.words("it")


@pytest.mark.parametrize("target", ["cover", "p_median"])
@pytest.mark.parametrize("end", CapacityEnd)
def test_sites_where_no_list_is_known_depend_on_it(listed: Snapshot, target: str, end: CapacityEnd) -> None:
    """A site in every centre covers all at both ends, but nobody knows which of them is needed."""
    bare = ask(replace(listed, whole_lists={}), SitingTarget(target), within="901", site_count=4, capacities=end)
    assert bare.bound_at_worst == bare.bound_at_best
    assert "Non si sa se altrove c'è già un servizio" in bare.end_words.words("it")


@pytest.mark.parametrize("target", ["cover", "p_median"])
@pytest.mark.parametrize("site_count", [1, 2, 3])
def test_where_all_is_known_both_ends_are_the_bound_of_the_choice(
    listed: Snapshot, target: str, site_count: int
) -> None:
    for end in CapacityEnd:
        answer = ask(listed, SitingTarget(target), site_count=site_count, capacities=end)
        bound = answer.upper_bound if answer.lower_bound is None else answer.lower_bound
        assert (answer.bound_at_worst, answer.bound_at_best) == (bound, bound)
        assert "non cambiano il conto" in answer.end_words.words("it")


@pytest.mark.parametrize("target", ["cover", "p_median"])
def test_fewer_services_that_stand_never_do_better(
    snapshot_with: Callable[..., Snapshot],
    nursery: Callable[..., dict[str, Any]],
    make_company: Callable[..., dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    target: str,
) -> None:
    """Whatever bound a search happens to prove: here 300 as stated, and a worse one in the best case."""
    own = with_100_in_uno(snapshot_with, nursery, make_company())
    bounds = iter([300.0, 100.0] if target == "cover" else [300.0, 900.0])
    for name in ("most_covered", "least_travel"):
        monkeypatch.setattr(spreading, name, lambda *_: Choice(np.array([3]), 950.0, next(bounds)))
    answer = ask(own, SitingTarget(target), within="901", site_count=1)
    assert (answer.bound_at_worst, answer.bound_at_best) == (300, 300)
    assert "e ne dipende" in answer.end_words.words("it")


def test_an_enterprise_has_other_sites_at_the_other_end(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    """Nove needs 99 and its nursery of 80 may be all part-time: 19 lack, or 59, which sustain a structure of 30."""
    own = snapshot_with([nursery("nove", "902005", 80, capacity_part_time=None)])
    answer = ask(own, SitingTarget.ENTERPRISE, within="902005")
    assert (answer.rows, answer.lacking_places) == ((), 19)
    assert (answer.bound_at_worst, answer.bound_at_best) == (59, 19)
    assert "e da nessuna parte ne mancano abbastanza; nel caso peggiore mancano 59 posti, e" in answer.end_words.words(
        "it"
    )
    worst = ask(own, SitingTarget.ENTERPRISE, within="902005", capacities=CapacityEnd.LEAST)
    assert (len(worst.rows), worst.lacking_places) == (1, 59)
    known = ask(snapshot_with([nursery("nove", "902005", 80)]), SitingTarget.ENTERPRISE, within="902005")
    assert "non dipende da dati mancanti" in known.end_words.words("it")


# --- sites without places -------------------------------------------------------------------------------------------


def test_the_gap_is_of_what_new_sites_add(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A choice that brings 110 where 220 are possible is half as good, however many have a service already."""
    poor = Choice(np.array([3]), 110.0, 220.0)
    monkeypatch.setattr(spreading, "most_covered", lambda *_: poor)
    answer = ask(snapshot_with([nursery("nove", "902005", 1)]), SitingTarget.COVER, site_count=1)
    assert (answer.people_before, answer.value, answer.upper_bound) == (247.5, 357.5, 467.5)
    assert answer.gap_pct == 50
    assert not answer.is_proven_best
    assert "più di 220 residenti; questa ne avvicina al massimo il 50% in meno" in answer.bound_words.words("it")


def test_the_sites_that_cover_most_children_come_first(listed: Snapshot) -> None:
    """Within 15 minutes a site reaches its own alone: the largest without a service are Nove, Sette and Sei."""
    answer = ask(listed, SitingTarget.COVER, site_count=3)
    assert [(row.rank, row.name) for row in answer.rows] == [(1, "Nove"), (2, "Sette"), (3, "Sei")]
    assert answer.people_before == 27.5 * 10
    assert answer.people_after == 27.5 * (10 + 22)
    assert answer.is_proven_best
    assert answer.value == answer.upper_bound == answer.people_after


def test_a_site_counts_children_that_no_service_reaches_once(listed: Snapshot) -> None:
    answer = ask(listed, SitingTarget.COVER, site_count=9, limit_min=21)
    reached = [area.municipality_code for row in answer.rows for area in row.areas]
    assert len(reached) == len(set(reached))
    assert answer.people_after == answer.people_count


def test_the_median_goes_where_most_children_travel_farthest(listed: Snapshot) -> None:
    answer = ask(listed, SitingTarget.P_MEDIAN, site_count=9, is_exact=True)
    assert answer.mean_min_after == 2
    assert answer.mean_min_before is not None
    assert answer.mean_min_before > 10
    assert answer.is_proven_best
    one = ask(listed, SitingTarget.P_MEDIAN, site_count=1)
    assert len(one.rows) == 1
    assert one.value is not None
    assert answer.value is not None
    assert one.value > answer.value


# --- firms in the gap -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def firms_from(
    snapshot_with: Callable[..., Snapshot],
    nursery: Callable[..., dict[str, Any]],
    make_row: Callable[..., dict[str, Any]],
    at_km: Callable[[float, float], tuple[float, float]],
) -> Callable[[str], Snapshot]:
    """Make two adherent firms in Cinque (100 employees, and few), one in Nove, one that joined nothing; one source."""

    def made(source_id: str) -> Snapshot:
        def firm(key: str, at: tuple[float, float], **cells: Any) -> dict[str, Any]:
            lon, lat = at_km(*at)
            own = {"organisation_name": key.title(), "organisation_kind": "company", "position_quality": "exact"}
            return make_row(key, source_id, organisation_id=key, lon=lon, lat=lat, **own, **cells)

        firms = (
            firm("alfa", (15, 15), municipality_code="902001", employee_count=100),
            firm("beta", (15, 16), municipality_code="902001", size_class="small"),
            firm("gamma", (25, 25), municipality_code="902005", employee_count=900),
            firm("delta", (25, 24), municipality_code="902005", employee_count=900),
        )
        joined = tuple(
            make_row(f"{key}/patto", organisation_id=key, initiative_id="patto", role="member")
            for key in ("alfa", "beta", "gamma")
        )
        needs = (
            make_row("n1", need_offer_id="n1", organisation_id="alfa", direction="need", exchange_kind="nursery",
                     quantity=4, unit="places", visibility="public"),
            make_row("n2", need_offer_id="n2", organisation_id="beta", direction="need", exchange_kind="nursery",
                     quantity=6, unit="places", visibility="counts"),
        )  # fmt: skip
        return snapshot_with(
            [nursery("due", "901002", 22), nursery("otto", "902004", 100)],
            organisations=firms,
            initiatives=(make_row("patto", initiative_id="patto", name="Patto", territory="district:valle"),),
            adhesions=joined,
            needs_offers=needs,
        )

    return made


@pytest.fixture(scope="session")
def with_firms(firms_from: Callable[[str], Snapshot]) -> Snapshot:
    """Real firms."""
    return firms_from("toy")


def test_a_nursery_is_proposed_where_places_lack_and_two_adherent_firms_are(with_firms: Snapshot) -> None:
    answer = ask(with_firms, SitingTarget.INTERFIRM)
    (row,) = answer.rows
    assert (row.name, row.unmet_places, row.people_count) == ("Cinque", 55, 137.5)
    assert row.firms is not None
    assert (row.firms.firm_count, row.firms.employee_low, row.firms.employee_high) == (2, 110, 149)
    assert (row.firms.need_low, row.firms.need_high) == (1.1, 3.0)
    assert row.firms.names == ("Alfa", "Beta")


def test_invented_firms_among_real_services_make_a_demonstration(firms_from: Callable[[str], Snapshot]) -> None:
    invented = firms_from("demo")
    answer = ask(invented, SitingTarget.INTERFIRM)
    assert [row.is_demo for row in answer.rows] == [True]
    assert (answer.status, answer.has_demo) == (SitingStatus.DEMONSTRATION, True)
    assert answer.sentence.words("it").startswith("Dimostrazione")


@pytest.mark.parametrize("target", ["interfirm", "enterprise"])
def test_places_that_lack_where_no_structure_holds_are_not_nothing(with_firms: Snapshot, target: str) -> None:
    none = ask(with_firms, SitingTarget(target), threshold_count=200.0)
    assert (none.rows, none.status) == ((), SitingStatus.NO_SITE)
    assert none.lacking_places == 385
    enough = ask(with_firms, SitingTarget(target), within="901002")
    assert (enough.lacking_places, enough.status) == (0, SitingStatus.NOTHING_LACKING)


def test_the_least_use_may_be_nothing(with_firms: Snapshot) -> None:
    """A range from 0 begins at 0, not at its middle."""
    table = with_firms.tables["consortium_parameters"]
    is_use = (table["exchange_kind"] == "nursery") & (table["parameter"] == "use_share")
    from_zero = table.assign(low=table["low"].where(~is_use, 0.0))
    held = replace(with_firms, tables={**with_firms.tables, "consortium_parameters": from_zero})
    (row,) = ask(held, SitingTarget.INTERFIRM).rows
    assert row.firms is not None
    assert (row.firms.need_low, row.firms.need_high) == (0.0, 3.0)


def test_what_a_firm_says_for_counts_alone_is_not_told(with_firms: Snapshot) -> None:
    (row,) = ask(with_firms, SitingTarget.INTERFIRM).rows
    assert row.firms is not None
    assert (row.firms.declared_count, row.firms.declared_places) == (1, 4)


def test_a_higher_threshold_leaves_no_proposal(with_firms: Snapshot) -> None:
    assert ask(with_firms, SitingTarget.INTERFIRM, threshold_count=56.0).rows == ()


def test_a_new_enterprise_is_sustained_where_enough_places_lack(with_firms: Snapshot) -> None:
    answer = ask(with_firms, SitingTarget.ENTERPRISE, site_count=9)
    found = [(row.name, row.unmet_places, row.structure_count) for row in answer.rows]
    assert found == [
        ("Nove", 99, 3),
        ("Sette", 77, 2),
        ("Sei", 66, 2),
        ("Cinque", 55, 1),
        ("Quattro", 44, 1),
        ("Tre", 33, 1),
    ]
    threshold = next(one for one in answer.assumptions if one.name == "threshold_count")
    assert (threshold.value, threshold.basis) == (30, "table")
    assert "francesi" in threshold.source["it"]


# --- what cannot be asked -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        pytest.param({"indicator": "practices_count"}, "error.siting_indicator", id="counts no places"),
        pytest.param(
            {"figure": None, "indicator": "care_home_places_per_100_aged_75"}, "error.siting_no_figure", id="no figure"
        ),
        pytest.param({"within": "999999"}, "error.unknown_territory", id="unknown territory"),
        pytest.param({"least_new_count": 40, "most_new_count": 60}, "error.siting_sizes", id="sizes"),
        pytest.param({"new_place_eur": 1.0}, "error.siting_costs", id="one cost"),
        pytest.param({"limit_min": 0}, "error.siting_bounds", id="no minutes"),
        pytest.param({"within": "valle", "municipality_codes": ("901001",)}, "error.basin_alone", id="two territories"),
    ],
)
def test_what_cannot_be_asked_is_said(listed: Snapshot, asked: Mapping[str, Any], key: str) -> None:
    with pytest.raises(InputError) as caught:
        ask(listed, **asked)
    assert caught.value.key == key


# --- how sure -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effort", "words"),
    [
        (Effort.TOO_LARGE, "non è stata tentata: restano da provare più di 400.000 coppie"),
        (Effort.STOPPED, "si è fermata al limite di tempo (30 s)"),
        (Effort.QUICK, "ricerca rapida"),
        (Effort.EXACT, "risparmiare al massimo il 0,99%."),
    ],
)
def test_how_far_the_search_went_is_said(effort: Effort, words: str) -> None:
    said = proof_words(SitingQuery(as_of_on=ON, target=SitingTarget.P_MEDIAN), 101, 100, unit="minutes", effort=effort)
    assert words in said.words("it")
    assert (effort is Effort.STOPPED) == ("limite di tempo" in said.words("it"))


# --- in a few sentences ---------------------------------------------------------------------------------------------


def test_the_sentence_says_the_total_the_proof_the_range_and_why_the_first_site_is_the_first(listed: Snapshot) -> None:
    """Tre, Sei and Nove need 33, 66 and 99 places, and have none."""
    answer = ask(listed, within="monte")
    assert answer.sentence.words("it") == (
        "Servono 198 posti in più in 3 luoghi, tutti nuovi: così ognuno dei 3 comuni ne ha 40 ogni 100 bambini da 3 a "
        "36 mesi, entro 15 min. Con meno posti non ci si arriva: è dimostrato. Le schede dicono tutto quello che serve:"
        " il conto non dipende da dati mancanti. Si comincia da Nove, perché nessun altro luogo serve più persone: 248 "
        "bambini da 3 a 36 mesi. Oggi a Nove mancano tutti i 99 posti che ci vogliono."
    )
    assert answer.first_words is not None
    assert answer.wider_words is None


@pytest.fixture(scope="module")
def village(listed: Snapshot) -> SitingAnswer:
    """Uno lacks 11 places, for 27.5 children; a structure has 40."""
    return ask(listed, within="901001", least_new_count=40)


def test_a_village_that_fills_no_service_is_sent_to_the_plan_of_its_district(village: SitingAnswer) -> None:
    assert village.plan_words.words("it") == (
        "Da solo non conviene: a Uno mancano 11 posti, per 28 bambini da 3 a 36 mesi, e qui si conta che un servizio "
        "nuovo ne abbia almeno 40."
    )
    assert village.sentence.words("it").endswith(
        "Guarda il piano dell'ambito Valle (Vallata): dice dove fare i posti insieme ai vicini."
    )
    assert (village.wider_district_id, village.wider_district_name) == ("valle", "Valle (Vallata)")
    (row,) = village.rows
    assert (row.places_added, row.places_used, row.people_count) == (40, 11, 27.5)
    assert row.sentence.words("it") == (
        "+40 posti a Uno (un nido nuovo): 11 per 28 bambini da 3 a 36 mesi del comune, cioè 40 posti ogni 100, entro "
        "15 min; gli altri 29 posti sono in più di quelli che ci vogliono qui."
    )


def test_a_whole_district_that_fills_no_service_has_no_wider_plan(listed: Snapshot) -> None:
    answer = ask(listed, within="monte", least_new_count=250)
    assert answer.lacking_places == 198
    assert answer.wider_district_id is None
    assert answer.sentence.words("it").endswith("allarga il territorio.")


def test_what_fills_a_service_has_no_wider_plan(listed: Snapshot) -> None:
    assert ask(listed, within="901001").wider_words is None


CLUMSY = {
    "it": r"(?<![\d,.])1 (posti|bambini|comuni|luoghi|sedi|imprese|residenti|nuovi|minuti|secondi)\b"
    r"|(?<![\d,.])0 (posti|bambini|comuni|luoghi|sedi|imprese|residenti|nuovi|ampliati)\b",
    "en": r"(?<![\d,.])1 (more places|places|children|municipalities|sites|firms|residents)\b"
    r"|(?<![\d,.])0 (more places|places|children|municipalities|sites|firms|residents|new|enlarged)\b",
}


def phrases(value: object) -> Iterable[Phrase]:
    """Return every sentence of an answer and of its rows."""
    if isinstance(value, Phrase):
        yield value
    elif isinstance(value, tuple):
        yield from (said for one in value for said in phrases(one))
    elif is_dataclass(value):
        yield from (said for name in value.__dataclass_fields__ for said in phrases(getattr(value, name)))


SUPPOSED = {
    CapacityEnd.STATED: "Contando che dove manca un elenco non ci sia nessun servizio: ",
    CapacityEnd.LEAST: "Contando che dove manca un elenco non ci sia nessun servizio: ",
    CapacityEnd.MOST: "Contando che dove manca un elenco i servizi bastino: ",
}


@pytest.mark.parametrize("end", CapacityEnd)
@pytest.mark.parametrize("target", SitingTarget)
def test_where_no_list_is_known_nothing_is_said_of_today(
    listed: Snapshot, target: SitingTarget, end: CapacityEnd
) -> None:
    """Neither the heading nor a site nor the proof says what lacks "oggi", and no site is the first."""
    bare = ask(replace(listed, whole_lists={}), target, capacities=end, threshold_count=5, site_count=3)
    assert bare.status is SitingStatus.UNDECIDABLE
    assert bare.first_words is None
    assert bare.rows or end is CapacityEnd.MOST or target is SitingTarget.INTERFIRM
    for said in (bare.bound_words, *(row.sentence for row in bare.rows)):
        assert said.words("it").startswith(SUPPOSED[end])
    assert SUPPOSED[end] in bare.plan_words.words("it")
    assert not any(re.search(r"\b[Oo]ggi\b", said.words("it")) for said in phrases(bare))


def test_what_lacks_today_is_said_only_where_it_is_the_same_at_both_ends(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    """Nove needs 99 places, and has 10 or, at least, 5."""
    own = snapshot_with([nursery("nove", "902005", 10, capacity_part_time=None), nursery("due", "901002", 22)])
    for end in CapacityEnd:
        first = ask(own, within="monte", capacities=end).first_words
        assert first is not None
        assert first.words("it").startswith("Si comincia da Nove")
        assert "Oggi" not in first.words("it")


def test_why_the_first_site_is_the_first_is_a_demonstration_on_invented_records(
    snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]
) -> None:
    first = ask(snapshot_with([nursery("due", "901002", 22, "demo")])).first_words
    assert first is not None
    assert first.words("it").startswith("Dimostrazione, non i luoghi veri. Si comincia da")


def test_that_children_have_no_nursery_near_is_said_only_where_it_is_known(
    snapshot_with: Callable[..., Snapshot],
    nursery: Callable[..., dict[str, Any]],
    make_company: Callable[..., dict[str, Any]],
) -> None:
    """
    The nursery in Uno is closed to others, or does not say so: its neighbours may have it near.

    Beta's list names one that is closed too: there is no other.
    """
    beta = [nursery("nove", "902005", 1, is_open_to_others="false")]
    shut = with_100_in_uno(snapshot_with, nursery, others=beta, is_open_to_others="false")
    unsaid = with_100_in_uno(snapshot_with, nursery, make_company(), others=beta)
    ends = {"it": "oggi senza un servizio vicino.", "en": "without a service near today."}
    for lang, words in ends.items():
        for own, is_said in ((shut, True), (unsaid, False)):
            (row, *_) = ask(own, SitingTarget.COVER, **BESIDE, capacities=CapacityEnd.LEAST).rows
            assert row.sentence.words(lang).endswith(words) is is_said
            heading = ask(own, SitingTarget.P_MEDIAN, **BESIDE, capacities=CapacityEnd.LEAST).plan_words.words("it")
            assert ("oggi non ce n'è nessuno" in heading) is is_said


@pytest.fixture(scope="module")
def few(snapshot_with: Callable[..., Snapshot], nursery: Callable[..., dict[str, Any]]) -> Snapshot:
    """Uno has 10 of the 11 places that it needs, Due 20 of 22, Quattro all; Otto does not say."""
    counts = {"901001": 10, "901002": 20, "901004": 44, "902004": None}
    return snapshot_with([nursery(code, code, count) for code, count in counts.items()])


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("within", ["901001", "901002", "901004", "902004", "valle"])
@pytest.mark.parametrize("areas", list(AreaSense))
def test_nothing_is_counted_none_and_one_is_no_plural(few: Snapshot, within: str, areas: AreaSense, lang: str) -> None:
    for asked in (
        {"least_new_count": 1},
        {"least_new_count": 2, "enlarge_share": 1.0},
        {"target": SitingTarget.COVER, "site_count": 1},
        {"target": SitingTarget.P_MEDIAN, "site_count": 2},
        {"target": SitingTarget.ENTERPRISE, "threshold_count": 1.0},
        {"target": SitingTarget.INTERFIRM, "threshold_count": 2.0},
        {"target": SitingTarget.ENTERPRISE, "threshold_count": 500.0},
    ):
        answer = ask(few, within=within, areas=areas, **asked)
        for said in phrases(answer):
            assert not re.search(CLUMSY[lang], said.words(lang)), said.words(lang)


def test_words_of_a_count_are_there_for_none_one_and_many() -> None:
    for lang in ("it", "en"):
        for key in (one for one in keys(lang) if re.fullmatch(r"siting\.count\.\w+\.(one|none)", one)):
            said = text(key, lang, count=1)
            assert not re.search(CLUMSY[lang], said), said
            assert has_text(key.replace(".one", ".many").replace(".none", ".many"))
