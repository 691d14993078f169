"""With whom a service can be shared: needs, groups, sites, bridge, free places, privacy, words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.codes import ConsortiumParameter, TravelMode
from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from geodata.territory import Territory
from welfare_map.exports.envelope import envelope
from welfare_map.maps.consortium_cards import group_card
from welfare_map.model import OWN_FIRM, ConsortiumAnswer, Exchange, Firm, SiteKind, Viewer
from welfare_map.questions.firms_seen import viewer_of
from welfare_map.snapshot import Snapshot

QUICK = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
Ask = Callable[..., ConsortiumAnswer]
Make = Callable[..., Any]
AtKm = Callable[[float, float], tuple[float, float]]
FOUR = {"alfa": 5.0, "beta": 4.0, "gamma": 3.0, "delta": 1.0}
ONLY_THRESHOLD = ((ConsortiumParameter.THRESHOLD, 8.0),)


def groups_of(answer: ConsortiumAnswer) -> list[tuple[str, ...]]:
    return [row.organisation_ids for row in answer.rows]


# --- groups


def test_groups_have_the_fewest_firms_first_and_none_can_spare_anybody(ask: Ask, firms_with: Make) -> None:
    answer = ask(firms_with(FOUR))
    assert groups_of(answer) == [("alfa", "beta"), ("alfa", "gamma"), ("beta", "delta", "gamma")]
    assert [(row.need_count, row.places, row.firm_count) for row in answer.rows] == [(9, 9, 2), (8, 8, 2), (8, 8, 3)]
    assert (answer.found_count, answer.is_complete) == (3, True)


@st.composite
def towns(draw: st.DrawFn) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Draw up to eight firms, what they need, and where they are."""
    names = [f"firm{number}" for number in range(draw(st.integers(1, 8)))]
    needs = {name: float(draw(st.integers(0, 5))) for name in names}
    at = {name: (float(draw(st.integers(0, 14))), float(draw(st.integers(4, 6)))) for name in names}
    return needs, at


def minutes_between(start: tuple[float, float], end: tuple[float, float]) -> float:
    trips = Estimate().one_to_many(*start, [end[0]], [end[1]], TravelMode.CAR)
    return round(float(trips.travel_min[0]), 1)


@QUICK
@given(towns(), st.sampled_from([6.0, 9.0, 12.0]), st.integers(1, 14))
def test_all_minimal_groups_are_found_and_no_other(
    ask: Ask,
    firms_with: Make,
    at_km: AtKm,
    toy_territory: Territory,
    case: tuple[dict[str, float], dict[str, tuple[float, float]]],
    limit_min: float,
    threshold: int,
) -> None:
    """Look at every set of firms and every site, one trip after the other."""
    needs, at = case
    here = at_km(5, 5)
    spots = {name: at_km(*at[name]) for name in needs}
    centres = zip(toy_territory.municipalities["point_lon"], toy_territory.municipalities["point_lat"], strict=True)
    sites = [here, *(site for site in (*spots.values(), *centres) if minutes_between(here, site) <= limit_min)]
    near = [{name for name in needs if minutes_between(spots[name], site) <= limit_min} for site in sites]
    suffices = [
        set(some)
        for size in range(len(needs) + 1)
        for some in combinations(needs, size)
        if sum(needs[name] for name in some) >= threshold and any(set(some) <= names for names in near)
    ]
    expected = {tuple(sorted(some)) for some in suffices if not any(other < some for other in suffices)}

    answer = ask(firms_with(needs, at), assumed={"threshold_count": threshold}, limit_min=limit_min)

    assert set(groups_of(answer)) == expected
    assert answer.found_count == len(answer.rows) == len(expected)
    for row in answer.rows:
        held = row.organisation_ids
        totals = {
            round(sum(minutes_between(spots[name], site) for name in held), 1)
            for site, names in zip(sites, near, strict=True)
            if names.issuperset(held)
        }
        assert row.site.total_min == row.total_min == min(totals)
        assert all(member.travel_min <= limit_min for member in row.members)
        assert row.worst_min == max(member.travel_min for member in row.members)
        assert row.need_count <= row.places
    every = [set(group) for group in expected]
    indispensable = set.intersection(*every) if every else set()
    assert {row.bridge_organisation_id for row in answer.rows} - {None} <= indispensable
    assert bool(indispensable) == any(row.bridge_organisation_id for row in answer.rows)


