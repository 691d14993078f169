"""The question itself: from a query to its answer."""

from collections.abc import Sequence

from geodata.errors import InputError
from geodata.routing import TravelTimes
from geodata.routing.estimate import DETOUR_FACTOR
from welfare_map.model import (
    MAX_DAYS_PER_YEAR,
    MAX_RIDE_MIN,
    MAX_SEATS,
    MAX_SHUTTLE_FIRMS,
    Firm,
    LeftOut,
    OriginQuality,
    Phrase,
    ShuttleAnswer,
    ShuttleQuery,
    ShuttleWay,
    Value,
)
from welfare_map.questions.firms_seen import firm_seen
from welfare_map.questions.shuttle.joining import planned
from welfare_map.questions.shuttle.network import known_homes, network_of, within_reach
from welfare_map.questions.shuttle.origins import GRAVITY_LIMIT_MIN
from welfare_map.questions.shuttle.people import Group, Missed, people_of
from welfare_map.questions.shuttle.rounds import VEHICLE_M, is_priced, task_of
from welfare_map.questions.shuttle.rows import Written, written
from welfare_map.questions.shuttle.timetable import WindowPlan
from welfare_map.questions.shuttle.windows import windows_of
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot

NOT_REPEATED = ("own", "viewer")
"""What was typed in the page, and who looks, are not repeated in an answer that is passed on."""
REASONS_COUNT = 3
"""Reasons that the sentence names; the answer has them all."""
BOUNDS = {
    "seats": (1, MAX_SEATS),
    "longest_ride_min": (5, MAX_RIDE_MIN),
    "margin_min": (0, 60),
    "tolerance_min": (0, 120),
    "stop_min": (0, 30),
    "window_min": (0, 120),
    "nearest_km": (0, 50),
    "uptake_share": (0.01, 1),
    "people_per_car": (1, 9),
    "cost_eur_per_km": (0, 1000),
    "cost_eur_per_hour": (0, 10_000),
    "days_per_year": (1, MAX_DAYS_PER_YEAR),
    "beta_per_min": (0, 1),
}


def shuttle(snapshot: Snapshot, query: ShuttleQuery, travel_times: TravelTimes) -> ShuttleAnswer:
    """
    Plan the shuttle that firms could share, one plan for the shifts that begin and end together.

    Stops are the points of the municipalities where people live, weighted by residents, and the first placed site of
    each firm. A vehicle leaves one of the firms empty and comes back to it, and all of its round is counted. Where a
    firm says nothing of where its people live, a gravity model estimates it, and every row that uses it says so. Rounds
    are searched, not proven best; together is never worse than each firm alone.

    Parameters
    ----------
    snapshot
        Firms and territory; never changed.
    query
        Firms and parameters.
    travel_times
        Engine that gives minutes by car, each direction on its own.

    Returns
    -------
    answer
        Rounds by window, way and time of leaving. Firms without a position count in ``without_position_count``; whoever
        has no shuttle is in ``left_out``, with the reason.

    Raises
    ------
    InputError
        No firm, an unknown one, or too many; a parameter out of bounds.
    """
    firms = _checked(snapshot, query)
    groups, missed = _people(snapshot, query, firms, travel_times)
    plans: list[WindowPlan] = []
    network = network_of(snapshot, query, groups, travel_times) if groups else None
    if network is not None:
        groups, unreached = within_reach(query, groups, network)
        missed += unreached
        for window in windows_of({group.shift for group in groups}, query.window_min):
            own = [group for group in groups if group.shift in window.shifts]
            ways = {way: planned(task_of(query, window, way, own, network)) for way in ShuttleWay}
            plans.append(WindowPlan(window, tuple(own), network, ways))
    return _answer(snapshot, query, travel_times, written(snapshot, query, firms, plans, missed))


