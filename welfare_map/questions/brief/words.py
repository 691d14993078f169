"""Counts, names and figures as parts of sentences."""

import math
from collections.abc import Sequence
from typing import Final

from welfare_map.model import BriefLine, Phrase, Value
from welfare_map.questions.coverage.deciding import TOLERANCE

LONGEST_NAME: Final = 50
MAY_BE_NONE: Final = frozenset(
    {
        "children",
        "preschoolers",
        "elders",
        "places",
        "places_more",
        "under_three",
        "over_75",
        "living",
        "unknown",
        "needed",
    }
)
"""Nouns that have words for none."""


def count_of(noun: str, count: float) -> Phrase:
    """Say how many of something there are, "nessun comune" (of what may be none), "1 comune", "22 comuni"."""
    if count == 0 and noun in MAY_BE_NONE:
        return Phrase(f"brief.none_of.{noun}")
    return Phrase(f"brief.one.{noun}" if count == 1 else f"brief.many.{noun}", {"count": count})


def named(names: Sequence[Value], noun: str, most: int) -> Phrase:
    """
    Say some names, "Legnano, Nerviano e altri 3 comuni".

    Parameters
    ----------
    names
        At least one.
    noun
        What the others are called (``other_municipalities``).
    most
        So many are named; one more is rather named than counted.
    """
    said = tuple(Phrase("brief.names.one", {"first": _cut(name)}) for name in names)
    if len(said) == 1:
        return said[0]
    if len(said) <= most + 1:
        return Phrase("brief.names.and", {"rest": said[:-1], "last": said[-1]})
    return Phrase("brief.names.and", {"rest": said[:most], "last": count_of(noun, len(said) - most)})


def _cut(name: Value) -> Value:
    """Shorten a name that would take more than a line."""
    return f"{name[: LONGEST_NAME - 1]}…" if isinstance(name, str) and len(name) > LONGEST_NAME else name


def parted(phrases: Sequence[Phrase]) -> Phrase:
    """Join phrases, at least one, by semicolons."""
    first, *others = phrases
    for other in others:
        first = Phrase("brief.names.parted", {"rest": first, "last": other})
    return first


def shown(value: float, target: float | None = None) -> float:
    """
    Return a figure as it is read: one decimal, two where one would put it on the other side of the target.

    Examples
    --------
    >>> shown(27.532795954, 33), shown(32.9966, 33), shown(2.25)
    (27.5, 32.99, 2.2)
    """
    rounded = round(value, 1)
    if target is None or (rounded >= target) == (value >= target - TOLERANCE):
        return rounded
    return (math.floor(value * 100) if value < target else math.ceil(value * 100)) / 100


def people(count: float | None) -> int:
    """Return residents as whole people; those aged 3–36 months are an estimate in quarters."""
    return round(count or 0)


def missing_places(needed: float, places: float) -> int:
    """Return how many whole places are missing."""
    return max(0, math.ceil(needed - places - TOLERANCE))


def line(words: Phrase, lead: Phrase | None = None) -> BriefLine:
    """Return a paragraph."""
    return BriefLine(lead=lead, words=words)


def cell(value: Value) -> Phrase:
    """Return the cell of a table."""
    return value if isinstance(value, Phrase) else Phrase("brief.cell.plain", {"value": value})


def phone_words(phone: str) -> str:
    """Write a telephone number for people."""
    return phone.replace("+39", "+39 ", 1)
