"""With whom can a firm share a service that none of them can afford alone, where, and who pays what?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geodata.codes import ConsortiumParameter, ExchangeUnit, ResourceKind, ServiceKind, TravelMode
from welfare_map.model.answer import Answer, Phrase
from welfare_map.model.firms import PUBLIC, Firm, Viewer

CONSORTIUM_KINDS: tuple[str, ...] = (
    ServiceKind.NURSERY,
    ServiceKind.MICRO_NURSERY,
    ServiceKind.DAY_CAMP,
    ServiceKind.BEFORE_AFTER_SCHOOL,
    ServiceKind.SHUTTLE,
    ServiceKind.CANTEEN,
    ServiceKind.CARE_HOME,
    ServiceKind.INTEGRATED_DAY_CENTRE,
    ServiceKind.HOME_CARE,
    ResourceKind.TRAINING,
    ResourceKind.CARE_MANAGER,
    ResourceKind.WELFARE_PLATFORM,
)
"""What firms start together: a place of their own, a vehicle, a class, a convention with a least number of users."""
EXACT_FIRM_COUNT = 18
"""Firms in reach of a site, and members of a group, up to which everything is computed exactly."""
MAX_NAMED_COUNT = 40
"""Firms that a question may name."""


HIGHEST: Mapping[ConsortiumParameter, float] = {
    ConsortiumParameter.THRESHOLD: 100_000,
    ConsortiumParameter.USE: 1,
    ConsortiumParameter.CHILD: 1,
    ConsortiumParameter.CAPACITY: 100_000,
    ConsortiumParameter.PLACE_COST: 1_000_000,
    ConsortiumParameter.FIXED_COST: 10_000_000,
    ConsortiumParameter.FEE: 1_000_000,
}
"""Bounds of what somebody writes; the lowest is 0, and over 0 for threshold and capacity."""


class SiteKind(StrEnum):
    """What a candidate site is: the point of the question, a firm's own site, the centre of a municipality."""

    POINT = "point"
    FIRM = "firm"
    MUNICIPALITY = "municipality"


class NeedBasis(StrEnum):
    """How the need of a firm is known."""

    DECLARED = "declared"
    ESTIMATED = "estimated"


