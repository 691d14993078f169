"""What every answer holds beside its rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003  # a name in an alias that others read
from types import MappingProxyType
from typing import Generic, TypeAlias, TypeVar

from geodata.notices import Notice
from welfare_map.texts import LANGUAGES, has_text, text
from welfare_map.texts.values import worded_value

Plain = str | int | float | bool | None
Value: TypeAlias = "Plain | date | Phrase | tuple[Phrase, ...] | Mapping[str, str]"
"""What a sentence names; a mapping holds the same words in each language."""
RowT_co = TypeVar("RowT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Phrase:
    """
    A sentence that is put into words only where the language is known.

    Parameters
    ----------
    key
        Text key.
    values
        What the sentence names: numbers and names as plain values, in no language. A text key of a code
        (``codes.mode.car``) is put into words too; numbers and days are written as the language writes them, years are
        text.
        A phrase inside is worded in the same language; several are joined by commas. Of words in both languages those
        of the language are taken.
    """

    key: str
    values: "Mapping[str, Value]" = field(default_factory=lambda: MappingProxyType({}))

    def words(self, lang: str, *, quote: Callable[[str], str] = str) -> str:
        """Return the sentence in a language; ``quote`` writes the names in it as its reader needs them."""
        return text(self.key, lang, **{name: _worded(value, lang, quote) for name, value in self.values.items()})


def _worded(value: "Value", lang: str, quote: Callable[[str], str]) -> object:
    match value:
        case Phrase():
            return value.words(lang, quote=quote)
        case tuple():
            return ", ".join(phrase.words(lang, quote=quote) for phrase in value)
        case Mapping():
            return quote(value[lang])
    return worded_value(value, lang, quote=quote)


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where rows of an answer come from: name, licence, address and the day it was read."""

    source_id: str
    name: str
    licence: str
    url: str
    retrieved_on: str
    is_demo: bool = False

    @property
    def names(self) -> Mapping[str, str]:
        """The name in each language: our own sources have one in each, the others that of their publisher."""
        key = f"app.own_source.{self.source_id}"
        return {lang: text(key, lang) if has_text(key) else self.name for lang in LANGUAGES}


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[RowT_co]):
    """
    The rows of an answer and what makes them trustworthy.

    Parameters
    ----------
    rows
        Frozen dataclasses of one type, in the order that the question promises.
    sentence
        The answer in one plain sentence.
    method
        How it was computed, in one plain sentence.
    parameters
        The query as asked, JSON-ready.
    without_position_count
        Records that the question would have taken, had their position been known.
    without_places_count
        Services that the question would have taken, were it known that they have a free place; 0 unless it asks for
        those alone.
    sources
        Where the rows come from.
    notices
        Defects that touch the rows.
    has_demo
        Demonstration data took part.
    """

    rows: tuple[RowT_co, ...]
    sentence: Phrase
    method: Phrase
    parameters: Mapping[str, object]
    without_position_count: int = 0
    without_places_count: int = 0
    sources: tuple[SourceNote, ...] = ()
    notices: tuple[Notice, ...] = ()
    has_demo: bool = False
