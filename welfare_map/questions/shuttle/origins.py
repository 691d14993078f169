"""Where the people of a shift live: as the firm said it, shared out over its shifts, or estimated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from geodata.apportion import apportion
from geodata.codes import SMALLEST_COUNT, TravelMode
from geodata.routing import TravelTimes
from welfare_map.model import Firm, OriginQuality
from welfare_map.questions.firm_positions import Position
from welfare_map.questions.shuttle.windows import WorkShift
from welfare_map.snapshot import Snapshot

GRAVITY_LIMIT_MIN = 45.0
"""Beyond so many minutes by car nobody is thought to live, where it has to be estimated: assumption of this project."""
ALL_SHIFTS = 0


@dataclass(frozen=True, slots=True)
class Origins:
    """
    People by municipality, and how it is known.

    ``few_count`` are the people whom an estimate spreads so thin that no municipality would have five of them.
    """

    worker_counts: Mapping[str, int] = field(default_factory=dict)
    quality: OriginQuality = OriginQuality.DECLARED
    few_count: int = 0


def declared_origins(firm: Firm, shifts: Sequence[WorkShift], shift: WorkShift) -> Origins | None:
    """
    Return where the people of a shift live, as far as the firm says it and the viewer sees it; None where it does not.

    Counts of all shifts together are shared out by the people on each, evenly where that is not known.
    """
    own = {one.municipality_code: one.worker_count for one in firm.commuters if one.shift_number == shift.number}
    if own:
        return Origins(own)
    whole = {one.municipality_code: one.worker_count for one in firm.commuters if one.shift_number == ALL_SHIFTS}
    if not whole:
        return None
    if len(shifts) == 1:
        return Origins(whole)
    place = shifts.index(shift)
    shared = {code: apportion(count, _weights(shifts))[place] for code, count in whole.items()}
    return Origins({code: count for code, count in shared.items() if count}, OriginQuality.SHARED_OUT)


def _weights(shifts: Sequence[WorkShift]) -> list[float]:
    known = [float(shift.staff_count) for shift in shifts if shift.staff_count is not None]
    return known if len(known) == len(shifts) and any(known) else [1.0] * len(shifts)


@dataclass(frozen=True)
class Gravity:
    """
    How people who work at a site are spread over municipalities: singly constrained, by residents and minutes.

    Parameters
    ----------
    codes
        Municipalities within ``GRAVITY_LIMIT_MIN`` by car.
    weights
        Residents aged 15-64 times exp(-beta × minutes).
    """

    codes: tuple[str, ...]
    weights: tuple[float, ...]

    def origins(self, staff_count: int) -> Origins:
        """Spread so many people; a municipality with fewer than five is left out and its people are counted."""
        if not self.codes:
            return Origins(quality=OriginQuality.ESTIMATED, few_count=staff_count)
        spread = dict(zip(self.codes, apportion(staff_count, self.weights), strict=True))
        kept = {code: count for code, count in spread.items() if count >= SMALLEST_COUNT}
        return Origins(kept, OriginQuality.ESTIMATED, staff_count - sum(kept.values()))


def gravity(snapshot: Snapshot, site: Position, beta_per_min: float, travel_times: TravelTimes) -> Gravity:
    """Weigh the municipalities of the area around a site; minutes are those towards it."""
    towns = snapshot.territory.municipalities
    lons, lats = towns["point_lon"].to_numpy(float), towns["point_lat"].to_numpy(float)
    trips = travel_times.many_to_one(lons, lats, site.lon, site.lat, TravelMode.CAR, limit_min=GRAVITY_LIMIT_MIN)
    residents = towns["residents_15_64"].to_numpy(float)
    near = np.flatnonzero((trips.travel_min <= GRAVITY_LIMIT_MIN) & (residents > 0))
    weights = residents[near] * np.exp(-beta_per_min * trips.travel_min[near])
    codes = towns["municipality_code"].to_numpy(object)[near]
    return Gravity(tuple(map(str, codes)), tuple(map(float, weights)))
