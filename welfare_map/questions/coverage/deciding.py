"""Met, not met, or nobody can tell: an interval against a target."""

from dataclasses import dataclass

import numpy as np

from geodata.crs import FloatArray
from welfare_map.model import CoverageStatus, Phrase
from welfare_map.model.indicators import Indicator, Measure
from welfare_map.questions.coverage.areas import BoolArray
from welfare_map.questions.coverage.sums import Sums
from welfare_map.texts.values import amount

TOLERANCE = 1e-9
"""Of a place: sums of halves and quarters are exact, shares of others are not."""


@dataclass(frozen=True, eq=False)
class Decided:
    """
    Values and verdicts of areas.

    Parameters
    ----------
    value, low, high
        As stated, at least, at most; NaN and infinity where unknown.
    needed
        Numerator with which the target is met; NaN without a target or where residents are not known.
    is_met, is_missed
        For sure; neither where nobody can tell.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    needed: FloatArray
    is_met: BoolArray
    is_missed: BoolArray


def decide(found: Sums, indicator: Indicator, target: float | None) -> Decided:
    """
    Compare the interval of each area with the target.

    An area with nobody of the ages meets any target: there is nobody to have places for.
    """
    per_count = indicator.per_count
    divisor = np.where(np.isnan(found.denominator), 1.0, found.denominator)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high, value = (part * per_count / divisor for part in (found.low, found.high, found.counted))
    is_empty = divisor == 0
    is_nobody = is_empty & found.is_bounded_below
    low = np.where(found.is_bounded_below, low, 0.0)
    high = np.where(is_empty, np.inf, high)
    says_nothing = (found.record_count > 0) & (found.stated_count == 0)
    is_silent = (found.record_count == 0) & ~found.is_partly_listed & ~found.has_demo
    value = np.where(is_empty | says_nothing | is_silent, np.nan, value)
    needed = np.full(len(divisor), np.nan) if target is None else target * divisor / per_count
    is_met = found.is_bounded_below & (found.low >= needed - TOLERANCE)
    is_missed = ~is_empty & (found.high < needed - TOLERANCE)
    return Decided(
        value=value,
        low=np.where(is_nobody, np.nan, low),
        high=np.where(is_nobody, np.nan, high),
        needed=np.where(found.is_bounded_below, needed, np.nan),
        is_met=is_met,
        is_missed=is_missed,
    )


def status_of(found: Sums, decided: Decided, number: int, target: float | None) -> CoverageStatus:
    """Return the status of one area."""
    if found.has_demo[number]:
        return CoverageStatus.DEMONSTRATION
    if target is None:
        return CoverageStatus.NO_TARGET
    if decided.is_met[number]:
        return CoverageStatus.MET
    return CoverageStatus.NOT_MET if decided.is_missed[number] else CoverageStatus.UNDECIDABLE


def reason_of(found: Sums, number: int, status: CoverageStatus, indicator: Indicator) -> Phrase:
    """Say in words why the status is what it is."""
    if status is CoverageStatus.MET and found.denominator[number] == 0:
        return Phrase("coverage.reason.nobody")
    if status is not CoverageStatus.UNDECIDABLE:
        return Phrase(f"coverage.reason.{status}")
    return _doubt(found, number, indicator)


def _doubt(found: Sums, number: int, indicator: Indicator) -> Phrase:
    """Say why nobody can tell."""
    if not found.is_complete[number]:
        return Phrase("coverage.reason.partial")
    if not found.has_residents[number]:
        return Phrase("coverage.reason.residents")
    if not found.is_listed[number]:
        return Phrase("coverage.reason.unlisted")
    if indicator.measure is Measure.MUNICIPALITIES_SERVED:
        return Phrase("coverage.reason.association")
    count = int(found.unknown_count[number])
    if count:
        return Phrase(f"coverage.reason.records.{amount(count)}", {"count": count})
    return Phrase(f"coverage.reason.lost.{amount(found.lost_count)}", {"count": found.lost_count})
