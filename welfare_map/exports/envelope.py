"""An answer as JSON-ready values: the envelope that every command prints."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from welfare_map.model import Answer, Phrase

ENVELOPE_KEYS = (
    "rows",
    "sentence",
    "method",
    "parameters",
    "without_position_count",
    "without_places_count",
    "sources",
    "notices",
    "has_demo",
)


def envelope(answer: Answer[Any], lang: str) -> dict[str, object]:
    """
    Return the whole answer in JSON-ready values.

    Parameters
    ----------
    answer
        Any answer of ``welfare_map.questions``.
    lang
        Language of its sentences; names and texts in two languages stay as they are.

    Returns
    -------
    envelope
        ``ENVELOPE_KEYS`` in this order, then the answer's own fields. Dates are ISO text; a number that is not finite
        is None.

    Raises
    ------
    TypeError
        The answer holds a value that JSON does not know.
    """
    own = [field.name for field in fields(answer) if field.name not in ENVELOPE_KEYS]
    return {"rows": plain_rows(answer, lang)} | {
        name: _plain(getattr(answer, name), lang) for name in (*ENVELOPE_KEYS[1:], *own)
    }


def plain_rows(answer: Answer[Any], lang: str) -> list[dict[str, object]]:
    """Return the rows of an answer in JSON-ready values."""
    return [plain_record(row, lang) for row in answer.rows]


def plain_record(value: Any, lang: str) -> dict[str, object]:
    """Return a record in JSON-ready values."""
    return {field.name: _plain(getattr(value, field.name), lang) for field in fields(value)}


def _plain(value: object, lang: str) -> object:
    if isinstance(value, Phrase):
        return value.words(lang)
    if isinstance(value, Mapping):
        return {str(key): _plain(item, lang) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, lang) for item in value]
    return plain_record(value, lang) if is_dataclass(value) else _scalar(value)


def _scalar(value: object) -> object:
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return _scalar(value.value)
        case str():
            return value
        case float():
            return float(value) if math.isfinite(value) else None
        case date():
            return value.isoformat()
    raise TypeError(f"an answer holds a {type(value).__name__}, which JSON does not know: {value!r}")
