"""Tables without the records that were merged into others; what refers to a merged record refers to the kept one."""

from collections.abc import Iterable, Mapping

import pandas as pd

from geodata.tables import CONTRACTS
from welfare_map.register.history.merging import Merge
from welfare_map.register.history.pins import row_ids
from welfare_map.register.sql.schema import REFERENCES

Tables = Mapping[str, pd.DataFrame]


def without_merged(tables: Tables, merges: Iterable[Merge]) -> dict[str, pd.DataFrame]:
    """
    Leave out merged records.

    Parameters
    ----------
    tables
        Every table of the register, conforming to its contract.
    merges
        Those that stand.

    Returns
    -------
    tables
        A row that refers to a merged record refers to the kept one; where the kept one has a row of the same key, as
        the same adhesion, its own stays alone. ``tables`` is unchanged.
    """
    kept = dict(tables)
    for table, successors in kept_ids(merges).items():
        kept[table] = kept[table][~row_ids(kept[table], table).isin(successors.keys())]
        for reference in REFERENCES:
            if reference.target_table == table:
                kept[reference.table] = _following(kept[reference.table], reference.table, reference.column, successors)
    return kept


def kept_ids(merges: Iterable[Merge]) -> dict[str, dict[str, str]]:
    """Return, by table, each merged record's id and that of the record which stands for it in the end."""
    found: dict[str, dict[str, str]] = {}
    for merge in merges:
        found.setdefault(merge.table, {})[merge.merged_id] = merge.kept_id
    return {table: {one: _last(one, successors) for one in successors} for table, successors in found.items()}


def _last(record_id: str, successors: Mapping[str, str]) -> str:
    while record_id in successors:
        record_id = successors[record_id]
    return record_id


def _following(rows: pd.DataFrame, table: str, column: str, successors: Mapping[str, str]) -> pd.DataFrame:
    is_moved = rows[column].isin(successors.keys())
    if not is_moved.any():
        return rows
    moved = rows.assign(**{column: rows[column].where(~is_moved, rows[column].map(successors))})
    if column not in CONTRACTS[table].key:
        return moved
    own_first = moved.assign(_moved=is_moved).sort_values("_moved", kind="stable")
    return moved.loc[own_first.drop_duplicates(list(CONTRACTS[table].key)).index].sort_index()
