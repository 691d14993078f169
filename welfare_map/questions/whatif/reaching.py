"""
What a scenario does to the places that residents reach, across borders: the figures of access, before and after.

Of that question only what is shared out is computed: no trip longer than its radius is searched, no place ranked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from geodata.codes import Level, ServiceKind
from geodata.crs import FloatArray
from geodata.routing import TravelTimes
from welfare_map.model import (
    RESIDENTS_OF,
    AccessChange,
    AccessQuery,
    Ages,
    ChangeHours,
    ChangePopulation,
    WhatifQuery,
)
from welfare_map.questions.access.demand import demand_of
from welfare_map.questions.access.reaching import Reached, reach, reach_of
from welfare_map.questions.access.shared import Shared
from welfare_map.questions.access.supply import Offered, offered, supply_from
from welfare_map.questions.coverage.figures import figure, plain
from welfare_map.questions.whatif.changing import rows_changed
from welfare_map.questions.whatif.reading import ReadChange
from welfare_map.snapshot import Snapshot

TOLERANCE: Final = 1e-6
"""Places per 100 residents: less is no change."""
STEADY_ENGINES: Final = frozenset({"estimate", "roads"})
"""Names of the engines that give the same minutes whenever they are asked."""
AGES_OF: Final[Mapping[str, tuple[Ages, ...]]] = MappingProxyType(
    {
        "residents_0_2": (Ages.UNDER_THREE, Ages.ALL),
        "residents_3_5": (Ages.THREE_TO_FIVE, Ages.ALL),
        "residents_65_plus": (Ages.FROM_65, Ages.FROM_75, Ages.ALL),
        "residents_75_plus": (Ages.FROM_65, Ages.FROM_75, Ages.ALL),
    }
)
"""Residents whom places are for -> changes of population that change their number."""


def access_changes(
    snapshot: Snapshot,
    scenarios: Sequence[tuple[Sequence[ReadChange], Snapshot]],
    query: WhatifQuery,
    travel_times: TravelTimes,
) -> tuple[AccessChange, ...]:
    """
    Return the municipalities whose residents reach other places.

    Each kind of service is taken with those for residents of the same ages, by the method and the minutes that the
    question of access has by itself.

    Parameters
    ----------
    scenarios
        Changes of each, and the snapshot of the services that they change or imagine (``changed_services``).
    travel_times
        Engine that gives the minutes.

    Returns
    -------
    changes
        By scenario and ages; those where most residents gain or lose come first.
    """
    found: list[AccessChange] = []
    for residents_name in AGES_OF:
        concerned = [number for number, (changes, _) in enumerate(scenarios) if _concerns(changes, residents_name)]
        if not concerned:
            continue
        asked = _asked(residents_name, query)
        before = _before(snapshot, residents_name, asked, travel_times)
        for number in concerned:
            changes, then = scenarios[number]
            whole = _held(snapshot, residents_name, asked).with_others(
                rows_changed(snapshot, changes), offered(then, asked, residents_name)
            )
            after = _after(then, whole, residents_name, asked, travel_times)
            found += _changes(snapshot, number + 1, residents_name, before, after)
    return tuple(sorted(found, key=_order))


def _concerns(changes: Iterable[ReadChange], residents_name: str) -> bool:
    return any(
        one.change.ages in AGES_OF[residents_name]
        if isinstance(one.change, ChangePopulation)
        else not isinstance(one.change, ChangeHours) and one.kind in _kinds(residents_name)
        for one in changes
    )


def _kinds(residents_name: str) -> tuple[ServiceKind, ...]:
    return tuple(kind for kind in ServiceKind if RESIDENTS_OF.get(kind) == residents_name)


def _asked(residents_name: str, query: WhatifQuery) -> AccessQuery:
    return AccessQuery(
        as_of_on=query.as_of_on,
        kinds=_kinds(residents_name),
        level=Level.MUNICIPALITY,
        places=query.places,
        with_demo=query.with_demo,
    )


def _before(snapshot: Snapshot, residents_name: str, asked: AccessQuery, travel_times: TravelTimes) -> Shared:
    """
    Share out the places of the register, a point for each municipality in the order of the territory.

    Kept with the snapshot, and the engine with it; not where a server gives the minutes, which may answer now and not
    then: both sides of a comparison are asked alike.
    """

    def make() -> tuple[TravelTimes, Shared]:
        return travel_times, _points(reach(snapshot, asked, travel_times, residents_name, ()))

    is_steady = travel_times.name in STEADY_ENGINES
    return (snapshot.kept(("shared", asked, id(travel_times)), make) if is_steady else make())[1]


def _held(snapshot: Snapshot, residents_name: str, asked: AccessQuery) -> Offered:
    return snapshot.kept(("offered", asked), lambda: offered(snapshot, asked, residents_name))


def _after(
    then: Snapshot, whole: Offered, residents_name: str, asked: AccessQuery, travel_times: TravelTimes
) -> Shared:
    """Share out the places as they would be: those of the register, but for what is changed or imagined."""
    supply, demand = supply_from(then, whole, asked), demand_of(then, residents_name, ())
    return _points(reach_of(then, asked, travel_times, supply, demand))


def _points(found: Reached) -> Shared:
    return found.points.with_lost(found.supply.lost_high)


def _changes(
    snapshot: Snapshot, number: int, residents_name: str, before: Shared, after: Shared
) -> Iterator[AccessChange]:
    """Return the municipalities of which the figure, or an end of what is possible, is another one."""
    table = snapshot.territory.municipalities
    was, became = _figures(before), _figures(after)
    is_same = np.logical_and.reduce(
        [np.isclose(was[name], became[name], rtol=0, atol=TOLERANCE, equal_nan=True) for name in was]
    )
    for row in np.flatnonzero(~is_same).tolist():
        ends = [{name: figure(values[row]) for name, values in found.items()} for found in (was, became)]
        yield AccessChange(
            scenario=number,
            residents_name=residents_name,
            unit_code=str(table["municipality_code"].iat[row]),
            unit_name=str(table["municipality_name"].iat[row]),
            residents=plain(after.residents[row]) if after.is_known[row] else None,
            before=ends[0]["value"],
            before_low=ends[0]["low"],
            before_high=ends[0]["high"],
            after=ends[1]["value"],
            after_low=ends[1]["low"],
            after_high=ends[1]["high"],
            difference=figure(became["value"][row] - was["value"][row]),
            is_demo=bool(before.has_demo[row] or after.has_demo[row]),
        )


def _figures(points: Shared) -> dict[str, FloatArray]:
    return {
        "value": points.value,
        "low": points.per_resident(points.low),
        "high": points.per_resident(points.high),
    }


def _order(row: AccessChange) -> tuple[int, str, float, str]:
    return row.scenario, row.residents_name, -abs(row.difference or 0) * (row.residents or 0), row.unit_code
