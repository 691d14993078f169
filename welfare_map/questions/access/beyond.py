"""Who lives beyond the map and reaches services on it: they share its places, and no row is theirs."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from geodata.crs import FloatArray
from geodata.routing import TravelTimes
from geodata.routing.pairs import pairs_within
from geodata.territory import Territory
from welfare_map.model import AccessQuery, Decay
from welfare_map.questions.access.decays import weights
from welfare_map.questions.access.methods import Catchments, catchments
from welfare_map.questions.access.supply import Supply
from welfare_map.questions.coverage.areas import BoolArray


@dataclass(frozen=True, eq=False)
class Beyond:
    """
    The municipalities of Italy that are not on the map.

    Parameters
    ----------
    found
        Which services on the map they reach; a row for each, residents of the ages, 0 where they are not known.
    is_known
        Of each, whether its residents are known.
    is_estimate
        Some of their minutes do not follow real roads.
    """

    found: Catchments
    is_known: BoolArray
    is_estimate: bool

    @property
    def is_sharing_unknown(self) -> BoolArray:
        """Tell of each service whether somebody beyond reaches it of whom nobody knows how many there are."""
        return np.asarray(self.found.weights.T @ (~self.is_known).astype(float) > 0)

    def residents_sharing(self, touched: csr_array) -> FloatArray:
        """
        Return how many residents beyond reach a service that an area reaches, each counted once.

        Parameters
        ----------
        touched
            A row per area, a column per service, above nought where the area reaches it.
        """
        sharing = touched @ self.found.weights.T
        sharing.data = (sharing.data > 0).astype(float)
        return np.asarray(sharing @ self.found.demand)


def beyond(
    territory: Territory,
    supply: Supply,
    query: AccessQuery,
    travel_times: TravelTimes,
    residents_name: str,
    decay: Decay,
) -> Beyond:
    """
    Search the trips of those who live beyond the map to the services on it.

    A municipality is one point, as on the map. Of services beyond nothing is known and none is counted: those who have
    places of their own there leave more to the residents of the map, not less.
    """
    table = territory.surroundings
    points = table["point_lon"].to_numpy(float), table["point_lat"].to_numpy(float)
    pairs = pairs_within(travel_times, points, (supply.lon, supply.lat), query.mode, query.limit_min)
    weight = weights(pairs.travel_min, query.limit_min, decay)
    is_known = table["has_residents"].to_numpy(bool)
    residents = np.where(is_known, table[residents_name].to_numpy(float), 0.0)
    return Beyond(
        catchments(pairs, weight, residents, len(supply.lon)), is_known, is_estimate=bool(pairs.is_estimate.any())
    )
