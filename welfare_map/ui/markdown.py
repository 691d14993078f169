"""Words of data where Streamlit reads Markdown: every sign stands for itself, none makes a link, picture or icon."""

import re
from typing import Final

from geodata.errors import InputError
from welfare_map.model import Phrase
from welfare_map.texts import text
from welfare_map.texts.errors import error_words

SIGNS: Final = frozenset(r"\`*_{}[]()<>#+-.!|~$:&")
SHORTCODE: Final = re.compile(r":(?=[\w/-]*[A-Za-z][\w/-]*:|(?:[+-]1|100|1234):)")
"""The first colon of ":house:" and its like, which Streamlit draws even where the colon is escaped."""
WORD_JOINER: Final = "\u2060"
"""Has no width and breaks no line."""


def plain_markdown(words: str) -> str:
    """Return words of data as Markdown that shows them as they are."""
    words = SHORTCODE.sub(f":{WORD_JOINER}", words)
    return "".join(f"\\{letter}" if letter in SIGNS else letter for letter in words)


def worded(phrase: Phrase, lang: str) -> str:
    """Return a sentence as Markdown: its own signs count, those of the names in it do not."""
    return phrase.words(lang, quote=plain_markdown)


def marked(key: str, lang: str, **values: object) -> str:
    """Return the words of a key as Markdown: their own signs count, those of the values do not."""
    return text(key, lang, **{name: _plain(value) for name, value in values.items()})


def error_marked(error: InputError, lang: str) -> str:
    """Return what was wrong as Markdown in which values are plain words."""
    return error_words(error, lang, quote=plain_markdown)


def _plain(value: object) -> object:
    return plain_markdown(value) if isinstance(value, str) else value
