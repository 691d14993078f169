"""
The position of a record that has none of its own, by levels: house number, street, place, CAP, municipality.

Each level says how precise it is; an address that is not found is never put at a point that looks like one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geodata.cleaning.text import clean_text
from geodata.codes import PositionQuality
from geodata.geocode.addresses import Addresses, find_address
from geodata.geocode.index import normalise
from geodata.notices import Notice, Severity

CHANGED = ("lon", "lat", "position_quality", "municipality_code")
RAISED = (PositionQuality.MUNICIPALITY.value, PositionQuality.NONE.value)
"""Qualities of rows that a better position replaces."""
SHORTEST_PLACE = 4
"""Letters; a shorter name stands in too many addresses by chance."""
Point = tuple[float, float]


@dataclass(frozen=True)
class PlacePoints:
    """
    Points of the gazetteer by what leads to them.

    Parameters
    ----------
    places
        Municipality -> normalised name of a place in it -> its point.
    postcodes
        CAP -> municipality -> its point.
    municipalities
        Municipality -> its point.
    """

    places: Mapping[str, Mapping[str, Point]]
    postcodes: Mapping[str, Mapping[str, Point]]
    municipalities: Mapping[str, Point]


def place_points(gazetteer: pd.DataFrame) -> PlacePoints:
    """
    Return the points of a gazetteer.

    Parameters
    ----------
    gazetteer
        As ``geodata.store.read_places`` gives it: name, lon, lat, what, municipality_code, postcode.
    """
    places: dict[str, dict[str, Point]] = {}
    postcodes: dict[str, dict[str, Point]] = {}
    municipalities: dict[str, Point] = {}
    columns = ["name", "lon", "lat", "what", "municipality_code", "postcode"]
    for name, lon, lat, what, code, postcode in gazetteer[columns].itertuples(index=False, name=None):
        point = (float(lon), float(lat))
        match what:
            case "municipality":
                municipalities[str(code)] = point
            case "postcode":
                postcodes.setdefault(str(postcode or name), {})[str(code)] = point
            case _:
                places.setdefault(str(code), {}).setdefault(normalise(str(name)), point)
    return PlacePoints(places, postcodes, municipalities)


def position(
    address: object, postcode: object, municipality_code: object, *, index: Addresses | None, places: PlacePoints
) -> tuple[float, float, PositionQuality] | None:
    """
    Find the best position that is known.

    Parameters
    ----------
    address
        Street and house number, or a place.
    postcode
        CAP; where the municipality is not known, a CAP of one municipality of the area tells it.
    municipality_code
        ISTAT code.
    index
        House numbers of the area; None where none were built.
    places
        Gazetteer.

    Returns
    -------
    lon, lat, quality
        Degrees, EPSG:4326; ``address``, ``street``, ``place`` or ``municipality``. A CAP alone gives the quality
        ``municipality``: no source that we have knows where inside a municipality it lies. None where nothing is known.
    """
    words, cap = clean_text(address) or "", clean_text(postcode) or ""
    code = clean_text(municipality_code) or _code_of(cap, places)
    if code is None:
        return None
    found = find_address(words, code, index) if index and words else None
    if found:
        return found.lon, found.lat, found.quality
    place = _place(words, places.places.get(code, {}))
    if place:
        return *place, PositionQuality.PLACE
    point = places.postcodes.get(cap, {}).get(code) or places.municipalities.get(code)
    return (*point, PositionQuality.MUNICIPALITY) if point else None


def _code_of(postcode: str, places: PlacePoints) -> str | None:
    """Return the one municipality of a CAP."""
    codes = tuple(places.postcodes.get(postcode, {}))
    return codes[0] if len(codes) == 1 else None


def _place(words: str, known: Mapping[str, Point]) -> Point | None:
    """Return the point of the longest place that a part of the words names as a whole."""
    parts = (normalise(part) for part in words.replace(" - ", ",").replace("(", ",").replace(")", ",").split(","))
    bare = (_without_prefix(part) for part in parts)
    names = sorted((part for part in bare if part in known and len(part) >= SHORTEST_PLACE), key=len)
    return known[names[-1]] if names else None


def _without_prefix(part: str) -> str:
    for prefix in ("frazione ", "fraz ", "localita ", "loc ", "fr "):
        part = part.removeprefix(prefix)
    return part


def with_positions(
    services: pd.DataFrame, *, index: Addresses | None, places: PlacePoints
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """
    Give a better position to rows that only stand for their municipality, or nowhere, and carry an address or a CAP.

    Parameters
    ----------
    services
        Contract ``services`` or ``organisations``.
    index, places
        See ``position``.

    Returns
    -------
    table, notices
        The same rows in the same order with ``lon``, ``lat``, ``position_quality`` and, where only the CAP told it,
        ``municipality_code``; rule ``position_from_address`` (info, with the quality) for each row that rose.
        ``services`` is unchanged.
    """
    columns = ["address", "postcode", "municipality_code", "position_quality"]
    cells = services.reindex(columns=columns).astype(object)
    cells = cells.where(cells.notna(), None)
    wanted = cells["position_quality"].isin(RAISED).to_numpy()
    changes: dict[str, list[object]] = {name: services[name].tolist() for name in CHANGED}
    rows = list(cells.itertuples(index=False, name=None))
    notices = []
    for row in np.flatnonzero(wanted & (cells["address"].notna() | cells["postcode"].notna()).to_numpy()):
        address, postcode, code, quality = rows[row]
        found = position(address, postcode, code, index=index, places=places)
        if found is None or found[2].value == quality:
            continue
        is_area = found[2] is PositionQuality.MUNICIPALITY
        values = (None, None) if is_area else found[:2]
        for name, value in zip(
            CHANGED, (*values, found[2].value, code or _code_of(str(postcode), places)), strict=True
        ):
            changes[name][row] = value
        notices.append(_notice(services.iloc[row], found[2], str(address or postcode)))
    typed = {
        name: pd.Series(cells, index=services.index, dtype=services[name].dtype) for name, cells in changes.items()
    }
    return services.assign(**typed), tuple(notices)


def _notice(row: "pd.Series[Any]", quality: PositionQuality, address: str) -> Notice:
    table, key = ("services", "service_id") if "service_id" in row else ("organisations", "organisation_id")
    return Notice(
        "position_from_address", Severity.INFO, table, str(row.get(key, "")), f"{quality.value}: {address:.200}"
    )
