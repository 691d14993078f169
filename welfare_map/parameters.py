"""
Single parameters of an address: each is one text, and nothing that a browser sends raises.

Lists are joined by commas, and an item that holds a comma or a percent sign carries it as ``%2C`` or ``%25``. A
parameter that is not text, is too long or is not in its vocabulary counts as absent; of a list only the items that
cannot be are left out.
"""

import math
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

MAX_VALUE_LENGTH: Final = 8_000
MAX_ITEM_LENGTH: Final = 200
NUMBER: Final = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,15})?")
TRUE_WORDS: Final = frozenset({"true", "1", "yes"})

CodeT = TypeVar("CodeT", bound=StrEnum)
Params = Mapping[str, object]


def words(params: Params, name: str) -> str:
    """Return a text, "" where there is none."""
    value = params.get(name)
    return value.strip() if isinstance(value, str) and len(value) <= MAX_VALUE_LENGTH else ""


def is_true(params: Params, name: str) -> bool:
    """Tell whether a switch is on."""
    return words(params, name).lower() in TRUE_WORDS


def number(params: Params, name: str, minimum: float, maximum: float) -> float | None:
    """Return a number within bounds, both included."""
    text = words(params, name)
    if not NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) and minimum <= value <= maximum else None


def whole(params: Params, name: str, minimum: int, maximum: int) -> int | None:
    """Return a whole number within bounds, both included."""
    value = number(params, name, minimum, maximum)
    return int(value) if value is not None and value.is_integer() else None


def written(value: float | None) -> str:
    """Write a number shortly, with three decimals at most."""
    return "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


def several(params: Params, name: str, max_count: int) -> tuple[str, ...]:
    """Return the items of a list, each once, in their order."""
    decoded = (item.replace("%2C", ",").replace("%25", "%").strip() for item in words(params, name).split(","))
    possible = (item for item in decoded if item and item.isprintable() and len(item) <= MAX_ITEM_LENGTH)
    return tuple(dict.fromkeys(possible))[:max_count]


def one(params: Params, name: str) -> str:
    """Return the item of a list of one, "" otherwise."""
    items = several(params, name, 2)
    return items[0] if len(items) == 1 else ""


def codes(params: Params, name: str, vocabulary: type[CodeT]) -> tuple[CodeT, ...]:
    """Return the codes of a list that are in a vocabulary, in its order."""
    named = set(several(params, name, len(vocabulary) * 4))
    return tuple(code for code in vocabulary if code.value in named)


def code(params: Params, name: str, vocabulary: type[CodeT]) -> CodeT | None:
    """Return a code of a vocabulary."""
    text = words(params, name)
    return next((item for item in vocabulary if item.value == text), None)


def join_list(items: Iterable[str]) -> str:
    """Write a list as one text; see the head of this module."""
    return ",".join(str(item).replace("%", "%25").replace(",", "%2C") for item in items)
