"""Places that an address names by a code: looked for on this map, and shown by the name that people use."""

from dataclasses import replace
from typing import Final, TypeVar

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.model import BASIN, AccessQuery, CoverageQuery, SitingQuery
from welfare_map.questions.territory import level_and_code, name_of
from welfare_map.snapshot import Snapshot
from welfare_map.ui import data, state, unread_words
from welfare_map.ui.access_keys import ACCESS_AREAS
from welfare_map.ui.brief_keys import BRIEF_PLACE
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import AREAS, BASIN_CODES, INDICATOR, IS_INDICATOR_ASKED, UNIT, WITHIN

FINEST_FIRST: Final = (Level.MUNICIPALITY, Level.DISTRICT, Level.PROVINCE, Level.REGION)
QueryT = TypeVar("QueryT", CoverageQuery, AccessQuery, SitingQuery)


def with_code(snapshot: Snapshot, query: QueryT) -> QueryT:
    """Return a query whose territory has its code, so that its link stays true; one that is none stays as typed."""
    found = query.within and found_unit(snapshot, query.within)
    return replace(query, within=found[1]) if found else query


def of_area(query: CoverageQuery, level: str, code: str) -> CoverageQuery:
    """Return the query about one area alone of an answer of that level; a group of municipalities is one already."""
    return query if level == BASIN else replace(query, code=code, within=None, municipality_codes=())


def check_places(page: Page) -> None:
    """Look for the places of an address, once; what is not of this map is left out, and ``unread_words`` tells it."""
    if state.get(unread_words.IS_CHECKED):
        return
    state.put(unread_words.IS_CHECKED, True)
    if not state.get(IS_INDICATOR_ASKED):
        state.put(INDICATOR, data.first_indicator(page.snapshot, page.as_of_on))
    _check_within(page.snapshot)
    fit_levels(page.snapshot)
    _check_basin(page.snapshot)
    is_group = bool(state.get(BASIN_CODES))
    if state.get(UNIT) and not is_group and not found_unit(page.snapshot, state.get(UNIT)):
        unread_words.leave_out("coverage", "unit", state.get(UNIT))
        state.put(UNIT, "")
    _check_brief(page.snapshot)


def fit_levels(snapshot: Snapshot) -> None:
    """Compare no areas larger than the territory: inside a municipality there is no district."""
    unit = found_unit(snapshot, str(state.get(WITHIN) or ""))
    for key in (AREAS, ACCESS_AREAS):
        if unit and FINEST_FIRST.index(unit[0]) < FINEST_FIRST.index(Level(state.get(key))):
            state.put(key, unit[0])


def _check_within(snapshot: Snapshot) -> None:
    """Show the name in the place of the code, where the name means the same."""
    words = state.get(WITHIN)
    found = found_unit(snapshot, words) if words else None
    if words and not found and not _is_ambiguous(snapshot, words):
        unread_words.leave_out("coverage", "within", words)
        state.put(WITHIN, "")
    if found and found_unit(snapshot, name_of(snapshot, *found)) == found:
        state.put(WITHIN, name_of(snapshot, *found))


def _check_basin(snapshot: Snapshot) -> None:
    codes = tuple(state.get(BASIN_CODES) or ())
    found = {code: found_unit(snapshot, code, Level.MUNICIPALITY) for code in codes}
    unknown = [code for code, unit in found.items() if unit is None]
    if unknown:
        unread_words.leave_out("coverage", "basin", ", ".join(unknown))
    state.put(BASIN_CODES, tuple(dict.fromkeys(unit[1] for unit in found.values() if unit)))


def _check_brief(snapshot: Snapshot) -> None:
    """Keep the code of the district or of the municipality whose brief is read."""
    words = state.get(BRIEF_PLACE)
    found = found_unit(snapshot, words) if words else None
    is_read = found is not None and found[0] in {Level.DISTRICT, Level.MUNICIPALITY}
    if words and not is_read:
        unread_words.leave_out("brief", "municipality" if words.isdigit() else "district", words)
    state.put(BRIEF_PLACE, found[1] if found and is_read else None)


def found_unit(snapshot: Snapshot, words: str, level: Level | None = None) -> tuple[Level, str] | None:
    """Return level and code of the unit of this map that words mean, None where they mean none."""
    try:
        return level_and_code(snapshot, words, level)
    except InputError:
        return None


def _is_ambiguous(snapshot: Snapshot, words: str) -> bool:
    """Tell whether several municipalities are called so: the section names them."""
    try:
        level_and_code(snapshot, words)
    except InputError as error:
        return error.key == "error.ambiguous_name"
    return False
