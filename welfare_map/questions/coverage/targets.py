"""Targets and figures that others published, side by side with an indicator and never mixed with it."""

from collections.abc import Mapping
from typing import Any

from welfare_map.model import Phrase, TargetNote
from welfare_map.model.indicators import NO_LEGAL_BEDS, Indicator, TargetUse
from welfare_map.questions.cells import both_languages, optional, records
from welfare_map.snapshot import Snapshot


def target_notes(snapshot: Snapshot, indicator: Indicator) -> tuple[TargetNote, ...]:
    """Return the targets of an indicator, the legal one first; those that the register does not hold are left out."""
    return snapshot.registered.kept(("targets", indicator.code), lambda: _notes(snapshot, indicator))


def _notes(snapshot: Snapshot, indicator: Indicator) -> tuple[TargetNote, ...]:
    rows = {str(row["target_id"]): row for row in records(snapshot.table("targets"))}
    legal = (TargetUse(indicator.legal_target_id, 1),) if indicator.legal_target_id else ()
    uses = ((use, use in legal) for use in (*legal, *indicator.comparisons))
    return tuple(_note(rows[use.target_id], use, is_legal=is_legal) for use, is_legal in uses if use.target_id in rows)


def legal_target(notes: tuple[TargetNote, ...]) -> float | None:
    """Return the figure of the one legal target, None where no law sets one."""
    return next((note.value for note in notes if note.is_legal), None)


def legal_words(indicator: Indicator, notes: tuple[TargetNote, ...]) -> Phrase:
    """Say what the law asks, or that it asks nothing."""
    note = next((note for note in notes if note.is_legal), None)
    if note is not None:
        return Phrase("coverage.legal.target", {"value": note.value, "source": note.source})
    return Phrase("coverage.legal.no_beds" if NO_LEGAL_BEDS in indicator.comparisons else "coverage.legal.none")


def _note(row: Mapping[str, Any], use: TargetUse, *, is_legal: bool) -> TargetNote:
    value = optional(row["value"], float)
    return TargetNote(
        target_id=use.target_id,
        name=both_languages(row, "name"),
        value=value,
        unit=str(row["unit"] or ""),
        comparable_value=None if value is None or use.factor is None else round(value * use.factor, 6),
        is_legal=is_legal,
        meaning=both_languages(row, "meaning"),
        source=str(row["source"]),
        valid_year=optional(row["valid_year"], str),
        note=both_languages(row, "note"),
    )
