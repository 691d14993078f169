"""What the widgets of the section *Accesso* hold, and the query that they make."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from geodata.codes import Level, ServiceKind, TravelMode
from welfare_map.model import AccessMethod, AccessQuery, Decay, PlacesBasis
from welfare_map.model.indicators import LEP_KINDS
from welfare_map.share_access import FIRST_KINDS, read_access, read_shown
from welfare_map.ui.coverage_keys import PLACES, REAL, UNIT, WITHIN

KINDS: Final = "access_kinds"
METHOD: Final = "access_method"
RADIUS: Final = "access_radius"
TRAVEL: Final = "access_travel"
DECAY: Final = "access_decay"
ACCESS_AREAS: Final = "access_areas"
SHOW: Final = "access_show"
THRESHOLD: Final = "access_threshold"
ACCESS_UNIT_CHOICE: Final = "access_unit_choice"
ACCESS_ORDER: Final = "access_order"
ACCESS_COUNT: Final = "access_count"
OWN: Final = (KINDS, METHOD, RADIUS, TRAVEL, DECAY, ACCESS_AREAS, SHOW, THRESHOLD)
"""What the address carries; territory, places, real data and the open figure are shared with the other sections."""
CHOICES: Final[Mapping[str, tuple[ServiceKind, ...]]] = {
    "small_children": FIRST_KINDS,
    "nurseries": LEP_KINDS,
    "preschool": (ServiceKind.PRESCHOOL,),
    "care_home": (ServiceKind.CARE_HOME,),
    "integrated_day_centre": (ServiceKind.INTEGRATED_DAY_CENTRE,),
    "senior_day_centre": (ServiceKind.SENIOR_DAY_CENTRE,),
    "sheltered_housing": (ServiceKind.SHELTERED_HOUSING,),
}
"""Services that the section offers together."""


def access_values(params: Mapping[str, object]) -> dict[str, object]:
    """Return what the widgets hold for an address."""
    query = read_access(params, date.min)
    return {
        KINDS: query.kinds,
        METHOD: query.method,
        RADIUS: query.limit_min,
        TRAVEL: query.mode,
        DECAY: query.decay,
        ACCESS_AREAS: query.level,
        SHOW: read_shown(params),
        THRESHOLD: query.threshold,
    }


def access_query(held: Mapping[str, Any], as_of_on: date) -> AccessQuery:
    """Return the query that the widgets make."""
    places, decay, threshold = held.get(PLACES), held.get(DECAY), held.get(THRESHOLD)
    return AccessQuery(
        as_of_on=as_of_on,
        kinds=tuple(held.get(KINDS) or FIRST_KINDS),
        method=AccessMethod(held[METHOD]),
        limit_min=float(held[RADIUS]),
        mode=TravelMode(held[TRAVEL]),
        decay=Decay(decay) if decay else None,
        level=Level(held.get(ACCESS_AREAS) or Level.MUNICIPALITY),
        within=str(held.get(WITHIN) or "").strip() or None,
        places=PlacesBasis(places) if places else None,
        threshold=None if threshold is None else float(threshold),
        with_demo=not held.get(REAL),
    )


HELD: Final = (*OWN, WITHIN, PLACES, REAL, UNIT)
