"""
Single parameters of an address: each is one text, and nothing that a browser sends raises.

Lists are joined by commas, and an item that holds a comma or a percent sign carries it as ``%2C`` or ``%25``. A
parameter that is not text, is too long or is not in its vocabulary counts as absent; of a list only the items that
cannot be are left out. An ``Address`` remembers what was left out, so that a page can say it.
"""

import math
import re
from collections.abc import Collection, Container, Iterable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

MAX_VALUE_LENGTH: Final = 8_000
MAX_ITEM_LENGTH: Final = 200
NUMBER: Final = re.compile(r"-?[0-9]{1,10}(?:\.[0-9]{1,15})?")
TRUE_WORDS: Final = frozenset({"true", "1", "yes"})
FALSE_WORDS: Final = frozenset({"false", "0", "no"})

CodeT = TypeVar("CodeT", bound=StrEnum)
Params = Mapping[str, object]


class Address(dict[str, str]):
    """
    Parameters of an address.

    ``unread`` holds what of each could not be read, as it was written; ``sought`` the names that were looked for.
    """

    def __init__(self, params: Mapping[str, str]) -> None:
        """Hold parameters of which nothing has been read yet."""
        super().__init__(params)
        self.unread: dict[str, str] = {}
        self.sought: set[str] = set()


def leave_out(params: Params, name: str, written: str | None = None) -> None:
    """Remember that a parameter, or a part of it, counts as absent although it is there."""
    if isinstance(params, Address) and params.get(name, "").strip():
        params.unread[name] = params[name].strip() if written is None else written


def words(params: Params, name: str) -> str:
    """Return a text, "" where there is none."""
    if isinstance(params, Address):
        params.sought.add(name)
    value = params.get(name)
    if not isinstance(value, str):
        return ""
    if len(value) > MAX_VALUE_LENGTH:
        leave_out(params, name)
        return ""
    return value.strip()


def among(params: Params, name: str, allowed: Container[str]) -> str | None:
    """Return a text that is one of some."""
    text = words(params, name)
    if text in allowed:
        return text
    leave_out(params, name)
    return None


def is_true(params: Params, name: str) -> bool:
    """Tell whether a switch is on."""
    text = words(params, name).lower()
    if text not in TRUE_WORDS | FALSE_WORDS:
        leave_out(params, name)
    return text in TRUE_WORDS


def number(params: Params, name: str, minimum: float, maximum: float) -> float | None:
    """Return a number within bounds, both included."""
    text = words(params, name)
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    if minimum <= value <= maximum:
        return value
    leave_out(params, name)
    return None


def whole(params: Params, name: str, minimum: int, maximum: int) -> int | None:
    """Return a whole number within bounds, both included."""
    value = number(params, name, minimum, maximum)
    if value is None or value.is_integer():
        return None if value is None else int(value)
    leave_out(params, name)
    return None


def written(value: float | None) -> str:
    """Write a number shortly, with three decimals at most."""
    return "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


def several(params: Params, name: str, max_count: int) -> tuple[str, ...]:
    """Return the items of a list, each once, in their order."""
    decoded = [item.replace("%2C", ",").replace("%25", "%").strip() for item in words(params, name).split(",")]
    given = tuple(dict.fromkeys(item for item in decoded if item))
    possible = tuple(item for item in given if item.isprintable() and len(item) <= MAX_ITEM_LENGTH)[:max_count]
    if len(possible) < len(given):
        leave_out(params, name, ", ".join(item for item in given if item not in possible))
    return possible


def several_among(params: Params, name: str, allowed: Collection[str], max_count: int) -> tuple[str, ...]:
    """Return the items of a list that are some of those allowed, in their order."""
    named = several(params, name, max_count)
    found = tuple(item for item in named if item in allowed)
    if len(found) < len(named):
        leave_out(params, name, ", ".join(item for item in named if item not in found))
    return found


def one(params: Params, name: str) -> str:
    """Return the item of a list of one, "" otherwise."""
    items = several(params, name, 2)
    if len(items) == 1:
        return items[0]
    leave_out(params, name)
    return ""


def codes(params: Params, name: str, vocabulary: type[CodeT]) -> tuple[CodeT, ...]:
    """Return the codes of a list that are in a vocabulary, in its order."""
    named = several_among(params, name, {code.value for code in vocabulary}, len(vocabulary) * 4)
    return tuple(code for code in vocabulary if code.value in named)


def code(params: Params, name: str, vocabulary: type[CodeT]) -> CodeT | None:
    """Return a code of a vocabulary."""
    text = among(params, name, {item.value for item in vocabulary})
    return None if text is None else vocabulary(text)


def join_list(items: Iterable[str]) -> str:
    """Write a list as one text; see the head of this module."""
    return ",".join(str(item).replace("%", "%25").replace(",", "%2C") for item in items)
