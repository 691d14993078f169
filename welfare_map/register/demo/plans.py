"""How many services of each kind a municipality gets, and how many places they have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geodata.apportion import apportion
from geodata.codes import ServiceKind
from welfare_map.register.demo.dice import Dice
from welfare_map.register.demo.figures import SMALL_CHILDREN_PLACES_SHARE, CareHomeTotals, care_home_totals
from welfare_map.register.demo.profiles import PROFILES
from welfare_map.register.demo.sites import Site

SMALL_CHILDREN_CALIBRATION = 1.12
"""Makes the known places of the default area meet the share: some municipalities have none, some places are unknown."""
PRESENCE_BY_CHILDREN = ((10, 0.0), (25, 0.25), (50, 0.6), (100, 0.85), (200, 0.97))
"""Chance of any service for small children in a municipality with fewer children aged 0-2 than this; above, certain."""
CITY_CHILDREN = 1_000
MIX_LARGE = {
    ServiceKind.NURSERY: 0.90,
    ServiceKind.MICRO_NURSERY: 0.03,
    ServiceKind.FAMILY_NURSERY: 0.02,
    ServiceKind.EARLY_CHILDHOOD_CENTRE: 0.02,
    ServiceKind.SPRING_SECTION: 0.03,
}
MIX_MIDDLE = {
    ServiceKind.NURSERY: 0.74,
    ServiceKind.MICRO_NURSERY: 0.08,
    ServiceKind.FAMILY_NURSERY: 0.02,
    ServiceKind.EARLY_CHILDHOOD_CENTRE: 0.05,
    ServiceKind.SPRING_SECTION: 0.11,
}
MIX_SMALL = {
    ServiceKind.MICRO_NURSERY: 0.45,
    ServiceKind.SPRING_SECTION: 0.35,
    ServiceKind.EARLY_CHILDHOOD_CENTRE: 0.2,
}
MIX_LEAST = {ServiceKind.MICRO_NURSERY: 0.45, ServiceKind.FAMILY_NURSERY: 0.55}
FIRST_LEAST_PLACES = 4
FURTHER_LEAST_PLACES = 14
"""A municipality's first service may be this small; what remains below the second figure makes no further one."""
PRESCHOOL_PLACES_SHARE = 0.64
"""Places per resident aged 3-5: most children, by fewer and larger schools than there are."""
PRESCHOOL_SURE_CHILDREN = 200
"""Children aged 3-5 from which a municipality surely has a school; below, in proportion."""
SECTION_PLACES = 25
SCHOOL_SECTIONS = (8, 10)
CARE_HOME_LEAST_RESIDENTS = 1_200
CARE_HOME_UNKNOWN_SHARE = 0.03
CARE_HOME_CUT_SHARE = 0.35
"""Share of homes with fewer accredited than authorised places."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One service to invent; places are None where the kind has none or its own rule leaves them open."""

    site: Site
    kind: ServiceKind
    number: int
    authorised_count: int | None = None
    accredited_count: int | None = None
    has_fixed_places: bool = False


def plan_services(sites: Sequence[Site]) -> tuple[Plan, ...]:
    """Plan every service, by municipality, kind in vocabulary order, number."""
    order = {kind: place for place, kind in enumerate(ServiceKind)}
    plans = [plan for site in sites for plan in _plans_of(site)]
    for province_code in sorted({site.province_code for site in sites}):
        plans += _care_homes([site for site in sites if site.province_code == province_code], province_code)
    return tuple(sorted(plans, key=lambda plan: (plan.site.municipality_code, order[plan.kind], plan.number)))


def _plans_of(site: Site) -> Iterator[Plan]:
    planned = [*_small_children(site), *_preschools(site), *_by_residents(site)]
    numbers = dict.fromkeys(ServiceKind, 0)
    for kind, places_count in planned:
        numbers[kind] += 1
        yield Plan(site, kind, numbers[kind], places_count, places_count)


def _small_children(site: Site) -> Iterator[tuple[ServiceKind, int]]:
    """Split the municipality's places for children aged 0-2 into services, mostly large ones while many remain."""
    dice = Dice(site.municipality_code, "small_children")
    if not dice.chance(presence_share(site.residents_0_2)):
        return
    low, high = (0.95, 1.25) if site.residents_0_2 >= CITY_CHILDREN else (0.55, 1.5)
    rest = site.residents_0_2 * SMALL_CHILDREN_PLACES_SHARE * SMALL_CHILDREN_CALIBRATION * dice.within(low, high)
    rest = max(rest, FIRST_LEAST_PLACES)
    least_rest = FIRST_LEAST_PLACES
    while rest >= least_rest:
        kind = dice.weighted(_mix(rest))
        least, most = PROFILES[kind].places or (0, 0)
        places_count = dice.between(least, max(least, min(most, int(rest))))
        yield kind, places_count
        rest -= places_count
        least_rest = FURTHER_LEAST_PLACES


