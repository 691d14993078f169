"""Residents by municipality and age band, out of residents by single year of age. Pure: table in, table out."""

from collections.abc import Mapping

import pandas as pd

AGE_BANDS: Mapping[str, tuple[int, int]] = {
    "residents": (0, 200),
    "residents_0_2": (0, 2),
    "residents_3_5": (3, 5),
    "residents_6_14": (6, 14),
    "residents_15_64": (15, 64),
    "residents_65_plus": (65, 200),
    "residents_75_plus": (75, 200),
}
"""Column -> first and last year of age, both included; 100 in the source means 100 and over."""

FIRST_YEAR_SHARE = 9 / 12
"""Of the children aged 0, those aged 3 months or more (DOMAIN §5: 9/12 of age 0 + age 1 + age 2)."""
RESIDENTS_3_36_MONTHS = "residents_3_36_months"
BAND_COLUMNS: tuple[str, ...] = (*AGE_BANDS, RESIDENTS_3_36_MONTHS)


def residents_by_band(population: pd.DataFrame) -> pd.DataFrame:
    """
    Residents of each municipality by age band.

    The estimate of residents aged 3–36 months takes births as even over the year.

    Parameters
    ----------
    population
        Columns ``municipality_code``, ``age`` (years, whole; 100 = 100 and over), ``resident_count``; one row or more
        per municipality and age, in any order.

    Returns
    -------
    residents
        Index ``municipality_code``, ascending; one column per band: whole numbers, ``residents_3_36_months`` a float.
        A band without rows is 0.
    """
    codes = pd.Index(sorted(population["municipality_code"].unique()), name="municipality_code")
    bands = {
        name: _sum_between(population, first, last).reindex(codes, fill_value=0).astype("int64")
        for name, (first, last) in AGE_BANDS.items()
    }
    infants = _sum_between(population, 0, 0).reindex(codes, fill_value=0)
    toddlers = bands["residents_0_2"] - infants
    return pd.DataFrame({**bands, RESIDENTS_3_36_MONTHS: FIRST_YEAR_SHARE * infants + toddlers}, index=codes)


def _sum_between(population: pd.DataFrame, first: int, last: int) -> "pd.Series[int]":
    rows = population[population["age"].between(first, last)]
    return rows.groupby("municipality_code")["resident_count"].sum()
