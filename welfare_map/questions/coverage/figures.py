"""Numbers of arrays as the numbers of an answer."""

import math

DECIMALS = 9


def plain(value: float) -> float:
    """Return a number to nine decimals, whole where it is."""
    rounded = round(float(value), DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def figure(value: float) -> float | None:
    """Return a number, None where it is not known or has no bound."""
    return plain(value) if math.isfinite(value) else None