@QUICK
@given(towns())
def test_a_wider_limit_loses_no_group(
    ask: Ask, firms_with: Make, case: tuple[dict[str, float], dict[str, tuple[float, float]]]
) -> None:
    snapshot = firms_with(*case)
    assert set(groups_of(ask(snapshot, limit_min=7))) <= set(groups_of(ask(snapshot, limit_min=14)))


def test_the_order_of_the_register_changes_nothing(ask: Ask, firms_with: Make) -> None:
    there = ask(firms_with(FOUR))
    back = ask(firms_with(dict(reversed(FOUR.items()))))
    assert envelope(there, "it") == envelope(back, "it")


def test_only_the_best_come_back_and_the_others_are_counted(ask: Ask, firms_with: Make) -> None:
    answer = ask(firms_with(FOUR), max_count=1)
    assert (groups_of(answer), answer.found_count) == ([("alfa", "beta")], 3)


@pytest.mark.parametrize(
    ("limit_min", "is_found"), [pytest.param(11.2, True, id="exactly"), pytest.param(11.1, False, id="a tenth less")]
)
def test_a_site_exactly_at_the_limit_is_within_it(
    ask: Ask, firms_with: Make, limit_min: float, *, is_found: bool
) -> None:
    """Four kilometres are 11.2 minutes; only the point between the two firms is near both."""
    snapshot = firms_with({"alfa": 4.0, "beta": 4.0}, {"alfa": (1, 5), "beta": (9, 5)})
    assert bool(ask(snapshot, limit_min=limit_min).rows) is is_found


def test_more_firms_than_are_tabulated_give_proven_bounds(ask: Ask, firms_with: Make) -> None:
    """Thirty firms that need one place each, and two that need more: with both one is enough, at 17.5 places."""
    needs = {f"small{number:02d}": 1.0 for number in range(30)} | {"big": 9.0, "large": 7.5}
    answer = ask(firms_with(needs), assumed={"threshold_count": 17}, max_count=20)
    assert (answer.is_complete, len(answer.rows)) == (False, 20)
    assert answer.bounds is not None
    assert (answer.bounds.fewest_firm_count, answer.rows[0].firm_count) == (3, 3)
    assert answer.bounds.lowest_cost_eur_per_year == 17_000
    assert answer.bounds.cost_gap_share == pytest.approx(1 / 17, abs=1e-4)
    assert 0 < answer.bounds.lowest_total_min <= answer.rows[0].total_min
    for row in answer.rows:
        counts = [needs[name] for name in row.organisation_ids]
        assert sum(counts) >= 17 > sum(counts) - min(counts)


@pytest.mark.parametrize("max_count", [1, 2, 50])
def test_of_equal_groups_the_first_by_name_comes_back_however_few_are_asked_for(
    ask: Ask, firms_with: Make, max_count: int
) -> None:
    answer = ask(firms_with({"a": 1.0, "b": 2.0, "c": 3.0}), assumed={"threshold_count": 4}, max_count=max_count)
    assert groups_of(answer) == [("a", "c"), ("b", "c")][:max_count]


@QUICK
@given(towns(), st.integers(1, 9), st.integers(1, 12))
def test_fewer_that_are_asked_for_are_the_first_of_all(
    ask: Ask,
    firms_with: Make,
    case: tuple[dict[str, float], dict[str, tuple[float, float]]],
    max_count: int,
    threshold: int,
) -> None:
    needs, at = case
    snapshot = firms_with(needs, {name: (round(x / 5) * 5, 5) for name, (x, _) in at.items()})
    every = groups_of(ask(snapshot, assumed={"threshold_count": threshold}))
    some = groups_of(ask(snapshot, assumed={"threshold_count": threshold}, max_count=max_count))
    assert some == every[:max_count]


# --- what a firm needs


@pytest.mark.parametrize(
    ("cells", "needs", "expected"),
    [
        pytest.param({"employee_count": 400}, [9], (9, "declared"), id="what it declares"),
        pytest.param({"employee_count": 1000}, [], (15, "estimated"), id="else employees × share"),
        pytest.param({"employee_count": 1000}, [None], (15, "estimated"), id="a need without a quantity is estimated"),
        pytest.param({}, [], None, id="else unknown"),
        pytest.param({"employee_count": 1000}, [0], None, id="who declares none is not estimated"),
    ],
)
def test_a_need_is_declared_else_estimated_else_unknown(
    ask: Ask,
    make_snapshot: Make,
    make_firm: Make,
    make_need: Make,
    cells: Mapping[str, Any],
    needs: list[float | None],
    expected: tuple[float, str] | None,
) -> None:
    snapshot = make_snapshot(
        {"organisations": [make_firm("alfa", **cells)], "needs_offers": [make_need("alfa", count) for count in needs]}
    )
    answer = ask(snapshot, assumed={"use_share": 0.015})
    found = [(member.need_count, member.need_basis) for row in answer.rows for member in row.members]
    assert found == ([expected] if expected else [])
    assert answer.unknown_need_count == (not cells)


