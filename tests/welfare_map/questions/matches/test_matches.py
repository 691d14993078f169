"""
Who can exchange something with a firm: firms on the toy territory, kilometres from its south-west corner.

    me       (5, 5)    needs 4 nursery places, Mo-Fr 08:00-17:00; offers 20 meals; adheres to patto
    near     (8, 5)    4 nursery places, 07:30-18:00; patto
    secret   (5, 6)    9 nursery places, for adherents only; patto
    counted  (5, 4)    9 nursery places, for counts only
    far      (19, 5)   9 nursery places: 27 minutes, beyond the limit of 20
    bus      (12, 5)   a shuttle with 8 seats, there and back: 16 minutes from me and from far
    hungry   (5, 8)    needs 10 meals
    crowd    (6, 8)    needs 30 meals
    nowhere  –         9 nursery places, not even its municipality is known
    townly   –         1 nursery place, in Due: 20.4 minutes to its point
    portal   –         a welfare platform that nobody needs here
"""

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import EXCHANGE_KINDS, PracticeTheme, TravelMode
from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from welfare_map.model import (
    OWN_FIRM,
    PUBLIC,
    Exchange,
    Firm,
    FirmShift,
    MatchesAnswer,
    MatchesQuery,
    MatchRow,
    MatchSide,
    Viewer,
)
from welfare_map.questions.firms_seen import firm_seen, viewer_of
from welfare_map.questions.matches import matches
from welfare_map.questions.matches.parts import Ride
from welfare_map.questions.matches.scoring import FITTING_FROM, WEIGHTS, Pair, scored
from welfare_map.snapshot import Snapshot
from welfare_map.texts import text

ON = date(2026, 11, 15)
AtKm = Callable[[float, float], tuple[float, float]]
Ask = Callable[..., MatchesAnswer]
Rows = Sequence[Mapping[str, Any]]
PLACES: dict[str, tuple[float, float] | None] = {
    "me": (5, 5),
    "near": (8, 5),
    "secret": (5, 6),
    "counted": (5, 4),
    "far": (19, 5),
    "bus": (12, 5),
    "hungry": (5, 8),
    "crowd": (6, 8),
    "nowhere": None,
    "townly": None,
    "portal": None,
}
MEALS = {"exchange_kind": "canteen", "unit": "meals"}
DECLARED: dict[str, dict[str, Any]] = {
    "me:need": {"quantity": 4, "hours": "Mo-Fr 08:00-17:00", "from_on": "2027-01-07"},
    "me:offer": {**MEALS, "quantity": 20, "hours": "Mo-Fr 12:00-14:00", "from_on": "2026-09-01"},
    "near:offer": {"quantity": 4, "hours": "Mo-Fr 07:30-18:00", "from_on": "2026-12-01"},
    "secret:offer": {"quantity": 9, "visibility": "adherents"},
    "counted:offer": {"quantity": 9, "visibility": "counts"},
    "far:offer": {"quantity": 9, "hours": "Mo-Fr 07:00-18:00", "from_on": "2026-12-01"},
    "bus:offer": {"exchange_kind": "shuttle", "unit": "seats", "quantity": 8, "hours": "Mo-Fr 07:00-08:30,16:30-18:00"},
    "hungry:need": {**MEALS, "quantity": 10, "hours": "Mo-Fr 12:00-14:00"},
    "crowd:need": {**MEALS, "quantity": 30},
    "nowhere:offer": {"quantity": 9},
    "townly:offer": {"quantity": 1},
    "portal:offer": {"exchange_kind": "welfare_platform", "unit": "users"},
}


