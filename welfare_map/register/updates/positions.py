"""
Positions of rows that only carry an address: the house numbers of the data folder, places, the operator's geocoder.

Nothing of this needs a network but the geocoder, which is asked only where the operator set its address.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd

from geodata import store
from geodata.codes import PositionQuality
from geodata.errors import DownloadError, InputError
from geodata.geocode.levels import RAISED, place_points, with_positions
from geodata.geocode.online import OnlineGeocoder, OnlinePoint
from geodata.http import Client
from geodata.notices import Notice, Severity
from geodata.territory import Territory
from welfare_map.settings import Settings

CACHE_NAME = "geocoder"
CHANGED = ("lon", "lat", "position_quality")
ASKED = ("address", "postcode", "municipality_code")


class Geocoder(Protocol):
    """Finds an address somewhere else."""

    def find(self, address: str, municipality_name: str, postcode: str = "") -> OnlinePoint | None:
        """Return the point of an address; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Placing:
    """
    What positions are worked out with.

    Parameters
    ----------
    data_dir
        The user's data folder; the house numbers are in it, if they were built.
    geocoder
        Asked last, None for none.
    """

    data_dir: Path
    geocoder: Geocoder | None = None


def placing(settings: Settings, client: Client | None = None) -> Placing:
    """Return what the settings allow: no geocoder unless its address is set and the network is on."""
    if not settings.geocoder_url or settings.is_offline:
        return Placing(settings.data_dir)
    cache_dir = settings.data_dir / CACHE_NAME
    return Placing(settings.data_dir, OnlineGeocoder(settings.geocoder_url, client or Client(), cache_dir))


def with_found_positions(
    rows: pd.DataFrame, territory: Territory, by: Placing
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """
    Give a better position to rows that only stand for their municipality, or nowhere.

    Parameters
    ----------
    rows
        Contract ``services`` or ``organisations``, index 0…n-1.
    territory
        The configured area.
    by
        What to work with.

    Returns
    -------
    rows, notices
        As ``geodata.geocode.levels.with_positions``; then those that the geocoder found inside their municipality, rule
        ``position_from_geocoder``. A geocoder that cannot be reached is said once, rule ``geocoder_failed``, and the
        rows stay as they are.
    """
    if not rows["position_quality"].isin(RAISED).any():
        return rows, ()
    index = store.open_addresses(by.data_dir)
    try:
        placed, notices = with_positions(rows, index=index, places=place_points(store.read_places(territory)))
    finally:
        if index is not None:
            index.close()
    if by.geocoder is None:
        return placed, notices
    asked, more = _asked(placed, territory, by.geocoder)
    return asked, (*notices, *more)


def _asked(rows: pd.DataFrame, territory: Territory, geocoder: Geocoder) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """Ask for the rows that still stand for their municipality and have an address."""
    names = territory.municipalities.set_index("municipality_code")["municipality_name"].to_dict()
    wanted = rows["position_quality"].eq(PositionQuality.MUNICIPALITY.value) & rows["address"].notna()
    wanted &= rows["municipality_code"].isin(names)
    columns = {name: rows[name].tolist() for name in (*CHANGED, *ASKED)}
    notices: list[Notice] = []
    for row in np.flatnonzero(wanted.to_numpy()):
        address, postcode, code = (columns[name][row] for name in ASKED)
        try:
            point = geocoder.find(str(address), names[code], postcode or "")
        except DownloadError as error:
            notices.append(_notice(rows, None, "geocoder_failed", Severity.WARNING, str(error)))
            break
        if point and _is_inside(point, str(code), territory):
            for name, value in zip(CHANGED, (point.lon, point.lat, point.quality.value), strict=True):
                columns[name][row] = value
            detail = f"{point.quality.value}: {address!s:.200}"
            notices.append(_notice(rows, int(row), "position_from_geocoder", Severity.INFO, detail))
    typed = {name: pd.Series(columns[name], index=rows.index, dtype=rows[name].dtype) for name in CHANGED}
    return rows.assign(**typed), tuple(notices)


def _is_inside(point: OnlinePoint, code: str, territory: Territory) -> bool:
    try:
        return territory.locate(point.lon, point.lat) == code
    except InputError:
        return False


def _notice(rows: pd.DataFrame, row: int | None, rule: str, severity: Severity, detail: str) -> Notice:
    table, key = ("services", "service_id") if "service_id" in rows else ("organisations", "organisation_id")
    return Notice(rule, severity, table, "" if row is None else str(rows[key].iloc[row]), detail)
