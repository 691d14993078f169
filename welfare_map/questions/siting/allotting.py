"""
Allotting places to areas: augmenting paths, kept from one change of a plan to the next.

A place goes to an area within reach of its site; when an area finds none, another one gives up a place for which it has
an alternative, and so on along a path (Ford & Fulkerson 1956). Taking places away frees the areas that they went to,
which look again. All numbers are thousandths of a place.
"""

from dataclasses import dataclass

import numpy as np

from geodata.routing.roads.shortest import compiled
from welfare_map.questions.siting.gap import MILLI, Gap
from welfare_map.questions.siting.reach import IntArray

NOBODY = -1
NO_PAIRS: IntArray = np.empty(0, np.int64)


@dataclass(eq=False)
class Allotment:
    """
    Which places go where, changed in place.

    Parameters
    ----------
    allotted
        Of each pair.
    spare
        Of each site: places that nobody has.
    unmet
        Of each area: what it still needs.
    added
        Whole places added at each site.
    """

    allotted: IntArray
    spare: IntArray
    unmet: IntArray
    added: IntArray

    def copy(self) -> "Allotment":
        """Return one that can be changed by itself."""
        return Allotment(self.allotted.copy(), self.spare.copy(), self.unmet.copy(), self.added.copy())

    def take_over(self, other: "Allotment") -> None:
        """Become another one."""
        self.allotted[:], self.spare[:] = other.allotted, other.spare
        self.unmet[:], self.added[:] = other.unmet, other.added


def allot(gap: Gap, added: IntArray, first_pairs: IntArray = NO_PAIRS) -> Allotment:
    """
    Allot the places that stand and those added, as many as can be used.

    Parameters
    ----------
    first_pairs
        Pairs whose areas take what the sites have before anybody else; they keep it unless they find it elsewhere too.
    """
    found = Allotment(
        allotted=np.zeros(len(gap.reach.pair_site), np.int64),
        spare=gap.given + added * MILLI,
        unmet=gap.need.copy(),
        added=added.copy(),
    )
    for pair in first_pairs.tolist():
        site, area = gap.reach.pair_site[pair], gap.reach.pair_area[pair]
        taken = min(found.spare[site], found.unmet[area])
        found.allotted[pair] += taken
        found.spare[site] -= taken
        found.unmet[area] -= taken
    serve(gap, found, np.zeros_like(added))
    return found


def serve(gap: Gap, found: Allotment, room: IntArray) -> None:
    """
    Let areas that need more look for places, spare ones first, then those that there is room to add.

    Parameters
    ----------
    room
        Whole places that may be added at each site; what is added is taken from it.
    """
    reach = gap.reach
    _serve(
        reach.site_start,
        reach.pair_site,
        reach.pair_area,
        reach.area_start,
        reach.area_pair,
        found.allotted,
        found.spare,
        found.unmet,
        found.added,
        room,
    )


def take_away(gap: Gap, found: Allotment, site: int, places: int) -> None:
    """Take whole places away from a site; areas that had them need them again."""
    found.added[site] -= places
    left = places * MILLI - int(found.spare[site])
    found.spare[site] = max(-left, 0)
    for pair in range(int(gap.reach.site_start[site]), int(gap.reach.site_start[site + 1])):
        given_up = min(left, int(found.allotted[pair]))
        if given_up > 0:
            found.allotted[pair] -= given_up
            found.unmet[gap.reach.pair_area[pair]] += given_up
            left -= given_up


@compiled
def _serve(  # noqa: C901, PLR0912, PLR0913, PLR0917  # one function on purpose: compiled, it keeps its arrays
    site_start: IntArray,
    pair_site: IntArray,
    pair_area: IntArray,
    area_start: IntArray,
    area_pair: IntArray,
    allotted: IntArray,
    spare: IntArray,
    unmet: IntArray,
    added: IntArray,
    room: IntArray,
) -> None:
    area_count, site_count = len(area_start) - 1, len(site_start) - 1
    seen_area, seen_site = np.full(area_count, -1, np.int64), np.full(site_count, -1, np.int64)
    to_site, to_area = np.empty(site_count, np.int64), np.empty(area_count, np.int64)
    queue = np.empty(area_count, np.int64)
    stamp = 0
    for may_add in range(2):
        for start in range(area_count):
            while unmet[start] > 0:
                stamp += 1
                head, tail, end = 0, 1, NOBODY
                queue[0], seen_area[start], to_area[start] = start, stamp, NOBODY
                while head < tail and end == NOBODY:
                    area = queue[head]
                    head += 1
                    for entry in range(area_start[area], area_start[area + 1]):
                        pair = area_pair[entry]
                        site = pair_site[pair]
                        if seen_site[site] == stamp:
                            continue
                        seen_site[site], to_site[site] = stamp, pair
                        if spare[site] > 0 or (may_add == 1 and room[site] > 0):
                            end = site
                            break
                        for other in range(site_start[site], site_start[site + 1]):
                            if allotted[other] > 0 and seen_area[pair_area[other]] != stamp:
                                seen_area[pair_area[other]], to_area[pair_area[other]] = stamp, other
                                queue[tail] = pair_area[other]
                                tail += 1
                if end == NOBODY:
                    break
                amount = unmet[start]
                area = pair_area[to_site[end]]
                while area != start:
                    amount = min(amount, allotted[to_area[area]])
                    area = pair_area[to_site[pair_site[to_area[area]]]]
                if spare[end] == 0:
                    extra = min(room[end], -(-amount // MILLI))
                    room[end] -= extra
                    added[end] += extra
                    spare[end] += extra * MILLI
                amount = min(amount, spare[end])
                spare[end] -= amount
                unmet[start] -= amount
                pair = to_site[end]
                while True:
                    allotted[pair] += amount
                    area = pair_area[pair]
                    if area == start:
                        break
                    allotted[to_area[area]] -= amount
                    pair = to_site[pair_site[to_area[area]]]
