"""Which column of a file is which field: suggested by name, changed by people, kept as TOML."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz, process

from geodata.errors import InputError
from geodata.geocode import normalise
from welfare_map.register.uploads.fields import UploadTable, fields_of
from welfare_map.register.uploads.synonyms import SYNONYMS
from welfare_map.texts import LANGUAGES, text

NEAR_SCORE: Final = 88.0
"""Likeness (0–100) from which a header is taken for a field; the visitor sees it and can change it."""
SHORTEST_NEAR: Final = 5
"""A header of fewer letters is taken for a field only when it is the same."""

Columns = Mapping[str, str]
"""Header of the file -> field."""


def suggested_columns(header: Iterable[str], table: str) -> Columns:
    """
    Suggest a field for each column of a file.

    Returns
    -------
    columns
        Header -> field, each field at most once: first the same names, then the nearest. Headers without a field are
        left out: they are not imported, and that is said.
    """
    names = _names(UploadTable(table))
    headers = list(header)
    found: dict[str, str] = {}
    for name in headers:
        field = names.get(normalise(name))
        if field and field not in found.values():
            found[name] = field
    near = sorted(_near(headers, found, names), key=lambda item: -item[2])
    for name, field, _ in near:
        if name not in found and field not in found.values():
            found[name] = field
    return MappingProxyType({name: found[name] for name in headers if name in found})


def _near(headers: list[str], found: Columns, names: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    for name in headers:
        words = normalise(name)
        if name in found or len(words) < SHORTEST_NEAR:
            continue
        for other, score, _ in process.extract(words, list(names), scorer=fuzz.ratio, score_cutoff=NEAR_SCORE, limit=5):
            yield name, names[other], score


def checked_columns(columns: Columns, header: Iterable[str], table: str) -> Columns:
    """
    Return a mapping that somebody made, if it can be used.

    Raises
    ------
    InputError
        ``error.upload_no_such_header``; ``error.upload_no_such_field``; ``error.upload_field_twice``.
    """
    headers, names = list(header), [field.name for field in fields_of(table)]
    for name, field in columns.items():
        if name not in headers:
            raise InputError("error.upload_no_such_header", header=name, allowed=", ".join(headers))
        if field not in names:
            raise InputError("error.upload_no_such_field", field=field, allowed=", ".join(names))
    for field in columns.values():
        if list(columns.values()).count(field) > 1:
            raise InputError("error.upload_field_twice", field=field)
    return columns


def read_columns(content: bytes) -> Columns:
    """
    Read a mapping kept as TOML: a table ``columns`` with ``"Header" = "field"``.

    Raises
    ------
    InputError
        ``error.upload_bad_mapping``.
    """
    try:
        columns = tomllib.loads(content.decode("utf-8")).get("columns")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError("error.upload_bad_mapping", detail=str(error)) from error
    if not isinstance(columns, dict) or not all(isinstance(field, str) for field in columns.values()):
        raise InputError("error.upload_bad_mapping", detail="[columns]")
    return MappingProxyType(columns)


def columns_toml(columns: Columns) -> str:
    """Write a mapping as ``read_columns`` reads it."""
    lines = (f"{_quoted(name)} = {_quoted(field)}" for name, field in columns.items())
    return "\n".join(("[columns]", *lines)) + "\n"


def _quoted(words: str) -> str:
    escaped = "".join(f"\\U{ord(sign):08X}" if sign in '"\\' or not sign.isprintable() else sign for sign in words)
    return f'"{escaped}"'


def _names(table: UploadTable) -> Mapping[str, str]:
    """Return normalised names -> field; the field's own names win over synonyms, earlier fields over later ones."""
    found: dict[str, str] = {}
    fields = fields_of(table.value)
    for field in fields:
        for words in (field.name, *(text(f"upload.field.{field.name}", lang) for lang in LANGUAGES)):
            found.setdefault(normalise(words.replace("_", " ")), field.name)
    for field in fields:
        for words in SYNONYMS.get(field.name, ()):
            found.setdefault(normalise(words), field.name)
    return MappingProxyType(found)
