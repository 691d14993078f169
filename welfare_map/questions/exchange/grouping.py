"""
Which of some firms should meet, and at whose site: the combinatorial part alone.

A set of firms is the bits of a whole number. A question is a firm and a theme on which it asks; it is answered when
another member tells of that theme. The value of a group is the minutes of all to the place, less what its answered
questions are worth; the smallest is the best. A group has between six and ten firms, at least two sizes where the firms
have two, and nobody comes for nothing: each tells what another asks, or asks what another tells.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from geodata.crs import FloatArray

EXACT_COUNT: Final = 12
"""Firms up to which all groups are looked at: 2,497 of them."""
HOST_COUNT: Final = 12
NEAR_COUNT: Final = 30
"""Places that the search tries, and firms around each of them."""
PENALTY_MIN: Final = 10_000.0
"""Minutes for each rule that is broken: more than any trip, so that a whole group always beats a broken one."""
CLOSE_COUNT: Final = 5
TOLERANCE_MIN: Final = 1e-9


@dataclass(frozen=True)
class Circle:
    """
    Firms that may meet.

    Parameters
    ----------
    travel_min
        Minutes from the firm of the row to the site of the firm of the column; infinite where it cannot be reached.
    asks, tells
        Per theme, the firms that ask and those that tell.
    sizes
        Per known size class, its firms.
    must
        A firm that is in every group, None for none.
    may_listen
        That firm may come for nothing.
    worth_min
        Minutes that an answered question is worth.
    least_count, most_count
        Firms of a group.
    """

    travel_min: FloatArray
    asks: tuple[int, ...]
    tells: tuple[int, ...]
    sizes: tuple[int, ...]
    must: int | None
    worth_min: float
    least_count: int
    most_count: int
    may_listen: bool = True

    @property
    def count(self) -> int:
        """How many firms there are."""
        return len(self.travel_min)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A group: its firms, the one at whose site they meet, and how good that is."""

    members: tuple[int, ...]
    host: int
    travel_min: float
    answered_count: int
    value_min: float
    is_exact: bool


def best_meeting(circle: Circle) -> Meeting | None:
    """Return the best group, surely the best of up to ``EXACT_COUNT`` firms; None where none keeps all the rules."""
    return exact_meeting(circle) if circle.count <= EXACT_COUNT else searched_meeting(circle)


def members_of(group: int) -> Iterator[int]:
    """Yield the firms of a set, the lowest number first."""
    while group:
        low = group & -group
        yield low.bit_length() - 1
        group ^= low


def answered(circle: Circle, group: int) -> tuple[int, int]:
    """Return how many questions are answered in a group, and the firms that do not come for nothing."""
    count, useful = 0, 0
    for asking, telling in zip(circle.asks, circle.tells, strict=True):
        asks, tells = asking & group, telling & group
        if tells and not tells & (tells - 1):  # one alone does not answer its own question
            asks &= ~tells
        if asks and tells:
            count += asks.bit_count()
            useful |= asks | tells
    return count, useful


# --- all groups -----------------------------------------------------------------------------------------------------


def exact_meeting(circle: Circle) -> Meeting | None:
    """Look at every group and every place."""
    best: Meeting | None = None
    for group in _groups(circle):
        if _broken_count(circle, group, answered(circle, group)[1]):
            continue
        found = _meeting(circle, group, is_exact=True)
        if found is not None and (best is None or _order(found) < _order(best)):
            best = found
    return best


def _groups(circle: Circle) -> Iterator[int]:
    must = 0 if circle.must is None else 1 << circle.must
    others = [1 << firm for firm in range(circle.count) if firm != circle.must]
    for size in range(circle.least_count, circle.most_count + 1):
        for chosen in combinations(others, size - must.bit_count()):
            yield must | sum(chosen)


def _meeting(circle: Circle, group: int, *, is_exact: bool) -> Meeting | None:
    """Return a group at the site of the member to whom all travel least, None where somebody reaches none."""
    members = list(members_of(group))
    sums_min = circle.travel_min[np.ix_(members, members)].sum(axis=0)
    place = int(sums_min.argmin())
    if not np.isfinite(sums_min[place]):
        return None
    travel_min, count = round(float(sums_min[place]), 6), answered(circle, group)[0]
    value_min = round(travel_min - circle.worth_min * count, 6)
    return Meeting(tuple(members), members[place], travel_min, count, value_min, is_exact)


