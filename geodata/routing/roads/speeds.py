"""
How fast a way is, by its tags.

By car: 80 % of ``maxspeed``, else by class of road, as in the car profile of OSRM
(github.com/Project-OSRM/osrm-backend, ``profiles/car.lua``, read on 23 November 2026): a free road without queues. By
bicycle as in its ``bicycle.lua``: 15 km/h, less on tracks and paths, 4 km/h where the bicycle is pushed. On foot the
4.5 km/h of the estimate (see ``geodata.routing.estimate``), so that the two differ by the way alone.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from geodata.codes import TravelMode
from geodata.routing.roads.access import Tags

CAR_KMH: Final[Mapping[str, float]] = MappingProxyType(
    {
        "motorway": 90.0,
        "motorway_link": 45.0,
        "trunk": 85.0,
        "trunk_link": 40.0,
        "primary": 65.0,
        "primary_link": 30.0,
        "secondary": 55.0,
        "secondary_link": 25.0,
        "tertiary": 40.0,
        "tertiary_link": 20.0,
        "unclassified": 25.0,
        "residential": 25.0,
        "living_street": 10.0,
        "service": 15.0,
    }
)
OTHER_CAR_KMH: Final = 10.0
"""A way of another class that the tags open to cars."""
SHARE_OF_LIMIT: Final = 0.8
"""``speed_reduction`` of OSRM: the mean along a way with such a limit."""
CYCLE_KMH: Final = 15.0
SLOW_CYCLE_KMH: Final[Mapping[str, float]] = MappingProxyType(
    {"track": 12.0, "path": 13.0, "footway": 4.0, "pedestrian": 4.0, "bridleway": 4.0}
)
OPEN_TO_BICYCLES: Final = frozenset({"yes", "designated", "permissive"})
WALK_KMH: Final = 4.5
STEPS_KMH: Final = 2.0
"""OSRM's ``bicycle.lua`` for a pushed bicycle; here for people with children and prams."""
KM_PER_MILE: Final = 1.609344
FASTEST_KMH: Final = 130.0
"""Highest limit in Italy (Codice della strada, art. 142); a higher ``maxspeed`` is a mistake."""
SLOWEST_KMH: Final = 5.0
LIMITS_KMH: Final[Mapping[str, float]] = MappingProxyType(
    {
        "it:motorway": 130.0,
        "it:trunk": 110.0,
        "it:rural": 90.0,
        "it:urban": 50.0,
        "it:zone30": 30.0,
        "it:zone:30": 30.0,
        "it:living_street": 30.0,
        "none": 130.0,
        "walk": 5.0,
    }
)
"""Codice della strada, art. 142 paragraph 1: 130, 110, 90 and 50 km/h."""
NUMBER: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?")


def speed_kmh(tags: Tags, mode: TravelMode, *, is_forward: bool) -> float:
    """
    Return the mean speed along a way that the mode may use.

    Parameters
    ----------
    tags
        Of a way.
    mode
        How the person travels.
    is_forward
        Along the nodes of the way, or against them.

    Returns
    -------
    speed_kmh
        Above 0.
    """
    highway = tags.get("highway", "")
    match mode:
        case TravelMode.WALK:
            return STEPS_KMH if highway == "steps" else WALK_KMH
        case TravelMode.CYCLE:
            return _cycle_kmh(tags, highway)
        case _:
            limit_kmh = _limit_kmh(tags, is_forward=is_forward)
            return SHARE_OF_LIMIT * limit_kmh if limit_kmh else CAR_KMH.get(highway, OTHER_CAR_KMH)


def limit_of(words: str) -> float | None:
    """
    Read a speed limit as mappers write it.

    Returns
    -------
    limit_kmh
        5–130; None where there is none to read (``signals``, ``variable``).

    Examples
    --------
    >>> limit_of("50"), limit_of("30 mph"), limit_of("IT:urban"), limit_of("signals")
    (50.0, 48.28032, 50.0, None)
    """
    word = words.partition(";")[0].strip().lower()
    if word in LIMITS_KMH:
        return LIMITS_KMH[word]
    found = NUMBER.fullmatch(word)
    if found is None or not float(found[1]):
        return None
    limit_kmh = float(found[1]) * (KM_PER_MILE if found[2] == "mph" else 1.0)
    return min(max(limit_kmh, SLOWEST_KMH), FASTEST_KMH)


def _limit_kmh(tags: Tags, *, is_forward: bool) -> float | None:
    own = limit_of(tags.get("maxspeed:forward" if is_forward else "maxspeed:backward", ""))
    return own or limit_of(tags.get("maxspeed", ""))


def _cycle_kmh(tags: Tags, highway: str) -> float:
    is_ridden = tags.get("bicycle") in OPEN_TO_BICYCLES and highway in {"footway", "pedestrian", "bridleway"}
    return CYCLE_KMH if is_ridden else SLOW_CYCLE_KMH.get(highway, CYCLE_KMH)
