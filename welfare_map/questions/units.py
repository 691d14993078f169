"""Which unit of the territory do these words name?"""

from dataclasses import dataclass

from geodata.codes import Level
from geodata.territory.names import fold
from welfare_map.snapshot import Snapshot

PREFIXES = {"provincia di ": Level.PROVINCE, "provincia ": Level.PROVINCE, "province of ": Level.PROVINCE}


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit and the rectangle around it: west, south, east, north in degrees, EPSG:4326."""

    level: Level
    code: str
    name: str
    bounds: tuple[float, float, float, float]


def find_unit(snapshot: Snapshot, words: str) -> NamedUnit | None:
    """
    Find the unit that words name, the smallest level first: "Cremona" is the municipality.

    "Provincia di Cremona" and "Ambito Magentino" ask for their level. Case and accents do not matter.
    """
    asked = fold(words)
    for prefix, level in PREFIXES.items():
        if asked.startswith(prefix):
            return _named(snapshot, level, asked.removeprefix(prefix))
    found = _named(snapshot, Level.MUNICIPALITY, asked) if not asked.startswith("ambito ") else None
    return found or _district(snapshot, words) or _named(snapshot, Level.PROVINCE, asked)


def _named(snapshot: Snapshot, level: Level, asked: str) -> NamedUnit | None:
    units = snapshot.territory.units(level)
    rows = [row for row, name in enumerate(units["name"]) if fold(name) == asked]
    return _unit(snapshot, level, rows[0]) if rows else None


def _district(snapshot: Snapshot, words: str) -> NamedUnit | None:
    district_id = snapshot.territory.find_district(words)
    if district_id is None:
        return None
    codes = list(snapshot.territory.units(Level.DISTRICT)["code"])
    return _unit(snapshot, Level.DISTRICT, codes.index(district_id))


def _unit(snapshot: Snapshot, level: Level, row: int) -> NamedUnit:
    units = snapshot.territory.units(level)
    west, south, east, north = (float(side) for side in units.geometry.iloc[row].bounds)
    return NamedUnit(level, str(units["code"].iat[row]), str(units["name"].iat[row]), (west, south, east, north))