def _order(meeting: Meeting) -> tuple[float, float, tuple[int, ...]]:
    return meeting.value_min, meeting.travel_min, meeting.members


def _broken_count(circle: Circle, group: int, useful: int) -> int:
    """Count the rules that a group breaks."""
    listener = 1 << circle.must if circle.must is not None and circle.may_listen else 0
    size = group.bit_count()
    idle_count = (group & ~useful & ~listener).bit_count()
    size_count = sum(bool(group & firms) for firms in circle.sizes)
    is_uniform = size_count < min(2, len(circle.sizes))
    outside_count = max(0, circle.least_count - size, size - circle.most_count)
    return idle_count + outside_count + is_uniform


# --- search ---------------------------------------------------------------------------------------------------------


def searched_meeting(circle: Circle) -> Meeting | None:
    """
    Search from the most central places: add, drop or change the firm that helps most, until nothing helps.

    The same firms always give the same group.
    """
    found = [meeting for host in _hosts(circle) if (meeting := _searched_at(circle, host)) is not None]
    return min(found, key=_order, default=None)


def _hosts(circle: Circle) -> list[int]:
    """Return the places to try: those that their nearest firms reach fastest."""
    nearest_min = np.sort(circle.travel_min, axis=0)[: CLOSE_COUNT + 1].sum(axis=0)
    order = np.lexsort((np.arange(circle.count), nearest_min))
    return [int(host) for host in order[:HOST_COUNT]]


def _searched_at(circle: Circle, host: int) -> Meeting | None:
    must = 0 if circle.must is None else 1 << circle.must
    near = [int(firm) for firm in np.argsort(circle.travel_min[:, host], kind="stable")[:NEAR_COUNT]]
    near = [firm for firm in near if np.isfinite(circle.travel_min[firm, host])]
    if circle.must is not None and not np.isfinite(circle.travel_min[circle.must, host]):
        return None
    fixed = must | 1 << host
    group = _improved(circle, host, fixed, near)
    if _broken_count(circle, group, answered(circle, group)[1]):
        return None
    return _meeting(circle, group, is_exact=False)


def _improved(circle: Circle, host: int, fixed: int, near: list[int]) -> int:
    """Return the group to which no single step is worth taking."""
    price = _priced(circle, host)
    group, price_min = fixed, price(fixed)
    while True:
        candidates = _steps(circle, group, fixed, near)
        best_min, best = min(((price(one), one) for one in candidates), default=(price_min, group))
        if best_min >= price_min - TOLERANCE_MIN:
            pairs = _pairs(circle, group, near)
            best_min, best = min(((price(one), one) for one in pairs), default=(price_min, group))
        if best_min >= price_min - TOLERANCE_MIN:
            return group
        group, price_min = best, best_min


def _priced(circle: Circle, host: int) -> Callable[[int], float]:
    """Return what tells the value of a group at a place, broken rules included."""
    minutes = [float(value) for value in circle.travel_min[:, host]]

    def price(group: int) -> float:
        count, useful = answered(circle, group)
        travel_min = sum(minutes[firm] for firm in members_of(group))
        return travel_min - circle.worth_min * count + PENALTY_MIN * _broken_count(circle, group, useful)

    return price


def _steps(circle: Circle, group: int, fixed: int, near: list[int]) -> Iterator[int]:
    """Yield the groups that are one step away: one firm more, one fewer, one in another's place."""
    outside = [1 << firm for firm in near if not group >> firm & 1]
    inside = [1 << firm for firm in members_of(group & ~fixed)]
    if group.bit_count() < circle.most_count:
        yield from (group | firm for firm in outside)
    yield from (group & ~firm for firm in inside)
    yield from (group & ~old | new for old in inside for new in outside)


def _pairs(circle: Circle, group: int, near: list[int]) -> Iterator[int]:
    """Yield the groups with two firms more: who tells may only be worth having together with who asks."""
    outside = [1 << firm for firm in near if not group >> firm & 1]
    if group.bit_count() + 2 <= circle.most_count:
        yield from (group | first | second for first, second in combinations(outside, 2))
