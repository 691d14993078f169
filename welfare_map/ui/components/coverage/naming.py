"""Places that an address names by a code: looked for on this map, and shown by the name that people use."""

from dataclasses import replace
from typing import TypeVar

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.model import AccessQuery, CoverageQuery, SitingQuery
from welfare_map.questions.territory import level_and_code, name_of
from welfare_map.snapshot import Snapshot
from welfare_map.ui import state
from welfare_map.ui.brief_keys import BRIEF_DISTRICT
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import BASIN_CODES, UNIT, WITHIN

QueryT = TypeVar("QueryT", CoverageQuery, AccessQuery, SitingQuery)


def with_code(snapshot: Snapshot, query: QueryT) -> QueryT:
    """Return a query whose territory has its code, so that its link stays true; one that is none stays as typed."""
    found = query.within and _found(snapshot, query.within)
    return replace(query, within=found[1]) if found else query


def check_places(page: Page) -> None:
    """Look for the places of an address, once; what is not of this map is left out, and ``state.UNREAD`` tells it."""
    if state.get(state.IS_CHECKED):
        return
    state.put(state.IS_CHECKED, True)
    _check_within(page.snapshot)
    _check_basin(page.snapshot)
    is_group = bool(state.get(BASIN_CODES))
    if state.get(UNIT) and not is_group and not _found(page.snapshot, state.get(UNIT)):
        _leave_out("coverage", "unit", state.get(UNIT))
        state.put(UNIT, "")
    district = state.get(BRIEF_DISTRICT)
    found = _found(page.snapshot, district, Level.DISTRICT) if district else None
    if district and not found:
        _leave_out("brief", "district", district)
    state.put(BRIEF_DISTRICT, found[1] if found else None)


def _check_within(snapshot: Snapshot) -> None:
    """Show the name in the place of the code, where the name means the same."""
    words = state.get(WITHIN)
    found = _found(snapshot, words) if words else None
    if words and not found:
        _leave_out("coverage", "within", words)
        state.put(WITHIN, "")
    if found and _found(snapshot, name_of(snapshot, *found)) == found:
        state.put(WITHIN, name_of(snapshot, *found))


def _check_basin(snapshot: Snapshot) -> None:
    codes = tuple(state.get(BASIN_CODES) or ())
    found = {code: _found(snapshot, code, Level.MUNICIPALITY) for code in codes}
    unknown = [code for code, unit in found.items() if unit is None]
    if unknown:
        _leave_out("coverage", "basin", ", ".join(unknown))
        state.put(BASIN_CODES, tuple(unit[1] for unit in found.values() if unit))


def _found(snapshot: Snapshot, words: str, level: Level | None = None) -> tuple[Level, str] | None:
    try:
        return level_and_code(snapshot, words, level)
    except InputError:
        return None


def _leave_out(section: str, name: str, words: str) -> None:
    unread = dict(state.get(state.UNREAD) or {})
    state.put(state.UNREAD, {**unread, section: {**unread.get(section, {}), name: words}})
