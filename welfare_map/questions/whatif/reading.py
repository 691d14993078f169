"""The changes of a scenario with the records and places that they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from geodata.codes import Level, ServiceKind
from geodata.errors import InputError
from geodata.hours.opening import can_be_read
from geodata.territory.area import LEVEL_COLUMNS
from welfare_map.model import (
    AddService,
    Change,
    ChangeHours,
    ChangePopulation,
    MoveService,
    OpenToOthers,
    Scenario,
)
from welfare_map.questions.coverage.areas import NOWHERE
from welfare_map.questions.coverage.records import municipality_rows
from welfare_map.questions.territory import level_and_code
from welfare_map.snapshot import Snapshot

HYPOTHESIS = "hypothesis"
"""Source of a service that is only imagined; no source of the register is called so."""


@dataclass(frozen=True, slots=True)
class ReadChange:
    """
    One change, understood.

    Parameters
    ----------
    service_id
        Service that it changes or imagines; None for a change of population.
    cells
        Of the service's record as the register has it, by column; empty for a service that is imagined.
    from_rows, to_rows
        Rows of the municipalities where it holds: where the service stands now, and where it would stand.
    level
        Of the place of a change of population.
    """

    change: Change
    service_id: str | None
    cells: Mapping[str, Any]
    from_rows: tuple[int, ...]
    to_rows: tuple[int, ...]
    level: Level | None = None

    @property
    def kind(self) -> ServiceKind | None:
        """Return the kind of the service that it changes or imagines."""
        if isinstance(self.change, AddService):
            return self.change.kind
        return ServiceKind(self.cells["kind"]) if self.cells else None

    @property
    def rows(self) -> tuple[int, ...]:
        """Return the municipalities that it touches, each once, in order."""
        return tuple(sorted({*self.from_rows, *self.to_rows}))


def read_changes(snapshot: Snapshot, scenario: Scenario, as_of_on: date) -> tuple[ReadChange, ...]:
    """
    Return the changes of a scenario, in its order.

    Raises
    ------
    InputError
        A service is not in the register or no longer listed, a place or a point is outside the map, hours cannot be
        read, or a change would change nothing: a service takes people from outside already.
    """
    services = row_of_services(snapshot)
    added = 0
    found = []
    for change in scenario.changes:
        if isinstance(change, AddService):
            added += 1
            found.append(_imagined(snapshot, change, f"{HYPOTHESIS}:{added}"))
        elif isinstance(change, ChangePopulation):
            found.append(_peopled(snapshot, change))
        else:
            found.append(_changed(snapshot, change, services.get(change.service_id), as_of_on))
    return tuple(found)


def row_of_services(snapshot: Snapshot) -> Mapping[str, int]:
    """Return the row of each service by its id; found when first asked for, and kept with the snapshot."""
    ids = snapshot.service_columns.cells["service_id"]
    return snapshot.kept(("row_of_services",), lambda: {str(name): row for row, name in enumerate(ids)})


def _imagined(snapshot: Snapshot, change: AddService, service_id: str) -> ReadChange:
    return ReadChange(change, service_id, {}, (), (_row_at(snapshot, change.lon, change.lat),))


def _peopled(snapshot: Snapshot, change: ChangePopulation) -> ReadChange:
    level, code = level_and_code(snapshot, change.where)
    units = snapshot.territory.municipalities[LEVEL_COLUMNS[level][0]]
    rows = tuple((units == code).to_numpy(bool).nonzero()[0].tolist())
    return ReadChange(change, None, {}, (), rows, level)


def _changed(snapshot: Snapshot, change: Any, row: int | None, as_of_on: date) -> ReadChange:
    columns = snapshot.service_columns
    if row is None or columns.no_longer_listed_on[row] <= as_of_on.isoformat():
        raise InputError("error.no_service_to_change", value=change.service_id)
    cells = {name: values[row] for name, values in columns.cells.items()}
    if isinstance(change, ChangeHours) and not can_be_read(change.opening_hours):
        raise InputError("error.unreadable_hours", value=change.opening_hours)
    if isinstance(change, OpenToOthers) and cells["is_open_to_others"] is True:
        raise InputError("error.open_already", name=cells["name"])
    here = int(municipality_rows(snapshot, np.array([row], np.intp))[0])
    stands = () if here == NOWHERE else (here,)
    to = (_row_at(snapshot, change.lon, change.lat),) if isinstance(change, MoveService) else stands
    return ReadChange(change, change.service_id, cells, stands, to)


def _row_at(snapshot: Snapshot, lon: float, lat: float) -> int:
    return snapshot.territory.row_of(snapshot.territory.locate(lon, lat))
