"""Rows of the invented services and of their free places."""

from collections.abc import Iterator
from datetime import date, timedelta

from geodata.codes import AvailabilityBand, Ownership, ServiceKind
from welfare_map.register.demo.dice import Dice
from welfare_map.register.demo.fees import fee_cells
from welfare_map.register.demo.labels import AVAILABILITY_FIRST_ON, AVAILABILITY_LAST_ON, Row, labelled, provenance
from welfare_map.register.demo.plans import Plan
from welfare_map.register.demo.profiles import PROFILES, Profile
from welfare_map.register.demo.providers import COOPERATIVE_WORDS
from welfare_map.register.demo.sites import position_cells

WITHOUT_HOURS_SHARE = 0.12
WITHOUT_PLACES_SHARE = 0.07
WITHOUT_ACCREDITED_SHARE = 0.03
FEWER_ACCREDITED_SHARE = 0.15
COMPANY_NURSERY_SHARE = 0.04
SAYS_PART_TIME_SHARE = 0.6
LARGEST_PART_TIME_SHARE = 0.4
PART_TIME_KINDS = frozenset({ServiceKind.NURSERY, ServiceKind.MICRO_NURSERY})
"""Kinds whose places count for the legal level of nursery places."""
OPEN_TO_OTHERS_SHARE = 0.5
WITH_AVAILABILITY_SHARE = 0.35
WITH_BAND_SHARE = 0.85
FULL_SHARE = 0.55
LARGEST_FREE_SHARE = 0.12
WAITING_SHARE_WHEN_FULL = 0.7
WAITING_SHARE = 0.15
LARGEST_WAITING_SHARE = 0.4
MONTHS_AHEAD = ("free_in_1_month_count", "free_in_2_months_count", "free_in_3_months_count")
WITH_MONTHS_AHEAD_SHARE = 0.8
"""Of the bands with free places, how many say what they expect in the months after."""
VALIDITY_DAYS = (60, 90, 120, 180)
PROVIDER_WORDS = (COOPERATIVE_WORDS, "Fondazione", "Associazione", "Gestore privato")
PUBLIC_WORDS = "Gestore pubblico"
PROVIDER_COUNT = 20


def service_row(plan: Plan) -> Row:
    """Invent one service: its label, provider, position, hours, places, ages and fee."""
    profile = PROFILES[plan.kind]
    key = f"{plan.kind.value}-{plan.site.municipality_code}-{plan.number}"
    dice = Dice(key)
    is_company = plan.kind is ServiceKind.NURSERY and dice.chance(COMPANY_NURSERY_SHARE)
    title = "Nido aziendale" if is_company else profile.title
    service: Row = {
        "service_id": f"demo:{key}",
        "name": labelled(f"{title} {plan.number} di {plan.site.municipality_name}"),
        "kind": plan.kind.value,
        **_provider(profile, dice, is_company=is_company),
        **position_cells(plan.site, dice),
        "opening_hours": None if dice.chance(WITHOUT_HOURS_SHARE) else dice.pick(profile.hours),
        **_places(plan, profile, dice),
        **_ages(profile, dice),
        **provenance(key),
    }
    return service | _part_time(service, plan.kind) | fee_cells(service)


def _provider(profile: Profile, dice: Dice, *, is_company: bool) -> Row:
    number = dice.between(1, PROVIDER_COUNT)
    if is_company:
        return {
            "provider_name": labelled(f"Impresa con nido {number}"),
            "ownership": Ownership.PRIVATE.value,
            "is_open_to_others": dice.chance(OPEN_TO_OTHERS_SHARE),
        }
    is_public = dice.chance(profile.public_share)
    words = PUBLIC_WORDS if is_public else dice.pick(PROVIDER_WORDS)
    ownership = Ownership.PUBLIC if is_public else Ownership.PRIVATE
    return {"provider_name": labelled(f"{words} {number}"), "ownership": ownership.value}


def _places(plan: Plan, profile: Profile, dice: Dice) -> Row:
    """Leave some places out, and accredit some services for fewer than they are authorised for."""
    if plan.has_fixed_places:
        return {"capacity_authorised": plan.authorised_count, "capacity_accredited": plan.accredited_count}
    if plan.authorised_count is None or dice.chance(WITHOUT_PLACES_SHARE):
        return {}
    places: Row = {"capacity_authorised": plan.authorised_count}
    if not profile.is_accredited_kind or dice.chance(WITHOUT_ACCREDITED_SHARE):
        return places
    share = dice.within(0.8, 1) if dice.chance(FEWER_ACCREDITED_SHARE) else 1.0
    return places | {"capacity_accredited": round(plan.authorised_count * share)}


def _part_time(service: Row, kind: ServiceKind) -> Row:
    """Let some nurseries say how many of their places are for a part of the day."""
    places_count = service.get("capacity_authorised")
    dice = Dice(service["source_key"], "part time")
    if kind not in PART_TIME_KINDS or not isinstance(places_count, int) or not dice.chance(SAYS_PART_TIME_SHARE):
        return {}
    return {"capacity_part_time": round(places_count * dice.within(0, LARGEST_PART_TIME_SHARE))}


def _ages(profile: Profile, dice: Dice) -> Row:
    if not profile.min_ages_months:
        return {}
    return {"min_age_months": dice.pick(profile.min_ages_months), "max_age_months": dice.pick(profile.max_ages_months)}


def availability_rows(service: Row) -> Iterator[Row]:
    """Invent free places of about a third of the services that have bands and tell their places."""
    bands = PROFILES[ServiceKind(str(service["kind"]))].bands
    places_count = service.get("capacity_accredited") or service.get("capacity_authorised")
    dice = Dice(service["source_key"], "availability")
    if not isinstance(places_count, int) or not dice.chance(WITH_AVAILABILITY_SHARE):
        return
    as_of_on = AVAILABILITY_FIRST_ON + timedelta(
        days=dice.between(0, (AVAILABILITY_LAST_ON - AVAILABILITY_FIRST_ON).days)
    )
    for band in bands:
        if dice.chance(WITH_BAND_SHARE):
            yield _availability_row(service, band, as_of_on, places_count // len(bands), dice)


def _availability_row(service: Row, band: AvailabilityBand, as_of_on: date, places_count: int, dice: Dice) -> Row:
    free_count = 0 if dice.chance(FULL_SHARE) else dice.between(1, max(1, int(places_count * LARGEST_FREE_SHARE)))
    is_waiting = dice.chance(WAITING_SHARE_WHEN_FULL if free_count == 0 else WAITING_SHARE)
    most_waiting_count = max(2, int(places_count * LARGEST_WAITING_SHARE))
    return {
        "service_id": service["service_id"],
        "band": band.value,
        "free_count": free_count,
        "waiting_count": dice.between(1, most_waiting_count) if is_waiting else None,
        **_months_ahead(service, band, free_count, places_count),
        "as_of_on": as_of_on.isoformat(),
        "expires_on": (as_of_on + timedelta(days=dice.pick(VALIDITY_DAYS))).isoformat(),
        "author_role": "provider",
        **provenance(f"{service['source_key']}:{band.value}"),
    }


def _months_ahead(service: Row, band: AvailabilityBand, free_count: int, places_count: int) -> Row:
    """Let a few places come free, or go, each month; never more than there are."""
    dice = Dice(service["source_key"], band.value, "months ahead")
    if not dice.chance(WITH_MONTHS_AHEAD_SHARE):
        return {}
    expected: Row = {}
    for name in MONTHS_AHEAD:
        free_count = min(max(free_count + dice.between(-1, 2), 0), max(places_count, free_count))
        expected[name] = free_count
    return expected
