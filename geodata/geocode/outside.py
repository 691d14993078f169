"""Municipalities outside the area that typed words name: what is merely called like them was not meant."""

from collections.abc import Collection, Mapping

import pandas as pd

from geodata.geocode.index import Candidate, PlaceIndex, normalise
from geodata.geocode.search import CERTAIN_SCORE, MAX_WORDS_LENGTH, Reading, readings

Outside = Mapping[str, Mapping[str, str]]
"""Normalised name -> short code of the province -> label, "Napoli (NA)"."""


def outside_by_name(towns: pd.DataFrame) -> Outside:
    """Return municipalities outside (``municipality_name``, ``province_short``) by what they are called."""
    found: dict[str, dict[str, str]] = {}
    for name, short in towns[["municipality_name", "province_short"]].itertuples(index=False, name=None):
        found.setdefault(normalise(name), {})[short] = f"{name} ({short})"
    return found


def town_outside(index: PlaceIndex, words: str, found: Collection[Candidate], towns: Outside) -> str | None:
    """
    Return the municipality outside the area that the words name whole, where none inside bears this name.

    Words that are too long for ``geocode`` name none.

    Parameters
    ----------
    found
        Candidates of the same words: one that is certain is what was meant.
    towns
        Made by ``outside_by_name``.

    Returns
    -------
    label
        Name and short code of the province, "Napoli (NA)".
    """
    if len(words) > MAX_WORDS_LENGTH or any(candidate.score >= CERTAIN_SCORE for candidate in found):
        return None
    named = (reading for reading in readings(index, words) if reading.town not in index.rows_of)
    return next(filter(None, (_label(reading, towns.get(reading.name, {})) for reading in named)), None)


def _label(reading: Reading, labels: Mapping[str, str]) -> str | None:
    if reading.province_short is None:
        return next(iter(labels.values()), None)
    return labels.get(reading.province_short)
