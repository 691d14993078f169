"""
Closed codes: kinds and groups of service, organisation kinds, position qualities, travel modes.

A code is what tables, URLs and JSON carry; the words for people are in ``welfare_map/texts``.
ISTAT codes are text with leading zeros: six digits for a municipality, three for a province, two for a region.
"""

from dataclasses import dataclass
from enum import StrEnum

SMALLEST_COUNT = 5
"""Workers are counted, and shown, from five upwards (DOMAIN section 6)."""


class ServiceGroup(StrEnum):
    """Kinds of service as people think of them."""

    SMALL_CHILDREN = "small_children"
    CHILDREN = "children"
    ELDERS = "elders"
    DISABILITY = "disability"
    FAMILY = "family"
    TIME_SAVING = "time_saving"


class ServiceKind(StrEnum):
    """What is given at one place."""

    NURSERY = "nursery"
    MICRO_NURSERY = "micro_nursery"
    FAMILY_NURSERY = "family_nursery"
    EARLY_CHILDHOOD_CENTRE = "early_childhood_centre"
    SPRING_SECTION = "spring_section"
    PRESCHOOL = "preschool"
    DAY_CAMP = "day_camp"
    YOUTH_CENTRE = "youth_centre"
    BEFORE_AFTER_SCHOOL = "before_after_school"
    HOMEWORK_BABYSITTING = "homework_babysitting"
    CARE_HOME = "care_home"
    INTEGRATED_DAY_CENTRE = "integrated_day_centre"
    SENIOR_DAY_CENTRE = "senior_day_centre"
    SHELTERED_HOUSING = "sheltered_housing"
    HOME_CARE = "home_care"
    DISABILITY_DAY_CENTRE = "disability_day_centre"
    FAMILY_CLINIC = "family_clinic"
    FAMILY_DESK = "family_desk"
    SHUTTLE = "shuttle"
    CANTEEN = "canteen"
    ERRANDS = "errands"
    COWORKING = "coworking"


class ElderRole(StrEnum):
    """What an elder person needs a service for."""

    RESIDENTIAL = "residential"
    DAY = "day"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """
    Group and target of one kind of service.

    Parameters
    ----------
    group
        Group that people look in.
    min_age_months, max_age_months
        Usual age of a child, months, both included; None where age is not what decides.
    elder_role
        What an elder needs it for, or None.
    """

    group: ServiceGroup
    min_age_months: int | None = None
    max_age_months: int | None = None
    elder_role: ElderRole | None = None


KIND_FACTS: dict[ServiceKind, KindFacts] = {
    ServiceKind.NURSERY: KindFacts(ServiceGroup.SMALL_CHILDREN, 3, 36),
    ServiceKind.MICRO_NURSERY: KindFacts(ServiceGroup.SMALL_CHILDREN, 3, 36),
    ServiceKind.FAMILY_NURSERY: KindFacts(ServiceGroup.SMALL_CHILDREN, 3, 36),
    ServiceKind.EARLY_CHILDHOOD_CENTRE: KindFacts(ServiceGroup.SMALL_CHILDREN, 3, 36),
    ServiceKind.SPRING_SECTION: KindFacts(ServiceGroup.SMALL_CHILDREN, 24, 36),
    ServiceKind.PRESCHOOL: KindFacts(ServiceGroup.SMALL_CHILDREN, 36, 71),
    ServiceKind.DAY_CAMP: KindFacts(ServiceGroup.CHILDREN, 36, 179),
    ServiceKind.YOUTH_CENTRE: KindFacts(ServiceGroup.CHILDREN, 72, 215),
    ServiceKind.BEFORE_AFTER_SCHOOL: KindFacts(ServiceGroup.CHILDREN, 36, 143),
    ServiceKind.HOMEWORK_BABYSITTING: KindFacts(ServiceGroup.CHILDREN, 3, 179),
    ServiceKind.CARE_HOME: KindFacts(ServiceGroup.ELDERS, elder_role=ElderRole.RESIDENTIAL),
    ServiceKind.INTEGRATED_DAY_CENTRE: KindFacts(ServiceGroup.ELDERS, elder_role=ElderRole.DAY),
    ServiceKind.SENIOR_DAY_CENTRE: KindFacts(ServiceGroup.ELDERS, elder_role=ElderRole.DAY),
    ServiceKind.SHELTERED_HOUSING: KindFacts(ServiceGroup.ELDERS, elder_role=ElderRole.RESIDENTIAL),
    ServiceKind.HOME_CARE: KindFacts(ServiceGroup.ELDERS, elder_role=ElderRole.HOME),
    ServiceKind.DISABILITY_DAY_CENTRE: KindFacts(ServiceGroup.DISABILITY),
    ServiceKind.FAMILY_CLINIC: KindFacts(ServiceGroup.FAMILY),
    ServiceKind.FAMILY_DESK: KindFacts(ServiceGroup.FAMILY),
    ServiceKind.SHUTTLE: KindFacts(ServiceGroup.TIME_SAVING),
    ServiceKind.CANTEEN: KindFacts(ServiceGroup.TIME_SAVING),
    ServiceKind.ERRANDS: KindFacts(ServiceGroup.TIME_SAVING),
    ServiceKind.COWORKING: KindFacts(ServiceGroup.TIME_SAVING),
}
"""Usual ages follow the glossary (preschool 3–6 years = 36–71 months); a record's own ages come first."""


