"""
Residents of the coming years out of two years of residents by single year of age and sex. Pure: arrays in, arrays out.

Method: cohort-change ratios (Hamilton & Perry 1962, "A short method for projecting population by age from one decennial
census to another", Social Forces 41(2), 163-170), here over one year: of everybody aged a, as many are there a year
later, aged a + 1, as between the two years that are known; deaths and moves are in the ratio together.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geodata.population import AGE_BANDS, FIRST_YEAR_SHARE, RESIDENTS_3_36_MONTHS

AGE_COUNT: Final = 101
"""Single years 0 to 99, then 100 and over."""
CHILDBEARING: Final = slice(15, 50)
"""Ages 15 to 49 (the usual denominator of births)."""
FEMALE: Final = 0
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ages:
    """
    Residents on 1 January of two years that follow one another.

    Parameters
    ----------
    year
        The later one.
    before, now
        Residents by sex (women first), municipality and single year of age: 2 × municipalities × ``AGE_COUNT``.
    municipality_codes
        In the order of the arrays.
    """

    year: int
    before: FloatArray
    now: FloatArray
    municipality_codes: tuple[str, ...]


def projected(ages: Ages, members: npt.NDArray[np.intp], year: int) -> FloatArray:
    """
    Project the residents of a group of municipalities.

    Everybody ages as on the whole map between the two years that are known: the same cohort-change ratios by sex and
    age, the same newborns per woman aged 15-49, the same share of girls among them.

    Parameters
    ----------
    ages
        What is known.
    members
        Rows of the municipalities of the group.
    year
        On 1 January of which; not before ``ages.year``.

    Returns
    -------
    residents
        By single year of age, both sexes together.

    Raises
    ------
    ValueError
        The year lies before what is known.
    """
    if year < ages.year:
        raise ValueError(f"residents are known for {ages.year}: {year} is no projection")
    ratios, births = _ratios(ages), _births_per_woman(ages)
    group = ages.now[:, members, :].sum(axis=1)
    for _ in range(year - ages.year):
        group = _a_year_later(group, ratios, births)
    residents: FloatArray = group.sum(axis=0)
    return residents


def band(residents: FloatArray, column: str) -> float:
    """Return the residents of a band (a column of ``population``) out of those by single year of age."""
    if column == RESIDENTS_3_36_MONTHS:
        return float(FIRST_YEAR_SHARE * residents[0] + residents[1:3].sum())
    first, last = AGE_BANDS[column]
    return float(residents[first : last + 1].sum())


def _ratios(ages: Ages) -> FloatArray:
    """Return how many of those aged a are there a year later, by sex; the last one is of 99 and over together."""
    before, now = ages.before.sum(axis=1), ages.now.sum(axis=1)
    at_start = np.concatenate([before[:, :-2], before[:, -2:].sum(axis=1, keepdims=True)], axis=1)
    ratios: FloatArray = np.divide(now[:, 1:], at_start, out=np.zeros_like(at_start), where=at_start > 0)
    return ratios


def _births_per_woman(ages: Ages) -> FloatArray:
    """Return girls and boys aged 0 per woman aged 15-49."""
    now = ages.now.sum(axis=1)
    women = now[FEMALE, CHILDBEARING].sum()
    births: FloatArray = now[:, 0] / women if women else np.zeros(2)
    return births


def _a_year_later(group: FloatArray, ratios: FloatArray, births: FloatArray) -> FloatArray:
    at_start = np.concatenate([group[:, :-2], group[:, -2:].sum(axis=1, keepdims=True)], axis=1)
    older = at_start * ratios
    newborn = births * older[FEMALE, CHILDBEARING.start - 1 : CHILDBEARING.stop - 1].sum()
    return np.concatenate([newborn[:, None], older], axis=1)
