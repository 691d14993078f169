"""How the area of this map is called."""

from geodata.codes import Level
from geodata.territory import Territory
from geodata.territory.area import LEVEL_COLUMNS
from welfare_map.model import Phrase


def covered(territory: Territory) -> tuple[Phrase, ...]:
    """Return the names of what the area is made of: regions, provinces, municipalities, or the country."""
    return tuple(_part(territory, *item.partition(":")[::2]) for item in territory.area)


def _part(territory: Territory, level: str, code: str) -> Phrase:
    if not code:
        return Phrase("places.covered.italy")
    code_column, name_column = LEVEL_COLUMNS[Level(level)]
    municipalities = territory.municipalities
    name = municipalities.loc[municipalities[code_column] == code, name_column].iloc[0]
    return Phrase(f"places.covered.{level}", {"name": str(name)})
