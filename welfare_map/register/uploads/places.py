"""Municipality and point of each row of an upload, out of several columns together; each combination is read once."""

import itertools
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from rapidfuzz import fuzz, process

from geodata.cleaning.coordinates import clean_position
from geodata.cleaning.municipality import clean_municipality_code
from geodata.cleaning.municipality_names import MunicipalityList, code_of_name
from geodata.cleaning.text import clean_text
from geodata.codes import PositionQuality
from geodata.notices import Severity
from geodata.territory import Territory
from geodata.territory.names import fold
from welfare_map.register.uploads.findings import Gathering
from welfare_map.register.uploads.result import Cleaned

NEAR_NAME_SCORE: Final = 75.0
SEPARATOR: Final = "\x1f"
Lines = Sequence[int]


def distinct(columns: Sequence["pd.Series[Any]"]) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """Return for each row the number of its combination of texts, and the combinations."""
    joined = columns[0].astype(object)
    for column in columns[1:]:
        joined = joined + SEPARATOR + column.astype(object)
    numbers, combinations = pd.factorize(joined)
    return numbers, [tuple(words.split(SEPARATOR)) for words in combinations]


def lines_by_number(numbers: np.ndarray, lines: np.ndarray, count: int) -> list[np.ndarray]:
    """Return the rows of each combination."""
    order = np.argsort(numbers, kind="stable")
    ends = np.searchsorted(numbers[order], np.arange(count + 1))
    ordered = lines[order]
    return [ordered[start:end] for start, end in itertools.pairwise(ends)]


def spread(values: Iterable[object], numbers: np.ndarray) -> np.ndarray:
    """Give each row the value of its combination."""
    listed = list(values)
    cells = np.empty(len(listed), dtype=object)
    cells[:] = listed
    spread_cells: np.ndarray = cells[numbers]
    return spread_cells


def note_all(gathering: Gathering, column: str, cleaned: Cleaned, words: str, lines: Iterable[int]) -> None:
    """Say what is wrong with a cell, for all rows that hold it."""
    if cleaned.rule:
        severity = Severity.ERROR if cleaned.is_error else Severity.WARNING
        shown = "" if cleaned.is_secret else words
        numbers = [int(line) for line in lines]
        gathering.note(severity, cleaned.rule, column, lines=numbers, value=shown, suggestion=cleaned.suggestion)


def municipality_codes(texts: pd.DataFrame, municipalities: MunicipalityList, gathering: Gathering) -> np.ndarray:
    """
    Return the ISTAT code of each row's municipality, by code or by name in any spelling; None where there is none.

    Parameters
    ----------
    texts
        ``municipality_code``, ``municipality_name`` and ``province``, "" where the file does not say it.
    """
    names = ["municipality_code", "municipality_name", "province"]
    numbers, combinations = distinct([texts[name] for name in names])
    by_number = lines_by_number(numbers, texts.index.to_numpy(), len(combinations))
    found = []
    for (code, name, province), lines in zip(combinations, by_number, strict=True):
        cleaned = _municipality(code, name, province, municipalities)
        column = "municipality_code" if code and not name else "municipality_name"
        note_all(gathering, column, cleaned, " ".join(filter(None, (code, name, province))), lines)
        found.append(cleaned.value)
    return spread(found, numbers)


def _municipality(code: str, name: str, province: str, municipalities: MunicipalityList) -> Cleaned:
    by_name = code_of_name(name, province or None, municipalities)
    if clean_text(code):
        by_code = clean_municipality_code(code)
        if by_code in municipalities.codes:
            is_other = by_name is not None and by_name != by_code
            return Cleaned(by_code, "municipality_disagrees" if is_other else "")
        return Cleaned(by_name, "unknown_municipality", is_error=by_name is None)
    if by_name or not clean_text(name):
        return Cleaned(by_name)
    homonyms = municipalities.by_name[0].get(fold(name), ())
    if homonyms:
        meant = ", ".join(f"{one.name} ({one.province_short})" for one in homonyms[:3])
        return Cleaned(None, "ambiguous_municipality", is_error=True, suggestion=meant)
    return Cleaned(None, "unknown_municipality", is_error=True, suggestion=_nearest_name(name, municipalities))


def _nearest_name(name: str, municipalities: MunicipalityList) -> str:
    index = municipalities.by_name[0]
    found = process.extractOne(fold(name), list(index), scorer=fuzz.ratio, score_cutoff=NEAR_NAME_SCORE)
    return f"{index[found[0]][0].name} ({index[found[0]][0].province_short})" if found else ""