def test_a_place_in_a_nursery_is_one_whatever_its_size_and_hours_are_no_places(
    ask: Ask, make_snapshot: Make, make_firm: Make, make_need: Make
) -> None:
    needs = [
        make_need("alfa", 3),
        make_need("alfa", 5, exchange_kind="micro_nursery"),
        make_need("beta", 9, exchange_kind="day_camp"),
        make_need("gamma", 9, unit="hours"),
        make_need("delta", 9, direction="offer"),
    ]
    firms = [make_firm(name) for name in ("alfa", "beta", "gamma", "delta")]
    answer = ask(make_snapshot({"organisations": firms, "needs_offers": needs}))
    assert groups_of(answer) == [("alfa",)]
    assert answer.unknown_need_count == 3


def test_without_a_share_nothing_is_estimated(ask: Ask, make_snapshot: Make, make_firm: Make) -> None:
    snapshot = make_snapshot({"organisations": [make_firm("alfa", employee_count=9_000)]})
    assert ask(snapshot, assumed={"use_share": 0}).rows == ()


def test_an_approximate_need_is_said_to_be_one(ask: Ask, make_snapshot: Make, make_firm: Make) -> None:
    snapshot = make_snapshot({"organisations": [make_firm("alfa", employee_count=1_000)]})
    answer = ask(snapshot, assumed={"use_share": 0.01})
    assert answer.rows[0].is_need_estimated
    assert "in parte stimati" in answer.sentence.words("it")
    assert (answer.declared_count, answer.estimated_count) == (0, 1)


def test_those_who_are_no_firms_take_part_only_when_they_are_named(
    ask: Ask, make_snapshot: Make, make_firm: Make, make_need: Make
) -> None:
    tables = {"organisations": [make_firm("alfa", organisation_kind="union")], "needs_offers": [make_need("alfa", 9)]}
    snapshot = make_snapshot(tables)
    assert ask(snapshot).rows == ()
    assert groups_of(ask(snapshot, with_ids=("alfa",))) == [("alfa",)]


def test_a_firm_without_position_is_counted_where_it_may_be_near(
    ask: Ask, make_snapshot: Make, make_firm: Make
) -> None:
    firms = [
        make_firm("alfa", None, municipality_code="901001"),
        make_firm("beta", None, municipality_code="902005"),
        make_firm("gamma", None),
    ]
    answer = ask(make_snapshot({"organisations": firms}))
    assert answer.without_position_count == 2


def test_a_firm_comes_from_its_nearest_site(
    ask: Ask, make_snapshot: Make, make_firm: Make, make_need: Make, make_row: Make, at_km: AtKm
) -> None:
    lon, lat = at_km(6, 5)
    site = make_row("s", organisation_id="alfa", site_number=2, lon=lon, lat=lat, position_quality="exact")
    tables = {"organisations": [make_firm("alfa", (25, 25))], "sites": [site], "needs_offers": [make_need("alfa", 9)]}
    (row,) = ask(make_snapshot(tables), site_kinds=(SiteKind.POINT,)).rows
    assert (row.members[0].lon, row.members[0].travel_min) == (lon, 4.6)


# --- who must be in, who may


def test_with_firms_named_groups_are_minimal_beside_them(ask: Ask, firms_with: Make) -> None:
    answer = ask(firms_with(FOUR), with_ids=("delta",))
    assert groups_of(answer) == [("alfa", "beta", "delta"), ("alfa", "delta", "gamma"), ("beta", "delta", "gamma")]
    answer = ask(firms_with(FOUR), with_ids=("alfa", "beta"))
    assert groups_of(answer) == [("alfa", "beta")]


def test_only_those_who_are_named(ask: Ask, firms_with: Make) -> None:
    assert groups_of(ask(firms_with(FOUR), with_ids=("alfa", "gamma"), is_only=True)) == [("alfa", "gamma")]
    answer = ask(firms_with(FOUR), with_ids=("gamma", "delta"), is_only=True)
    assert answer.rows == ()
    assert answer.bridge is not None
    assert (answer.bridge.organisation_id, answer.bridge.missing_count) == ("alfa", 4)


