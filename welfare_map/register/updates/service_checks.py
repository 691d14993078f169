"""What an import sees with the territory at hand: points outside their municipality, shared points, missing places."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
import shapely

from geodata.codes import PositionQuality, ServiceKind
from geodata.crs import geometry_to_metric
from geodata.errors import DataError, InputError
from geodata.notices import Notice, Severity
from geodata.territory import Territory

TABLE = "services"
ACCREDITED_KINDS = frozenset({ServiceKind.CARE_HOME.value, ServiceKind.INTEGRATED_DAY_CENTRE.value})
"""Kinds whose places the Regions accredit: the others have none to state."""


def with_municipality(services: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Return the services with the municipality of their point where the source gives none, if it is in the area."""
    wanted = services["municipality_code"].isna() & services["lon"].notna()
    found = [_located(lon, lat, territory) for lon, lat in services.loc[wanted, ["lon", "lat"]].itertuples(index=False)]
    codes = services["municipality_code"].copy()
    codes[wanted] = found
    return services.assign(municipality_code=codes)


def _located(lon: float, lat: float, territory: Territory) -> str | None:
    try:
        return territory.locate(lon, lat)
    except InputError:
        return None


def require_usable_points(services: pd.DataFrame, notices: Iterable[Notice], source_id: str) -> None:
    """
    Check that most rows which carry coordinates have a point.

    Parameters
    ----------
    services
        As parsed.
    notices
        Of the parser; ``unusable_point`` with the coordinates as its detail, "" where the row carries none.
    source_id
        Named in the error.

    Raises
    ------
    DataError
        Half of them or more have none.
    """
    unusable = [notice.detail for notice in notices if notice.rule == "unusable_point" and notice.detail]
    carrying_count = len(unusable) + int((services["position_quality"] == PositionQuality.EXACT.value).sum())
    if unusable and 2 * len(unusable) >= carrying_count:
        raise DataError(
            f"{source_id}: {len(unusable)} of the {carrying_count} rows with coordinates have no point in Italy "
            f"(first: {unusable[0]:.60}); the coordinate system is probably wrong: degrees (EPSG:4326) are needed, "
            "not metres; nothing was changed",
            key="error.points_unusable",
            source=source_id,
            count=len(unusable),
            total=carrying_count,
            first=f"{unusable[0]:.60}",
        )


def service_notices(services: pd.DataFrame, territory: Territory) -> tuple[Notice, ...]:
    """
    Find the defects of a source's services.

    Parameters
    ----------
    services
        Conform to the contract; index 0…n-1.
    territory
        Municipalities with full geometry.

    Returns
    -------
    notices
        ``point_outside_municipality`` with the distance (the row is kept), ``without_accredited_places``,
        ``shared_coordinates`` (info) and, once, ``outside_area`` (info) with the number of rows.
    """
    return (
        *_outside_municipality(services, territory),
        *_without_accredited(services),
        *_shared_coordinates(services),
        *_outside_area(services, territory),
    )


def _outside_municipality(services: pd.DataFrame, territory: Territory) -> Iterator[Notice]:
    table = territory.municipalities
    row = pd.Index(table["municipality_code"]).get_indexer(services["municipality_code"])
    exact = (services["position_quality"] == PositionQuality.EXACT.value).to_numpy()
    at = np.flatnonzero(exact & (row >= 0))
    points = shapely.points(services["lon"].to_numpy(float)[at], services["lat"].to_numpy(float)[at])
    polygons = table.geometry.to_numpy()[row[at]]
    away = ~shapely.covers(polygons, points)
    distances_m = shapely.distance(geometry_to_metric(polygons[away]), geometry_to_metric(points[away]))
    for position, distance_m in zip(at[away], distances_m, strict=True):
        name = table["municipality_name"].iloc[row[position]]
        detail = f"{distance_m:.0f} m, {name}"
        yield Notice(
            "point_outside_municipality", Severity.WARNING, TABLE, str(services["service_id"].iloc[position]), detail
        )


def _without_accredited(services: pd.DataFrame) -> Iterator[Notice]:
    has_none = services["capacity_accredited"].fillna(0).eq(0)
    missing = services[has_none & services["kind"].isin(ACCREDITED_KINDS)]
    for service_id, authorised in zip(missing["service_id"], missing["capacity_authorised"], strict=True):
        detail = "" if pd.isna(authorised) else f"capacity_authorised={authorised}"
        yield Notice("without_accredited_places", Severity.WARNING, TABLE, str(service_id), detail)


def _shared_coordinates(services: pd.DataFrame) -> Iterator[Notice]:
    placed = services[services["position_quality"] == PositionQuality.EXACT.value]
    for (lon, lat), group in placed.groupby(["lon", "lat"]):
        for service_id in group["service_id"] if len(group) > 1 else ():
            detail = f"lon {lon}, lat {lat}, {len(group)}"
            yield Notice("shared_coordinates", Severity.INFO, TABLE, str(service_id), detail)


def _outside_area(services: pd.DataFrame, territory: Territory) -> Iterator[Notice]:
    code = services["municipality_code"]
    count = int((code.notna() & ~code.isin(territory.municipalities["municipality_code"])).sum())
    if count:
        yield Notice("outside_area", Severity.INFO, TABLE, "", str(count))
