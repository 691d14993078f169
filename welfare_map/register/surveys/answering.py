"""
Takes the answers of one worker: numbers go up, and nothing else remains.

No row per person, no time, no account; the version of the register does not change. Every tally of the questionnaire is
written, those that stay as they are too, so that a database does not keep, in the order or the age of its rows, which
answers came together.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

import sqlalchemy as sa

from geodata.codes import SEVERAL_ANSWERS, SURVEY_ANSWERS, SurveyQuestion
from geodata.errors import InputError
from welfare_map.register.sql.curation import SURVEY_TALLIES
from welfare_map.register.sql.database import writing
from welfare_map.register.surveys.suppression import TOTAL, Cell
from welfare_map.register.surveys.surveys import find_survey
from welfare_map.register.updates.file_day import italian_day

Answers = Mapping[str, Collection[str]]
"""Question -> the answers given to it; a question that is not there was left out."""


def answer_survey(engine: sa.Engine, survey_id: str, answers: Answers, *, at: datetime | None = None) -> None:
    """
    Count one filled-in questionnaire, in one transaction.

    Raises
    ------
    InputError
        ``error.survey_empty``; ``error.survey_answer`` for what the questionnaire does not offer;
        ``error.unknown_survey``; ``error.survey_over``.
    """
    cells = checked_cells(answers)
    today = italian_day(at or datetime.now(UTC))
    with writing(engine) as connection:
        if not find_survey(connection, survey_id).takes_answers_on(today):
            raise InputError("error.survey_over")
        is_given = sa.or_(*(_is_cell(cell) for cell in (TOTAL, *cells)))
        more = SURVEY_TALLIES.c.worker_count + sa.case((is_given, 1), else_=0)
        is_its = SURVEY_TALLIES.c.survey_id == survey_id
        connection.execute(sa.update(SURVEY_TALLIES).where(is_its).values(worker_count=more))


def checked_cells(answers: Answers) -> tuple[Cell, ...]:
    """
    Return the cells of some answers, each once.

    Raises
    ------
    InputError
        ``error.survey_empty``; ``error.survey_answer``.
    """
    cells = [(question, answer) for question, given in answers.items() for answer in set(given)]
    if not cells:
        raise InputError("error.survey_empty")
    for question, answer in cells:
        if question not in set(SurveyQuestion) or answer not in SURVEY_ANSWERS[SurveyQuestion(question)]:
            raise InputError("error.survey_answer")
    if any(len(set(given)) > 1 and question not in SEVERAL_ANSWERS for question, given in answers.items()):
        raise InputError("error.survey_answer")
    return tuple(cells)


def _is_cell(cell: Cell) -> sa.ColumnElement[bool]:
    return sa.and_(SURVEY_TALLIES.c.question == cell[0], SURVEY_TALLIES.c.answer == cell[1])
