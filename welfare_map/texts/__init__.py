"""
Every word people read, per language: ``text("nearby.title", "it")``.

One TOML file per room and language (``it/nearby.toml``, ``en/nearby.toml``); a key is ``<file>.<name>`` and may nest.
Values are ``str.format`` templates. A missing key raises: a page never shows a key.
"""

import functools
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources

LANGUAGES = ("it", "en")
DEFAULT_LANGUAGE = "it"


def text(key: str, lang: str, **values: object) -> str:
    """
    Return the words of a key in a language.

    Raises
    ------
    KeyError
        The key does not exist in that language.
    """
    template = _texts(lang)[key]
    return template.format(**values) if values else template


def has_text(key: str) -> bool:
    """Tell whether a key exists (in the default language; a test holds the others to it)."""
    return key in _texts(DEFAULT_LANGUAGE)


def keys(lang: str) -> frozenset[str]:
    """All keys of a language."""
    return frozenset(_texts(lang))


@functools.cache
def _texts(lang: str) -> Mapping[str, str]:
    folder = resources.files(__name__) / lang
    found: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            found.update(_flat(tomllib.loads(file.read_text(encoding="utf-8")), file.name.removesuffix(".toml")))
    return found


def _flat(tree: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}.{name}")
        else:
            yield f"{prefix}.{name}", str(value)
