"""What a map shows: one frozen value that pages build from their answer, and what a click brings back."""

from dataclasses import dataclass
from enum import StrEnum

import shapely

from geodata.codes import Level
from welfare_map.palette import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPoint:
    """
    One row of an answer, in the order of the list beside the map.

    Parameters
    ----------
    item_id
        Identifier that comes back in a pick.
    lon, lat
        Degrees, EPSG:4326.
    code
        Code with a symbol in ``vocabularies``: a kind or a group of service, ``organisation`` or ``practice``.
    name
        What the tooltip and the card say; plain text.
    travel_min
        Minutes from the origin, or None.
    detail
        One more line of the card, plain text, or "".
    is_approximate
        The position stands for an area: drawn as a count in a ring, never as a pin.
    is_demo
        Invented for the demonstration: drawn hollow, and the card says the word.
    """

    item_id: str
    lon: float
    lat: float
    code: str
    name: str
    travel_min: float | None = None
    detail: str = ""
    is_approximate: bool = False
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the person starts from, or lives: degrees, EPSG:4326, and a name for the tooltip; plain text."""

    lon: float
    lat: float
    name: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle in degrees, EPSG:4326."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Fit:
    """
    A view to move to, once.

    Parameters
    ----------
    bounds
        What must be seen.
    token
        The map moves when the token differs from the last one it saw, and never otherwise.
    """

    bounds: Bounds
    token: str


@dataclass(frozen=True, slots=True)
class AreaFill:
    """
    Municipalities tinted in one colour, e.g. an initiative's territory; the tooltip says ``name``.

    A shade is one of the classes of a legend: it covers the ground whole, so that its colour is that of the legend,
    without a line of its colour around it; where there are tiles they are seen through it. Hatched ones have lines and
    let what is painted before them shine through.
    """

    codes: tuple[str, ...]
    colour: Colour
    name: str = ""
    is_shade: bool = False
    is_hatched: bool = False


@dataclass(frozen=True, slots=True)
class MapArea:
    """What is reached within a limit: its outline in degrees (EPSG:4326), and the words at its edge, plain text."""

    outline: shapely.Polygon | shapely.MultiPolygon
    label: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """Background tiles that the visitor switched on; only then another host is asked. Attribution is plain text."""

    url: str
    attribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """
    Everything that may change on the map without rebuilding it.

    Parameters
    ----------
    layers
        Layers switched on, e.g. ``services:elders``, ``organisations:<initiative_id>``, ``practices``,
        ``initiatives:<initiative_id>`` (see ``vocabularies.layer_id``).
    kinds
        Kinds of service that the service layers keep; empty means every kind.
    level
        Boundaries that stand out.
    points
        Rows of the answer, best first.
    is_numbered
        Write the row's number in the list into its symbol.
    origin
        Where the person starts from.
    home
        Where the person lives, beside the origin.
    areas
        What is reached within each limit, the nearest first; each holds those before it.
    fills
        Tinted municipalities, painted in order.
    selected_id
        Identifier of the chosen point, or None.
    selected_municipality_code
        Municipality whose card is open, or None.
    fit
        View to move to, once per token; without one the map stays where it is.
    tiles
        Background tiles, or None.
    """

    layers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    level: Level = Level.PROVINCE
    points: tuple[MapPoint, ...] = ()
    is_numbered: bool = True
    origin: Origin | None = None
    home: Origin | None = None
    areas: tuple[MapArea, ...] = ()
    fills: tuple[AreaFill, ...] = ()
    selected_id: str | None = None
    selected_municipality_code: str | None = None
    fit: Fit | None = None
    tiles: Tiles | None = None


class PickWhat(StrEnum):
    """What somebody clicked: a row of the answer, a thing of a layer, a municipality, or ground outside the area."""

    POINT = "point"
    ITEM = "item"
    MUNICIPALITY = "municipality"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """
    One click.

    Parameters
    ----------
    what
        What was clicked.
    item_id
        ``MapPoint.item_id``, the identifier of a layer's thing, a municipality code, or "" outside the area.
    lon, lat
        Where, degrees, EPSG:4326: of the thing, or of the click on a municipality.
    number
        Differs for each click: the last pick is repeated at every rerun, so act only on a number not seen before.
    """

    what: PickWhat
    item_id: str
    lon: float
    lat: float
    number: int


@dataclass(frozen=True, slots=True)
class MapAssets:
    """
    Names of the static files that the browser asks for, once, under ``/map-assets/``.

    Parameters
    ----------
    scripts, styles
        Files of the map itself, in the order in which they are loaded.
    boundaries
        File of the boundaries.
    layers
        (layer id, file) for every layer that has things to draw.
    area
        The rectangle of the whole area, where the map starts.
    """

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    boundaries: str
    layers: tuple[tuple[str, str], ...]
    area: Bounds
