"""What a place counts by the minutes to it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from geodata.crs import FloatArray
from geodata.routing.pairs import SLACK_MIN
from welfare_map.model import Decay

STEP_WEIGHTS: Final = (1.0, 0.68, 0.22)
"""Of the three zones of a catchment: Luo & Qi 2009, "An enhanced two-step floating catchment area (E2SFCA) method"."""


def weights(travel_min: FloatArray, limit_min: float, decay: Decay) -> FloatArray:
    """
    Return what a place counts, 0 to 1.

    - ``step``: three zones of a third of the limit each, 0–10, 10–20 and 20–30 minutes in the source (Luo & Qi 2009);
    - ``gaussian``: smooth from 1 at the door to 0 at the limit (Dai 2010, Health & Place 16, 1038–1052);
    - ``uniform``: every place within the limit counts the same (Luo & Wang 2003, the 2SFCA).

    Parameters
    ----------
    travel_min
        Minutes, none longer than the limit.
    limit_min
        Longest trip, minutes.
    """
    return DECAYS[decay](travel_min / limit_min)


def _step(share: FloatArray) -> FloatArray:
    zone = np.ceil(share * len(STEP_WEIGHTS) - SLACK_MIN).astype(np.intp) - 1
    return np.array(STEP_WEIGHTS)[np.clip(zone, 0, len(STEP_WEIGHTS) - 1)]


def _gaussian(share: FloatArray) -> FloatArray:
    edge = np.exp(-0.5)
    return np.asarray(np.clip((np.exp(-0.5 * share**2) - edge) / (1 - edge), 0.0, 1.0))


def _uniform(share: FloatArray) -> FloatArray:
    return np.ones(len(share))


DECAYS: Final[Mapping[Decay, Callable[[FloatArray], FloatArray]]] = MappingProxyType(
    {Decay.STEP: _step, Decay.GAUSSIAN: _gaussian, Decay.UNIFORM: _uniform}
)
