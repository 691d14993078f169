"""
What a file may say of a record: the fields of each table that can be uploaded.

Most are columns of the contract; a few are only read on the way to one (a municipality's name) or checked and not kept
(the tax code). What the register fills in by itself — provenance, ids, quality of the position — is not asked for.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from geodata.errors import InputError
from geodata.tables import CONTRACTS, PROVENANCE, Column, ColumnType

HELPERS: Final = ("municipality_name", "province", "vat_code", "tax_code")
"""Fields that lead to a column, or are checked only, where the contract has no column of that name."""
FILLED: Final = frozenset(
    {*(column.name for column in PROVENANCE), "position_quality", "no_longer_listed_on", "author_role"}
)
MADE_KEYS: Final = frozenset({"service_id", "organisation_id", "practice_id", "need_offer_id"})
"""Keys that are made out of the row where a file gives none; elsewhere they refer to a record that must exist."""
DERIVED: Final = frozenset({"expires_on"})


class UploadTable(StrEnum):
    """Tables that take uploads."""

    SERVICES = "services"
    ORGANISATIONS = "organisations"
    PRACTICES = "practices"
    ADHESIONS = "adhesions"
    NEEDS_OFFERS = "needs_offers"
    AVAILABILITY = "availability"
    SHIFTS = "shifts"
    SITES = "sites"


@dataclass(frozen=True, slots=True)
class Field:
    """
    One thing that a file may say.

    Parameters
    ----------
    name
        Column of the contract, or one of ``HELPERS``.
    column
        The contract's column; None for what is read on the way or checked only.
    is_required
        A row without it cannot be imported.
    """

    name: str
    column: Column | None
    is_required: bool = False


def upload_table(name: str) -> UploadTable:
    """
    Return a table that takes uploads.

    Raises
    ------
    InputError
        ``error.upload_table``.
    """
    if name not in set(UploadTable):
        raise InputError("error.upload_table", table=name, allowed=", ".join(UploadTable))
    return UploadTable(name)


def fields_of(table: str) -> tuple[Field, ...]:
    """Return the fields of a table, in the order of its template."""
    return FIELDS[UploadTable(table)]


def key_field(table: str) -> str | None:
    """Return the field that carries the record's own id, None where the key is made of references."""
    key = CONTRACTS[table].key
    return key[0] if len(key) == 1 else None


def _fields(table: UploadTable) -> tuple[Field, ...]:
    contract = CONTRACTS[table.value]
    own_key = key_field(table.value)
    plain = [
        Field(column.name, column, column.is_required and column.name not in {own_key, *DERIVED})
        for column in contract.columns
        if column.name not in FILLED
    ]
    names = contract.column_names
    helpers = [Field(name, None) for name in HELPERS if _helps(name, table, names)]
    return (*plain, *helpers)


def _helps(name: str, table: UploadTable, names: tuple[str, ...]) -> bool:
    if name in names:
        return False
    if name in {"municipality_name", "province"}:
        return "municipality_code" in names
    return table in {UploadTable.SERVICES, UploadTable.ORGANISATIONS}


FIELDS: Final = MappingProxyType({table: _fields(table) for table in UploadTable})
LISTS: Final = frozenset({"themes", "size_classes"})
"""Columns that hold several codes with "|" between."""


def is_code(column: Column) -> bool:
    """Tell whether a column holds codes of a closed vocabulary."""
    return bool(column.allowed) or column.name in LISTS


def is_number(column: Column) -> bool:
    """Tell whether a column holds numbers."""
    return column.type in {ColumnType.INTEGER, ColumnType.NUMBER}
