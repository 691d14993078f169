"""The parameters of a shared service: what somebody wrote, else what a source says, else a blank."""

from collections.abc import Iterator, Mapping
from typing import Any

from geodata.codes import ConsortiumParameter
from geodata.errors import InputError
from welfare_map.model import AssumptionRow, ConsortiumQuery
from welfare_map.model.consortium import HIGHEST
from welfare_map.questions.cells import both_languages, records
from welfare_map.questions.consortium.game import MILLI, Costs
from welfare_map.snapshot import Snapshot
from welfare_map.texts import LANGUAGES

TABLE = "consortium_parameters"
ABOVE_ZERO = frozenset({ConsortiumParameter.THRESHOLD, ConsortiumParameter.CAPACITY})
DERIVED = "derived"
NOBODY = dict.fromkeys(LANGUAGES, "")


def check_assumptions(query: ConsortiumQuery) -> None:
    """
    Refuse what no parameter can be.

    Raises
    ------
    InputError
        A value is out of bounds.
    """
    for assumption, value in query.assumptions:
        is_too_low = value <= 0 if assumption in ABOVE_ZERO else value < 0
        if is_too_low or not value <= HIGHEST[assumption]:
            raise InputError("error.bad_assumption", name=assumption.value, value=value, maximum=HIGHEST[assumption])


def assumption_rows(snapshot: Snapshot, query: ConsortiumQuery) -> tuple[AssumptionRow, ...]:
    """Return every parameter of a kind, in the order of the vocabulary."""
    said = {row["parameter"]: row for row in records(snapshot.table(TABLE)) if row["exchange_kind"] == query.kind}
    given = dict(query.assumptions)
    rows = {item: _row(item, said.get(item.value, {}), given.get(item)) for item in ConsortiumParameter}
    full = rows[ConsortiumParameter.CAPACITY].value
    if rows[ConsortiumParameter.THRESHOLD].basis == "blank" and full is not None:
        rows[ConsortiumParameter.THRESHOLD] = AssumptionRow(
            assumption=ConsortiumParameter.THRESHOLD.value,
            value=full,
            low=None,
            high=None,
            basis=DERIVED,
            source=NOBODY,
            years=None,
            note=rows[ConsortiumParameter.THRESHOLD].note,
        )
    return tuple(rows.values())


def with_change(
    rows: tuple[AssumptionRow, ...], changed: ConsortiumParameter, value: float
) -> dict[ConsortiumParameter, float]:
    """Return what is known where one parameter has another value: a threshold that is a full structure goes with it."""
    follows = changed is ConsortiumParameter.CAPACITY and any(
        row.assumption == ConsortiumParameter.THRESHOLD and row.basis == DERIVED for row in rows
    )
    return values_of(rows) | {changed: value} | ({ConsortiumParameter.THRESHOLD: value} if follows else {})


def _row(assumption: ConsortiumParameter, said: Mapping[str, Any], given: float | None) -> AssumptionRow:
    middle = said.get("value")
    if middle is None and said.get("low") is not None and said.get("high") is not None:
        middle = (said["low"] + said["high"]) / 2
    return AssumptionRow(
        assumption=assumption.value,
        value=middle if given is None else given,
        low=said.get("low"),
        high=said.get("high"),
        basis="given" if given is not None else "blank" if middle is None else "table",
        source=both_languages(said, "source") if said else NOBODY,
        years=said.get("years"),
        note=both_languages(said, "note") if said else NOBODY,
    )


def values_of(rows: tuple[AssumptionRow, ...]) -> dict[ConsortiumParameter, float]:
    """Return what is known."""
    return dict(_known(rows))


def _known(rows: tuple[AssumptionRow, ...]) -> Iterator[tuple[ConsortiumParameter, float]]:
    for row in rows:
        if row.value is not None:
            yield ConsortiumParameter(row.assumption), row.value


def costs_of(values: Mapping[ConsortiumParameter, float]) -> Costs:
    """Return the costs in cents; a capacity is whole places, at least one."""
    capacity = values.get(ConsortiumParameter.CAPACITY)
    return Costs(
        place_cents=_cents(values.get(ConsortiumParameter.PLACE_COST)),
        fixed_cents=_cents(values.get(ConsortiumParameter.FIXED_COST)),
        capacity_count=None if capacity is None else max(1, int(capacity)),
    )


def _cents(amount_eur: float | None) -> int | None:
    return None if amount_eur is None else round(amount_eur * 100)


def threshold_of(values: Mapping[ConsortiumParameter, float]) -> int:
    """Return the threshold in thousandths."""
    return round(values[ConsortiumParameter.THRESHOLD] * MILLI)
