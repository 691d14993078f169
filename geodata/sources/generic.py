"""
Any list of services — CSV, XLSX, GeoJSON, GeoPackage, zipped Shapefile — with its columns mapped in a small TOML file.

::

    source_id = "comune-prova-nidi"          # our code: small letters, digits, hyphens; not curated, manual, demo
    name = "Elenco dei nidi"                 # title, as the publisher writes it
    publisher = "Comune di Prova"
    licence = "CC-BY-4.0"                    # a code of geodata.licences
    table = "services"                       # the only table that can be mapped
    page_url = "https://…"                   # page for people
    access = "url"                           # soda, ckan, url, or file (the default: given by hand)
    resource_url = "https://….csv"           # for url
    portal_url = "https://…"                 # for soda and ckan, without a final "/"
    dataset_id = "…"                         # for soda and ckan
    crs = "EPSG:3003"                        # of the position columns, where they are no degrees
    is_tried = true                          # the mapping was tried on a true file
    expected = ["name"]                      # our columns that must be there, whose empty cells are noticed
    key_columns = ["name", "address"]        # what a row's code is made of, where the list has none
    whole_kinds = ["nursery"]                # kinds of which it has every service there is; none unless said
    extent = "municipality"                  # where: in each municipality, district or province in which it has a row
    region = "05"                            # ISTAT code of the region that it is made for, where it is made for one

    [kind]
    is = "nursery"                           # all rows; or, instead, words of the column [columns] kind:
    words = { nursery = ["asilo nido"], micro_nursery = ["micronido"] }
    left_out = ["ludoteca"]                  # known words of rows that are not ours

    [columns]                                # our column = its names in the list, case and accents as they come
    key = ["Codice"]
    name = ["Denominazione"]
    municipality_name = ["Comune"]

    [constants]                              # our columns that are the same in every row
    ownership = "public"

Our columns are those of ``services`` that come from one cell, and ``kind``, ``municipality_name``, ``province``,
``cadastral_code``, ``district``, ``street_kind``, ``street``, ``house_number``, ``lon``, ``lat``, ``point``.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import pyproj

from geodata.codes import Level, Ownership, ServiceKind
from geodata.errors import DataError
from geodata.licences import LICENCES
from geodata.sources import Access, Reader, Source, WholeList
from geodata.sources.cells import CLEANERS, POINT_PARTS, STREET_PARTS
from geodata.sources.kinds import Kinds, kind_words
from geodata.sources.layout import POINT_COLUMNS, Layout, Names, service_reader

T = TypeVar("T")
TABLE = "services"
SOURCE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED_IDS = frozenset({"curated", "manual", "demo"})
"""Sources that are ours: records made here, tables edited by hand, the demonstration set."""
TEXTS = ("source_id", "name", "publisher", "licence", "table", "page_url")
FETCHING = ("access", "resource_url", "portal_url", "dataset_id")
WHOLE = ("whole_kinds", "extent", "region")
KEYS = frozenset(
    {*TEXTS, *FETCHING, *WHOLE, "crs", "is_tried", "expected", "key_columns", "kind", "columns", "constants"}
)
PLACE_PARTS = ("municipality_name", "province", "cadastral_code", "district")
COLUMNS = frozenset({"key", "kind", *CLEANERS, *PLACE_PARTS, *STREET_PARTS, *POINT_PARTS})
CONSTANTS = frozenset({"ownership", "municipality_code", "provider_name"})
WEB = ("https://", "http://")
ACCESSES = frozenset({Access.SODA, Access.CKAN, Access.URL, Access.FILE})
EXTENTS = (Level.MUNICIPALITY, Level.DISTRICT, Level.PROVINCE)


@dataclass(frozen=True, slots=True)
class _Mapping:
    """The values of a mapping, and what to call it in errors."""

    values: Mapping[str, object]
    title: str

    def get(self, key: str, kind: type[T], default: T) -> T:
        value = self.values.get(key, default)
        if not isinstance(value, kind):
            raise self.fault(f"{key} must be {kind.__name__}, not {value!r:.60}")
        return value

    def text(self, key: str) -> str:
        if value := self.get(key, str, ""):
            return value
        raise self.fault(f"{key} is missing")

    def names(self, key: str) -> Names:
        return _names(self.get(key, list, []), self, key)

    def part(self, key: str) -> "_Mapping":
        return _Mapping(self.get(key, dict, {}), self.title)

    def known_only(self, allowed: Iterable[str], where: str) -> None:
        if unknown := sorted(set(self.values) - set(allowed)):
            raise self.fault(f"unknown {where} {', '.join(unknown)}; known are {', '.join(sorted(allowed))}")

    def fault(self, words: str) -> DataError:
        return DataError(f"{self.title}: {words}")


def mapped_reader(content: bytes, title: str) -> Reader:
    """
    Return the reader of a mapping.

    Parameters
    ----------
    content
        The TOML file.
    title
        What to call it in errors.

    Raises
    ------
    DataError
        It is no such mapping; the error names what is wrong.
    """
    try:
        mapping = _Mapping(tomllib.loads(content.decode("utf-8-sig")), title)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{title}: this is no TOML ({error})") from error
    mapping.known_only(KEYS, "keys")
    kind = _kind(mapping)
    kinds = (kind,) if isinstance(kind, ServiceKind) else tuple(dict.fromkeys(kind.kinds.values()))
    return service_reader(_source(mapping, tuple(one.value for one in kinds)), _layout(mapping, kind))


def _source(mapping: _Mapping, kinds: tuple[str, ...]) -> Source:
    source_id, licence, table = (mapping.text(key) for key in ("source_id", "licence", "table"))
    if not SOURCE_ID.fullmatch(source_id):
        raise mapping.fault(f"source_id {source_id!r} may have small letters, digits and hyphens only")
    if source_id in RESERVED_IDS:
        raise mapping.fault(f"source_id {source_id} is reserved; choose another, such as comune-prova-nidi")
    if licence not in LICENCES:
        raise mapping.fault(f"unknown licence {licence}; known are {', '.join(LICENCES)}")
    if table != TABLE:
        raise mapping.fault(f"table must be {TABLE}, not {table}")
    access = _access(mapping)
    return Source(
        source_id=source_id,
        name=mapping.text("name"),
        publisher=mapping.text("publisher"),
        licence=licence,
        portal_url=mapping.get("portal_url", str, "").rstrip("/"),
        dataset_id=mapping.get("dataset_id", str, ""),
        page_path=_page_path(mapping),
        table=table,
        kinds=kinds,
        access=access,
        resource_url=mapping.get("resource_url", str, "").replace("{", "%7B").replace("}", "%7D"),
        is_tried=mapping.get("is_tried", bool, False),
        whole=_whole(mapping, kinds),
    )


def _whole(mapping: _Mapping, kinds: tuple[str, ...]) -> WholeList | None:
    whole_kinds = mapping.names("whole_kinds")
    if foreign := sorted(set(whole_kinds) - set(kinds)):
        raise mapping.fault(f"whole_kinds {', '.join(foreign)}: the list has no such kind; it has {', '.join(kinds)}")
    extent = mapping.get("extent", str, Level.MUNICIPALITY.value)
    if extent not in EXTENTS:
        raise mapping.fault(f"extent must be one of {', '.join(EXTENTS)}, not {extent}")
    return WholeList(whole_kinds, Level(extent), mapping.get("region", str, "")) if whole_kinds else None


def _page_path(mapping: _Mapping) -> str:
    """Return what follows the portal's address in that of the page."""
    page_url, portal_url = mapping.get("page_url", str, ""), mapping.get("portal_url", str, "").rstrip("/")
    if page_url and not page_url.startswith(WEB):
        raise mapping.fault("page_url must be an address that begins with https://")
    if portal_url and not page_url.startswith(portal_url):
        raise mapping.fault(f"page_url must begin with portal_url {portal_url}")
    return page_url[len(portal_url) :].replace("{", "%7B").replace("}", "%7D")


