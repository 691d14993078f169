"""The point that stands for a municipality: its GeoNames places weighted by population, else an interior point."""

import pandas as pd
import shapely

from geodata.territory.coverage import Geometries

POINT_COLUMNS = ("point_lon", "point_lat", "point_is_interior")


def places_by_row(polygons: Geometries, places: pd.DataFrame) -> "pd.Series[int]":
    """
    Find the polygon that holds each place.

    Parameters
    ----------
    polygons
        Municipalities, EPSG:4326, by ascending code.
    places
        Columns ``lon``, ``lat``, degrees.

    Returns
    -------
    rows
        Row number of the polygon on the index of ``places``, only places inside one; on a border the lowest.
    """
    points = shapely.points(places["lon"].to_numpy(float), places["lat"].to_numpy(float))
    place, polygon = shapely.STRtree(polygons).query(points, predicate="covered_by")
    found = pd.Series(polygon, index=places.index[place], dtype="int64")
    return found.groupby(level=0).min()


def standing_points(polygons: Geometries, places: pd.DataFrame) -> pd.DataFrame:
    """
    One point per municipality.

    Parameters
    ----------
    polygons
        Municipalities, EPSG:4326.
    places
        Columns ``lon``, ``lat``, ``population`` (residents; 0 = not known, counted as 1).

    Returns
    -------
    points
        ``point_lon``, ``point_lat`` (degrees), ``point_is_interior``, a row per polygon in order: the weighted mean of
        the places where it falls inside the polygon, else the most populous place; an interior point without places.
    """
    rows = places_by_row(polygons, places)
    inside = places.loc[rows.index, ["lon", "lat", "population"]].assign(row=rows)
    return (
        _means(inside, polygons).combine_first(_largest(inside)).combine_first(_interior(polygons))[list(POINT_COLUMNS)]
    )


def _means(inside: pd.DataFrame, polygons: Geometries) -> pd.DataFrame:
    """Weighted means of the places of each row, only those that fall inside its polygon."""
    weight = inside["population"].clip(lower=1)
    weighted = pd.DataFrame({"row": inside["row"], "lon": inside["lon"] * weight, "lat": inside["lat"] * weight})
    sums = weighted.assign(weight=weight).groupby("row").sum()
    means = sums[["lon", "lat"]].div(sums["weight"], axis=0)
    return _points(means[shapely.contains_xy(polygons[means.index], means["lon"], means["lat"])], is_interior=False)


def _largest(inside: pd.DataFrame) -> pd.DataFrame:
    """Most populous place of each row; of equal ones the westernmost, then the southernmost."""
    ordered = inside.sort_values(["population", "lon", "lat"], ascending=[False, True, True])
    return _points(ordered.drop_duplicates("row").set_index("row")[["lon", "lat"]], is_interior=False)


def _interior(polygons: Geometries) -> pd.DataFrame:
    points = shapely.point_on_surface(polygons)
    return _points(pd.DataFrame({"lon": shapely.get_x(points), "lat": shapely.get_y(points)}), is_interior=True)


def _points(degrees: pd.DataFrame, *, is_interior: bool) -> pd.DataFrame:
    named = degrees.rename(columns={"lon": "point_lon", "lat": "point_lat"})
    return named.assign(point_is_interior=is_interior)
