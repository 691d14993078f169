"""
Who may use a way, and in which directions, by its tags.

The most particular key decides, ``motorcar`` before ``motor_vehicle`` before ``vehicle`` before ``access``. Which
values forbid follows the profiles of OSRM (github.com/Project-OSRM/osrm-backend, ``profiles/car.lua``,
``bicycle.lua`` and ``foot.lua``, read on 23 November 2026). Conditional restrictions and those of turns are not read.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from geodata.codes import TravelMode

Tags = Mapping[str, str]
ACCESS_KEYS: Final[Mapping[TravelMode, tuple[str, ...]]] = MappingProxyType(
    {
        TravelMode.CAR: ("motorcar", "motor_vehicle", "vehicle", "access"),
        TravelMode.CYCLE: ("bicycle", "vehicle", "access"),
        TravelMode.WALK: ("foot", "access"),
    }
)
"""Most particular first."""
FORBIDDEN: Final = frozenset(
    {"no", "private", "agricultural", "forestry", "emergency", "delivery", "psv", "bus", "military", "use_sidepath"}
)
ALLOWED: Final = frozenset({"yes", "permissive", "designated", "destination", "customers", "official"})
MOTOR_CLASSES: Final = frozenset(
    {
        *("motorway", "trunk", "primary", "secondary", "tertiary"),
        *("motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link"),
        *("unclassified", "residential", "living_street", "service", "road"),
    }
)
FAST_CLASSES: Final = frozenset({"motorway", "motorway_link", "trunk", "trunk_link"})
SLOW_CLASSES: Final = frozenset({"pedestrian", "footway", "path", "track", "cycleway", "bridleway", "steps"})
CLASSES: Final = MOTOR_CLASSES | SLOW_CLASSES
"""Every value of ``highway`` that is read; ferries, railways and what is being built have none of them."""
USUAL: Final[Mapping[TravelMode, frozenset[str]]] = MappingProxyType(
    {
        TravelMode.CAR: MOTOR_CLASSES,
        TravelMode.CYCLE: (MOTOR_CLASSES - FAST_CLASSES) | {"cycleway", "path", "track", "pedestrian", "footway"},
        TravelMode.WALK: (MOTOR_CLASSES - FAST_CLASSES) | SLOW_CLASSES,
    }
)
"""Where somebody may go unless the tags say otherwise; a bicycle is pushed along footways."""
FORWARD: Final = frozenset({"yes", "true", "1"})
BACKWARD: Final = frozenset({"-1", "reverse"})
CLOSED_ONEWAYS: Final = frozenset({"reversible", "alternating"})
"""The direction changes with the hour: nobody can count on it."""
ROUNDABOUTS: Final = frozenset({"roundabout", "circular"})
CYCLEWAYS: Final = ("cycleway", "cycleway:both", "cycleway:left", "cycleway:right")


def directions(tags: Tags, mode: TravelMode) -> tuple[bool, bool]:
    """
    Tell whether a way may be used along its nodes, and against them.

    Parameters
    ----------
    tags
        Of a way.
    mode
        How the person travels.

    Returns
    -------
    is_forward, is_backward
        Both False where the mode may not use the way at all.
    """
    if not _may_enter(tags, mode):
        return False, False
    if mode is TravelMode.WALK:
        return _one_way(tags.get("oneway:foot", ""))
    if mode is TravelMode.CYCLE and (own := _bicycle_one_way(tags)) is not None:
        return own
    return _one_way(tags.get("oneway", "") or _implied_one_way(tags))


def _may_enter(tags: Tags, mode: TravelMode) -> bool:
    highway = tags.get("highway", "")
    if highway not in CLASSES or (mode is not TravelMode.CAR and tags.get("motorroad") == "yes"):
        return False
    said = first_said(tags, mode)
    if said in FORBIDDEN or tags.get("service") == "emergency_access":
        return False
    return highway in USUAL[mode] or (said in ALLOWED and highway != "steps")


def first_said(tags: Tags, mode: TravelMode) -> str:
    """Return what the most particular key of access says; "" where none is there."""
    return next((tags[key] for key in ACCESS_KEYS[mode] if key in tags), "")


def _implied_one_way(tags: Tags) -> str:
    is_implied = tags.get("junction") in ROUNDABOUTS or tags.get("highway") == "motorway"
    return "yes" if is_implied else ""


def _bicycle_one_way(tags: Tags) -> tuple[bool, bool] | None:
    """Return the directions that the tags give to bicycles alone, None where they give none."""
    if "oneway:bicycle" in tags:
        return _one_way(tags["oneway:bicycle"])
    if any(tags.get(key, "").startswith("opposite") for key in CYCLEWAYS):
        return True, True
    return None


def _one_way(word: str) -> tuple[bool, bool]:
    if word in CLOSED_ONEWAYS:
        return False, False
    return word not in BACKWARD, word not in FORWARD