@pytest.fixture(scope="module")
def tables(make_row: Callable[..., dict[str, Any]], at_km: AtKm) -> dict[str, Rows]:
    """Rows of the firms at the head of this file."""

    def firm(name: str, at: tuple[float, float] | None) -> dict[str, Any]:
        lon, lat = at_km(*at) if at else (None, None)
        return make_row(
            name,
            "demo" if name == "portal" else "toy",
            organisation_id=name,
            organisation_name=name.title(),
            organisation_kind="company",
            lon=lon,
            lat=lat,
            position_quality="exact" if at else "none",
            municipality_code="901002" if name == "townly" else None,
        )

    def declared(key: str, cells: dict[str, Any]) -> dict[str, Any]:
        name, _, direction = key.partition(":")
        defaults = {"direction": direction, "exchange_kind": "nursery", "visibility": "public"}
        return make_row(key, need_offer_id=key, organisation_id=name, **{**defaults, **cells})

    return {
        "organisations": [firm(name, at) for name, at in PLACES.items()],
        "needs_offers": [declared(key, cells) for key, cells in DECLARED.items()],
        "initiatives": [make_row("patto", initiative_id="patto", name="Patto", territory="municipality:901001")],
        "adhesions": [
            make_row(f"{name}-patto", organisation_id=name, initiative_id="patto", role="member")
            for name in ("me", "near", "secret")
        ],
    }


@pytest.fixture(scope="module")
def snapshot(make_snapshot: Callable[..., Snapshot], tables: dict[str, Rows]) -> Snapshot:
    return make_snapshot(tables)


@pytest.fixture(scope="module")
def ask(snapshot: Snapshot) -> Ask:
    """Ask as a firm of the register that looks with its own eyes, unless said otherwise."""

    def answer(
        name: str = "me", table: Snapshot = snapshot, viewer: Viewer | None = None, **asked: Any
    ) -> MatchesAnswer:
        looks = viewer_of(table, [name]) if viewer is None else viewer
        query = MatchesQuery(**{"as_of_on": ON, "me": firm_seen(table, name, looks), "viewer": looks, **asked})
        return matches(table, query, Estimate())

    return answer


def row_of(answer: MatchesAnswer, name: str) -> MatchRow:
    return next(row for row in answer.rows if row.organisation_id == name)


def values(row: MatchRow) -> dict[str, float]:
    return {part.name: part.value for part in row.parts}


# --- what is found


def test_offers_that_meet_needs_and_needs_that_offers_meet_come_best_first(ask: Ask) -> None:
    answer = ask()
    found = [(row.side, row.organisation_id) for row in answer.rows]
    assert set(found) == {
        (MatchSide.RECEIVE, "near"),
        (MatchSide.RECEIVE, "secret"),
        (MatchSide.RECEIVE, "far"),
        (MatchSide.RECEIVE, "townly"),
        (MatchSide.GIVE, "hungry"),
        (MatchSide.GIVE, "crowd"),
    }
    assert found[0] == (MatchSide.RECEIVE, "near")
    assert [row.score for row in answer.rows] == sorted((row.score for row in answer.rows), reverse=True)
    assert (answer.need_count, answer.offer_count, answer.found_count) == (1, 1, 6)


def test_every_part_of_a_score_says_what_it_is(ask: Ask) -> None:
    row = row_of(ask(), "near")
    assert values(row) == pytest.approx(
        {"kind": 1, "quantity": 1, "minutes": 1 - 9.7 / 40, "hours": 1, "agreement": 1, "readiness": 1}, abs=0.002
    )
    assert row.score == pytest.approx(1 - 0.2 * 9.7 / 40, abs=0.001)
    assert row.is_fitting
    assert all(part.words for part in row.parts)
    assert [words.words("it") for words in row.why] == [
        f"è proprio quello: {text('codes.exchange_kind.nursery', 'it')}",
        "posti: ce ne sono 4, ne servono 4",
        "10 minuti in auto (stima)",
        "orari che si sovrappongono per 9 ore al giorno",
        "stesso accordo",
        "pronta quando serve, dal 7 gennaio 2027",
    ]
    assert row.why_not == ()


def test_what_is_not_known_is_neutral_and_said(ask: Ask) -> None:
    row = row_of(ask(), "secret")
    assert (values(row)["hours"], values(row)["readiness"]) == (0.5, 0.5)
    assert [words.words("it") for words in row.why_not] == ["orari dell'offerta non detti", "non è detto da quando"]


