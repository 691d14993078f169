"""
Closes a questionnaire: what may be kept becomes records of the organisation, the tallies are erased; both or neither.

What is kept takes the place of all that an earlier questionnaire told of the organisation. Where nothing may be kept,
that stays as it was, for to take it away would tell that fewer than five answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa

from geodata.codes import SEVERAL_ANSWERS, SURVEY_ANSWERS, SurveyQuestion, Visibility
from geodata.errors import InputError
from welfare_map.model import Plain
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.history.changes import apply_change, insert_record, known, unborn, unlike
from welfare_map.register.history.curated import new_cells
from welfare_map.register.history.records import Record, find_record, is_record, numbers_of, read_cells, record_id_of
from welfare_map.register.history.revisions import Act, add_revision
from welfare_map.register.history.withdrawing import withdraw_record
from welfare_map.register.sql.curation import SURVEY_TALLIES
from welfare_map.register.sql.database import empty_log, writing
from welfare_map.register.sql.repository import current_version, set_version
from welfare_map.register.sql.schema import RECORD_TABLES
from welfare_map.register.surveys.suppression import CELLS, TOTAL, Cell, Counts, added, kept_counts
from welfare_map.register.surveys.surveys import Survey, erase, find_survey
from welfare_map.register.updates.file_day import italian_day

TABLE = "worker_needs"


@dataclass(frozen=True, slots=True)
class Closed:
    """A questionnaire that was closed, and what was kept of it."""

    survey: Survey
    kept: Counts = field(default_factory=dict)


def close_survey(
    engine: sa.Engine,
    actor: Actor,
    survey_id: str,
    *,
    visibility: Visibility,
    paper: Counts | None = None,
    at: datetime | None = None,
) -> Closed:
    """
    Close a questionnaire, in one transaction; the version rises by one, whatever is kept.

    Parameters
    ----------
    visibility
        Who may see what is kept.
    paper
        Totals of the sheets of paper, ``TOTAL`` among them; they are held to the same rules apart from the answers on
        screen, so that whoever counted them cannot take them away from the sum.

    Raises
    ------
    InputError
        ``error.unknown_survey``; ``error.survey_over`` when it is closed already; ``error.paper_counts``.
    """
    sheets = checked_paper(paper or {})
    moment = at or datetime.now(UTC)
    with writing(engine) as connection:
        survey = find_survey(connection, survey_id)
        if not survey.is_open:
            raise InputError("error.survey_over")
        version = current_version(connection)
        kept = added(kept_counts(_tallies(connection, survey_id)), kept_counts(sheets))
        if kept:
            act = Act(actor, "edited", survey.title, moment)
            _replace(connection, survey.organisation_id, kept, visibility, act)
        erase(connection, survey_id, italian_day(moment))
        closed = find_survey(connection, survey_id)
        set_version(connection, version + 1)
    empty_log(engine)
    return Closed(closed, kept)


def checked_paper(paper: Counts) -> Counts:
    """
    Return the totals of sheets of paper.

    Raises
    ------
    InputError
        ``error.paper_counts``: an unknown cell, a count below nought, more of one answer than sheets, or more answers
        to a question that takes one than sheets.
    """
    sheet_count = paper.get(TOTAL, 0)
    single = [question for question in SurveyQuestion if question not in SEVERAL_ANSWERS]
    sums = (sum(paper.get((question, answer), 0) for answer in SURVEY_ANSWERS[question]) for question in single)
    is_sound = set(paper) <= set(CELLS) and all(0 <= count <= sheet_count for count in paper.values())
    if not is_sound or max(sums) > sheet_count:
        raise InputError("error.paper_counts", count=sheet_count)
    return paper


def _tallies(connection: sa.Connection, survey_id: str) -> Counts:
    query = sa.select(SURVEY_TALLIES).where(SURVEY_TALLIES.c.survey_id == survey_id)
    return {(row["question"], row["answer"]): row["worker_count"] for row in connection.execute(query).mappings()}


def _replace(connection: sa.Connection, organisation_id: str, kept: Counts, visibility: Visibility, act: Act) -> None:
    """Put the counts in the place of all that earlier questionnaires told of the organisation."""
    for cell, record in _earlier(connection, organisation_id).items():
        if cell not in kept:
            withdraw_record(connection, record, Act(act.actor, "withdrawn", act.why, act.at))
    is_demo = bool(find_record(connection, "organisations", organisation_id).cells["is_demo"])
    for (question, answer), count in kept.items():
        values: dict[str, Plain] = {
            "organisation_id": organisation_id,
            "question": question,
            "answer": answer,
            "worker_count": count,
            "as_of_on": italian_day(act.at).isoformat(),
            "visibility": visibility.value,
        }
        _write(connection, values, act, is_demo=is_demo)


def _earlier(connection: sa.Connection, organisation_id: str) -> Mapping[Cell, Record]:
    columns = RECORD_TABLES[TABLE].c
    rows = connection.execute(sa.select(RECORD_TABLES[TABLE]).where(columns.organisation_id == organisation_id))
    found = {(row["question"], row["answer"]): dict(row) for row in rows.mappings()}
    ids = {cell: record_id_of(TABLE, cells) for cell, cells in found.items() if cell in CELLS}
    return {
        cell: Record(TABLE, record_id, found[cell], *numbers_of(connection, TABLE, record_id))
        for cell, record_id in ids.items()
    }


def _write(connection: sa.Connection, values: Mapping[str, Plain], act: Act, *, is_demo: bool) -> None:
    """Make or change one count; that of an invented organisation is invented."""
    record_id, cells = new_cells(TABLE, values, None)
    if read_cells(connection, TABLE, record_id) is None:
        record = unborn(connection, TABLE, record_id)
        made = Act(act.actor, "created", act.why, act.at)
        add_revision(connection, record, made, known(cells))
        insert_record(connection, record, made, cells)
        if is_demo:
            row = sa.update(RECORD_TABLES[TABLE]).where(is_record(TABLE, record_id))
            connection.execute(row.values(is_demo=True))
        return
    record = find_record(connection, TABLE, record_id)
    apply_change(connection, record, act, unlike(record, cells))
