"""
Tables that somebody gives beside the register: small areas with their residents, and classes of municipalities.

Both are CSV with a header, separated by commas or semicolons; numbers may have a decimal comma.
"""

import csv
import io
import math
from collections.abc import Iterator, Mapping

from geodata.cleaning.numbers import clean_number
from geodata.errors import InputError
from geodata.tables import LAT_RANGE, LON_RANGE
from geodata.territory import Territory
from welfare_map.model import SmallArea

SMALL_AREA_COLUMNS = ("municipality_code", "lon", "lat", "residents")
CLASS_COLUMNS = ("municipality_code", "class")
MAX_ROWS = 500_000
"""All census sections of Italy are about as many."""
Line = tuple[int, Mapping[str, str]]


def small_areas_in(words: str, territory: Territory) -> tuple[SmallArea, ...]:
    """
    Read small areas (census sections): ``municipality_code``, ``lon``, ``lat`` (degrees, EPSG:4326), ``residents``.

    Raises
    ------
    InputError
        A column is missing, a line cannot be read (it says which), or there are no lines or too many.
    """
    return tuple(
        SmallArea(
            municipality_code=_municipality(number, cells, territory),
            lon=_number(number, cells, "lon", *LON_RANGE),
            lat=_number(number, cells, "lat", *LAT_RANGE),
            residents=_number(number, cells, "residents", 0, math.inf),
        )
        for number, cells in _lines(words, SMALL_AREA_COLUMNS)
    )


def classes_in(words: str, territory: Territory) -> dict[str, str]:
    """
    Read classes of municipalities (altitude, degree of urbanisation …): ``municipality_code``, ``class``.

    Raises
    ------
    InputError
        A column is missing, a line cannot be read (it says which), or there are no lines or too many.
    """
    found: dict[str, str] = {}
    for number, cells in _lines(words, CLASS_COLUMNS):
        code = _municipality(number, cells, territory)
        if not cells["class"] or code in found:
            raise _bad(number, cells, "municipality_code" if code in found else "class")
        found[code] = cells["class"]
    return found


def _lines(words: str, columns: tuple[str, ...]) -> Iterator[Line]:
    """Yield the number and the cells of each line that is not empty."""
    text = words.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head else ",")
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise InputError("error.table_columns", missing=", ".join(missing), wanted=", ".join(columns))
    number = 1
    for number, row in enumerate(reader, 2):
        if number > MAX_ROWS + 1:
            raise InputError("error.upload_too_long", maximum=MAX_ROWS)
        yield number, {column: (row[column] or "").strip() for column in columns}
    if number == 1:
        raise InputError("error.upload_no_rows")


def _municipality(number: int, cells: Mapping[str, str], territory: Territory) -> str:
    code = cells["municipality_code"].zfill(6)
    try:
        territory.row_of(code)
    except InputError:
        raise _bad(number, cells, "municipality_code") from None
    return code


def _number(number: int, cells: Mapping[str, str], column: str, least: float, most: float) -> float:
    value = clean_number(cells[column])
    if value is None or not least <= value <= most:
        raise _bad(number, cells, column)
    return value


def _bad(number: int, cells: Mapping[str, str], column: str) -> InputError:
    return InputError("error.table_cell", line=number, column=column, value=cells[column])
