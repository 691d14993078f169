"""Which firms must write a home-work travel plan (*piano spostamenti casa-lavoro*, PSCL) every 31 December."""

from collections.abc import Iterator
from typing import Final

from geodata.codes import SizeClass
from welfare_map.model import Duty, Firm, Phrase
from welfare_map.snapshot import Snapshot

EMPLOYEES_OVER: Final = 100
RESIDENTS_OVER: Final = 50_000
"""Units with more employees, in a chief town, a metropolitan city or a municipality with more residents (DOMAIN 5)."""
METROPOLITAN_PROVINCES: Final = frozenset(
    ("001", "010", "015", "027", "037", "048", "058", "063", "072", "080", "082", "083", "087", "092")
)
"""
ISTAT codes of the provinces that are metropolitan cities: the ten of law 56/2014 (Torino, Genova, Milano, Venezia,
Bologna, Firenze, Roma, Napoli, Bari, Reggio Calabria) and Palermo, Messina, Catania, Cagliari by regional law.
"""
MOST_EMPLOYEES: Final = {SizeClass.MICRO: 9, SizeClass.SMALL: 49, SizeClass.MEDIUM: 249}
LEAST_EMPLOYEES: Final = {SizeClass.LARGE: 250}
"""By size class, where the employees are not known."""


def plan_duty(snapshot: Snapshot, firm: Firm) -> tuple[Duty, Phrase]:
    """Return whether a firm must write the plan, and why, as far as its employees and its places are known."""
    verdicts = list(_verdicts(snapshot, firm))
    if any(is_large and is_there for is_large, is_there in verdicts):
        duty = Duty.YES
    elif all(is_large is False or is_there is False for is_large, is_there in verdicts):
        duty = Duty.NO
    else:
        duty = Duty.UNKNOWN
    values = {"employees": EMPLOYEES_OVER, "residents": RESIDENTS_OVER}
    return duty, Phrase(f"shuttle.duty_why.{duty}", values)


def _verdicts(snapshot: Snapshot, firm: Firm) -> Iterator[tuple[bool | None, bool | None]]:
    """Yield of each site whether it has many employees, and whether it is where the plan is due; None is not known."""
    least, most = _bounds(firm)
    sites = firm.sites or (None,)
    others = [site.employee_count for site in sites[1:] if site]
    for number, site in enumerate(sites):
        count = site.employee_count if site and number else _first_count(firm, others)
        is_large = _is_over(count, count) if count is not None else _is_over(least if len(sites) == 1 else None, most)
        yield is_large, _is_due_in(snapshot, site.municipality_code if site else firm.municipality_code)


def _bounds(firm: Firm) -> tuple[int | None, int | None]:
    """Return between what numbers the firm's employees are, None where there is no bound."""
    if firm.employee_count is not None:
        return firm.employee_count, firm.employee_count
    size = SizeClass(firm.size_class) if firm.size_class else None
    if size is None:
        return None, None
    return LEAST_EMPLOYEES.get(size), MOST_EMPLOYEES.get(size)


def _first_count(firm: Firm, others: list[int | None]) -> int | None:
    """Return the employees of the first site: those of the firm less those of its other sites, where all are known."""
    known = [count for count in others if count is not None]
    if firm.employee_count is None or len(known) < len(others):
        return None
    return max(0, firm.employee_count - sum(known))


def _is_over(least: int | None, most: int | None) -> bool | None:
    if least is not None and least > EMPLOYEES_OVER:
        return True
    return False if most is not None and most <= EMPLOYEES_OVER else None


def _is_due_in(snapshot: Snapshot, municipality_code: str | None) -> bool | None:
    """Tell whether the plan is due in a municipality; None where the municipality, or its residents, are not known."""
    towns = snapshot.territory.municipalities
    found = towns[towns["municipality_code"] == municipality_code]
    if found.empty:
        return None
    town = found.iloc[0]
    if town["is_chief_town"] or town["province_code"] in METROPOLITAN_PROVINCES:
        return True
    return bool(town["residents"] > RESIDENTS_OVER) if town["has_residents"] else None
