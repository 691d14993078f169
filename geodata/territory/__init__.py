"""
The territory: municipality -> planning district -> province -> region, and which of them holds a point. Pure, no I/O.

``repairs`` mends the published tables, ``coverage`` makes polygons that share their borders, ``points`` finds the point
that stands for a municipality, ``names`` recognises a district however it is written, ``build`` puts them together,
``area`` is the result.
"""

from geodata.territory.area import Territory
from geodata.territory.build import RawTerritory, build_territory

__all__ = ["RawTerritory", "Territory", "build_territory"]
