"""Answering: numbers go up and nothing else remains, whoever looks into the database."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import register_version
from welfare_map.register.surveys.answering import answer_survey
from welfare_map.register.surveys.suppression import CELLS, TOTAL
from welfare_map.register.surveys.surveys import Survey

Tallies = Callable[[str], Mapping[tuple[str, str], int]]
Content = Callable[[sa.Engine], Mapping[str, list[tuple[Any, ...]]]]
ANNA = {"child_age": {"age_0_2", "age_6_10"}, "elder_care": {"weekly"}, "service": {"nursery"}, "home": {"over_25_km"}}
BRUNO = {"elder_care": {"no"}, "travel_mode": {"cycle"}}


def test_each_answer_given_counts_one_and_the_sheet_counts_one(
    engine: sa.Engine, survey: Survey, tallies_of: Tallies, noon: datetime
) -> None:
    answer_survey(engine, survey.survey_id, ANNA, at=noon)
    answer_survey(engine, survey.survey_id, BRUNO, at=noon)
    assert tallies_of(survey.survey_id) == {
        TOTAL: 2,
        ("child_age", "age_0_2"): 1,
        ("child_age", "age_6_10"): 1,
        ("elder_care", "weekly"): 1,
        ("elder_care", "no"): 1,
        ("service", "nursery"): 1,
        ("home", "over_25_km"): 1,
        ("travel_mode", "cycle"): 1,
    }


def test_nothing_but_numbers_changes_and_the_order_of_the_answers_does_not_matter(
    engine: sa.Engine, survey: Survey, noon: datetime, content_of: Content
) -> None:
    before, version = content_of(engine), register_version(engine)
    answer_survey(engine, survey.survey_id, ANNA, at=noon)
    answer_survey(engine, survey.survey_id, BRUNO, at=noon + timedelta(days=3))
    after = content_of(engine)
    assert {name for name in after if after[name] != before[name]} == {"survey_tallies"}
    assert [row[:3] for row in after["survey_tallies"]] == [row[:3] for row in before["survey_tallies"]]
    assert register_version(engine) == version


def test_the_same_answers_in_other_company_leave_the_same_register(
    engine: sa.Engine, survey: Survey, noon: datetime, tallies_of: Tallies
) -> None:
    whole = {**ANNA, "travel_mode": {"walk"}}
    answer_survey(engine, survey.survey_id, whole, at=noon)
    answer_survey(engine, survey.survey_id, {"hours": {"none"}}, at=noon)
    together = dict(tallies_of(survey.survey_id))
    other = {"hours": {"none"}, **{name: answers for name, answers in whole.items() if name != "travel_mode"}}
    mixed = dict.fromkeys((TOTAL,), 2) | {(name, one): 1 for name, answers in other.items() for one in answers}
    assert together == mixed | {("travel_mode", "walk"): 1}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_database_does_not_keep_which_rows_changed_together(
    engine: sa.Engine, survey: Survey, noon: datetime
) -> None:
    answer_survey(engine, survey.survey_id, ANNA, at=noon)
    with reading(engine) as connection:
        writers = connection.execute(sa.text("SELECT xmin::text, count(*) FROM survey_tallies GROUP BY xmin")).all()
    assert [count for _, count in writers] == [len(CELLS)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({}, "error.survey_empty", id="nothing"),
        pytest.param({"home": set()}, "error.survey_empty", id="a question without an answer"),
        pytest.param({"home": {"moon"}}, "error.survey_answer", id="an answer that is not offered"),
        pytest.param({"name": {"Anna"}}, "error.survey_answer", id="a question that is not asked"),
        pytest.param({"respondents": {"all"}}, "error.survey_answer", id="the count of sheets"),
        pytest.param(
            {"home": {"over_25_km", "up_to_10_km"}}, "error.survey_answer", id="two answers where one is asked"
        ),
    ],
)
def test_what_the_questionnaire_does_not_offer_is_not_counted(
    engine: sa.Engine, survey: Survey, tallies_of: Tallies, noon: datetime, answers: Any, expected: str
) -> None:
    with pytest.raises(InputError) as refused:
        answer_survey(engine, survey.survey_id, answers, at=noon)
    assert refused.value.key == expected
    assert tallies_of(survey.survey_id) == {}


@pytest.mark.parametrize("days", [-1, 22])
def test_before_its_first_and_after_its_last_day_nothing_is_counted(
    engine: sa.Engine, survey: Survey, tallies_of: Tallies, noon: datetime, days: int
) -> None:
    with pytest.raises(InputError) as refused:
        answer_survey(engine, survey.survey_id, ANNA, at=noon + timedelta(days=days))
    assert refused.value.key == "error.survey_over"
    assert tallies_of(survey.survey_id) == {}


def test_workers_who_answer_at_once_are_all_counted(
    engine: sa.Engine, survey: Survey, tallies_of: Tallies, noon: datetime
) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: answer_survey(engine, survey.survey_id, BRUNO, at=noon), range(40)))
    assert set(tallies_of(survey.survey_id).values()) == {40}
