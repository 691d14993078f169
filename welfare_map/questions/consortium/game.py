"""
What a shared service costs, and who pays what.

The game: firms that need nothing cost nothing. Any others pay for whole places, as many as hold the sum of what they
need, each at the yearly cost of a place, and for the structures that hold those places, each at its fixed cost. A
structure is a section, a vehicle, a class; without a known capacity one holds them all. So the cost of a coalition
depends on the sum of its needs alone and never falls when somebody joins.

Needs are whole numbers of thousandths (``MILLI``), costs whole cents: sums are exact and in no order.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import isotonic_regression

from geodata.crs import FloatArray
from welfare_map.model import EXACT_FIRM_COUNT

IntArray = npt.NDArray[np.int64]
MILLI = 1000
"""Thousandths of a place: what an estimate is rounded to."""
SAMPLED_STEPS = 600_000
"""Joinings that are tried where a Shapley value is sampled: orders × members."""
FEWEST_ORDERS = 500
Z_95 = 1.96
"""Half width of a 95% interval, in standard errors."""


@dataclass(frozen=True, slots=True)
class Costs:
    """
    Costs of a year in cents; None where nobody says them.

    ``capacity_count`` is the places of one structure; None for as many as are needed.
    """

    place_cents: int | None
    fixed_cents: int | None
    capacity_count: int | None

    @property
    def is_known(self) -> bool:
        """One of the two costs is known; the other then counts as nothing, and the answer says so."""
        return self.place_cents is not None or self.fixed_cents is not None

    def places(self, milli: npt.ArrayLike) -> IntArray:
        """Return the whole places that hold sums of needs."""
        return -(-np.asarray(milli, np.int64) // MILLI)

    def structures(self, places: npt.ArrayLike) -> IntArray:
        """Return the structures that hold so many places; none for none."""
        count = np.asarray(places, np.int64)
        return np.minimum(count, 1) if self.capacity_count is None else -(-count // self.capacity_count)

    def cents(self, milli: npt.ArrayLike) -> IntArray:
        """Return the cost of coalitions with these sums of needs."""
        places = self.places(milli)
        return places * (self.place_cents or 0) + self.structures(places) * (self.fixed_cents or 0)


@dataclass(frozen=True, slots=True)
class BreakEven:
    """
    Places at which a fee pays the cost.

    Parameters
    ----------
    first_places
        The fewest.
    always_places
        From here on it always pays; before, a further structure that is hardly filled costs more than it brings. None
        where only full structures pay.
    """

    first_places: int
    always_places: int | None


def break_even(costs: Costs, fee_eur: float | None) -> BreakEven | None:
    """
    Return at how many places a fee per place and year pays the cost; None where it never does or is unknown.

    Notes
    -----
    What a place brings beyond its own cost, m, pays the fixed cost f of k structures from k × f / m places on; so many
    that hold c places each are more than k - 1 of them need, (k - 1) × c + 1, as long as k × (c × m - f) < (c - 1) × m.
    """
    if fee_eur is None or not costs.is_known:
        return None
    margin, fixed, capacity = round(fee_eur * 100) - (costs.place_cents or 0), costs.fixed_cents or 0, _one(costs)
    if margin < 0 or (margin == 0 and fixed > 0) or (capacity is not None and capacity * margin < fixed):
        return None
    first = max(1, -(-fixed // margin)) if margin else 1
    if capacity is None or first == 1:
        return BreakEven(first, first)
    spare = capacity * margin - fixed
    if not spare:
        return BreakEven(first, None)
    whole = -(-(capacity - 1) * margin // spare)
    return BreakEven(first, max(first, -(-(whole - 1) * fixed // margin)))


def _one(costs: Costs) -> int | None:
    """Return the places of one structure where its number matters."""
    return costs.capacity_count if costs.fixed_cents else None


def shapley_cents(milli: Sequence[int], costs: Costs) -> tuple[list[int], float]:
    """
    Share the cost of all by the Shapley value: what each adds, on average over all orders of joining.

    Parameters
    ----------
    milli
        What each firm needs, thousandths.
    costs
        The game.

    Returns
    -------
    shares
        Cents, in the order of the needs; they add up to the cost. Who needs more never pays less; who needs the same
        pays the same, but for one cent where it cannot be divided.
    error_cents
        0 up to ``EXACT_FIRM_COUNT`` firms; above it half the width of the widest 95% interval of a sampled share.

    Notes
    -----
    Shapley 1953. Sampled by random orders (Castro, Gómez & Tejada 2009), then brought in the order of the needs by
    pooling, which only comes nearer to the true value, as that is in the same order.
    """
    if len(milli) <= EXACT_FIRM_COUNT:
        values, error_cents = _exact(milli, costs), 0.0
    else:
        values, error_cents = _sampled(milli, costs)
    total = int(costs.cents(sum(milli)))
    return whole_cents(_in_order(values, milli), total, milli), error_cents


def headcount_cents(employees: Sequence[int | None], total_cents: int) -> list[int] | None:
    """Share a cost in proportion to employees, cents that add up; None where somebody's are not known."""
    known = [count for count in employees if count is not None]
    if len(known) < len(employees) or not sum(known):
        return None
    heads = np.array(known, float)
    return whole_cents(total_cents * heads / heads.sum(), total_cents, known)


