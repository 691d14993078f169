"""What the widgets of the page of coverage hold, and the query that they make."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from geodata.codes import Level
from welfare_map.model import PART_TIME_SHARE, CoverageQuery, PlacesBasis
from welfare_map.model.indicators import INDICATORS
from welfare_map.share_coverage import FIRST_LEVEL, read_coverage, read_tab, read_unit

COVERAGE_TAB: Final = "coverage_tab"
INDICATOR: Final = "indicator"
AREAS: Final = "areas"
WITHIN: Final = "within"
BASIN_CODES: Final = "basin"
BASIN_WORDS: Final = "basin_words"
PLACES: Final = "places"
PART_TIME: Final = "part_time"
HOURS: Final = "hours"
REAL: Final = "real"
UNIT: Final = "unit"
IS_INDICATOR_ASKED: Final = "is_indicator_asked"
"""The address names an indicator."""
UNIT_CHOICE: Final = "unit_choice"
ORDER: Final = "coverage_order"
SHOWN: Final = "coverage_shown"
TRACKED: Final = (COVERAGE_TAB, INDICATOR, AREAS, WITHIN, BASIN_CODES, PLACES, PART_TIME, HOURS, REAL, UNIT)
"""What the address carries."""


def coverage_values(params: Mapping[str, object]) -> dict[str, object]:
    """Return what the widgets hold for an address."""
    query = read_coverage(params, date.min)
    return {
        COVERAGE_TAB: read_tab(params),
        INDICATOR: query.indicator,
        IS_INDICATOR_ASKED: params.get("indicator") == query.indicator,
        AREAS: query.level or FIRST_LEVEL,
        WITHIN: query.within or "",
        BASIN_CODES: query.municipality_codes,
        BASIN_WORDS: "",
        PLACES: query.places,
        PART_TIME: query.part_time_share,
        HOURS: query.shift,
        REAL: not query.with_demo,
        UNIT: read_unit(params),
    }


def coverage_query(held: Mapping[str, Any], as_of_on: date) -> CoverageQuery:
    """Return the query that the widgets make; places are asked of what counts places alone."""
    indicator, basin = INDICATORS[held[INDICATOR]], tuple(held.get(BASIN_CODES) or ())
    share = held.get(PART_TIME)
    places = held.get(PLACES)
    return CoverageQuery(
        as_of_on=as_of_on,
        indicator=indicator.code,
        level=None if basin else Level(held.get(AREAS) or FIRST_LEVEL),
        within=None if basin else (str(held.get(WITHIN) or "").strip() or None),
        municipality_codes=basin,
        places=PlacesBasis(places) if places and indicator.basis else None,
        part_time_share=PART_TIME_SHARE if share is None else float(share),
        shift=str(held.get(HOURS)),
        with_demo=not held.get(REAL),
    )
