"""An upload with its mapping of columns -> clean rows of the register, and what is to be said about them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from geodata.notices import Severity
from geodata.tables import CONTRACTS, FEE_PROOFS, FEES, check, conform
from welfare_map.register.uploads.cleaners import cleaner_of
from welfare_map.register.uploads.columns import Columns, checked_columns
from welfare_map.register.uploads.fields import Field, fields_of, key_field
from welfare_map.register.uploads.findings import Finding, Gathering
from welfare_map.register.uploads.places import (
    distinct,
    lines_by_number,
    municipality_codes,
    note_all,
    points,
    spread,
    with_places,
)
from welfare_map.register.uploads.reading import Upload
from welfare_map.register.uploads.references import resolve_references
from welfare_map.register.uploads.surroundings import Surroundings

AVAILABILITY_DAYS: Final = 30
"""A number of free places that says no end holds so long."""
TOGETHER: Final = frozenset({"lon", "lat", "municipality_code", "municipality_name", "province"})
"""Fields that are read with others."""
PLACE_TEXTS: Final = ("municipality_code", "municipality_name", "province", "lon", "lat")
EXAMPLE_MARKS: Final = ("ESEMPIO:", "EXAMPLE:")
"""How a cell of the example row of a template begins."""


@dataclass(frozen=True, eq=False)
class Validated:
    """
    The rows of an upload as the register would keep them.

    Parameters
    ----------
    table
        Contract name.
    rows
        Clean cells by column of the contract, None for missing; only rows without an error; the index is the row's
        number in the file. Ids are not made yet.
    said
        Columns of the contract that the file speaks of: the others keep what the register has.
    findings
        Errors first.
    row_count
        Rows of the file, the template's example apart.
    error_lines
        Rows that cannot be imported.
    """

    table: str
    rows: pd.DataFrame
    said: tuple[str, ...]
    findings: tuple[Finding, ...]
    row_count: int
    error_lines: frozenset[int]


def validate(upload: Upload, columns: Columns, table: str, around: Surroundings) -> Validated:
    """
    Clean and check every row of an upload.

    Parameters
    ----------
    upload
        As read.
    columns
        Header -> field.
    table
        One of ``UploadTable``.
    around
        What the rows are held against.

    Raises
    ------
    InputError
        The mapping names a header or a field that is not there.
    """
    checked_columns(columns, upload.header, table)
    gathering = Gathering()
    cells = _without_example(upload.cells, gathering)
    texts = _by_field(cells, columns, table)
    _note_columns(upload, columns, table, cells, gathering)
    rows = _cleaned(texts, table, gathering)
    rows = _placed(rows, texts, table, around, gathering)
    rows = _derived(resolve_references(rows, texts, table, around, gathering), table, around)
    _require(rows, columns, _is_known(rows, table, around), gathering)
    rows = _with_fees_in_order(rows, gathering)
    _note_undocumented(rows, gathering)
    _note_doubtful(rows, gathering)
    _note_contract(rows, table, gathering)
    kept = rows[~rows.index.isin(gathering.error_lines)]
    return Validated(
        table=table,
        rows=kept,
        said=tuple(name for name in CONTRACTS[table].column_names if name in _said(texts, table)),
        findings=(*gathering.findings(), *upload.remarks),
        row_count=len(cells),
        error_lines=frozenset(gathering.error_lines),
    )


def _without_example(cells: pd.DataFrame, gathering: Gathering) -> pd.DataFrame:
    """Leave out the example row of a template, wherever it stands."""
    is_example = pd.Series(data=False, index=cells.index)
    for name in cells.columns:
        is_example |= cells[name].str.startswith(EXAMPLE_MARKS)
    if is_example.any():
        lines = [int(line) for line in cells.index[is_example]]
        gathering.note(Severity.INFO, "example_skipped", lines=lines)
    return cells[~is_example]


def _by_field(cells: pd.DataFrame, columns: Columns, table: str) -> pd.DataFrame:
    """Return the texts under the names of their fields."""
    return pd.DataFrame({field: cells[header] for header, field in columns.items()}, index=cells.index, dtype=object)


def _note_columns(upload: Upload, columns: Columns, table: str, cells: pd.DataFrame, gathering: Gathering) -> None:
    """Say which columns are not imported, and which the table needs and nobody gave."""
    for header in upload.header:
        if header not in columns and (cells[header] != "").any():
            gathering.note(Severity.WARNING, "column_ignored", header, value=header)
    given = set(columns.values())
    for field in fields_of(table):
        if field.column is None and field.name in given and field.name.endswith("_code"):
            gathering.note(Severity.INFO, "checked_not_kept", field.name)


def _cleaned(texts: pd.DataFrame, table: str, gathering: Gathering) -> pd.DataFrame:
    """Clean the fields that stand by themselves."""
    found: dict[str, Any] = {}
    for field in fields_of(table):
        if field.name in texts and field.name not in TOGETHER:
            values = _column(texts[field.name], field, gathering)
            if field.column is not None:
                found[field.name] = values
    return pd.DataFrame(found, index=texts.index, dtype=object)


def _column(texts: "pd.Series[Any]", field: Field, gathering: Gathering) -> np.ndarray:
    numbers, combinations = distinct([texts])
    clean = cleaner_of(field)
    cleaned = [clean(words) for (words,) in combinations]
    if any(one.rule for one in cleaned):
        by_number = lines_by_number(numbers, texts.index.to_numpy(), len(combinations))
        for one, (words,), lines in zip(cleaned, combinations, by_number, strict=True):
            note_all(gathering, field.name, one, words, lines)
    return spread((one.value for one in cleaned), numbers)


def _placed(
    rows: pd.DataFrame, texts: pd.DataFrame, table: str, around: Surroundings, gathering: Gathering
) -> pd.DataFrame:
    """Add municipality, point and quality of position to tables that have them."""
    if "municipality_code" not in CONTRACTS[table].column_names:
        return rows
    wanted = texts.reindex(columns=list(PLACE_TEXTS)).astype(object).fillna("")
    lon, lat = points(wanted, gathering)
    codes = municipality_codes(wanted, around.municipalities, gathering)
    return with_places(rows.assign(municipality_code=codes, lon=lon, lat=lat), around.territory, gathering)


def _derived(rows: pd.DataFrame, table: str, around: Surroundings) -> pd.DataFrame:
    """Fill in what follows from the rest: who says so, and until when."""
    if table != "availability":
        return rows
    ends = rows.get("expires_on", pd.Series(None, index=rows.index, dtype=object))
    days = rows.get("as_of_on", pd.Series(None, index=rows.index, dtype=object))
    later = days.map(_end_of, na_action="ignore").astype(object)
    return rows.assign(expires_on=ends.where(ends.notna(), later), author_role=around.role)


def _end_of(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=AVAILABILITY_DAYS)).isoformat()


def _is_known(rows: pd.DataFrame, table: str, around: Surroundings) -> tuple[str, np.ndarray]:
    """Return the table, and which rows give the id of a known record: they may say as little as they like."""
    own = key_field(table)
    if own is None or own not in rows:
        return table, np.zeros(len(rows), dtype=bool)
    return table, rows[own].isin(around.known[table][own]).to_numpy(bool)


def _require(rows: pd.DataFrame, columns: Columns, known: tuple[str, np.ndarray], gathering: Gathering) -> None:
    """Say which rows lack what they must have; a cell that was read and refused is said already."""
    table, is_known = known
    for field in fields_of(table):
        if not field.is_required:
            continue
        is_given = field.name in columns.values()
        is_missing = rows[field.name].isna().to_numpy(bool) if is_given else np.ones(len(rows), dtype=bool)
        is_said = np.array(gathering.has_error(field.name, rows.index), dtype=bool)
        wrong = is_missing & ~is_known & ~is_said
        if wrong.any():
            rule = "missing_value" if is_given else "missing_column"
            gathering.note(Severity.ERROR, rule, field.name, lines=[int(line) for line in rows.index[wrong]])


def _with_fees_in_order(rows: pd.DataFrame, gathering: Gathering) -> pd.DataFrame:
    """Put the lowest fee before the highest."""
    low, high, *_ = FEES
    if low not in rows or high not in rows:
        return rows
    is_swapped = pd.to_numeric(rows[low]) > pd.to_numeric(rows[high])
    if is_swapped.any():
        gathering.note(Severity.WARNING, "fee_swapped", low, lines=[int(line) for line in rows.index[is_swapped]])
    in_order = {low: rows[low].mask(is_swapped, rows[high]), high: rows[high].mask(is_swapped, rows[low])}
    return rows.assign(**in_order)


def _note_undocumented(rows: pd.DataFrame, gathering: Gathering) -> None:
    """Refuse fees without the document that says them, and its day."""
    has_fee = rows.reindex(columns=list(FEES)).notna().any(axis=1)
    for name in FEE_PROOFS:
        has_proof = rows.reindex(columns=[name])[name].notna()
        wrong = rows.index[has_fee & ~has_proof & ~np.array(gathering.has_error(name, rows.index), dtype=bool)]
        if len(wrong):
            gathering.note(Severity.ERROR, "fee_without_document", name, lines=[int(line) for line in wrong])


def _note_doubtful(rows: pd.DataFrame, gathering: Gathering) -> None:
    """Say what is possible and unlikely."""
    pairs = (
        ("min_age_months", "max_age_months", "ages_swapped"),
        ("capacity_accredited", "capacity_authorised", "more_accredited"),
        ("capacity_part_time", "capacity_authorised", "more_part_time"),
        ("as_of_on", "expires_on", "ends_before_it_begins"),
    )
    for low, high, rule in pairs:
        if low not in rows or high not in rows:
            continue
        known = rows[rows[low].notna() & rows[high].notna()]
        wrong = known[known[low] > known[high]]
        if len(wrong):
            value = f"{wrong[low].iloc[0]} > {wrong[high].iloc[0]}"
            lines = [int(line) for line in wrong.index]
            gathering.note(Severity.WARNING, rule, low, lines=lines, value=value)


def _note_contract(rows: pd.DataFrame, table: str, gathering: Gathering) -> None:
    """Hold the clean rows to the contract itself, whatever the cleaners let through."""
    contract = CONTRACTS[table]
    good = rows[~rows.index.isin(gathering.error_lines)]
    if good.empty:
        return
    key = contract.key[0]
    lines = good.index.to_series().astype(str).to_numpy(object)
    whole = good.reindex(columns=list(contract.column_names)).astype(object).reset_index(drop=True)
    whole[key] = lines
    asked = {*(field.name for field in fields_of(table) if field.column), "position_quality", "author_role"}
    for notice in check(conform(whole, contract), contract):
        column = notice.detail.partition("=")[0]
        if notice.rule != "missing_value" and column in asked and column not in contract.key:
            line = int(notice.row.split(" / ")[0])
            gathering.note(Severity.ERROR, notice.rule, column, lines=[line], value=notice.detail.partition("=")[2])


def _said(texts: pd.DataFrame, table: str) -> frozenset[str]:
    """Return the columns that a file speaks of."""
    names = set(texts.columns)
    if names & {"municipality_code", "municipality_name"}:
        names.add("municipality_code")
    if "lon" in names or "lat" in names:
        names |= {"lon", "lat", "position_quality"}
    if table == "availability":
        names |= {"expires_on", "author_role"}
    return frozenset(itertools.chain(_keys(table), names))


def _keys(table: str) -> Iterator[str]:
    own = key_field(table)
    yield from () if own else CONTRACTS[table].key
