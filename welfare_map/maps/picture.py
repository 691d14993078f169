"""
A static picture of an answer: our own boundaries and numbered points, as lines and marks on paper.

No background from anybody else, no pixels: whoever draws it (a PDF) gets millimetres from the top left corner.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import geometry_to_degrees, geometry_to_metric, to_metric
from geodata.territory import Territory

Point = tuple[float, float]
MARGIN_SHARE, GROUND_MARGIN_SHARE = 0.12, 0.04
"""Room around points, and around outlines, as a part of what is shown."""
SMALLEST_WIDTH_M = 4_000
"""A picture of one door shows the town around it."""
MARK_GAP_MM = 4.5
"""Marks that come closer than this share one mark with all their numbers."""
NAME_WIDTH_MM, NAME_HEIGHT_MM = 1.6, 3.2
"""Room that a letter of a name takes, to keep names apart."""
MARK_HEIGHT_MM = 5.4
NAME_STEPS_MM = (0.0, 5.0, -5.0)
"""A name stands at its town, or a line below or above it."""
NUMBER_STEPS_MM = ((0.0, 0.0), (0.0, 4.6), (0.0, -4.6), (5.5, 0.0), (-5.5, 0.0))
MAX_NAME_COUNT = 16
SCALE_STEPS_KM = (0.5, 1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class PicturePoint:
    """Something to mark: words on the mark, degrees (EPSG:4326), and whether it stands for an area."""

    words: str
    lon: float
    lat: float
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark or a name on the picture, by its middle; millimetres."""

    words: str
    x_mm: float
    y_mm: float
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Tint:
    """How a municipality is filled: its colour ("#rrggbb"), with dots or lines across it, in ink, for print in grey."""

    colour: str
    is_dotted: bool = False
    is_hatched: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """
    Everything to draw, in order: areas, names, start, marks, scale; millimetres from the top left corner.

    Parameters
    ----------
    areas
        Outlines of municipalities, cut at the frame; the first point is not repeated.
    ground
        Those of the municipalities that the picture is about, to be drawn above the others in a colour of their own.
    tints, numbers
        Outlines of the ground with what fills them, and small numbers in them.
    start
        Where minutes are counted from.
    scale_km, scale_mm
        Length of the scale bar, on the ground and on paper.
    """

    width_mm: float
    height_mm: float
    areas: tuple[tuple[Point, ...], ...]
    names: tuple[Mark, ...]
    marks: tuple[Mark, ...]
    start: Mark | None
    scale_km: float
    scale_mm: float
    ground: tuple[tuple[Point, ...], ...] = ()
    tints: tuple[tuple[Tint, tuple[tuple[Point, ...], ...]], ...] = ()
    numbers: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    """The rectangle of ground that is shown: west and north side in metres (EPSG:32632), metres per millimetre."""

    west_m: float
    north_m: float
    m_per_mm: float
    width_mm: float
    height_mm: float

    def on_paper(self, x_m: float, y_m: float) -> Point:
        return (x_m - self.west_m) / self.m_per_mm, (self.north_m - y_m) / self.m_per_mm

    def ground(self) -> shapely.Polygon:
        """Return the rectangle in metres."""
        east_m = self.west_m + self.width_mm * self.m_per_mm
        return shapely.box(self.west_m, self.north_m - self.height_mm * self.m_per_mm, east_m, self.north_m)

    def holds(self, mark: Mark) -> bool:
        """Tell whether a mark lies inside, with its words."""
        half_mm = len(mark.words) * NAME_WIDTH_MM / 2
        inside = half_mm < mark.x_mm < self.width_mm - half_mm
        return inside and NAME_HEIGHT_MM < mark.y_mm < self.height_mm - NAME_HEIGHT_MM


NO_TINTS: Final[Mapping[str, Tint]] = MappingProxyType({})


