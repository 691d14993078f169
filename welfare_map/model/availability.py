"""Free places of a service, band by band, and when nobody knows them any more."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

COUNTS: Final = (
    "free_count",
    "waiting_count",
    "free_in_1_month_count",
    "free_in_2_months_count",
    "free_in_3_months_count",
)
"""What is unknown past the term."""


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
        Places expected so long after that day; None where unknown.
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
        """Return what is known of them on a day: no count once the term is past."""
        if self.expires_on >= day.isoformat():
            return self
        return replace(
            self,
            free_count=None,
            waiting_count=None,
            free_in_1_month_count=None,
            free_in_2_months_count=None,
            free_in_3_months_count=None,
            is_expired=True,
        )
