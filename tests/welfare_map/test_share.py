"""Query -> address -> query, and everything else that may stand in an address."""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import (
    EXCHANGE_KINDS,
    SECTOR_CODES,
    ElderRole,
    Level,
    Ownership,
    PracticeTheme,
    ServiceGroup,
    ServiceKind,
    SizeClass,
    TravelMode,
    kinds_of,
)
from welfare_map.model import CONSORTIUM_KINDS, MAX_PLAN_MEASURE_COUNT, Carer, NearbyQuery
from welfare_map.share import (
    FIRM_TABS,
    FITS,
    MAX_COMPARED_COUNT,
    MAX_PARTNER_COUNT,
    MAX_SAVED_COUNT,
    ViewState,
    join_list,
    nearby_params,
    read_nearby,
    read_point,
    read_view,
    view_params,
)

ON = date(2026, 9, 10)
POINT = {"lon": "8.918", "lat": "45.594"}
DEFAULT = NearbyQuery(lon=8.918, lat=45.594, as_of_on=ON)


def thousandths(minimum: int, maximum: int) -> st.SearchStrategy[float]:
    return st.integers(minimum * 1000, maximum * 1000).map(lambda value: value / 1000)


LIMITS = st.one_of(
    st.tuples(st.integers(1, 180_000).map(lambda value: value / 1000), st.none()),
    st.tuples(st.none(), st.integers(1, 200_000).map(lambda value: value / 1000)),
)
KIND_SETS = st.one_of(
    st.sets(st.sampled_from(ServiceKind)),
    st.sets(st.sampled_from(ServiceGroup)).map(lambda groups: {kind for group in groups for kind in kinds_of(group)}),
)
QUERIES = st.builds(
    lambda limits, kinds, **asked: NearbyQuery(
        as_of_on=ON,
        limit_min=limits[0],
        limit_km=limits[1],
        kinds=tuple(kind for kind in ServiceKind if kind in kinds),
        **asked,
    ),
    limits=LIMITS,
    kinds=KIND_SETS,
    lon=thousandths(-180, 180),
    lat=thousandths(-90, 90),
    mode=st.sampled_from(TravelMode),
    child_age_months=st.none() | st.integers(0, 216),
    elder_role=st.none() | st.sampled_from(ElderRole),
    min_capacity_count=st.none() | st.integers(1, 10_000),
    ownership=st.none() | st.sampled_from(Ownership),
    only_open_to_others=st.booleans(),
    only_with_free_places=st.booleans(),
)
ITEMS = st.text(min_size=1, max_size=200).filter(lambda item: item.isprintable() and item == item.strip())
SHORT_ITEMS = st.text(min_size=1, max_size=20).filter(lambda item: item.isprintable() and item == item.strip())


