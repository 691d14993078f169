"""Which groups of firms reach the threshold at a common site: all of them, or the best with proven bounds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray
from welfare_map.model import EXACT_FIRM_COUNT
from welfare_map.questions.consortium.groups import Effort, greedy_group, lowest_total_min, minimal_groups
from welfare_map.questions.consortium.sites import Field

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
STEPS_IN_ALL = 200_000
KEPT_IN_ALL = 3_000
FEWEST_KEPT = 10
"""Steps of all searches of a question, groups kept of those that did not come to their end, and at least of each."""
CHUNK = 1_024
"""Groups whose minutes are added up at once."""


@dataclass(frozen=True)
class Wanted:
    """
    What is looked for among the firms of a field.

    Parameters
    ----------
    milli
        What each firm needs, thousandths; 0 where it is not known.
    is_named
        It is in every group.
    may_join
        It may be in a group beside those named.
    threshold
        What a group must reach, thousandths.
    limit_min
        Longest travel, from a firm to the site and from the point to it.
    """

    milli: IntArray
    is_named: BoolArray
    may_join: BoolArray
    threshold: int
    limit_min: float

    @property
    def missing(self) -> int:
        """What those who join must bring."""
        return self.threshold - int(self.milli[self.is_named].sum())


@dataclass(frozen=True)
class Reach:
    """
    Who can come to which site.

    Parameters
    ----------
    sites
        Numbers of the sites that all who are named reach.
    is_near
        A row per firm, a column per such site: it needs some, may join, and is within reach.
    """

    sites: npt.NDArray[np.intp]
    is_near: BoolArray


@dataclass(frozen=True)
class Found:
    """
    Groups as sorted numbers of firms of the field, the best first, and what is proven of all groups there are.

    ``total_min`` and ``milli`` in the bounds are the lowest of any group; where the list is not complete, of any group
    that there could be.
    """

    groups: tuple[tuple[int, ...], ...]
    found_count: int
    is_complete: bool
    fewest_count: int | None
    lowest_total_min: float
    lowest_milli: int


def reach_of(field: Field, wanted: Wanted) -> Reach:
    """Return who can come to which site."""
    is_in = field.travel_min <= wanted.limit_min
    sites = np.flatnonzero((field.point_min <= wanted.limit_min) & is_in[wanted.is_named].all(axis=0))
    joins = wanted.may_join & ~wanted.is_named & (wanted.milli > 0)
    is_near = is_in[:, sites] & joins[:, np.newaxis]
    return Reach(sites, is_near)


def common_sets(reach: Reach) -> list[BoolArray]:
    """Return the largest sets of firms that have a common site, none within another, the smallest first."""
    if not reach.is_near.size:
        return []
    columns = {column.tobytes(): column for column in reach.is_near.T}
    sets = np.array(list(columns.values()))
    shared = sets.astype(np.float32) @ sets.T.astype(np.float32)
    sizes = np.diag(shared)
    is_within = (shared == sizes[:, np.newaxis]) & (sizes[:, np.newaxis] < sizes)
    return sorted(sets[~is_within.any(axis=1)], key=np.sum)


def fewest_firm_count(reach: Reach, wanted: Wanted) -> int | None:
    """
    Return how many firms the smallest group has, those that are named among them; None where there is none.

    At a site the largest needs reach the threshold soonest.
    """
    if not reach.is_near.size:
        return None
    named_count = int(wanted.is_named.sum())
    if wanted.missing <= 0:
        return named_count
    is_near = reach.is_near[np.argsort(-wanted.milli, kind="stable")]
    reached = np.cumsum(is_near * -np.sort(-wanted.milli)[:, np.newaxis], axis=0) >= wanted.missing
    if not reached.any():
        return None
    last = np.argmax(reached, axis=0)
    counts = np.cumsum(is_near, axis=0)[last, np.arange(len(last))]
    return named_count + int(counts[reached.any(axis=0)].min())


def search(field: Field, wanted: Wanted, *, max_count: int) -> Found:
    """
    Find the minimal groups.

    Parameters
    ----------
    max_count
        Most groups that come back.

    Returns
    -------
    found
        Groups by number of firms, then by minutes in all at their best site, then by ``organisation_id``. All minimal
        groups are found where no site has more than ``EXACT_FIRM_COUNT`` firms that may join within reach, or where
        the search ends in time; else some of them, among which one with the fewest firms of all.
    """
    reach = reach_of(field, wanted)
    best = _Best(field, wanted, reach, max_count)
    sets = common_sets(reach)
    effort = _effort(sets)
    done: list[BoolArray] = []
    for members in sets:
        firms = _largest_first(np.flatnonzero(members), wanted.milli)
        found = minimal_groups(wanted.milli[firms].tolist(), wanted.missing, effort)
        if found.is_complete:
            best.add_all(firms, _not_within(found.members, firms, done))
            done.append(members)
        else:
            table = _with_greedy(field, wanted, reach, firms, found.members)
            best.add_some(firms, _not_within(table, firms, done))
    return best.found()


def _effort(sets: list[BoolArray]) -> Effort:
    """Divide the effort among the sets that are searched."""
    many = max(1, int(sum(members.sum() > EXACT_FIRM_COUNT for members in sets)))
    return Effort(STEPS_IN_ALL // many, max(FEWEST_KEPT, KEPT_IN_ALL // many))


def _largest_first(firms: npt.NDArray[np.intp], milli: IntArray) -> npt.NDArray[np.intp]:
    return firms[np.argsort(-milli[firms], kind="stable")]


def _not_within(table: BoolArray, firms: npt.NDArray[np.intp], done: list[BoolArray]) -> BoolArray:
    """Leave out the groups within a set of firms of which all groups were found."""
    for members in done:
        table = table[table[:, ~members[firms]].any(axis=1)]
    return table


def _with_greedy(
    field: Field, wanted: Wanted, reach: Reach, firms: npt.NDArray[np.intp], searched: BoolArray
) -> BoolArray:
    """Add groups of the largest, of the nearest, and of the nearest for what they need, at each of the set's sites."""
    milli = wanted.milli[firms]
    orders: list[npt.NDArray[np.intp]] = [np.arange(len(firms))]
    inside = np.isin(np.arange(len(wanted.milli)), firms)
    for column, site in enumerate(reach.sites):
        if reach.is_near[~inside, column].any():
            continue
        near = np.flatnonzero(reach.is_near[firms, column])
        minutes = field.travel_min[firms[near], site]
        orders += [
            near,
            near[np.argsort(minutes, kind="stable")],
            near[np.argsort(minutes / milli[near], kind="stable")],
        ]
    greedy = (greedy_group(milli, wanted.missing, order) for order in orders)
    tables = [*(group[np.newaxis] for group in greedy if group is not None), searched]
    return np.asarray(np.unique(np.concatenate(tables), axis=0))


