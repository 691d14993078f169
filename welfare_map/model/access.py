"""How many places can the residents of an area really reach, when those of the neighbours want the same ones?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geodata.codes import Level, ServiceKind, TravelMode
from welfare_map.model.answer import Answer, Phrase
from welfare_map.model.indicators import PlacesBasis

ACCESS_MINUTES = 20.0
"""Longest trip unless the query says otherwise: assumption of this project, so the sensitivity stands beside it."""
MAX_ACCESS_MIN = 60.0
RESIDENTS_OF: Mapping[ServiceKind, str] = {
    ServiceKind.NURSERY: "residents_0_2",
    ServiceKind.MICRO_NURSERY: "residents_0_2",
    ServiceKind.FAMILY_NURSERY: "residents_0_2",
    ServiceKind.EARLY_CHILDHOOD_CENTRE: "residents_0_2",
    ServiceKind.SPRING_SECTION: "residents_0_2",
    ServiceKind.PRESCHOOL: "residents_3_5",
    ServiceKind.CARE_HOME: "residents_75_plus",
    ServiceKind.INTEGRATED_DAY_CENTRE: "residents_75_plus",
    ServiceKind.SENIOR_DAY_CENTRE: "residents_65_plus",
    ServiceKind.SHELTERED_HOUSING: "residents_65_plus",
}
"""Kind of service -> column of the residents whom its places are for; the other kinds have no such column."""


class AccessMethod(StrEnum):
    """How places are shared among those who reach them."""

    E2SFCA = "e2sfca"
    SPATIAL_AVAILABILITY = "spatial_availability"


class Decay(StrEnum):
    """What a place counts by the minutes to it."""

    STEP = "step"
    GAUSSIAN = "gaussian"
    UNIFORM = "uniform"


OWN_DECAY: Mapping[AccessMethod, Decay] = {
    AccessMethod.E2SFCA: Decay.STEP,
    AccessMethod.SPATIAL_AVAILABILITY: Decay.GAUSSIAN,
}
"""Decay of a method unless the query names one."""


class AccessStatus(StrEnum):
    """On which side of the threshold an area is."""

    DESERT = "desert"
    NO_DESERT = "no_desert"
    UNDECIDABLE = "undecidable"
    DEMONSTRATION = "demonstration"
    NO_THRESHOLD = "no_threshold"


class Disagreement(StrEnum):
    """Whether places inside the border and those really reached tell the same, each against the whole map's mean."""

    BOTH_LOW = "both_low"
    BOTH_HIGH = "both_high"
    REACHED_NEARBY = "reached_nearby"
    SHARED_OUT = "shared_out"
    UNDECIDABLE = "undecidable"


class DependsOn(StrEnum):
    """What decides in which fifth of the areas one is."""

    NOTHING = "nothing"
    RADIUS = "radius"
    DECAY = "decay"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class AccessQuery:
    """
    How many places do the residents of an area reach, shared with all who reach them too?

    Parameters
    ----------
    kinds
        Kinds of service, one or more, all for residents of the same ages.
    method
        How places are shared.
    limit_min
        Longest trip, minutes, above 0 and at most ``MAX_ACCESS_MIN``.
    mode
        How people travel.
    decay
        What a place counts by its minutes; None is the method's own.
    level, code, within, municipality_codes
        Areas of the rows, as in ``CoverageQuery``; places are shared over the whole map whatever is asked for.
    places
        Which places count; None: authorised ones of services for children, accredited ones of the others.
    threshold
        Places per 100 residents below which an area is a desert; None is the published one, where there is one.
    with_demo
        Demonstration records take part, labelled.
    is_explained
        The services behind the figure are listed; for one area only.
    """

    as_of_on: date
    kinds: tuple[ServiceKind, ...]
    method: AccessMethod = AccessMethod.SPATIAL_AVAILABILITY
    limit_min: float = ACCESS_MINUTES
    mode: TravelMode = TravelMode.CAR
    decay: Decay | None = None
    level: Level | None = None
    code: str | None = None
    within: str | None = None
    municipality_codes: tuple[str, ...] = ()
    basin_name: str = ""
    places: PlacesBasis | None = None
    threshold: float | None = None
    with_demo: bool = True
    is_explained: bool = False


