"""Municipalities outside the area that typed words name: what is merely called like them was not meant."""

from collections.abc import Collection

import pandas as pd

from geodata.geocode.index import Candidate, PlaceIndex, normalise
from geodata.geocode.search import CERTAIN_SCORE, readings


def town_outside(index: PlaceIndex, words: str, found: Collection[Candidate], towns: pd.DataFrame) -> str | None:
    """
    Return the municipality outside the area that the words name whole, where none inside bears this name.

    Parameters
    ----------
    found
        Candidates of the same words: one that is certain is what was meant.
    towns
        Municipalities outside: ``municipality_name``, ``province_short``.

    Returns
    -------
    label
        Name and short code of the province, "Napoli (NA)".
    """
    if any(candidate.score >= CERTAIN_SCORE for candidate in found):
        return None
    named = {
        (reading.name, reading.province_short)
        for reading in readings(index, words)
        if reading.town not in index.rows_of
    }
    pairs = towns[["municipality_name", "province_short"]].itertuples(index=False, name=None)
    labels = (f"{name} ({short})" for name, short in pairs if _is_one_of(named, normalise(name), short))
    return next(labels, None)


def _is_one_of(named: Collection[tuple[str, str | None]], name: str, province_short: str) -> bool:
    return (name, None) in named or (name, province_short) in named
