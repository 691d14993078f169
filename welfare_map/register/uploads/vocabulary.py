"""Closed codes as people write them: the code itself, its words in either language, and what comes nearest."""

import functools
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz, process

from geodata import codes
from geodata.geocode import normalise
from geodata.tables import CONTRACTS
from welfare_map.register.uploads.synonyms import CODE_WORDS, WORD_FAMILIES
from welfare_map.texts import LANGUAGES, text

NEAR_SCORE: Final = 70.0
"""Likeness (0–100) from which a code is suggested."""
LIST_CODES: Final = MappingProxyType({"themes": tuple(codes.PracticeTheme), "size_classes": tuple(codes.SizeClass)})


def codes_of(column: str) -> tuple[str, ...]:
    """Return the codes of a column, whatever table it stands in; empty where it has none."""
    if column in LIST_CODES:
        return LIST_CODES[column]
    columns = (one for contract in CONTRACTS.values() for one in contract.columns if one.name == column)
    return next((one.allowed for one in columns if one.allowed), ())


def code_of(words: str, column: str) -> str | None:
    """
    Return the code that words mean without doubt, None when there is none.

    Examples
    --------
    >>> code_of("Asilo Nido", "kind"), code_of("care_home", "kind"), code_of("asilo nidoo", "kind")
    ('nursery', 'care_home', None)
    """
    return _words_of(column).get(normalise(words))


def nearest_code(words: str, column: str) -> str:
    """
    Return the code that words come nearest to, "" when nothing is near.

    Examples
    --------
    >>> nearest_code("asilo nidoo", "kind"), nearest_code("xyzzy", "kind")
    ('nursery', '')
    """
    known = _words_of(column)
    found = process.extractOne(normalise(words), list(known), scorer=fuzz.WRatio, score_cutoff=NEAR_SCORE)
    return known[found[0]] if found else ""


def code_label(code: str, column: str, lang: str) -> str:
    """Return the words of a code."""
    return text(f"codes.{WORD_FAMILIES[column]}.{code}", lang)


@functools.cache
def _words_of(column: str) -> Mapping[str, str]:
    """Return normalised words -> code; the codes come last, so that nothing else takes their place."""
    return MappingProxyType({normalise(words): code for words, code in _pairs(column)})


def _pairs(column: str) -> Iterator[tuple[str, str]]:
    own = CODE_WORDS.get("size_class" if column == "size_classes" else column, {})
    for code in codes_of(column):
        yield from ((words, code) for words in own.get(code, ()))
    for code in codes_of(column):
        yield from ((code_label(code, column, lang), code) for lang in LANGUAGES)
        yield code, code
        yield code.replace("_", " "), code
