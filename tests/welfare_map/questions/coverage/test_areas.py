"""Levels, groups of municipalities, and that parts add up to the whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import Level
from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.exports.geojson import geojson
from welfare_map.model import BASIN, CoverageAnswer, CoverageQuery, CoverageRow
from welfare_map.model.indicators import INDICATORS, Measure
from welfare_map.questions.coverage.areas import areas_of_level, only_areas
from welfare_map.questions.coverage.asking import rows_of
from welfare_map.questions.coverage.known import known
from welfare_map.snapshot import Snapshot

Rows = Sequence[Mapping[str, Any]]
Make = Callable[..., dict[str, Any]]
Ask = Callable[..., CoverageAnswer]
One = Callable[..., CoverageRow]
With = Callable[..., Snapshot]
ON = date(2026, 9, 15)
LEP = "lep_nursery"
CODES = ("901001", "901002", "901003", "901004", "902001", "902002", "902003", "902004", "902005")
ADDITIVE = [code for code, indicator in INDICATORS.items() if indicator.measure is not Measure.PRACTICES]


@pytest.mark.parametrize(
    ("level", "codes"),
    [
        pytest.param(None, CODES, id="municipality unless said"),
        pytest.param(Level.DISTRICT, ("monte", "valle"), id="district"),
        pytest.param(Level.PROVINCE, ("901", "902"), id="province"),
        pytest.param(Level.REGION, ("91",), id="region"),
    ],
)
def test_a_level_has_a_row_for_each_of_its_areas_by_code(
    snapshot_with: With, ask: Ask, level: Level | None, codes: tuple[str, ...]
) -> None:
    answer = ask(snapshot_with([]), LEP, level=level)
    assert tuple(row.unit_code for row in answer.rows) == codes


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("asked", [{}, {"with_demo": False, "shift": "late", "max_call_count": 1}])
def test_several_levels_at_once_are_answered_as_each_by_itself(
    service: Make, snapshot_with: With, ask: Ask, indicator: str, asked: Mapping[str, Any]
) -> None:
    lost = service("lost", None, capacity_authorised=7)
    snapshot = snapshot_with(
        [service("a", "901001"), lost, service("invented", "902005", "demo", capacity_authorised=5)]
    )
    codes = {Level.DISTRICT: (), Level.MUNICIPALITY: ("901001", "902005"), Level.PROVINCE: ("901",), Level.REGION: ()}
    query = CoverageQuery(as_of_on=ON, indicator=indicator, **asked)
    what = known(snapshot, INDICATORS[indicator], query)
    for level, own in codes.items():
        areas = areas_of_level(snapshot, level)
        rows = rows_of(snapshot, what, only_areas(areas, own or areas.codes), INDICATORS[indicator])
        assert rows == ask(snapshot, indicator, level=level, codes=own, **asked).rows


def test_a_district_by_its_name_is_one_area(snapshot_with: With, one: One) -> None:
    row = one(snapshot_with([]), LEP, "Valle (Vallata)")
    assert (row.unit_code, row.denominator, row.district_is_verified) == ("valle", 27 * 27.5, True)


def test_a_district_that_is_not_sure_says_so(snapshot_with: With, one: One) -> None:
    assert one(snapshot_with([]), LEP, "monte").district_is_verified is False


def test_only_areas_wholly_inside_another_one_stay(snapshot_with: With, ask: Ask) -> None:
    snapshot = snapshot_with([])
    inside = ask(snapshot, LEP, within="901").rows
    districts = ask(snapshot, LEP, level=Level.DISTRICT, within="901").rows
    assert [row.unit_code for row in inside] == ["901001", "901002", "901003", "901004"]
    assert districts == ()  # both reach into the other province


def test_a_municipality_without_a_district_is_in_no_district(
    service: Make, snapshot_with: With, toy_territory: Territory, ask: Ask
) -> None:
    table = toy_territory.municipalities
    is_uno = table["municipality_code"] == "901001"
    freed = {name: table[name].mask(is_uno) for name in ("district_id", "district_name", "district_confidence")}
    territory = replace(toy_territory, municipalities=table.assign(**freed))
    snapshot = replace(snapshot_with([service("a", "901001", capacity_authorised=7)]), territory=territory)
    rows = {row.unit_code: row for row in ask(snapshot, LEP, level=Level.DISTRICT).rows}
    assert set(rows) == {"monte", "valle"}
    assert (rows["valle"].denominator, rows["valle"].record_count) == (26 * 27.5, 0)


def test_a_group_of_municipalities_is_one_area(service: Make, snapshot_with: With, ask: Ask) -> None:
    places = {"901001": 3, "901002": 5, "902005": 11, "902004": 100}
    snapshot = snapshot_with([service(f"in-{code}", code, capacity_authorised=n) for code, n in places.items()])
    answer = ask(snapshot, LEP, municipality_codes=("902005", "901001", "901002", "901001"))
    (row,) = answer.rows
    assert (answer.level, row.unit_code, row.unit_name) == (BASIN, BASIN, "Uno, Due, Nove")
    assert (row.numerator, row.denominator, row.municipality_count) == (19, (1 + 2 + 9) * 27.5, 3)


def test_a_group_of_one_is_that_municipality(snapshot_with: With, ask: Ask) -> None:
    answer = ask(snapshot_with([]), LEP, municipality_codes=("Due",))
    assert (answer.level, answer.rows[0].unit_code, answer.rows[0].unit_name) == ("municipality", "901002", "Due")
    assert answer.rows == ask(snapshot_with([]), LEP, code="901002").rows


def test_a_group_has_the_name_that_it_is_given(snapshot_with: With, ask: Ask) -> None:
    answer = ask(snapshot_with([]), LEP, municipality_codes=CODES[:5], basin_name="La valle di Uno")
    assert answer.rows[0].unit_name == "La valle di Uno"
    assert "basin_name" not in answer.parameters


def test_a_large_group_names_some_and_counts_the_others(snapshot_with: With, ask: Ask) -> None:
    (row,) = ask(snapshot_with([]), LEP, municipality_codes=CODES[:5]).rows
    assert row.unit_name == "Uno, Due, Tre + 2"


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        pytest.param({"municipality_codes": ("901001",), "code": "901"}, "error.basin_alone", id="group and code"),
        pytest.param({"municipality_codes": ("901001",), "within": "901"}, "error.basin_alone", id="group within"),
        pytest.param(
            {"municipality_codes": ("901001",), "level": Level.REGION}, "error.basin_alone", id="group and level"
        ),
        pytest.param({"municipality_codes": ("999999",)}, "error.unknown_municipality", id="unknown municipality"),
        pytest.param(
            {"municipality_codes": tuple(f"{n:06}" for n in range(201))}, "error.basin_too_large", id="201 codes"
        ),
        pytest.param({"code": "999"}, "error.unknown_territory", id="unknown code"),
        pytest.param({"code": "901", "level": Level.REGION}, "error.level_of_code", id="code of another level"),
        pytest.param({"within": "nowhere"}, "error.unknown_territory", id="within nothing"),
        pytest.param({"indicator": "happiness"}, "error.unknown_indicator", id="unknown indicator"),
        pytest.param({"part_time_share": 1.2}, "error.bad_part_time_share", id="share above one"),
        pytest.param({"is_explained": True}, "error.explain_one_area", id="nine figures opened at once"),
        pytest.param({"max_call_count": -1}, "error.bad_max_count", id="fewer calls than none"),
        pytest.param(
            {"indicator": "services_open_at_shift_hours_count", "shift": "dawn"}, "error.bad_shift", id="no shift"
        ),
    ],
)
def test_what_cannot_be_answered_is_said(snapshot_with: With, ask: Ask, asked: dict[str, Any], key: str) -> None:
    with pytest.raises(InputError) as refused:
        ask(snapshot_with([]), **{"indicator": LEP, **asked})
    assert refused.value.key == key


SERVICES = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(CODES),
            "kind": st.sampled_from(["nursery", "spring_section", "preschool", "care_home", "integrated_day_centre"]),
            "capacity_authorised": st.none() | st.integers(0, 90),
            "capacity_accredited": st.none() | st.integers(0, 90),
            "capacity_part_time": st.none() | st.integers(0, 20),
            "opening_hours": st.sampled_from([None, "24/7", "Mo-Fr 08:00-12:00"]),
            "position_quality": st.sampled_from(["exact", "none"]),
        }
    ),
    max_size=12,
)


@settings(max_examples=25)
@given(services=SERVICES)
def test_parts_add_up_to_the_whole_at_every_level(
    services: list[dict[str, Any]], service: Make, snapshot_with: With, agreement_tables: Mapping[str, Rows], ask: Ask
) -> None:
    rows = [service(f"s{number}", made["code"], **_without(made, "code")) for number, made in enumerate(services)]
    others = {name: table for name, table in agreement_tables.items() if name != "services"}
    snapshot = snapshot_with(rows, **others)
    for indicator in ADDITIVE:
        wholes = [_totals(ask(snapshot, indicator, level=level).rows) for level in Level]
        assert all(whole == wholes[0] for whole in wholes), indicator


def _without(cells: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in cells.items() if key != name}


def _totals(rows: Sequence[CoverageRow]) -> tuple[Any, ...]:
    """Add up areas; one without upper bound leaves none to the whole."""
    highs = [row.numerator_high for row in rows]
    names = ("record_count", "unknown_count", "demo_count", "municipality_count")
    return (
        sum(row.numerator_low for row in rows),
        None if None in highs else sum(highs),
        sum(row.denominator or 0 for row in rows),
        *(sum(getattr(row, name) for row in rows) for name in names),
    )


@settings(max_examples=20)
@given(order=st.permutations(range(5)))
def test_the_order_of_records_changes_nothing(order: list[int], service: Make, snapshot_with: With, ask: Ask) -> None:
    rows = [service(f"s{n}", CODES[n], capacity_authorised=None if n == 2 else 10 + n) for n in range(5)]
    answer = ask(snapshot_with([rows[n] for n in order]), LEP)
    assert answer == ask(snapshot_with(rows), LEP)


def test_areas_of_an_answer_have_their_outline(snapshot_with: With, toy_territory: Territory, ask: Ask) -> None:
    snapshot = snapshot_with([])
    provinces = geojson(ask(snapshot, LEP, level=Level.PROVINCE), "it", territory=toy_territory)
    group = geojson(ask(snapshot, LEP, municipality_codes=CODES[:2]), "it", territory=toy_territory)
    assert [feature["geometry"]["type"] for feature in provinces["features"]] == ["Polygon", "Polygon"]
    assert group["features"][0]["geometry"]["type"] == "Polygon"
