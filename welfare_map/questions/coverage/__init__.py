"""
How well is a territory covered, what is met, what is not, and what can nobody tell yet?

From an indicator (``model.indicators``) and the register to what each record adds (``records``: ``places``, ``hours``,
``declared``), to sums by area (``areas``, ``listed``, ``sums``), to rows with their status (``asking``), to the records
to telephone first (``calling``) and to an opened figure (``explaining``); from two answers to what made
them differ (``changing``), from the past of the register to a figure by year (``series``), and to where it goes
(``projecting``).
"""

from welfare_map.questions.coverage.asking import coverage
from welfare_map.questions.coverage.changing import change
from welfare_map.questions.coverage.listing import first_indicator, indicators
from welfare_map.questions.coverage.projecting import projection
from welfare_map.questions.coverage.series import series
from welfare_map.questions.coverage.sums import MEASURES_OF_LISTS

__all__ = [
    "MEASURES_OF_LISTS",
    "change",
    "coverage",
    "first_indicator",
    "indicators",
    "projection",
    "series",
]
