"""
Coverage query <-> parameters of an address, beside those of ``share``.

=============  =======================================================================================================
``view``       section of the page, one of ``COVERAGE_TABS``; without it the first
``indicator``  code of the indicator; without one that is known the page asks which
``areas``      level of the areas compared: ``municipality``, ``district``, ``province`` or ``region``
``within``     only areas inside this one: ISTAT code or ``district_id``
``basin``      codes of the municipalities of a group, at most 200; then without ``areas`` and ``within``
``unit``       code of the area whose figure is open
``places``     ``accredited`` or ``authorised``, where it is not the indicator's own choice
``part_time``  what a part-time place counts, 0 to 1; without it 0.5
``hours``      hours for which services must be open, a template or the notation of ``model.shifts``
``real``       ``true``: demonstration records take no part
``district``   ``district_id`` whose brief is read; of a ``municipality`` by its ISTAT code that is read instead
=============  =======================================================================================================

Nothing raises: junk counts as absent, and an ``Address`` remembers it. The day of the question is never in an address.
"""

from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.model import (
    BASIN,
    DEFAULT_SHIFT,
    MAX_BASIN_COUNT,
    PART_TIME_SHARE,
    CoverageAnswer,
    CoverageQuery,
    PlacesBasis,
    read_shifts,
)
from welfare_map.model.indicators import INDICATORS
from welfare_map.parameters import (
    Params,
    among,
    code,
    is_true,
    join_list,
    leave_out,
    number,
    one,
    several,
    words,
    written,
)

PAGE: Final = "/copertura"
COVERAGE_TABS: Final = ("coverage", "access", "siting", "whatif", "brief")
"""Sections of the page of coverage; the page shows those that it has."""
FIRST_INDICATOR: Final = next(iter(INDICATORS))
FIRST_LEVEL: Final = Level.DISTRICT
"""What the page shows before anything is chosen: the level of the offices that it is for."""


def read_coverage(params: Params, as_of_on: date) -> CoverageQuery:
    """Return the query of an address; what is not there is as the page begins."""
    basin = several(params, "basin", MAX_BASIN_COUNT)
    share = number(params, "part_time", 0, 1)
    return CoverageQuery(
        as_of_on=as_of_on,
        indicator=among(params, "indicator", INDICATORS) or FIRST_INDICATOR,
        level=None if basin else code(params, "areas", Level) or FIRST_LEVEL,
        within=None if basin else one(params, "within") or None,
        municipality_codes=basin,
        places=code(params, "places", PlacesBasis),
        part_time_share=PART_TIME_SHARE if share is None else share,
        shift=_shift(params),
        with_demo=not is_true(params, "real"),
    )


def read_tab(params: Params) -> str:
    """Return the section of the page; the first without one that is known."""
    return among(params, "view", COVERAGE_TABS) or COVERAGE_TABS[0]


def tab_params(tab: str) -> dict[str, str]:
    """Return the parameter of a section; the first has none."""
    return {} if tab == COVERAGE_TABS[0] else {"view": tab}


def read_unit(params: Params) -> str:
    """Return the code of the area whose figure is open, "" for none."""
    return one(params, "unit")


def read_place(params: Params) -> str:
    """Return the municipality or the district whose brief is read, "" for none."""
    district = one(params, "district")
    return one(params, "municipality") or district


def brief_params(district: str, municipality: str = "", *, with_demo: bool) -> dict[str, str]:
    """Return the parameters of a brief, of a municipality where there is one; "" is that of no place yet."""
    params = {
        "district": "" if municipality else join_list([district]),
        "municipality": join_list([municipality]),
        "real": "" if with_demo else "true",
    }
    return {name: value for name, value in params.items() if value}


def coverage_params(query: CoverageQuery, *, unit: str = "") -> dict[str, str]:
    """
    Return the parameters of a query; what is as the page begins is left out, but for the indicator.

    Parameters
    ----------
    unit
        Area whose figure is open; a query for one area opens that one.
    """
    is_own_basis = query.places in {None, INDICATORS[query.indicator].basis}
    params = {
        "indicator": query.indicator,
        "areas": "" if query.level in {None, FIRST_LEVEL} else query.level.value,
        "within": join_list([query.within or ""]),
        "basin": join_list(query.municipality_codes),
        "unit": join_list([unit]),
        "places": "" if is_own_basis or query.places is None else query.places.value,
        "part_time": "" if query.part_time_share == PART_TIME_SHARE else written(query.part_time_share) or "0",
        "hours": "" if query.shift == DEFAULT_SHIFT else query.shift,
        "real": "" if query.with_demo else "true",
    }
    return {name: value for name, value in params.items() if value}


def coverage_link(query: CoverageQuery, *, unit: str = "") -> str:
    """Return the address, on this site, that restores a view."""
    return f"{PAGE}?{urlencode(coverage_params(query, unit=unit))}"


def linked(answer: CoverageAnswer, query: CoverageQuery) -> CoverageAnswer:
    """Return an answer with the address that restores its view; of one area alone, with its figure open."""
    level = None if answer.level == BASIN else Level(answer.level)
    is_one = query.code is not None or query.is_explained
    unit = answer.rows[0].unit_code if is_one and answer.rows else ""
    asked = replace(query, level=level, municipality_codes=answer.municipality_codes)
    return replace(answer, link=coverage_link(asked, unit=unit))


def _shift(params: Params) -> str:
    asked = words(params, "hours")
    try:
        return read_shifts(asked, date(2000, 1, 3)).words if asked else DEFAULT_SHIFT
    except InputError:
        leave_out(params, "hours")
        return DEFAULT_SHIFT
