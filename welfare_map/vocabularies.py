"""
How each code looks: text key, colour and shape, defined once for map, legend and cards.

Colours come from the palette, safe for colour-blind readers in both themes; groups differ in shape too.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from geodata.codes import KIND_FACTS, ServiceGroup, ServiceKind
from welfare_map import palette
from welfare_map.palette import Colour

ORGANISATION: Final = "organisation"
PRACTICE: Final = "practice"


class LayerFamily(StrEnum):
    """Families of map layers, in legend order."""

    BOUNDARIES = "boundaries"
    SERVICES = "services"
    ORGANISATIONS = "organisations"
    PRACTICES = "practices"
    INITIATIVES = "initiatives"


def layer_id(family: LayerFamily, code: str = "") -> str:
    """Return the identifier of a layer: ``services:elders``, ``organisations:<initiative_id>``, ``practices``."""
    return f"{family.value}:{code}" if code else family.value


def layer_parts(identifier: str) -> tuple[str, str]:
    """Return family and code of a layer's identifier; the code is "" where there is none."""
    family, _, code = identifier.partition(":")
    return family, code


@dataclass(frozen=True, slots=True)
class Symbol:
    """
    How one code is drawn.

    Parameters
    ----------
    code
        Group of service, ``organisation`` or ``practice``.
    text_key
        Words for people.
    colour
        Of the palette.
    shape
        Name of the shape, for tests and readers.
    path
        SVG path data of the shape, centred on 0,0 with an area close to that of a circle of radius 1.
    """

    code: str
    text_key: str
    colour: Colour
    shape: str
    path: str


CIRCLE: Final = "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z"
TRIANGLE: Final = "M0,-1.45L1.35,0.9L-1.35,0.9Z"
SQUARE: Final = "M-0.9,-0.9H0.9V0.9H-0.9Z"
DIAMOND: Final = "M0,-1.3L1.3,0L0,1.3L-1.3,0Z"
PENTAGON: Final = "M0,-1.2L1.14,-0.37L0.71,0.97L-0.71,0.97L-1.14,-0.37Z"
HEXAGON: Final = "M1.15,0L0.575,0.996L-0.575,0.996L-1.15,0L-0.575,-0.996L0.575,-0.996Z"
POINTED_DOWN: Final = "M-1,-0.95H1V0.25L0,1.35L-1,0.25Z"
STAR: Final = "M0,-1.5L0.44,-0.61L1.43,-0.46L0.71,0.23L0.88,1.21L0,0.75L-0.88,1.21L-0.71,0.23L-1.43,-0.46L-0.44,-0.61Z"

SYMBOLS: Final[dict[str, Symbol]] = {
    symbol.code: symbol
    for symbol in (
        Symbol(ServiceGroup.SMALL_CHILDREN, "codes.group.small_children", palette.SMALL_CHILDREN, "circle", CIRCLE),
        Symbol(ServiceGroup.CHILDREN, "codes.group.children", palette.CHILDREN, "triangle", TRIANGLE),
        Symbol(ServiceGroup.ELDERS, "codes.group.elders", palette.ELDERS, "square", SQUARE),
        Symbol(ServiceGroup.DISABILITY, "codes.group.disability", palette.DISABILITY, "diamond", DIAMOND),
        Symbol(ServiceGroup.FAMILY, "codes.group.family", palette.FAMILY, "pentagon", PENTAGON),
        Symbol(ServiceGroup.TIME_SAVING, "codes.group.time_saving", palette.TIME_SAVING, "hexagon", HEXAGON),
        Symbol(ORGANISATION, "map.symbol.organisation", palette.ORGANISATION, "pointed_down", POINTED_DOWN),
        Symbol(PRACTICE, "map.symbol.practice", palette.PRACTICE, "star", STAR),
    )
}
"""In legend order."""

INITIATIVE_COLOURS: Final = (
    *(palette.PRACTICE, palette.FAMILY, palette.SMALL_CHILDREN),
    *(palette.TIME_SAVING, palette.DISABILITY, palette.CHILDREN),
)
"""Tints of initiatives' territories, by their order; the name in the legend and in the tooltip tells them apart too."""

HOME_PATH: Final = "M0,-1.1L1.2,-0.05H0.82V0.95H0.28V0.25H-0.28V0.95H-0.82V-0.05H-1.2Z"
"""A house, in the units of the symbols."""
AREA_LINES: Final[tuple[tuple[float, tuple[float, ...]], ...]] = (
    (2.6, ()),
    (2.0, (10, 5)),
    (2.4, (2, 5)),
)
"""Lines around what is reached, the nearest limit first: width and dashes, pixels; they differ without any colour."""


def symbol_of(code: str) -> Symbol:
    """
    Return the symbol of a kind or group of service, of an organisation or of a practice.

    Raises
    ------
    KeyError
        No symbol belongs to this code.
    """
    return SYMBOLS[_group_code(code)]


def _group_code(code: str) -> str:
    return KIND_FACTS[ServiceKind(code)].group.value if code in set(ServiceKind) else code


def symbol_svg(code: str, *, is_demo: bool = False) -> str:
    """
    Return the symbol of a code as a small inline picture; it says nothing to a screen reader, words stand beside it.

    Parameters
    ----------
    code
        Kind or group of service, ``organisation`` or ``practice``.
    is_demo
        Draw it hollow, as the map draws what was invented for the demonstration.
    """
    symbol = symbol_of(code)
    inside = palette.LAND if is_demo else symbol.colour
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1.8 -1.8 3.6 3.6" width="18" height="18" aria-hidden="true">'
        f'<path d="{symbol.path}" fill="{inside.css}" stroke="{symbol.colour.css}" stroke-width="0.3" '
        'stroke-linejoin="round"/></svg>'
    )