def draw(  # noqa: PLR0913 - each says something of the picture
    territory: Territory,
    points: Sequence[PicturePoint],
    *,
    start: PicturePoint | None,
    width_mm: float,
    height_mm: float,
    ground: Sequence[str] = (),
    tints: Mapping[str, Tint] = NO_TINTS,
    numbers: Sequence[PicturePoint] = (),
) -> Picture | None:
    """
    Lay out a picture that holds all points, the start, and the municipalities that it is about.

    Points that would overlap share one mark with all their words ("2, 5"). Names of municipalities stand where there
    is room, the larger first.

    Parameters
    ----------
    ground
        Codes of the municipalities that it is about.
    tints
        Code -> what fills a municipality of the ground.
    numbers
        Small numbers of municipalities, each at its point; they share no mark.

    Returns
    -------
    picture
        None when there is nothing to show.
    """
    shown = [*points, *((start,) if start else ())]
    rows = np.array([territory.row_of(code) for code in ground], np.intp)
    if not shown and not len(rows):
        return None
    frame = _frame(territory, shown, rows, width_mm, height_mm)
    marks = _marks(points, frame)
    start_mark = _mark(start, frame) if start else None
    scale_km = _scale_km(frame)
    small = tuple(_beside(_mark(point, frame), marks) for point in numbers)
    taken = [*marks, *small, *((start_mark,) if start_mark else ()), _scale_room(frame)]
    return Picture(
        width_mm=width_mm,
        height_mm=height_mm,
        areas=tuple(_areas(territory, frame)),
        names=tuple(_names(territory, frame, rows, taken)),
        marks=marks,
        start=start_mark,
        scale_km=scale_km,
        ground=tuple(_outlines(territory, rows, frame)),
        tints=tuple(
            (tint, tuple(_outlines(territory, np.array([territory.row_of(code)], np.intp), frame)))
            for code, tint in tints.items()
        ),
        numbers=small,
        scale_mm=scale_km * 1000 / frame.m_per_mm,
    )


def _frame(
    territory: Territory, shown: Sequence[PicturePoint], rows: npt.NDArray[np.intp], width_mm: float, height_mm: float
) -> _Frame:
    x_m, y_m = to_metric([point.lon for point in shown], [point.lat for point in shown])
    if len(rows):
        west_m, south_m, east_m, north_m = shapely.total_bounds(_shapes(territory, rows))
        x_m, y_m = np.append(x_m, [west_m, east_m]), np.append(y_m, [south_m, north_m])
    margin_share = GROUND_MARGIN_SHARE if len(rows) else MARGIN_SHARE
    wide_m = max(float(np.ptp(x_m)) * (1 + 2 * margin_share), SMALLEST_WIDTH_M)
    high_m = float(np.ptp(y_m)) * (1 + 2 * margin_share)
    m_per_mm = max(wide_m / width_mm, high_m / height_mm)
    middle_x_m, middle_y_m = (float(side.min() + side.max()) / 2 for side in (x_m, y_m))
    west_m, north_m = middle_x_m - width_mm * m_per_mm / 2, middle_y_m + height_mm * m_per_mm / 2
    return _Frame(west_m, north_m, m_per_mm, width_mm, height_mm)


def _mark(point: PicturePoint, frame: _Frame) -> Mark:
    x_mm, y_mm = frame.on_paper(*(float(side) for side in to_metric(point.lon, point.lat)))
    return Mark(point.words, x_mm, y_mm, point.is_approximate)


def _marks(points: Iterable[PicturePoint], frame: _Frame) -> tuple[Mark, ...]:
    """Put each point on the first mark that is close and as sure as it is, else on a mark of its own."""
    groups: list[list[Mark]] = []
    for mark in (_mark(point, frame) for point in points):
        near = (group for group in groups if _is_close(group[0], mark))
        group = next(near, None)
        if group is None:
            groups.append([mark])
        else:
            group.append(mark)
    return tuple(
        Mark(", ".join(mark.words for mark in group), group[0].x_mm, group[0].y_mm, group[0].is_approximate)
        for group in groups
    )


