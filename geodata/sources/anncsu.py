"""
ANNCSU: the national register of streets and house numbers (Agenzia delle Entrate, CC BY 4.0, monthly).

No services: rows for the address index. 14 million rows, separated by semicolons, decimal comma, many without position;
they are read one by one and never held.
"""

import csv
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from geodata.cleaning.coordinates import clean_position
from geodata.cleaning.municipality import clean_municipality_code
from geodata.cleaning.streets import clean_exponent
from geodata.cleaning.text import clean_text
from geodata.errors import DataError, MissingColumnsError
from geodata.sources.rows import SEPARATORS, column_key
from geodata.tables import LAT_RANGE, LON_RANGE

SOURCE_ID = "anncsu"
NAME = "ANNCSU – Archivio nazionale dei numeri civici delle strade urbane"
PUBLISHER = "Agenzia delle Entrate"
LICENCE = "CC-BY-4.0"
PAGE_URL = "https://www.anncsu.gov.it"
REQUIRED = ("CODICE_ISTAT", "PROGRESSIVO_NAZIONALE", "ODONIMO", "CIVICO", "COORD_X_COMUNE", "COORD_Y_COMUNE")
OPTIONAL = ("ESPONENTE", "LOCALITA'", "DIZIONE_LINGUA1", "DIZIONE_LINGUA2")
USUAL_DEGREES = re.compile(r"\d{1,2}[.,]\d{1,15}")
LAST_ID = 2**62


@dataclass(frozen=True, slots=True)
class AddressRow:
    """
    One house number, or a street's row without one.

    Parameters
    ----------
    street_id
        National number of the street.
    municipality_code
        ISTAT code of today.
    street_names
        Its official name first, then those in other languages.
    locality
        Part of the municipality, "" where none is named.
    number
        House number, None where the row has none (a kilometre, "snc").
    exponent
        What follows the number, folded.
    lon, lat
        Degrees, EPSG:4326; None where the municipality has not placed it.
    """

    street_id: int
    municipality_code: str
    street_names: tuple[str, ...]
    locality: str
    number: int | None
    exponent: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Street:
    """
    A street of a municipality.

    Parameters
    ----------
    street_id
        National number.
    name
        Official name.
    keys
        ``street_key`` of each of its names.
    locality
        Part of the municipality, "" where none is named.
    lon, lat
        Its middle, degrees, EPSG:4326; None where none of its numbers has a position.
    """

    street_id: int
    name: str
    keys: tuple[str, ...]
    locality: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number with its position, degrees, EPSG:4326."""

    number: int
    exponent: str
    lon: float
    lat: float


class StreetBook:
    """
    The streets of a municipality, found by key, by words and by likeness; never changed.

    Parameters
    ----------
    streets
        All of them.
    """

    def __init__(self, streets: Iterable[Street] = ()) -> None:
        self.streets = tuple(streets)
        self.by_key: dict[str, list[Street]] = {}
        self.by_word: dict[str, set[str]] = {}
        self.keys_by_digits: dict[tuple[str, ...], list[str]] = {}
        for street in self.streets:
            for key in street.keys:
                self.by_key.setdefault(key, []).append(street)
        for key in self.by_key:
            self.keys_by_digits.setdefault(digits_of(key), []).append(key)
            for word in key.split():
                self.by_word.setdefault(word, set()).add(key)


def digits_of(key: str) -> tuple[str, ...]:
    """Return the numbers in a street's key: "via 25 aprile" has 25."""
    return tuple(word for word in key.split() if word.isdecimal())


@dataclass(slots=True)
class RowCounts:
    """How many rows were read, how many are of the area, and how many of these cannot be used."""

    read_count: int = 0
    area_count: int = 0
    unusable_count: int = 0


