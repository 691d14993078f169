"""Which areas are asked about, and which municipalities make them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.codes import Level
from geodata.errors import InputError
from geodata.territory.area import LEVEL_COLUMNS
from welfare_map.model import BASIN, MAX_BASIN_COUNT
from welfare_map.questions.territory import level_and_code, municipality_codes
from welfare_map.snapshot import Snapshot

NOWHERE = -1
NAMED_IN_BASIN = 3
"""Municipalities of a group that its name says; of the others it says how many there are."""
IntpArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]


class AreasQuery(Protocol):
    """What every question about areas names; see ``CoverageQuery``."""

    @property
    def level(self) -> Level | None:
        """Level of the areas."""

    @property
    def code(self) -> str | None:
        """One area alone."""

    @property
    def within(self) -> str | None:
        """Only areas inside this one."""

    @property
    def municipality_codes(self) -> tuple[str, ...]:
        """A group of municipalities as the one area."""

    @property
    def basin_name(self) -> str:
        """What the group is called, "" for no name of its own."""


@dataclass(frozen=True, eq=False)
class Areas:
    """
    Areas of a level, by code.

    Parameters
    ----------
    level
        A level of the territory, or ``basin``.
    codes, names
        One entry per area.
    area_of
        Area of each municipality, in the order of the territory; ``NOWHERE`` where it is in none.
    """

    level: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    area_of: IntpArray

    def members(self, number: int) -> IntpArray:
        """Return the rows of the municipalities of an area."""
        return np.flatnonzero(self.area_of == number)


def areas_asked(snapshot: Snapshot, query: AreasQuery, *, codes: Sequence[str] = ()) -> Areas:
    """
    Return the areas that a query is about.

    Parameters
    ----------
    codes
        Only these areas of the level; empty means all.

    Raises
    ------
    InputError
        A code is unknown or of another level, or a group of municipalities is asked for beside something else.
    """
    if query.municipality_codes:
        return _basin(snapshot, query)
    level, code = query.level or Level.MUNICIPALITY, None
    if query.code is not None:
        level, code = level_and_code(snapshot, query.code, query.level)
    whole = areas_of_level(snapshot, level)
    kept = np.array([code is None or own == code for own in whole.codes], bool)
    if query.within is not None:
        kept &= _inside(snapshot, whole, query.within)
    if codes:
        kept &= _named(whole, codes)
    return _only(whole, kept)


def areas_of_level(snapshot: Snapshot, level: Level) -> Areas:
    """Return every area of a level; municipalities without a district are in no district."""
    return snapshot.kept(("areas", level), lambda: _areas_of_level(snapshot, level))


def _areas_of_level(snapshot: Snapshot, level: Level) -> Areas:
    code_column, name_column = LEVEL_COLUMNS[level]
    table = snapshot.territory.municipalities
    numbers, codes = pd.factorize(table[code_column], sort=True)
    found, first = np.unique(numbers, return_index=True)
    names = table[name_column].to_numpy(object)[first[found != NOWHERE]]
    return Areas(level.value, tuple(map(str, codes)), tuple(map(str, names)), numbers.astype(np.intp))


def _only(areas: Areas, kept: BoolArray) -> Areas:
    new_number = np.full(len(kept) + 1, NOWHERE, np.intp)
    new_number[:-1][kept] = np.arange(kept.sum())
    chosen = np.flatnonzero(kept)
    codes, names = ([items[number] for number in chosen] for items in (areas.codes, areas.names))
    return Areas(areas.level, tuple(codes), tuple(names), new_number[areas.area_of])


def only_areas(areas: Areas, codes: Sequence[str]) -> Areas:
    """
    Return some of the areas, by code.

    Raises
    ------
    InputError
        One is not among them.
    """
    return _only(areas, _named(areas, codes))


def _named(areas: Areas, codes: Sequence[str]) -> BoolArray:
    """Tell which areas are among these."""
    unknown = sorted(set(codes) - set(areas.codes))
    if unknown:
        raise InputError("error.unknown_territory", code=unknown[0])
    return np.isin(areas.codes, codes)


def _inside(snapshot: Snapshot, areas: Areas, words: str) -> BoolArray:
    """Tell which areas lie wholly inside the one that is named."""
    level, code = level_and_code(snapshot, words)
    is_here = (snapshot.territory.municipalities[LEVEL_COLUMNS[level][0]] == code).to_numpy(bool)
    is_outside = np.zeros(len(areas.codes), bool)
    beyond = areas.area_of[~is_here]
    is_outside[beyond[beyond != NOWHERE]] = True
    return ~is_outside


def _basin(snapshot: Snapshot, query: AreasQuery) -> Areas:
    if (query.level, query.code, query.within) != (None, None, None):
        raise InputError("error.basin_alone")
    named = set(query.municipality_codes)
    if len(named) > MAX_BASIN_COUNT:
        raise InputError("error.basin_too_large", value=len(named), maximum=MAX_BASIN_COUNT)
    codes = municipality_codes(snapshot, named)
    rows = [snapshot.territory.row_of(code) for code in codes]
    names = snapshot.territory.municipalities["municipality_name"]
    area_of = np.full(len(names), NOWHERE, np.intp)
    area_of[rows] = 0
    if len(rows) == 1:
        return Areas(Level.MUNICIPALITY.value, (codes[0],), (str(names.iloc[rows[0]]),), area_of)
    name = query.basin_name or _basin_name([str(name) for name in names.iloc[rows]])
    return Areas(BASIN, (BASIN,), (name,), area_of)


def _basin_name(names: Sequence[str]) -> str:
    more = len(names) - NAMED_IN_BASIN
    return ", ".join(names[:NAMED_IN_BASIN]) + (f" + {more}" if more > 0 else "")
