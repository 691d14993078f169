"""Checks of the shipped tables: each against its contract, the references between them, and the manifest."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

import pandas as pd

from geodata.errors import DataError
from geodata.licences import LICENCES
from geodata.notices import Notice, Severity
from geodata.tables import CONTRACTS, check
from welfare_map.register.shipped.embedded import read_embedded
from welfare_map.register.shipped.manifest import Entry, current_entries, embedded_files, read_manifest
from welfare_map.register.sql.schema import REFERENCES, Reference

Tables = Mapping[str, pd.DataFrame]
MANIFEST = "manifest"
DISTRICT_REFERENCE = Reference("district_offices", "district_id", "districts", "district_id")
"""A reference to a part of a table that is not its key."""


def check_embedded() -> tuple[Notice, ...]:
    """
    Check every shipped table.

    Returns
    -------
    notices
        Rules of ``geodata.tables.check``; ``unreadable_table``, ``duplicate_key``, ``unknown_reference``,
        ``unknown_licence``; ``manifest_missing``, ``manifest_outdated`` and ``manifest_without_file``. Empty when all
        is well.
    """
    found: list[Notice] = []
    tables: dict[str, list[pd.DataFrame]] = {}
    for source_id, files in embedded_files().items():
        for name, path in files.items():
            try:
                table = read_embedded(source_id, name, path)
                found.extend(check(table, CONTRACTS[name]))
            except DataError as error:
                found.append(Notice("unreadable_table", Severity.ERROR, name, "", str(error)))
            else:
                tables.setdefault(name, []).append(table)
    whole = {name: pd.concat(parts, ignore_index=True) for name, parts in tables.items()}
    return (*found, *_doubled(whole), *check_references(whole), *_unknown_licences(whole), *check_manifest())


def _doubled(tables: Tables) -> Iterator[Notice]:
    """Yield the keys that two sources use; ``check`` looks into one file only."""
    for name, table in tables.items():
        keys = _keys(name, table)
        for key in sorted(set(keys[keys.duplicated()])):
            yield Notice("duplicate_key", Severity.ERROR, name, key, "")


def _keys(name: str, table: pd.DataFrame) -> "pd.Series[str]":
    return table[list(CONTRACTS[name].key)].astype(str).agg(" / ".join, axis=1)


def check_references(tables: Tables) -> tuple[Notice, ...]:
    """
    Check that what a row names exists.

    Returns
    -------
    notices
        ``unknown_reference`` for each value that is not there, also inside lists (``document_ids``, ``territory``).
    """
    whole_keys = (_unknown(tables, reference) for reference in (*REFERENCES, DISTRICT_REFERENCE))
    return tuple(chain(*whole_keys, _unknown_in_lists(tables)))


def _unknown(tables: Tables, reference: Reference) -> Iterator[Notice]:
    if reference.table not in tables:
        return
    table = tables[reference.table]
    known = _values(tables, reference.target_table, reference.target_column)
    is_unknown = table[reference.column].notna() & ~table[reference.column].isin(known)
    keys = _keys(reference.table, table)
    for key, value in zip(keys[is_unknown], table.loc[is_unknown, reference.column], strict=True):
        yield Notice("unknown_reference", Severity.ERROR, reference.table, key, f"{reference.column}={value}")


def _values(tables: Tables, name: str, column: str) -> set[str]:
    return set(tables[name][column].dropna()) if name in tables else set()


def _unknown_in_lists(tables: Tables) -> Iterator[Notice]:
    if "initiatives" not in tables:
        return
    documents = _values(tables, "documents", "document_id")
    territory = {f"district:{item}" for item in _values(tables, "districts", "district_id")}
    territory |= {f"municipality:{item}" for item in _values(tables, "districts", "municipality_code")}
    territory |= {f"province:{item[13:16]}" for item in territory if item.startswith("municipality:")}
    for row in tables["initiatives"].itertuples():
        yield from _unknown_items(str(row.initiative_id), "document_ids", row.document_ids, documents)
        yield from _unknown_items(str(row.initiative_id), "territory", row.territory, territory)


def _unknown_items(key: str, column: str, cell: object, known: Iterable[str]) -> Iterator[Notice]:
    for item in str(cell).split("|") if cell else ():
        if item not in known:
            yield Notice("unknown_reference", Severity.ERROR, "initiatives", key, f"{column}={item}")


def _unknown_licences(tables: Tables) -> Iterator[Notice]:
    for name, table in tables.items():
        if "licence" in table:
            for code in sorted(set(table["licence"].dropna()) - set(LICENCES)):
                yield Notice("unknown_licence", Severity.ERROR, name, "", f"licence={code}")


def check_manifest() -> tuple[Notice, ...]:
    """
    Compare the manifest with the files.

    Returns
    -------
    notices
        One per file that it does not name (``manifest_missing``), that has another content (``manifest_outdated``) or
        that is named and not there (``manifest_without_file``).
    """
    try:
        known = read_manifest()
    except DataError as error:
        return (Notice("unreadable_table", Severity.ERROR, MANIFEST, "", str(error)),)
    said = {entry.path: entry for entry in known}
    true = {entry.path: entry for entry in current_entries(known, today=date.min)}
    return tuple(
        Notice(_manifest_rule(said.get(path), true.get(path)), Severity.ERROR, MANIFEST, path, "")
        for path in sorted(said.keys() | true.keys())
        if said.get(path) != true.get(path)
    )


def _manifest_rule(said: Entry | None, true: Entry | None) -> str:
    if said is None:
        return "manifest_missing"
    return "manifest_without_file" if true is None else "manifest_outdated"
