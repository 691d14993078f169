"""Polygons that share their borders: a valid coverage to compute with and a simplified one to show."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import geometry_to_degrees, geometry_to_metric

Geometries = npt.NDArray[np.object_]

DISPLAY_TOLERANCE_M = 100.0
"""About one pixel at zoom 10 in Italy: the coverage of Lombardy and Verona goes on the wire in some 100 kB."""
BACKGROUND_TOLERANCE_M = 1500.0
"""The quiet background is drawn at low zoom; its border with the area keeps the area's own detail."""
SLIVER_WIDTH_M = 1.0
"""A gap as narrow as this between two polygons is a fault of the published vertices, not land."""
FRAME_MARGIN_M = 50_000.0


@dataclass(frozen=True)
class Coverage:
    """
    Polygons of the area and of the provinces around it, EPSG:4326.

    Parameters
    ----------
    full
        One per municipality, published detail.
    display
        One per municipality, simplified; two neighbours share exactly the same vertices.
    background
        One per province outside the area, coarser; along the area it follows ``display``.
    """

    full: Geometries
    display: Geometries
    background: Geometries


def build_coverage(municipalities: Geometries, provinces: Geometries) -> Coverage:
    """
    Clean and simplify the area and what surrounds it as one coverage.

    Real holes (enclaves of another region) stay holes or belong to the province outside.

    Parameters
    ----------
    municipalities
        Published polygons of the area, EPSG:4326.
    provinces
        Polygons of the provinces outside the area, EPSG:4326; may be empty.
    """
    count = len(municipalities)
    whole_m = cleaned(geometry_to_metric(np.concatenate([municipalities, provinces])))
    simple_m = np.asarray(shapely.coverage_simplify(whole_m, DISPLAY_TOLERANCE_M), dtype=object)
    background_m = coarser(simple_m[count:], simple_m[:count]) if len(provinces) else simple_m[count:]
    full, display, background = map(geometry_to_degrees, (whole_m[:count], simple_m[:count], background_m))
    return Coverage(full, display, background)


def cleaned(polygons_m: Geometries) -> Geometries:
    """Return the polygons as a valid coverage: no overlap, no sliver, shared borders with the same vertices."""
    return np.asarray(shapely.coverage_clean(shapely.make_valid(polygons_m), gap_width=SLIVER_WIDTH_M), dtype=object)


def coarser(provinces_m: Geometries, municipalities_m: Geometries) -> Geometries:
    """
    Simplify the provinces strongly except along the area.

    The sea and the countries around join the coverage, so that the only outer border left is the one with the area (and
    the frame); simplification then keeps it.
    """
    area_m = shapely.coverage_union_all(municipalities_m)
    land_m = shapely.union_all([area_m, shapely.coverage_union_all(provinces_m)])
    frame_m = shapely.box(*shapely.bounds(land_m)).buffer(FRAME_MARGIN_M, join_style="mitre")
    around_m = shapely.difference(frame_m, land_m)
    kept = shapely.coverage_simplify([*provinces_m, around_m], BACKGROUND_TOLERANCE_M, simplify_boundary=False)
    return np.asarray(kept[:-1], dtype=object)


def united(polygons: Geometries) -> shapely.Geometry:
    """Unite polygons of a coverage; the borders of the union are borders of the parts, vertex by vertex."""
    return shapely.coverage_union_all(polygons)
