"""
Places shared among all who reach them: the two methods, and what both of them start from.

With the same decay they say the same: places per resident times residents are the places available. They differ in what
they hand on: E2SFCA a rate that holds even where nobody lives, spatial availability places that add up.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from geodata.crs import FloatArray
from geodata.routing.pairs import Pairs


@dataclass(frozen=True, eq=False)
class Catchments:
    """
    Who reaches what.

    Parameters
    ----------
    weights
        What a place counts, a row per point of demand, a column per service.
    demand
        Residents of each point.
    wanted
        Residents who reach each service, weighted.
    """

    weights: csr_array
    demand: FloatArray
    wanted: FloatArray

    @property
    def is_reached(self) -> np.ndarray:
        """Tell which services somebody reaches."""
        return np.asarray(self.wanted > 0)


def catchments(pairs: Pairs, weight: FloatArray, demand: FloatArray, service_count: int) -> Catchments:
    """
    Put pairs, each once, and their weights in rows by point of demand.

    Parameters
    ----------
    pairs
        Points of demand to services.
    weight
        One per pair.
    demand
        Residents of each point, 0 or more.
    service_count
        How many services there are.
    """
    table = coo_array((weight, (pairs.origin, pairs.destination)), shape=(len(demand), service_count))
    table.has_canonical_format = True  # no pair is there twice: nothing to sort and add up
    rows = table.tocsr()
    return Catchments(rows, demand, np.asarray(rows.T @ demand))


def e2sfca(found: Catchments, supply: FloatArray) -> FloatArray:
    """
    Return the places per resident of each point: enhanced two-step floating catchment areas (Luo & Qi 2009).

    First each service's places ÷ the weighted residents who reach it, then the weighted sum of these ratios over the
    services that a point reaches. With equal weights it is the 2SFCA (Luo & Wang 2003).

    Parameters
    ----------
    supply
        Places of each service, 0 or more.
    """
    return np.asarray(found.weights @ _per_resident(found, supply))


def spatial_availability(found: Catchments, supply: FloatArray) -> FloatArray:
    """
    Return the places available to each point: singly constrained, they add up to the places reached.

    Each service's places are split over the points that reach it in proportion to residents × weight (Soukhov, Páez,
    Higgins & Mohamed 2023, PLoS ONE 18(1), eq. for ``V_ij`` with the balancing factors of population and impedance).

    Parameters
    ----------
    supply
        Places of each service, 0 or more.
    """
    return np.asarray(found.demand * (found.weights @ _per_resident(found, supply)))


def _per_resident(found: Catchments, supply: FloatArray) -> FloatArray:
    return np.divide(supply, found.wanted, out=np.zeros(len(supply)), where=found.is_reached)
