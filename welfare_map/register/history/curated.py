"""Records that are made here: their source is "curated", their provenance is ours."""

import uuid
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from geodata.codes import PositionQuality
from geodata.errors import InputError
from geodata.tables import CONTRACTS
from welfare_map.model import Plain
from welfare_map.register.history.cells import checked_values
from welfare_map.register.history.records import CURATED, Cells, key_of, record_id_of
from welfare_map.register.shipped.manifest import LICENCE
from welfare_map.register.sql.repository import SourceRow, write_source
from welfare_map.register.sql.schema import SOURCES
from welfare_map.register.updates.file_day import italian_day


def curated_source(day: str) -> SourceRow:
    """Return the source of the records made here; ``day`` is that of its last change."""
    return SourceRow(
        source_id=CURATED,
        name="Mappa del welfare – schede compilate nel registro",
        publisher="Mappa del welfare",
        licence=LICENCE,
        url="",
        retrieved_on=day,
        row_count=0,
        content_sha256="",
        is_demo=False,
    )


def note_curated(connection: sa.Connection, at: datetime, added_count: int) -> None:
    """Count records made here in their source, which comes with the first of them."""
    known = connection.execute(sa.select(SOURCES.c.row_count).where(SOURCES.c.source_id == CURATED)).scalar()
    if known is None:
        write_source(connection, curated_source(italian_day(at).isoformat()))
    connection.execute(
        sa.update(SOURCES)
        .where(SOURCES.c.source_id == CURATED)
        .values(row_count=(known or 0) + added_count, retrieved_on=italian_day(at).isoformat())
    )


def new_cells(table: str, values: Mapping[str, object], record_id: str | None) -> tuple[str, dict[str, Plain]]:
    """
    Return the id and the cells of a record to be made, without provenance.

    Parameters
    ----------
    values
        Cells; a key of one column may be left out, then it is made: ``curated:`` and 32 hexadecimal digits.
    record_id
        The key, where it is chosen.

    Raises
    ------
    InputError
        A cell is not sound; the table or the id is not one.
    """
    if table not in CONTRACTS:
        raise InputError("error.unknown_table", table=table, allowed=", ".join(CONTRACTS))
    contract = CONTRACTS[table]
    given = dict(values)
    if record_id is not None:
        given |= key_of(table, record_id)
    elif len(contract.key) == 1 and not given.get(contract.key[0]):
        given[contract.key[0]] = f"{CURATED}:{uuid.uuid4().hex}"
    if "position_quality" in contract.column_names and not given.get("position_quality"):
        given["position_quality"] = _quality(given)
    cells = checked_values(table, given)
    return record_id_of(table, cells), cells


def provenance(table: str, record_id: str, at: datetime) -> Cells:
    """Return the cells that say where a record made here comes from; none for tables that do not say it."""
    if "source_id" not in CONTRACTS[table].column_names:
        return {}
    day = italian_day(at).isoformat()
    return {
        "source_id": CURATED,
        "source_key": record_id.removeprefix(f"{CURATED}:"),
        "licence": LICENCE,
        "retrieved_on": day,
        "modified_on": day,
        "is_demo": False,
    }


def _quality(values: Mapping[str, object]) -> str:
    if values.get("lon") is not None:
        return PositionQuality.EXACT.value
    return (PositionQuality.MUNICIPALITY if values.get("municipality_code") else PositionQuality.NONE).value
