"""A municipality together with its neighbours: the group that ``--with-neighbours`` asks about."""

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from geodata.errors import InputError
from welfare_map.model import AccessQuery, CoverageQuery

if TYPE_CHECKING:
    from welfare_map.snapshot import Snapshot

QueryT = TypeVar("QueryT", CoverageQuery, AccessQuery)


def around(snapshot: "Snapshot", query: QueryT, lang: str) -> QueryT:
    """
    Return the query about the one municipality of a group and those that share a border with it, named after it.

    Raises
    ------
    InputError
        It names none or several, or one that is not on this map.
    """
    if len(query.municipality_codes) != 1:
        raise InputError("error.neighbours_of_one")
    from geodata.codes import Level
    from welfare_map.questions.neighbourhood import with_neighbours
    from welfare_map.questions.territory import municipality_codes, name_of
    from welfare_map.texts import text

    [code] = municipality_codes(snapshot, query.municipality_codes)
    codes = with_neighbours(snapshot.territory, code)
    name = name_of(snapshot, Level.MUNICIPALITY, code)
    called = text("coverage.ask.neighbours_name", lang, name=name, count=len(codes))
    return replace(query, municipality_codes=codes, basin_name=called)
