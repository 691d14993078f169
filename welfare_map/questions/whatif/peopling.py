"""
A territory with other numbers of residents.

Ages are changed in bands that do not overlap, and sums are made again from them, so that parts still add up to the
whole. Inside a band every year of age changes alike. Several changes of the same residents multiply.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from geodata.crs import FloatArray
from geodata.population import RESIDENTS_3_36_MONTHS
from geodata.territory import Territory
from welfare_map.model import Ages, ChangePopulation
from welfare_map.questions.whatif.reading import ReadChange

BANDS: Final[Mapping[str, tuple[Ages, ...]]] = MappingProxyType(
    {
        "residents_0_2": (Ages.UNDER_THREE, Ages.ALL),
        "residents_3_5": (Ages.THREE_TO_FIVE, Ages.ALL),
        "residents_6_14": (Ages.SIX_TO_FOURTEEN, Ages.ALL),
        "residents_15_64": (Ages.WORKING_AGE, Ages.ALL),
        "residents_65_74": (Ages.FROM_65, Ages.ALL),
        "residents_75_plus": (Ages.FROM_65, Ages.FROM_75, Ages.ALL),
    }
)
"""Bands that do not overlap -> the changes that they follow; ``residents_65_74`` is what 65+ has beside 75+."""


def peopled(territory: Territory, changes: Iterable[ReadChange]) -> Territory:
    """Return a territory in which residents changed; the same one where nothing did."""
    found = tuple(changes)
    if not found:
        return territory
    table = territory.municipalities
    held = {name: table[name].to_numpy(float) for name in BANDS if name in table}
    held["residents_65_74"] = table["residents_65_plus"].to_numpy(float) - held["residents_75_plus"]
    factors = {name: _factor(name, found, len(table)) for name in BANDS}
    bands = {name: held[name] * factors[name] for name in BANDS}
    bands["residents_65_plus"] = bands.pop("residents_65_74") + bands["residents_75_plus"]
    infants = table[RESIDENTS_3_36_MONTHS].to_numpy(float) * factors["residents_0_2"]
    residents = sum(bands[name] for name in bands if name != "residents_75_plus")
    return replace(
        territory, municipalities=table.assign(**bands, **{RESIDENTS_3_36_MONTHS: infants, "residents": residents})
    )


def _factor(band: str, changes: tuple[ReadChange, ...], count: int) -> FloatArray:
    factor = np.ones(count)
    for one in changes:
        if isinstance(one.change, ChangePopulation) and one.change.ages in BANDS[band]:
            factor[list(one.to_rows)] *= 1 + one.change.pct / 100
    return factor
