"""How far a search went, and what it may have missed."""

from enum import StrEnum

TIME_IS_UP = 1
"""Status with which ``scipy.optimize.milp`` says that HiGHS stopped at a limit."""


class Effort(StrEnum):
    """Text of ``siting.proof`` that says it."""

    QUICK = "quick"
    EXACT = "exact"
    STOPPED = "stopped"
    TOO_LARGE = "too_large"


def ended(status: int) -> Effort:
    """Return how far HiGHS went."""
    return Effort.STOPPED if status == TIME_IS_UP else Effort.EXACT


def gap_pct(value: float, bound: float) -> float:
    """Return how far a value may be from the best: per cent of the larger of the two."""
    largest = max(value, bound)
    return round(100 * abs(value - bound) / largest, 2) if largest else 0.0
