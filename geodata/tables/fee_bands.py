"""
Monthly fees by income: how a cell of ``isee_fee_bands`` is written, and what it says.

ISEE is the Italian measure of a family's means, in euros a year. A cell lists ``up to:monthly fee`` items with ``|``
between, lowest first; the last one has no upper end: ``10000:150|20000:280|:450``.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from math import inf

FEE_BANDS = r"^(?:\d+:\d+(?:\.\d{1,2})?\|)*:\d+(?:\.\d{1,2})?$"
"""Whole euros of ISEE, euros of fee with two decimals at most."""
BOUND = re.compile(r"(?:^|\|)(\d+):")


@dataclass(frozen=True, slots=True)
class FeeBand:
    """The monthly fee of families whose ISEE is at most ``up_to_isee_eur``; infinity in the last band."""

    up_to_isee_eur: float
    monthly_fee_eur: float


def fee_bands(cell: str) -> tuple[FeeBand, ...]:
    """
    Return the bands of a cell that keeps the contract, lowest first.

    Examples
    --------
    >>> fee_bands("10000:150|:450.50")
    (FeeBand(up_to_isee_eur=10000.0, monthly_fee_eur=150.0), FeeBand(up_to_isee_eur=inf, monthly_fee_eur=450.5))
    """
    items = (item.split(":") for item in cell.split("|"))
    return tuple(FeeBand(float(bound) if bound else inf, float(fee)) for bound, fee in items)


def are_ascending(cell: str) -> bool:
    """
    Tell whether each band of a cell ends above the one before.

    Examples
    --------
    >>> are_ascending("10000:150|20000:280|:450"), are_ascending("10000:150|10000:280|:450")
    (True, False)
    """
    return all(low < high for low, high in pairwise(int(bound) for bound in BOUND.findall(cell)))
