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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from welfare_map.exports.envelope import plain_record
from welfare_map.exports.tables import DEMO_COLUMN, PublishedTable
from welfare_map.model import Answer, Phrase
from welfare_map.texts import LANGUAGES

Plain: TypeAlias = str | int | float | bool | None
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
    writer.writerows([_cell(cell) for cell in row] for row in flat_rows(answer, lang))
    return stream.getvalue()


def flat_rows(answer: Answer[Any], lang: str) -> Iterator[list[Plain]]:
    """Yield the rows of an answer under the header of ``csv_columns``: plain values, lists as text, None if missing."""
    return flat_records(answer.rows, csv_columns(type(answer)), lang)


def flat_records(records: Sequence[Any], columns: Sequence[str], lang: str) -> Iterator[list[Plain]]:
    """Yield records of one type as ``flat_rows`` does, under some of the columns of ``record_columns``."""
    for record in records:
        cells = dict(_flat(plain_record(record, lang), ""))
        yield [_plain(cells.get(column)) for column in columns]


def table_csv(table: PublishedTable) -> str:
    """Return a published table as CSV, written as an answer's rows are; licence, source and day stand on each row."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.rows.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.plain_rows())
    return stream.getvalue()


def csv_columns(answer_type: type[Answer[Any]]) -> tuple[str, ...]:
    """Return the header of a type of answer: the row's fields in order, the demonstration flag first."""
    return record_columns(get_args(answer_type.__orig_bases__[0])[0])  # type: ignore[attr-defined]  # kept by Generic


def record_columns(record_type: type) -> tuple[str, ...]:
    """Return the header of a type of record, as ``csv_columns`` does."""
    return tuple(sorted(_columns(record_type, ""), key=lambda name: name != DEMO_COLUMN))


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


def _plain(value: object) -> Plain:
    match value:
        case None | bool() | int() | float():
            return value
        case list():
            return _joined(value)
    return str(value)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
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
