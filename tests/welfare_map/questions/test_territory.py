from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import Level
from geodata.errors import InputError
from geodata.territory import RawTerritory, Territory, build_territory
from welfare_map.model import KindCount, TerritoryAnswer, TerritoryQuery, TerritoryRow
from welfare_map.questions.territory import BANDS, level_and_code, territory
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
AtKm = Callable[[float, float], tuple[float, float]]


def _asked(snapshot: Snapshot, **options: Any) -> TerritoryAnswer:
    return territory(snapshot, TerritoryQuery(as_of_on=DAY, **options))


def _one(snapshot: Snapshot, **options: Any) -> TerritoryRow:
    (row,) = _asked(snapshot, **options).rows
    return row


@pytest.mark.parametrize(
    ("code", "level", "name", "municipality_count", "residents"),
    [
        pytest.param("901002", "municipality", "Due", 1, 340, id="municipality"),
        pytest.param("901", "province", "Alfa", 4, 1700, id="province"),
        pytest.param("91", "region", "Regione 91", 9, 7650, id="region"),
        pytest.param("monte", "district", "Monte - 2", 3, 3060, id="district by id"),
        pytest.param("Valle (Vallata)", "district", "Valle (Vallata)", 6, 4590, id="district by name"),
        pytest.param("ambito VALLATA", "district", "Valle (Vallata)", 6, 4590, id="district by alias"),
    ],
)
def test_a_code_is_of_its_own_level(
    toy_snapshot: Snapshot, code: str, level: str, name: str, municipality_count: int, residents: int
) -> None:
    row = _one(toy_snapshot, code=code)

    assert (row.level, row.name, row.municipality_count, row.residents) == (level, name, municipality_count, residents)


def test_bands_of_a_municipality_are_those_of_its_ages(toy_snapshot: Snapshot) -> None:
    row = _one(toy_snapshot, code="901003")

    assert {band: getattr(row, band) for band in BANDS} == {
        "residents": 510,
        "residents_0_2": 90,
        "residents_3_5": 30,
        "residents_6_14": 30,
        "residents_15_64": 300,
        "residents_65_plus": 60,
        "residents_75_plus": 30,
    }


@pytest.mark.parametrize(
    ("level", "code"),
    [
        pytest.param(None, "902001", id="municipality unless said"),
        pytest.param(Level.DISTRICT, "valle", id="district"),
        pytest.param(Level.PROVINCE, "902", id="province"),
        pytest.param(Level.REGION, "91", id="region"),
    ],
)
def test_a_point_is_in_one_unit_of_each_level(
    toy_snapshot: Snapshot, at_km: AtKm, level: Level | None, code: str
) -> None:
    lon, lat = at_km(15, 15)

    assert _one(toy_snapshot, lon=lon, lat=lat, level=level).code == code


def test_a_unit_names_only_the_larger_units_that_hold_all_of_it(toy_snapshot: Snapshot) -> None:
    valle, alfa = _one(toy_snapshot, code="valle"), _one(toy_snapshot, code="901")

    assert (valle.province_code, valle.province_short, valle.region_code) == (None, None, "91")
    assert (alfa.province_short, alfa.district_id, alfa.district_name) == ("AA", None, None)
    assert (alfa.municipality_code, alfa.municipality_name) == (None, None)


def test_a_district_is_verified_only_where_its_confidence_is_high(toy_snapshot: Snapshot) -> None:
    verified = {row.code: row.district_is_verified for row in _asked(toy_snapshot, level=Level.DISTRICT).rows}

    assert verified == {"valle": True, "monte": False}
    assert _one(toy_snapshot, code="901").district_is_verified is None


def test_an_office_belongs_to_the_municipalities_that_its_document_names(toy_snapshot: Snapshot) -> None:
    rows = {row.code: row for row in _asked(toy_snapshot, level=Level.MUNICIPALITY).rows}

    assert [code for code, row in rows.items() if row.district_office is not None] == ["901001", "901002"]
    office = rows["901001"].district_office
    assert office is not None
    assert (office.name, office.name_en) == ("Ufficio di Piano della Valle", "Planning office of the Valley")
    assert (office.phone, office.email) == ("+390000000001", None)


def test_authorised_and_accredited_places_are_summed_apart_and_services_with_neither_are_counted(
    toy_snapshot: Snapshot,
) -> None:
    found = {
        count.kind: (
            count.service_count,
            count.capacity_authorised_count,
            count.capacity_accredited_count,
            count.without_capacity_count,
            count.demo_count,
        )
        for code in ("901001", "901002")
        for count in _one(toy_snapshot, code=code).services
        if (code, count.kind) != ("901002", "nursery")
    }

    assert found == {
        "nursery": (3, 32, 42, 1, 0),
        "integrated_day_centre": (1, 25, 0, 0, 1),
        "micro_nursery": (1, 0, 0, 1, 0),
        "care_home": (1, 80, 75, 0, 0),
    }
    assert _one(toy_snapshot, code="901002").services[0] == KindCount(
        kind="nursery",
        service_count=1,
        capacity_authorised_count=20,
        capacity_accredited_count=0,
        without_capacity_count=0,
        demo_count=0,
    )


