"""Rows of where the people of invented firms live: counts of five or more by municipality."""

import math
from collections.abc import Iterator, Mapping, Sequence

from geodata.apportion import apportion
from geodata.codes import SMALLEST_COUNT
from welfare_map.register.demo.dice import Dice
from welfare_map.register.demo.firms import VISIBILITIES
from welfare_map.register.demo.labels import Row, provenance
from welfare_map.register.demo.sites import METRES_PER_DEGREE_LAT, METRES_PER_DEGREE_LON, Site

COUNTED_SHARE = 0.6
"""Firms that counted their people; of the small ones no municipality reaches five."""
BY_SHIFT_SHARE = 0.4
"""Of these, firms that counted them shift by shift."""
KNOWN_SHARE = (0.75, 1.0)
"""People whose municipality is known, relative to the staff."""
REACH_M = 20_000.0
DECAY_M = 12_000.0
"""Fewer live farther away, by exp(-distance / decay), and none beyond the reach; an invention, not a measure."""
MOST_MUNICIPALITIES = 6
AS_OF_ON = "2026-10-01"


def commuter_rows(firm: Row, shifts: Sequence[Row], sites: Sequence[Site]) -> Iterator[Row]:
    """
    Invent where the people of a firm live.

    Parameters
    ----------
    firm
        An invented firm.
    shifts
        Its shifts.
    sites
        Every municipality of the territory.
    """
    dice = Dice(firm["source_key"], "commuters")
    if not dice.chance(COUNTED_SHARE):
        return
    is_by_shift = dice.chance(BY_SHIFT_SHARE) and len(shifts) > 1
    visibility = dice.weighted(VISIBILITIES).value
    weights = _weights(firm, sites)
    for number, staff_count in _staff(firm, shifts, is_by_shift=is_by_shift).items():
        known_count = round(staff_count * dice.within(*KNOWN_SHARE))
        for code, count in zip(weights, apportion(known_count, list(weights.values())), strict=True):
            if count >= SMALLEST_COUNT:
                yield {
                    "organisation_id": firm["organisation_id"],
                    "municipality_code": code,
                    "shift_number": number,
                    "worker_count": count,
                    "as_of_on": AS_OF_ON,
                    "visibility": visibility,
                    **provenance(f"{firm['source_key']}:{number}:{code}"),
                }


def _staff(firm: Row, shifts: Sequence[Row], *, is_by_shift: bool) -> dict[int, int]:
    """Return how many people each count is about, by shift number; 0 stands for all of them."""
    if not is_by_shift:
        return {0: int(str(firm["employee_count"]))}
    return {int(str(shift["shift_number"])): int(str(shift["employee_count"])) for shift in shifts}


def _weights(firm: Row, sites: Sequence[Site]) -> Mapping[str, float]:
    """Weigh some municipalities within reach of the firm's own by residents and distance, with some chance."""
    home = next(site for site in sites if site.municipality_code == firm["municipality_code"])
    weights = {}
    for site in sites:
        distance_m = math.hypot(
            (site.lon - home.lon) * METRES_PER_DEGREE_LON, (site.lat - home.lat) * METRES_PER_DEGREE_LAT
        )
        if distance_m <= REACH_M:
            chance = Dice(firm["source_key"], "lives in", site.municipality_code).within(0.5, 1.5)
            weights[site.municipality_code] = math.sqrt(site.residents) * math.exp(-distance_m / DECAY_M) * chance
    heaviest = sorted(weights, key=lambda code: (-weights[code], code))[:MOST_MUNICIPALITIES]
    return {code: weights[code] for code in sorted(heaviest)}
