"""Who a record is: identifier, name, kind, place, contacts and source, whatever table it is in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from welfare_map.model import SourceNote
from welfare_map.questions.coverage.areas import NOWHERE
from welfare_map.questions.coverage.records import ORGANISATIONS, PRACTICES, SERVICES, Records
from welfare_map.snapshot import Snapshot

COLUMNS = {
    SERVICES: ("service_id", "name", "kind"),
    ORGANISATIONS: ("organisation_id", "organisation_name", "organisation_kind"),
    PRACTICES: ("practice_id", "title_it", "phase"),
}
"""Table -> its columns of identifier, name and kind."""
CONTACTS = ("phone", "email", "website")


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A record in words; ``cells`` are those of its row, None for missing."""

    table: str
    cells: dict[str, Any]
    municipality_code: str | None
    municipality_name: str | None
    is_demo: bool

    @property
    def record_id(self) -> str:
        """Identifier in the register."""
        return str(self.cells[COLUMNS[self.table][0]])

    def who(self) -> dict[str, Any]:
        """Return identifier, name, kind and municipality."""
        _, name, kind = (self.cells[column] for column in COLUMNS[self.table])
        return {
            "record_id": self.record_id,
            "name": str(name or ""),
            "kind": str(kind or ""),
            "municipality_code": self.municipality_code,
            "municipality_name": self.municipality_name,
        }

    def how_to_reach(self) -> dict[str, Any]:
        """Return telephone, mailbox and site."""
        return {name: self.cells.get(name) for name in CONTACTS}

    def source(self, notes: dict[str, SourceNote]) -> dict[str, Any]:
        """Return source, day and licence."""
        source_id = str(self.cells["source_id"])
        return {
            "source_id": source_id,
            "source_name": notes[source_id].name if source_id in notes else source_id,
            "retrieved_on": str(self.cells["retrieved_on"]),
            "licence": str(self.cells["licence"]),
            "is_demo": self.is_demo,
        }


def named_records(snapshot: Snapshot, records: Records, numbers: Iterable[int]) -> dict[int, NamedRecord]:
    """Return some of the records in words, by their number."""
    table = snapshot.territory.municipalities
    places = list(zip(table["municipality_code"].tolist(), table["municipality_name"].tolist(), strict=True))
    return {number: _named(snapshot, records, number, places) for number in numbers}


def _named(snapshot: Snapshot, records: Records, number: int, places: Sequence[tuple[str, str]]) -> NamedRecord:
    row, place = int(records.row[number]), int(records.municipality[number])
    is_placed = place != NOWHERE and not records.is_distinct
    return NamedRecord(
        table=records.table,
        cells=_cells(snapshot, records.table, row),
        municipality_code=places[place][0] if is_placed else None,
        municipality_name=places[place][1] if is_placed else None,
        is_demo=bool(records.is_demo[number]),
    )


def _cells(snapshot: Snapshot, name: str, row: int) -> dict[str, Any]:
    if name == SERVICES:
        return {column: cells[row] for column, cells in snapshot.service_columns.cells.items()}
    found = snapshot.table(name).iloc[row]
    return {
        str(column): None if missing else cell
        for (column, cell), missing in zip(found.items(), found.isna(), strict=True)
    }
