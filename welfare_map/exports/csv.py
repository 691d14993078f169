"""
The rows of an answer as CSV.

How nested values become cells: ``district_office.name`` is a column per field of a record and ``title.it``,
``title.en`` one per language of a text; a list of plain values is joined by ``|``; a list of records is compact JSON.
Missing is an empty cell, booleans are ``true`` and ``false``, line ends inside a cell are LF. ``is_demo``, where rows
carry it, comes first.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from welfare_map.exports.envelope import plain_rows
from welfare_map.exports.tables import DEMO_COLUMN, PublishedTable
from welfare_map.model import Answer, Phrase
from welfare_map.texts import LANGUAGES

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet runs a cell that begins so (OWASP, "CSV injection"); such text gets an apostrophe in front."""
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)


def csv_text(answer: Answer[Any], lang: str) -> str:
    """
    Return the rows of an answer as CSV: comma, header, LF, to be written as UTF-8.

    Parameters
    ----------
    answer
        Any answer of ``welfare_map.questions``.
    lang
        Language of the sentences inside rows.

    Returns
    -------
    text
        The header, the same for every answer of a type, and a line per row in the answer's order.
    """
    columns = csv_columns(type(answer))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in plain_rows(answer, lang):
        cells = dict(_flat(row, ""))
        writer.writerow([_cell(cells.get(column)) for column in columns])
    return stream.getvalue()


def table_csv(table: PublishedTable) -> str:
    """Return a published table as CSV, written as an answer's rows are; licence, source and day stand on each row."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.rows.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.plain_rows())
    return stream.getvalue()


def csv_columns(answer_type: type[Answer[Any]]) -> tuple[str, ...]:
    """Return the header of a type of answer: the row's fields in order, the demonstration flag first."""
    row_type = get_args(answer_type.__orig_bases__[0])[0]  # type: ignore[attr-defined]  # Answer[RowT], kept by Generic
    return tuple(sorted(_columns(row_type, ""), key=lambda name: name != DEMO_COLUMN))


def _columns(row_type: type, prefix: str) -> Iterator[str]:
    for name, hint in get_type_hints(row_type).items():
        record = _record_type(hint)
        if record is not None:
            yield from _columns(record, f"{prefix}{name}.")
        elif get_origin(hint) is Mapping:
            yield from (f"{prefix}{name}.{lang}" for lang in LANGUAGES)
        else:
            yield f"{prefix}{name}"


def _record_type(hint: Any) -> type | None:
    """Return the record that a field holds, or None where it holds a list, a sentence or a plain value."""
    kinds = () if get_origin(hint) is tuple else (hint, *get_args(hint))
    return next((kind for kind in kinds if is_dataclass(kind) and isinstance(kind, type) and kind is not Phrase), None)


def _flat(value: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    for name, item in value.items():
        if isinstance(item, Mapping):
            yield from _flat(item, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", item


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case list():
            return neutral(_joined(value))
    return neutral(str(value))


def _joined(values: list[object]) -> str:
    if any(isinstance(item, dict | list) for item in values):
        return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return "|".join(str(item) for item in values)


def neutral(words: str) -> str:
    """
    Return text that no spreadsheet runs as a formula; its line ends are LF.

    A cell that would be run, with or without apostrophes before it, gets one more; numbers stay as they are.
    """
    return ("'" if _is_formula(words) else "") + words.replace("\r\n", "\n").replace("\r", "\n")


def original(words: str) -> str:
    """Return what ``neutral`` was given, its line ends apart."""
    is_marked = words.startswith("'") and _is_formula(words[1:])
    return words[1:] if is_marked else words


def _is_formula(words: str) -> bool:
    return words.lstrip("'").startswith(FORMULA_STARTS) and not NUMBER.fullmatch(words)
