"""Rows of the invented firms: who they are, when they work, what they need and offer."""

from collections.abc import Iterator
from dataclasses import dataclass

from geodata.apportion import apportion
from geodata.codes import (
    NeedDirection,
    OrganisationKind,
    PracticeTheme,
    ResourceKind,
    ServiceKind,
    SizeClass,
    Visibility,
    exchange_unit,
)
from welfare_map.register.demo.dice import Dice
from welfare_map.register.demo.labels import Row, labelled, provenance
from welfare_map.register.demo.sites import Site, position_cells

RESIDENTS_PER_FIRM = 15_600
"""About 700 firms in the default area."""
COOPERATIVE_SHARE = 0.12
SIZES = {SizeClass.MICRO: 0.25, SizeClass.SMALL: 0.38, SizeClass.MEDIUM: 0.27, SizeClass.LARGE: 0.10}
"""Larger than Italian firms are on average: those that deal with welfare plans."""
EMPLOYEES = {
    SizeClass.MICRO: (3, 9),
    SizeClass.SMALL: (10, 49),
    SizeClass.MEDIUM: (50, 249),
    SizeClass.LARGE: (250, 900),
}


@dataclass(frozen=True, slots=True)
class Shift:
    """Days in OpenStreetMap syntax, begin and end, and the part of the staff that works it relative to the others."""

    days: str
    starts_at: str
    ends_at: str
    weight: float = 1.0


OFFICE = Shift("Mo-Fr", "08:30", "17:30")
LATE_OFFICE = Shift("Mo-Fr", "09:00", "18:00")
MORNINGS = Shift("Mo-Fr", "08:30", "12:30", 0.25)
EARLY = Shift("Mo-Fr", "06:00", "14:00")
LATE = Shift("Mo-Fr", "14:00", "22:00")
NIGHT = Shift("Mo-Fr", "22:00", "06:00", 0.5)
SHOP = Shift("Mo-Sa", "09:00", "19:00")
WEEKEND = Shift("Sa-Su", "09:00", "19:00", 0.4)
CARE_EARLY = Shift("Mo-Su", "07:00", "14:00")
CARE_LATE = Shift("Mo-Su", "14:00", "21:00")
CARE_NIGHT = Shift("Mo-Su", "21:00", "07:00", 0.4)

OFFICES = ((OFFICE,), (LATE_OFFICE,), (OFFICE, MORNINGS), (LATE_OFFICE, MORNINGS))
FACTORIES = ((EARLY, LATE), (EARLY, LATE, NIGHT), (OFFICE,), (OFFICE, EARLY, LATE), (OFFICE, MORNINGS))
SHOPS = ((SHOP,), (SHOP, WEEKEND), (SHOP, MORNINGS, WEEKEND))
CARE = ((CARE_EARLY, CARE_LATE, CARE_NIGHT), (OFFICE, MORNINGS), (CARE_EARLY, CARE_LATE))


@dataclass(frozen=True, slots=True)
class Sector:
    """An ATECO division: Italian word in the name, weight among the firms, and the shift patterns usual there."""

    title: str
    weight: float
    patterns: tuple[tuple[Shift, ...], ...]


SECTORS: dict[str, Sector] = {
    "10": Sector("Alimentari", 6, FACTORIES),
    "13": Sector("Tessitura", 4, FACTORIES),
    "15": Sector("Calzature", 2, FACTORIES),
    "20": Sector("Chimica", 4, FACTORIES),
    "22": Sector("Materie plastiche", 4, FACTORIES),
    "25": Sector("Officina meccanica", 12, FACTORIES),
    "28": Sector("Macchinari", 8, FACTORIES),
    "31": Sector("Mobili", 4, FACTORIES),
    "43": Sector("Impianti", 6, OFFICES),
    "46": Sector("Commercio all'ingrosso", 8, OFFICES),
    "47": Sector("Negozi", 8, SHOPS),
    "49": Sector("Trasporti", 4, FACTORIES),
    "52": Sector("Logistica", 5, FACTORIES),
    "56": Sector("Ristorazione", 5, SHOPS),
    "62": Sector("Informatica", 8, OFFICES),
    "69": Sector("Studio amministrativo", 4, OFFICES),
    "71": Sector("Progettazione", 4, OFFICES),
    "86": Sector("Poliambulatorio", 3, OFFICES),
}
COOPERATIVE_SECTORS: dict[str, Sector] = {
    "81": Sector("Cooperativa servizi", 3, SHOPS),
    "87": Sector("Cooperativa residenze", 3, CARE),
    "88": Sector("Cooperativa sociale", 5, CARE),
    "52": Sector("Cooperativa logistica", 2, FACTORIES),
}

