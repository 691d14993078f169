"""
With whom can a firm share a service that none of them can afford alone?

``assumptions`` are the parameters; ``needs`` says what each firm needs, ``sites`` where the service could be and how
far firms are; ``groups`` finds which numbers reach a threshold together, ``search`` which firms do at a common site;
``game`` is what it costs and who pays what, ``bridge`` who makes it possible, ``existing`` which free places there are
already, ``sensitivity`` what a change does; ``case`` is all that is known before, ``rows`` and ``answer`` what is told.
"""

import numpy as np

from geodata.codes import ConsortiumParameter
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import (
    CONSORTIUM_KINDS,
    MAX_LIMIT_MIN,
    AssumptionRow,
    ConsortiumAnswer,
    ConsortiumQuery,
    SiteKind,
)
from welfare_map.model.consortium import MAX_NAMED_COUNT
from welfare_map.questions.consortium.answer import answer_of
from welfare_map.questions.consortium.assumptions import (
    assumption_rows,
    check_assumptions,
    costs_of,
    threshold_of,
    values_of,
)
from welfare_map.questions.consortium.case import Case
from welfare_map.questions.consortium.existing import existing_rows
from welfare_map.questions.consortium.needs import firms_asked, milli_of, named_ids, needs_of
from welfare_map.questions.consortium.search import Wanted, find_groups, reach_of
from welfare_map.questions.consortium.sites import Field, Site, field_of
from welfare_map.snapshot import Snapshot


def consortium(snapshot: Snapshot, query: ConsortiumQuery, travel_times: TravelTimes) -> ConsortiumAnswer:
    """
    Find the minimal groups of firms that reach the threshold of a shared service at a common site.

    A group has a site within the limit of each of its firms, itself within the limit of the point, and the sum of what
    its firms need reaches the threshold; without any of its firms that was not named it would not. A firm needs what it
    declared and the viewer sees, else an estimate from its employees, else it is left out and counted.

    Without a threshold (nobody says it) there are no groups; without costs the groups have none.

    Parameters
    ----------
    snapshot
        Tables and indexes; never changed.
    query
        The question; minutes are compared with the limit as they are shown, to 0.1.
    travel_times
        Engine that gives the minutes, from a firm to a site.

    Returns
    -------
    answer
        Groups by number of firms, then by minutes in all, then by ``organisation_ids``.

    Raises
    ------
    InputError
        The kind, a limit, a parameter or the number of rows is out of bounds, an organisation is unknown or has no
        position, or the point is not in the area.
    """
    _check(query)
    origin = _origin(snapshot, query)
    firms = firms_asked(snapshot, query)
    assumptions = assumption_rows(snapshot, query)
    field = field_of(snapshot, query, travel_times, firms, origin)
    case = _case(query, origin, field, assumptions)
    has_threshold = ConsortiumParameter.THRESHOLD in case.values
    found = find_groups(field, case.wanted, case.reach, max_count=query.max_count) if has_threshold else None
    existing = existing_rows(snapshot, query, travel_times, field)
    return answer_of(snapshot, case, travel_times, found, existing)


def _check(query: ConsortiumQuery) -> None:
    if query.kind not in CONSORTIUM_KINDS:
        raise InputError("error.unknown_choice", option="--kind", value=query.kind, allowed=", ".join(CONSORTIUM_KINDS))
    if not 0 < query.limit_min <= MAX_LIMIT_MIN:
        raise InputError("error.bad_minutes", value=query.limit_min, maximum=MAX_LIMIT_MIN)
    if query.max_count < 1:
        raise InputError("error.bad_max_count", value=query.max_count)
    if len(query.with_ids) > MAX_NAMED_COUNT:
        raise InputError("error.too_many_firms", value=len(query.with_ids), maximum=MAX_NAMED_COUNT)
    if query.is_only and not named_ids(query):
        raise InputError("error.only_whom")
    check_assumptions(query)


def _origin(snapshot: Snapshot, query: ConsortiumQuery) -> Site:
    code = snapshot.territory.locate(query.lon, query.lat)
    name = str(snapshot.territory.municipalities["municipality_name"].iat[snapshot.territory.row_of(code)])
    return Site(SiteKind.POINT, name, query.lon, query.lat, code, name)


def _case(query: ConsortiumQuery, origin: Site, field: Field, assumptions: tuple[AssumptionRow, ...]) -> Case:
    values = values_of(assumptions)
    needs = needs_of(field.firms, query.kind, values)
    named = set(named_ids(query))
    wanted = Wanted(
        milli=milli_of(needs),
        is_named=np.array([firm.organisation_id in named for firm in field.firms], bool),
        may_join=np.full(len(field.firms), not query.is_only),
        threshold=threshold_of(values) if ConsortiumParameter.THRESHOLD in values else 0,
        limit_min=query.limit_min,
    )
    return Case(
        query=query,
        origin=origin,
        field=field,
        needs=needs,
        wanted=wanted,
        reach=reach_of(field, wanted),
        assumptions=assumptions,
        values=values,
        costs=costs_of(values),
    )
