"""Districts that a source writes on its rows, against the table."""

import pandas as pd

from geodata.territory import Territory
from welfare_map.register.updates.district_checks import district_notices


def said(**names: str | None) -> "tuple[pd.Series[str], pd.Series[str]]":
    """Return the names that a source writes on rows of municipalities: ``said(c901001="Valle")``."""
    return pd.Series(list(names.values()), dtype=object), pd.Series([code[1:7] for code in names], dtype=object)


def test_names_and_aliases_of_the_tables_district_are_no_disagreement(toy_territory: Territory) -> None:
    names = said(c901001="VALLE", c901002="Ambito Vallata", c901003="Monte", c901004=None, c999999="Valle")

    assert district_notices(*names, toy_territory) == ()


def test_another_district_is_one_notice_per_municipality_with_both_names(toy_territory: Territory) -> None:
    found = district_notices(*said(c901001="Monte", c901001b="Monte", c901003="Pianura"), toy_territory)

    assert [(notice.rule, notice.table, notice.row, notice.detail) for notice in found] == [
        ("district_disagreement", "districts", "901001", "Uno: Monte ≠ Valle (Vallata)"),
        ("district_disagreement", "districts", "901003", "Tre: Pianura ≠ Monte - 2"),
    ]