NEEDS: dict[str, float] = {
    ServiceKind.NURSERY: 5,
    ServiceKind.BEFORE_AFTER_SCHOOL: 2,
    ServiceKind.DAY_CAMP: 4,
    ServiceKind.HOMEWORK_BABYSITTING: 1,
    ServiceKind.CARE_HOME: 1,
    ServiceKind.HOME_CARE: 2,
    ServiceKind.SHUTTLE: 2,
    ServiceKind.CANTEEN: 2,
    ServiceKind.ERRANDS: 1,
    ResourceKind.TRAINING: 2,
    ResourceKind.TRAINING_ROOM: 1,
    ResourceKind.CARE_MANAGER: 1,
    ResourceKind.KNOW_HOW: 2,
    ResourceKind.WELFARE_PLATFORM: 1,
}
OFFERS: dict[str, float] = {
    ServiceKind.CANTEEN: 3,
    ServiceKind.COWORKING: 3,
    ServiceKind.SHUTTLE: 2,
    ServiceKind.NURSERY: 1,
    ServiceKind.DAY_CAMP: 1,
    ServiceKind.ERRANDS: 1,
    ResourceKind.TRAINING_ROOM: 2,
    ResourceKind.TRAINING: 1,
    ResourceKind.CARE_MANAGER: 1,
    ResourceKind.KNOW_HOW: 2,
}
NEED_COUNTS = {0: 0.3, 1: 0.35, 2: 0.25, 3: 0.1}
OFFER_COUNTS = {0: 0.65, 1: 0.27, 2: 0.08}
THEMES = (
    PracticeTheme.SMART_WORKING,
    PracticeTheme.WORKING_HOURS,
    PracticeTheme.WELFARE_PLAN,
    PracticeTheme.LEAVE_MANAGEMENT,
    PracticeTheme.TALENT_RETENTION,
    PracticeTheme.MANAGEMENT_TRAINING,
)
THEMED = frozenset({ResourceKind.TRAINING, ResourceKind.KNOW_HOW})
STAFF_SHARES: dict[str, tuple[float, float]] = {
    ServiceKind.NURSERY: (0.01, 0.02),
    ServiceKind.CANTEEN: (0.10, 0.50),
    ServiceKind.SHUTTLE: (0.05, 0.20),
}
OTHER_STAFF_SHARES = (0.01, 0.06)
"""Quantity per employee; one or two in a hundred use a nursery place."""
DAY_HOURS = ("Mo-Fr 07:00-19:00", "Mo-Fr 08:00-18:00", "Mo-Fr 07:30-16:30")
HOURS: dict[str, tuple[str, ...]] = {
    ServiceKind.CANTEEN: ("Mo-Fr 12:00-14:00", "Mo-Fr 11:45-14:30"),
    ServiceKind.SHUTTLE: ("Mo-Fr 05:15-06:00,14:00-14:45", "Mo-Fr 07:30-09:00,17:00-19:00"),
    ServiceKind.CARE_HOME: ("24/7",),
}
WITHOUT_HOURS_SHARE = 0.5
FROM_ON = ("2026-09-01", "2026-12-01", "2027-01-07", "2027-02-01", "2027-06-10", "2027-09-01")
VISIBILITIES = {Visibility.PUBLIC: 0.4, Visibility.ADHERENTS: 0.35, Visibility.COUNTS: 0.25}


