"""A group as people read it: its members, its site, its places, what it costs and who pays what."""

import numpy as np

from geodata.codes import ConsortiumParameter, exchange_unit
from welfare_map.model import (
    ConsortiumRow,
    GroupMember,
    NeedBasis,
    ShareRow,
    SiteKind,
    SiteRow,
)
from welfare_map.questions.consortium.bridge import bridge_of
from welfare_map.questions.consortium.case import Case
from welfare_map.questions.consortium.game import MILLI, break_even, headcount_cents, shapley_cents

SHOWN_SITES = 5
CENTS = 100
SITE_ORDER = {kind: number for number, kind in enumerate(SiteKind)}


def group_row(case: Case, group: tuple[int, ...], needed: int | None) -> ConsortiumRow:
    """Return a group with its best site, its costs and its shares."""
    ranked = _sites(case, group)
    sites = tuple(_site(case, group, number) for number in ranked[:SHOWN_SITES])
    site, fairest = sites[0], _site(case, group, _fairest(case, group, ranked))
    members = tuple(_member(case, firm, ranked[0]) for firm in group)
    milli = [int(case.wanted.milli[firm]) for firm in group]
    places = int(case.costs.places(sum(milli)))
    cents = int(case.costs.cents(sum(milli))) if case.costs.is_known else None
    shares, error_cents = _shares(case, members, milli, cents)
    per_place = _eur(cents / places) if cents is not None and places else None
    pays = break_even(case.costs, case.values.get(ConsortiumParameter.FEE))
    bridge = bridge_of(case, group, needed)
    return ConsortiumRow(
        organisation_ids=tuple(member.organisation_id for member in members),
        firm_count=len(group),
        need_count=sum(milli) / MILLI,
        places=places,
        unit=exchange_unit(case.query.kind).value,
        structure_count=int(case.costs.structures(places)),
        site=site,
        fairest_site=fairest,
        sites=sites,
        site_count=len(ranked),
        lon=site.lon,
        lat=site.lat,
        total_min=site.total_min,
        worst_min=site.worst_min,
        cost_eur_per_year=_eur(cents),
        cost_eur_per_place=per_place,
        shares=shares,
        shapley_error_eur=_eur(error_cents),
        bridge_organisation_id=None if bridge is None else case.field.firms[bridge].organisation_id,
        members=members,
        potential_count=_potential(members, case.values.get(ConsortiumParameter.CHILD)),
        break_even_fee_eur=per_place,
        break_even_places=pays.first_places if pays else None,
        break_even_always_places=pays.always_places if pays else None,
        capacity_count=case.costs.capacity_count,
        is_need_estimated=any(member.need_basis == NeedBasis.ESTIMATED for member in members),
        is_estimate=site.is_estimate,
        is_demo=any(member.is_demo for member in members),
    )


def _eur(cents: float | None) -> float | None:
    return None if cents is None else round(cents / CENTS, 2)


def _sites(case: Case, group: tuple[int, ...]) -> list[int]:
    """Return the numbers of the sites within reach of every member, by minutes in all, then by the worst."""
    firms = np.array(group)
    joined = firms[~case.wanted.is_named[firms]]
    numbers = case.reach.sites[case.reach.is_near[joined].all(axis=0)]
    minutes = case.field.travel_min[np.ix_(firms, numbers)]
    orders = [SITE_ORDER[case.field.sites[number].site_kind] for number in numbers]
    ranked = np.lexsort((numbers, orders, minutes.max(axis=0), np.round(minutes.sum(axis=0), 1)))
    return [int(number) for number in numbers[ranked]]


def _fairest(case: Case, group: tuple[int, ...], ranked: list[int]) -> int:
    """Return the site where the worst placed member has the fewest minutes, the first in rank among equals."""
    worst = case.field.travel_min[np.ix_(np.array(group), np.array(ranked))].max(axis=0)
    return ranked[int(np.argmin(worst))]


def _site(case: Case, group: tuple[int, ...], number: int) -> SiteRow:
    firms = np.array(group)
    site, minutes = case.field.sites[number], case.field.travel_min[firms, number]
    return SiteRow(
        site_kind=site.site_kind.value,
        name=site.name,
        organisation_id=site.organisation_id,
        municipality_code=site.municipality_code,
        municipality_name=site.municipality_name,
        lon=site.lon,
        lat=site.lat,
        total_min=round(float(minutes.sum()), 1),
        worst_min=float(minutes.max()),
        is_estimate=bool(case.field.is_estimate[firms, number].any()),
        is_approximate=bool(case.field.is_approximate[firms, number].any()),
        is_demo=site.is_demo,
    )


def _member(case: Case, number: int, site: int) -> GroupMember:
    firm, need = case.field.firms[number], case.needs[number]
    spot = case.field.positions[number][case.field.nearest[number, site]]
    return GroupMember(
        organisation_id=firm.organisation_id,
        organisation_name=firm.organisation_name,
        municipality_name=firm.municipality_name,
        employee_count=firm.employee_count,
        need_count=None if need.milli is None else need.milli / MILLI,
        need_basis=None if need.basis is None else need.basis.value,
        lon=spot.lon,
        lat=spot.lat,
        travel_min=float(case.field.travel_min[number, site]),
        is_approximate=spot.is_approximate,
        is_named=bool(case.wanted.is_named[number]),
        is_demo=firm.is_demo,
    )


def _shares(
    case: Case, members: tuple[GroupMember, ...], milli: list[int], cents: int | None
) -> tuple[tuple[ShareRow, ...], float | None]:
    """Return who pays what, and how wide a sampled share may be off."""
    if cents is None:
        return tuple(_share(member, None, None) for member in members), None
    by_value, error_cents = shapley_cents(milli, case.costs)
    by_heads = headcount_cents([member.employee_count for member in members], cents)
    heads: list[int | None] = [None] * len(members) if by_heads is None else [*by_heads]
    return tuple(map(_share, members, by_value, heads)), error_cents


def _share(member: GroupMember, value: int | None, heads: int | None) -> ShareRow:
    return ShareRow(
        organisation_id=member.organisation_id,
        shapley_eur_per_year=_eur(value),
        headcount_eur_per_year=_eur(heads),
    )


def _potential(members: tuple[GroupMember, ...], child_share: float | None) -> float | None:
    """Return how many employees have a small child, as far as employees are known."""
    counts = [member.employee_count for member in members]
    if child_share is None or None in counts:
        return None
    return round(sum(count or 0 for count in counts) * child_share, 1)
