"""The areas that scenarios touch, and those around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geodata.codes import Level
from geodata.territory import Territory
from geodata.territory.area import LEVEL_COLUMNS
from welfare_map.model import AreaPart
from welfare_map.questions.neighbourhood import neighbour_rows

LEVEL_OF = {
    AreaPart.TOUCHED: Level.MUNICIPALITY,
    AreaPart.NEIGHBOUR: Level.MUNICIPALITY,
    AreaPart.DISTRICT: Level.DISTRICT,
    AreaPart.PROVINCE: Level.PROVINCE,
}


@dataclass(frozen=True, slots=True)
class TouchedArea:
    """An area and why it is asked about."""

    part: AreaPart
    code: str

    @property
    def level(self) -> Level:
        """Level of the area."""
        return LEVEL_OF[self.part]


def touched_areas(territory: Territory, rows: Iterable[int]) -> tuple[TouchedArea, ...]:
    """
    Return municipalities, those that share a border with them, and the districts and provinces of the former.

    Parameters
    ----------
    rows
        Municipalities in which something changes.
    """
    own = sorted(set(rows))
    codes = {
        AreaPart.TOUCHED: _codes(territory, Level.MUNICIPALITY, own),
        AreaPart.NEIGHBOUR: _codes(territory, Level.MUNICIPALITY, neighbour_rows(territory, own)),
        AreaPart.DISTRICT: _codes(territory, Level.DISTRICT, own),
        AreaPart.PROVINCE: _codes(territory, Level.PROVINCE, own),
    }
    return tuple(TouchedArea(part, code) for part in AreaPart for code in codes[part])


def _codes(territory: Territory, level: Level, rows: Sequence[int]) -> list[str]:
    column = territory.municipalities[LEVEL_COLUMNS[level][0]].iloc[list(rows)]
    return sorted(map(str, column.dropna().unique()))
