"""A source's new rows against those that the register has of it: what came, what changed, what is gone. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.errors import DataError
from geodata.tables import Contract

KEPT = ("checked_on", "checked_by_role")
"""What somebody here found out about a row; a source cannot take it away."""
UNCOMPARED = frozenset({"retrieved_on", "modified_on", *KEPT})
"""A row that differs in these alone has not changed."""
LISTED = "no_longer_listed_on"
"""Empty while the source lists the row; a change of it is not counted as a change of the row."""
MOST_GONE_SHARE = 0.2
"""A list, however short, that loses more than this share of its rows at once is rather a file cut off."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """
    The rows that take the place of the earlier ones.

    Parameters
    ----------
    rows
        New rows first, then those that the source no longer lists, marked.
    added_ids, changed_ids, gone_ids, relisted_ids
        Rows that came, that differ, that are gone, and that are listed again since the last run.
    changed_by_field
        Rows that differ in a column, by column; the most frequent first.
    listed_before_count
        Rows that the source listed before.
    """

    rows: pd.DataFrame
    added_ids: tuple[str, ...]
    changed_ids: tuple[str, ...]
    gone_ids: tuple[str, ...]
    relisted_ids: tuple[str, ...]
    changed_by_field: Mapping[str, int]
    listed_before_count: int

    @property
    def added_count(self) -> int:
        """Rows that came."""
        return len(self.added_ids)

    @property
    def changed_count(self) -> int:
        """Rows that differ."""
        return len(self.changed_ids)

    @property
    def gone_count(self) -> int:
        """Rows that are gone."""
        return len(self.gone_ids)


def refreshed(known: pd.DataFrame, fresh: pd.DataFrame, contract: Contract, *, today: str) -> Refresh:
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
    refresh
        A row that is gone keeps its values and its first day of absence; one that comes back loses the mark.
    """
    (key,) = contract.key
    earlier = known.set_index(key, drop=False)
    common = fresh[fresh[key].isin(earlier.index)]
    gone = known[~known[key].isin(fresh[key])]
    newly_gone = gone[LISTED].isna()
    marked = gone.assign(**{LISTED: gone[LISTED].where(~newly_gone, today)})
    before = earlier.loc[common[key]]
    differs = differences(before, common, [name for name in contract.column_names if name not in {*UNCOMPARED, LISTED}])
    counts = {str(name): int(count) for name, count in differs.sum().items() if count}
    parts = [_with_kept(fresh, earlier, key), marked]
    return Refresh(
        rows=pd.concat([part for part in parts if len(part)], ignore_index=True),
        added_ids=_ids(fresh, key, ~fresh[key].isin(earlier.index)),
        changed_ids=_ids(common.reset_index(drop=True), key, differs.any(axis=1)),
        gone_ids=_ids(gone, key, newly_gone),
        relisted_ids=_ids(before.reset_index(drop=True), key, before[LISTED].notna().reset_index(drop=True)),
        changed_by_field=dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        listed_before_count=int(known[LISTED].isna().sum()),
    )


def differences(before: pd.DataFrame, after: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """
    Tell which cells differ.

    Parameters
    ----------
    before, after
        The same rows in the same order.
    names
        Columns to compare.

    Returns
    -------
    differs
        A column of booleans per name, index 0…n-1; two missing cells are the same.
    """
    return pd.DataFrame({name: _differs(before[name], after[name]) for name in names}, index=range(len(after)))


def _differs(before: "pd.Series[Any]", after: "pd.Series[Any]") -> npt.NDArray[np.bool_]:
    left, right = before.astype(object).to_numpy(), after.astype(object).to_numpy()
    is_missing, will_be = before.isna().to_numpy(), after.isna().to_numpy()
    both = ~is_missing & ~will_be
    differs: npt.NDArray[np.bool_] = is_missing != will_be
    differs[both] = left[both] != right[both]
    return differs


def _ids(table: pd.DataFrame, key: str, which: "pd.Series[bool]") -> tuple[str, ...]:
    return tuple(table.loc[which, key])


def require_most_stay(refresh: Refresh, source_id: str) -> None:
    """
    Check that a source does not lose a great part of its rows at once.

    Raises
    ------
    DataError
        It does; says how many of how many, and how to take the rows as they are.
    """
    gone, before = refresh.gone_count, refresh.listed_before_count
    if gone > MOST_GONE_SHARE * before:
        raise DataError(
            f"{source_id}: {gone} of the {before} rows listed until now are missing, the file may be cut off; "
            "nothing was changed; --accept takes it as it is",
            key="error.rows_gone",
            source=source_id,
            gone=gone,
            before=before,
        )


def _with_kept(fresh: pd.DataFrame, earlier: pd.DataFrame, key: str) -> pd.DataFrame:
    """Give the fresh rows what was found out here about the earlier ones."""
    return fresh.assign(**{name: fresh[name].fillna(fresh[key].map(earlier[name])) for name in KEPT})
