"""
Pairs worth comparing: two records that share a key. Pure.

A key is a cell of a grid, a word of the name within a municipality, a rare word anywhere, a street with its number, a
telephone number, a mailbox, a web page or a VAT code. A key that too many records share tells nothing and is left out;
two records that are one share several.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from welfare_map.register.duplicates.names import SAINT

IntArray = npt.NDArray[np.int64]
Keys: TypeAlias = "tuple[IntArray, pd.Series[str]]"
"""Positions of rows and the key of each."""
NEAR_M = 250.0
"""Two exact positions at most this far apart (along each axis) are always a pair."""
LARGEST_BLOCK_COUNT = 80
"""Records of one key; with more of them the key is no sign."""
WORD_START = 4
"""Letters of a word that a key takes: a slip of the pen is more often in the rest."""
EXACT_KEYS = ("phone", "email", "web", "vat", "core")


def pairs_within(records: pd.DataFrame) -> tuple[IntArray, IntArray]:
    """
    Return the pairs worth comparing within one table.

    Parameters
    ----------
    records
        As ``prepare.prepared`` gives them.

    Returns
    -------
    first_at, second_at
        Positions of rows, first < second, each pair once, in ascending order.
    """
    keys = block_keys(records)
    first, second = _joined(keys, keys, len(records))
    is_ordered = first < second
    return first[is_ordered], second[is_ordered]


def pairs_across(records: pd.DataFrame, others: pd.DataFrame) -> tuple[IntArray, IntArray]:
    """
    Return the pairs worth comparing between two tables.

    Returns
    -------
    at, other_at
        Positions of rows in the first and in the second table, each pair once, in ascending order.
    """
    return _joined(block_keys(records), block_keys(others), len(others))


def block_keys(records: pd.DataFrame) -> pd.DataFrame:
    """Return the keys of each record: columns ``at`` (its position) and ``key``."""
    parts = [pd.DataFrame({"at": at, "key": key}) for at, key in _all_keys(records)]
    return pd.concat(parts, ignore_index=True).drop_duplicates()


def _all_keys(records: pd.DataFrame) -> Iterator[Keys]:
    municipality, core = records["municipality"], records["core"]
    for name in EXACT_KEYS:
        yield _known(f"{name}:" + records[name], records[name] != "")
    yield from _word_keys(core.str.split(), municipality)
    yield _known("kind:" + municipality + ":" + records["kind"], (municipality != "") & (records["kind"] != ""))
    has_street = records["street"] != ""
    yield _known("street:" + municipality + ":" + records["street"] + ":" + records["house"], has_street)
    yield _known("provider:" + municipality + ":" + records["provider"], records["provider"] != "")
    yield from _cell_keys(records)


def _word_keys(words: "pd.Series[Any]", municipality: "pd.Series[str]") -> Iterator[Keys]:
    """Yield one key per telling word: whole anywhere, its first letters within the municipality."""
    each = words.explode()
    each = each[each.notna() & (each != SAINT)].astype(str)
    at = each.index.to_numpy()
    yield at, ("word:" + each).reset_index(drop=True)
    start = "start:" + municipality.iloc[at] + ":"
    yield at, start.reset_index(drop=True) + each.str[:WORD_START].reset_index(drop=True)


def _cell_keys(records: pd.DataFrame) -> Iterator[Keys]:
    """Yield the cells of four grids, each shifted by half a cell: near points share a cell in one of them."""
    x_m, y_m = records["x_m"].to_numpy(float), records["y_m"].to_numpy(float)
    at = np.flatnonzero(np.isfinite(x_m) & np.isfinite(y_m))
    for shift_x in (0.0, NEAR_M):
        for shift_y in (0.0, NEAR_M):
            column = np.floor((x_m[at] + shift_x) / (2 * NEAR_M)).astype(np.int64)
            row = np.floor((y_m[at] + shift_y) / (2 * NEAR_M)).astype(np.int64)
            grid = f"cell:{shift_x:.0f}:{shift_y:.0f}:"
            yield at, grid + pd.Series(column).astype(str) + ":" + pd.Series(row).astype(str)


def _known(keys: "pd.Series[str]", is_known: "pd.Series[bool]") -> Keys:
    at = np.flatnonzero(is_known.to_numpy(bool))
    return at, keys.iloc[at].reset_index(drop=True)


def _joined(left: pd.DataFrame, right: pd.DataFrame, right_count: int) -> tuple[IntArray, IntArray]:
    """Join records on their keys; a pair that shares several keys comes once."""
    joined = _small(left).merge(_small(right), on="key", suffixes=("", "_other"))
    codes = np.unique(joined["at"].to_numpy(np.int64) * max(right_count, 1) + joined["at_other"].to_numpy(np.int64))
    return codes // max(right_count, 1), codes % max(right_count, 1)


def _small(keys: pd.DataFrame) -> pd.DataFrame:
    """Leave out the keys that too many records share."""
    return keys[keys.groupby("key")["at"].transform("size") <= LARGEST_BLOCK_COUNT]