def points(texts: pd.DataFrame, gathering: Gathering) -> tuple[np.ndarray, np.ndarray]:
    """Return longitude and latitude of each row in degrees, None where there are none."""
    numbers, combinations = distinct([texts["lon"], texts["lat"]])
    by_number = lines_by_number(numbers, texts.index.to_numpy(), len(combinations))
    lons: list[float | None] = []
    lats: list[float | None] = []
    for (lon, lat), lines in zip(combinations, by_number, strict=True):
        position = clean_position(lon, lat)
        lons.append(position.lon if position else None)
        lats.append(position.lat if position else None)
        rule = _point_rule(lon, lat, position)
        note_all(gathering, "lon", Cleaned(None, rule), f"{lon}; {lat}", lines)
    return spread(lons, numbers), spread(lats, numbers)


def _point_rule(lon: str, lat: str, position: Any) -> str:
    if position is None:
        return "bad_point" if clean_text(lon) or clean_text(lat) else ""
    if position.metric_crs:
        return "point_in_metres"
    return "swapped_point" if position.was_swapped else ""


def with_places(rows: pd.DataFrame, territory: Territory, gathering: Gathering) -> pd.DataFrame:
    """
    Complete position and municipality of the rows, and say where they disagree.

    Parameters
    ----------
    rows
        ``municipality_code``, ``lon`` and ``lat``; the index is the row's number in the file.

    Returns
    -------
    rows
        The municipality of the point where none is given; ``position_quality``.
    """
    lon, lat = (pd.to_numeric(rows[name]).to_numpy(float, na_value=np.nan) for name in ("lon", "lat"))
    has_point = ~np.isnan(lon)
    codes = rows["municipality_code"].to_numpy(object, copy=True)
    wanted = has_point & pd.isna(codes)
    codes[wanted] = _located(lon[wanted], lat[wanted], territory)
    _note_outside(rows, codes, territory, gathering)
    _note_apart(rows, codes, (lon, lat), territory, gathering)
    by_code = np.where(pd.isna(codes), PositionQuality.NONE.value, PositionQuality.MUNICIPALITY.value)
    quality = np.where(has_point, PositionQuality.EXACT.value, by_code).astype(object)
    return rows.assign(municipality_code=codes, position_quality=quality)


def _located(lon: np.ndarray, lat: np.ndarray, territory: Territory) -> np.ndarray:
    """Return the municipality of each point; the lowest code on a shared border, None outside the area."""
    found = np.full(len(lon), None, dtype=object)
    if not len(lon):
        return found
    table = territory.municipalities
    tree = shapely.STRtree(table.geometry.to_numpy())
    at, rows = tree.query(shapely.points(lon, lat), predicate="covered_by")
    order = np.argsort(-rows, kind="stable")
    found[at[order]] = table["municipality_code"].to_numpy(object)[rows[order]]
    return found


def _note_outside(rows: pd.DataFrame, codes: np.ndarray, territory: Territory, gathering: Gathering) -> None:
    is_outside = ~pd.isna(codes) & ~np.isin(
        codes.astype(str), territory.municipalities["municipality_code"].astype(str)
    )
    if is_outside.any():
        lines = [int(line) for line in rows.index[is_outside]]
        examples = pd.unique(codes[is_outside])
        for code in examples[:4]:
            gathering.note(Severity.WARNING, "outside_area", "municipality_code", lines=lines, value=str(code))


def _note_apart(
    rows: pd.DataFrame,
    codes: np.ndarray,
    at: tuple[np.ndarray, np.ndarray],
    territory: Territory,
    gathering: Gathering,
) -> None:
    """Say which points lie outside the municipality that their row declares; they are kept."""
    table = territory.municipalities
    row = pd.Index(table["municipality_code"]).get_indexer(codes)
    where = np.flatnonzero(~np.isnan(at[0]) & (row >= 0))
    polygons = table.geometry.to_numpy()[row[where]]
    shapely.prepare(polygons)
    away = where[~shapely.covers(polygons, shapely.points(at[0][where], at[1][where]))]
    for position in away[:4]:
        value = f"{at[0][position]:g}; {at[1][position]:g}"
        gathering.note(Severity.WARNING, "point_outside_municipality", "lon", value=value)
    if len(away):
        lines = [int(line) for line in rows.index[away]]
        gathering.note(Severity.WARNING, "point_outside_municipality", "lon", lines=lines)