def test_a_firm_of_no_register_asks_from_where_it_stands(ask: Ask, firms_with: Make) -> None:
    me = Firm(
        organisation_id=OWN_FIRM,
        organisation_name="Officina",
        organisation_kind="company",
        exchanges=(
            Exchange(
                need_offer_id="n", organisation_id=OWN_FIRM, direction="need", exchange_kind="nursery", quantity=3.0
            ),
        ),
    )
    answer = ask(firms_with(FOUR), me=me)
    assert groups_of(answer)[0] == ("alfa", OWN_FIRM)
    assert answer.sentence.words("it").startswith("Con Alfa arrivate a 8 posti: basta per un asilo nido.")
    assert "Officina" not in str(answer.parameters)


def test_a_named_firm_of_which_nothing_is_known_is_in_for_nothing(
    ask: Ask, make_snapshot: Make, make_firm: Make, make_need: Make
) -> None:
    tables = {"organisations": [make_firm("alfa"), make_firm("beta")], "needs_offers": [make_need("beta", 8)]}
    (row,) = ask(make_snapshot(tables), with_ids=("alfa",)).rows
    assert row.organisation_ids == ("alfa", "beta")
    assert (row.members[0].need_count, row.shares[0].shapley_eur_per_year) == (None, 0)


def test_named_firms_that_no_place_is_near_to_are_told_so(ask: Ask, firms_with: Make) -> None:
    snapshot = firms_with({"alfa": 5.0, "beta": 5.0}, {"beta": (28, 5)})
    answer = ask(snapshot, with_ids=("alfa", "beta"))
    assert (answer.rows, answer.bridge) == ((), None)
    assert "Nessun luogo" in answer.sentence.words("it")


# --- the bridge


def test_the_bridge_is_in_every_group_and_without_it_there_is_none(ask: Ask, firms_with: Make) -> None:
    needs = {"alfa": 6.0, "beta": 2.0, "gamma": 3.0}
    answer = ask(firms_with(needs))
    assert {row.bridge_organisation_id for row in answer.rows} == {"alfa"}
    assert answer.bridge is not None
    assert (answer.bridge.organisation_id, answer.bridge.is_in_every_group) == ("alfa", True)
    assert answer.bridge.missing_count == 3
    assert ask(firms_with({name: count for name, count in needs.items() if name != "alfa"})).rows == ()


def test_where_everybody_can_be_replaced_there_is_no_bridge(ask: Ask, firms_with: Make) -> None:
    answer = ask(firms_with({"alfa": 4.0, "beta": 4.0, "gamma": 4.0}))
    assert len(answer.rows) == 3
    assert answer.bridge is None
    assert {row.bridge_organisation_id for row in answer.rows} == {None}


def test_the_only_firm_that_joins_those_named_is_their_bridge(ask: Ask, firms_with: Make) -> None:
    answer = ask(firms_with({"alfa": 4.0, "beta": 4.0, "gamma": 4.0}), with_ids=("beta",))
    assert [row.bridge_organisation_id for row in answer.rows] == ["alfa", "gamma"]


def test_where_no_group_is_possible_the_nearest_firm_that_would_make_one_is_named(ask: Ask, firms_with: Make) -> None:
    needs = {"alfa": 5.0, "beta": 2.0, "gamma": 3.0, "delta": 9.0}
    snapshot = firms_with(needs, {"beta": (10, 5), "gamma": (11, 5), "delta": (12, 5)})
    answer = ask(snapshot, limit_min=6, site_kinds=(SiteKind.POINT,))
    assert answer.rows == ()
    assert answer.bridge is not None
    assert (answer.bridge.organisation_id, answer.bridge.is_in_every_group) == ("gamma", False)
    assert (answer.bridge.missing_count, answer.bridge.site_name) == (3, "Uno")
    assert "Se si unisse Gamma" in answer.sentence.words("it")
    wider = ask(snapshot, limit_min=answer.bridge.travel_min, site_kinds=(SiteKind.POINT,))
    assert {"gamma" in group for group in groups_of(wider)} == {True}


# --- sites


def test_sites_are_ranked_by_all_minutes_and_the_fairest_is_told_too(ask: Ask, firms_with: Make) -> None:
    """Two firms at 0 km and one at 6 km: at the doors of the two the sum is least, at (5, 5) the worst is."""
    at = {"alfa": (1.0, 5.0), "beta": (1.0, 5.0), "gamma": (7.0, 5.0)}
    (row,) = ask(firms_with({"alfa": 2.0, "beta": 3.0, "gamma": 3.0}, at)).rows
    assert (row.site.site_kind, row.site.organisation_id) == ("firm", "alfa")
    assert row.fairest_site.worst_min < row.site.worst_min
    assert row.fairest_site.total_min > row.site.total_min
    totals = [(site.total_min, site.worst_min) for site in row.sites]
    assert totals == sorted(totals)
    assert (row.lon, row.lat, row.site_count) == (row.site.lon, row.site.lat, len(row.sites))


