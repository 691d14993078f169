"""Which shuttle could firms share, from where their people live and when they work?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from welfare_map.model.answer import Answer, Phrase
from welfare_map.model.firms import PUBLIC, Firm, Viewer

MAX_SHUTTLE_FIRMS = 20
MAX_SEATS = 100
MAX_RIDE_MIN = 180
MAX_DAYS_PER_YEAR = 366
"""Bounds of a shuttle query."""


class ShuttleWay(StrEnum):
    """To work before the shift, or home after it."""

    THERE = "there"
    BACK = "back"


class OriginQuality(StrEnum):
    """
    How it is known where people live.

    The firm said it for the shift; it said it for all shifts together and they are split by the people on each; nobody
    said it and a gravity model estimates it.
    """

    DECLARED = "declared"
    SHARED_OUT = "shared_out"
    ESTIMATED = "estimated"


class LeftOut(StrEnum):
    """Why people, or a whole firm, are not on a shuttle."""

    NO_POSITION = "no_position"
    NO_SHIFTS = "no_shifts"
    UNREADABLE_SHIFT = "unreadable_shift"
    NO_STAFF = "no_staff"
    FEW_TOGETHER = "few_together"
    UNKNOWN_HOME = "unknown_home"
    TOO_NEAR = "too_near"
    TOO_FAR = "too_far"
    NO_WAY = "no_way"


class Duty(StrEnum):
    """Whether a firm must write a home-work travel plan (PSCL)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class ShuttleQuery:
    """
    Which shuttle could these firms share?

    Parameters
    ----------
    organisation_ids
        Firms of the register, each once.
    own
        A firm that is described in the open page alone; its counts are those that were typed.
    viewer
        Who looks: only the commuters that they see take part.
    seats
        Seats of a vehicle for passengers.
    longest_ride_min
        Longest time on board, minutes.
    tolerance_min
        How long before the beginning people arrive at the earliest, and after the end they leave at the latest.
    margin_min
        How long before the beginning they arrive at the latest, and after the end they leave at the earliest.
    stop_min
        Minutes that a stop adds to what the engine counts for the way.
    window_min
        Shifts whose beginnings, and whose ends, differ by so much at most are served together.
    nearest_km
        Who lives nearer than this, in a straight line, is left to feet and bicycle.
    uptake_share
        Part of the people who would take it (0-1).
    people_per_car
        People in a car today, 1 or more.
    cost_eur_per_km, cost_eur_per_hour
        What the vehicle costs; without both of them no cost is known.
    days_per_year
        Days in a year on which a shift from Monday to Friday is worked; other weeks in proportion.
    beta_per_min
        How fast fewer people live farther away, per minute, where it has to be estimated.
    """

    as_of_on: date
    organisation_ids: tuple[str, ...] = ()
    own: Firm | None = None
    viewer: Viewer = PUBLIC
    seats: int = 16
    longest_ride_min: int = 45
    tolerance_min: int = 20
    margin_min: int = 5
    stop_min: int = 1
    window_min: int = 30
    nearest_km: float = 2.0
    uptake_share: float = 1.0
    people_per_car: float = 1.0
    cost_eur_per_km: float | None = None
    cost_eur_per_hour: float | None = None
    days_per_year: int = 220
    beta_per_min: float = 0.08

    @property
    def price(self) -> tuple[float, float] | None:
        """Return euros per km and per hour, None where one of them is not known."""
        if self.cost_eur_per_km is None or self.cost_eur_per_hour is None:
            return None
        return self.cost_eur_per_km, self.cost_eur_per_hour


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuttleStop:
    """
    One stop of a round, in order: where, when, who gets on and off, how many are on board when it leaves.

    ``at_min`` counts from the midnight with which the day of the shift begins, so it may lie before it or after the
    next one. A stop of a firm has ``organisation_id``, one near homes ``municipality_code``; degrees, EPSG:4326.
    """

    name: str
    organisation_id: str | None
    municipality_code: str | None
    lon: float
    lat: float
    at: str
    at_min: int
    on_count: int
    off_count: int
    aboard_count: int
    minutes_from_last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuttleRiders:
    """People of one firm and shift who ride between two stops of a round; stops are numbered from 0."""

    organisation_id: str
    municipality_code: str
    shift_number: int
    shift_starts_at: str
    shift_ends_at: str
    rider_count: int
    on_stop: int
    off_stop: int
    ride_min: int
    spare_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuttleRound:
    """
    One vehicle's round: it leaves a firm empty, carries people and comes back to that firm.

    ``km`` and ``minutes`` are of the whole round, the empty parts included; ``car_km`` is what the same people drive
    today; ``cost_eur`` is None where nobody said what a vehicle costs.
    """

    round_number: int
    window_number: int
    days: str
    way: ShuttleWay
    organisation_ids: tuple[str, ...]
    base_organisation_id: str
    leaves_at: str
    returns_at: str
    stops: tuple[ShuttleStop, ...]
    riders: tuple[ShuttleRiders, ...]
    rider_count: int
    seats: int
    seats_filled: int
    minutes: int
    longest_ride_min: int
    km: float
    car_km: float
    km_saved: float
    cost_eur: float | None
    is_estimate: bool
    origin_quality: OriginQuality
    geometry_wkt: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuttleSums:
    """Rounds, vehicles, km, minutes and euros of one day at work, both ways; ``cost_eur`` None is not known."""

    round_count: int
    vehicle_count: int
    km: float
    minutes: int
    km_saved: float
    cost_eur: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuttleShift:
    """A firm's shift in a window, with the people who ride."""

    organisation_id: str
    organisation_name: str
    starts_at: str
    ends_at: str
    rider_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuttleWindow:
    """Shifts that begin and end together on the same days, served by one plan; together and each firm alone."""

    window_number: int
    days: str
    days_per_year: int
    shifts: tuple[ShuttleShift, ...]
    rider_count: int
    together: ShuttleSums
    alone: ShuttleSums
    is_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuttleOrigin:
    """
    People of one firm and shift from one municipality: a row of the sheet for the home-work travel plan.

    Minutes on board are those of whoever rides longest; minutes by car and km one way. ``km_saved`` is what their cars
    do not drive less their part of the round, by the km that they drive today.
    """

    organisation_id: str
    organisation_name: str
    window_number: int
    days: str
    shift_number: int
    shift_starts_at: str
    shift_ends_at: str
    municipality_code: str
    municipality_name: str
    worker_count: int
    seat_count: int
    origin_quality: OriginQuality
    shuttle_there_min: int
    shuttle_back_min: int
    car_there_min: int
    car_back_min: int
    car_km: float
    km_saved_per_day: float
    km_saved_per_year: float
    is_estimate: bool
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuttleFirm:
    """A firm of the question: what is known of its people, and whether it must write a home-work travel plan."""

    organisation_id: str
    organisation_name: str
    municipality_name: str | None
    employee_count: int | None
    rider_count: int
    origin_quality: OriginQuality | None
    has_other_sites: bool
    plan_duty: Duty
    plan_duty_why: Phrase
    is_demo: bool
    source_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuttleLeftOut:
    """People, or a whole firm, for whom there is no shuttle, and why; what is not known is None."""

    organisation_id: str
    organisation_name: str
    reason: LeftOut
    why: Phrase
    municipality_code: str | None = None
    municipality_name: str | None = None
    worker_count: int | None = None


@dataclass(frozen=True, kw_only=True)
class ShuttleAnswer(Answer[ShuttleRound]):
    """
    Rounds by window, way and time of leaving.

    ``per_year`` and ``per_year_alone`` add up the windows over a year; ``is_estimate`` says that minutes do not follow
    real roads, ``has_estimated_origins`` that nobody said where some of the people live.
    """

    windows: tuple[ShuttleWindow, ...]
    origins: tuple[ShuttleOrigin, ...]
    firms: tuple[ShuttleFirm, ...]
    left_out: tuple[ShuttleLeftOut, ...]
    per_year: ShuttleSums
    per_year_alone: ShuttleSums
    is_estimate: bool
    has_estimated_origins: bool