def firm_rows(site: Site) -> Iterator[Row]:
    """Invent the firms of a municipality, in proportion to its residents."""
    for number in range(1, Dice(site.municipality_code, "org").rounded(site.residents / RESIDENTS_PER_FIRM) + 1):
        yield _firm_row(site, number)


def _firm_row(site: Site, number: int) -> Row:
    key = f"org-{site.municipality_code}-{number}"
    dice = Dice(key)
    is_cooperative = dice.chance(COOPERATIVE_SHARE)
    sectors = COOPERATIVE_SECTORS if is_cooperative else SECTORS
    sector_code = dice.weighted({code: sector.weight for code, sector in sectors.items()})
    size = dice.weighted(SIZES)
    return {
        "organisation_id": f"demo:{key}",
        "organisation_name": labelled(f"{sectors[sector_code].title} {number} di {site.municipality_name}"),
        "organisation_kind": (OrganisationKind.COOPERATIVE if is_cooperative else OrganisationKind.COMPANY).value,
        "sector_code": sector_code,
        "size_class": size.value,
        "employee_count": dice.between(*EMPLOYEES[size]),
        **position_cells(site, dice),
        **provenance(key),
    }


def shift_rows(firm: Row) -> Iterator[Row]:
    """Split the staff of a firm over one to three shifts that are usual in its sector; every employee is on one."""
    key = str(firm["source_key"])
    sectors = COOPERATIVE_SECTORS if firm["organisation_kind"] == OrganisationKind.COOPERATIVE else SECTORS
    pattern = Dice(key, "shifts").pick(sectors[str(firm["sector_code"])].patterns)
    staff_counts = apportion(_staff_count(firm), [shift.weight for shift in pattern])
    for number, (shift, staff_count) in enumerate(zip(pattern, staff_counts, strict=True), start=1):
        yield {
            "organisation_id": firm["organisation_id"],
            "shift_number": number,
            "days": shift.days,
            "starts_at": shift.starts_at,
            "ends_at": shift.ends_at,
            "employee_count": staff_count,
            **provenance(f"{key}:{number}"),
        }


def need_offer_rows(firm: Row) -> Iterator[Row]:
    """Invent what a firm would buy or lend; never the same kind in both directions."""
    dice = Dice(firm["source_key"], "needs_offers")
    taken: list[str] = []
    for direction, kinds, counts in (
        (NeedDirection.NEED, NEEDS, NEED_COUNTS),
        (NeedDirection.OFFER, OFFERS, OFFER_COUNTS),
    ):
        for _ in range(dice.weighted(counts)):
            kind = dice.weighted({kind: weight for kind, weight in kinds.items() if kind not in taken})
            taken.append(kind)
            yield _need_offer_row(firm, direction, kind, dice, number=len(taken))


def _need_offer_row(firm: Row, direction: NeedDirection, kind: str, dice: Dice, *, number: int) -> Row:
    key = f"{firm['source_key']}:{direction.value}-{number}"
    quantity = max(1, round(_staff_count(firm) * dice.within(*STAFF_SHARES.get(kind, OTHER_STAFF_SHARES))))
    return {
        "need_offer_id": f"demo:{key}",
        "organisation_id": firm["organisation_id"],
        "direction": direction.value,
        "exchange_kind": str(kind),
        "theme": Dice(key, "theme").pick(THEMES).value if kind in THEMED else None,
        "quantity": quantity,
        "unit": exchange_unit(kind).value,
        "from_on": dice.pick(FROM_ON),
        "hours": None if dice.chance(WITHOUT_HOURS_SHARE) else dice.pick(HOURS.get(kind, DAY_HOURS)),
        "visibility": dice.weighted(VISIBILITIES).value,
        **provenance(key),
    }


def _staff_count(firm: Row) -> int:
    return int(str(firm["employee_count"]))
