"""Fees by income as people write them."""

import re

from geodata.cleaning.numbers import clean_amount, clean_whole
from geodata.cleaning.text import clean_text
from geodata.tables import FEE_BANDS, are_ascending


def clean_fee_bands(cell: object) -> str | None:
    """
    Return fees by ISEE in the form of the contract; None when they are missing or cannot be read.

    Examples
    --------
    >>> clean_fee_bands("10.000: 150 | 20.000: 280,50 € | : 450"), clean_fee_bands("150 euro")
    ('10000:150|20000:280.5|:450', None)
    """
    bands = "|".join(_band(*item.partition(":")[::2]) for item in (clean_text(cell) or "").split("|"))
    return bands if re.search(FEE_BANDS, bands) and are_ascending(bands) else None


def _band(bound: str, fee: str) -> str:
    """Return one band; what cannot be read is left as it is, and then fits no pattern."""
    end, amount = clean_whole(bound), clean_amount(fee)
    words = fee if amount is None else f"{amount:.2f}".rstrip("0").rstrip(".")
    return f"{bound.strip() if end is None else end}:{words}"
