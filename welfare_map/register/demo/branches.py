"""Rows of the other sites of invented firms: shops, warehouses and workshops beside the firm's own position."""

import math
from collections.abc import Iterator, Mapping, Sequence

from geodata.codes import SizeClass
from welfare_map.register.demo.dice import Dice
from welfare_map.register.demo.labels import Row, labelled, provenance
from welfare_map.register.demo.sites import METRES_PER_DEGREE_LAT, METRES_PER_DEGREE_LON, Site, position_cells

COUNTS: Mapping[str, Mapping[int, float]] = {
    SizeClass.MICRO: {0: 1.0},
    SizeClass.SMALL: {0: 0.92, 1: 0.08},
    SizeClass.MEDIUM: {0: 0.75, 1: 0.2, 2: 0.05},
    SizeClass.LARGE: {0: 0.45, 1: 0.35, 2: 0.2},
}
"""Other sites by size of the firm: a plausible share, there is no source behind it."""
NAMES = ("Magazzino", "Stabilimento", "Punto vendita", "Ufficio", "Officina")
REACH_M = 15_000.0
STAFF_SHARE = (0.1, 0.3)
"""People who work there, relative to the staff."""


def branch_rows(firm: Row, sites: Sequence[Site]) -> Iterator[Row]:
    """
    Invent the other sites of a firm, in municipalities near its own.

    Parameters
    ----------
    firm
        An invented firm.
    sites
        Every municipality of the territory.
    """
    dice = Dice(firm["source_key"], "branches")
    count = dice.weighted(COUNTS[str(firm["size_class"])])
    weights = _weights(firm, sites) if count else {}
    for number in range(2, count + 2):
        key = f"{firm['source_key']}:site-{number}"
        own = Dice(key)
        site = own.weighted(weights)
        staff_count = int(str(firm["employee_count"]))
        yield {
            "organisation_id": firm["organisation_id"],
            "site_number": number,
            "site_name": labelled(f"{own.pick(NAMES)} di {site.municipality_name}"),
            "employee_count": max(1, round(staff_count * own.within(*STAFF_SHARE))),
            **position_cells(site, own),
            **provenance(key),
        }


def _weights(firm: Row, sites: Sequence[Site]) -> Mapping[Site, float]:
    """Weigh the municipalities within reach of the firm's own by their residents."""
    home = next(site for site in sites if site.municipality_code == firm["municipality_code"])
    return {site: float(site.residents) for site in sites if _distance_m(home, site) <= REACH_M}


def _distance_m(one: Site, other: Site) -> float:
    return math.hypot((one.lon - other.lon) * METRES_PER_DEGREE_LON, (one.lat - other.lat) * METRES_PER_DEGREE_LAT)
