"""What stands in a draft interfirm welfare plan, and what is still missing?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from geodata.codes import ConsortiumParameter, PlanPhase, TravelMode
from welfare_map.model.answer import Answer, Phrase
from welfare_map.model.consortium import AssumptionRow
from welfare_map.model.cost import CostRow
from welfare_map.model.desk import AdhesionRow
from welfare_map.model.firms import PUBLIC, Firm, Viewer
from welfare_map.model.initiatives import InitiativeRow, PracticeRow
from welfare_map.model.nearby import NearbyRow
from welfare_map.model.territory import OfficeRow

MAX_PLAN_FIRM_COUNT = 40
MAX_PLAN_MEASURE_COUNT = 12
MAX_COST_EUR = 100_000_000
"""Bounds of a plan: what a table on paper and a meeting can hold."""


@dataclass(frozen=True, kw_only=True)
class PlanQuery:
    """
    What stands in the draft plan of some firms?

    Parameters
    ----------
    as_of_on
        Day of the draft.
    organisation_ids
        Organisations of the register that make the plan; one is enough.
    me
        The visitor's firm, which makes it too: one that is in no register, or one of the register with what was added
        of it in the open page.
    initiative_id
        Agreement in whose frame it stands; None for none.
    measures
        Kinds of service and resource that the plan contains; empty: those that the firms declared as needs.
    lon, lat
        The place that the firms share, degrees (EPSG:4326); without it the firm that is nearest to the others.
    mode, limit_min
        How people travel to what exists already, and for how long at most.
    costs_eur_per_year
        Kind of measure and what it costs a year, where whoever writes the plan knows it.
    assumptions
        Kind of shared service, parameter, and what somebody wrote in place of the table; see ``ConsortiumQuery``.
    reached_on
        Phases that a saved plan has come to, with the ISO day.
    viewer
        Who looks.
    max_service_count, max_practice_count
        Existing services listed for a measure, practices listed in all.
    """

    as_of_on: date
    organisation_ids: tuple[str, ...] = ()
    me: Firm | None = None
    initiative_id: str | None = None
    measures: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    mode: TravelMode = TravelMode.CAR
    limit_min: float = 15
    costs_eur_per_year: tuple[tuple[str, float], ...] = ()
    assumptions: tuple[tuple[str, ConsortiumParameter, float], ...] = ()
    reached_on: tuple[tuple[PlanPhase, str], ...] = ()
    viewer: Viewer = PUBLIC
    max_service_count: int = 5
    max_practice_count: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPoint:
    """
    The place that the firms share, ``is_approximate`` for an area.

    ``organisation_id`` and its name are those of the firm whose door it is, one of the plan or another of the register.

    ``travel_min`` of firms are from here.
    """

    lon: float
    lat: float
    municipality_code: str
    municipality_name: str
    organisation_id: str | None
    organisation_name: str | None
    is_approximate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFirm:
    """
    A firm of the plan; None is unknown.

    ``adhesions`` are those that a document tells (and demonstration ones of a demonstration firm); ``is_adherent`` says
    whether one of them is to the plan's initiative, None where the plan has none. ``headcount_share`` (0-1) is its part
    of all the employees, None where a firm does not say how many it has.
    """

    organisation_id: str
    organisation_name: str
    organisation_kind: str
    sector_code: str | None
    size_class: str | None
    employee_count: int | None
    address: str | None
    municipality_code: str | None
    municipality_name: str | None
    lon: float | None
    lat: float | None
    is_approximate: bool
    travel_min: float | None
    adhesions: tuple[AdhesionRow, ...]
    is_adherent: bool | None
    headcount_share: float | None
    is_own: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPlace:
    """
    A municipality where firms of the plan are, and the district office that answers there.

    ``district_office`` is None where no document names one; ``is_covered``: the plan's initiative applies here.
    """

    municipality_code: str
    municipality_name: str
    province_short: str
    district_id: str | None
    district_name: str | None
    district_is_verified: bool | None
    district_office: OfficeRow | None
    organisation_names: tuple[str, ...]
    residents: int | None
    residents_0_2: int | None
    residents_75_plus: int | None
    is_covered: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSaid:
    """What one firm said of a need or an offer; None where it did not say it."""

    organisation_name: str
    quantity: float | None
    from_on: str | None
    hours: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanExchange:
    """
    What firms of the plan need, or offer, of one kind, theme and unit, as far as the viewer sees it.

    Parameters
    ----------
    organisation_names
        Who declared it, in the order of the plan's firms.
    quantity
        Sum of what was said; None where nobody said how much.
    is_at_least
        Somebody did not say how much.
    from_on
        Earliest day; hours are those said, each once.
    said
        The same, firm by firm.
    is_restricted
        Some of it is not public: only the firm itself or adherents see it.
    """

    exchange_kind: str
    theme: str | None
    unit: str
    organisation_names: tuple[str, ...]
    quantity: float | None
    is_at_least: bool
    from_on: str | None
    hours: tuple[str, ...]
    said: tuple[PlanSaid, ...]
    is_restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWorkers:
    """
    Workers who gave an answer, five or more in each firm that is counted: so at least so many, always.

    ``firm_count`` firms published it; ``as_of_on`` is the oldest day.
    """

    question: str
    answer: str
    worker_count: int
    firm_count: int
    as_of_on: str
    is_at_least: bool
    is_restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNeed:
    """
    How much of a shared service is counted for one firm.

    ``need_basis`` is ``declared``, or ``estimated`` from its employees; None, and nothing counted, where nobody knows.
    """

    organisation_id: str
    organisation_name: str
    need_count: float | None
    need_basis: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShare:
    """What one firm pays of a measure: a share (0-1) by employees, and euros a year where the cost is known."""

    organisation_id: str
    organisation_name: str
    headcount_share: float | None
    headcount_eur_per_year: float | None
    shapley_eur_per_year: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCost:
    """
    Who pays what of a measure.

    ``basis``: ``given`` by whoever writes the plan, ``consortium`` where the question about shared services computed
    it, ``none`` where nobody knows it: then only shares by employees stand there. ``places`` and their ``unit``, the
    ``needs`` that they are made of, ``group`` (whether the firms reach the threshold together, in a sentence) and
    ``assumptions`` come from there too, whoever says the cost.
    """

    basis: str
    cost_eur_per_year: float | None
    places: int | None
    unit: str | None
    shares: tuple[PlanShare, ...]
    needs: tuple[PlanNeed, ...]
    group: Phrase | None
    assumptions: tuple[AssumptionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanIndicator:
    """What the plan is watched by: ``baseline`` where it is known today, else None."""

    code: str
    measure: str | None
    baseline: float | None
    is_at_least: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSignature:
    """
    Room for a signature: ``party`` is ``firm``, ``union`` or ``employers``; without a name anybody of that party.

    ``role`` is the documented role in the initiative.
    """

    party: str
    organisation_id: str | None = None
    organisation_name: str | None = None
    role: str | None = None
    document_title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMeasure:
    """
    One measure of the plan.

    Parameters
    ----------
    min_age_months, max_age_months, elder_role
        Whom services of the kind usually take; None where age or need is not what decides.
    needs, offers
        What the firms of the plan declared of this kind, a row per unit.
    services
        What exists within reach: known free places first, then unknown ones, then full ones, each by minutes.
    found_count, with_free_count
        Services found, and those of them known to have a free place.
    """

    exchange_kind: str
    min_age_months: int | None
    max_age_months: int | None
    elder_role: str | None
    needs: tuple[PlanExchange, ...]
    offers: tuple[PlanExchange, ...]
    services: tuple[NearbyRow, ...]
    found_count: int
    with_free_count: int
    cost: PlanCost


@dataclass(frozen=True, kw_only=True)
class PlanAnswer(Answer[PlanMeasure]):
    """
    A draft plan: the measures in the order asked; everything else that stands in it.

    Parameters
    ----------
    initiative
        The agreement with its phases, members and contacts; None where the plan has none.
    fees
        Of the services listed, those whose monthly fee a document says.
    practices
        Those of the initiative first, then those that apply at the shared place.
    reached_on
        Phase of the plan -> ISO day.
    remarks
        What whoever reads the plan should know of it, in sentences.
    is_estimate
        Some minutes follow no real roads.
    """

    firms: tuple[PlanFirm, ...]
    point: PlanPoint | None
    places: tuple[PlanPlace, ...]
    initiative: InitiativeRow | None
    needs: tuple[PlanExchange, ...]
    offers: tuple[PlanExchange, ...]
    workers: tuple[PlanWorkers, ...]
    fees: tuple[CostRow, ...]
    practices: tuple[PracticeRow, ...]
    indicators: tuple[PlanIndicator, ...]
    signatures: tuple[PlanSignature, ...]
    reached_on: Mapping[str, str]
    remarks: tuple[Phrase, ...]
    is_estimate: bool
