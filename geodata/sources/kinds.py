"""Kinds of service in the words of a list."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geodata.cleaning.municipality_names import LINKS
from geodata.codes import ServiceKind
from geodata.territory.names import fold


def kind_key(words: str) -> str:
    """Return folded words without linking words: "Centro per la Prima Infanzia" is "centro prima infanzia"."""
    return " ".join(LINKS.sub(" ", fold(words)).split())


@dataclass(frozen=True, slots=True)
class Kinds:
    """
    The table of words of a list.

    Parameters
    ----------
    kinds
        ``kind_key`` of the list's words -> our kind.
    left_out
        ``kind_key`` of words that are known and not ours, or that have a list of their own.
    """

    kinds: Mapping[str, ServiceKind]
    left_out: frozenset[str] = frozenset()


def kind_words(words: Mapping[ServiceKind, Iterable[str]], left_out: Iterable[str] = ()) -> Kinds:
    """
    Return the table of some words.

    Examples
    --------
    >>> kind_words({ServiceKind.NURSERY: ["Asilo nido"]}).kinds
    {'asilo nido': <ServiceKind.NURSERY: 'nursery'>}
    """
    table = {kind_key(one): kind for kind, ones in words.items() for one in ones}
    return Kinds(table, frozenset(map(kind_key, left_out)))


def left_out_counts(words: Iterable[str]) -> dict[str, int]:
    """Count the words of rows that are left out, most frequent first."""
    return dict(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))