@pytest.mark.parametrize("kind", SiteKind)
def test_sites_may_be_of_one_kind(ask: Ask, firms_with: Make, kind: SiteKind) -> None:
    answer = ask(firms_with(FOUR, {"alfa": (4, 4)}), at=(5.5, 5), site_kinds=(kind,))
    assert {site.site_kind for row in answer.rows for site in row.sites} == {kind.value}


def test_a_point_that_stands_for_an_area_is_no_site_of_a_firm(
    ask: Ask, make_snapshot: Make, make_firm: Make, make_need: Make
) -> None:
    firm = make_firm("alfa", (4, 5), position_quality="municipality")
    answer = ask(make_snapshot({"organisations": [firm], "needs_offers": [make_need("alfa", 8)]}))
    (row,) = answer.rows
    assert {site.site_kind for site in row.sites} == {"point"}
    assert row.members[0].is_approximate
    assert row.site.is_approximate


# --- costs


def test_the_cost_is_shared_both_ways_and_adds_up(
    ask: Ask, make_snapshot: Make, make_firm: Make, make_need: Make
) -> None:
    tables = {
        "organisations": [make_firm("alfa", employee_count=10), make_firm("beta", employee_count=30)],
        "needs_offers": [make_need("alfa", 5), make_need("beta", 3)],
    }
    (row,) = ask(make_snapshot(tables), assumed={"fixed_cost_eur": 4_000, "fee_eur": 1_500}).rows
    assert (row.cost_eur_per_year, row.cost_eur_per_place) == (12_000, 1_500)
    assert [share.shapley_eur_per_year for share in row.shares] == [7_000, 5_000]
    assert [share.headcount_eur_per_year for share in row.shares] == [3_000, 9_000]
    assert (row.break_even_places, row.break_even_fee_eur, row.shapley_error_eur) == (8, 1_500, 0)
    assert row.break_even_always_places == 8


@pytest.mark.parametrize(
    ("fee_eur", "words"),
    [
        pytest.param(3_100, "da 1 posti in su", id="always"),
        pytest.param(1_525, "da 4 posti fino ai suoi 6; con più strutture si è sempre in pari solo da 8", id="gaps"),
        pytest.param(1_350, "solo a strutture piene, da 6 posti l'una", id="full structures"),
        pytest.param(1_000, "all'anno per posto.</dd>", id="never"),
    ],
)
def test_a_card_says_at_how_many_places_a_fee_pays(ask: Ask, firms_with: Make, fee_eur: float, words: str) -> None:
    assumed = {"capacity_count": 6, "fixed_cost_eur": 2_100, "fee_eur": fee_eur}
    (row,) = ask(firms_with({"alfa": 9.0}), assumed=assumed).rows
    assert words in unescape(group_card(row, "it", title="Gruppo 1", first_number=None))


def test_a_second_structure_holds_what_the_first_does_not(ask: Ask, firms_with: Make) -> None:
    (row,) = ask(firms_with({"alfa": 9.0}), assumed={"capacity_count": 6, "fixed_cost_eur": 100}).rows
    assert (row.places, row.structure_count, row.cost_eur_per_year) == (9, 2, 9_200)


def test_where_nobody_says_the_cost_there_are_groups_all_the_same(ask: Ask, firms_with: Make) -> None:
    answer = ask(firms_with(FOUR), assumptions=ONLY_THRESHOLD)
    assert len(answer.rows) == 3
    assert {row.cost_eur_per_year for row in answer.rows} == {None}
    assert [share.shapley_eur_per_year for share in answer.rows[0].shares] == [None, None]
    assert "Costo non noto: scrivilo" in answer.sentence.words("it")


def test_where_nobody_says_the_threshold_there_is_no_group_but_what_is_needed(ask: Ask, firms_with: Make) -> None:
    answer = ask(firms_with(FOUR), assumptions=())
    assert (answer.rows, answer.highest_need_count, answer.sensitivity) == ((), 13, ())
    assert "scrivilo" in answer.sentence.words("it")


