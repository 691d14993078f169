"""How far have agreements come: who joined, what was tried, which plans were made, year by year?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from geodata.codes import AdhesionRole, PlanPhase, PracticePhase
from geodata.errors import InputError
from welfare_map.model import (
    InitiativeRow,
    InitiativesQuery,
    Monitored,
    MonitoringAnswer,
    MonitoringQuery,
    MonitoringRow,
    Phrase,
)
from welfare_map.questions.cells import records
from welfare_map.questions.firms_seen import public_plans
from welfare_map.questions.initiatives import initiatives
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot
from welfare_map.texts import LANGUAGES, text

YEAR_LENGTH: Final = 4
NO_YEAR: Final = 9999
"""Sorts after every year."""
PHASES: Final[Mapping[Monitored, tuple[str, ...]]] = {
    Monitored.PRACTICES: tuple(PracticePhase),
    Monitored.PLANS: tuple(PlanPhase),
}
"""Phases in the order in which they follow one another; those of agreements are numbers."""


@dataclass(frozen=True, slots=True)
class Event:
    """One organisation, practice or plan: when it came, and in which phase."""

    monitored: Monitored
    year: int | None
    phase: str | None
    source_id: str
    is_demo: bool


def monitoring(snapshot: Snapshot, query: MonitoringQuery) -> MonitoringAnswer:
    """
    Count organisations, practices and public plans of agreements by phase and year.

    Only what a document says counts; of plans only those that their firms made public. An organisation joined in the
    phase that holds its year, where the agreement's document gives the phases years and only one holds it.

    Returns
    -------
    answer
        Rows by agreement (as ``initiatives`` lists them), kind, year and phase; a kind of which an agreement has none
        has one row that says 0.

    Raises
    ------
    InputError
        An initiative is not known.
    """
    listed = initiatives(snapshot, InitiativesQuery(as_of_on=query.as_of_on, include_demo=query.include_demo)).rows
    known = {row.initiative_id for row in listed}
    for initiative_id in query.initiative_ids:
        if initiative_id not in known:
            raise InputError("error.unknown_initiative", initiative_id=initiative_id)
    chosen = [row for row in listed if row.initiative_id in (query.initiative_ids or known)]
    found = {row.initiative_id: tuple(_events(snapshot, row)) for row in chosen}
    rows = tuple(made for row in chosen for made in _rows(row, found[row.initiative_id]))
    totals = {kind.value: sum(row.count for row in rows if row.monitored is kind) for kind in Monitored}
    return MonitoringAnswer(
        rows=rows,
        sentence=Phrase("monitoring.sentence", {"count": len(chosen), **totals}),
        method=Phrase("monitoring.method"),
        parameters=asked(query, without=("as_of_on",)),
        sources=source_notes(snapshot, {event.source_id for events in found.values() for event in events}),
        has_demo=any(row.is_demo for row in rows),
        totals=totals,
    )


def _events(snapshot: Snapshot, initiative: InitiativeRow) -> Iterator[Event]:
    for record in _of(snapshot, "adhesions", initiative):
        kind = Monitored.ADHERENTS if record["role"] == AdhesionRole.MEMBER else Monitored.PROMOTERS
        year = None if record["since_year"] is None else int(record["since_year"])
        yield _event(record, kind, year, _phase_in(initiative, year))
    published = {record["document_id"]: record["published_on"] for record in records(snapshot.table("documents"))}
    for record in _of(snapshot, "practices", initiative):
        yield _event(record, Monitored.PRACTICES, _year(published.get(record["document_id"])), record["phase"])
    for record in public_plans(snapshot):
        if record["initiative_id"] == initiative.initiative_id:
            yield _event(record, Monitored.PLANS, _year(record["phase_on"]), record["plan_phase"])


def _of(snapshot: Snapshot, table: str, initiative: InitiativeRow) -> Iterable[Mapping[str, Any]]:
    rows = snapshot.table(table)
    return records(rows[rows["initiative_id"] == initiative.initiative_id])


def _event(record: Mapping[str, Any], kind: Monitored, year: int | None, phase: str | None) -> Event:
    return Event(kind, year, phase, str(record["source_id"]), bool(record["is_demo"]))


def _phase_in(initiative: InitiativeRow, year: int | None) -> str | None:
    """Return the number of the one phase that holds a year; None where none does, or more than one."""
    if year is None:
        return None
    holding = [
        phase.number
        for phase in initiative.phases
        if phase.start_year is not None and phase.start_year <= year <= (phase.end_year or year)
    ]
    return str(holding[0]) if len(holding) == 1 else None


def _year(day: object) -> int | None:
    """Return the year of a day, or of ISO text that begins with one."""
    if isinstance(day, date):
        return day.year
    words = str(day or "")[:YEAR_LENGTH]
    return int(words) if len(words) == YEAR_LENGTH and words.isdecimal() else None


def _rows(initiative: InitiativeRow, events: tuple[Event, ...]) -> Iterator[MonitoringRow]:
    for kind in Monitored:
        own = [event for event in events if event.monitored is kind]
        counts = Counter((event.year, event.phase) for event in own)
        for year, phase in sorted(counts or [(None, None)], key=lambda cell: _order(kind, *cell)):
            yield MonitoringRow(
                initiative_id=initiative.initiative_id,
                initiative_name=initiative.short_name,
                monitored=kind,
                phase=phase,
                phase_name=_phase_name(initiative, kind, phase),
                year=year,
                count=counts[year, phase],
                up_to_count=_up_to(own, year),
                is_demo=initiative.is_demo or any(event.is_demo for event in own),
            )


def _order(kind: Monitored, year: int | None, phase: str | None) -> tuple[int, bool, int]:
    """Return by what rows of a kind are sorted: year, then how far the phase is; what is not known comes last."""
    if phase is None:
        return year or NO_YEAR, True, 0
    return year or NO_YEAR, False, PHASES[kind].index(phase) if kind in PHASES else int(phase)


def _up_to(events: Iterable[Event], year: int | None) -> int | None:
    return None if year is None else sum(event.year is not None and event.year <= year for event in events)


def _phase_name(initiative: InitiativeRow, kind: Monitored, phase: str | None) -> Mapping[str, str]:
    if phase is None:
        return {}
    if kind is Monitored.PRACTICES:
        return {lang: text(f"codes.phase.{phase}", lang) for lang in LANGUAGES}
    if kind is Monitored.PLANS:
        return {lang: text(f"codes.plan_phase.{phase}", lang) for lang in LANGUAGES}
    return next(step.name for step in initiative.phases if str(step.number) == phase)