def test_a_service_counts_until_the_day_on_which_its_source_drops_it(toy_snapshot: Snapshot) -> None:
    counts = {
        day: sum(
            count.service_count
            for row in territory(toy_snapshot, TerritoryQuery(as_of_on=day, code="901001")).rows
            for count in row.services
        )
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    }

    assert counts == {date(2025, 12, 31): 5, date(2026, 1, 1): 4}


def test_a_service_of_no_known_municipality_is_said_and_not_counted(toy_snapshot: Snapshot) -> None:
    answer = _asked(toy_snapshot, level=Level.REGION)

    assert answer.without_position_count == 1
    assert sum(count.service_count for count in answer.rows[0].services) == 8


def test_adherent_organisations_are_counted_once_and_demonstration_ones_apart(agreements: Snapshot) -> None:
    counts = {
        row.code: (row.adherent_count, row.demo_adherent_count)
        for row in _asked(agreements, level=Level.MUNICIPALITY).rows
        if row.adherent_count or row.demo_adherent_count
    }

    assert counts == {"901001": (1, 0), "901002": (1, 0), "902001": (0, 1)}


def test_initiatives_that_have_ended_stand_apart(agreements: Snapshot) -> None:
    row = _one(agreements, code="902001")

    assert (row.initiative_ids, row.past_initiative_ids) == (("alleanza",), ("bando",))
    assert _one(agreements, code="901003").initiative_ids == ("demo-accordo",)


def test_the_label_of_demonstration_data_follows_the_rows(agreements: Snapshot) -> None:
    assert _asked(agreements, code="901001").has_demo
    assert not _asked(agreements, code="902004").has_demo
    assert _asked(agreements, code="902001").has_demo, "a demonstration firm adheres there"
    assert _asked(agreements, code="901003").has_demo, "a demonstration agreement covers it"


@pytest.mark.parametrize("level", list(Level))
def test_parts_add_up_to_the_whole(agreements: Snapshot, level: Level) -> None:
    whole = _one(agreements, code="91")

    rows = _asked(agreements, level=level).rows

    assert [sum(getattr(row, band) for row in rows) for band in BANDS] == [getattr(whole, band) for band in BANDS]
    assert sum(row.municipality_count for row in rows) == whole.municipality_count
    assert sum(row.adherent_count for row in rows) == whole.adherent_count
    assert _kind_sums(rows) == _kind_sums((whole,))