def test_parameters_come_from_the_table_with_their_source_and_what_is_written_comes_before(
    ask: Ask, make_snapshot: Make, make_firm: Make
) -> None:
    said = {"source_it": "Fonte", "source_en": "Source", "years": "2010"}
    table = [
        {"exchange_kind": "nursery", "parameter": "threshold_count", "value": 8, **said},
        {"exchange_kind": "nursery", "parameter": "use_share", "low": 0.01, "high": 0.02, **said},
        {"exchange_kind": "nursery", "parameter": "place_cost_eur", "low": 9_000, "high": 12_000, **said},
        {"exchange_kind": "nursery", "parameter": "fixed_cost_eur"},
    ]
    snapshot = make_snapshot({"organisations": [make_firm("alfa", employee_count=600)], "consortium_parameters": table})
    answer = ask(snapshot, assumptions=((ConsortiumParameter.FEE, 9_000),))
    rows = {row.assumption: row for row in answer.assumptions}
    assert {name: (row.value, row.basis) for name, row in rows.items()} == {
        "threshold_count": (8, "table"),
        "use_share": (0.015, "table"),
        "child_share": (None, "blank"),
        "capacity_count": (None, "blank"),
        "place_cost_eur": (10_500, "table"),
        "fixed_cost_eur": (None, "blank"),
        "fee_eur": (9_000, "given"),
    }
    assert rows["use_share"].source["it"] == "Fonte"
    assert answer.rows[0].need_count == 9
    assert "con le cifre del 2010" in answer.sentence.words("it")


def test_where_only_the_capacity_is_known_a_full_structure_is_the_threshold(
    ask: Ask, make_snapshot: Make, make_firm: Make, make_need: Make
) -> None:
    table = [{"exchange_kind": "micro_nursery", "parameter": "capacity_count", "value": 10}]
    rows = {"organisations": [make_firm("alfa"), make_firm("beta")], "consortium_parameters": table}
    snapshot = make_snapshot({**rows, "needs_offers": [make_need("alfa", 6), make_need("beta", 4)]})
    answer = ask(snapshot, kind="micro_nursery", assumptions=())
    assert (answer.assumptions[0].value, answer.assumptions[0].basis) == (10, "derived")
    assert groups_of(answer) == [("alfa", "beta")]


def test_a_fifth_more_or_less_of_each_parameter_is_told(ask: Ask, firms_with: Make) -> None:
    answer = ask(firms_with(FOUR))
    told = {(row.assumption, row.change_share): row for row in answer.sensitivity}
    assert set(told) == {
        (name, change) for name in ("limit_min", "threshold_count", "place_cost_eur") for change in (-0.2, 0.2)
    }
    assert told["place_cost_eur", 0.2].cost_eur_per_year == 10_800
    higher, lower = told["threshold_count", 0.2], told["threshold_count", -0.2]
    assert (higher.value, higher.fewest_firm_count, higher.is_enough) == (9.6, 3, False)
    assert (lower.value, lower.fewest_firm_count, lower.is_enough) == (6.4, 2, True)


def test_with_fewer_minutes_a_group_without_a_common_site_is_no_longer_enough(ask: Ask, firms_with: Make) -> None:
    snapshot = firms_with({"alfa": 4.0, "beta": 4.0}, {"alfa": (1, 5), "beta": (9, 5)})
    told = {row.change_share: row for row in ask(snapshot, limit_min=11.2).sensitivity if row.assumption == "limit_min"}
    assert {change: row.is_enough for change, row in told.items()} == {-0.2: False, 0.2: True}
    assert {change: row.fewest_firm_count for change, row in told.items()} == {-0.2: None, 0.2: 2}