def listed(items: st.SearchStrategy[str], max_count: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(items, max_size=max_count, unique=True).map(tuple)


VIEWS = st.builds(
    ViewState,
    lang=st.sampled_from(["it", "en"]),
    layers=listed(SHORT_ITEMS, 40),
    level=st.none() | st.sampled_from(Level),
    territory=st.just("") | ITEMS,
    selected=st.just("") | ITEMS,
    saved=listed(SHORT_ITEMS, MAX_SAVED_COUNT),
    compared=listed(SHORT_ITEMS, MAX_COMPARED_COUNT),
    themes=st.sets(st.sampled_from(PracticeTheme)).map(lambda found: tuple(c for c in PracticeTheme if c in found)),
    size_classes=st.sets(st.sampled_from(SizeClass)).map(lambda found: tuple(c for c in SizeClass if c in found)),
    initiative_ids=listed(SHORT_ITEMS, 20),
    drops=st.sampled_from(Carer),
    collects=st.sampled_from(Carer),
    shift=st.sampled_from(["", "office", "nights", "Mo,We 08:00-12:30", "4 on 2 off from 2026-09-01 06:00-14:00"]),
    from_on=st.none() | st.dates(date(2020, 1, 1), date(2090, 12, 31)),
    to_on=st.none() | st.dates(date(2020, 1, 1), date(2090, 12, 31)),
    fit=st.sampled_from(FITS),
    with_demo=st.booleans(),
    with_reach=st.booleans(),
    tab=st.sampled_from(FIRM_TABS),
    organisation_id=st.just("") | ITEMS,
    partner_ids=listed(SHORT_ITEMS, MAX_PARTNER_COUNT),
    sector_codes=st.sets(st.sampled_from(SECTOR_CODES)).map(lambda found: tuple(c for c in SECTOR_CODES if c in found)),
    only_adherents=st.booleans(),
    include_others=st.booleans(),
    from_all_sites=st.booleans(),
    service=st.just("") | st.sampled_from(CONSORTIUM_KINDS[1:]),
    frame=st.just("") | ITEMS,
    measures=listed(st.sampled_from(EXCHANGE_KINDS), MAX_PLAN_MEASURE_COUNT),
    shared_point=st.none() | st.tuples(thousandths(-180, 180), thousandths(-90, 90)),
)
NAMES = st.sampled_from(
    [
        *(
            "lon",
            "lat",
            "mode",
            "limit",
            "min",
            "km",
            "groups",
            "kinds",
            "age",
            "elder",
            "capacity",
            "ownership",
            "others",
            "free",
        ),
        *(
            "lang",
            "layers",
            "level",
            "territory",
            "selected",
            "saved",
            "compared",
            "theme",
            "size",
            "initiative",
            "reach",
            "other",
        ),
        *(
            "tab",
            "organisation",
            "partners",
            "sector",
            "adherents",
            "all",
            "sites",
            "service",
            "frame",
            "measures",
            "at",
        ),
        *("drops", "collects", "home", "shift", "from", "to", "fit"),
    ]
)
JUNK = st.one_of(
    st.text(max_size=50),
    st.sampled_from(
        [
            "nan",
            "inf",
            "-0",
            "1e9",
            "0x10",
            "１２",
            "1_000",
            "٣",
            "car,walk",
            "2026-02-30",
            "Mo 25:00-26:00",
            "9.1,",
            ",",
            "%2C",
            "\x00",
            "\ud800",
        ]
    ),
    st.floats().map(str),
    st.none(),
    st.integers(),
    st.lists(st.text(max_size=5), max_size=3),
)


@given(QUERIES)
def test_a_query_comes_back_from_its_address(query: NearbyQuery) -> None:
    assert read_nearby(nearby_params(query), ON) == query


@given(VIEWS)
def test_a_view_comes_back_from_its_address(view: ViewState) -> None:
    assert read_view(view_params(view)) == view


@given(st.dictionaries(NAMES, JUNK))
def test_no_parameters_raise_and_what_they_give_comes_back(params: dict[str, Any]) -> None:
    view, query = read_view(params), read_nearby(params, ON)
    assert read_view(view_params(view)) == view
    assert query is None or read_nearby(nearby_params(query), ON) is not None


def test_a_query_as_by_default_writes_its_point_alone() -> None:
    assert nearby_params(DEFAULT) == POINT


@pytest.mark.parametrize("item", ["a,b", "a%2Cb", "100%", "%25", "%252C"])
def test_signs_that_lists_need_come_back_from_an_address(item: str) -> None:
    view = ViewState(saved=(item, "toy:b"), selected=item)
    assert read_view(view_params(view)) == view


def test_an_empty_view_writes_nothing() -> None:
    assert view_params(ViewState()) == {}


@pytest.mark.parametrize(
    ("written", "is_on"), [("true", True), ("1", True), ("false", False), ("10,20", False), ("", False)]
)
def test_the_reachable_area_is_on_only_when_the_address_says_so(written: str, is_on: bool) -> None:  # noqa: FBT001  # a case
    assert read_view({"reach": written}).with_reach is is_on


def test_the_address_carries_the_workplace_to_about_100_metres() -> None:
    query = NearbyQuery(lon=8.9184567, lat=45.5943219, as_of_on=ON)
    assert nearby_params(query) == {"lon": "8.918", "lat": "45.594"}
    assert read_point({"lon": "8.9184567", "lat": "45.5943219"}) == (8.918, 45.594)


def test_whole_groups_are_written_as_groups_and_parts_of_them_as_kinds() -> None:
    whole = NearbyQuery(lon=9, lat=45, as_of_on=ON, kinds=kinds_of(ServiceGroup.DISABILITY))
    part = NearbyQuery(lon=9, lat=45, as_of_on=ON, kinds=(ServiceKind.NURSERY, ServiceKind.CANTEEN))
    assert nearby_params(whole)["groups"] == "disability"
    assert "kinds" not in nearby_params(whole)
    assert nearby_params(part)["kinds"] == "nursery,canteen"


@pytest.mark.parametrize(
    ("params", "kinds"),
    [
        pytest.param({"groups": "disability"}, ("disability_day_centre",), id="a group"),
        pytest.param({"groups": "family", "kinds": "family_desk"}, ("family_desk",), id="a kind of the group"),
        pytest.param(
            {"groups": "family", "kinds": "nursery"}, ("family_clinic", "family_desk"), id="a kind of another group"
        ),
        pytest.param({"kinds": "canteen,nursery,canteen"}, ("nursery", "canteen"), id="twice, in any order"),
        pytest.param({"kinds": "nursery,casino"}, ("nursery",), id="one that does not exist"),
    ],
)
def test_kinds_narrow_groups(params: dict[str, str], kinds: tuple[str, ...]) -> None:
    query = read_nearby({**POINT, **params}, ON)
    assert query is not None
    assert query.kinds == kinds


@pytest.mark.parametrize(
    ("params", "limit"),
    [
        pytest.param({}, (15, None), id="nothing"),
        pytest.param({"min": "30"}, (30, None), id="minutes"),
        pytest.param({"km": "7.5"}, (None, 7.5), id="kilometres alone"),
        pytest.param({"min": "30", "km": "7"}, (30, None), id="both, none chosen"),
        pytest.param({"min": "30", "km": "7", "limit": "km"}, (None, 7), id="both, kilometres chosen"),
        pytest.param({"min": "30", "km": "7", "limit": "minutes"}, (30, None), id="both, minutes chosen"),
        pytest.param({"limit": "km"}, (None, 5), id="kilometres chosen, none given"),
        pytest.param({"km": "7", "limit": "minutes"}, (15, None), id="minutes chosen, none given"),
        pytest.param({"min": "0"}, (15, None), id="no minutes"),
        pytest.param({"min": "-5"}, (15, None), id="negative"),
        pytest.param({"min": "181"}, (15, None), id="huge"),
        pytest.param({"min": "nan"}, (15, None), id="no number"),
        pytest.param({"min": "30,45"}, (15, None), id="given twice"),
    ],
)
def test_exactly_one_limit_counts(params: dict[str, str], limit: tuple[float | None, float | None]) -> None:
    query = read_nearby({**POINT, **params}, ON)
    assert query is not None
    assert (query.limit_min, query.limit_km) == limit


@pytest.mark.parametrize(
    "params",
    [
        pytest.param({"mode": "car,walk"}, id="a mode given twice"),
        pytest.param({"mode": "rocket"}, id="a mode that does not exist"),
        pytest.param({"age": "12.5"}, id="half a month"),
        pytest.param({"age": "217"}, id="no child any more"),
        pytest.param({"capacity": "0"}, id="no places"),
        pytest.param({"capacity": "9" * 100_000}, id="100 kB of places"),
        pytest.param({"kinds": "nursery," * 12_500}, id="100 kB of kinds"),
        pytest.param({"ownership": "mine", "elder": "old", "others": "maybe"}, id="words of no vocabulary"),
        pytest.param({"as_of_on": "1999-01-01", "max_count": "1"}, id="what an address does not carry"),
    ],
)
def test_junk_counts_as_absent(params: dict[str, str]) -> None:
    assert read_nearby({**POINT, **params}, ON) == DEFAULT


@pytest.mark.parametrize(
    "params",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"lon": "8.918"}, id="half a point"),
        pytest.param({"lon": "nan", "lat": "45.594"}, id="no number"),
        pytest.param({"lon": "inf", "lat": "45.594"}, id="infinite"),
        pytest.param({"lon": "8,918", "lat": "45,594"}, id="decimal commas"),
        pytest.param({"lon": "181", "lat": "45.594"}, id="not on Earth"),
        pytest.param({"lon": 8.918, "lat": 45.594}, id="numbers and no text"),
        pytest.param({"lon": "8.918,9", "lat": "45.594"}, id="given twice"),
    ],
)
def test_without_a_point_there_is_no_question(params: dict[str, Any]) -> None:
    assert read_point(params) is None
    assert read_nearby(params, ON) is None