def _checked(snapshot: Snapshot, query: ShuttleQuery) -> tuple[Firm, ...]:
    """Return the firms of a query as its viewer sees them, after its bounds have been checked."""
    ids = tuple(dict.fromkeys(query.organisation_ids))
    own = (query.own,) if query.own is not None else ()
    if not 0 < len(ids) + len(own) <= MAX_SHUTTLE_FIRMS:
        raise InputError("error.shuttle_firm_count", value=len(ids) + len(own), maximum=MAX_SHUTTLE_FIRMS)
    for name, (least, most) in BOUNDS.items():
        value = getattr(query, name)
        if value is not None and not least <= value <= most:
            raise InputError("error.shuttle_parameter", name=name, value=value, minimum=least, maximum=most)
    if query.margin_min > query.tolerance_min:
        raise InputError("error.shuttle_margin", margin=query.margin_min, tolerance=query.tolerance_min)
    return (*own, *(firm_seen(snapshot, item, query.viewer) for item in ids))


def _people(
    snapshot: Snapshot, query: ShuttleQuery, firms: Sequence[Firm], travel_times: TravelTimes
) -> tuple[list[Group], list[Missed]]:
    groups: list[Group] = []
    missed: list[Missed] = []
    for firm in firms:
        own, without = people_of(snapshot, query, firm, travel_times)
        groups += own
        missed += without
    groups, unknown = known_homes(snapshot, groups)
    return groups, missed + unknown


def _answer(snapshot: Snapshot, query: ShuttleQuery, travel_times: TravelTimes, found: Written) -> ShuttleAnswer:
    has_estimated = any(origin.origin_quality is OriginQuality.ESTIMATED for origin in found.origins)
    return ShuttleAnswer(
        rows=found.rounds,
        sentence=_sentence(found, has_estimated=has_estimated),
        method=_method(query, travel_times, has_estimated=has_estimated),
        parameters={**asked(query, without=NOT_REPEATED), "engine": travel_times.name},
        without_position_count=sum(one.reason is LeftOut.NO_POSITION for one in found.left_out),
        sources=source_notes(snapshot, {firm.source_id for firm in found.firms}),
        has_demo=any(firm.is_demo for firm in found.firms),
        windows=found.windows,
        origins=found.origins,
        firms=found.firms,
        left_out=found.left_out,
        per_year=found.per_year,
        per_year_alone=found.per_year_alone,
        is_estimate=any(one.is_estimate for one in found.rounds),
        has_estimated_origins=has_estimated,
    )


def _sentence(found: Written, *, has_estimated: bool) -> Phrase:
    if not found.rounds:
        return Phrase("shuttle.sentence.none", {"why": tuple(one.why for one in found.left_out)[:REASONS_COUNT]})
    together, alone = found.per_year, found.per_year_alone
    riding = [firm for firm in found.firms if firm.rider_count]
    values: dict[str, Value] = {
        "mark": Phrase("shuttle.mark.estimated") if has_estimated else "",
        "people": sum(firm.rider_count for firm in riding),
        "firms": len(riding),
        "vehicles": together.vehicle_count,
        "vehicles_alone": alone.vehicle_count,
        "km": round(together.km),
        "km_alone": round(alone.km),
        "km_saved": round(together.km_saved),
    }
    is_shared = any(window.is_shared for window in found.windows)
    which = "one_firm" if len(riding) == 1 else "together" if is_shared else "alone"
    return Phrase(f"shuttle.sentence.{which}", values)


def _method(query: ShuttleQuery, travel_times: TravelTimes, *, has_estimated: bool) -> Phrase:
    gravity = {"beta": query.beta_per_min, "limit": GRAVITY_LIMIT_MIN}
    fewest = Phrase("shuttle.method.fewest", {"km": VEHICLE_M / 1000})
    return Phrase(
        "shuttle.method.plan",
        {
            "minutes": Phrase(f"shuttle.method.{travel_times.name}"),
            "stop": query.stop_min,
            "detour": DETOUR_FACTOR,
            "people": query.people_per_car,
            "days": query.days_per_year,
            "aim": Phrase("shuttle.method.cheapest") if is_priced(query.price) else fewest,
            "origins": Phrase("shuttle.method.gravity", gravity) if has_estimated else Phrase("shuttle.method.counted"),
        },
    )