def test_with_a_larger_structure_a_threshold_that_is_a_full_one_is_higher_too(ask: Ask, firms_with: Make) -> None:
    capacity = ((ConsortiumParameter.CAPACITY, 10.0),)
    answer = ask(firms_with({"alfa": 6.0, "beta": 5.0}), kind="micro_nursery", assumptions=capacity)
    told = {row.change_share: row for row in answer.sensitivity if row.assumption == "capacity_count"}
    assert (told[0.2].value, told[0.2].fewest_firm_count, told[0.2].is_enough) == (12, None, False)
    assert (told[-0.2].value, told[-0.2].fewest_firm_count, told[-0.2].is_enough) == (8, 2, True)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param({"threshold_count": 8.0, "capacity_count": 5.0}, id="a threshold that is written"),
        pytest.param({"capacity_count": 8.0}, id="a full structure is the threshold"),
    ],
)
@pytest.mark.parametrize("limit_min", [9, 10.3])
def test_what_a_change_says_is_what_the_question_says_with_it(
    ask: Ask, make_snapshot: Make, make_firm: Make, written: Mapping[str, float], limit_min: float
) -> None:
    firms = [make_firm(f"firm{n}", (3 + 1.7 * n, 5), employee_count=60 * (n + 1)) for n in range(5)]
    snapshot = make_snapshot({"organisations": firms})
    assumed = {"use_share": 0.015, "fixed_cost_eur": 3_000.0, "place_cost_eur": 1_000.0, **written}

    def asked(values: Mapping[str, float], minutes: float) -> ConsortiumAnswer:
        pairs = tuple((ConsortiumParameter(name), value) for name, value in values.items())
        return ask(snapshot, limit_min=minutes, assumptions=pairs)

    first = asked(assumed, limit_min)
    group = first.rows[0].organisation_ids
    for told in first.sensitivity:
        if told.assumption == "limit_min":
            again = asked(assumed, told.value)
        else:
            again = asked({**assumed, told.assumption: told.value}, limit_min)
        assert told.fewest_firm_count == (again.rows[0].firm_count if again.rows else None), told
        same = [row for row in again.rows if row.organisation_ids == group]
        assert all((row.places, row.cost_eur_per_year) == (told.places, told.cost_eur_per_year) for row in same), told
        assert told.is_enough or not same, told


# --- free places that exist


def test_free_places_that_exist_come_first_and_those_past_their_term_never(ask: Ask, toy_snapshot: Snapshot) -> None:
    answer = ask(toy_snapshot)
    assert [(row.item_id, row.free_count, row.free_as_of_on) for row in answer.existing] == [
        ("toy:nursery-1km", 5, "2026-08-20")
    ]
    assert answer.sentence.words("it").startswith("Prima guardate qui: entro 15 min c'è già chi ha 5 posti liberi.")
    later = ask(toy_snapshot, as_of_on=date(2026, 10, 1))
    assert (later.existing, later.existing_free_count) == ((), 0)
    assert not later.sentence.words("it").startswith("Prima")


def test_free_places_of_a_service_that_takes_nobody_from_outside_are_not_offered(
    ask: Ask, make_snapshot: Make, make_service: Make, make_row: Make
) -> None:
    services = [make_service("open", (6, 5)), make_service("closed", (6, 5), is_open_to_others="false")]
    free = [
        make_row(name, service_id=f"toy:{name}", band="children", free_count=4, as_of_on="2026-09-01")
        | {"expires_on": "2026-12-31", "author_role": "manager"}
        for name in ("open", "closed")
    ]
    answer = ask(make_snapshot({"services": services, "availability": free}))
    assert [row.item_id for row in answer.existing] == ["toy:open"]


def test_what_firms_offer_exists_too_and_the_own_offer_does_not(
    ask: Ask, make_snapshot: Make, make_firm: Make, make_need: Make
) -> None:
    firms = [make_firm(name, (6, 5)) for name in ("alfa", "beta", "gamma", "delta")]
    offers = [
        make_need("alfa", 4, direction="offer"),
        make_need("beta", None, direction="offer"),
        make_need("gamma", 0, direction="offer"),
        make_need("delta", 3, direction="offer", visibility="counts"),
    ]
    snapshot = make_snapshot({"organisations": firms, "needs_offers": offers})
    assert [(row.item_id, row.free_count) for row in ask(snapshot).existing] == [("alfa", 4), ("beta", None)]
    assert [row.item_id for row in ask(snapshot, with_ids=("alfa",)).existing] == ["beta"]
    assert ask(snapshot, limit_min=4).existing == ()


# --- who sees what


@pytest.fixture
def private_firms(make_snapshot: Make, make_firm: Make, make_need: Make, make_row: Make) -> Callable[..., Snapshot]:
    """Make two firms of one initiative, the first with a need of some visibility, and two others."""

    def snapshot(visibility: str, quantity: float | None) -> Snapshot:
        members = [
            make_row(f"{name}-patto", organisation_id=name, initiative_id="patto", role="member")
            for name in ("alfa", "beta")
        ]
        return make_snapshot(  # type: ignore[no-any-return]
            {
                "organisations": [make_firm(name, employee_count=200) for name in ("alfa", "beta", "gamma", "delta")],
                "initiatives": [
                    make_row("patto", initiative_id="patto", name="Patto", territory="municipality:901001")
                ],
                "adhesions": members,
                "needs_offers": [
                    make_need("beta", 5),
                    make_need("gamma", 2),
                    make_need("delta", 1),
                    *([] if quantity is None else [make_need("alfa", quantity, visibility=visibility)]),
                ],
            }
        )

    return snapshot


