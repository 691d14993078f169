"""Cells of a table as plain Python values: lists, texts in two languages, values that may be missing."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import pandas as pd

from welfare_map.texts import LANGUAGES

ValueT = TypeVar("ValueT")


def records(table: pd.DataFrame) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a table as mappings, None for missing."""
    names = [str(name) for name in table.columns]
    columns = [_plain(table.iloc[:, number]) for number in range(len(names))]
    for cells in zip(*columns, strict=True):
        yield dict(zip(names, cells, strict=True))


def _plain(column: "pd.Series[Any]") -> list[Any]:
    return [None if is_missing else cell for cell, is_missing in zip(column.tolist(), column.isna(), strict=True)]


def items(cell: str | None) -> tuple[str, ...]:
    """Return the items of a ``|`` list; a missing cell is an empty list."""
    return tuple(item.strip() for item in (cell or "").split("|") if item.strip())


def both_languages(record: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return ``{"it": …, "en": …}`` of the columns ``<name>_it`` and ``<name>_en``; a missing text is ""."""
    return {lang: str(record[f"{name}_{lang}"] or "") for lang in LANGUAGES}


def optional(cell: object, kind: Callable[[Any], ValueT]) -> ValueT | None:
    """Return the cell as the kind of value, None when it is missing."""
    return None if cell is None else kind(cell)
