"""Where should the next places go?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geodata.codes import Level, TravelMode
from welfare_map.model.answer import Answer, Phrase
from welfare_map.model.coverage import PART_TIME_SHARE
from welfare_map.model.indicators import PlacesBasis

DEFAULT_SITING_MINUTES = 15.0
DEFAULT_SITE_COUNT = 5
MAX_SITE_COUNT = 100
ENLARGE_SHARE = 0.2
"""By how much an existing service may grow: assumption of this project, a parameter."""
LEAST_NEW_PLACES = 10
"""
Smallest new structure, of any service: assumption of this project, a parameter. A micro-nursery has up to 10 places in
the French figures of ``consortium_parameters``.
"""
MOST_NEW_PLACES = 60
"""Largest new structure: assumption of this project, a parameter."""
SITING_TIME_LIMIT_S = 30.0
MAX_SITING_TIME_LIMIT_S = 600.0
MAX_SITING_ROWS = 1_000
SITING_BOUNDS: Mapping[str, tuple[float, float]] = {
    "limit_min": (1, 240),
    "site_count": (1, MAX_SITE_COUNT),
    "figure": (0, 1_000),
    "enlarge_share": (0, 10),
    "least_new_count": (1, 1_000),
    "most_new_count": (1, 1_000),
    "new_place_eur": (0, 10_000_000),
    "added_place_eur": (0, 10_000_000),
    "new_structure_eur": (0, 1_000_000_000),
    "threshold_count": (1, 1_000),
    "use_share": (0, 1),
    "time_limit_s": (1, MAX_SITING_TIME_LIMIT_S),
}
"""Field of the query -> least and most that may be asked, both included."""


class SitingTarget(StrEnum):
    """What is looked for."""

    LEP = "lep"
    COVER = "cover"
    P_MEDIAN = "p_median"
    INTERFIRM = "interfirm"
    ENTERPRISE = "enterprise"


class AreaSense(StrEnum):
    """What is brought to the target: every municipality, or all of them together ("territorial basin")."""

    MUNICIPALITY = "municipality"
    BASIN = "basin"


class CapacityEnd(StrEnum):
    """Where records do not say all: as they state it, or the least or the most that is possible."""

    STATED = "stated"
    LEAST = "least"
    MOST = "most"


class SitingStatus(StrEnum):
    """What an answer may be taken for."""

    DEMONSTRATION = "demonstration"
    UNDECIDABLE = "undecidable"
    PLAN = "plan"
    NO_SITE = "no_site"
    NOTHING_LACKING = "nothing_lacking"


class SiteOrigin(StrEnum):
    """A new site, in the centre of a municipality, or an existing service that is enlarged."""

    NEW = "new"
    EXISTING = "existing"


@dataclass(frozen=True, kw_only=True)
class SitingQuery:
    """
    Where should the next places go?

    Parameters
    ----------
    target
        ``lep``: fewest places, or least cost, that bring every area to the figure; ``cover``: the sites that bring most
        people within the minutes; ``p_median``: the sites with which people travel least; ``interfirm`` and
        ``enterprise``: where need that nothing meets is near adherent firms, and where it would sustain a structure.
    indicator
        Says which services, which places and which residents (``model.indicators``); one that counts places.
    within
        Municipalities inside this unit alone: ISTAT code, ``district_id``, name or alias of a district.
    within_level
        Level that ``within`` must have; None for any.
    municipality_codes
        A group of municipalities instead.
    areas
        What is brought to the target.
    mode, limit_min
        How people travel; longest travel from the point of a municipality to a service.
    site_count
        New sites of ``cover`` and ``p_median``; most rows of ``interfirm`` and ``enterprise``.
    figure
        Places for so many residents as the indicator has; None is the legal target.
    capacities
        Which end of what is not known.
    places, part_time_share, with_demo
        As in ``CoverageQuery``.
    enlarge_share
        By which share of its places an existing service may grow.
    least_new_count, most_new_count
        Places of a new structure; a larger need gets several.
    new_place_eur, added_place_eur, new_structure_eur
        Costs: of a place in a new structure, of one in an existing service, of the structure itself. With the first two
        the plan is the one that costs least.
    threshold_count
        Places from which a structure holds; None is what ``consortium_parameters`` says.
    use_share
        Share of a firm's staff that uses a place; None is what ``consortium_parameters`` says.
    is_exact
        HiGHS searches on for ``time_limit_s`` where the quick plan is not proven best.
    """

    as_of_on: date
    target: SitingTarget
    indicator: str = "lep_nursery"
    within: str | None = None
    within_level: Level | None = None
    municipality_codes: tuple[str, ...] = ()
    areas: AreaSense = AreaSense.MUNICIPALITY
    mode: TravelMode = TravelMode.CAR
    limit_min: float = DEFAULT_SITING_MINUTES
    site_count: int = DEFAULT_SITE_COUNT
    figure: float | None = None
    capacities: CapacityEnd = CapacityEnd.STATED
    places: PlacesBasis | None = None
    part_time_share: float = PART_TIME_SHARE
    with_demo: bool = True
    enlarge_share: float = ENLARGE_SHARE
    least_new_count: int = LEAST_NEW_PLACES
    most_new_count: int = MOST_NEW_PLACES
    new_place_eur: float | None = None
    added_place_eur: float | None = None
    new_structure_eur: float = 0
    threshold_count: float | None = None
    use_share: float | None = None
    is_exact: bool = False
    time_limit_s: float = SITING_TIME_LIMIT_S


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedArea:
    """
    A municipality that a site serves.

    Parameters
    ----------
    people_count
        Residents of the indicator's age whose need the site meets, or who come within reach of it.
    places
        Places that go to them; None where places are not counted.
    travel_min
        Minutes from the point of the municipality; None where they are not known: the site is in it all the same.
    """

    municipality_code: str
    municipality_name: str
    people_count: float
    places: float | None
    travel_min: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NearFirms:
    """
    Adherent firms within reach of a site, as everybody may see them.

    Parameters
    ----------
    firm_count
        Firms.
    employee_low, employee_high
        Their employees, from the size class where the number is not said; None for no upper bound.
    need_low, need_high
        Places that they would use, estimated from their employees; None for no upper bound.
    declared_count, declared_places
        Firms that say publicly that they need places, and how many; None where none of them says a number.
    names
        The first of them, by name.
    """

    firm_count: int
    employee_low: int
    employee_high: int | None
    need_low: float
    need_high: float | None
    declared_count: int
    declared_places: float | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitingRow:
    """
    One site, the most useful first.

    Parameters
    ----------
    rank
        From 1.
    origin, service_id, name
        A new site bears the name of its municipality.
    lon, lat
        Degrees, EPSG:4326; of a service without position the point of its municipality.
    places_added, structure_count, places_before
        Whole places; new structures that hold them; places that stand there, full-time where the indicator says so.
        None where places are not counted.
    places_used
        Of the places added, those that ``people_count`` need: fewer where the smallest structure is larger than that.
    unmet_places
        Places that lack within the minutes, in whole; for ``interfirm`` and ``enterprise``.
    people_count
        Residents of the indicator's age whom the site serves (see ``areas``).
    mean_min
        Their mean minutes, for ``p_median``; for the others None.
    cost_eur
        Where costs are given.
    firms
        For ``interfirm``.
    areas
        Whom it serves, most first.
    is_estimate
        Minutes do not all follow real roads.
    is_demo
        Invented records took part.
    """

    rank: int
    origin: SiteOrigin
    service_id: str | None
    name: str
    municipality_code: str
    municipality_name: str
    province_short: str
    lon: float
    lat: float
    places_added: int | None = None
    places_used: float | None = None
    structure_count: int | None = None
    places_before: float | None = None
    unmet_places: float | None = None
    people_count: float
    mean_min: float | None = None
    cost_eur: float | None = None
    firms: NearFirms | None = None
    areas: tuple[ServedArea, ...]
    sentence: Phrase
    is_estimate: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SitingArea:
    """
    A municipality before and after.

    Parameters
    ----------
    people_count
        Residents of the indicator's age.
    needed_places, lacking_places
        Places that it needs, and those that lack within the minutes before anything is added; None where places are
        not counted.
    is_covered_before, is_covered_after
        Within the minutes of a service; None where that is not asked.
    travel_min_before, travel_min_after
        Minutes to the nearest service; None where there is none, or where that is not asked.
    """

    municipality_code: str
    municipality_name: str
    people_count: float
    needed_places: float | None = None
    lacking_places: float | None = None
    is_covered_before: bool | None = None
    is_covered_after: bool | None = None
    travel_min_before: float | None = None
    travel_min_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SitingParameter:
    """
    A parameter of the plan: what it is worth here and who says so.

    ``basis`` is ``given`` (by who asks), ``law``, ``table`` (a source says it) or ``assumption`` (of this project).
    """

    name: str
    value: float
    basis: str
    source: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class SitingAnswer(Answer[SitingRow]):
    """
    Sites, the most useful first.

    ``sentence`` is what ``plan_words``, ``bound_words``, ``end_words``, ``first_words`` and ``wider_words`` say.

    Parameters
    ----------
    plan_words
        The plan alone: how many places in how many sites.
    first_words
        Why the first of several sites is the first, of ``lep``; else None.
    wider_words, wider_district_id, wider_district_name, wider_link
        Where all that lacks fills not even the smallest structure: what to do instead, the planning district that holds
        the territory and more, and the address of its plan, filled in at the edge; else None and "".
    target, indicator, status
        What was asked, and what the answer may be taken for.
    unit
        Of ``value``, ``lower_bound`` and ``upper_bound``: ``places``, ``eur``, ``people`` or ``minutes`` (people times
        minutes); None where nothing is optimised.
    value
        What the plan needs, covers or costs.
    lower_bound, upper_bound
        What no plan goes below, and what none goes above; of the one that does not apply None.
    gap_pct
        How far the plan may be from the best, per cent of the plan's value where less is better; for ``cover`` per cent
        of the most that so many new sites could add.
    is_proven_best
        No plan is better.
    bound_words
        The same in words, with the time limit where it mattered.
    places_added, cost_eur
        Whole places; costs where given.
    end_words
        On which end of what is not known the answer was computed, and what the ends would change.
    bound_at_worst, bound_at_best
        In the worst and in the best case of what records do not say (fewest and most services and places that may
        stand), what no plan betters: fewest places or least cost (``lep``: the worst case needs more), most people
        (``cover``), least minutes (``p_median``), in ``unit``; places that lack (``interfirm``, ``enterprise``). A
        record without a municipality is in neither; ``without_position_count`` counts those.
    figure
        Places for so many residents as the indicator has.
    needed_places, lacking_places
        Of all areas; before anything is added.
    people_count, people_before, people_after
        Residents of the indicator's age, those within the minutes of a service before and after; for ``cover``.
    mean_min_before, mean_min_after
        For ``p_median``; None where no service stands.
    unlisted_count
        Municipalities for which no list of such services is in the register: none is counted there unless the most
        that is possible is asked for.
    closed_count, open_unknown_count
        Services known to take nobody from outside, and company ones that do not say whether they do.
    areas
        Every municipality that was asked about, by code.
    assumptions
        The parameters of the plan with their sources.
    link
        Address that restores the view, filled in at the edge.
    """

    plan_words: Phrase
    first_words: Phrase | None = None
    wider_words: Phrase | None = None
    wider_district_id: str | None = None
    wider_district_name: str | None = None
    wider_link: str = ""
    target: SitingTarget
    indicator: str
    status: SitingStatus
    unit: str | None = None
    value: float | None = None
    lower_bound: float | None = None
    upper_bound: float | None = None
    gap_pct: float | None = None
    is_proven_best: bool | None = None
    bound_words: Phrase
    places_added: int | None = None
    cost_eur: float | None = None
    end_words: Phrase
    bound_at_worst: float
    bound_at_best: float
    figure: float | None = None
    needed_places: float | None = None
    lacking_places: float | None = None
    people_count: float
    people_before: float | None = None
    people_after: float | None = None
    mean_min_before: float | None = None
    mean_min_after: float | None = None
    unlisted_count: int
    closed_count: int
    open_unknown_count: int
    areas: tuple[SitingArea, ...]
    assumptions: tuple[SitingParameter, ...] = ()
    link: str = ""
