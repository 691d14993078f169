"""Which services lie on the way between home and work?"""

from dataclasses import dataclass
from enum import StrEnum

from geodata.codes import TravelMode
from welfare_map.model.answer import Answer
from welfare_map.model.services import ServiceFilter, ServiceRow

MAX_ADDED_MIN = 180
"""Longest detour of a day that can be asked for: three hours."""


class Carer(StrEnum):
    """Who takes somebody to a service, or fetches them."""

    ME = "me"
    OTHER = "other"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class CommuteQuery(ServiceFilter):
    """
    Which services lie on the way between home and work? Beside what ``ServiceFilter`` asks:

    Parameters
    ----------
    home_lon, home_lat, work_lon, work_lat
        Where the person lives and works, degrees, EPSG:4326.
    mode
        How the person travels.
    drops, collects
        Who makes the trip of the morning, home → service → work, and the one back, work → service → home. ``NOBODY``
        leaves the trip out.
    other_work_lon, other_work_lat, other_mode
        Where the other carer works and how they travel; without the workplace their trips are not known.
    max_added_min
        Most minutes added in a day, over 0 and up to 180; None for no limit.
    max_count
        Most rows that come back.
    """

    home_lon: float
    home_lat: float
    work_lon: float
    work_lat: float
    mode: TravelMode = TravelMode.CAR
    drops: Carer = Carer.ME
    collects: Carer = Carer.ME
    other_work_lon: float | None = None
    other_work_lat: float | None = None
    other_mode: TravelMode = TravelMode.CAR
    max_added_min: float | None = None
    max_count: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuteRow(ServiceRow):
    """
    One service and what it adds to the trips of a day, in minutes.

    ``added_out_min`` and ``added_back_min`` are the whole trip by way of the service less the direct one; None where
    nobody makes the trip or it is not known. ``added_total_min`` is their sum. ``is_estimate`` tells that at least one
    of the minutes does not follow real roads.
    """

    added_out_min: float | None
    added_back_min: float | None
    added_total_min: float
    home_to_service_min: float | None
    service_to_work_min: float | None
    work_to_service_min: float | None
    service_to_home_min: float | None
    is_estimate: bool

    @property
    def whole_added_min(self) -> int:
        """Return the minutes of the day as people read them."""
        return round(self.added_total_min)

    @property
    def whole_added_out_min(self) -> int | None:
        """Return the minutes of the way out as people read them; see ``_whole_ways_min``."""
        return None if self.added_out_min is None else self._whole_ways_min[0]

    @property
    def whole_added_back_min(self) -> int | None:
        """Return the minutes of the way back as people read them; see ``_whole_ways_min``."""
        return None if self.added_back_min is None else self._whole_ways_min[1]

    @property
    def _whole_ways_min(self) -> tuple[int, int]:
        """Round the way that is nearer to a whole minute; the other is the rest of the day, so that the sum agrees."""
        out_min, back_min = self.added_out_min or 0.0, self.added_back_min or 0.0
        whole_out, whole_back = round(out_min), round(back_min)
        if abs(out_min - whole_out) <= abs(back_min - whole_back):
            return whole_out, self.whole_added_min - whole_out
        return self.whole_added_min - whole_back, whole_back


@dataclass(frozen=True, kw_only=True)
class CommuteAnswer(Answer[CommuteRow]):
    """Services by minutes added in a day; ``direct_out_min`` and ``direct_back_min`` are the trips without any."""

    direct_out_min: float | None
    direct_back_min: float | None
    found_count: int
    is_estimate: bool
