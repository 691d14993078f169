"""The question from (5, 5) km, with an engine that takes the same minutes everywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pytest

from geodata.codes import TravelMode
from geodata.routing import Trips
from geodata.routing.estimate import Estimate
from welfare_map.model import FitsAnswer, FitsQuery, FitsRow
from welfare_map.model.shifts import read_shifts
from welfare_map.questions.fits import fits
from welfare_map.snapshot import Snapshot

AtKm = Callable[[float, float], tuple[float, float]]
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


@dataclass(frozen=True, slots=True)
class SetTimes(Estimate):
    """An engine that takes the same minutes to every place."""

    to_min: float = 20
    from_min: float = 10

    def one_to_many(self, lon: float, lat: float, lons: Any, lats: Any, mode: TravelMode, **limit: float) -> Trips:
        """Travel from a point to services."""
        return _taking(self.from_min, Estimate.one_to_many(self, lon, lat, lons, lats, mode, **limit))

    def many_to_one(self, lons: Any, lats: Any, lon: float, lat: float, mode: TravelMode, **limit: float) -> Trips:
        """Travel from services to a point."""
        return _taking(self.to_min, Estimate.many_to_one(self, lons, lats, lon, lat, mode, **limit))


def _taking(minutes: float, trips: Trips) -> Trips:
    return Trips(np.where(np.isnan(trips.travel_min), np.nan, minutes), np.zeros_like(trips.is_estimate))


@pytest.fixture(scope="session")
def ask(
    make_snapshot: Callable[..., Snapshot], make_service: Callable[..., Any], at_km: AtKm
) -> Callable[..., FitsAnswer]:
    """Ask about services: key -> cells of the service; 20 minutes to work and 10 back unless said otherwise."""
    lon, lat = at_km(5, 5)

    def answer(
        services: Mapping[str, Any], shift: str, *, to_min: float = 20, from_min: float = 10, **asked: Any
    ) -> FitsAnswer:
        rows = [
            make_service(key, cells.pop("at", (5, 5)), **{"municipality_code": "901001", **cells})
            for key, cells in ((key, dict(cells)) for key, cells in services.items())
        ]
        whole = {"from_on": FIRST, "to_on": LAST, "as_of_on": FIRST, **asked}
        query = FitsQuery(work_lon=lon, work_lat=lat, shifts=read_shifts(shift, whole["from_on"]), **whole)
        return fits(make_snapshot({"services": rows}), query, SetTimes(to_min=to_min, from_min=from_min))

    return answer


@pytest.fixture(scope="session")
def ask_one(ask: Callable[..., FitsAnswer]) -> Callable[..., FitsRow]:
    """Ask about one service with these hours."""

    def answer(hours: str | None, shift: str, **asked: Any) -> FitsRow:
        return ask({"one": {"opening_hours": hours, **asked.pop("cells", {})}}, shift, **asked).rows[0]

    return answer
