"""Services that are easily taken for another one and are not: invented neighbours of an invented service."""

from collections.abc import Callable, Mapping
from typing import Any

from geodata.codes import ServiceKind
from welfare_map.register.demo.dice import Dice
from welfare_map.register.duplicates.dressing import STREETS, TITLES, Record, new_phone
from welfare_map.register.duplicates.perturbing import DEGREES_PER_M, rewritten

Sibling = Callable[[Record, Dice], dict[str, Any]]
REWRITTEN_SHARE = 0.5
"""Siblings that the other list also writes in its own way."""
BESIDE: Mapping[str, str] = {
    ServiceKind.NURSERY: ServiceKind.PRESCHOOL,
    ServiceKind.PRESCHOOL: ServiceKind.SPRING_SECTION,
    ServiceKind.SPRING_SECTION: ServiceKind.PRESCHOOL,
    ServiceKind.CARE_HOME: ServiceKind.INTEGRATED_DAY_CENTRE,
    ServiceKind.INTEGRATED_DAY_CENTRE: ServiceKind.CARE_HOME,
    ServiceKind.BEFORE_AFTER_SCHOOL: ServiceKind.DAY_CAMP,
    ServiceKind.SENIOR_DAY_CENTRE: ServiceKind.SHELTERED_HOUSING,
}
"""Kind -> the kind that often shares its building; elsewhere hours before and after school."""


def _in_one_building(record: Record, dice: Dice) -> dict[str, Any]:
    """Put another service of the same provider behind the same door."""
    kind = BESIDE.get(record["kind"], ServiceKind.BEFORE_AFTER_SCHOOL)
    title = dice.pick(TITLES.get(kind, ("Spazio",)))
    own = next((words for words in TITLES.get(record["kind"], ()) if record["name"].startswith(words)), "")
    return {"kind": kind, "name": f"{title} {record['name'].removeprefix(own).strip()}", "capacity_authorised": None}


def _numbered(record: Record, dice: Dice) -> dict[str, Any]:
    """Make the second one of a provider that numbers its services."""
    number = dice.pick((" 2", " II", " n. 2", " Due"))
    return {"name": record["name"] + number, "capacity_authorised": dice.between(5, 90)}


def _other_site(record: Record, dice: Dice) -> dict[str, Any]:
    """Put another site of the provider in the same town, under the same name and switchboard."""
    reach = dice.within(500, 2_500) * DEGREES_PER_M
    return {
        "address": f"{dice.pick(STREETS)}, {dice.between(121, 240)}",
        "lon": record["lon"] + reach,
        "lat": record["lat"] - reach / 2,
        "capacity_authorised": dice.between(5, 90),
    }


def _next_town(record: Record, dice: Dice) -> dict[str, Any]:
    """Give the name, a saint's perhaps, to a service in a neighbouring town."""
    code = record["municipality_code"]
    return {
        "municipality_code": f"{code[:3]}{(int(code[3:]) + 1) % 1000:03d}",
        "lon": record["lon"] + 0.03,
        "lat": record["lat"] + 0.02,
        "address": f"{dice.pick(STREETS)}, {dice.between(1, 120)}",
        "postcode": f"{dice.between(20010, 28900):05d}",
        "provider_name": f"Parrocchia di {dice.pick(('Sotto', 'Sopra', 'Mezzo'))}",
        "phone": new_phone(dice),
        "email": None,
        "website": None,
    }


def _next_door(record: Record, dice: Dice) -> dict[str, Any]:
    """Put one of the other sector next door, with a name of its own."""
    title = dice.pick(TITLES.get(record["kind"], ("Servizio",)))
    is_public = record["ownership"] == "public"
    return {
        "ownership": "private" if is_public else "public",
        "name": f"{title} {dice.pick(('Comunale', 'Statale'))}" if not is_public else f"{title} Parrocchiale",
        "address": f"{(record['address'] or '').rpartition(',')[0]}, {dice.between(121, 180)}",
        "lon": record["lon"] + 40 * DEGREES_PER_M,
        "phone": new_phone(dice),
        "provider_name": None,
        "email": None,
        "website": None,
        "capacity_authorised": dice.between(5, 90),
    }


SIBLINGS: Mapping[str, Sibling] = {
    "in_one_building": _in_one_building,
    "numbered": _numbered,
    "other_site": _other_site,
    "next_town": _next_town,
    "next_door": _next_door,
}
"""What makes it easy to mistake -> the neighbour."""


def sibling(record: Record, what: str, dice: Dice) -> dict[str, Any]:
    """Return a service that is not the record, of one of the families of ``SIBLINGS``."""
    own = {"service_id": f"sibling:{record['service_id']}", "source_id": "other"}
    other = {**record, **own, **SIBLINGS[what](record, dice)}
    return rewritten(other, dice, keeps_name=True) if dice.chance(REWRITTEN_SHARE) else other