def test_an_offer_of_mine_is_promised_to_nobody(ask: Ask) -> None:
    hungry, crowd = (row_of(ask(), name) for name in ("hungry", "crowd"))
    assert (hungry.others_count, hungry.others_quantity) == (1, 30)
    assert values(hungry)["quantity"] == pytest.approx((1 + 20 / 40) / 2)
    assert "la cerca anche un'altra impresa vicina (30 pasti al giorno)" in [w.words("it") for w in hungry.why_not]
    assert values(crowd)["quantity"] == pytest.approx((20 / 30 + 20 / 40) / 2)


# --- bridges


def test_a_shuttle_of_a_third_firm_brings_an_offer_within_reach(ask: Ask) -> None:
    row = row_of(ask(), "far")
    assert row.travel_min is not None
    assert row.travel_min > 20
    assert row.bridge is not None
    assert (row.bridge.organisation_id, row.bridge.seat_count) == ("bus", 8)
    assert row.bridge.travel_min == pytest.approx(2 * (9.7 + 4 * 1.532), abs=0.2)
    assert row.is_fitting
    assert values(row)["bridge"] * -0.15 == pytest.approx(row.score - values(row)["bridge"])


def test_without_the_shuttle_the_way_is_in_the_way(
    ask: Ask, make_snapshot: Callable[..., Snapshot], tables: dict[str, Rows]
) -> None:
    rest = [row for row in tables["needs_offers"] if row["organisation_id"] != "bus"]
    row = row_of(ask(table=make_snapshot({**tables, "needs_offers": rest})), "far")
    assert (row.bridge, row.is_fitting) == (None, False)
    assert "oltre i 20 minuti: troppo lontano" in [words.words("it") for words in row.why_not]


def test_a_shuttle_serves_the_firm_that_offers_too(ask: Ask) -> None:
    row = row_of(ask("far"), "me")
    assert row.side is MatchSide.GIVE
    assert row.bridge is not None
    assert row.bridge.organisation_id == "bus"


@pytest.mark.parametrize("hours", ["Mo-Fr 21:00-23:00", "Sa-Su 07:00-18:00"], ids=["at night", "at weekends"])
def test_a_shuttle_at_other_hours_is_no_bridge(
    hours: str, ask: Ask, make_snapshot: Callable[..., Snapshot], tables: dict[str, Rows]
) -> None:
    rows = [{**row, "hours": hours} if row["organisation_id"] == "bus" else row for row in tables["needs_offers"]]
    assert row_of(ask(table=make_snapshot({**tables, "needs_offers": rows})), "far").bridge is None


# --- positions


def test_who_stands_nowhere_is_counted_and_not_listed(ask: Ask) -> None:
    answer = ask()
    assert "nowhere" not in {row.organisation_id for row in answer.rows}
    assert answer.without_position_count == 1


def test_a_firm_without_position_stands_at_its_municipality(ask: Ask) -> None:
    row = row_of(ask(), "townly")
    assert (row.is_approximate, row.travel_min) == (True, pytest.approx(20.4, abs=0.1))
    assert any(words.words("it").startswith("≈ 21 minuti") for words in row.why_not)


def test_a_firm_that_nobody_can_place_gets_what_needs_no_place(ask: Ask) -> None:
    wants = tuple(
        Exchange(need_offer_id=kind, organisation_id=OWN_FIRM, direction="need", exchange_kind=kind)
        for kind in ("nursery", "welfare_platform")
    )
    me = Firm(organisation_id=OWN_FIRM, organisation_name="La mia", organisation_kind="company", exchanges=wants)
    answer = ask(me=me, viewer=PUBLIC)
    assert [row.organisation_id for row in answer.rows] == ["portal"]
    assert (answer.has_demo, answer.rows[0].is_demo) == (True, True)
    assert answer.without_position_count == 4


def test_the_nearest_site_counts(
    ask: Ask, make_snapshot: Callable[..., Snapshot], tables: dict[str, Rows], make_row: Callable[..., Any], at_km: AtKm
) -> None:
    lon, lat = at_km(6, 5)
    site = make_row("far-2", organisation_id="far", site_number=2, lon=lon, lat=lat, position_quality="exact")
    row = row_of(ask(table=make_snapshot({**tables, "sites": [site]})), "far")
    assert row.travel_min == pytest.approx(4.6, abs=0.1)
    assert (row.lon, row.bridge) == (pytest.approx(lon), None)


