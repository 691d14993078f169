"""Opening questionnaires: one at a time, with a pause after one that told something, and never forgotten open."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.codes import Visibility
from geodata.errors import InputError
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.surveys.closing import close_survey
from welfare_map.register.surveys.surveys import (
    GRACE_DAYS,
    PAUSE_DAYS,
    Survey,
    filled_at_least,
    forget_overdue,
    open_survey,
    read_survey,
    surveys_of,
)

OpenedSurvey = Callable[..., Survey]


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(InputError) as refused:
        act()
    return refused.value.key


def test_a_questionnaire_takes_answers_from_its_first_to_its_last_day(survey: Survey) -> None:
    first, last = date(2026, 9, 1), date(2026, 9, 22)
    assert (survey.opened_on, survey.closes_on, survey.closed_on) == (first.isoformat(), last.isoformat(), "")
    days = [first - timedelta(days=1), first, last, last + timedelta(days=1)]
    assert [survey.takes_answers_on(day) for day in days] == [False, True, True, False]


def test_all_tallies_are_there_from_the_beginning(engine: sa.Engine, survey: Survey) -> None:
    with engine.connect() as connection:
        counts = connection.execute(sa.text("SELECT worker_count FROM survey_tallies")).scalars().all()
    assert set(counts) == {0}
    assert len(counts) == 37


def test_an_organisation_has_one_open_questionnaire_at_a_time(
    engine: sa.Engine, survey: Survey, noon: datetime
) -> None:
    assert refusal(lambda: open_survey(engine, "firm", title="Due", at=noon)) == "error.survey_already_open"
    assert open_survey(engine, "union", title="Altri", at=noon).is_open


@pytest.mark.parametrize(
    ("organisation_id", "values", "expected"),
    [
        pytest.param("nobody", {"title": "Uno"}, "error.unknown_record", id="no such organisation"),
        pytest.param("firm", {"title": "  "}, "error.survey_title", id="no title"),
        pytest.param("firm", {"title": "x" * 121}, "error.survey_title", id="a title too long"),
        pytest.param("firm", {"title": "Uno", "days": 0}, "error.survey_days", id="no day"),
        pytest.param("firm", {"title": "Uno", "days": 61}, "error.survey_days", id="too many days"),
    ],
)
def test_what_cannot_be_opened_is_said(
    engine: sa.Engine, organisation_id: str, values: dict[str, Any], expected: str
) -> None:
    assert refusal(lambda: open_survey(engine, organisation_id, **values)) == expected
    assert surveys_of(engine, "firm") == ()


def test_the_next_one_waits_after_one_that_told_something(
    engine: sa.Engine, survey: Survey, answered: Callable[..., None], carla: Actor, noon: datetime
) -> None:
    answered(survey, 5, elder_care="no")
    close_survey(engine, carla, survey.survey_id, visibility=Visibility.COUNTS, at=noon)
    almost = noon + timedelta(days=PAUSE_DAYS - 1)
    assert refusal(lambda: open_survey(engine, "firm", title="Due", at=almost)) == "error.survey_too_soon"
    second = open_survey(engine, "firm", title="Due", at=noon + timedelta(days=PAUSE_DAYS))
    assert [one.survey_id for one in surveys_of(engine, "firm")] == [second.survey_id, survey.survey_id]


def test_the_next_one_does_not_wait_after_one_that_told_nothing(
    engine: sa.Engine, survey: Survey, answered: Callable[..., None], carla: Actor, noon: datetime
) -> None:
    answered(survey, 4, elder_care="no")
    close_survey(engine, carla, survey.survey_id, visibility=Visibility.PUBLIC, at=noon)
    assert open_survey(engine, "firm", title="Due", at=noon).is_open


def test_how_many_answered_is_told_in_fives(engine: sa.Engine, survey: Survey, answered: Callable[..., None]) -> None:
    seen = []
    for _ in range(11):
        seen.append(filled_at_least(engine, survey.survey_id))
        answered(survey, 1, home="over_25_km")
    assert seen == [0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10]


def test_a_questionnaire_that_nobody_closes_is_erased_unread(
    engine: sa.Engine,
    survey: Survey,
    answered: Callable[..., None],
    tallies_of: Callable[[str], Mapping[tuple[str, str], int]],
) -> None:
    answered(survey, 9, home="over_25_km")
    last = date(2026, 9, 22) + timedelta(days=GRACE_DAYS)
    assert forget_overdue(engine, last) == 0
    assert tallies_of(survey.survey_id)
    assert forget_overdue(engine, last + timedelta(days=1)) == 1
    assert not tallies_of(survey.survey_id)
    assert not read_survey(engine, survey.survey_id).is_open


def test_an_unknown_questionnaire_is_said(engine: sa.Engine) -> None:
    assert refusal(lambda: read_survey(engine, "nothing")) == "error.unknown_survey"
