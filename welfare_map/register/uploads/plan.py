"""
What an import would do: records that are new, records that change and how, records that are so already. Pure.

A row is a record of the register when it gives its id, or else when it alone bears the same name (and kind, and place).
Where the file says nothing, the register keeps what it has. New records get an id out of what they are, so that the
same file read again changes nothing.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from geodata.geocode import normalise
from geodata.notices import Severity
from geodata.tables import CONTRACTS, PROVENANCE, Contract
from welfare_map.model import Plain
from welfare_map.register.history.records import CURATED
from welfare_map.register.uploads.fields import key_field
from welfare_map.register.uploads.findings import Finding, Gathering
from welfare_map.register.uploads.surroundings import Surroundings
from welfare_map.register.uploads.validation import Validated

LIKENESS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "services": (("name", "kind", "municipality_code"),),
    "organisations": (("vat_code",), ("organisation_name", "municipality_code")),
    "practices": (("title_it", "initiative_id"),),
    "needs_offers": (("organisation_id", "direction", "exchange_kind", "unit", "from_on"),),
}
"""Columns by which a record is known where a file gives no id, the surest first."""
ID_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "services": ("name", "kind", "municipality_code"),
    "organisations": ("organisation_name", "municipality_code"),
    "practices": ("title_it", "initiative_id"),
    "needs_offers": ("organisation_id", "direction", "exchange_kind", "from_on"),
}
"""Columns out of which the id of a new record is made."""
NAMES: Final = frozenset({"name", "organisation_name", "title_it"})
LONGEST_SLUG: Final = 80
DIGEST_LENGTH: Final = 8
MOST_PAIRED: Final = 50
"""Second rows for each of which the first one is named."""
PROVENANCE_NAMES: Final = frozenset(column.name for column in PROVENANCE)


@dataclass(frozen=True, slots=True)
class RowChange:
    """A record of the register that a row of the file changes: only the cells that differ."""

    line: int
    record_id: str
    before: Mapping[str, Plain]
    after: Mapping[str, Plain]


@dataclass(frozen=True, eq=False)
class Plan:
    """
    What an import would do.

    Parameters
    ----------
    table
        Contract name.
    new
        Records to make: columns of the contract without provenance; the index is the row's number in the file.
    changes
        Records to change.
    unchanged_count
        Records that are so already.
    findings
        Errors first; those of the validation too.
    row_count
        Rows of the file.
    error_lines
        Rows that are left out.
    """

    table: str
    new: pd.DataFrame
    changes: tuple[RowChange, ...]
    unchanged_count: int
    findings: tuple[Finding, ...]
    row_count: int
    error_lines: frozenset[int]

    @property
    def is_empty(self) -> bool:
        """Nothing would be written."""
        return self.new.empty and not self.changes

    def changed_fields(self) -> dict[str, int]:
        """Count the changes by column, most frequent first."""
        names = pd.Series([name for change in self.changes for name in change.after], dtype=object)
        return {str(name): int(count) for name, count in names.value_counts().items()}


def planned(validated: Validated, around: Surroundings) -> Plan:
    """
    Hold clean rows against the register.

    Returns
    -------
    plan
        Rows with the key of an earlier row of the file are errors, or left out with a warning when they say the same.
    """
    contract, known = CONTRACTS[validated.table], around.known[validated.table]
    gathering = Gathering(error_lines=set(validated.error_lines))
    rows = _with_ids(validated.rows, contract, known, gathering)
    rows = _once(rows, contract, gathering)
    known_ids = _ids(known, contract)
    at = pd.Index(known_ids).get_indexer(_ids(rows, contract))
    is_new = at < 0
    changes, unchanged_count = _changes(rows[~is_new], known.iloc[at[~is_new]], validated, contract)
    names = [name for name in contract.column_names if name not in PROVENANCE_NAMES]
    return Plan(
        table=validated.table,
        new=rows[is_new].reindex(columns=names).astype(object),
        changes=changes,
        unchanged_count=unchanged_count,
        findings=_ordered(validated.findings, gathering.findings()),
        row_count=validated.row_count,
        error_lines=frozenset(gathering.error_lines),
    )


def _ordered(first: tuple[Finding, ...], second: tuple[Finding, ...]) -> tuple[Finding, ...]:
    order = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    return tuple(sorted((*first, *second), key=lambda finding: order.index(finding.severity)))


def _ids(rows: pd.DataFrame, contract: Contract) -> np.ndarray:
    if rows.empty:
        return np.array([], dtype=object)
    parts = [rows[name].astype(str).astype(object) for name in contract.key]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "/" + part
    return joined.to_numpy(object)


def _with_ids(rows: pd.DataFrame, contract: Contract, known: pd.DataFrame, gathering: Gathering) -> pd.DataFrame:
    """Give each row the id of its record: the file's own, else that of the record it is like, else a new one."""
    own = key_field(contract.name)
    if own is None or rows.empty:
        return rows
    given = rows[own] if own in rows else pd.Series(None, index=rows.index, dtype=object)
    ids = given.where(given.isna() | given.isin(known[own]) | given.astype(str).str.startswith(f"{CURATED}:"), None)
    ids = ids.where(ids.notna() | given.isna(), f"{CURATED}:" + given.astype(str))
    for columns in LIKENESS[contract.name]:
        alike = _alike(rows, known, own, columns, gathering)
        ids = ids.where(ids.notna(), alike)
    return rows.assign(**{own: ids.where(ids.notna(), _made_ids(rows, contract.name))})


