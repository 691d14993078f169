"""
The shipped tables in the register: ``data/manual`` (source "manual") and ``data/demo`` (source "demo").

They are loaded when the register is opened and their content is not the one it holds, both in one transaction.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from geodata import store
from geodata.codes import PositionQuality
from geodata.errors import StoreError
from geodata.tables import CONTRACTS, PROVENANCE, Contract, conform
from welfare_map.register.shipped.manifest import LICENCE, embedded_files, read_manifest
from welfare_map.register.shipped.shipped_rows import replace_shipped
from welfare_map.register.sql.database import reading, writing
from welfare_map.register.sql.repository import (
    SourceRow,
    bump_version,
    read_sources,
    write_source,
)

MANUAL, DEMO = "manual", "demo"
EMBEDDED_SOURCES = {
    MANUAL: SourceRow(
        source_id=MANUAL,
        name="Mappa del welfare – tabelle compilate a mano",
        publisher="Mappa del welfare",
        licence=LICENCE,
        url="",
        retrieved_on="",
        row_count=0,
        content_sha256="",
        is_demo=False,
    ),
    DEMO: SourceRow(
        source_id=DEMO,
        name="Dati dimostrativi (inventati)",
        publisher="Mappa del welfare",
        licence=LICENCE,
        url="",
        retrieved_on="",
        row_count=0,
        content_sha256="",
        is_demo=True,
    ),
}
_FILLED = frozenset({*(column.name for column in PROVENANCE), "position_quality"})
"""Columns that the hand-edited files leave to the program."""


def hand_edited(contract: Contract) -> Contract:
    """Return what a hand-edited file carries of a contract: provenance and quality of position are filled in later."""
    return replace(contract, columns=tuple(column for column in contract.columns if column.name not in _FILLED))


def read_embedded(source_id: str, name: str, path: Path) -> pd.DataFrame:
    """
    Read one shipped table; it conforms to its whole contract.

    Raises
    ------
    DataError
        The file cannot be read or a required column is missing.
    """
    contract = CONTRACTS[name]
    if source_id == DEMO:
        return store.read_csv_table(path, contract)
    table = store.read_csv_table(path, hand_edited(contract))
    return fill_hand_edited(table, contract, retrieved_on=_day_of(path))


def _day_of(path: Path) -> str:
    """Return the day that the manifest gives a file, else the day on which the file was written."""
    days = {entry.path: entry.retrieved_on for entry in read_manifest()}
    written_on = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    return days.get(f"{path.parent.name}/{path.name}", written_on.isoformat())


def fill_hand_edited(table: pd.DataFrame, contract: Contract, *, retrieved_on: str) -> pd.DataFrame:
    """
    Add provenance and quality of position to a hand-edited table.

    Returns
    -------
    table
        Conforms to the contract. A row with a municipality stands there (quality ``municipality``, the point comes with
        the territory), another one nowhere (``none``).
    """
    key = table[list(contract.key)].astype(str).agg("/".join, axis=1) if len(table) else ""
    filled = table.assign(source_id=MANUAL, source_key=key, licence=LICENCE, retrieved_on=retrieved_on, is_demo=False)
    if "municipality_code" in contract.column_names:
        in_place = {True: PositionQuality.MUNICIPALITY.value, False: PositionQuality.NONE.value}
        filled = filled.assign(position_quality=table["municipality_code"].notna().map(in_place))
    return conform(filled, contract)


def content_sha256(files: Mapping[str, Path]) -> str:
    """Return one checksum over the names and the bytes of a source's files."""
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        digest.update(f"{name}\0".encode())
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()


def load_embedded(engine: sa.Engine) -> bool:
    """
    Bring the shipped tables into the register, if their content is not the one it holds.

    Returns
    -------
    is_changed
        True when rows were loaded: the version has changed.

    Raises
    ------
    DataError
        A shipped table cannot be used.
    StoreError
        The register cannot be written; nothing was changed.
    """
    files = embedded_files()
    digests = _digests(files)
    with reading(engine) as connection:
        if _is_loaded(connection, digests):
            return False
    tables = {
        (source_id, name): read_embedded(source_id, name, path)
        for source_id, names in files.items()
        for name, path in names.items()
    }
    with writing(engine) as connection:
        if _is_loaded(connection, digests):
            return False
        _replace_embedded(connection, tables, digests)
        bump_version(connection)
    return True


def _digests(files: Mapping[str, Mapping[str, Path]]) -> dict[str, str]:
    try:
        return {source_id: content_sha256(names) for source_id, names in files.items()}
    except OSError as error:
        raise StoreError(f"the shipped table {error.filename} cannot be read: {error.strerror}") from error


def _is_loaded(connection: sa.Connection, digests: Mapping[str, str]) -> bool:
    known = {source.source_id: source.content_sha256 for source in read_sources(connection)}
    return all(known.get(source_id) == digest for source_id, digest in digests.items())


def _replace_embedded(
    connection: sa.Connection, tables: Mapping[tuple[str, str], pd.DataFrame], digests: Mapping[str, str]
) -> None:
    """Put the shipped rows in the place of the earlier ones; other sources' rows and what people edited stay."""
    for source_id, source in EMBEDDED_SOURCES.items():
        own = [rows for (owner, _), rows in tables.items() if owner == source_id]
        write_source(
            connection,
            replace(
                source,
                row_count=sum(len(rows) for rows in own),
                retrieved_on=_newest_day(own),
                content_sha256=digests[source_id],
            ),
        )
    replace_shipped(connection, tables, tuple(EMBEDDED_SOURCES))


def _newest_day(tables: list[pd.DataFrame]) -> str:
    days = [day for table in tables if "retrieved_on" in table for day in table["retrieved_on"].dropna()]
    return max(days, default="")
