"""Classes of figures with words, and areas in their shades."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import Level
from geodata.territory import Territory
from welfare_map.maps.choropleth import breaks_of, choropleth
from welfare_map.maps.encode import view_values
from welfare_map.maps.view import AreaFill, Bounds, MapAssets, MapView
from welfare_map.model import CoverageAnswer, CoverageQuery
from welfare_map.palette import HATCH, PRACTICE, SHADES, UNKNOWN
from welfare_map.questions.coverage import coverage
from welfare_map.snapshot import Snapshot

Make = Callable[..., dict[str, Any]]
ON = date(2026, 9, 15)
HOMES = "care_home_places_per_1000_aged_65"
TARGET: Mapping[str, Any] = {
    "target_id": "lep-nursery-2027",
    "name_it": "LEP",
    "name_en": "LEP",
    "value": 5,
    "source": "legge",
}
ASSETS = MapAssets(scripts=(), styles=(), boundaries="", layers=(), area=Bounds(8, 45, 9, 46))


@pytest.fixture(scope="module")
def ask(make_snapshot: Callable[..., Snapshot], make_service: Make) -> Callable[..., CoverageAnswer]:
    """Ask for homes or nurseries with so many places each, by municipality."""

    def answer(places: Mapping[str, int | None], kind: str = "care_home", **asked: Any) -> CoverageAnswer:
        column = "capacity_accredited" if kind == "care_home" else "capacity_authorised"
        services: Sequence[Mapping[str, Any]] = [
            make_service(
                code,
                None,
                "regione-lombardia-toy",
                kind=kind,
                municipality_code=code,
                capacity_part_time=0,
                **{column: count},
            )
            for code, count in places.items()
        ]
        snapshot = make_snapshot({"services": services, "targets": [TARGET]})
        indicator = HOMES if kind == "care_home" else "lep_nursery"
        return coverage(snapshot, CoverageQuery(as_of_on=ON, indicator=indicator, **asked))

    return answer


def test_classes_meet_at_round_figures() -> None:
    assert breaks_of([99, 203, 297, 404, 502, 600], None) == [200.0, 300.0, 400.0, 500.0]


def test_many_areas_that_have_none_do_not_push_the_others_together() -> None:
    some = [100.0, 200, 300, 400, 500, 600]
    assert breaks_of([0.0] * 90 + some, None) == breaks_of(some, None)


def test_the_target_is_where_two_classes_meet() -> None:
    assert breaks_of([10, 20, 30, 40, 50, 60], 33) == [20.0, 33, 40.0, 50.0]


def test_a_target_that_no_area_reaches_parts_nothing() -> None:
    assert 33 not in breaks_of([1, 2, 3, 4, 5], 33)


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [7.0]], ids=["nothing known", "all alike", "one"])
def test_figures_that_do_not_differ_are_one_class(values: list[float]) -> None:
    assert breaks_of(values, None) == []


@given(values=st.lists(st.floats(0, 1000), max_size=30), target=st.none() | st.floats(0.5, 900))
def test_every_class_lies_among_the_figures_in_order(values: list[float], target: float | None) -> None:
    found = breaks_of(values, target)
    assert found == sorted(set(found))
    assert len(found) < len(SHADES)
    assert all(min(values) < mark <= max(values) for mark in found)


def test_areas_are_shaded_from_light_to_dark_with_words(
    ask: Callable[..., CoverageAnswer], toy_territory: Territory
) -> None:
    answer = ask({"901001": 1, "902005": 90}, level=Level.PROVINCE)
    shown = choropleth(answer, toy_territory, "it")
    (alfa, beta) = shown.fills
    assert (alfa.colour, beta.colour) == (SHADES[0], SHADES[-1])
    assert set(alfa.codes) == {"901001", "901002", "901003", "901004"}
    assert alfa.name == "Alfa: 5 posti ogni 1.000 residenti di 65 anni e più – senza obiettivo"
    assert shown.shades[0].words.split()[0] == "meno"
    assert "meno di" in shown.legend("Posti")


def test_what_is_not_known_is_grey_and_what_cannot_be_told_hatched(
    ask: Callable[..., CoverageAnswer], toy_territory: Territory
) -> None:
    answer = ask({"901001": 60, "902001": None}, "nursery", level=Level.PROVINCE)
    shown = choropleth(answer, toy_territory, "it")
    assert [fill.colour for fill in shown.fills] == [SHADES[2], UNKNOWN, HATCH]
    assert [fill.is_hatched for fill in shown.fills] == [False, False, True]
    assert set(shown.fills[-1].codes) == {"902001", "902002", "902003", "902004", "902005"}
    assert [shade.words for shade in shown.shades][-2:] == [
        "cifra non nota",
        "tratteggio: non si può dire se raggiunge l'obiettivo",
    ]


def test_municipalities_of_a_class_share_a_fill(ask: Callable[..., CoverageAnswer], toy_territory: Territory) -> None:
    answer = ask({"901001": 1, "902001": 1})
    fills = choropleth(answer, toy_territory, "en").fills
    assert len(fills) < len(answer.rows) == 9
    assert sorted(code for fill in fills for code in fill.codes) == sorted(row.unit_code for row in answer.rows)


def test_a_group_of_municipalities_is_one_shade(ask: Callable[..., CoverageAnswer], toy_territory: Territory) -> None:
    answer = ask({"901001": 1}, municipality_codes=("901001", "901002"))
    (fill,) = choropleth(answer, toy_territory, "it").fills
    assert fill.codes == ("901001", "901002")


def test_shades_and_hatches_travel_as_such_and_plain_tints_without_a_word() -> None:
    plain = AreaFill(("000002",), PRACTICE, "A")
    shade = AreaFill(("000002",), SHADES[-1], "B", is_shade=True)
    hatched = AreaFill(("000002",), HATCH, "C", is_hatched=True)
    fills = view_values(MapView(fills=(plain, shade, hatched)), ASSETS)["fills"]
    assert fills == [["practice", "A", [2]], ["shade-5", "B", [2], 0], ["hatch", "C", [2], 1]]