class _Best:
    """The best groups so far, and what holds of all."""

    def __init__(self, field: Field, wanted: Wanted, reach: Reach, max_count: int) -> None:
        self.field, self.wanted, self.reach, self.max_count = field, wanted, reach, max_count
        self.kept: dict[tuple[int, ...], tuple[int, float]] = {}
        self.all_count = 0
        self.some: set[tuple[int, ...]] = set()
        self.is_complete = not field.is_cut
        self.lowest_total_min = np.inf
        self.lowest_joining: int | None = None

    def add_all(self, firms: npt.NDArray[np.intp], table: BoolArray) -> None:
        """Take in all the groups of a set of firms."""
        self.all_count += len(table)
        self._add(firms, table)

    def add_some(self, firms: npt.NDArray[np.intp], table: BoolArray) -> None:
        """Take in some of the groups of a set of firms."""
        self.is_complete = False
        self.some.update(tuple(sorted(firms[row].tolist())) for row in table)
        self._add(firms, table)

    def _add(self, firms: npt.NDArray[np.intp], table: BoolArray) -> None:
        if not len(table):
            return
        starts = range(0, len(table), CHUNK)
        total_min = np.concatenate([self._total_min(firms, table[start : start + CHUNK]) for start in starts])
        self.lowest_total_min = min(self.lowest_total_min, float(total_min.min()))
        lowest = int((table @ self.wanted.milli[firms]).min())
        self.lowest_joining = lowest if self.lowest_joining is None else min(self.lowest_joining, lowest)
        named = np.flatnonzero(self.wanted.is_named).tolist()
        for row in np.lexsort((total_min, table.sum(axis=1)))[: self.max_count]:
            group = tuple(sorted([*named, *firms[table[row]].tolist()]))
            self.kept[group] = (len(group), float(total_min[row]))

    def _total_min(self, firms: npt.NDArray[np.intp], table: BoolArray) -> FloatArray:
        """Return minutes of all members together at the site where they are the fewest."""
        travel_min = self.field.travel_min[:, self.reach.sites]
        named = travel_min[self.wanted.is_named].sum(axis=0)
        rows, members = np.nonzero(table)
        if not len(rows):
            return np.full(len(table), round(float(named.min()), 1))
        minutes = np.where(self.reach.is_near[firms], travel_min[firms], np.inf)
        total = np.add.reduceat(minutes[members], np.searchsorted(rows, np.arange(len(table))), axis=0) + named
        return np.asarray(np.round(total.min(axis=1), 1), float)

    def found(self) -> Found:
        """Return the best of all sets."""
        groups = sorted(self.kept, key=lambda group: (*self.kept[group], group))
        base = self.wanted.threshold - self.wanted.missing
        return Found(
            groups=tuple(groups[: self.max_count]),
            found_count=self.all_count + len(self.some),
            is_complete=self.is_complete,
            fewest_count=fewest_firm_count(self.reach, self.wanted),
            lowest_total_min=self.lowest_total_min
            if self.is_complete
            else _lowest_of_any(self.field, self.wanted, self.reach),
            lowest_milli=base + (self.lowest_joining or 0) if self.is_complete else max(self.wanted.threshold, base),
        )


def _lowest_of_any(field: Field, wanted: Wanted, reach: Reach) -> float:
    """Return minutes in all that no group goes below, at any site."""
    named = np.flatnonzero(wanted.is_named)
    lowest = np.inf
    for column, site in enumerate(reach.sites):
        near = np.flatnonzero(reach.is_near[:, column])
        joining = lowest_total_min(wanted.milli[near], wanted.missing, field.travel_min[near, site])
        lowest = min(lowest, joining + float(field.travel_min[named, site].sum()))
    return float(lowest)