def _kind_sums(rows: Sequence[TerritoryRow]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for row in rows:
        for count in row.services:
            sums[f"{count.kind} services"] += count.service_count
            sums[f"{count.kind} authorised"] += count.capacity_authorised_count
            sums[f"{count.kind} accredited"] += count.capacity_accredited_count
            sums[f"{count.kind} unknown"] += count.without_capacity_count
            sums[f"{count.kind} demo"] += count.demo_count
    return sums


SERVICES = st.lists(
    st.tuples(
        st.sampled_from(["nursery", "care_home", "shuttle"]),
        st.sampled_from(["901001", "901002", "902001", "902005", None]),
        st.one_of(st.none(), st.integers(0, 90)),
        st.one_of(st.none(), st.integers(0, 90)),
        st.sampled_from(["toy", "demo"]),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(services=SERVICES, code=st.sampled_from(["901001", "902001", "901", "902", "valle", "monte", "91"]))
def test_counts_equal_those_of_a_plain_loop(
    make_snapshot: Callable[..., Snapshot],
    make_service: Callable[..., dict[str, Any]],
    toy_territory: Territory,
    services: list[tuple[str, str | None, int | None, int | None, str]],
    code: str,
) -> None:
    rows = [
        make_service(
            f"s{number}",
            None,
            source_id,
            kind=kind,
            municipality_code=municipality_code,
            capacity_accredited=accredited,
            capacity_authorised=authorised,
        )
        for number, (kind, municipality_code, accredited, authorised, source_id) in enumerate(services)
    ]
    items = {2: f"region:{code}", 3: f"province:{code}", 6: f"municipality:{code}"}
    inside = toy_territory.municipality_codes_of(items.get(len(code), "") if code.isdigit() else f"district:{code}")

    answer = _asked(make_snapshot({"services": rows}), code=code)

    assert _kind_sums(answer.rows) == _counted_by_hand(services, inside)
    assert answer.without_position_count == sum(service[1] is None for service in services)


def _counted_by_hand(
    services: Sequence[tuple[str, str | None, int | None, int | None, str]], inside: tuple[str, ...]
) -> Counter[str]:
    sums: Counter[str] = Counter()
    for kind, municipality_code, accredited, authorised, source_id in services:
        if municipality_code not in inside:
            continue
        sums[f"{kind} services"] += 1
        sums[f"{kind} authorised"] += authorised or 0
        sums[f"{kind} accredited"] += accredited or 0
        sums[f"{kind} unknown"] += authorised is None and accredited is None
        sums[f"{kind} demo"] += source_id == "demo"
    return sums


@pytest.mark.parametrize(
    ("words", "wanted", "found"),
    [
        pytest.param("uno", None, (Level.MUNICIPALITY, "901001"), id="a municipality"),
        pytest.param(" Valle ", None, (Level.DISTRICT, "valle"), id="a district"),
        pytest.param("ALFA", None, (Level.PROVINCE, "901"), id="a province"),
        pytest.param("Regione 91", Level.REGION, (Level.REGION, "91"), id="a region"),
    ],
)
def test_a_unit_is_found_by_its_name(
    toy_snapshot: Snapshot, words: str, wanted: Level | None, found: tuple[Level, str]
) -> None:
    assert level_and_code(toy_snapshot, words, wanted) == found


@pytest.mark.parametrize(
    ("options", "error"),
    [
        pytest.param({"code": "999999"}, "unknown_territory", id="municipality that is not there"),
        pytest.param({"code": "903001"}, "unknown_territory", id="municipality outside the area"),
        pytest.param({"code": "1234"}, "unknown_territory", id="four digits"),
        pytest.param({"code": "Atlantide"}, "unknown_territory", id="name of nothing"),
        pytest.param({"code": ""}, "unknown_territory", id="empty"),
        pytest.param({"code": "901", "level": Level.REGION}, "level_of_code", id="code of another level"),
        pytest.param({"code": "901", "lon": 9.0, "lat": 45.0}, "code_and_point", id="code and point"),
        pytest.param({"lat": 45.0}, "half_a_point", id="half a point"),
        pytest.param({"lon": float("inf"), "lat": 45.0}, "bad_coordinates", id="no number"),
    ],
)
def test_what_cannot_be_asked_is_refused(toy_snapshot: Snapshot, options: Mapping[str, Any], error: str) -> None:
    with pytest.raises(InputError, match=error):
        _asked(toy_snapshot, **options)


def test_a_region_of_which_only_a_part_is_in_the_area_says_so(
    make_snapshot: Callable[..., Snapshot], toy_territory: Territory
) -> None:
    two_provinces = make_snapshot({}, territory=replace(toy_territory, area=("province:901", "province:902")))

    answer = _asked(two_provinces, code="91")

    assert not answer.rows[0].is_complete
    assert [(notice.rule, notice.row) for notice in answer.notices] == [("territory_is_partial", "91")]
    assert _one(two_provinces, code="901").is_complete
    assert _asked(make_snapshot({}), code="91").notices == ()


@pytest.fixture
def without_population(make_snapshot: Callable[..., Snapshot], toy_raw: RawTerritory) -> Callable[..., Snapshot]:
    """Make a snapshot in which the population table has no rows of some municipalities."""

    def snapshot(*codes: str) -> Snapshot:
        population = toy_raw.population[~toy_raw.population["municipality_code"].isin(codes)]
        territory = build_territory(replace(toy_raw, population=population), ("region:91",), version="without")
        return make_snapshot({}, territory=territory)

    return snapshot


def test_residents_that_are_unknown_are_not_zero(without_population: Callable[..., Snapshot]) -> None:
    answer = _asked(without_population("901002"), code="901002")

    assert [getattr(answer.rows[0], band) for band in BANDS] == [None] * len(BANDS)
    assert [(notice.rule, notice.row) for notice in answer.notices] == [("residents_unknown", "901002")]
    assert answer.sentence.words("it") == "Due: residenti non noti e 0 servizi nella mappa."
    assert answer.sentence.words("en") == "Due: residents unknown and 0 services on the map."


def test_a_larger_unit_has_the_residents_that_are_known_and_names_the_municipalities_without(
    without_population: Callable[..., Snapshot],
) -> None:
    answer = _asked(without_population("901002", "901004"), level=Level.PROVINCE)

    assert [(row.code, row.residents) for row in answer.rows] == [("901", 170 + 510), ("902", 5950)]
    assert [(notice.rule, notice.row, notice.detail) for notice in answer.notices] == [
        ("residents_unknown", "901", "Due, Quattro")
    ]


def test_a_larger_unit_of_which_nothing_is_known_has_no_residents(
    without_population: Callable[..., Snapshot],
) -> None:
    everyone = ("901001", "901002", "901003", "901004")

    assert _one(without_population(*everyone), code="901").residents is None


def test_the_sources_of_boundaries_and_of_counted_rows_are_named(toy_snapshot: Snapshot) -> None:
    assert [note.source_id for note in _asked(toy_snapshot, code="901001").sources] == ["demo", "toy"]
    assert [note.source_id for note in _asked(toy_snapshot, code="902002").sources] == ["toy"]
