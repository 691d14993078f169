"""
The score of a pair: a sum of named parts, each worth what its level is worth.

The points were set by hand, by what people know of these lists; ``thresholds`` are then chosen on labelled pairs (see
``evaluation``). A part whose level is unknown is worth nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from welfare_map.model import Phrase
from welfare_map.register.duplicates.features import FEATURES, UNKNOWN, Levels

POINTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "name": {
            "same": 40.0,
            "close": 28.0,
            "contained": 22.0,
            "provider": 14.0,
            "generic_same": 16.0,
            "generic": 0.0,
            "partly": -6.0,
            "different": -32.0,
        },
        "numbers": {"same": 4.0, "one_sided": -60.0, "different": -80.0},
        "provider": {"same": 6.0, "different": -6.0},
        "kind": {"same": 10.0, "alike": -10.0, "different": -75.0},
        "ownership": {"same": 0.0, "different": -18.0},
        "address": {"same": 20.0, "street": 8.0, "other_number": -6.0, "different": -16.0},
        "distance": {"spot": 15.0, "near": 8.0, "walk": -6.0, "far": -22.0, "very_far": -45.0},
        "municipality": {"same": 4.0, "different": -22.0},
        "postcode": {"same": 1.0, "different": -5.0},
        "phone": {"same": 14.0, "different": -2.0},
        "email": {"same": 6.0, "different": -1.0},
        "web": {"same": 6.0, "host": 2.0, "different": -2.0},
        "vat": {"same": 5.0, "different": -20.0},
        "capacity": {"same": 5.0, "close": 0.0, "different": -6.0},
        "source": {"two": 0.0, "repeated": 0.0, "one": -25.0},
    }
)
"""Part -> level -> points."""
QUICK = ("numbers", "kind", "ownership", "distance", "municipality", "phone", "email", "vat", "capacity")
"""Features that compare cells as they are; the others measure how alike words are."""
CHUNK_COUNT = 50_000
"""Pairs scored at a time, so that memory does not grow with their number."""


@dataclass(frozen=True, slots=True)
class Part:
    """
    One part of a score.

    Parameters
    ----------
    name, level
        Feature and what was found of it.
    points
        What that is worth.
    why
        The same in words.
    """

    name: str
    level: str
    points: float
    why: Phrase


def levels_of(left: pd.DataFrame, right: pd.DataFrame) -> dict[str, Levels]:
    """Return the levels of every feature for pairs; both sides are prepared tables of the same length."""
    return {feature: level_of(left, right) for feature, level_of in FEATURES.items()}


def scores(left: pd.DataFrame, right: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Return the score of each pair; both sides are prepared tables of the same length."""
    if left.empty:
        return np.empty(0)
    points = [_points(feature, levels) for feature, levels in levels_of(left, right).items()]
    return np.asarray(np.sum(points, axis=0), np.float64)


def highest_scores(left: pd.DataFrame, right: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Return what the score of each pair can be at most, from the features that are quick to compare."""
    best = sum(max(levels.values()) for feature, levels in POINTS.items() if feature not in QUICK)
    known = [_points(feature, FEATURES[feature](left, right)) for feature in QUICK]
    return np.asarray(np.sum(known, axis=0) + best, np.float64)


def parts_of(levels: Mapping[str, str]) -> tuple[Part, ...]:
    """Return what a pair's score is the sum of, without what is unknown."""
    return tuple(
        Part(name, level, POINTS[name][level], Phrase(f"duplicates.why.{name}.{level}"))
        for name, level in levels.items()
        if level != UNKNOWN
    )


def _points(feature: str, levels: Levels) -> npt.NDArray[np.float64]:
    known, which = np.unique(levels, return_inverse=True)
    worth = np.array([POINTS[feature].get(str(level), 0.0) if level != UNKNOWN else 0.0 for level in known])
    return worth[which]