@dataclass(frozen=True, slots=True)
class SmallArea:
    """Residents of a part of a municipality (a census section) and the point, degrees, EPSG:4326, where they live."""

    municipality_code: str
    lon: float
    lat: float
    residents: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRow:
    """
    One area.

    Parameters
    ----------
    value, value_low, value_high
        Places per 100 residents that are left for them when each place is shared among all who reach it: as records
        state them and shared among those on the map; at least, shared with those who live beyond it, too; and at most.
        None where nobody lives there or (``value_high``) there is no bound.
    value_low_on_map, value_high_on_map
        At least and at most as if nobody lived and nothing stood beyond the map or where residents are not known.
    available_places, available_places_low, available_places_high
        The same before the division: parts add up to the places reached.
    residents
        Of the ages that the places are for; None where they are not known.
    ratio, ratio_low, ratio_high, places_inside
        Places inside the border per 100 residents, and before the division: what every public map shows.
    difference
        ``value`` less ``ratio``.
    disagreement, disagreement_words
        Whether both are on the same side of ``reference``, and what it means.
    is_rank_demo, ranked_count
        Among which areas the next are counted: real ones, or those that invented records touch with some radius, which
        are ranked apart; and how many these are.
    rank, rank_best, rank_worst
        Place among them, 1 the most places: as asked, and over radii and decays.
    fifth, fifth_lowest, fifth_highest
        Fifth of them, 1 the fewest places: as asked, and over radii and decays.
    depends_on
        What changes the fifth.
    threshold, status, reason
        Desert or not.
    service_count, unknown_count, demo_count
        Services within reach, those of them that do not state their places, and those invented.
    is_near_edge
        Something outside the map is within reach: its places are not known, so there is no upper bound.
    is_shared_beyond
        A service within reach may be shared with residents whom nobody has counted, of a municipality on the map or
        beyond it: at least none of its places is left.
    residents_beyond
        Residents of the ages beyond the map who reach a service that the area reaches; they are in the least.
    is_listed
        Official lists of these services cover everything within reach.
    is_complete
        False where a part of the area lies outside the map.
    """

    unit_code: str
    unit_name: str
    province_short: str | None
    value: float | None
    value_low: float | None
    value_high: float | None
    value_low_on_map: float | None
    value_high_on_map: float | None
    available_places: float
    available_places_low: float
    available_places_high: float | None
    residents: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    places_inside: float
    difference: float | None
    disagreement: Disagreement
    disagreement_words: Phrase
    is_rank_demo: bool | None
    ranked_count: int | None
    rank: int | None
    rank_best: int | None
    rank_worst: int | None
    fifth: int | None
    fifth_lowest: int | None
    fifth_highest: int | None
    depends_on: DependsOn | None
    threshold: float | None
    status: AccessStatus
    reason: Phrase
    service_count: int
    unknown_count: int
    demo_count: int
    municipality_count: int
    is_near_edge: bool
    is_shared_beyond: bool
    residents_beyond: float
    is_listed: bool
    is_complete: bool
    district_is_verified: bool | None
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedService:
    """
    A service behind the figure of an area.

    Parameters
    ----------
    travel_min, is_estimate
        From the nearest point of demand of the area, and whether the minutes do not follow real roads.
    places, places_low, places_high
        As stated, at least, and at most (None: no upper bound).
    wanted_residents
        Residents of the whole map who reach it, weighted.
    wanted_residents_beyond
        Residents beyond the map who reach it, weighted; its places at least are shared with them, too.
    left
        Its places that are left for the area: those of all services add up to ``available_places``.
    """

    record_id: str
    name: str
    kind: str
    municipality_code: str | None
    municipality_name: str | None
    travel_min: float
    is_estimate: bool
    places: float
    places_low: float
    places_high: float | None
    wanted_residents: float
    wanted_residents_beyond: float
    left: float
    source_id: str
    source_name: str
    retrieved_on: str
    licence: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessExplanation:
    """
    The figure of an area, opened; the services behind it are ``AccessAnswer.services``.

    Parameters
    ----------
    formula
        In words.
    filled, filled_inside
        The figure, and the plain ratio inside the border, with their numbers.
    interval
        From where to where, or that it is known; None where nobody lives.
    beyond
        Who shares the same services from outside the map; None for nobody.
    threshold
        Against which it is held, and what comes of it.
    reached
        How many services it reaches, how many of them say nothing and how many are invented.
    caveat
        What the figure does not say.
    """

    unit_code: str
    unit_name: str
    formula: Phrase
    filled: Phrase
    filled_inside: Phrase
    interval: Phrase | None
    beyond: Phrase | None
    threshold: Phrase
    reached: Phrase
    caveat: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessScenario:
    """
    The same question with another radius or decay.

    Parameters
    ----------
    changed_count
        Areas that are in another fifth than as asked.
    rank_correlation
        Spearman's, with the answer as asked; None where it has no meaning.
    """

    limit_min: float
    decay: Decay
    is_asked: bool
    changed_count: int
    rank_correlation: float | None
    gini: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessClass:
    """Residents of a class of municipalities, a zone of altitude or a degree of urbanisation."""

    name: str
    municipality_count: int
    residents: float
    value: float | None
    desert_residents: float
    undecidable_residents: float
    demonstration_residents: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Equity:
    """
    How evenly places are shared among the residents of the areas asked about.

    Parameters
    ----------
    gini
        0 where all have as many, towards 1 where few have all; None where there are no places.
    palma
        Places of the tenth of residents with the most ÷ those of the four tenths with the fewest; None where these have
        none.
    residents
        All that are known; the next four add up to them.
    desert_residents, no_desert_residents, undecidable_residents, demonstration_residents
        Below the threshold whatever records leave open, not below it, not to be told, and where invented records took
        part; None without a threshold.
    desert_pct
        Of the residents; None without a threshold or where all are demonstration.
    classes
        By class of municipalities, where a table of them is given.
    note
        What is not there.
    """

    gini: float | None
    palma: float | None
    residents: float
    desert_residents: float | None
    no_desert_residents: float | None
    undecidable_residents: float | None
    demonstration_residents: float | None
    desert_pct: float | None
    threshold: float | None
    threshold_source: str | None
    classes: tuple[AccessClass, ...]
    note: Phrase