@pytest.mark.parametrize("visibility", ["counts", "adherents"])
def test_what_is_not_public_changes_nothing_that_everybody_sees(
    ask: Ask, private_firms: Callable[..., Snapshot], visibility: str
) -> None:
    silent = envelope(ask(private_firms("counts", None), assumed={"use_share": 0.02}), "it")

    @settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.floats(0, 500))
    def holds(quantity: float) -> None:
        assert envelope(ask(private_firms(visibility, quantity), assumed={"use_share": 0.02}), "it") == silent

    holds()


@pytest.mark.parametrize(
    ("who", "visibility", "is_seen"),
    [
        pytest.param("alfa", "counts", True, id="the firm itself"),
        pytest.param("beta", "adherents", True, id="a fellow adherent"),
        pytest.param("beta", "counts", False, id="for counts alone"),
        pytest.param("gamma", "adherents", False, id="a firm of no agreement"),
    ],
)
def test_a_need_counts_for_those_who_may_see_it(
    ask: Ask, private_firms: Callable[..., Snapshot], who: str, visibility: str, *, is_seen: bool
) -> None:
    snapshot = private_firms(visibility, 8.0)
    answer = ask(snapshot, viewer=viewer_of(snapshot, [who]))
    assert (("alfa",) in groups_of(answer)) is is_seen


def test_who_looks_is_not_repeated(ask: Ask, firms_with: Make) -> None:
    answer = ask(firms_with(FOUR), viewer=Viewer(organisation_ids=("alfa",)))
    assert "viewer" not in answer.parameters


# --- demonstration, refusals


def test_invented_firms_are_labelled(ask: Ask, make_snapshot: Make, make_firm: Make, make_need: Make) -> None:
    firms = [make_firm("alfa", source_id="demo"), make_firm("beta")]
    snapshot = make_snapshot({"organisations": firms, "needs_offers": [make_need("alfa", 8), make_need("beta", 8)]})
    answer = ask(snapshot)
    assert answer.has_demo
    assert {row.organisation_ids: row.is_demo for row in answer.rows} == {("alfa",): True, ("beta",): False}
    assert [source.source_id for source in answer.sources] == ["demo", "toy"]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        pytest.param({"kind": "errands"}, "error.unknown_choice", id="a kind that is not shared"),
        pytest.param({"limit_min": 0}, "error.bad_minutes", id="no minutes"),
        pytest.param({"limit_min": 181}, "error.bad_minutes", id="too many minutes"),
        pytest.param({"max_count": 0}, "error.bad_max_count", id="no rows"),
        pytest.param({"with_ids": ("nobody",)}, "error.unknown_organisation", id="an unknown firm"),
        pytest.param({"with_ids": ("lost",)}, "error.named_firm_without_position", id="a firm without position"),
        pytest.param({"with_ids": ("alfa",) * 41}, "error.too_many_firms", id="too many firms"),
        pytest.param({"is_only": True}, "error.only_whom", id="only, but whom"),
        pytest.param({"at": (35, 5)}, "error.point_outside_area", id="outside"),
        pytest.param({"assumed": {"threshold_count": 0}}, "error.bad_assumption", id="no threshold"),
        pytest.param({"assumed": {"use_share": 1.1}}, "error.bad_assumption", id="more than all"),
        pytest.param({"assumed": {"place_cost_eur": -1}}, "error.bad_assumption", id="less than nothing"),
        pytest.param({"assumed": {"fee_eur": float("nan")}}, "error.bad_assumption", id="no number"),
    ],
)
def test_a_question_that_means_nothing_is_refused(
    ask: Ask, make_snapshot: Make, make_firm: Make, asked: Mapping[str, Any], key: str
) -> None:
    snapshot = make_snapshot({"organisations": [make_firm("alfa"), make_firm("lost", None)]})
    with pytest.raises(InputError) as caught:
        ask(snapshot, **asked)
    assert caught.value.key == key


def test_the_question_does_not_change_the_snapshot(ask: Ask, firms_with: Make) -> None:
    snapshot = firms_with(FOUR)
    before = {name: table.copy() for name, table in snapshot.tables.items()}
    firms = dict(snapshot.firms)
    ask(snapshot)
    assert all(table.equals(before[name]) for name, table in snapshot.tables.items())
    assert snapshot.firms == firms
    assert replace(snapshot.firms["alfa"]) == firms["alfa"]
