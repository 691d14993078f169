"""Where a firm is: one rule, and every question and page says the same."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from geodata.codes import TravelMode
from geodata.routing.estimate import Estimate
from welfare_map.model import (
    ConsortiumQuery,
    ExchangeQuery,
    Firm,
    FirmSite,
    FirmsQuery,
    MatchesQuery,
    PlanQuery,
    ShuttleQuery,
)
from welfare_map.questions.consortium import consortium
from welfare_map.questions.exchange.speaking import start_of
from welfare_map.questions.firm_positions import positions_of
from welfare_map.questions.firms import firms
from welfare_map.questions.firms_seen import firm_seen
from welfare_map.questions.matches import matches
from welfare_map.questions.plan import plan
from welfare_map.questions.shuttle import shuttle
from welfare_map.snapshot import Snapshot
from welfare_map.ui.components.firms.asked import AskedFirm
from welfare_map.ui.components.place_search import Place

Make = Callable[..., Any]
AtKm = Callable[[float, float], tuple[float, float]]
ON = date(2026, 9, 1)


def site(number: int, lon: float | None, quality: str = "exact", code: str | None = None) -> FirmSite:
    return FirmSite(
        site_number=number,
        site_name=None,
        municipality_code=code,
        lon=lon,
        lat=None if lon is None else 45.5,
        position_quality=quality,
    )


def firm_with(*sites: FirmSite, **cells: Any) -> Firm:
    return Firm(organisation_id="b", organisation_name="B", organisation_kind="company", sites=sites, **cells)


@pytest.mark.parametrize(
    ("firm", "expected"),
    [
        pytest.param(firm_with(), [], id="nowhere"),
        pytest.param(firm_with(lon=9.0, lat=45.5, position_quality="exact"), [9.0], id="no sites, its own position"),
        pytest.param(firm_with(site(1, None), site(2, 9.1)), [9.1], id="the seat is not known, a site is"),
        pytest.param(firm_with(site(1, 9.0, "none"), site(2, 9.1)), [9.1], id="a position that is said to be none"),
        pytest.param(firm_with(site(1, 9.2), site(2, 9.1)), [9.2, 9.1], id="in the order of the sites"),
        pytest.param(
            firm_with(site(1, 9.0), site(2, 9.0), lon=9.0, lat=45.5, position_quality="exact"), [9.0], id="each once"
        ),
    ],
)
def test_a_firm_is_where_one_of_its_sites_is_known_to_be(firm: Firm, expected: list[float]) -> None:
    assert [position.lon for position in positions_of(firm)] == expected


def test_only_a_firm_that_is_nowhere_stands_for_its_municipality() -> None:
    towns = {"901001": (9.5, 45.6)}
    (point,) = positions_of(firm_with(municipality_code="901001"), towns)
    assert (point.lon, point.lat, point.is_approximate) == (9.5, 45.6, True)
    (known,) = positions_of(firm_with(site(1, 9.1, "address"), municipality_code="901001"), towns)
    assert (known.lon, known.is_approximate) == (9.1, False)
    assert positions_of(firm_with(municipality_code="999999"), towns) == ()


@pytest.fixture(name="snapshot")
def two_firms(make_snapshot: Make, make_row: Make, at_km: AtKm) -> Snapshot:
    """Make two firms side by side; of the second the seat is not known, only another site."""
    lon, lat = at_km(5, 5)
    common = {"organisation_kind": "company", "municipality_code": "901001", "employee_count": 1_500}
    cells = {"a": {"lon": lon, "lat": lat, "position_quality": "exact"}, "b": {"position_quality": "none"}}
    other = make_row("b2", organisation_id="b", site_number=2, lon=lon, lat=lat, position_quality="exact")
    declared = {"unit": "places", "exchange_kind": "nursery", "quantity": 20, "visibility": "public"}
    shift = {"shift_number": 1, "days": "Mo-Fr", "starts_at": "06:00", "ends_at": "14:00", "employee_count": 60}
    return make_snapshot(  # type: ignore[no-any-return]
        {
            "organisations": [
                make_row(name, organisation_id=name, organisation_name=name, **common, **cells[name]) for name in "ab"
            ],
            "sites": [{**other, "municipality_code": "901001"}],
            "needs_offers": [
                make_row(name, need_offer_id=name, organisation_id=name, direction="need", **declared) for name in "ab"
            ]
            + [make_row("o", need_offer_id="o", organisation_id="a", direction="offer", **declared)],
            "shifts": [make_row(f"s{name}", organisation_id=name, **shift) for name in "ab"],
            "consortium_parameters": [
                {"exchange_kind": "nursery", "parameter": "threshold_count", "value": 30},
                {"exchange_kind": "nursery", "parameter": "place_cost_eur", "value": 1_000},
            ],
        }
    )


def test_every_question_finds_a_firm_of_which_only_a_second_site_is_known(snapshot: Snapshot, at_km: AtKm) -> None:
    lon, lat = at_km(5, 5)
    b, engine = firm_seen(snapshot, "b"), Estimate()
    near = firms(snapshot, FirmsQuery(as_of_on=ON, lon=lon, lat=lat, limit_min=15), engine)
    assert {row.organisation_id: row.travel_min for row in near.rows} == {"a": 2.0, "b": 2.0}

    asked = ConsortiumQuery(as_of_on=ON, kind="nursery", lon=lon, lat=lat, with_ids=("a", "b"), is_only=True)
    (group,) = consortium(snapshot, asked, engine).rows
    drawn = plan(snapshot, PlanQuery(as_of_on=ON, organisation_ids=("a", "b"), measures=("nursery",)), engine)
    assert [(one.lon, one.travel_min) for one in drawn.firms] == [(lon, 2.0), (lon, 2.0)]
    assert drawn.rows[0].cost.basis == "consortium"
    assert drawn.rows[0].cost.cost_eur_per_year == group.cost_eur_per_year == 40_000
    assert not any("posizione" in remark.words("it") for remark in drawn.remarks)

    found = matches(snapshot, MatchesQuery(as_of_on=ON, me=b), engine)
    assert {(row.organisation_id, row.travel_min) for row in found.rows} == {("a", 2.0)}
    assert start_of(ExchangeQuery(as_of_on=ON, me=b)) == (lon, lat)
    ridden = shuttle(snapshot, ShuttleQuery(as_of_on=ON, organisation_ids=("a", "b")), engine)
    assert {one.reason for one in ridden.left_out if one.organisation_id == "b"}.isdisjoint({"no_position"})


def test_a_plan_stands_at_the_site_that_is_nearest_to_all(make_snapshot: Make, make_row: Make, at_km: AtKm) -> None:
    spots = {"a": at_km(5, 5), "b": at_km(25, 25)}
    rows = [
        make_row(
            name, organisation_id=name, organisation_name=name, organisation_kind="company", position_quality="exact"
        )
        | dict(zip(("lon", "lat"), spot, strict=True))
        for name, spot in spots.items()
    ]
    lon, lat = at_km(7, 5)
    other = make_row("b2", organisation_id="b", site_number=2, lon=lon, lat=lat, position_quality="exact")
    snapshot = make_snapshot({"organisations": rows, "sites": [other]})
    drawn = plan(snapshot, PlanQuery(as_of_on=ON, organisation_ids=("b", "a")), Estimate())
    assert drawn.point is not None
    assert (drawn.point.lon, drawn.point.organisation_id) == (lon, "b")
    assert [one.lon for one in drawn.firms] == [lon, spots["a"][0]]


@pytest.mark.parametrize("quality", ["exact", "municipality"])
def test_on_the_page_a_firm_that_is_nowhere_stands_where_the_visitor_says(quality: str) -> None:
    place = Place(name="Qui", lon=9.3, lat=45.4, quality=quality)
    nowhere = AskedFirm(place=place, mode=TravelMode.CAR, me=firm_with(site(1, 9.0, "none"))).standing()
    assert nowhere is not None
    (position,) = positions_of(nowhere)
    assert (position.lon, position.lat, position.is_approximate) == (9.3, 45.4, quality == "municipality")
    known = firm_with(site(1, None), site(2, 9.1))
    assert AskedFirm(place=place, me=known).standing() == known
    assert AskedFirm(place=place).standing() is None
