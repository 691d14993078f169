"""What made a figure change, and where it goes: the parts add up, and nothing unknown becomes a number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.ageing import AGE_COUNT, Ages
from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.model import ChangeAnswer, CoverageQuery, EarlierFigure
from welfare_map.questions.coverage import change, projection
from welfare_map.questions.coverage.changing import decomposed
from welfare_map.snapshot import Snapshot
from welfare_map.texts.errors import error_words

ON = date(2026, 9, 15)
AGED_65 = "care_home_places_per_1000_aged_65"
Make = Callable[..., dict[str, Any]]
With = Callable[..., Snapshot]
COUNTS = st.integers(0, 100_000)
RESIDENTS = st.integers(1, 3_000_000)


@given(before=st.tuples(COUNTS, RESIDENTS), now=st.tuples(COUNTS, RESIDENTS))
def test_places_and_residents_add_up_to_the_change(before: tuple[int, int], now: tuple[int, int]) -> None:
    """Exactly in fractions, to the last digits in floating point."""
    exact = decomposed((Fraction(before[0]), Fraction(before[1])), (Fraction(now[0]), Fraction(now[1])))  # type: ignore[arg-type]
    assert sum(exact) == Fraction(*now) - Fraction(*before)
    assert sum(decomposed(before, now)) == pytest.approx(now[0] / now[1] - before[0] / before[1], abs=1e-9)


@given(before=st.tuples(COUNTS, RESIDENTS), now=st.tuples(COUNTS, RESIDENTS))
def test_the_way_back_is_the_same_with_the_other_sign(before: tuple[int, int], now: tuple[int, int]) -> None:
    assert decomposed(now, before) == pytest.approx([-effect for effect in decomposed(before, now)], abs=1e-9)


@given(part=st.tuples(COUNTS, RESIDENTS), places=COUNTS, residents=RESIDENTS)
def test_what_did_not_change_has_no_effect(part: tuple[int, int], places: int, residents: int) -> None:
    assert decomposed(part, (places, part[1]))[1] == 0
    assert decomposed(part, (part[0], residents))[0] == 0


@pytest.fixture
def snapshot(service: Make, snapshot_with: With) -> Snapshot:
    """40 places in Uno (20 aged 65 and over) and 30 in Due (40); Tre's home is silent."""
    home = {"kind": "care_home"}
    return snapshot_with(
        [
            service("one", "901001", capacity_accredited=40, **home),
            service("two", "901002", capacity_accredited=30, **home),
            service("three", "901003", **home),
        ]
    )


def query(**asked: Any) -> CoverageQuery:
    return CoverageQuery(**{"as_of_on": ON, "indicator": AGED_65, "level": Level.MUNICIPALITY, **asked})


def figure(code: str, numerator: float | None, denominator: float | None, **more: Any) -> EarlierFigure:
    value = None if numerator is None or not denominator else 1000 * numerator / denominator
    known = {"value_low": value, "value_high": value, "is_demo": False, **more}
    return EarlierFigure(unit_code=code, numerator=numerator, denominator=denominator, **known)


def changed(snapshot: Snapshot, *earlier: EarlierFigure, **other: object) -> ChangeAnswer:
    parameters = {"places": "accredited", "part_time_share": 0.5, "shift": "early", "with_demo": True, **other}
    return change(snapshot, query(), earlier, parameters)


def test_a_change_is_split_for_each_area_that_is_in_both(snapshot: Snapshot) -> None:
    """Uno had 20 places for 10 of the age (2,000 per 1,000), now 40 for 20 (2,000): 1,500 more and 1,500 less."""
    answer = changed(snapshot, figure("901001", 20, 10), figure("999999", 1, 1))
    (row,) = answer.rows
    assert (row.value_before, row.value, row.change) == (2000, 2000, 0)
    assert (row.numerator_effect, row.denominator_effect) == (pytest.approx(1500), pytest.approx(-1500))
    assert (answer.only_before_count, answer.only_now_count) == (1, 8)


@pytest.mark.parametrize(
    ("code", "numerator", "denominator"),
    [
        pytest.param("901001", None, 10, id="not known then"),
        pytest.param("901001", 10, 0, id="nobody then"),
        pytest.param("901003", 10, 10, id="not known now"),
    ],
)
def test_what_is_not_known_then_or_now_is_not_split(
    snapshot: Snapshot, code: str, numerator: float | None, denominator: float
) -> None:
    (row,) = changed(snapshot, figure(code, numerator, denominator)).rows
    assert (row.change, row.numerator_effect, row.denominator_effect) == (None, None, None)


def test_an_invented_figure_then_labels_the_change(snapshot: Snapshot) -> None:
    answer = changed(snapshot, figure("901001", 20, 10, is_demo=True))
    assert answer.has_demo
    assert "cifra dimostrativa" in answer.sentence.words("it")


