"""
Firms on the toy territory, kilometres from its south-west corner; the point of most tests is (5, 5), in Uno::

    near      (6, 5)                            company, small, ATECO 25, alleanza; offers nursery places to everybody
    same      (6, 5)                            cooperative, small, ATECO 88; needs a nursery, adherents alone see it
    area      (6, 5), the municipality's point  company of unknown size
    double    (25, 25); second site (5, 7)      company, medium, ATECO 25, bando; a personal mailbox
    far       (25, 5)                           company, micro, with a practice on working hours
    union     (5, 5)                            union, alleanza
    lost      Uno, without position             company
    abroad    nowhere                           company
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import PracticeTheme, SizeClass
from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from welfare_map.model import (
    OWN_FIRM,
    Exchange,
    Firm,
    FirmsAnswer,
    FirmShift,
    FirmSite,
    FirmsQuery,
    Viewer,
)
from welfare_map.questions.firms import firms
from welfare_map.questions.firms_seen import FIRM_KINDS, firm_seen, firms_seen
from welfare_map.snapshot import Snapshot

ON = date(2026, 9, 10)
Rows = Sequence[Mapping[str, Any]]
AtKm = Callable[[float, float], tuple[float, float]]
Ask = Callable[..., FirmsAnswer]
MakeRow = Callable[..., dict[str, Any]]

ORGANISATIONS: dict[str, dict[str, Any]] = {
    "near": {"at": (6, 5), "size_class": "small", "sector_code": "25", "email": "info@near.example"},
    "same": {"at": (6, 5), "organisation_kind": "cooperative", "size_class": "small", "sector_code": "88"},
    "area": {"at": (6, 5), "position_quality": "municipality"},
    "double": {"at": (25, 25), "size_class": "medium", "sector_code": "25", "email": "anna.bianchi@double.example"},
    "far": {"at": (25, 5), "size_class": "micro"},
    "union": {"at": (5, 5), "organisation_kind": "union"},
    "lost": {"municipality_code": "901001"},
    "abroad": {},
}
ADHESIONS = (("near", "alleanza"), ("double", "bando"), ("union", "alleanza"), ("same", "alleanza"))
EXCHANGES = (
    ("near", "offer", "nursery", None, "public"),
    ("same", "need", "nursery", None, "adherents"),
    ("double", "offer", "know_how", "smart_working", "public"),
    ("double", "need", "shuttle", None, "counts"),
)
SHIFTS = (
    ("near", "Mo-Fr", "06:00", "14:00"),
    ("same", "Mo-Fr", "06:00", "12:00"),
    ("double", "Mo-Sa", "08:30", "17:30"),
)


@pytest.fixture(scope="module")
def tables(make_row: MakeRow, make_initiative: MakeRow, make_practice: MakeRow, at_km: AtKm) -> dict[str, Rows]:
    return {
        "organisations": [_organisation(name, cells, make_row, at_km) for name, cells in ORGANISATIONS.items()],
        "sites": [
            make_row(
                "double/2",
                organisation_id="double",
                site_number=2,
                site_name="Magazzino",
                municipality_code="901001",
                **dict(zip(("lon", "lat"), at_km(5, 7), strict=True)),
                position_quality="exact",
            )
        ],
        "initiatives": [
            make_initiative(
                "alleanza",
                "Alleanza della Valle",
                "district:valle",
                contact_name_it="Segreteria",
                contact_name_en="Office",
                contact_email="segreteria@alleanza.example",
            ),
            make_initiative("bando", "Bando Beta", "province:902", short_name="Bando"),
        ],
        "adhesions": [
            make_row(f"{who}/{what}", organisation_id=who, initiative_id=what, role="member", document_id="patto")
            for who, what in ADHESIONS
        ],
        "practices": [make_practice("orari", "alleanza", organisation_id="far", themes="working_hours|culture")],
        "documents": [{"document_id": "patto", "title": "Patto", "language": "it"}],
        "shifts": [
            make_row(who, organisation_id=who, shift_number=1, days=days, starts_at=start, ends_at=end)
            for who, days, start, end in SHIFTS
        ],
        "needs_offers": [
            make_row(
                f"{who}/{side}/{kind}",
                need_offer_id=f"{who}/{side}/{kind}",
                organisation_id=who,
                direction=side,
                exchange_kind=kind,
                theme=theme,
                visibility=visibility,
            )
            for who, side, kind, theme, visibility in EXCHANGES
        ],
    }


def _organisation(name: str, cells: Mapping[str, Any], make_row: MakeRow, at_km: AtKm) -> dict[str, Any]:
    lon, lat = at_km(*cells["at"]) if "at" in cells else (None, None)
    facts = {
        "organisation_id": name,
        "organisation_name": name.title(),
        "organisation_kind": "company",
        "lon": lon,
        "lat": lat,
        "position_quality": "exact" if "at" in cells else "none",
    }
    return make_row(name, **{**facts, **{key: value for key, value in cells.items() if key != "at"}})


@pytest.fixture(scope="module")
def snapshot(tables: dict[str, Rows], make_snapshot: Callable[..., Snapshot]) -> Snapshot:
    return make_snapshot(tables)


@pytest.fixture(scope="module")
def ask(snapshot: Snapshot, at_km: AtKm) -> Ask:
    lon, lat = at_km(5, 5)

    def asked(**cells: Any) -> FirmsAnswer:
        return firms(snapshot, FirmsQuery(**{"as_of_on": ON, "lon": lon, "lat": lat, **cells}), Estimate())

    return asked


@pytest.fixture(scope="module")
def mine(at_km: AtKm) -> Firm:
    """Return a firm of the open page at (5, 5) that needs a nursery, offers a shuttle and starts at six."""
    lon, lat = at_km(5, 5)
    return Firm(
        organisation_id=OWN_FIRM,
        organisation_name="Officina",
        organisation_kind="company",
        initiative_ids=("alleanza",),
        shifts=(FirmShift(days="Mo-Fr", starts_at="06:00", ends_at="14:00"),),
        sites=(
            FirmSite(
                site_number=1, site_name=None, municipality_code="901001", lon=lon, lat=lat, position_quality="exact"
            ),
        ),
        exchanges=(_mine("need", "nursery"), _mine("offer", "shuttle")),
    )


def _mine(direction: str, kind: str, theme: str | None = None) -> Exchange:
    return Exchange(
        need_offer_id=f"own/{kind}", organisation_id=OWN_FIRM, direction=direction, exchange_kind=kind, theme=theme
    )


def ids(answer: FirmsAnswer) -> list[str]:
    return [row.organisation_id for row in answer.rows]


def said(answer: FirmsAnswer, organisation_id: str) -> list[str]:
    (row,) = [row for row in answer.rows if row.organisation_id == organisation_id]
    return [phrase.words("it") for phrase in row.common]


# --- order and reach ------------------------------------------------------------------------------------------------


def test_firms_come_by_minutes_then_exactness_then_id(ask: Ask) -> None:
    answer = ask(limit_min=20)
    assert ids(answer) == ["near", "same", "area", "double"]
    assert [row.distance_m for row in answer.rows] == [1000, 1000, 1000, 2000]
    assert [row.is_approximate for row in answer.rows] == [False, False, True, False]
    assert (answer.found_count, answer.adherent_count, answer.is_estimate) == (4, 3, True)


def test_of_a_firm_with_several_sites_the_nearest_counts_and_the_firm_comes_once(ask: Ask) -> None:
    answer = ask(limit_min=180)
    (row,) = [row for row in answer.rows if row.organisation_id == "double"]
    assert (row.site_number, row.site_name, row.municipality_name, row.distance_m) == (2, "Magazzino", "Uno", 2000)
    assert row.address is None


def test_a_limit_in_kilometres_is_a_straight_line_and_counts_its_end(ask: Ask) -> None:
    assert ids(ask(limit_min=None, limit_km=1)) == ["near", "same", "area"]
    assert ids(ask(limit_min=None, limit_km=0.999)) == []


def test_only_so_many_rows_come_back_and_all_are_counted(ask: Ask) -> None:
    answer = ask(limit_min=20, max_count=2)
    assert (ids(answer), answer.found_count) == (["near", "same"], 4)


def test_firms_without_position_are_counted_where_their_municipality_is_near_or_unknown(ask: Ask, at_km: AtKm) -> None:
    assert ask(limit_min=20).without_position_count == 2
    lon, lat = at_km(25, 25)
    assert ask(lon=lon, lat=lat, limit_min=5).without_position_count == 1


def test_minutes_start_from_each_site_of_a_firm_when_no_point_is_given(ask: Ask, snapshot: Snapshot) -> None:
    me = firm_seen(snapshot, "double")
    answer = ask(lon=None, lat=None, me=me, limit_min=None, limit_km=5)
    assert answer.origin_name == "Double"
    assert ids(answer) == ["near", "same", "area"]
    assert "double" not in ids(ask(me=me, limit_min=180))


def test_organisations_that_are_no_firms_come_on_request(ask: Ask) -> None:
    assert ids(ask(limit_min=20, include_others=True))[0] == "union"


# --- filters --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({"initiative_ids": ("alleanza",)}, ["near", "same"], id="agreement"),
        pytest.param({"initiative_ids": ("alleanza", "bando")}, ["near", "same", "double"], id="either agreement"),
        pytest.param({"sector_codes": ("25",)}, ["near", "double"], id="sector"),
        pytest.param({"size_classes": (SizeClass.SMALL,)}, ["near", "same"], id="size"),
        pytest.param({"themes": (PracticeTheme.WORKING_HOURS,)}, ["far"], id="theme of a practice"),
        pytest.param({"themes": (PracticeTheme.SMART_WORKING,)}, ["double"], id="theme of know-how"),
        pytest.param({"only_adherents": True}, ["near", "same", "double"], id="adherents alone"),
        pytest.param({"sector_codes": ("25",), "size_classes": (SizeClass.MEDIUM,)}, ["double"], id="both"),
    ],
)
def test_a_filter_keeps_those_that_it_names(ask: Ask, cells: dict[str, Any], expected: list[str]) -> None:
    assert ids(ask(limit_min=180, **cells)) == expected


# --- what is said ---------------------------------------------------------------------------------------------------


def test_what_is_in_common_is_said_most_useful_first(ask: Ask, mine: Firm) -> None:
    answer = ask(me=mine, viewer=Viewer(initiative_ids=("alleanza",)), limit_min=20)
    assert said(answer, "near") == [
        "Offre quello che cerchi: asilo nido",
        "Stesso accordo: Alleanza della Valle",
        "Stesso turno: 6:00–14:00, dal lunedì al venerdì",
    ]
    assert said(answer, "same") == [
        "Cercate entrambe: asilo nido",
        "Stesso accordo: Alleanza della Valle",
        "Iniziate entrambe alle 6:00, dal lunedì al venerdì",
    ]


def test_nothing_is_in_common_with_nobody(ask: Ask) -> None:
    assert all(row.common == () for row in ask(limit_min=180).rows)


def test_what_a_viewer_may_not_see_is_not_in_common_either(ask: Ask, mine: Firm) -> None:
    assert "Cercate entrambe: asilo nido" not in said(ask(me=mine, limit_min=20), "same")
    provider = replace(mine, exchanges=(_mine("offer", "shuttle"),))
    assert not [words for words in said(ask(me=provider, limit_min=20), "double") if "navetta" in words]


def test_themes_that_differ_are_not_the_same_thing(ask: Ask, mine: Firm) -> None:
    def with_need(theme: str | None) -> list[str]:
        return said(ask(me=replace(mine, exchanges=(_mine("need", "know_how", theme),)), limit_min=20), "double")

    offer = "Offre quello che cerchi: esperienza da raccontare (Lavoro agile)"
    assert offer in with_need("smart_working")
    assert offer in with_need(None)
    assert offer not in with_need("culture")


def test_a_personal_mailbox_is_handed_on_by_no_row(ask: Ask) -> None:
    rows = {row.organisation_id: row for row in ask(limit_min=180).rows}
    assert (rows["near"].email, rows["double"].email) == ("info@near.example", None)
    assert rows["near"].relays == ()


def test_who_has_no_mailbox_is_reached_through_the_agreement_and_the_district_office(ask: Ask) -> None:
    rows = {row.organisation_id: row for row in ask(limit_min=180).rows}
    assert [relay.email for relay in rows["same"].relays] == ["segreteria@alleanza.example"]
    assert [relay.phones for relay in rows["double"].relays] == [("+390000000001",)]


def test_the_own_firm_is_in_the_parameters_by_its_identifier_alone(ask: Ask, mine: Firm) -> None:
    parameters = ask(me=mine).parameters
    assert parameters["organisation_id"] == OWN_FIRM
    assert "Officina" not in str(parameters)
    assert not {"me", "viewer"} & parameters.keys()


def test_the_sentence_says_how_many_and_how_many_adhere(ask: Ask) -> None:
    assert ask(limit_min=20).sentence.words("it") == "4 imprese entro 20 min in auto da Uno: 3 aderiscono a un accordo."
    assert "tra quelle di cui si conosce la posizione" in ask(limit_min=0.1).sentence.words("it")
    one = ask(limit_min=180, themes=(PracticeTheme.WORKING_HOURS,)).sentence.words("en")
    assert one == "One firm within 180 min by car from Uno: it is not known to adhere to an agreement."


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"limit_min": 0}, id="no minutes"),
        pytest.param({"limit_km": 5}, id="two limits"),
        pytest.param({"limit_min": None}, id="no limit"),
        pytest.param({"limit_min": None, "limit_km": 201}, id="too far"),
        pytest.param({"max_count": 0}, id="no rows"),
        pytest.param({"lon": 0.0, "lat": 0.0}, id="outside the area"),
        pytest.param({"lat": None}, id="half a point"),
        pytest.param({"lon": None, "lat": None}, id="neither point nor firm"),
        pytest.param({"initiative_ids": ("nothing",)}, id="an unknown agreement"),
    ],
)
def test_what_cannot_be_asked_is_refused(ask: Ask, cells: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        ask(**cells)


# --- against an oracle ----------------------------------------------------------------------------------------------


def by_hand(snapshot: Snapshot, query: FirmsQuery) -> list[tuple[float, bool, str]]:
    """Look at each firm and each of its sites, one trip at a time."""
    expected = []
    for firm in firms_seen(snapshot, query.viewer).values():
        if firm.organisation_kind not in FIRM_KINDS or (query.only_adherents and not firm.initiative_ids):
            continue
        if query.size_classes and firm.size_class not in query.size_classes:
            continue
        sites = [site for site in firm.sites if site.position_quality != "none"]
        trips = [
            (
                round(
                    float(
                        Estimate()
                        .one_to_many(query.lon or 0, query.lat or 0, [site.lon], [site.lat], query.mode)
                        .travel_min[0]
                    ),
                    1,
                ),
                site.position_quality == "municipality",
                firm.organisation_id,
            )
            for site in sites
        ]
        within = [trip for trip in trips if trip[0] <= (query.limit_min or 0)]
        expected += [min(within)] if within else []
    return sorted(expected)


@given(
    x_km=st.floats(0.5, 29.5),
    y_km=st.floats(0.5, 29.5),
    limit_min=st.integers(1, 60),
    only_adherents=st.booleans(),
    size_classes=st.sets(st.sampled_from(SizeClass), max_size=2).map(tuple),
)
def test_the_answer_is_what_a_plain_loop_finds(
    snapshot: Snapshot,
    at_km: AtKm,
    x_km: float,
    y_km: float,
    limit_min: int,
    only_adherents: bool,  # noqa: FBT001  # hypothesis gives it by name
    size_classes: tuple[SizeClass, ...],
) -> None:
    lon, lat = at_km(x_km, y_km)
    query = FirmsQuery(
        as_of_on=ON, lon=lon, lat=lat, limit_min=limit_min, only_adherents=only_adherents, size_classes=size_classes
    )
    rows = firms(snapshot, query, Estimate()).rows
    assert [(row.travel_min, row.is_approximate, row.organisation_id) for row in rows] == by_hand(snapshot, query)