def kinds_of(group: ServiceGroup) -> tuple[ServiceKind, ...]:
    """Return the kinds of a group in vocabulary order."""
    return tuple(kind for kind, facts in KIND_FACTS.items() if facts.group is group)


class Ownership(StrEnum):
    """Who runs a service."""

    PUBLIC = "public"
    PRIVATE = "private"


class OrganisationKind(StrEnum):
    """What an organisation is."""

    COMPANY = "company"
    COOPERATIVE = "cooperative"
    PUBLIC_BODY = "public_body"
    ASSOCIATION = "association"
    UNION = "union"
    SCHOOL = "school"
    OTHER = "other"


class SizeClass(StrEnum):
    """Employees: fewer than 10, 50, 250, or more (Recommendation 2003/361/EC, head count alone)."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


LARGEST_MICRO, LARGEST_SMALL, LARGEST_MEDIUM = 9, 49, 249
"""Most employees of each size."""


def size_of(employee_count: int) -> SizeClass:
    """Return the size class of a number of employees."""
    if employee_count <= LARGEST_MICRO:
        return SizeClass.MICRO
    if employee_count <= LARGEST_SMALL:
        return SizeClass.SMALL
    return SizeClass.MEDIUM if employee_count <= LARGEST_MEDIUM else SizeClass.LARGE


SECTOR_CODES: tuple[str, ...] = (
    *("01", "02", "03", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19"),
    *("20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "35", "36", "37", "38"),
    *("39", "41", "42", "43", "46", "47", "49", "50", "51", "52", "53", "55", "56", "58", "59", "60", "61", "62"),
    *("63", "64", "65", "66", "68", "69", "70", "71", "72", "73", "74", "75", "77", "78", "79", "80", "81", "82"),
    *("84", "85", "86", "87", "88", "90", "91", "92", "93", "94", "95", "96", "97", "98", "99"),
)
"""Divisions of ATECO 2025 (ISTAT)."""


class AdhesionRole(StrEnum):
    """What an organisation is in an initiative."""

    LEAD = "lead"
    PROMOTER = "promoter"
    SIGNATORY = "signatory"
    PARTNER = "partner"
    TECHNICAL_SUPPORT = "technical_support"
    MEMBER = "member"


class PracticeTheme(StrEnum):
    """What a good practice is about."""

    SMART_WORKING = "smart_working"
    WORKING_HOURS = "working_hours"
    SHARED_CONVENTIONS = "shared_conventions"
    INTERFIRM_SERVICES = "interfirm_services"
    SERVICE_EXCHANGE = "service_exchange"
    PRODUCTIVITY_BONUS = "productivity_bonus"
    MANAGEMENT_TRAINING = "management_training"
    LEAVE_MANAGEMENT = "leave_management"
    CULTURE = "culture"
    CARE_ENTERPRISE = "care_enterprise"
    KNOW_HOW_EXCHANGE = "know_how_exchange"
    TAILORED_SUPPORT = "tailored_support"
    WELFARE_PLAN = "welfare_plan"
    BARGAINING = "bargaining"
    TALENT_RETENTION = "talent_retention"
    MAPPING = "mapping"


class PracticePhase(StrEnum):
    """How far a practice had come at the date of its document."""

    PROPOSED = "proposed"
    EXPERIMENTED = "experimented"
    RUNNING = "running"
    CONCLUDED = "concluded"


class PositionQuality(StrEnum):
    """How precisely a record's position is known, best first."""

    EXACT = "exact"
    ADDRESS = "address"
    STREET = "street"
    PLACE = "place"
    MUNICIPALITY = "municipality"
    NONE = "none"


APPROXIMATE_QUALITIES = frozenset({PositionQuality.PLACE, PositionQuality.MUNICIPALITY})
"""Positions that stand for an area: minutes carry "≈", the map draws a count and never a pin."""


class TravelMode(StrEnum):
    """How somebody travels."""

    WALK = "walk"
    CYCLE = "cycle"
    CAR = "car"


class AvailabilityBand(StrEnum):
    """For whom a free place is."""

    INFANTS = "infants_3_12_months"
    TODDLERS = "toddlers_12_24_months"
    TWO_YEAR_OLDS = "two_year_olds_24_36_months"
    CHILDREN = "children"
    RESIDENTIAL = "residential"
    DAY = "day"
    RESPITE = "respite"


class NeedDirection(StrEnum):
    """Whether an organisation asks or offers."""

    NEED = "need"
    OFFER = "offer"


class ResourceKind(StrEnum):
    """What firms lend each other beside services: rooms, hours of somebody, experience."""

    TRAINING = "training"
    TRAINING_ROOM = "training_room"
    CARE_MANAGER = "care_manager"
    KNOW_HOW = "know_how"
    WELFARE_PLATFORM = "welfare_platform"
    JOINT_PURCHASING = "joint_purchasing"