@dataclass(frozen=True, kw_only=True)
class AccessAnswer(Answer[AccessRow]):
    """
    Areas of a level, by code.

    Parameters
    ----------
    kinds, sharing, limit_min, mode, decay, level, places, residents_name, municipality_codes
        What was computed: codes; ``sharing`` is the method.
    engine
        Which gave the minutes.
    conservation_residual
        Places shared out to all residents of the map less the places reached: nought but for rounding.
    places_stated, places_reached
        Places that records state, and those of them that somebody within the limit can want.
    unreached_count
        Services that nobody of the ages reaches.
    unknown_count
        Services that do not state their places: they count as nought in ``value`` and as an interval beside it.
    lost_places_high
        Places, at most, of the real services of which not even the municipality is known: they are in the most of every
        area, once in each; None where there is no bound.
    closed_count
        Services known to take nobody from outside, left out.
    open_unknown_count
        Nurseries of companies that do not say whether they take anybody from outside: from none to all of their places
        count.
    reference, reference_low, reference_high
        Places per 100 residents where a list says what there is, real records alone unless there are none: as stated,
        at least, at most (None: no bound).
    is_estimate
        Minutes do not all follow real roads.
    small_area_count, centre_count, interior_count
        Points of demand: small areas given, centres weighted by population, and points that merely lie inside.
    scenarios
        Other radii and decays.
    equity
        Among the residents of the areas asked about.
    difference
        How ratio and access disagree, in one sentence.
    caveat
        What the figures do not say.
    counts, disagreement_counts, depends_on_counts
        Number of areas by status, disagreement, and what they depend on.
    link
        Address that restores the view, filled in at the edge; "" where none does.
    services
        Behind the figure of the one area asked about, those that leave it most first; empty unless asked for.
    explanation
        The opened figure, where it was asked for.
    """

    kinds: tuple[ServiceKind, ...]
    sharing: AccessMethod
    limit_min: float
    mode: TravelMode
    decay: Decay
    level: str
    places: PlacesBasis
    residents_name: str
    municipality_codes: tuple[str, ...]
    engine: str
    conservation_residual: float
    places_stated: float
    places_reached: float
    unreached_count: int
    unknown_count: int
    lost_places_high: float | None
    closed_count: int
    open_unknown_count: int
    reference: float | None
    reference_low: float | None
    reference_high: float | None
    is_estimate: bool
    small_area_count: int
    centre_count: int
    interior_count: int
    scenarios: tuple[AccessScenario, ...]
    equity: Equity
    difference: Phrase
    caveat: Phrase
    counts: Mapping[str, int]
    disagreement_counts: Mapping[str, int]
    depends_on_counts: Mapping[str, int]
    link: str = ""
    services: tuple[ReachedService, ...] = ()
    explanation: AccessExplanation | None = None