def whole_cents(values: FloatArray, total: int, weights: Sequence[int]) -> list[int]:
    """Round to cents that add up: what is left goes to the largest remainders, then to the largest weights."""
    floors = np.floor(values).astype(np.int64)
    remainders = values - floors
    order = sorted(range(len(values)), key=lambda n: (-round(float(remainders[n]), 6), -values[n], -weights[n], n))
    for n in order[: max(0, total - int(floors.sum()))]:
        floors[n] += 1
    return [int(value) for value in floors]


def _exact(milli: Sequence[int], costs: Costs) -> FloatArray:
    """Weigh the table of all coalitions; entry ``mask`` is the coalition of the firms whose bit is set."""
    count = len(milli)
    if not count:
        return np.zeros(0)
    sums = np.zeros(1, np.int64)
    for need in milli:
        sums = np.concatenate([sums, sums + need])
    cost = costs.cents(sums).astype(float)
    joined, alone = _weights(count)
    apart = cost * alone
    both = cost * joined + apart
    without = float(apart[:-1].sum())
    return np.array([_with_bit(both, n) - without for n in range(count)]) + 0.0


def _with_bit(table: FloatArray, bit: int) -> float:
    """Add up the entries of coalitions with a firm."""
    return float(table.reshape(-1, 2, 1 << bit)[:, 1, :].sum())


@cache
def _weights(count: int) -> tuple[FloatArray, FloatArray]:
    """Return for each coalition the chance that a member of it joined last, and that somebody outside joins next."""
    sizes = np.zeros(1, np.int64)
    for _ in range(count):
        sizes = np.concatenate([sizes, sizes + 1])
    orders = [1 / (count * math.comb(count - 1, size)) for size in range(count)]
    alone = np.array([*orders, 0.0])[sizes]
    joined = np.array([0.0, *orders])[sizes]
    return joined, alone


def _sampled(milli: Sequence[int], costs: Costs) -> tuple[FloatArray, float]:
    """Let firms join in random orders, each order and its reverse; the same orders each time."""
    count = len(milli)
    pair_count = max(FEWEST_ORDERS, SAMPLED_STEPS // count) // 2
    orders = np.random.default_rng(count).permuted(np.tile(np.arange(count), (pair_count, 1)), axis=1)
    needs = np.array(milli, np.int64)
    means = (_added(orders, needs, costs) + _added(orders[:, ::-1], needs, costs)) / 2
    spread = means.std(axis=0, ddof=1) / math.sqrt(pair_count)
    return means.mean(axis=0), float(Z_95 * spread.max())


def _added(orders: npt.NDArray[np.int64], needs: IntArray, costs: Costs) -> FloatArray:
    """Return what each firm adds in each order."""
    steps = np.diff(costs.cents(np.cumsum(needs[orders], axis=1)), axis=1, prepend=0)
    added = np.empty(orders.shape)
    np.put_along_axis(added, orders, steps.astype(float), axis=1)
    return added


def _in_order(values: FloatArray, milli: Sequence[int]) -> FloatArray:
    """Pool shares so that who needs the same pays the same and who needs more never pays less; the sum stays."""
    if not len(values):
        return values
    needs, place, weights = np.unique(np.array(milli), return_inverse=True, return_counts=True)
    means = np.bincount(place, values, minlength=len(needs)) / weights
    return np.asarray(isotonic_regression(means, weights=weights).x)[place]
