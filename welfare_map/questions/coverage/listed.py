"""
Where a list of services is in the register, so that none listed means none.

Where the register holds no list of an indicator's kinds, that it holds no such service says nothing: their number is
unknown. A list is taken to cover more than the municipalities that it names:

- a list of a ministry or a region covers each province in which it has a record of the kinds, as it does for the
  demonstration set, which leaves that province;
- any other list (a municipality's, an office's own) covers each planning district in which it has one, or the
  municipality where no district is known;
- records that a curator typed and OpenStreetMap are no lists: they cover nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.territory import Territory
from welfare_map.questions.coverage.areas import NOWHERE, BoolArray
from welfare_map.questions.coverage.records import Records
from welfare_map.snapshot import Snapshot

PROVINCE_WIDE = ("regione-lombardia-", "mim-scuole-", "veneto-")
"""Beginnings of the ids of sources that list whole provinces."""
NO_LISTS = ("curated", "openstreetmap-")
"""Beginnings of the ids of sources that list what somebody happened to know."""


@dataclass(frozen=True, eq=False)
class Listed:
    """
    What is known of each municipality, in the order of the territory.

    Parameters
    ----------
    is_listed
        A list covers it.
    is_invented
        None does, and the demonstration set stands in for it.
    """

    is_listed: BoolArray
    is_invented: BoolArray

    @property
    def is_unknown(self) -> BoolArray:
        """Neither a list nor the demonstration set covers it."""
        return ~self.is_listed & ~self.is_invented


def listed(snapshot: Snapshot, records: Records) -> Listed:
    """Tell which municipalities are covered by lists of what the records are; the records are services."""
    territory = snapshot.territory
    sources = snapshot.service_columns.cells["source_id"][records.row]
    placed = records.municipality != NOWHERE
    real = placed & ~records.is_demo
    is_wide = np.array([str(source).startswith(PROVINCE_WIDE) for source in sources], bool)
    is_none = np.array([str(source).startswith(NO_LISTS) for source in sources], bool)
    provinces, districts = _provinces(territory), _districts(territory)
    is_listed = _shares(provinces, records.municipality[real & is_wide])
    is_listed |= _shares(districts, records.municipality[real & ~is_wide & ~is_none])
    invented = _shares(provinces, records.municipality[placed & records.is_demo])
    return Listed(is_listed, invented & ~is_listed)


def everywhere(snapshot: Snapshot) -> Listed:
    """Return what holds where no list is needed: firms, practices, records without a position."""
    count = len(snapshot.territory.municipalities)
    return Listed(np.ones(count, bool), np.zeros(count, bool))


def _provinces(territory: Territory) -> npt.NDArray[np.object_]:
    return np.asarray(territory.municipalities["province_code"], object)


def _districts(territory: Territory) -> npt.NDArray[np.object_]:
    table = territory.municipalities
    return np.asarray(table["district_id"].where(table["district_id"].notna(), table["municipality_code"]), object)


def _shares(unit: npt.NDArray[np.object_], municipalities: Iterable[int]) -> BoolArray:
    """Tell which municipalities are in a unit of one of these."""
    named = {unit[row] for row in municipalities}
    return np.array([own in named for own in unit], bool)