def _alike(
    rows: pd.DataFrame, known: pd.DataFrame, own: str, columns: tuple[str, ...], gathering: Gathering
) -> "pd.Series[Any]":
    """Return the id of the only record that is like each row; a row like several is said, and is none of them."""
    mine, theirs = _likeness(rows, columns), _likeness(known, columns)
    groups = pd.Series(known[own].to_numpy(object), index=theirs, dtype=object)
    groups = groups[groups.index.notna()]
    single = groups[~groups.index.duplicated(keep=False)]
    several = groups[groups.index.duplicated(keep="first")]
    is_several = pd.Series(mine).isin(set(several.index)).to_numpy()
    if own not in rows and is_several.any():
        lines = [int(line) for line in rows.index[is_several]]
        example = str(several.loc[[mine[int(np.flatnonzero(is_several)[0])]]].iloc[0])
        gathering.note(Severity.WARNING, "like_several", own, lines=lines, suggestion=example)
    return pd.Series(pd.Series(mine, dtype=object).map(single).to_numpy(object), index=rows.index, dtype=object)


def _likeness(rows: pd.DataFrame, columns: tuple[str, ...]) -> np.ndarray:
    """Return one text per row out of some columns, names normalised; None where the first of them is missing."""
    parts = [rows[name] if name in rows else pd.Series(None, index=rows.index, dtype=object) for name in columns]
    joined = parts[0].map(_plain if columns[0] in NAMES else str, na_action="ignore").astype(object)
    for part in parts[1:]:
        joined = joined + "|" + part.map(str, na_action="ignore").astype(object).where(part.notna(), "")
    return joined.where(parts[0].notna(), None).to_numpy(object)


def _plain(words: object) -> str:
    return normalise(str(words))


def _made_ids(rows: pd.DataFrame, table: str) -> "pd.Series[Any]":
    """Make ids out of what the rows are; rows of one name at several addresses get the address's digest beside it."""
    parts = [name for name in ID_PARTS[table] if name in rows]
    words = [
        "-".join(_slug(cell) for cell in cells if not pd.isna(cell))
        for cells in zip(*(rows[name] for name in parts), strict=True)
    ]
    made = pd.Series(words, index=rows.index, dtype=object)
    made = f"{CURATED}:" + made.str.slice(0, LONGEST_SLUG).str.strip("-")
    if "address" in rows:
        places = rows["address"].map(_plain, na_action="ignore").astype(object).where(rows["address"].notna(), "")
        is_spread = places.groupby(made).transform("nunique") > 1
        digests = places.map(lambda words: hashlib.sha256(words.encode()).hexdigest()[:DIGEST_LENGTH])
        made = made.where(~is_spread, made + "-" + digests)
    return made


def _slug(cell: object) -> str:
    return "-".join(normalise(str(cell)).split())


def _once(rows: pd.DataFrame, contract: Contract, gathering: Gathering) -> pd.DataFrame:
    """Keep one row per record: a second one that says the same is left out, one that says otherwise is an error."""
    if rows.empty:
        return rows
    ids = pd.Series(_ids(rows, contract), index=rows.index)
    is_second = ids.duplicated()
    if not is_second.any():
        return rows
    first_line = pd.Series(rows.index, index=rows.index).groupby(ids).transform("first")
    is_same = rows.astype(str).duplicated()
    is_paired = int(is_second.sum()) <= MOST_PAIRED
    for line in rows.index[is_second]:
        rule, severity = ("identical_row", Severity.WARNING) if is_same[line] else ("same_record", Severity.ERROR)
        gathering.note(
            severity,
            rule,
            contract.key[0],
            lines=[int(line)],
            value=str(ids[line]).removeprefix(f"{CURATED}:"),
            suggestion=f"→ {first_line[line]}" if is_paired else "",
        )
    return rows[~is_second]


def _changes(
    rows: pd.DataFrame, current: pd.DataFrame, validated: Validated, contract: Contract
) -> tuple[tuple[RowChange, ...], int]:
    """Compare rows with the records that they are, in the same order; empty cells say nothing."""
    names = [name for name in validated.said if name not in contract.key and name in rows]
    mine = rows.reindex(columns=names).astype(object).reset_index(drop=True)
    theirs = current.reindex(columns=names).astype(object).reset_index(drop=True)
    differs = (mine.notna() & ~((mine == theirs) & theirs.notna())).to_numpy(bool)
    if "position_quality" in names:
        quality, lon = names.index("position_quality"), names.index("lon")
        differs[:, quality] &= mine["lon"].notna().to_numpy() & differs[:, [lon, names.index("lat")]].any(axis=1)
    ids, lines = _ids(rows, contract), rows.index.to_numpy()
    before, after = theirs.to_numpy(object), mine.to_numpy(object)
    changes = [
        RowChange(
            line=int(lines[at]),
            record_id=str(ids[at]),
            before={names[n]: _cell(before[at, n]) for n in np.flatnonzero(differs[at])},
            after={names[n]: _cell(after[at, n]) for n in np.flatnonzero(differs[at])},
        )
        for at in np.flatnonzero(differs.any(axis=1))
    ]
    return tuple(changes), len(rows) - len(changes)


def _cell(value: object) -> Plain:
    """Return a cell as a plain value."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.item() if isinstance(value, np.generic) else value  # type: ignore[return-value]
