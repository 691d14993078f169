"""
Whom a barrier on a road stops.

An explicit tag of access decides. Else cars pass what OSRM lets them pass (``barrier_whitelist`` of
``profiles/car.lua``, read on 23 November 2026; a gate without words is taken for an open one) and bollards that sink;
bicycles and people on foot pass everything but walls, fences and the like (``bicycle.lua``).
"""

from typing import Final

from geodata.codes import TravelMode
from geodata.routing.roads.access import ALLOWED, FORBIDDEN, Tags, first_said

OPEN_TO_CARS: Final = frozenset(
    {
        *("cattle_grid", "border_control", "toll_booth", "sally_port", "gate", "lift_gate", "swing_gate", "no"),
        *("entrance", "height_restrictor", "kerb", "arch", "bump_gate", "coupure"),
    }
)
CLOSED_TO_ALL: Final = frozenset({"yes", "wall", "fence", "hedge", "city_wall", "retaining_wall"})
CLOSED_TO_BICYCLES: Final = frozenset({"stile", "turnstile", "full-height_turnstile", "kissing_gate"})


def may_pass(tags: Tags, mode: TravelMode) -> bool:
    """Tell whether somebody passes a node with these tags; no barrier stops nobody."""
    said = first_said(tags, mode)
    if said in FORBIDDEN:
        return tags.get("highway") == "crossing"  # OSRM: about who crosses, not about the road
    barrier = tags.get("barrier", "")
    if not barrier or said in ALLOWED:
        return True
    match mode:
        case TravelMode.CAR:
            return barrier in OPEN_TO_CARS or tags.get("bollard") == "rising"
        case TravelMode.CYCLE:
            return barrier not in CLOSED_TO_ALL | CLOSED_TO_BICYCLES
        case _:
            return barrier not in CLOSED_TO_ALL