def _access(mapping: _Mapping) -> Access:
    word = mapping.get("access", str, Access.FILE.value)
    if word not in ACCESSES:
        raise mapping.fault(f"access must be one of {', '.join(sorted(ACCESSES))}, not {word}")
    access = Access(word)
    needed = {Access.SODA: ("portal_url", "dataset_id"), Access.CKAN: ("portal_url", "dataset_id")}
    for key in needed.get(access, ("resource_url",) if access is Access.URL else ()):
        if key.endswith("_url") and not mapping.text(key).startswith(WEB):
            raise mapping.fault(f"{key} must be an address that begins with https://")
        mapping.text(key)
    return access


def _kind(mapping: _Mapping) -> ServiceKind | Kinds:
    part = mapping.part("kind")
    part.known_only(("is", "words", "left_out"), "keys of [kind]")
    if word := part.get("is", str, ""):
        return _service_kind(word, mapping)
    words = part.part("words")
    table = {_service_kind(kind, mapping): words.names(kind) for kind in words.values}
    if not table:
        raise mapping.fault("[kind] needs `is` or `words`")
    return kind_words(table, left_out=part.names("left_out"))


def _service_kind(word: str, mapping: _Mapping) -> ServiceKind:
    if word not in tuple(ServiceKind):
        raise mapping.fault(f"unknown kind {word}; known are {', '.join(ServiceKind)}")
    return ServiceKind(word)


def _layout(mapping: _Mapping, kind: ServiceKind | Kinds) -> Layout:
    part, constants = mapping.part("columns"), mapping.part("constants")
    part.known_only(COLUMNS, "columns")
    constants.known_only(CONSTANTS, "constants")
    columns = {ours: part.names(ours) for ours in part.values}
    key_columns = mapping.names("key_columns")
    if not columns.get("key") and not key_columns:
        raise mapping.fault("[columns] key or key_columns is needed")
    if isinstance(kind, Kinds) and not columns.get("kind"):
        raise mapping.fault("[columns] kind is needed, since [kind] has words")
    for ours in ("name", *mapping.names("expected"), *key_columns):
        if ours not in columns:
            raise mapping.fault(f"[columns] {ours} is missing")
    return Layout(
        columns={ours: names for ours, names in columns.items() if ours not in {"key", *POINT_PARTS}},
        kind=kind,
        key=columns.get("key", ()),
        key_columns=key_columns,
        expected=tuple(dict.fromkeys(("name", *mapping.names("expected")))),
        constants=_constants(constants),
        points={ours: columns.get(ours) or POINT_COLUMNS[ours] for ours in POINT_PARTS},
        crs=_crs(mapping),
    )


def _constants(part: _Mapping) -> Mapping[str, object]:
    constants = {key: part.text(key) for key in part.values}
    if (word := constants.get("ownership")) and word not in tuple(Ownership):
        raise part.fault(f"ownership must be one of {', '.join(Ownership)}, not {word}")
    return constants


def _crs(mapping: _Mapping) -> str:
    words = mapping.get("crs", str, "")
    try:
        return f"EPSG:{pyproj.CRS(words).to_epsg()}" if words else ""
    except pyproj.exceptions.CRSError as error:
        raise mapping.fault(f"crs {words} is none that is known; write EPSG:3003, for instance") from error


def _names(cells: list[object], mapping: _Mapping, key: str) -> Names:
    if not all(isinstance(cell, str) for cell in cells):
        raise mapping.fault(f"{key} must be a list of texts")
    return tuple(map(str, cells))
