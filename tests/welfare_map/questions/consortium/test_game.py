"""Who pays what: against all orders of joining, one by one."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from welfare_map.model import EXACT_FIRM_COUNT
from welfare_map.questions.consortium.game import (
    Costs,
    break_even,
    headcount_cents,
    shapley_cents,
)

COSTS = st.builds(
    Costs,
    place_cents=st.none() | st.integers(0, 1_200_000),
    fixed_cents=st.none() | st.integers(0, 9_000_000),
    capacity_count=st.none() | st.integers(1, 12),
)
SOME_NEEDS = st.lists(st.integers(0, 9_000), min_size=1, max_size=6)
ANY_NEEDS = st.lists(st.integers(0, 9_000), min_size=1, max_size=24)
QUICK = settings(max_examples=25)


def cost_in_words(total_milli: int, costs: Costs) -> int:
    """Count places, then structures, as somebody would at a table."""
    places = 0
    while places * 1000 < total_milli:
        places += 1
    structures = 0
    while places and structures * (costs.capacity_count or places) < places:
        structures += 1
    return places * (costs.place_cents or 0) + structures * (costs.fixed_cents or 0)


def by_all_orders(needs: list[int], costs: Costs) -> list[Fraction]:
    added = [Fraction(0)] * len(needs)
    orders = list(permutations(range(len(needs))))
    for order in orders:
        total = 0
        for number in order:
            before = cost_in_words(total, costs)
            total += needs[number]
            added[number] += cost_in_words(total, costs) - before
    return [value / len(orders) for value in added]


@given(st.integers(0, 40_000), COSTS)
def test_the_cost_is_that_of_whole_places_and_of_the_structures_that_hold_them(total: int, costs: Costs) -> None:
    assert int(costs.cents(total)) == cost_in_words(total, costs)
    places, structures = int(costs.places(total)), int(costs.structures(costs.places(total)))
    assert total <= places * 1000
    assert costs.capacity_count is None or places <= structures * costs.capacity_count


@QUICK
@given(SOME_NEEDS, COSTS)
def test_shares_are_the_average_over_all_orders_to_the_cent(needs: list[int], costs: Costs) -> None:
    shares, error = shapley_cents(needs, costs)
    assert error == 0
    assert all(abs(share - value) <= 1 for share, value in zip(shares, by_all_orders(needs, costs), strict=True))


@QUICK
@given(ANY_NEEDS, COSTS)
def test_shares_add_up_to_the_cost_are_symmetric_and_never_fall_with_the_need(needs: list[int], costs: Costs) -> None:
    shares, _ = shapley_cents(needs, costs)
    assert sum(shares) == int(costs.cents(sum(needs)))
    for need, share in zip(needs, shares, strict=True):
        assert share >= 0
        for other_need, other_share in zip(needs, shares, strict=True):
            if need == other_need:
                assert abs(share - other_share) <= 1
            if need > other_need:
                assert share >= other_share


@QUICK
@given(SOME_NEEDS, COSTS, st.randoms())
def test_shares_do_not_depend_on_the_order_of_the_firms(needs: list[int], costs: Costs, chance: object) -> None:
    order = sorted(range(len(needs)), key=lambda _: chance.random())  # type: ignore[attr-defined]
    shares, _ = shapley_cents(needs, costs)
    moved, _ = shapley_cents([needs[number] for number in order], costs)
    assert all(abs(shares[number] - share) <= 1 for number, share in zip(order, moved, strict=True))


def test_who_needs_nothing_pays_nothing_however_many_they_are() -> None:
    costs = Costs(place_cents=1_050_000, fixed_cents=2_000_000, capacity_count=10)
    alone, _ = shapley_cents([4_000, 9_000], costs)
    among_others, _ = shapley_cents([4_000, 0, 9_000, *[0] * 12], costs)
    assert [share for share in among_others if share] == alone


def test_dearer_costs_nobody_less() -> None:
    needs = [500, 1_500, 2_250, 7_000]
    cheap, _ = shapley_cents(needs, Costs(100_000, 500_000, 5))
    dear, _ = shapley_cents(needs, Costs(120_000, 500_000, 5))
    assert all(before <= after for before, after in zip(cheap, dear, strict=True))


def test_a_fixed_cost_alone_is_shared_in_equal_parts_but_for_the_cent_that_is_left() -> None:
    shares, _ = shapley_cents([3_000, 1_000, 2_000], Costs(None, 10_000, None))
    assert shares == [3_334, 3_333, 3_333]


def test_a_place_for_each_whole_child_costs_each_its_own() -> None:
    assert shapley_cents([3_000, 9_000], Costs(1_000, None, None))[0] == [3_000, 9_000]


def test_two_half_places_are_one() -> None:
    assert shapley_cents([500, 500], Costs(1_000, None, None))[0] == [500, 500]


def test_above_the_exact_count_the_sampled_shares_are_within_the_stated_error() -> None:
    """Pairs of firms that need a half share a place; each alone would pay a whole one: the exact value by the table."""
    costs = Costs(place_cents=1_000_000, fixed_cents=3_000_000, capacity_count=9)
    needs = [2_500, 1_250, 700] * 6
    exact, none = shapley_cents(needs, costs)
    assert (len(needs), none) == (EXACT_FIRM_COUNT, 0.0)
    sampled, error = shapley_cents([*needs, 0], costs)
    assert 0 < error < 40_000
    assert sampled[-1] == 0
    assert all(abs(one - other) <= error for one, other in zip(exact, sampled, strict=False))


@pytest.mark.parametrize(
    ("employees", "expected"),
    [
        pytest.param([10, 30], [250, 750], id="in proportion"),
        pytest.param([1, 1, 1], [334, 333, 333], id="the cent that is left goes to the first"),
        pytest.param([10, None], None, id="somebody's are not known"),
        pytest.param([0, 0], None, id="nobody works there"),
    ],
)
def test_by_heads(employees: list[int | None], expected: list[int] | None) -> None:
    assert headcount_cents(employees, 1_000) == expected


@pytest.mark.parametrize(
    ("costs", "fee_eur", "expected"),
    [
        pytest.param(Costs(1_000_00, 6_000_00, None), 1_500.0, (12, 12), id="the margin pays the fixed cost"),
        pytest.param(Costs(100_00, 1_000_00, 10), 250.0, (7, 14), id="eleven places need a second structure"),
        pytest.param(Costs(1_000_00, 6_000_00, 12), 1_500.0, (12, None), id="full structures alone"),
        pytest.param(Costs(1_000_00, 6_000_00, 13), 1_500.0, (12, 132), id="with gaps up to the eleventh structure"),
        pytest.param(Costs(1_000_00, 6_000_00, 11), 1_500.0, None, id="a structure is too small"),
        pytest.param(Costs(1_000_00, None, 10), 1_000.0, (1, 1), id="a fee as high as the place"),
        pytest.param(Costs(1_000_00, None, None), 999.0, None, id="a fee below the place"),
        pytest.param(Costs(None, 6_000_00, None), 500.0, (12, 12), id="a fixed cost alone"),
        pytest.param(Costs(None, None, None), 500.0, None, id="costs that nobody knows"),
        pytest.param(Costs(1_000_00, None, None), None, None, id="a fee that nobody knows"),
    ],
)
def test_break_even(costs: Costs, fee_eur: float | None, expected: tuple[int, int | None] | None) -> None:
    found = break_even(costs, fee_eur)
    assert (None if found is None else (found.first_places, found.always_places)) == expected


@given(
    st.builds(
        Costs,
        place_cents=st.none() | st.integers(0, 1_200),
        fixed_cents=st.none() | st.integers(0, 9_000),
        capacity_count=st.none() | st.integers(1, 12),
    ),
    st.floats(0, 20),
)
def test_before_the_break_even_the_fee_never_pays_and_from_the_last_gap_on_always(costs: Costs, fee_eur: float) -> None:
    """Count every number of places up to beyond the last gap that such small structures can have."""
    found = break_even(costs, fee_eur)
    until = 30 + max(found.first_places, found.always_places or 0) if found else 300
    pays = [count * round(fee_eur * 100) >= cost_in_words(count * 1000, costs) for count in range(1, until + 1)]
    if found is None:
        assert not costs.is_known or not any(pays)
        return
    assert pays.index(True) == found.first_places - 1
    if found.always_places is None:
        assert costs.capacity_count is not None
        assert pays == [count % costs.capacity_count == 0 for count in range(1, until + 1)]
        return
    assert all(pays[found.always_places - 1 :])
    assert found.always_places == 1 or not pays[found.always_places - 2]
