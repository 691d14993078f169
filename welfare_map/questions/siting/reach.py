"""Which areas each site reaches, as compressed rows in both directions."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Reach:
    """
    Pairs of a site and an area that it reaches, ordered by site, then by area.

    Parameters
    ----------
    site_start
        Site -> first of its pairs, and the number of all pairs at the end.
    pair_site, pair_area
        The pairs.
    area_start, area_pair
        Area -> its first entry in ``area_pair``, which lists the pairs by area.
    """

    site_start: IntArray
    pair_site: IntArray
    pair_area: IntArray
    area_start: IntArray
    area_pair: IntArray

    @property
    def site_count(self) -> int:
        """How many sites."""
        return len(self.site_start) - 1

    @property
    def area_count(self) -> int:
        """How many areas."""
        return len(self.area_start) - 1


def reach_of(is_reached: BoolArray) -> Reach:
    """Return the pairs of a table with a row per site and a column per area."""
    sites, areas = np.nonzero(is_reached)
    by_area = np.argsort(areas, kind="stable")
    site_count, area_count = is_reached.shape
    return Reach(
        site_start=_starts(sites, site_count),
        pair_site=sites.astype(np.int64),
        pair_area=areas.astype(np.int64),
        area_start=_starts(areas, area_count),
        area_pair=by_area.astype(np.int64),
    )


def _starts(items: npt.NDArray[np.intp], count: int) -> IntArray:
    return np.concatenate([[0], np.cumsum(np.bincount(items, minlength=count))]).astype(np.int64)