def _beside(number: Mark, marks: Sequence[Mark]) -> Mark:
    """Move a small number from under a mark, if there is room a little further."""
    taken = [_box(mark, MARK_HEIGHT_MM) for mark in marks]
    places = (
        replace(number, x_mm=number.x_mm + right_mm, y_mm=number.y_mm + down_mm)
        for right_mm, down_mm in NUMBER_STEPS_MM
    )
    return next((place for place in places if not shapely.intersects(_box(place), taken).any()), number)


def _is_close(one: Mark, other: Mark) -> bool:
    near = math.dist((one.x_mm, one.y_mm), (other.x_mm, other.y_mm)) < MARK_GAP_MM
    return near and one.is_approximate == other.is_approximate


def _areas(territory: Territory, frame: _Frame) -> Iterator[tuple[Point, ...]]:
    (around,) = geometry_to_degrees(np.array([frame.ground()], dtype=object))
    yield from _outlines(territory, territory.rows_touching(around), frame)


def _outlines(territory: Territory, rows: npt.NDArray[np.intp], frame: _Frame) -> Iterator[tuple[Point, ...]]:
    """Yield the outlines of municipalities, cut at the frame."""
    for part in shapely.get_parts(shapely.clip_by_rect(_shapes(territory, rows), *frame.ground().bounds)):
        if isinstance(part, shapely.Polygon) and not part.is_empty:
            yield tuple(frame.on_paper(x_m, y_m) for x_m, y_m in part.exterior.coords[:-1])


def _shapes(territory: Territory, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.object_]:
    return geometry_to_metric(territory.display.geometry.to_numpy()[rows])


def _names(territory: Territory, frame: _Frame, rows: npt.NDArray[np.intp], taken: Sequence[Mark]) -> Iterator[Mark]:
    """Yield names that have room, those of the larger municipalities first; of the ground alone where there is one."""
    (around,) = geometry_to_degrees(np.array([frame.ground()], dtype=object))
    towns = territory.municipalities.iloc[rows if len(rows) else territory.rows_touching(around)]
    boxes = [_box(mark, MARK_HEIGHT_MM) for mark in taken]
    for town in towns.sort_values("residents", ascending=False, kind="stable").itertuples():
        at = PicturePoint(str(town.municipality_name), float(town.point_lon), float(town.point_lat))
        places = (replace(_mark(at, frame), y_mm=_mark(at, frame).y_mm + step_mm) for step_mm in NAME_STEPS_MM)
        free = (mark for mark in places if frame.holds(mark) and not shapely.intersects(_box(mark), boxes).any())
        mark = next(free, None)
        if mark is not None:
            boxes.append(_box(mark))
            yield mark
        if len(boxes) >= MAX_NAME_COUNT + len(taken):
            return


def _box(mark: Mark, height_mm: float = NAME_HEIGHT_MM) -> shapely.Polygon:
    half_mm = max(len(mark.words) * NAME_WIDTH_MM, MARK_GAP_MM) / 2
    return shapely.box(mark.x_mm - half_mm, mark.y_mm - height_mm / 2, mark.x_mm + half_mm, mark.y_mm + height_mm / 2)


def _scale_room(frame: _Frame) -> Mark:
    """Return a mark as large as the scale bar, at the lower left, where no name may stand."""
    return Mark(" " * int(frame.width_mm / 3 / NAME_WIDTH_MM), frame.width_mm / 6 + 3, frame.height_mm - 5)


def _scale_km(frame: _Frame) -> float:
    """Return the longest round length that takes at most a third of the width."""
    third_km = frame.width_mm / 3 * frame.m_per_mm / 1000
    return max((step for step in SCALE_STEPS_KM if step <= third_km), default=SCALE_STEPS_KM[0])
