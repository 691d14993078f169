"""Which groups of firms reach the threshold at a common site: all of them, or the best with proven bounds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

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
MOST_SETS = 120
"""Sets of firms with a common site that are searched."""
MOST_FILLED = 120
"""Sites, the nearest to the point first, where groups are filled greedily beside a search that did not end."""
CHUNK = 1_024
"""Groups whose minutes are added up at once."""
TOO_FAR_MIN = 1e6
"""In place of infinite minutes, in sums that are products of matrices."""


Ranked = tuple[int, float, tuple[int, ...]]
"""Firms, minutes in all at the best site, and the group: as groups are ranked."""


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
        Numbers of the sites that all who are named reach, the nearest to the point first.
    is_near
        A row per firm, a column per such site: it needs some, may join, and is within reach.
    milli
        What those who may join need at each such site, thousandths.
    is_whole
        No site is left out: what is not possible here is not possible anywhere.
    """

    sites: npt.NDArray[np.intp]
    is_near: BoolArray
    milli: IntArray
    is_whole: bool


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
    joins = np.flatnonzero(wanted.may_join & ~wanted.is_named & (wanted.milli > 0))
    is_near = np.zeros((len(wanted.milli), len(sites)), bool)
    is_near[joins] = is_in[np.ix_(joins, sites)]
    milli = wanted.milli[joins].astype(float) @ is_near[joins].astype(float)
    return Reach(sites, is_near, milli.astype(np.int64), is_whole=wanted.limit_min <= field.whole_min)


def common_sets(reach: Reach, wanted: Wanted) -> list[BoolArray]:
    """
    Return the largest sets of firms that have a common site and reach the threshold, none within another.

    Returns
    -------
    sets
        The one with the smallest group first, then by how near to the point they have a site.
    """
    columns = {column.tobytes(): column for column in reach.is_near.T[reach.milli >= wanted.missing]}
    if not columns:
        return []
    sets = np.array(list(columns.values()))
    shared = _shared(sets, sets)
    sizes = np.diag(shared)
    is_within = (shared == sizes[:, np.newaxis]) & (sizes[:, np.newaxis] < sizes)
    largest = sets[~is_within.any(axis=1)]
    first = int(np.argmin(_fewest_counts(largest.T, wanted)))
    return [largest[first], *np.delete(largest, first, axis=0)]


def _shared(some: BoolArray, others: BoolArray) -> npt.NDArray[np.float32]:
    """Return how many firms each of some sets shares with each of others."""
    firms = some.any(axis=0)
    return np.asarray(some[:, firms].astype(np.float32) @ others[:, firms].T.astype(np.float32))


def fewest_firm_count(reach: Reach, wanted: Wanted) -> int | None:
    """
    Return how many firms the smallest group has, those that are named among them.

    Returns
    -------
    count
        None where there is no group, and where it is not known as not all sites were looked at.
    """
    is_near = reach.is_near[:, reach.milli >= wanted.missing]
    if not is_near.shape[1] or not reach.is_whole:
        return None
    return int(wanted.is_named.sum()) + int(_fewest_counts(is_near, wanted).min())


def _fewest_counts(is_near: BoolArray, wanted: Wanted) -> IntArray:
    """
    Return how many must join those who are named at sites where the threshold is reached.

    The largest needs reach it soonest.
    """
    if wanted.missing <= 0:
        return np.zeros(is_near.shape[1], np.int64)
    firms = _largest_first(np.flatnonzero(is_near.any(axis=1)), wanted.milli)
    near = is_near[firms]
    last = np.argmax(np.cumsum(near * wanted.milli[firms, np.newaxis], axis=0) >= wanted.missing, axis=0)
    is_taken = near & (np.arange(len(firms))[:, np.newaxis] <= last)
    return np.asarray(np.count_nonzero(is_taken, axis=0), np.int64)


def find_groups(field: Field, wanted: Wanted, reach: Reach, *, max_count: int) -> Found:
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
    best = _Best(field, wanted, reach, max_count)
    every = common_sets(reach, wanted)
    best.is_complete = reach.is_whole and len(every) <= MOST_SETS
    sets = sorted(every[:MOST_SETS], key=np.sum)
    effort, columns = _effort(sets), _columns_of(sets, reach)
    done: list[BoolArray] = []
    for members, sites in zip(sets, columns, strict=True):
        firms = _largest_first(np.flatnonzero(members), wanted.milli)
        found = minimal_groups(wanted.milli[firms].tolist(), wanted.missing, effort)
        if found.is_complete:
            best.add_all(firms, _not_within(found.members, firms, done))
            done.append(members)
        else:
            table = _with_greedy(field, wanted, reach, firms, sites, found.members)
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


