"""What travels to the browser, as small as it gets, and what comes back."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from geodata.codes import ServiceGroup, ServiceKind
from welfare_map.maps.positions import packed_outline, packed_steps
from welfare_map.maps.view import AreaFill, MapArea, MapAssets, MapPoint, MapView, Origin, Pick, PickWhat
from welfare_map.vocabularies import ORGANISATION, PRACTICE

CODES: Final[tuple[str, ...]] = (*ServiceKind, *ServiceGroup, ORGANISATION, PRACTICE)
"""Codes of points, by the number that stands for them on the wire: kinds of service first."""
CODE_NUMBERS: Final = {str(code): number for number, code in enumerate(CODES)}
DEMO_FLAG, APPROXIMATE_FLAG = 1, 2


def packed_points(lons: Iterable[float], lats: Iterable[float], codes: Iterable[str]) -> dict[str, Any]:
    """Pack positions as differences of degrees × 1e5, longitude and latitude in turn, and codes as numbers."""
    return {"xy": packed_steps(lons, lats), "kinds": [CODE_NUMBERS[code] for code in codes]}


def packed_codes(codes: Iterable[str]) -> list[int]:
    """Pack ISTAT codes as differences in ascending order."""
    numbers = sorted({int(code) for code in codes})
    return [after - before for before, after in pairwise([0, *numbers])]


def flags(*, is_demo: bool, is_approximate: bool) -> int:
    """Return the flags of one point as a number."""
    return DEMO_FLAG * is_demo + APPROXIMATE_FLAG * is_approximate


def one_line(words: str) -> str:
    """Return words without line breaks: lists of names travel one per line."""
    return " ".join(words.split())


def answer_token(points: Sequence[MapPoint]) -> str:
    """Return a short name of an answer's rows: picks refer to a row by its place in the answer with this name."""
    said = json.dumps([(point.item_id, point.lon, point.lat) for point in points])
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def view_values(view: MapView, assets: MapAssets) -> dict[str, Any]:
    """
    Return a view as plain values for the browser.

    Layers that have no file (nothing to draw, or unknown) are left out.
    """
    files = dict(assets.layers)
    return {
        "layers": [files[layer] for layer in view.layers if layer in files],
        "kinds": [CODE_NUMBERS[kind] for kind in view.kinds if kind in CODE_NUMBERS] or None,
        "level": view.level.value,
        "points": _points(view.points) if view.points else None,
        "is_numbered": view.is_numbered,
        "origin": _place(view.origin),
        "home": _place(view.home),
        "areas": [_area(area) for area in view.areas],
        "fills": [_fill(fill) for fill in view.fills],
        "selected": _selected(view),
        "municipality": view.selected_municipality_code,
        "fit": _fit(view),
        "tiles": [view.tiles.url, view.tiles.attribution] if view.tiles else None,
    }


def _points(points: Sequence[MapPoint]) -> dict[str, Any]:
    packed = packed_points(
        (point.lon for point in points), (point.lat for point in points), (point.code for point in points)
    )
    packed["flags"] = [flags(is_demo=point.is_demo, is_approximate=point.is_approximate) for point in points]
    packed["names"] = "\n".join(one_line(point.name) for point in points)
    packed["token"] = answer_token(points)
    if any(point.travel_min is not None for point in points):
        packed["minutes"] = [None if point.travel_min is None else round(point.travel_min) for point in points]
    if any(point.detail for point in points):
        packed["details"] = "\n".join(one_line(point.detail) for point in points)
    return packed


def _place(place: Origin | None) -> list[Any] | None:
    return [place.lon, place.lat, one_line(place.name)] if place else None


def _area(area: MapArea) -> list[Any]:
    return [one_line(area.label), packed_outline(area.outline)]


def _fill(fill: AreaFill) -> list[Any]:
    packed = [fill.colour.name, one_line(fill.name), packed_codes(fill.codes)]
    return [*packed, int(fill.is_hatched)] if fill.is_shade or fill.is_hatched else packed


def _selected(view: MapView) -> int | str | None:
    """Return the place of the selected row in the answer, else the identifier of a layer's thing."""
    numbers = {point.item_id: number for number, point in enumerate(view.points)}
    return None if view.selected_id is None else numbers.get(view.selected_id, view.selected_id)


def _fit(view: MapView) -> list[Any] | None:
    if view.fit is None:
        return None
    bounds = view.fit.bounds
    return [bounds.west, bounds.south, bounds.east, bounds.north, view.fit.token]


def read_pick(returned: object, view: MapView) -> Pick | None:
    """
    Read what the browser sent back; anything that is not a pick of this view is None.

    Parameters
    ----------
    returned
        Value of the map component.
    view
        View that is shown; rows of another answer are not in it.
    """
    found = returned.get("last_active_drawing") if isinstance(returned, Mapping) else None
    if not isinstance(found, Mapping):
        return None
    what, lon, lat, number = (found.get(name) for name in ("what", "lon", "lat", "n"))
    if what not in set(PickWhat) or not _is_number(lon) or not _is_number(lat) or not isinstance(number, int):
        return None
    item_id = _item_id(found, view)
    if item_id is None:
        return None
    return Pick(what=PickWhat(str(what)), item_id=item_id, lon=float(str(lon)), lat=float(str(lat)), number=number)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= 180


def _item_id(found: Mapping[str, object], view: MapView) -> str | None:
    said = found.get("id")
    if not isinstance(said, str):
        return None
    if found.get("what") != PickWhat.POINT:
        return said
    is_of_this_answer = found.get("token") == answer_token(view.points)
    is_row = said.isascii() and said.isdigit() and len(said) < 6 and int(said) < len(view.points)
    return view.points[int(said)].item_id if is_of_this_answer and is_row else None
