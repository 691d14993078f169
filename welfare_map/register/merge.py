"""A source's new rows against those that the register has of it: what came, what changed, what is gone. Pure."""

from dataclasses import dataclass

import pandas as pd

from geodata.errors import DataError
from geodata.tables import Contract

KEPT = ("checked_on", "checked_by_role")
"""What somebody here found out about a row; a source cannot take it away."""
UNCOMPARED = frozenset({"retrieved_on", "modified_on", *KEPT})
"""A row that differs in these alone has not changed."""
MOST_GONE_SHARE = 0.2
FEWEST_GONE_REFUSED = 5
"""A list that loses more than this share of its rows at once, and at least so many, is rather a file cut off."""


@dataclass(frozen=True, slots=True)
class Merge:
    """
    The rows that take the place of the earlier ones.

    Parameters
    ----------
    rows
        New rows first, then those that the source no longer lists, marked.
    added_count, changed_count, gone_count
        Rows that came, that differ, and that are gone since the last run.
    listed_before_count
        Rows that the source listed before.
    """

    rows: pd.DataFrame
    added_count: int
    changed_count: int
    gone_count: int
    listed_before_count: int


def merged(known: pd.DataFrame, fresh: pd.DataFrame, contract: Contract, *, today: str) -> Merge:
    """
    Put a source's fresh rows in the place of the known ones.

    Parameters
    ----------
    known, fresh
        Rows of one source, conforming to the contract; its key is one column.
    today
        ISO day that rows which are gone carry from now on.

    Returns
    -------
    merge
        A row that is gone keeps its values and its first day of absence; one that comes back loses the mark.
    """
    (key,) = contract.key
    earlier = known.set_index(key, drop=False)
    common = fresh[fresh[key].isin(earlier.index)]
    gone = known[~known[key].isin(fresh[key])]
    newly_gone = gone["no_longer_listed_on"].isna()
    marked = gone.assign(no_longer_listed_on=gone["no_longer_listed_on"].where(~newly_gone, today))
    parts = [_with_kept(fresh, earlier, key), marked]
    return Merge(
        rows=pd.concat([part for part in parts if len(part)], ignore_index=True),
        added_count=len(fresh) - len(common),
        changed_count=_changed_count(earlier.loc[common[key]], common, contract),
        gone_count=int(newly_gone.sum()),
        listed_before_count=int(known["no_longer_listed_on"].isna().sum()),
    )


def require_most_stay(merge: Merge, source_id: str) -> None:
    """
    Check that a source does not lose a great part of its rows at once.

    Raises
    ------
    DataError
        It does; says how many of how many, and how to take the rows as they are.
    """
    gone, before = merge.gone_count, merge.listed_before_count
    if gone >= FEWEST_GONE_REFUSED and gone > MOST_GONE_SHARE * before:
        raise DataError(
            f"{source_id}: {gone} of the {before} rows listed until now are missing, the file may be cut off; "
            "nothing was changed; --accept takes it as it is"
        )


def _with_kept(fresh: pd.DataFrame, earlier: pd.DataFrame, key: str) -> pd.DataFrame:
    """Give the fresh rows what was found out here about the earlier ones."""
    return fresh.assign(**{name: fresh[name].fillna(fresh[key].map(earlier[name])) for name in KEPT})


def _changed_count(before: pd.DataFrame, after: pd.DataFrame, contract: Contract) -> int:
    """Count the rows that differ; both tables have the same keys in the same order."""
    names = [name for name in contract.column_names if name not in UNCOMPARED]
    left, right = before[names].reset_index(drop=True), after[names].reset_index(drop=True)
    is_same = (left.astype(object) == right.astype(object)) | (left.isna() & right.isna())
    return int((~is_same.fillna(False).astype(bool)).any(axis=1).sum())
