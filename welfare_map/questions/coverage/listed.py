"""
Where a list of services is in the register, so that none listed means none.

Where the register holds no list of a kind, that it holds no such service says nothing: their number is unknown. Each
source says of which kinds it has every service there is, and how far (``geodata.sources.WholeList``): such a list
covers each municipality, district or province in which it has a record, for all those kinds. Where the services of a
kind are shared out over several lists (those of the State and of others), all of them have to be there. What a curator
typed, OpenStreetMap and a list of which nobody said it cover nothing. The demonstration set stands in for the lists of
each province in which it has a record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from geodata.codes import Level, ServiceKind
from geodata.sources import WholeList
from geodata.territory import Territory
from welfare_map.questions.coverage.areas import NOWHERE, BoolArray, IntpArray
from welfare_map.questions.coverage.records import municipality_rows
from welfare_map.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Listed:
    """
    What is known of each municipality and kind of service; shape (municipalities, kinds), as in the territory.

    Parameters
    ----------
    by_list
        A list has every service of the kind.
    by_demo
        None has, and the demonstration set stands in for it.
    covers
        Source of a list of some of the kinds -> which municipalities it covers: where it names no service, it is the
        source of a nought.
    """

    by_list: BoolArray
    by_demo: BoolArray
    covers: Mapping[str, BoolArray]

    @property
    def is_listed(self) -> BoolArray:
        """Lists cover every kind."""
        return np.asarray(self.by_list.all(axis=1))

    @property
    def is_partly_listed(self) -> BoolArray:
        """Lists cover some kind."""
        return np.asarray(self.by_list.any(axis=1))

    @property
    def is_invented(self) -> BoolArray:
        """The demonstration set stands in for the list of some kind."""
        return np.asarray(self.by_demo.any(axis=1))

    @property
    def is_unknown(self) -> BoolArray:
        """Of some kind neither a list nor the demonstration set tells."""
        return np.asarray((~self.by_list & ~self.by_demo).any(axis=1))


def listed(snapshot: Snapshot, kinds: Iterable[ServiceKind], as_of_on: date, *, with_demo: bool) -> Listed:
    """
    Tell which municipalities are covered by lists; found when first asked for, and kept with the snapshot.

    Parameters
    ----------
    snapshot
        That of the register.
    kinds
        Kinds of service asked about; none means all.
    as_of_on
        Day on which the lists have their records.
    with_demo
        The demonstration set takes part.
    """
    asked = tuple(kinds)
    return snapshot.kept(("listed", asked, as_of_on, with_demo), lambda: _listed(snapshot, asked, as_of_on, with_demo))


def _listed(snapshot: Snapshot, kinds: tuple[ServiceKind, ...], as_of_on: date, with_demo: bool) -> Listed:  # noqa: FBT001
    columns, territory = snapshot.service_columns, snapshot.territory
    is_telling = columns.cells["is_demo"].astype(bool) | np.isin(columns.cells["source_id"], list(snapshot.whole_lists))
    rows = np.flatnonzero(is_telling & (columns.no_longer_listed_on > as_of_on.isoformat()))
    municipality = municipality_rows(snapshot, rows)
    rows, at = rows[municipality != NOWHERE], municipality[municipality != NOWHERE]
    source_ids, is_demo = columns.cells["source_id"][rows], columns.cells["is_demo"][rows].astype(bool)
    covers = {
        name: _reaches(territory, _at_home(territory, at[(source_ids == name) & ~is_demo], whole), whole.extent)
        for name, whole in snapshot.whole_lists.items()
    }
    wanted = [kind.value for kind in kinds] or [kind.value for kind in ServiceKind]
    shape = (len(territory.municipalities), len(wanted))
    by_list, telling = np.zeros(shape, bool), {}
    for name, whole in snapshot.whole_lists.items():
        has_kind, is_whole = np.isin(wanted, whole.kinds), _is_whole(name, whole, covers)
        by_list |= is_whole[:, None] & has_kind
        if has_kind.any():
            telling[name] = is_whole
    invented = _reaches(territory, at[is_demo] if with_demo else at[:0], Level.PROVINCE)
    return Listed(by_list, invented[:, None] & ~by_list, telling)


def everywhere(snapshot: Snapshot) -> Listed:
    """Return what holds where no list is needed: firms, practices, records without a position."""
    shape = (len(snapshot.territory.municipalities), 1)
    return Listed(np.ones(shape, bool), np.zeros(shape, bool), {})


def _is_whole(name: str, whole: WholeList, covers: dict[str, BoolArray]) -> BoolArray:
    """Tell where a list is there, and those that have the other services of its kinds."""
    found = covers[name]
    for other in whole.only_with:
        found = found & covers.get(other, np.zeros_like(found))
    return found


def _at_home(territory: Territory, at: IntpArray, whole: WholeList) -> IntpArray:
    """Return those of these municipalities that are in the region of the list."""
    region_codes = territory.municipalities["region_code"].to_numpy(str)[at]
    return at if not whole.region_code else at[region_codes == whole.region_code]


def _reaches(territory: Territory, at: IntpArray, extent: Level) -> BoolArray:
    """Tell which municipalities are in a unit of that extent in which one of these is."""
    units = _units(territory, extent)
    return np.isin(units, np.unique(units[at])) if len(at) else np.zeros(len(units), bool)


def _units(territory: Territory, extent: Level) -> npt.NDArray[np.str_]:
    """Return the unit of each municipality; without a district it is one of its own."""
    table = territory.municipalities
    names = {Level.DISTRICT: "district_id", Level.PROVINCE: "province_code"}
    own = table["municipality_code"]
    unit = own if extent is Level.MUNICIPALITY else table[names[extent]]
    return np.asarray(unit.where(unit.notna(), own), str)