def _columns_of(sets: list[BoolArray], reach: Reach) -> list[npt.NDArray[np.intp]]:
    """Return for each set the columns of the nearest sites where no other firm comes; each in the first such set."""
    if not sets:
        return []
    near = reach.is_near.T[:MOST_FILLED]
    is_within = _shared(np.array(sets), near) == near.sum(axis=1)
    first = np.where(is_within.any(axis=0), is_within.argmax(axis=0), len(sets))
    return [np.flatnonzero(first == number) for number in range(len(sets))]


def _with_greedy(
    field: Field,
    wanted: Wanted,
    reach: Reach,
    firms: npt.NDArray[np.intp],
    columns: npt.NDArray[np.intp],
    searched: BoolArray,
) -> BoolArray:
    """Add groups of the largest, of the nearest, and of the nearest for what they need, at some of the set's sites."""
    milli = wanted.milli[firms]
    orders: list[npt.NDArray[np.intp]] = [np.arange(len(firms))]
    for column in columns:
        near = np.flatnonzero(reach.is_near[firms, column])
        minutes = field.travel_min[firms[near], reach.sites[column]]
        orders += [
            near,
            near[np.argsort(minutes, kind="stable")],
            near[np.argsort(minutes / milli[near], kind="stable")],
        ]
    greedy = (greedy_group(milli, wanted.missing, order) for order in orders)
    groups = {group.tobytes(): group for group in (*searched, *greedy) if group is not None}
    return np.array(list(groups.values())).reshape(-1, len(firms))


class _Best:
    """The best groups so far, and what holds of all."""

    def __init__(self, field: Field, wanted: Wanted, reach: Reach, max_count: int) -> None:
        self.field, self.wanted, self.reach, self.max_count = field, wanted, reach, max_count
        self.minutes: FloatArray = np.where(reach.is_near, field.travel_min[:, reach.sites], TOO_FAR_MIN)
        self.named_min: FloatArray = field.travel_min[np.ix_(wanted.is_named, reach.sites)].sum(axis=0)
        self.kept: list[Ranked] = []
        self.all_count = 0
        self.some: set[tuple[int, ...]] = set()
        self.is_complete = True
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
        self._keep(firms, table, total_min)

    def _keep(self, firms: npt.NDArray[np.intp], table: BoolArray, total_min: FloatArray) -> None:
        """Keep the best; those that have the size and the minutes of the last one are compared with it by name."""
        sizes = table.sum(axis=1)
        order = np.lexsort((total_min, sizes))
        last = order[: self.max_count][-1]
        is_good = (sizes < sizes[last]) | ((sizes == sizes[last]) & (total_min <= total_min[last]))
        named = np.flatnonzero(self.wanted.is_named).tolist()
        groups = (
            (len(named) + int(sizes[row]), float(total_min[row]), tuple(sorted([*named, *firms[table[row]].tolist()])))
            for row in np.flatnonzero(is_good)
        )
        self.kept = sorted({*self.kept, *groups})[: self.max_count]

    def _total_min(self, firms: npt.NDArray[np.intp], table: BoolArray) -> FloatArray:
        """Return minutes of all members together at the site where they are the fewest."""
        rows, members = np.nonzero(table)
        held = csr_array((np.ones(len(rows)), (rows, firms[members])), shape=(len(table), len(self.minutes)))
        total: FloatArray = held @ self.minutes + self.named_min
        return np.asarray(np.round(total.min(axis=1), 1), float)

    def found(self) -> Found:
        """Return the best of all sets."""
        base = self.wanted.threshold - self.wanted.missing
        return Found(
            groups=tuple(group for *_, group in self.kept),
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
    for column in np.flatnonzero(reach.milli >= wanted.missing):
        near, site = np.flatnonzero(reach.is_near[:, column]), reach.sites[column]
        joining = lowest_total_min(wanted.milli[near], wanted.missing, field.travel_min[near, site])
        lowest = min(lowest, joining + float(field.travel_min[named, site].sum()))
    return float(lowest)
