"""How evenly places are shared among residents."""

from collections.abc import Mapping

import numpy as np

from geodata.crs import FloatArray
from welfare_map.model import AccessClass, AccessStatus, Equity, Phrase
from welfare_map.questions.access.demand import Demand
from welfare_map.questions.access.deserts import Threshold, statuses
from welfare_map.questions.access.shared import Shared
from welfare_map.questions.coverage.areas import BoolArray
from welfare_map.questions.coverage.figures import figure, plain
from welfare_map.snapshot import Snapshot

TOP_SHARE, BOTTOM_SHARE = 0.1, 0.4
"""Palma (Cobham & Sumner 2013): the tenth with the most against the four tenths with the least."""

LEAST_COUNT = 2
"""Entries that can have unequal shares."""


def lorenz(values: FloatArray, residents: FloatArray) -> tuple[FloatArray, FloatArray]:
    """
    Return the corners of the Lorenz curve: shares of residents, fewest places first, and of places, 0 to 1.

    Parameters
    ----------
    values
        Places per resident; NaN where there is none, and such entries are left out.
    residents
        How many residents have them.

    Returns
    -------
    people, places
        NaN at the end of the places where there are none, or where there is but one entry to share them.
    """
    is_some = np.isfinite(values) & (residents > 0)
    order = np.argsort(values[is_some], kind="stable")
    held = residents[is_some][order]
    places = values[is_some][order] * held
    if len(held) < LEAST_COUNT or not places.sum():
        return np.array([0.0, 1.0]), np.array([0.0, np.nan])
    corners = [np.concatenate([[0.0], np.cumsum(part) / part.sum()]) for part in (held, places)]
    return corners[0], corners[1]


def gini(values: FloatArray, residents: FloatArray) -> float | None:
    """Return the Gini index over residents, 0 where all have as many; None without any places or of one entry alone."""
    people, places = lorenz(values, residents)
    return figure(float(1 - np.sum(np.diff(people) * (places[1:] + places[:-1]))))


def palma(values: FloatArray, residents: FloatArray) -> float | None:
    """
    Return the places of the best tenth of residents ÷ those of the worst four tenths.

    None where these have none, and of one entry alone, within which nobody knows who has what.
    """
    people, places = lorenz(values, residents)
    bottom, top = np.interp([BOTTOM_SHARE, 1 - TOP_SHARE], people, places)
    return figure(float((1 - top) / bottom)) if bottom > 0 else None


def equity(
    snapshot: Snapshot,
    points: Shared,
    demand: Demand,
    is_asked: BoolArray,
    threshold: Threshold,
    classes: Mapping[str, str],
) -> Equity:
    """
    Describe the residents of the areas asked about.

    Parameters
    ----------
    is_asked
        Of each point of demand, whether it is in one of them.
    classes
        Municipality code -> class; empty where no table is given.
    """
    values, is_real = points.value, ~points.has_demo & is_asked
    compared = np.where(is_real if is_real.any() else is_asked, values, np.nan)
    residents = np.where(is_asked & points.is_known, points.residents, 0.0)
    status = statuses(points, threshold.value)
    totals = {one: float(residents[status == one].sum()) for one in AccessStatus}
    judged = residents.sum() - totals[AccessStatus.DEMONSTRATION]
    has_threshold = threshold.value is not None
    desert = totals[AccessStatus.DESERT]
    return Equity(
        gini=gini(compared, residents),
        palma=palma(compared, residents),
        residents=plain(residents.sum()),
        desert_residents=plain(desert) if has_threshold else None,
        no_desert_residents=plain(totals[AccessStatus.NO_DESERT]) if has_threshold else None,
        undecidable_residents=plain(totals[AccessStatus.UNDECIDABLE]) if has_threshold else None,
        demonstration_residents=plain(totals[AccessStatus.DEMONSTRATION]) if has_threshold else None,
        desert_pct=figure(desert / judged * 100) if has_threshold and judged > 0 else None,
        threshold=threshold.value,
        threshold_source=threshold.source,
        classes=_classes(snapshot, points, demand, residents, status, classes),
        note=Phrase("access.classes.given" if classes else "access.classes.none"),
    )


def _classes(
    snapshot: Snapshot,
    points: Shared,
    demand: Demand,
    residents: FloatArray,
    status: "np.ndarray",
    classes: Mapping[str, str],
) -> tuple[AccessClass, ...]:
    if not classes:
        return ()
    codes = snapshot.territory.municipalities["municipality_code"]
    of_municipality = np.array([classes.get(code, "") for code in codes], object)
    of_point = of_municipality[demand.municipality]
    return tuple(
        _class(name, points, demand, np.where(of_point == name, residents, 0.0), status)
        for name in sorted({name for name in of_point[residents > 0] if name})
    )


def _class(name: str, points: Shared, demand: Demand, residents: FloatArray, status: "np.ndarray") -> AccessClass:
    is_here = residents > 0
    of_status = {one: plain(residents[status == one].sum()) for one in AccessStatus}
    return AccessClass(
        name=name,
        municipality_count=len(np.unique(demand.municipality[is_here])),
        residents=plain(residents.sum()),
        value=figure(points.counted[is_here].sum() / residents.sum() * 100),
        desert_residents=of_status[AccessStatus.DESERT],
        undecidable_residents=of_status[AccessStatus.UNDECIDABLE],
        demonstration_residents=of_status[AccessStatus.DEMONSTRATION],
    )