# --- who sees what


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [
        pytest.param(PUBLIC, {"near", "far", "townly"}, id="everybody"),
        pytest.param(Viewer(initiative_ids=("patto",)), {"near", "far", "townly", "secret"}, id="a fellow adherent"),
        pytest.param(Viewer(organisation_ids=("far",)), {"near", "far", "townly"}, id="another firm"),
    ],
)
def test_a_match_is_seen_by_those_who_may_see_both(ask: Ask, viewer: Viewer, expected: set[str]) -> None:
    answer = ask(viewer=viewer)
    assert {row.organisation_id for row in answer.rows if row.side is MatchSide.RECEIVE} == expected


def test_who_else_asks_is_counted_among_what_the_viewer_sees(
    ask: Ask, make_snapshot: Callable[..., Snapshot], tables: dict[str, Rows]
) -> None:
    hidden = [
        {**row, "visibility": "counts"} if row["organisation_id"] == "crowd" else row for row in tables["needs_offers"]
    ]
    answer = ask(table=make_snapshot({**tables, "needs_offers": hidden}))
    assert row_of(answer, "hungry").others_count == 0
    assert "crowd" not in {row.organisation_id for row in answer.rows}


def test_nobody_matches_with_oneself(ask: Ask, snapshot: Snapshot) -> None:
    me = firm_seen(snapshot, "me", viewer_of(snapshot, ["me"]))
    both = (*me.exchanges, dataclasses.replace(me.exchanges[0], need_offer_id="own", direction="offer"))
    answer = ask(me=dataclasses.replace(me, exchanges=both))
    assert "me" not in {row.organisation_id for row in answer.rows}


# --- the answer


def test_rows_beyond_the_maximum_are_counted(ask: Ask) -> None:
    answer = ask(max_count=2)
    assert (len(answer.rows), answer.found_count) == (2, 6)
    assert answer.rows == ask().rows[:2]


def test_a_firm_that_declared_nothing_is_told_so(ask: Ask) -> None:
    me = Firm(organisation_id=OWN_FIRM, organisation_name="La mia", organisation_kind="company")
    assert "non c'è ancora niente" in ask(me=me, viewer=PUBLIC).sentence.words("it")


