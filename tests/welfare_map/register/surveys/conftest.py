"""Questionnaires of the firm at Cinque, opened at noon of a day in September."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.territory import Territory
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.sql.curation import SURVEY_TALLIES
from welfare_map.register.sql.database import reading
from welfare_map.register.surveys.answering import answer_survey
from welfare_map.register.surveys.surveys import Survey, open_survey

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    """Noon in Italy of the day on which everything begins."""
    return NOON


@pytest.fixture
def carla() -> Actor:
    """Whoever speaks for the firm."""
    return Actor("carla", Role.CONTRIBUTOR, organisation_ids=("firm",))


@pytest.fixture
def desk(engine: sa.Engine, toy_territory: Territory) -> Desk:
    """Where pages act."""
    return Desk(engine, toy_territory)


@pytest.fixture
def survey(engine: sa.Engine) -> Survey:
    """Return an open questionnaire of the firm."""
    return open_survey(engine, "firm", title="Come stai?", at=NOON)


@pytest.fixture
def tallies_of(engine: sa.Engine) -> Callable[[str], Mapping[tuple[str, str], int]]:
    """Read the tallies of a questionnaire, those that are not nought."""

    def read(survey_id: str) -> Mapping[tuple[str, str], int]:
        query = sa.select(SURVEY_TALLIES).where(SURVEY_TALLIES.c.survey_id == survey_id)
        with reading(engine) as connection:
            rows = connection.execute(query).mappings().all()
        return {(row["question"], row["answer"]): row["worker_count"] for row in rows if row["worker_count"]}

    return read


@pytest.fixture
def answered(engine: sa.Engine) -> Callable[..., None]:
    """Let so many workers give the same answers: ``answered(survey, 6, home="over_25_km")``."""

    def answer(survey: Survey, count: int, *, at: datetime = NOON, **answers: Any) -> None:
        given = {name: {value} if isinstance(value, str) else set(value) for name, value in answers.items()}
        for _ in range(count):
            answer_survey(engine, survey.survey_id, given, at=at)

    return answer
