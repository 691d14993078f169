"""Places shared out, added up by area, beside those inside its border."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csc_array, csr_array

from geodata.crs import FloatArray
from welfare_map.model import AccessMethod
from welfare_map.questions.access.beyond import Beyond
from welfare_map.questions.access.demand import Demand
from welfare_map.questions.access.edge import Around
from welfare_map.questions.access.methods import Catchments, e2sfca, spatial_availability
from welfare_map.questions.access.supply import Supply
from welfare_map.questions.coverage.areas import NOWHERE, Areas, BoolArray, IntpArray

PER_COUNT = 100
"""Values are for so many residents."""


@dataclass(frozen=True, eq=False)
class Shared:
    """
    Places of points of demand, or of areas: one entry each.

    Parameters
    ----------
    counted, low, high
        Places as stated, at least and at most; infinity where there is no bound. The least is shared with those who
        live beyond the map, too.
    low_on_map, high_on_map
        Ends as they would be if nobody lived and nothing stood beyond the map or where nobody has counted.
    residents
        Who shares them.
    is_known
        The residents of every part are known.
    has_demo
        Invented records took part, or stand in for a list within reach.
    is_listed
        Lists cover everything within reach.
    is_near_edge
        Services beyond the map may be within reach: there is no upper bound.
    is_shared_beyond
        A service within reach may be shared with residents whom nobody has counted, in a municipality on the map or
        beyond it whose residents are not known: at least none of its places is left.
    is_said
        A record states something, or a list, or the demonstration set in its stead, says that there is none.
    """

    counted: FloatArray
    low: FloatArray
    high: FloatArray
    low_on_map: FloatArray
    high_on_map: FloatArray
    residents: FloatArray
    is_known: BoolArray
    has_demo: BoolArray
    is_listed: BoolArray
    is_near_edge: BoolArray
    is_shared_beyond: BoolArray
    is_said: BoolArray

    def with_lost(self, places: float) -> "Shared":
        """
        Add places of records that may stand anywhere to the most of each entry where somebody lives.

        They are shared out once, so an area has them once at most: added after its points are added up, not before.
        """
        lost = np.where(self.residents > 0, places, 0.0)
        return replace(self, high=self.high + lost, high_on_map=self.high_on_map + lost)

    @property
    def on_map(self) -> "Shared":
        """The same as if nobody lived and nothing stood beyond the map or where nobody has counted."""
        return replace(self, low=self.low_on_map, high=self.high_on_map)

    @property
    def value(self) -> FloatArray:
        """Places per 100 residents as stated; NaN where nothing is said."""
        return np.asarray(np.where(self.is_said, self.per_resident(self.counted), np.nan))

    def per_resident(self, places: FloatArray) -> FloatArray:
        """Return places per 100 residents; NaN where nobody lives or residents are not known."""
        is_some = self.is_known & (self.residents > 0)
        per_resident = np.full(len(places), np.nan)
        np.divide(places * PER_COUNT, self.residents, out=per_resident, where=is_some)
        return per_resident


def places_of(method: AccessMethod, found: Catchments, supply: FloatArray) -> FloatArray:
    """Return the places of each point of demand by a method."""
    if method is AccessMethod.E2SFCA:
        return np.asarray(found.demand * e2sfca(found, supply))
    return spatial_availability(found, supply)


def shared_by_point(
    method: AccessMethod, found: Catchments, beyond: Beyond, supply: Supply, demand: Demand, around: Around
) -> Shared:
    """Share out the places of all services: at least with those beyond the map too, else among those on it."""
    records, is_known = supply.records, demand.has_residents[demand.municipality]
    with_beyond = replace(found, wanted=found.wanted + beyond.found.wanted)
    is_shared_beyond = beyond.is_sharing_unknown | _any(found.weights.T, ~is_known)
    is_bounded = np.isfinite(records.high)
    is_endless = (around.is_unlisted | _any(found.weights, ~is_bounded)) & (demand.residents > 0)
    high = np.where(is_endless, np.inf, places_of(method, found, np.where(is_bounded, records.high, 0.0)))
    is_stated = _any(found.weights, records.is_stated)
    reaches_none = ~_any(found.weights, np.ones(len(records.is_stated), bool))
    return Shared(
        counted=places_of(method, found, records.counted),
        low=places_of(method, with_beyond, np.where(is_shared_beyond, 0.0, records.low)),
        high=np.where(around.is_near_edge & (demand.residents > 0), np.inf, high),
        low_on_map=places_of(method, found, records.low),
        high_on_map=high,
        residents=demand.residents,
        is_known=is_known,
        has_demo=around.is_invented | _any(found.weights, records.is_demo),
        is_listed=~around.is_unlisted & ~around.is_invented,
        is_near_edge=around.is_near_edge,
        is_shared_beyond=_any(found.weights, is_shared_beyond),
        is_said=is_stated | (reaches_none & ~around.is_unlisted),
    )


def _any(table: csr_array | csc_array, is_so: BoolArray) -> BoolArray:
    """Tell of each row whether it has an entry above nought in one of these columns."""
    return np.asarray(table @ is_so.astype(float) > 0)


def shared_by_area(points: Shared, demand: Demand, areas: Areas) -> Shared:
    """Add up points by area."""
    area = areas.area_of[demand.municipality]

    def total(values: FloatArray | BoolArray) -> FloatArray:
        inside = area != NOWHERE
        found = np.bincount(area[inside], values[inside].astype(float), minlength=len(areas.codes))
        return found.astype(np.float64)

    return Shared(
        counted=total(points.counted),
        low=total(points.low),
        high=total(points.high),
        low_on_map=total(points.low_on_map),
        high_on_map=total(points.high_on_map),
        residents=total(points.residents),
        is_known=total(~points.is_known) == 0,
        has_demo=total(points.has_demo) > 0,
        is_listed=total(~points.is_listed) == 0,
        is_near_edge=total(points.is_near_edge) > 0,
        is_shared_beyond=total(points.is_shared_beyond) > 0,
        is_said=total(points.is_said) > 0,
    )


def inside_by_area(supply: Supply, areas: Areas, shared: Shared) -> Shared:
    """Add up the places inside the border of each area, with the residents of its own."""
    records = supply.records
    municipality = records.municipality
    area = np.where(municipality == NOWHERE, NOWHERE, areas.area_of[municipality])
    inside, count = area != NOWHERE, len(areas.codes)
    totals = [
        np.bincount(area[inside], places[inside], minlength=count)
        for places in (records.counted, records.low, records.high)
    ]
    tallies = [np.bincount(area[inside & kept], minlength=count) for kept in (inside, records.is_stated)]
    has_unknown = np.zeros(count, bool)
    unknown = areas.area_of[supply.listed.is_unknown]
    has_unknown[unknown[unknown != NOWHERE]] = True
    low, high = totals[1].astype(float), np.where(has_unknown, np.inf, totals[2])
    return Shared(
        counted=totals[0].astype(float),
        low=low,
        high=high,
        low_on_map=low,
        high_on_map=high,
        residents=shared.residents,
        is_known=shared.is_known,
        has_demo=shared.has_demo,
        is_listed=~has_unknown,
        is_near_edge=np.zeros(count, bool),
        is_shared_beyond=np.zeros(count, bool),
        is_said=(tallies[1] > 0) | ((tallies[0] == 0) & ~has_unknown),
    )


def reached_counts(
    found: Catchments, beyond: Beyond, supply: Supply, demand: Demand, areas: Areas
) -> tuple[IntpArray, IntpArray, IntpArray, FloatArray]:
    """
    Return of each area how many services it reaches, how many of them do not say all, how many are invented.

    And how many residents beyond the map share them.
    """
    area = areas.area_of[demand.municipality]
    inside = np.flatnonzero(area != NOWHERE)
    shape = (len(areas.codes), len(area))
    members = coo_array((np.ones(len(inside)), (area[inside], inside)), shape=shape).tocsr()
    touched = members @ found.weights
    touched.data = (touched.data > 0).astype(float)
    flags = (np.ones(len(supply.lon)), supply.records.is_unknown, supply.records.is_demo)
    service_count, unknown_count, demo_count = ((touched @ flag.astype(float)).astype(np.intp) for flag in flags)
    return service_count, unknown_count, demo_count, beyond.residents_sharing(touched)
