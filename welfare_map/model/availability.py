"""Free places of a service, band by band, and when nobody knows them any more."""

import calendar
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

COUNTS: Final = (
    "free_count",
    "waiting_count",
    "free_in_1_month_count",
    "free_in_2_months_count",
    "free_in_3_months_count",
)
"""What is unknown past the term."""
MONTHS_AHEAD: Final = {"free_in_1_month_count": 1, "free_in_2_months_count": 2, "free_in_3_months_count": 3}
"""How many months after the day of the datum a count is expected."""


@lru_cache(maxsize=4096)
def months_after(iso_day: str, month_count: int) -> str:
    """Return the ISO day so many calendar months later; the last of the month where it has no such day."""
    day = date.fromisoformat(iso_day)
    years, month = divmod(day.month - 1 + month_count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1])).isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class BandPlaces:
    """
    Free places of one service and band.

    Parameters
    ----------
    band
        Age band or regime.
    free_count, waiting_count
        Places and people on ``as_of_on``; None where unknown.
    free_in_1_month_count, free_in_2_months_count, free_in_3_months_count
        Places expected so many calendar months after that day; None where unknown or when their day is past.
    as_of_on, expires_on
        ISO days; after the second all of it is unknown.
    author_role
        Role of whoever said so.
    is_expired
        The question is asked after the term: no count is known.
    is_asked
        The band is for the child that the question is about; true where it is about no child.
    """

    band: str
    free_count: int | None
    waiting_count: int | None
    free_in_1_month_count: int | None
    free_in_2_months_count: int | None
    free_in_3_months_count: int | None
    as_of_on: str
    expires_on: str
    author_role: str
    is_expired: bool = False
    is_asked: bool = True

    def on(self, day: date) -> "BandPlaces":
        """Return what is known of them on a day: no count once the term is past, nor one expected for a past day."""
        on = day.isoformat()
        is_expired = self.expires_on < on
        past = (name for name, count in MONTHS_AHEAD.items() if months_after(self.as_of_on, count) < on)
        unknown: dict[str, Any] = dict.fromkeys(COUNTS if is_expired else past)
        return replace(self, is_expired=is_expired, **unknown) if unknown else self