def read_address_rows(
    lines: Iterable[str], municipality_codes: AbstractSet[str], counts: RowCounts
) -> Iterator[AddressRow]:
    """
    Read the rows of some municipalities.

    Parameters
    ----------
    lines
        Of the CSV, header first.
    municipality_codes
        ISTAT codes of today; rows of others are passed over.
    counts
        Kept up to date while rows are read.

    Yields
    ------
    row
        As they come.

    Raises
    ------
    MissingColumnsError
        Columns are missing.
    DataError
        It is no CSV.
    """
    stream = iter(lines)
    header = next(stream, "").lstrip("\ufeff")
    if header.lstrip().startswith("<"):
        raise DataError(f"{SOURCE_ID}: this is a web page and no table; download the data file itself")
    separator = max(SEPARATORS, key=header.count)
    try:
        at = _places(next(csv.reader(header.splitlines()[:1], delimiter=separator), []))
        for cells in csv.reader(stream, delimiter=separator):
            counts.read_count += 1
            yield from _row(cells, at, municipality_codes, counts)
    except csv.Error as error:
        raise DataError(f"{SOURCE_ID}: row {counts.read_count + 1} is broken ({error})") from error


def _places(names: list[str]) -> dict[str, int]:
    """Find each column by its name, however it is written."""
    found = {column_key(name): place for place, name in reversed(list(enumerate(names)))}
    missing = [name for name in REQUIRED if column_key(name) not in found]
    if missing:
        raise MissingColumnsError(SOURCE_ID, missing, [name[:40] for name in names[:40]])
    return {name: found[column_key(name)] for name in (*REQUIRED, *OPTIONAL) if column_key(name) in found}


def _row(
    cells: list[str], at: Mapping[str, int], municipality_codes: AbstractSet[str], counts: RowCounts
) -> Iterator[AddressRow]:
    if at["CODICE_ISTAT"] >= len(cells):
        counts.unusable_count += bool(cells)
        return
    code = _code(cells[at["CODICE_ISTAT"]])
    if code not in municipality_codes:
        return
    counts.area_count += 1
    row = _address(str(code), cells, at) if len(cells) > max(at.values()) else None
    if row is None:
        counts.unusable_count += 1
    else:
        yield row


@functools.lru_cache(maxsize=1024)
def _code(cell: str) -> str | None:
    return clean_municipality_code(cell)


def _address(code: str, cells: list[str], at: Mapping[str, int]) -> AddressRow | None:
    """Read one row; None where the street has no number or no name."""

    def cell(name: str) -> str:
        return cells[at[name]].strip() if name in at else ""

    street, civic = cell("PROGRESSIVO_NAZIONALE"), cell("CIVICO")
    names = _names(cell("ODONIMO"), cell("DIZIONE_LINGUA1"), cell("DIZIONE_LINGUA2"))
    if not names or not _is_number(street) or int(street) > LAST_ID:
        return None
    exponent = cell("ESPONENTE")
    lon, lat = _degrees(cell("COORD_X_COMUNE"), cell("COORD_Y_COMUNE"))
    return AddressRow(
        street_id=int(street),
        municipality_code=code,
        street_names=names,
        locality=cell("LOCALITA'"),
        number=int(civic) if _is_number(civic) and len(civic) < 6 else None,
        exponent=clean_exponent(exponent) if exponent else "",
        lon=lon,
        lat=lat,
    )


@functools.lru_cache(maxsize=1024)
def _names(*cells: str) -> tuple[str, ...]:
    """Return the names of a street; its rows stand together, so that they are cleaned once."""
    return tuple(dict.fromkeys(filter(None, map(clean_text, cells))))


def _degrees(x: str, y: str) -> tuple[float | None, float | None]:
    """Return the degrees of a row; the usual way to write them is read at once, the others by the cleaner."""
    if USUAL_DEGREES.fullmatch(x) and USUAL_DEGREES.fullmatch(y):
        lon, lat = float(x.replace(",", ".")), float(y.replace(",", "."))
        if LON_RANGE[0] <= lon <= LON_RANGE[1] and LAT_RANGE[0] <= lat <= LAT_RANGE[1]:
            return lon, lat
    position = clean_position(x, y) if x and y else None
    return (position.lon, position.lat) if position else (None, None)


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdecimal() and len(words) < 20
