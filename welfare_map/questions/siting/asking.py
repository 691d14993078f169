"""The question itself: what is looked for, and the answer with all that makes it trustworthy."""

from dataclasses import replace

from geodata.codes import ServiceKind
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import (
    SITING_BOUNDS,
    SitingAnswer,
    SitingQuery,
    SitingStatus,
    SitingTarget,
)
from welfare_map.questions.siting.adding import adding
from welfare_map.questions.siting.field import Field, field_of
from welfare_map.questions.siting.headline import whole_sentence
from welfare_map.questions.siting.meeting import meeting
from welfare_map.questions.siting.saying import supposed
from welfare_map.questions.siting.spreading import covering, shortening
from welfare_map.snapshot import Snapshot


def siting(snapshot: Snapshot, query: SitingQuery, travel_times: TravelTimes) -> SitingAnswer:
    """
    Say where the next places should go.

    What "brought to the target" means, and how each target is searched, is in ``docs/siting.md``. Places, residents and
    the figure of the law are those of ``questions.coverage``.

    Parameters
    ----------
    snapshot
        Tables and indexes; never changed.
    query
        The question.
    travel_times
        Minutes from municipalities to services and sites.

    Returns
    -------
    answer
        Sites by the residents whom they serve; on invented records everything is a demonstration.
        ``without_position_count`` counts the services of which not even the municipality is known.

    Raises
    ------
    InputError
        The indicator counts no places, a unit or a figure is unknown, or a parameter is out of bounds.
    """
    check(query)
    field = field_of(snapshot, query, travel_times)
    found = _supposing(query, _found(snapshot, query, field, travel_times))
    return replace(found, sentence=whole_sentence(found))


def _supposing(query: SitingQuery, found: SitingAnswer) -> SitingAnswer:
    """Return an answer of which, where nobody can tell, each site and the proof say what is counted on."""
    if found.status is not SitingStatus.UNDECIDABLE:
        return found
    rows = tuple(replace(row, sentence=supposed(query, row.sentence)) for row in found.rows)
    return replace(found, rows=rows, bound_words=supposed(query, found.bound_words))


def _found(snapshot: Snapshot, query: SitingQuery, field: Field, travel_times: TravelTimes) -> SitingAnswer:
    match query.target:
        case SitingTarget.LEP:
            return adding(snapshot, query, field)
        case SitingTarget.COVER:
            return covering(snapshot, query, field)
        case SitingTarget.P_MEDIAN:
            return shortening(snapshot, query, field, travel_times)
        case SitingTarget.INTERFIRM | SitingTarget.ENTERPRISE:
            return meeting(snapshot, query, field, travel_times)


def check(query: SitingQuery) -> None:
    """
    Refuse what cannot be asked.

    Raises
    ------
    InputError
        A parameter is out of bounds, or two do not go together.
    """
    for name, (low, high) in SITING_BOUNDS.items():
        value = getattr(query, name)
        if value is not None and not low <= value <= high:
            said = {"value": value, "minimum": low, "maximum": high}
            raise InputError("error.siting_bounds", name=f"siting.parameter.{name}", **said)
    if query.most_new_count + 1 < 2 * query.least_new_count:
        raise InputError("error.siting_sizes", least=query.least_new_count, most=query.most_new_count)
    if (query.new_place_eur is None) != (query.added_place_eur is None):
        raise InputError("error.siting_costs")
    if query.target is SitingTarget.INTERFIRM and query.indicator not in FOR_CHILDREN:
        raise InputError(
            "error.siting_interfirm", value=f"coverage.name.{query.indicator}", kind=f"codes.kind.{ServiceKind.NURSERY}"
        )


FOR_CHILDREN = frozenset({"lep_nursery", "nursery_places_per_100_aged_0_2"})
"""Indicators of the places of which firms know how many their staff would use."""
