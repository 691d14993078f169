"""
What a contract is: columns, units, key; ``conform`` gives a table its shape, ``check`` turns broken cells into notices.

A contract is a list of columns. Faults of the whole table (a column is missing, a key is doubled, a wrong CRS) raise;
faults of single cells come back as notices and the row stays.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa

from geodata.crs import GEOGRAPHIC_CRS
from geodata.errors import CrsError, DuplicateKeyError, MissingColumnsError
from geodata.notices import Notice, Severity


class ColumnType(StrEnum):
    """How a cell is kept; ``DATE`` is ISO text ``YYYY-MM-DD``, so that it sorts and survives every file format."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


PANDAS_TYPES: dict[ColumnType, Any] = {
    ColumnType.TEXT: "object",
    ColumnType.INTEGER: "Int64",
    ColumnType.NUMBER: "float64",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.DATE: "object",
}
"""Text and dates are object columns with None for missing: the same in CSV, SQLite and PostgreSQL."""

ISO_DATE = r"^\d{4}-\d{2}-\d{2}$"
MUNICIPALITY_CODE = r"^\d{6}$"
LON_RANGE = (6.0, 19.0)
LAT_RANGE = (35.0, 47.6)
"""Bounding box of Italy in degrees, rounded outwards."""


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column of a contract.

    Parameters
    ----------
    name
        With its unit at the end.
    type
        How the cell is kept.
    description
        What it means, in one line; it is printed in ``data/README.md``.
    is_required
        A missing value is a defect.
    allowed
        Closed vocabulary, or empty.
    pattern
        Regular expression that text must match, or "".
    minimum, maximum
        Bounds of numbers, both included.
    is_in_order
        What the pattern cannot say of a text, or None.
    is_published_mailbox
        A mailbox that a public register publishes as the contact of a service or an office: it need not be an office's
        by its name, as those of firms and initiatives must.
    """

    name: str
    type: ColumnType
    description: str
    is_required: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    is_in_order: Callable[[str], bool] | None = None
    is_published_mailbox: bool = False

    @property
    def is_free_text(self) -> bool:
        """Whether people may write into it what they like: text without vocabulary, pattern or key."""
        is_bound = bool(self.allowed or self.pattern or self.is_published_mailbox)
        return self.type is ColumnType.TEXT and not is_bound and not self.name.endswith(("_id", "_ids"))

    def checks(self) -> Iterator[pa.Check]:
        """Yield the pandera checks of this column."""
        if self.allowed:
            yield pa.Check.isin(self.allowed, name="not_in_vocabulary")
        if self.pattern or self.type is ColumnType.DATE:
            yield pa.Check.str_matches(self.pattern or ISO_DATE, name="bad_format")
        if self.minimum is not None:
            yield pa.Check.ge(self.minimum, name="below_minimum")
        if self.maximum is not None:
            yield pa.Check.le(self.maximum, name="above_maximum")
        if self.is_in_order is not None:
            yield pa.Check(self.is_in_order, element_wise=True, name="out_of_order")


@dataclass(frozen=True, slots=True)
class Contract:
    """
    One table: its name, its key and its columns.

    Parameters
    ----------
    name
        Name of the table in the register, in files and in ``--table``.
    key
        Columns that together are unique.
    columns
        In the order in which files carry them.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def conform(table: pd.DataFrame, contract: Contract) -> pd.DataFrame:
    """
    Return the table with the contract's columns, order and types.

    Parameters
    ----------
    table
        Any subset of the contract's columns with the required ones; text cells may be "" for missing.

    Returns
    -------
    table
        A new table; optional columns that were missing are added, all missing; other columns are left out.

    Raises
    ------
    MissingColumnsError
        A required column is not there.
    """
    missing = [c.name for c in contract.columns if c.is_required and c.name not in table.columns]
    if missing:
        raise MissingColumnsError(contract.name, missing, table.columns)
    typed = {column.name: _typed(table, column) for column in contract.columns}
    return pd.DataFrame(typed, index=table.index)


def _typed(table: pd.DataFrame, column: Column) -> "pd.Series[Any]":
    if column.name not in table.columns:
        return pd.Series([None] * len(table), index=table.index, dtype=object).astype(PANDAS_TYPES[column.type])
    cells = table[column.name].astype(object)
    cells = cells.where(cells.notna() & (cells != ""), None)
    match column.type:
        case ColumnType.INTEGER | ColumnType.NUMBER:
            return pd.to_numeric(cells).astype(PANDAS_TYPES[column.type])
        case ColumnType.BOOLEAN:
            words = {"true": True, "false": False, "1": True, "0": False}
            return cells.map(lambda cell: words.get(str(cell).lower()), na_action="ignore").astype("boolean")
        case _:
            return cells


def check(table: pd.DataFrame, contract: Contract) -> tuple[Notice, ...]:
    """
    Check a table against its contract.

    Returns
    -------
    notices
        One per defective cell: rules ``missing_value``, ``not_in_vocabulary``, ``bad_format``, ``below_minimum``,
        ``above_maximum``, ``out_of_order``.

    Raises
    ------
    MissingColumnsError
        A column of the contract is not there.
    DuplicateKeyError
        Two rows carry the same key.
    CrsError
        A GeoDataFrame is not in EPSG:4326.
    """
    missing = [name for name in contract.column_names if name not in table.columns]
    if missing:
        raise MissingColumnsError(contract.name, missing, table.columns)
    if isinstance(table, gpd.GeoDataFrame) and table.crs != GEOGRAPHIC_CRS:
        raise CrsError(f"table {contract.name}: CRS is {table.crs}, {GEOGRAPHIC_CRS} is needed")
    keys = _keys(table, contract)
    doubled = keys[keys.duplicated() & table[list(contract.key)].notna().all(axis=1)]
    if len(doubled):
        raise DuplicateKeyError(contract.name, "+".join(contract.key), doubled.unique()[:3])
    return tuple(_defects(table.reset_index(drop=True), contract, keys.reset_index(drop=True)))


def _keys(table: pd.DataFrame, contract: Contract) -> "pd.Series[str]":
    """Return the key of each row as one text; what is missing of it is empty."""
    parts = table[list(contract.key)].astype(object)
    words = [" / ".join("" if pd.isna(part) else str(part) for part in row) for row in parts.itertuples(index=False)]
    return pd.Series(words, index=table.index, dtype=object)


def _defects(table: pd.DataFrame, contract: Contract, keys: "pd.Series[str]") -> Iterator[Notice]:
    for column in contract.columns:
        cells = table[column.name]
        if column.is_required:
            for row in keys[cells.isna()]:
                yield Notice("missing_value", Severity.ERROR, contract.name, row, column.name)
        known = cells[cells.notna()]
        for rule in column.checks():
            result = rule(known)
            for position in known.index[~result.check_output.astype(bool)]:
                detail = f"{column.name}={known[position]}"
                yield Notice(str(rule.name), Severity.WARNING, contract.name, keys[position], detail)