def presence_share(children_count: int) -> float:
    """Chance (0-1) that a municipality with so many residents aged 0-2 has any service for them."""
    for below_count, share in PRESENCE_BY_CHILDREN:
        if children_count < below_count:
            return share
    return 1.0


def _mix(rest: float) -> dict[ServiceKind, float]:
    if rest >= 60:
        return MIX_LARGE
    if rest >= 24:
        return MIX_MIDDLE
    return MIX_SMALL if rest >= 10 else MIX_LEAST


def _preschools(site: Site) -> Iterator[tuple[ServiceKind, int]]:
    """Give places to most children aged 3-5; sections of 25, larger schools in larger places."""
    dice = Dice(site.municipality_code, ServiceKind.PRESCHOOL.value)
    if not dice.chance(site.residents_3_5 / PRESCHOOL_SURE_CHILDREN):
        return
    section_count = max(1, dice.rounded(site.residents_3_5 * PRESCHOOL_PLACES_SHARE / SECTION_PLACES))
    while section_count > 0:
        taken_count = min(section_count, dice.between(*SCHOOL_SECTIONS))
        yield ServiceKind.PRESCHOOL, taken_count * SECTION_PLACES
        section_count -= taken_count


def _by_residents(site: Site) -> Iterator[tuple[ServiceKind, int | None]]:
    for kind, profile in PROFILES.items():
        if not profile.residents_each or site.residents < profile.least_residents:
            continue
        dice = Dice(site.municipality_code, kind.value)
        for _ in range(dice.rounded(site.residents / profile.residents_each)):
            yield kind, dice.between(*profile.places) if profile.places else None


def _care_homes(sites: Sequence[Site], province_code: str) -> Iterator[Plan]:
    """Spread a province's homes by residents aged 75 or more; places meet its two totals exactly."""
    totals = care_home_totals(province_code, sum(site.residents_75_plus for site in sites))
    dice = Dice(province_code, ServiceKind.CARE_HOME.value)
    homes = _spread_evenly(sites, totals.home_count, dice)
    authorised_counts = apportion(totals.authorised_count, [dice.within(0.3, 1.7) for _ in homes])
    accredited_counts = _accredited(authorised_counts, totals, dice)
    numbers = dict.fromkeys((site.municipality_code for site in homes), 0)
    for site, authorised_count, accredited_count in zip(homes, authorised_counts, accredited_counts, strict=True):
        numbers[site.municipality_code] += 1
        number = numbers[site.municipality_code]
        yield Plan(site, ServiceKind.CARE_HOME, number, authorised_count, accredited_count, has_fixed_places=True)


def _spread_evenly(sites: Sequence[Site], count: int, dice: Dice) -> list[Site]:
    """Draw sites at even steps along their residents aged 75 or more, from a random start."""
    able = [site for site in sites if site.residents >= CARE_HOME_LEAST_RESIDENTS] or list(sites)
    step = sum(site.residents_75_plus for site in able) / max(count, 1)
    drawn: list[Site] = []
    reached = -dice.share() * step
    for site in able:
        reached += site.residents_75_plus
        while reached > 0 and len(drawn) < count:
            drawn.append(site)
            reached -= step
    return drawn


def _accredited(authorised_counts: Sequence[int], totals: CareHomeTotals, dice: Dice) -> list[int | None]:
    """Take away what the province has authorised and not accredited: some homes are unknown, some have fewer places."""
    gap_count = totals.authorised_count - totals.accredited_count
    accredited: list[int | None] = list(authorised_counts)
    for place, count in enumerate(authorised_counts):
        if dice.chance(CARE_HOME_UNKNOWN_SHARE) and count <= gap_count:
            accredited[place] = None
            gap_count -= count
    known = [place for place, count in enumerate(accredited) if count is not None]
    cut = [place for place in known if dice.chance(CARE_HOME_CUT_SHARE)]
    if sum(authorised_counts[place] for place in cut) < 2 * gap_count:
        cut = known
    for place, less_count in zip(cut, apportion(gap_count, [authorised_counts[p] for p in cut]), strict=True):
        accredited[place] = authorised_counts[place] - less_count
    return accredited
