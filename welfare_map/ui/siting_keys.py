"""What the widgets of *Dove agire* hold, and the query that they make."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from geodata.codes import TravelMode
from welfare_map.model import AreaSense, CapacityEnd, SitingQuery, SitingTarget
from welfare_map.share_siting import COUNTS, FIRST, NUMBERS, read_siting
from welfare_map.ui import coverage_keys

SEEK: Final = "seek"
SEEK_FOR: Final = "seek_for"
WHOLE: Final = "whole"
SEEK_MODE: Final = "seek_mode"
ENDS: Final = "ends"
FIGURES: Final[Mapping[str, str]] = {
    name: f"seek_{parameter}" for name, (parameter, *_) in {**NUMBERS, **COUNTS}.items()
}
"""Field of the query -> key of its widget."""
EXACT: Final = "seek_exact"
"""Wish for an exact answer: of the open page, in no address."""
TRACKED: Final = (SEEK, SEEK_FOR, WHOLE, SEEK_MODE, ENDS, *FIGURES.values())
"""What the address carries, beside the territory, the places and the records of coverage."""


def siting_values(params: Mapping[str, object]) -> dict[str, object]:
    """Return what the widgets hold for an address."""
    query = read_siting(params, date.min)
    return {
        SEEK: query.target,
        SEEK_FOR: query.indicator,
        WHOLE: query.areas is AreaSense.BASIN,
        SEEK_MODE: query.mode,
        ENDS: query.capacities,
        **{key: _held(query, name) for name, key in FIGURES.items()},
    }


def _held(query: SitingQuery, name: str) -> float | None:
    """Return a figure as its widget holds it."""
    value = getattr(query, name)
    return float(value) if name in NUMBERS and value is not None else value


def siting_query(held: Mapping[str, Any], as_of_on: date) -> SitingQuery:
    """Return the query that the widgets make; territory, places and records are those of coverage."""
    beside = coverage_keys.coverage_query(held, as_of_on)
    figures = {name: held.get(key) for name, key in FIGURES.items()}
    return replace(
        FIRST,
        as_of_on=as_of_on,
        target=SitingTarget(held.get(SEEK) or FIRST.target),
        indicator=str(held.get(SEEK_FOR) or FIRST.indicator),
        within=beside.within,
        municipality_codes=beside.municipality_codes,
        areas=AreaSense.BASIN if held.get(WHOLE) else AreaSense.MUNICIPALITY,
        mode=TravelMode(held.get(SEEK_MODE) or FIRST.mode),
        capacities=CapacityEnd(held.get(ENDS) or FIRST.capacities),
        places=beside.places,
        part_time_share=beside.part_time_share,
        with_demo=beside.with_demo,
        is_exact=bool(held.get(EXACT)),
        **{name: value for name, value in figures.items() if value is not None},
    )
