"""
Siting query <-> parameters of an address, beside those of ``share_coverage``.

====================================  ================================================================================
``seek``                              target; without it ``lep``
``seek_for``                          indicator that counts places; without it ``lep_nursery``
``within``                            the territory: ISTAT code or ``district_id``; ``basin`` for a group instead
``whole``                             ``true``: the municipalities together have to reach the target
``seek_mode``, ``seek_min``           how people travel, and for how many minutes at most
``sites``                             new sites at most
``ends``                              which end of what is not known counts: ``least`` or ``most``
``enlarge``, ``smallest``, ``largest``  by how much a service may grow; places of a new structure
``eur_new``, ``eur_added``, ``eur_structure``  costs
``threshold``, ``use``                places from which a structure holds; share of staff that uses one
``seconds``                           longest search
``figure``                            places for so many residents, where not the law's
``places``, ``part_time``, ``real``   as for coverage
====================================  ================================================================================

Nothing raises: junk counts as absent. The day of the question and the wish for an exact answer are never in an address.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from geodata.codes import TravelMode
from welfare_map.model import (
    MAX_BASIN_COUNT,
    PART_TIME_SHARE,
    SITING_BOUNDS,
    AreaSense,
    CapacityEnd,
    PlacesBasis,
    SitingAnswer,
    SitingQuery,
    SitingTarget,
)
from welfare_map.model.indicators import INDICATORS, Measure
from welfare_map.parameters import Params, among, code, is_true, join_list, number, one, several, whole, written
from welfare_map.share_coverage import PAGE

VIEW: Final = "siting"
"""Section of the page of coverage."""
SITING_INDICATORS: Final = tuple(
    name for name, one in INDICATORS.items() if one.measure in {Measure.PLACES, Measure.FULL_TIME_PLACES}
)
PARAMETERS: Final[Mapping[str, str]] = {
    "limit_min": "seek_min",
    "figure": "figure",
    "enlarge_share": "enlarge",
    "new_place_eur": "eur_new",
    "added_place_eur": "eur_added",
    "new_structure_eur": "eur_structure",
    "threshold_count": "threshold",
    "use_share": "use",
    "time_limit_s": "seconds",
}
"""Field of the query that is a number -> parameter."""
NUMBERS: Final[Mapping[str, tuple[str, float, float]]] = {
    name: (parameter, *SITING_BOUNDS[name]) for name, parameter in PARAMETERS.items()
}
COUNTS: Final[Mapping[str, tuple[str, int, int]]] = {
    name: (parameter, int(SITING_BOUNDS[name][0]), int(SITING_BOUNDS[name][1]))
    for name, parameter in (("site_count", "sites"), ("least_new_count", "smallest"), ("most_new_count", "largest"))
}
"""Field of the query -> parameter, least and most."""
FIRST: Final = SitingQuery(as_of_on=date.min, target=SitingTarget.LEP)
"""What the page asks before anything is chosen."""


def read_siting(params: Params, as_of_on: date) -> SitingQuery:
    """Return the query of an address; what is not there is as the page begins."""
    basin = several(params, "basin", MAX_BASIN_COUNT)
    share = number(params, "part_time", 0, 1)
    found: dict[str, Any] = {name: number(params, *bounds) for name, bounds in NUMBERS.items()}
    found |= {name: whole(params, *bounds) for name, bounds in COUNTS.items()}
    return replace(
        FIRST,
        as_of_on=as_of_on,
        target=code(params, "seek", SitingTarget) or FIRST.target,
        indicator=among(params, "seek_for", SITING_INDICATORS) or FIRST.indicator,
        within=None if basin else one(params, "within") or None,
        municipality_codes=basin,
        areas=AreaSense.BASIN if is_true(params, "whole") else AreaSense.MUNICIPALITY,
        mode=code(params, "seek_mode", TravelMode) or FIRST.mode,
        capacities=code(params, "ends", CapacityEnd) or FIRST.capacities,
        places=code(params, "places", PlacesBasis),
        part_time_share=PART_TIME_SHARE if share is None else share,
        with_demo=not is_true(params, "real"),
        **{name: value for name, value in found.items() if value is not None},
    )


def siting_params(query: SitingQuery) -> dict[str, str]:
    """Return the parameters of a query; what is as the page begins is left out."""
    params = {
        "seek": "" if query.target is FIRST.target else query.target.value,
        "seek_for": "" if query.indicator == FIRST.indicator else query.indicator,
        "within": join_list([query.within or ""]),
        "basin": join_list(query.municipality_codes),
        "whole": "true" if query.areas is AreaSense.BASIN else "",
        "seek_mode": "" if query.mode is FIRST.mode else query.mode.value,
        "ends": "" if query.capacities is FIRST.capacities else query.capacities.value,
        "places": "" if query.places is None else query.places.value,
        "part_time": "" if query.part_time_share == PART_TIME_SHARE else written(query.part_time_share) or "0",
        "real": "" if query.with_demo else "true",
    }
    for name, (parameter, *_) in {**NUMBERS, **COUNTS}.items():
        value = getattr(query, name)
        params[parameter] = "" if value == getattr(FIRST, name) else written(value) or "0"
    return {name: value for name, value in params.items() if value}


def linked(answer: SitingAnswer, query: SitingQuery) -> SitingAnswer:
    """Return an answer with the address, on this site, that restores its view, and with that of the wider plan."""
    wider = answer.wider_district_id
    return replace(
        answer,
        link=_link(query),
        wider_link=_link(replace(query, within=wider, municipality_codes=())) if wider else "",
    )


def _link(query: SitingQuery) -> str:
    return f"{PAGE}?{urlencode({'view': VIEW, **siting_params(query)})}"
