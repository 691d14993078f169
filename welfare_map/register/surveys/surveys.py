"""
The questionnaires of organisations: when each was opened, until when it takes answers, when it was closed.

Nobody's rights are checked here: ``office`` does that before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import uuid4

import sqlalchemy as sa

from geodata.codes import SMALLEST_COUNT
from geodata.errors import InputError
from welfare_map.register.history.records import find_record
from welfare_map.register.sql.curation import SURVEY_TALLIES, SURVEYS
from welfare_map.register.sql.database import reading, writing
from welfare_map.register.sql.schema import RECORD_TABLES
from welfare_map.register.surveys.suppression import CELLS, TOTAL
from welfare_map.register.updates.file_day import italian_day

DEFAULT_DAYS: Final = 21
MOST_DAYS: Final = 60
PAUSE_DAYS: Final = 90
"""
Between what one questionnaire told and the next one. So soon the same people would answer again, and the difference
of two results would be what the few said who came, left or changed their mind. Assumption of this project.
"""
GRACE_DAYS: Final = 60
"""A questionnaire that nobody closes keeps its tallies for so long after its last day; then they are erased unread."""
TITLE_CHARACTERS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One questionnaire; days are ISO, ``closed_on`` is "" while it is open."""

    survey_id: str
    organisation_id: str
    title: str
    opened_on: str
    closes_on: str
    closed_on: str

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed; past ``closes_on`` it takes no answers all the same."""
        return not self.closed_on

    def takes_answers_on(self, day: date) -> bool:
        """Tell whether it takes answers on a day."""
        return self.is_open and self.opened_on <= day.isoformat() <= self.closes_on


def open_survey(
    engine: sa.Engine, organisation_id: str, *, title: str, days: int = DEFAULT_DAYS, at: datetime | None = None
) -> Survey:
    """
    Open a questionnaire for the workers of an organisation.

    Parameters
    ----------
    days
        How long it takes answers, the day of opening not counted.

    Raises
    ------
    InputError
        ``error.unknown_record``; ``error.survey_title``; ``error.survey_days``; ``error.survey_already_open``;
        ``error.survey_too_soon`` after one that told something.
    """
    words = " ".join(title.split())
    if not 0 < len(words) <= TITLE_CHARACTERS:
        raise InputError("error.survey_title", maximum=TITLE_CHARACTERS)
    if not 1 <= days <= MOST_DAYS:
        raise InputError("error.survey_days", value=days, maximum=MOST_DAYS)
    today = italian_day(at or datetime.now(UTC))
    survey = Survey(
        survey_id=uuid4().hex,
        organisation_id=organisation_id,
        title=words,
        opened_on=today.isoformat(),
        closes_on=(today + timedelta(days=days)).isoformat(),
        closed_on="",
    )
    forget_overdue(engine, today)
    with writing(engine) as connection:
        find_record(connection, "organisations", organisation_id)
        _require_none_open(connection, organisation_id)
        _require_pause(connection, organisation_id, today)
        _insert(connection, survey)
    return survey


def read_survey(engine: sa.Engine, survey_id: str) -> Survey:
    """
    Return a questionnaire.

    Raises
    ------
    InputError
        ``error.unknown_survey``.
    """
    with reading(engine) as connection:
        return find_survey(connection, survey_id)


def find_survey(connection: sa.Connection, survey_id: str) -> Survey:
    """Return a questionnaire; see ``read_survey``."""
    row = connection.execute(sa.select(SURVEYS).where(SURVEYS.c.survey_id == survey_id)).mappings().one_or_none()
    if row is None:
        raise InputError("error.unknown_survey")
    return Survey(**row)


def surveys_of(engine: sa.Engine, organisation_id: str) -> tuple[Survey, ...]:
    """Return the questionnaires of an organisation, the open one first, then the last one closed."""
    query = sa.select(SURVEYS).where(SURVEYS.c.organisation_id == organisation_id)
    order = (SURVEYS.c.closed_on != "", SURVEYS.c.closed_on.desc(), SURVEYS.c.opened_on.desc())
    with reading(engine) as connection:
        return tuple(Survey(**row) for row in connection.execute(query.order_by(*order)).mappings())


def filled_at_least(engine: sa.Engine, survey_id: str) -> int:
    """
    Return how many filled an open questionnaire in, rounded down to a multiple of five.

    A number that rises by one tells who has just been at the screen.
    """
    is_total = (SURVEY_TALLIES.c.question == TOTAL[0]) & (SURVEY_TALLIES.c.answer == TOTAL[1])
    query = sa.select(SURVEY_TALLIES.c.worker_count).where(SURVEY_TALLIES.c.survey_id == survey_id, is_total)
    with reading(engine) as connection:
        count = connection.execute(query).scalar() or 0
    return int(count) // SMALLEST_COUNT * SMALLEST_COUNT


def first_day(engine: sa.Engine, organisation_id: str) -> date | None:
    """Return the first day on which an organisation may open a questionnaire; None where none was told yet."""
    with reading(engine) as connection:
        return _first_day(connection, organisation_id)


def forget_overdue(engine: sa.Engine, today: date) -> int:
    """
    Close unread the questionnaires that nobody closed long after their last day; return how many.

    Raises
    ------
    StoreError
        There are some, and the register cannot be written to.
    """
    with reading(engine) as connection:
        if not _overdue(connection, today):
            return 0
    with writing(engine) as connection:
        overdue = _overdue(connection, today)
        for survey_id in overdue:
            erase(connection, survey_id, today)
    return len(overdue)


def _overdue(connection: sa.Connection, today: date) -> Sequence[str]:
    last = (today - timedelta(days=GRACE_DAYS)).isoformat()
    is_overdue = (SURVEYS.c.closed_on == "") & (SURVEYS.c.closes_on < last)
    return connection.execute(sa.select(SURVEYS.c.survey_id).where(is_overdue)).scalars().all()


def erase(connection: sa.Connection, survey_id: str, today: date) -> None:
    """
    Erase the tallies of a questionnaire and note that it is closed.

    SQLite writes noughts over them; PostgreSQL gives their room to others when it next cleans up.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    connection.execute(sa.delete(SURVEY_TALLIES).where(SURVEY_TALLIES.c.survey_id == survey_id))
    closed = {"closed_on": today.isoformat()}
    connection.execute(sa.update(SURVEYS).where(SURVEYS.c.survey_id == survey_id).values(closed))


