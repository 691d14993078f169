"""Points for rows of a file that give an address and no coordinates; a record that moves leaves its old point."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from geodata.codes import PositionQuality
from geodata.geocode import normalise
from geodata.notices import Severity
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.model import Plain
from welfare_map.register.history.records import Cells
from welfare_map.register.sql.repository import as_records
from welfare_map.register.updates.positions import Placing, with_found_positions
from welfare_map.register.uploads.findings import Gathering
from welfare_map.register.uploads.plan import Plan, RowChange
from welfare_map.register.uploads.surroundings import Surroundings
from welfare_map.register.uploads.validation import Validated

PLACED: Final = frozenset({"services", "organisations"})
"""Tables whose records stand at an address."""
PLACE: Final = ("lon", "lat", "position_quality", "municipality_code")
WHERE: Final = ("address", "municipality_code")


def with_points(plan: Plan, validated: Validated, around: Surroundings, by: Placing | None) -> Plan:
    """
    Return the plan with a point for the records whose address is known and whose coordinates are not.

    A record of the register whose address or municipality changes, and for which the file gives no coordinates, is
    placed anew; where its new address is not found, it stands for its municipality.

    Parameters
    ----------
    by
        What to work with; None for nothing: then nobody is placed.
    """
    if plan.table not in PLACED:
        return plan
    gathering = Gathering()
    new = _found(plan.new, around.territory, by, gathering)
    changes = _moved(plan, validated, around, by, gathering)
    return replace(plan, new=new, changes=changes, findings=(*gathering.findings(), *plan.findings))


def _found(rows: pd.DataFrame, territory: Territory, by: Placing | None, gathering: Gathering) -> pd.DataFrame:
    if by is None or rows.empty:
        return rows
    cells = rows.astype(object)
    placed, notices = with_found_positions(cells.where(cells.notna(), None), territory, by)
    for notice in notices:
        if notice.severity is Severity.WARNING:
            gathering.note(notice.severity, notice.rule, "address", value=notice.detail)
    return rows.assign(**{name: placed[name] for name in PLACE})


def _moved(
    plan: Plan, validated: Validated, around: Surroundings, by: Placing | None, gathering: Gathering
) -> tuple[RowChange, ...]:
    has_point = validated.rows["lon"].notna()
    numbers = [at for at, change in enumerate(plan.changes) if _is_said(change) and not has_point[change.line]]
    if not numbers:
        return plan.changes
    changes = [plan.changes[at] for at in numbers]
    records = _records(plan.table, around, changes)
    wanted = [_as_said(record, change.after) for record, change in zip(records, changes, strict=True)]
    placed = as_records(_found(pd.DataFrame(wanted, dtype=object), around.territory, by, gathering)[list(PLACE)])
    moved = map(_with_place, changes, records, placed)
    by_number = dict(zip(numbers, moved, strict=True))
    return tuple(by_number.get(at, change) for at, change in enumerate(plan.changes))


def _is_said(change: RowChange) -> bool:
    return any(name in change.after for name in WHERE)


def _records(table: str, around: Surroundings, changes: Sequence[RowChange]) -> Sequence[Cells]:
    """Return the records as the register has them, in the order of the changes."""
    known = around.known[table]
    rows = known.set_axis(known[CONTRACTS[table].key[0]].to_numpy(object))
    return as_records(rows.loc[[change.record_id for change in changes]])


def _as_said(record: Cells, after: Cells) -> dict[str, Plain]:
    """Return a record with what the file says of it; without its point where it is said to lie elsewhere."""
    cells = {**record, **after}
    if not any(record.get(name) and _differs(record[name], cells[name]) for name in WHERE):
        return cells
    quality = PositionQuality.MUNICIPALITY if cells["municipality_code"] else PositionQuality.NONE
    return {**cells, "lon": None, "lat": None, "position_quality": quality.value}


def _differs(before: Plain, after: Plain) -> bool:
    """Tell whether two addresses are not merely two spellings."""
    return normalise(str(before)) != normalise(str(after))


def _with_place(change: RowChange, record: Cells, place: Cells) -> RowChange:
    """Return the change with the cells of the place that differ from the record's."""
    differs = {name: cell for name, cell in place.items() if cell != record[name]}
    before = {**change.before, **{name: record[name] for name in differs}}
    return replace(change, before=before, after={**change.after, **differs})
