"""Features of a GeoPackage or of a zipped Shapefile, read in memory."""

import io
import warnings
import zipfile
from pathlib import PurePosixPath

import geopandas as gpd
import pandas as pd
import pyogrio
import pyproj
import shapely
from pyogrio.errors import CRSError, DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from geodata.crs import GEOGRAPHIC_CRS
from geodata.errors import DataError
from geodata.sources import archive

SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
BROKEN = (
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
    pyproj.exceptions.CRSError,
    shapely.errors.ShapelyError,
    ArithmeticError,
    LookupError,
    NameError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What pyogrio raises on a damaged file: it checks little of what GDAL tells it (``NameError``: a broken CRS)."""


def read_features(content: bytes, source_id: str) -> list[dict[str, object]]:
    """
    Read the first layer.

    Parameters
    ----------
    content
        A GeoPackage, or a ZIP made by ``shapefile_only``.
    source_id
        Named in errors.

    Returns
    -------
    rows
        Properties, and in ``geometry`` a point as GeoJSON, inside the feature where that is an area. Coordinates are
        degrees where the file declares metres; what it declares as degrees, or not at all, is left as it stands.

    Raises
    ------
    DataError
        It is broken or has no layer.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # GDAL misses the file's ending, which bytes do not have
            table = pyogrio.read_dataframe(io.BytesIO(content), use_arrow=False)
        return _rows(table)
    except BROKEN as error:
        said = str(error).partition("\n")[0]
        raise DataError(f"{source_id}: the geographic file is broken ({said:.200})") from error


def _rows(table: pd.DataFrame) -> list[dict[str, object]]:
    properties = table.drop(columns="geometry", errors="ignore").astype(object)
    rows = [dict(zip(map(str, properties.columns), line, strict=True)) for line in properties.itertuples(index=False)]
    if not isinstance(table, gpd.GeoDataFrame):
        return rows
    return [{**row, "geometry": point} for row, point in zip(rows, _points(table), strict=True)]


def _points(table: gpd.GeoDataFrame) -> list[dict[str, object] | None]:
    degrees = table.to_crs(GEOGRAPHIC_CRS) if table.crs and pyproj.CRS(table.crs).is_projected else table
    points = shapely.point_on_surface(shapely.force_2d(degrees.geometry.to_numpy()))
    return [
        None if point is None or point.is_empty else {"type": "Point", "coordinates": [point.x, point.y]}
        for point in points
    ]


def shapefile_only(content: bytes, names: tuple[str, ...], source_id: str) -> bytes:
    """
    Return a ZIP with the parts of one Shapefile alone: other formats in it could name files of this machine.

    Raises
    ------
    DataError
        There is no Shapefile in it, or it is damaged.
    """
    shapes = [PurePosixPath(name) for name in names if name.lower().endswith(".shp")]
    if not shapes:
        raise DataError(f"{source_id}: the ZIP container holds neither a workbook nor a Shapefile")
    kept = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container, zipfile.ZipFile(kept, "w") as ours:
            for name in names:
                path = PurePosixPath(name)
                if path.with_suffix("") == shapes[0].with_suffix("") and path.suffix.lower() in SHAPEFILE_PARTS:
                    ours.writestr(f"layer{path.suffix.lower()}", container.read(name))
    except archive.BROKEN as error:
        raise DataError(f"{source_id}: the ZIP container is broken or cut off ({error})") from error
    return kept.getvalue()