EXCHANGE_KINDS: tuple[str, ...] = (*ServiceKind, *ResourceKind)
"""What an organisation may need or offer."""


class ExchangeUnit(StrEnum):
    """What a quantity of a need or an offer counts; hours are per week, meals per day."""

    PLACES = "places"
    SEATS = "seats"
    MEALS = "meals"
    DESKS = "desks"
    HOURS = "hours"
    USERS = "users"
    PEOPLE = "people"


EXCHANGE_UNITS: dict[str, ExchangeUnit] = {
    ServiceKind.SHUTTLE: ExchangeUnit.SEATS,
    ServiceKind.CANTEEN: ExchangeUnit.MEALS,
    ServiceKind.COWORKING: ExchangeUnit.DESKS,
    ServiceKind.HOME_CARE: ExchangeUnit.HOURS,
    ServiceKind.HOMEWORK_BABYSITTING: ExchangeUnit.HOURS,
    ServiceKind.ERRANDS: ExchangeUnit.HOURS,
    ServiceKind.FAMILY_CLINIC: ExchangeUnit.HOURS,
    ServiceKind.FAMILY_DESK: ExchangeUnit.HOURS,
    ResourceKind.TRAINING: ExchangeUnit.PEOPLE,
    ResourceKind.TRAINING_ROOM: ExchangeUnit.PEOPLE,
    ResourceKind.CARE_MANAGER: ExchangeUnit.HOURS,
    ResourceKind.KNOW_HOW: ExchangeUnit.HOURS,
    ResourceKind.WELFARE_PLATFORM: ExchangeUnit.USERS,
    ResourceKind.JOINT_PURCHASING: ExchangeUnit.USERS,
}
"""The usual unit of a kind, where it is not places."""


def exchange_unit(kind: str) -> ExchangeUnit:
    """Return the usual unit of a kind of need or offer."""
    return EXCHANGE_UNITS.get(kind, ExchangeUnit.PLACES)


class ConsortiumParameter(StrEnum):
    """What a shared service of firms rests on; the unit is at the end of the name, amounts are per year."""

    THRESHOLD = "threshold_count"
    USE = "use_share"
    CHILD = "child_share"
    CAPACITY = "capacity_count"
    PLACE_COST = "place_cost_eur"
    FIXED_COST = "fixed_cost_eur"
    FEE = "fee_eur"


class SurveyQuestion(StrEnum):
    """What the anonymous questionnaire asks of workers, in its order."""

    CHILD_AGE = "child_age"
    ELDER_CARE = "elder_care"
    SERVICE = "service"
    HOURS = "hours"
    FLEXIBILITY = "flexibility"
    TRAVEL_MODE = "travel_mode"
    HOME = "home"


SURVEY_ANSWERS: dict[SurveyQuestion, tuple[str, ...]] = {
    SurveyQuestion.CHILD_AGE: ("age_0_2", "age_3_5", "age_6_10", "age_11_14"),
    SurveyQuestion.ELDER_CARE: ("no", "weekly", "daily"),
    SurveyQuestion.SERVICE: (
        *(ServiceKind.NURSERY, ServiceKind.BEFORE_AFTER_SCHOOL, ServiceKind.DAY_CAMP, ServiceKind.HOME_CARE),
        *(ResourceKind.CARE_MANAGER, ServiceKind.SHUTTLE, ServiceKind.CANTEEN, ServiceKind.ERRANDS),
    ),
    SurveyQuestion.HOURS: ("early_morning", "afternoon", "evening_night", "weekend", "school_holidays", "none"),
    SurveyQuestion.FLEXIBILITY: ("smart_working", "flexible_hours", "shift_choice", "part_time", "short_week", "none"),
    SurveyQuestion.TRAVEL_MODE: ("walk", "cycle", "public_transport", "car_shared", "car_alone"),
    SurveyQuestion.HOME: ("same_municipality", "up_to_10_km", "from_10_to_25_km", "over_25_km"),
}
"""The answers that may be given, in order; those to ``service`` are kinds of service and resource."""
SEVERAL_ANSWERS: frozenset[SurveyQuestion] = frozenset({SurveyQuestion.CHILD_AGE, SurveyQuestion.SERVICE})
"""Questions that take more than one answer; none at all is an answer too, and to the others "I would rather not"."""
RESPONDENTS, ALL_RESPONDENTS = "respondents", "all"
"""Question and answer under which the number of filled-in questionnaires stands."""


class PlanPhase(StrEnum):
    """How far a welfare plan has come."""

    DRAFT = "draft"
    SENT_TO_UNIONS = "sent_to_unions"
    SIGNED = "signed"
    RUNNING = "running"
    MEASURED = "measured"


class Visibility(StrEnum):
    """Who may see a need or an offer."""

    PUBLIC = "public"
    ADHERENTS = "adherents"
    COUNTS = "counts"


class Level(StrEnum):
    """Levels of the territory, smallest first."""

    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    PROVINCE = "province"
    REGION = "region"