def _require_none_open(connection: sa.Connection, organisation_id: str) -> None:
    is_open = (SURVEYS.c.organisation_id == organisation_id) & (SURVEYS.c.closed_on == "")
    if connection.execute(sa.select(SURVEYS.c.survey_id).where(is_open)).first() is not None:
        raise InputError("error.survey_already_open")


def _require_pause(connection: sa.Connection, organisation_id: str, today: date) -> None:
    first = _first_day(connection, organisation_id)
    if first is not None and today < first:
        raise InputError("error.survey_too_soon", day=first.isoformat(), pause_days=PAUSE_DAYS)


def _first_day(connection: sa.Connection, organisation_id: str) -> date | None:
    needs = RECORD_TABLES["worker_needs"].c
    query = sa.select(sa.func.max(needs.as_of_on)).where(needs.organisation_id == organisation_id)
    told_on = connection.execute(query).scalar()
    return date.fromisoformat(told_on) + timedelta(days=PAUSE_DAYS) if told_on else None


def _insert(connection: sa.Connection, survey: Survey) -> None:
    """Write a questionnaire with all its tallies at nought: from then on only their numbers change."""
    names = ("survey_id", "organisation_id", "title", "opened_on", "closes_on", "closed_on")
    connection.execute(sa.insert(SURVEYS).values({name: getattr(survey, name) for name in names}))
    connection.execute(
        sa.insert(SURVEY_TALLIES),
        [
            {"survey_id": survey.survey_id, "question": question, "answer": answer, "worker_count": 0}
            for question, answer in CELLS
        ],
    )
