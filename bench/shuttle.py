"""
The shuttle of ten firms whose people live in twenty municipalities each, and of fewer.

``python bench/shuttle.py`` prints seconds of the processor (median of three; the wall shows more on a busy machine),
and together beside each alone. Firms and people are invented, the same at every run; municipalities are those around
Rho.
"""

import statistics
import time
from dataclasses import replace
from datetime import date

import numpy as np

from geodata.routing.estimate import Estimate
from geodata.store import load_territory, read_places
from welfare_map.model import Commuters, Firm, FirmShift, FirmSite, ShuttleAnswer, ShuttleQuery
from welfare_map.questions.shuttle import shuttle
from welfare_map.settings import DEFAULT_AREA, current_settings
from welfare_map.snapshot import Snapshot, build_snapshot

LON, LAT = 9.04, 45.53
SIZES = ((2, 5), (5, 10), (10, 20))
"""Firms, and municipalities in which the people of each live."""
PRICES = (("without prices", {}), ("with prices", {"cost_eur_per_km": 1.5, "cost_eur_per_hour": 30.0}))
ROUNDS = 3


def ground() -> Snapshot:
    """Return a snapshot with the real territory and no records."""
    territory = load_territory(current_settings().data_dir, DEFAULT_AREA)
    return build_snapshot({}, territory=territory, version="bench", sources=(), places=read_places(territory))


def firms(snapshot: Snapshot, firm_count: int, home_count: int) -> tuple[Firm, ...]:
    """Invent firms at points near Rho, with five to fourteen people from each of the nearest municipalities."""
    dice = np.random.default_rng(7)
    towns = snapshot.territory.municipalities
    far = np.hypot(towns["point_lon"] - LON, towns["point_lat"] - LAT)
    near = towns["municipality_code"].to_numpy(object)[np.argsort(far.to_numpy(float))[: home_count + 10]]
    return tuple(_firm(number, dice, near, home_count) for number in range(firm_count))


def _firm(number: int, dice: np.random.Generator, near: np.ndarray, home_count: int) -> Firm:
    lon, lat = LON + dice.uniform(-0.08, 0.08), LAT + dice.uniform(-0.05, 0.05)
    site = FirmSite(site_number=1, site_name=None, municipality_code=None, lon=lon, lat=lat, position_quality="exact")
    start_min = 480 + 10 * int(dice.integers(0, 3))
    hours = [f"{minute // 60:02}:{minute % 60:02}" for minute in (start_min, start_min + 480)]
    return Firm(
        organisation_id=f"firm-{number}",
        organisation_name=f"Firm {number}",
        organisation_kind="company",
        shifts=(FirmShift(days="Mo-Fr", starts_at=hours[0], ends_at=hours[1]),),
        sites=(site,),
        commuters=tuple(
            Commuters(municipality_code=str(code), shift_number=0, worker_count=int(dice.integers(5, 15)))
            for code in dice.choice(near, home_count, replace=False)
        ),
    )


def measured(snapshot: Snapshot, named: tuple[Firm, ...], prices: dict[str, float]) -> tuple[float, ShuttleAnswer]:
    """Return the median of the seconds, and the answer."""
    known = {firm.organisation_id: firm for firm in named}
    beside = replace(snapshot, firms=known, public_firms=known)
    query = ShuttleQuery(as_of_on=date(2026, 9, 1), organisation_ids=tuple(known), **prices)
    seconds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        answer = shuttle(beside, query, Estimate())
        seconds.append(time.process_time() - begun)
    return statistics.median(seconds), answer


def main() -> None:
    """Print a line per size and prices."""
    snapshot = ground()
    for firm_count, home_count in SIZES:
        named = firms(snapshot, firm_count, home_count)
        for words, prices in PRICES:
            seconds, answer = measured(snapshot, named, prices)
            together, alone = answer.per_year, answer.per_year_alone
            print(
                f"{firm_count} firms x {home_count} municipalities, {words}: {seconds:.2f} s, "
                f"{len(answer.rows)} rounds a day, vehicles {together.vehicle_count} / {alone.vehicle_count} alone, "
                f"km a year {together.km:.0f} / {alone.km:.0f}"
            )


if __name__ == "__main__":
    main()