@dataclass(frozen=True, kw_only=True)
class ConsortiumQuery:
    """
    Which firms reach the threshold of a shared service together?

    Parameters
    ----------
    as_of_on
        Day of the question: free places past their term on it are unknown.
    kind
        One of ``CONSORTIUM_KINDS``.
    lon, lat
        Where somebody asks from, degrees, EPSG:4326: a candidate site, and the centre of the others.
    mode, limit_min
        How people travel; longest travel from a firm to the site, and from the point to a candidate site.
    me
        The firm that asks; every group contains it. It may be in no register.
    with_ids
        Organisations that every group contains.
    is_only
        Only the firms that are named may be in a group.
    site_kinds
        Candidate sites; empty for all.
    assumptions
        What somebody wrote in place of the table.
    viewer
        Who looks.
    max_count
        Most groups that come back.
    """

    as_of_on: date
    kind: str
    lon: float
    lat: float
    mode: TravelMode = TravelMode.CAR
    limit_min: float = 15
    me: Firm | None = None
    with_ids: tuple[str, ...] = ()
    is_only: bool = False
    site_kinds: tuple[SiteKind, ...] = ()
    assumptions: tuple[tuple[ConsortiumParameter, float], ...] = ()
    viewer: Viewer = PUBLIC
    max_count: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionRow:
    """
    One parameter: what it is worth here and who says so.

    Parameters
    ----------
    value
        What the answer was computed with; None where nobody says it.
    low, high
        Range that the source gives; the value is then its middle, unless somebody wrote another.
    basis
        ``given`` (written by who asks), ``table`` (the source says it), ``derived`` (a full structure, where only its
        capacity is known), ``blank``.
    source, years
        Who says the table's figures, and about which years; empty and None where nobody does.
    note
        What to keep in mind; as the source in both languages.
    """

    assumption: str
    value: float | None
    low: float | None
    high: float | None
    basis: str
    source: Mapping[str, str]
    years: str | None
    note: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """
    A candidate site of a group: minutes of all members together and of the worst placed one.

    ``is_estimate``: some of the minutes follow no real roads; ``is_approximate``: some stand for an area.
    """

    site_kind: str
    name: str
    organisation_id: str | None
    municipality_code: str | None
    municipality_name: str | None
    lon: float
    lat: float
    total_min: float
    worst_min: float
    is_estimate: bool
    is_approximate: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMember:
    """
    A firm of a group: what it needs and how that is known, where it stands, minutes to the group's site.

    A named firm whose need is not known is in with none: ``need_count`` and ``need_basis`` are None.
    """

    organisation_id: str
    organisation_name: str
    municipality_name: str | None
    employee_count: int | None
    need_count: float | None
    need_basis: str | None
    lon: float
    lat: float
    travel_min: float
    is_approximate: bool
    is_named: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """What a firm pays in a year, two ways; None where cost or employees are not known."""

    organisation_id: str
    shapley_eur_per_year: float | None
    headcount_eur_per_year: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsortiumRow:
    """
    A minimal group: it reaches the threshold, and without any firm that was not named it would not.

    Parameters
    ----------
    need_count, places
        Sum of what the members need, and the whole places that hold it.
    structure_count, capacity_count
        Structures (sections, vehicles, classes) that hold the places, and places of one; None where nobody says it.
    site
        Where the members have the fewest minutes in all; ``fairest_site`` where the worst placed has the fewest.
    sites
        Candidate sites within reach of every member, by total minutes, then by worst: the best five.
    site_count
        How many there are in all.
    cost_eur_per_year, cost_eur_per_place
        None where nobody says the costs.
    shares
        A row per member, in the order of ``organisation_ids``.
    shapley_error_eur
        Half width of the 95% interval of a sampled Shapley value; 0 where it is exact, None where there is none.
    bridge_organisation_id
        The firm without which no group at all is possible, or the only one that joins those named; None for none.
    potential_count
        Employees with a child under three, where employees and share are known.
    break_even_fee_eur
        Fee per place and year at which the places pay the cost.
    break_even_places, break_even_always_places
        The fewest places at which the given fee pays the cost, None where never or without a fee; and from how many on
        it always does, as a further structure costs more than its first places bring: None where it never does, or
        with full structures alone.
    is_need_estimated
        Some member's need is an estimate.
    """

    organisation_ids: tuple[str, ...]
    firm_count: int
    need_count: float
    places: int
    unit: str
    structure_count: int
    capacity_count: int | None
    site: SiteRow
    fairest_site: SiteRow
    sites: tuple[SiteRow, ...]
    site_count: int
    lon: float
    lat: float
    total_min: float
    worst_min: float
    cost_eur_per_year: float | None
    cost_eur_per_place: float | None
    shares: tuple[ShareRow, ...]
    shapley_error_eur: float | None
    bridge_organisation_id: str | None
    members: tuple[GroupMember, ...]
    potential_count: float | None
    break_even_fee_eur: float | None
    break_even_places: int | None
    break_even_always_places: int | None
    is_need_estimated: bool
    is_estimate: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingRow:
    """
    Free places that exist already: those of a service, or what a firm offers (``what`` is ``service`` or ``offer``).

    ``free_count`` is None where a firm offers without saying how many.
    """

    what: str
    item_id: str
    name: str
    kind: str
    municipality_name: str | None
    lon: float
    lat: float
    travel_min: float
    free_count: float | None
    free_as_of_on: str | None
    monthly_fee_min_eur: float | None
    monthly_fee_max_eur: float | None
    is_approximate: bool
    is_estimate: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeRow:
    """
    The firm whose joining makes a group possible.

    Parameters
    ----------
    is_in_every_group
        Groups are possible, none without it; else none is possible yet, and with it one would be.
    need_count, missing_count
        What it needs, and what is missing without it.
    travel_min
        Its minutes to ``site_name``.
    """

    organisation_id: str
    organisation_name: str
    municipality_name: str | None
    is_in_every_group: bool
    need_count: float
    need_basis: str
    missing_count: float
    travel_min: float
    site_name: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityRow:
    """
    What becomes of it when one parameter is a fifth lower or higher, the others as they are.

    Parameters
    ----------
    assumption
        The parameter, or ``limit_min``.
    change_share, value
        Change and the value with it.
    fewest_firm_count
        Firms of the smallest group; None where none is possible, and where not all sites were looked at.
    is_enough
        The first group still reaches the threshold at one site; None where there is no group.
    places, cost_eur_per_year
        Of the first group; None where it is not known.
    """

    assumption: str
    change_share: float
    value: float
    fewest_firm_count: int | None
    is_enough: bool | None
    places: int | None
    cost_eur_per_year: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """
    How far the first groups can be from the best that there are, whoever looks for them.

    Parameters
    ----------
    fewest_firm_count
        No group has fewer firms.
    lowest_cost_eur_per_year, cost_gap_share
        No group costs less; by how much the cheapest group of the answer costs more (0-1).
    lowest_total_min, minutes_gap_share
        No group has fewer minutes in all; by how much the nearest group of the answer has more.
    """

    fewest_firm_count: int
    lowest_cost_eur_per_year: float | None
    cost_gap_share: float | None
    lowest_total_min: float
    minutes_gap_share: float | None


@dataclass(frozen=True, kw_only=True)
class ConsortiumAnswer(Answer[ConsortiumRow]):
    """
    Minimal groups: the fewest firms first, then the fewest minutes in all, then by ``organisation_ids``.

    Parameters
    ----------
    unit
        What a need counts.
    existing
        Free places within reach of the point, by minutes: cheaper than building.
    existing_free_count
        Sum of those that are known.
    found_count
        Groups that were found; all that there are where ``is_complete``.
    bounds
        None where there is no group, and where not all sites were looked at.
    firm_count, declared_count, estimated_count, unknown_need_count
        Firms within reach of a candidate site that need some, those by how that is known, and those of which it is not
        known: they are left out.
    highest_need_count
        Sum of the needs within reach of the site where it is highest; the threshold is compared with it.
    site_count
        Candidate sites that were looked at.
    bridge
        See ``BridgeRow``; None for none, and where not all sites were looked at.
    existing_sentence, group_sentence
        The two parts of ``sentence``: free places that exist, and what is possible beside them.
    """

    unit: ExchangeUnit
    existing: tuple[ExistingRow, ...]
    existing_free_count: float
    found_count: int
    is_complete: bool
    bounds: Bounds | None
    firm_count: int
    declared_count: int
    estimated_count: int
    unknown_need_count: int
    highest_need_count: float
    site_count: int
    bridge: BridgeRow | None
    assumptions: tuple[AssumptionRow, ...]
    sensitivity: tuple[SensitivityRow, ...]
    existing_sentence: Phrase | None
    group_sentence: Phrase
    origin_municipality_name: str
    is_estimate: bool