@pytest.mark.parametrize("asked", [{"limit_min": 0}, {"limit_min": 181}, {"max_count": 0}], ids=str)
def test_a_limit_out_of_bounds_is_refused(ask: Ask, asked: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        ask(**asked)


def test_the_order_of_rows_changes_nothing(
    ask: Ask, make_snapshot: Callable[..., Snapshot], tables: dict[str, Rows]
) -> None:
    turned = {name: list(reversed(rows)) for name, rows in tables.items()}
    assert ask(table=make_snapshot(turned)).rows == ask().rows


def test_the_question_is_told_as_it_was_asked(ask: Ask) -> None:
    answer = ask(mode=TravelMode.CYCLE)
    assert answer.parameters == {
        "as_of_on": "2026-11-15",
        "mode": "cycle",
        "limit_min": 20,
        "max_count": 200,
        "organisation_id": "me",
        "engine": "estimate",
    }
    assert [note.source_id for note in answer.sources] == ["toy"]


# --- properties of the score

quantities = st.none() | st.integers(1, 40).map(float)
hours = st.sampled_from(
    (None, "Mo-Fr 08:00-17:00", "Mo-Fr 06:00-14:00", "Sa 09:00-12:00", "24/7", "Jul Mo-Fr 08:00-17:00")
)
days = st.none() | st.dates(date(2026, 9, 1), date(2028, 1, 1)).map(date.isoformat)


@st.composite
def exchanges(draw: st.DrawFn, direction: str) -> Exchange:
    return Exchange(
        need_offer_id=direction,
        organisation_id=direction,
        direction=direction,
        exchange_kind=draw(st.sampled_from(EXCHANGE_KINDS)),
        theme=draw(st.none() | st.sampled_from([theme.value for theme in PracticeTheme])),
        quantity=draw(quantities),
        unit=draw(st.sampled_from((None, "places", "hours"))),
        from_on=draw(days),
        hours=draw(hours),
        description=draw(st.sampled_from((None, "Asilo nido", "Corso di cucina", "Navetta", "Tutt'altro"))),
    )


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    minutes = draw(st.none() | st.floats(0, 90))
    sought = draw(exchanges("need"))
    offered = draw(exchanges("offer"))
    alike = dataclasses.replace(offered, exchange_kind=sought.exchange_kind)
    return Pair(
        need=sought,
        offer=draw(st.sampled_from((offered, alike, alike, alike))),
        as_of_on=ON,
        mode=TravelMode.CAR,
        limit_min=20,
        shifts=draw(st.sampled_from(((), (FirmShift(days="Mo-Fr", starts_at="06:00", ends_at="14:00"),)))),
        travel_min=minutes,
        shared_count=draw(st.integers(0, 2)),
        others_count=draw(st.integers(0, 3)),
        others_quantity=draw(st.integers(0, 60).map(float)),
        ride=draw(st.none() | st.builds(Ride, travel_min=st.floats(0, 40), seat_count=quantities, hours=hours)),
    )


def score_of(pair: Pair) -> float:
    found = scored(pair)
    return 0.0 if found is None else found.score


@settings(max_examples=150)
@given(pairs())
def test_a_score_is_the_sum_of_its_parts_and_within_0_and_1(pair: Pair) -> None:
    found = scored(pair)
    if found is None:
        return
    assert found.score == pytest.approx(math.fsum(part.value * part.weight for part in found.parts), abs=1e-12)
    assert 0 <= found.score <= 1
    assert all(0 <= part.value <= 1 for part in found.parts)
    assert math.fsum(part.weight for part in found.parts if part.name in WEIGHTS) == pytest.approx(1)
    told = [words for part in found.parts if part.name in WEIGHTS for words in part.words]
    assert sorted(words.key for words in told) == sorted(words.key for words in (*found.why, *found.why_not))


@settings(max_examples=100)
@given(pairs(), st.floats(0, 1))
def test_what_is_nearer_never_lowers_a_score(pair: Pair, share: float) -> None:
    if pair.travel_min is not None:
        assert score_of(dataclasses.replace(pair, travel_min=pair.travel_min * share)) >= score_of(pair) - 1e-12


@settings(max_examples=100)
@given(pairs(), st.floats(0, 50))
def test_a_greater_quantity_never_lowers_a_score(pair: Pair, more: float) -> None:
    if pair.offer.quantity is not None:
        offer = dataclasses.replace(pair.offer, quantity=pair.offer.quantity + more)
        assert score_of(dataclasses.replace(pair, offer=offer)) >= score_of(pair) - 1e-12


@settings(max_examples=100)
@given(pairs(), st.integers(6, 12), st.integers(0, 4), st.integers(14, 18), st.integers(0, 4))
def test_hours_that_hold_others_never_lower_a_score(pair: Pair, first: int, before: int, last: int, after: int) -> None:
    short, long = (
        f"Mo-Fr {start:02d}:00-{end:02d}:00" for start, end in ((first, last), (first - before, last + after))
    )
    sought = dataclasses.replace(pair.need, hours="Mo-Fr 08:00-17:00")
    offers = (dataclasses.replace(pair.offer, hours=words) for words in (short, long))
    one, other = (score_of(dataclasses.replace(pair, need=sought, offer=offer)) for offer in offers)
    assert other >= one - 1e-12


@settings(max_examples=100)
@given(pairs(), st.integers(1, 3), st.floats(0, 50))
def test_more_rivals_never_raise_a_score(pair: Pair, count: int, quantity: float) -> None:
    more = dataclasses.replace(
        pair, others_count=pair.others_count + count, others_quantity=pair.others_quantity + quantity
    )
    assert score_of(more) <= score_of(pair) + 1e-12


@settings(max_examples=100)
@given(pairs())
def test_an_agreement_in_common_never_lowers_a_score(pair: Pair) -> None:
    assert score_of(dataclasses.replace(pair, shared_count=1)) >= score_of(dataclasses.replace(pair, shared_count=0))


def test_something_in_the_way_never_fits() -> None:
    assert FITTING_FROM > 0.5
