"""The cells that somebody gives: typed and held to their contract, one clear error for the first that is wrong."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import sqlalchemy as sa

from geodata.cleaning.contacts import clean_email, clean_role_email, clean_service_email, clean_written_website
from geodata.cleaning.fees import clean_fee_bands
from geodata.cleaning.hours import clean_opening_hours
from geodata.cleaning.numbers import clean_whole
from geodata.cleaning.phone import clean_phone
from geodata.cleaning.text import TURNING
from geodata.errors import InputError
from geodata.tables import CONTRACTS, FEE_PROOFS, FEES, Column, ColumnType, Contract
from welfare_map.model import Plain
from welfare_map.register.history.municipalities import checked_code
from welfare_map.register.history.records import Cells
from welfare_map.register.sql.schema import RECORD_TABLES, REFERENCES

PROVENANCE_NAMES = frozenset({"source_id", "source_key", "licence", "retrieved_on", "modified_on", "is_demo"})
"""Cells that say where a record comes from: nobody edits them."""
CHECKED_NAMES = frozenset({"checked_on", "checked_by_role"})
"""Cells that a confirmation sets."""
MUNICIPALITY = "municipality_code"
MOST_CHARACTERS = 5_000
WORDS_OF_TRUTH = {"true": True, "false": False, "1": True, "0": False}
CLEANERS: Final[Mapping[str, Callable[[object], str | None]]] = MappingProxyType(
    {
        "phone": clean_phone,
        "email": clean_role_email,
        "contact_email": clean_role_email,
        "website": clean_written_website,
        "opening_hours": clean_opening_hours,
        "hours": clean_opening_hours,
        "isee_fee_bands": clean_fee_bands,
    }
)
"""Columns that are kept in one form, that of lists and uploads."""
MAILBOXES = frozenset({"email", "contact_email"})
_CONTROL = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f]|{TURNING.pattern}")


def checked_changes(table: str, changes: Mapping[str, object]) -> dict[str, Plain]:
    """
    Return the cells of an edit, typed.

    Raises
    ------
    InputError
        ``error.unknown_column``; ``error.fixed_column`` for a key or provenance; ``error.missing_cell``;
        ``error.bad_cell``; ``error.personal_mailbox``; ``error.no_such_municipality``; ``error.unknown_choice``;
        ``error.cell_out_of_range``.
    """
    contract = CONTRACTS[table]
    for name in changes:
        if name in contract.key or name in PROVENANCE_NAMES | CHECKED_NAMES:
            raise InputError("error.fixed_column", column=name)
    return {name: checked_cell(_column(contract, name), value) for name, value in changes.items()}


def checked_values(table: str, values: Mapping[str, object]) -> dict[str, Plain]:
    """
    Return the cells of a new record, typed, with all that its contract asks of people; the provenance is ours.

    Raises
    ------
    InputError
        As ``checked_changes``; keys may be given.
    """
    contract = CONTRACTS[table]
    for name in values:
        if name in PROVENANCE_NAMES | CHECKED_NAMES:
            raise InputError("error.fixed_column", column=name)
        _column(contract, name)
    return {
        column.name: checked_cell(column, values.get(column.name))
        for column in contract.columns
        if column.name not in PROVENANCE_NAMES | CHECKED_NAMES
    }


def checked_cell(column: Column, value: object) -> Plain:
    """
    Return a cell as its column keeps it.

    Raises
    ------
    InputError
        It is missing where it must not be, of another type or form, a person's mailbox, outside the vocabulary, the
        pattern or the bounds.
    """
    cell = _clean(column, _typed(column, value))
    if cell is None:
        if column.is_required:
            raise InputError("error.missing_cell", column=column.name)
        return None
    if column.allowed and cell not in column.allowed:
        allowed = ", ".join(column.allowed)
        raise InputError("error.unknown_choice", option=column.name, value=str(cell), allowed=allowed)
    if column.pattern and not re.search(column.pattern, str(cell)):
        raise _bad(column, value)
    if column.is_in_order is not None and not column.is_in_order(str(cell)):
        raise _bad(column, value)
    if isinstance(cell, int | float) and not _is_within(column, cell):
        bounds = {"minimum": _bound(column.minimum), "maximum": _bound(column.maximum)}
        raise InputError("error.cell_out_of_range", column=column.name, value=str(cell), **bounds)
    return cell


def require_references(connection: sa.Connection, table: str, cells: Cells) -> None:
    """
    Check that the records exist that cells refer to.

    Raises
    ------
    InputError
        ``error.unknown_reference``.
    """
    for reference in REFERENCES:
        value = cells.get(reference.column)
        if reference.table != table or value is None:
            continue
        target = RECORD_TABLES[reference.target_table].c[reference.target_column]
        if connection.execute(sa.select(target).where(target == value).limit(1)).first() is None:
            raise InputError("error.unknown_reference", column=reference.column, value=str(value))


def require_agreement(cells: Cells) -> None:
    """
    Check that the cells of a record agree: both coordinates or none, a fee with its document and in its order.

    Raises
    ------
    InputError
        ``error.half_a_point``; ``error.fee_without_document``; ``error.fee_swapped``.
    """
    if (cells.get("lon") is None) != (cells.get("lat") is None):
        raise InputError("error.half_a_point")
    has_fee = any(cells.get(name) is not None for name in FEES)
    if has_fee and not all(cells.get(name) for name in FEE_PROOFS):
        raise InputError("error.fee_without_document")
    lowest, highest = cells.get("monthly_fee_min_eur"), cells.get("monthly_fee_max_eur")
    if isinstance(lowest, int | float) and isinstance(highest, int | float) and lowest > highest:
        raise InputError("error.fee_swapped")


def _column(contract: Contract, name: str) -> Column:
    for column in contract.columns:
        if column.name == name:
            return column
    raise InputError("error.unknown_column", column=name, table=contract.name)


def _typed(column: Column, value: object) -> Plain:
    """Return a value as the column's type; text that says nothing is missing."""
    words = _CONTROL.sub("", str(value)).strip() if value is not None else ""
    if not words or value != value:  # noqa: PLR0124  # not a number
        return None
    try:
        match column.type:
            case ColumnType.INTEGER:
                return _whole(words)
            case ColumnType.NUMBER:
                return _finite(words)
            case ColumnType.BOOLEAN:
                return WORDS_OF_TRUTH[words.lower()]
            case ColumnType.DATE:
                return date.fromisoformat(words).isoformat()
    except (KeyError, ValueError) as error:
        raise _bad(column, value) from error
    if len(words) > MOST_CHARACTERS:
        raise InputError("error.cell_too_long", column=column.name, maximum=MOST_CHARACTERS)
    return words


def _clean(column: Column, cell: Plain) -> Plain:
    """Return a cell in the form of its column, where it has one."""
    if column.name == MUNICIPALITY and cell is not None:
        return checked_code(column.name, str(cell))
    clean = clean_service_email if column.is_published_mailbox else CLEANERS.get(column.name)
    if clean is None or cell is None:
        return cell
    cleaned = clean(cell)
    if cleaned is None and column.name in MAILBOXES and clean_email(cell):
        raise InputError("error.personal_mailbox", column=column.name)
    if cleaned is None:
        raise _bad(column, cell)
    return cleaned


def _whole(words: str) -> int:
    number = clean_whole(words)
    if number is None:
        raise ValueError(words)
    return number


def _finite(words: str) -> float:
    number = float(words)
    if not math.isfinite(number):
        raise ValueError(words)
    return number


def _is_within(column: Column, number: float) -> bool:
    is_above = column.minimum is None or number >= column.minimum
    return is_above and (column.maximum is None or number <= column.maximum)


def _bound(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:g}"


def _bad(column: Column, value: object) -> InputError:
    return InputError("error.bad_cell", column=column.name, value=str(value)[:80])