@pytest.mark.parametrize(
    ("least", "most", "direction"),
    [
        pytest.param(1000, 1000, 1, id="20 places more"),
        pytest.param(2000, 2000, 0, id="nothing new"),
        pytest.param(2500, 2500, -1, id="places less"),
        pytest.param(1000, 3000, None, id="a home that was silent says its places"),
        pytest.param(1000, 2000, None, id="a home that might have had none says its places"),
        pytest.param(2000, 3000, None, id="a home that might have had more says its places"),
        pytest.param(0, None, None, id="there was no list"),
    ],
)
def test_a_figure_is_said_to_rise_only_where_both_ends_of_what_is_not_known_do(
    snapshot: Snapshot, least: float, most: float | None, direction: int | None
) -> None:
    """Uno has 40 places for 20 of the age now, 2,000 per 1,000, and nothing is unknown there."""
    answer = changed(snapshot, figure("901001", 20, 20, value_low=least, value_high=most))
    assert answer.rows[0].direction == direction
    said = {1: "per certo la cifra sale", -1: "per certo la cifra scende", 0: "non cambia", None: "non si può dire"}
    assert said[direction] in answer.sentence.words("it")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("places", "authorised", "quali posti contano"),
        ("part_time_share", 1, "quanto vale un posto part-time"),
        ("shift", "late", "turno"),
        ("with_demo", False, "solo dati reali"),
    ],
)
def test_figures_that_were_counted_otherwise_are_not_compared(
    snapshot: Snapshot, name: str, value: object, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        changed(snapshot, figure("901001", 20, 20), **{name: value})
    assert f"con altre impostazioni ({words}):" in error_words(caught.value, "it")


@pytest.fixture
def ages(snapshot: Snapshot) -> Ages:
    """10 women and 10 men of each age from 64 to 67; nobody was lost on the way, and nobody yet grew older than 67."""
    codes = tuple(snapshot.territory.municipalities["municipality_code"])
    before, now = (np.zeros((2, len(codes), AGE_COUNT)) for _ in range(2))
    before[:, :, 64:67] = 10
    now[:, :, 64:68] = 10
    return Ages(2023, before, now, codes)


def test_areas_of_which_not_all_is_known_are_not_projected(snapshot: Snapshot, ages: Ages) -> None:
    """Tre is in district monte; the region reaches beyond the map once it is only a part of it."""
    table = snapshot.territory.municipalities.copy()
    table.loc[table["municipality_code"] == "901003", "has_residents"] = False
    gap = replace(snapshot, territory=replace(snapshot.territory, municipalities=table))
    answer = projection(gap, query(level=Level.DISTRICT), ages, (2024,))
    assert ([row.unit_code for row in answer.rows], answer.left_out_count) == (["valle"], 1)
    part = replace(snapshot, territory=replace(snapshot.territory, area=("province:901", "province:902")))
    answer = projection(part, query(level=Level.REGION), ages, (2024,))
    assert (answer.rows, answer.left_out_count) == ((), 1)


def test_places_stay_and_residents_age(snapshot: Snapshot, ages: Ages) -> None:
    """60 are 65 and over; a year later 20 come in at 65, and the 20 who were 67 are gone, as those before them."""
    rows = projection(snapshot, query(code="901001"), ages, (2023, 2024)).rows
    assert [(row.year, row.residents) for row in rows] == [(2023, 60), (2024, pytest.approx(60))]


def test_to_stay_where_it_is_a_figure_needs_places_as_residents_grow(snapshot: Snapshot, ages: Ages) -> None:
    (row,) = projection(snapshot, query(code="901001"), ages, (2023,)).rows
    assert row.value == pytest.approx(1000 * 40 / 60)
    assert row.residents_effect == pytest.approx(1000 * (40 / 60 - 40 / 20))
    assert row.places_to_stay == pytest.approx(40 * (60 / 20 - 1))
    assert row.places_to_target is None


def test_places_to_the_target_are_told_at_both_ends(service: Make, snapshot_with: With) -> None:
    """55 children aged 3–36 months need 18.15 places; of the 10 that stand none to all are part-time, at a half."""
    own = snapshot_with([service("one", "901001", capacity_authorised=10, capacity_part_time=None)])
    codes = tuple(own.territory.municipalities["municipality_code"])
    children = np.zeros((2, len(codes), AGE_COUNT))
    children[:, :, :4] = 10
    asked = query(code="901001", indicator="lep_nursery")
    (row,) = projection(own, asked, Ages(2023, children, children, codes), (2023,)).rows
    assert row.places_to_target_low == row.places_to_target == pytest.approx(18.15 - 10)
    assert row.places_to_target_high == pytest.approx(18.15 - 5)


def test_areas_named_by_code_are_projected_with_their_own_residents(snapshot: Snapshot) -> None:
    """Number n has n women and n men of each age from 65 to 69: Due 20, Tre 30."""
    codes = tuple(snapshot.territory.municipalities["municipality_code"])
    now = np.zeros((2, len(codes), AGE_COUNT))
    now[:, :, 65:70] = np.arange(1, 10)[None, :, None]
    rows = projection(snapshot, query(codes=("901002", "901003")), Ages(2023, now, now, codes), (2023,)).rows
    assert {row.unit_name: row.residents for row in rows} == {"Due": 20, "Tre": 30}


def test_the_sentence_of_one_area_says_from_where_to_where(snapshot: Snapshot, ages: Ages) -> None:
    said = projection(snapshot, query(code="901001"), ages, (2023,)).sentence.words("it")
    assert said.startswith("Uno: nel 2023 i residenti dell'età sarebbero 60 (+200 %)")
    assert "da 2.000 a 666,67 posti ogni 1.000 residenti" in said


def test_what_records_do_not_say_stays_an_interval(snapshot: Snapshot, ages: Ages) -> None:
    (row,) = projection(snapshot, query(code="901003"), ages, (2025,)).rows
    assert (row.value, row.residents_effect, row.places_to_stay, row.value_low) == (None, None, None, 0)


@pytest.mark.parametrize(
    ("indicator", "years"),
    [
        pytest.param("practices_count", (2030,), id="a count"),
        pytest.param("municipalities_with_nursery_pct", (2030,), id="by municipalities"),
        pytest.param(AGED_65, (2022,), id="before what is known"),
        pytest.param(AGED_65, (), id="no year"),
    ],
)
def test_what_cannot_be_projected_is_said(
    snapshot: Snapshot, ages: Ages, indicator: str, years: tuple[int, ...]
) -> None:
    with pytest.raises(InputError):
        projection(snapshot, query(indicator=indicator), ages, years)
