"""What a scenario does to the places that residents reach, across borders: the question of access, before and after."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from geodata.codes import Level, ServiceKind
from geodata.routing import TravelTimes
from welfare_map.model import (
    RESIDENTS_OF,
    AccessChange,
    AccessQuery,
    AccessRow,
    Ages,
    ChangeHours,
    ChangePopulation,
    WhatifQuery,
)
from welfare_map.questions.access import access
from welfare_map.questions.coverage.figures import plain
from welfare_map.questions.whatif.reading import ReadChange
from welfare_map.snapshot import Snapshot

TOLERANCE: Final = 1e-6
"""Places per 100 residents: less is no change."""
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
        Changes of each, and the snapshot on which they hold.
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
        before = _rows(snapshot, residents_name, query, travel_times)
        for number in concerned:
            after = _rows(scenarios[number][1], residents_name, query, travel_times)
            rows = (_change(number + 1, residents_name, before[code], after[code]) for code in before)
            found += [row for row in rows if row is not None]
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


def _rows(
    snapshot: Snapshot, residents_name: str, query: WhatifQuery, travel_times: TravelTimes
) -> Mapping[str, AccessRow]:
    asked = AccessQuery(
        as_of_on=query.as_of_on,
        kinds=_kinds(residents_name),
        level=Level.MUNICIPALITY,
        places=query.places,
        with_demo=query.with_demo,
    )
    return {row.unit_code: row for row in access(snapshot, asked, travel_times).rows}


def _change(number: int, residents_name: str, before: AccessRow, after: AccessRow) -> AccessChange | None:
    ends = ("value", "value_low", "value_high")
    is_same = all(_alike(getattr(before, name), getattr(after, name)) for name in ends)
    if is_same:
        return None
    known = None not in (before.value, after.value)
    return AccessChange(
        scenario=number,
        residents_name=residents_name,
        unit_code=before.unit_code,
        unit_name=before.unit_name,
        residents=after.residents,
        before=before.value,
        before_low=before.value_low,
        before_high=before.value_high,
        after=after.value,
        after_low=after.value_low,
        after_high=after.value_high,
        difference=plain((after.value or 0) - (before.value or 0)) if known else None,
        is_demo=before.is_demo or after.is_demo,
    )


def _alike(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE


def _order(row: AccessChange) -> tuple[int, str, float, str]:
    return row.scenario, row.residents_name, -abs(row.difference or 0) * (row.residents or 0), row.unit_code