def test_a_point_elsewhere_on_earth_is_kept_so_that_the_question_can_say_why_not() -> None:
    assert read_point({"lon": "2.35", "lat": "48.86"}) == (2.35, 48.86)


@pytest.mark.parametrize(
    ("params", "view"),
    [
        pytest.param({"lang": "en"}, ViewState(lang="en"), id="English"),
        pytest.param({"lang": "xx"}, ViewState(), id="a language without texts"),
        pytest.param({"saved": "toy:a,toy:b,toy:a"}, ViewState(saved=("toy:a", "toy:b")), id="saved twice"),
        pytest.param({"saved": "toy:a%2Cb,100%25"}, ViewState(saved=("toy:a,b", "100%")), id="comma and percent"),
        pytest.param({"saved": "toy:a,\x00,toy:b"}, ViewState(saved=("toy:a", "toy:b")), id="control character"),
        pytest.param({"saved": "a" * 201}, ViewState(), id="an id that is too long"),
        pytest.param({"territory": "015118,015146"}, ViewState(), id="two open territories"),
        pytest.param({"level": "planet"}, ViewState(), id="a level that does not exist"),
        pytest.param({"home": "8.8841,45.5469"}, ViewState(home=(8.884, 45.547)), id="home, rounded"),
        pytest.param({"home": "8.884"}, ViewState(), id="half a home"),
        pytest.param({"drops": "granny", "collects": "other"}, ViewState(collects=Carer.OTHER), id="who travels"),
        pytest.param({"shift": "Mo-Fr 25:00-26:00"}, ViewState(), id="hours that nobody works"),
        pytest.param({"from": "2026-02-30", "to": "2026-03-01"}, ViewState(to_on=date(2026, 3, 1)), id="no such day"),
        pytest.param({"tab": "plan"}, ViewState(tab="plan"), id="a section of the page of firms"),
        pytest.param({"sector": "25,04,x"}, ViewState(sector_codes=("25",)), id="sectors that exist"),
        pytest.param({"service": "shuttle"}, ViewState(service="shuttle"), id="a service to share"),
        pytest.param({"measures": "errands,castle,nursery"}, ViewState(measures=("errands", "nursery")), id="measures"),
        pytest.param({"at": "8.8841,45.5469"}, ViewState(shared_point=(8.884, 45.547)), id="a shared place, rounded"),
        pytest.param({"at": "8.8,x"}, ViewState(), id="half a shared place"),
        pytest.param({"frame": "a,b"}, ViewState(), id="a plan in two frames"),
        pytest.param({"service": "errands"}, ViewState(), id="a service that is not shared"),
        pytest.param({"tab": "queue"}, ViewState(), id="a section that does not exist"),
        pytest.param(
            {"organisation": "a,b", "partners": "a,b,a"}, ViewState(partner_ids=("a", "b")), id="two own firms"
        ),
        pytest.param({"fit": "maybe"}, ViewState(), id="a fit that does not exist"),
        pytest.param(
            {"theme": "culture,smart_working"},
            ViewState(themes=(PracticeTheme.SMART_WORKING, PracticeTheme.CULTURE)),
            id="themes in the order of the vocabulary",
        ),
    ],
)
def test_a_view_is_read_as_far_as_it_can_be(params: dict[str, str], view: ViewState) -> None:
    assert read_view(params) == view


def test_lists_are_cut_at_their_longest() -> None:
    many = {name: join_list(map(str, range(30))) for name in ("saved", "compared", "partners")}
    view = read_view(many)
    assert (len(view.saved), len(view.compared), len(view.partner_ids)) == (20, 4, 12)


def test_not_a_number_is_not_written_as_a_limit_that_comes_back() -> None:
    params = nearby_params(NearbyQuery(lon=9, lat=45, as_of_on=ON, limit_min=math.nan))
    assert read_nearby(params, ON) == NearbyQuery(lon=9, lat=45, as_of_on=ON)
