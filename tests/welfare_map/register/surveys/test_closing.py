"""Closing: fives are kept, the rest is erased, both or neither; a later result takes the place of the earlier one."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.codes import Visibility
from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.model import PUBLIC, Viewer
from welfare_map.questions.firms_seen import firm_seen
from welfare_map.register import build_current_snapshot
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.history.revisions import history
from welfare_map.register.sql.database import FILE_NAME, reading, writing
from welfare_map.register.sql.repository import read_table, register_version
from welfare_map.register.sql.schema import RECORD_TABLES, SOURCES
from welfare_map.register.surveys import closing, office
from welfare_map.register.surveys.closing import close_survey
from welfare_map.register.surveys.suppression import TOTAL
from welfare_map.register.surveys.surveys import PAUSE_DAYS, Survey, open_survey, read_survey
from welfare_map.settings import Settings
from welfare_map.snapshot import Snapshot

Tallies = Callable[[str], Mapping[tuple[str, str], int]]
Content = Callable[[sa.Engine], Mapping[str, list[tuple[Any, ...]]]]
Answered = Callable[..., None]
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def told(engine: sa.Engine) -> dict[tuple[str, str], tuple[int, str, str]]:
    """Read what the register says of the firm's workers."""
    with reading(engine) as connection:
        rows = read_table(connection, "worker_needs").to_dict("records")
    return {
        (row["question"], row["answer"]): (row["worker_count"], row["as_of_on"], row["visibility"])
        for row in rows
        if row["organisation_id"] == "firm"
    }


def test_fives_are_kept_and_the_tallies_are_erased(
    engine: sa.Engine, survey: Survey, answered: Answered, tallies_of: Tallies, carla: Actor, noon: datetime
) -> None:
    answered(survey, 9, elder_care="no", home="over_25_km", service=["nursery", "shuttle"])
    answered(survey, 7, elder_care="weekly", home="up_to_10_km", service=["shuttle"])
    answered(survey, 2, elder_care="daily", home="up_to_10_km")
    closed = close_survey(engine, carla, survey.survey_id, visibility=Visibility.ADHERENTS, at=noon)
    kept = {TOTAL: 18, ("elder_care", "no"): 9, ("service", "nursery"): 9}
    assert closed.kept == kept
    assert told(engine) == {cell: (count, "2026-09-01", "adherents") for cell, count in kept.items()}
    assert tallies_of(survey.survey_id) == {}
    assert read_survey(engine, survey.survey_id).closed_on == "2026-09-01"


def test_what_is_kept_has_a_history_and_is_told_to_those_it_is_for(
    engine: sa.Engine,
    survey: Survey,
    answered: Answered,
    settings: Settings,
    toy_territory: Territory,
    toy_places: Any,
    carla: Actor,
    noon: datetime,
) -> None:
    answered(survey, 6, elder_care="no")
    close_survey(engine, carla, survey.survey_id, visibility=Visibility.ADHERENTS, at=noon)
    (made,) = history(engine, "firm/respondents/all", "worker_needs")
    assert (made.action, made.author, made.why, made.after["worker_count"]) == ("created", "carla", "Come stai?", 6)
    snapshot = build_current_snapshot(engine, settings, territory=toy_territory, places=toy_places)
    seen = [
        len(firm_seen(snapshot, "firm", viewer).worker_needs)
        for viewer in (PUBLIC, Viewer(initiative_ids=("pact",)), Viewer(organisation_ids=("firm",)))
    ]
    assert seen == [0, 1, 1]
    with reading(engine) as connection:
        assert connection.execute(sa.select(SOURCES.c.row_count).where(SOURCES.c.source_id == "curated")).scalar() == 1


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([(4, "no")], id="nothing is kept"),
        pytest.param([(18, "no")], id="one answer"),
        pytest.param([(6, "no"), (6, "weekly"), (6, "daily")], id="three answers"),
    ],
)
def test_nothing_that_everybody_sees_tells_how_much_was_kept_for_counts(
    engine: sa.Engine,
    survey: Survey,
    answered: Answered,
    settings: Settings,
    toy_territory: Territory,
    toy_places: Any,
    carla: Actor,
    noon: datetime,
    answers: list[tuple[int, str]],
) -> None:
    def published() -> Snapshot:
        return build_current_snapshot(engine, settings, territory=toy_territory, places=toy_places)

    before, version = published(), int(register_version(engine))
    for count, answer in answers:
        answered(survey, count, elder_care=answer)
    close_survey(engine, carla, survey.survey_id, visibility=Visibility.COUNTS, at=noon)
    after = published()
    assert int(register_version(engine)) == version + 1
    assert (after.public_version, after.sources) == (before.public_version, before.sources)
    assert after.public_count("curated") == before.public_count("curated")


def test_what_is_kept_for_everybody_gives_a_new_public_version(
    engine: sa.Engine,
    survey: Survey,
    answered: Answered,
    settings: Settings,
    toy_territory: Territory,
    toy_places: Any,
    carla: Actor,
    noon: datetime,
) -> None:
    versions = [build_current_snapshot(engine, settings, territory=toy_territory, places=toy_places).public_version]
    answered(survey, 6, elder_care="no")
    close_survey(engine, carla, survey.survey_id, visibility=Visibility.PUBLIC, at=noon)
    after = build_current_snapshot(engine, settings, territory=toy_territory, places=toy_places)
    assert after.public_version not in versions
    assert [note.retrieved_on for note in after.sources if note.source_id == "curated"] == ["2026-09-01"]
    assert after.public_count("curated") == 1


def test_fewer_than_five_keep_nothing_and_leave_what_was_told_before(
    engine: sa.Engine, survey: Survey, answered: Answered, tallies_of: Tallies, carla: Actor, noon: datetime
) -> None:
    answered(survey, 5, home="over_25_km")
    close_survey(engine, carla, survey.survey_id, visibility=Visibility.PUBLIC, at=noon)
    before = told(engine)
    later = noon + timedelta(days=PAUSE_DAYS)
    second = open_survey(engine, "firm", title="Due", at=later)
    answered(second, 4, at=later, elder_care="daily")
    assert close_survey(engine, carla, second.survey_id, visibility=Visibility.COUNTS, at=later).kept == {}
    assert told(engine) == before == {TOTAL: (5, "2026-09-01", "public")}
    assert tallies_of(second.survey_id) == {}


def test_a_later_result_takes_the_place_of_the_earlier_one(
    engine: sa.Engine, survey: Survey, answered: Answered, carla: Actor, noon: datetime
) -> None:
    answered(survey, 6, elder_care="no", home="over_25_km")
    answered(survey, 6, elder_care="weekly", home="up_to_10_km")
    answered(survey, 6, elder_care="daily", home="same_municipality")
    close_survey(engine, carla, survey.survey_id, visibility=Visibility.PUBLIC, at=noon)
    assert told(engine)["elder_care", "daily"][0] == 6
    later = noon + timedelta(days=PAUSE_DAYS)
    second = open_survey(engine, "firm", title="Due", at=later)
    answered(second, 8, at=later, elder_care="no")
    answered(second, 8, at=later, elder_care="weekly")
    close_survey(engine, carla, second.survey_id, visibility=Visibility.COUNTS, at=later)
    day = later.date().isoformat()
    assert told(engine) == {TOTAL: (16, day, "counts")}
    story = history(engine, "firm/elder_care/daily", "worker_needs")
    assert [one.action for one in story] == ["created", "withdrawn"]
    assert (story[1].before["worker_count"], story[1].after["worker_count"]) == (6, None)
    assert [one.action for one in history(engine, "firm/respondents/all", "worker_needs")] == ["created", "edited"]


def test_a_count_that_comes_back_goes_on_with_its_history(
    engine: sa.Engine, survey: Survey, answered: Answered, carla: Actor, noon: datetime
) -> None:
    moment, one = noon, survey
    for counts in ((6, 6, 6), (9, 9, 0), (7, 7, 7)):
        for count, answer in zip(counts, ("no", "weekly", "daily"), strict=True):
            answered(one, count, at=moment, elder_care=answer)
        close_survey(engine, carla, one.survey_id, visibility=Visibility.PUBLIC, at=moment)
        moment += timedelta(days=PAUSE_DAYS)
        one = open_survey(engine, "firm", title="Ancora", at=moment)
    story = history(engine, "firm/elder_care/daily", "worker_needs")
    assert [(item.number, item.action) for item in story] == [(1, "created"), (2, "withdrawn"), (3, "created")]
    assert told(engine)["elder_care", "daily"][0] == 7


def test_paper_is_held_to_the_rules_apart_from_the_screen(
    engine: sa.Engine, survey: Survey, answered: Answered, carla: Actor, noon: datetime
) -> None:
    answered(survey, 12, elder_care="no")
    answered(survey, 3, elder_care="weekly")
    answered(survey, 4, elder_care="daily")
    paper = {TOTAL: 17, ("elder_care", "no"): 10, ("elder_care", "weekly"): 4, ("elder_care", "daily"): 3}
    closed = close_survey(engine, carla, survey.survey_id, visibility=Visibility.PUBLIC, paper=paper, at=noon)
    assert closed.kept == {TOTAL: 36, ("elder_care", "no"): 22}


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param({("elder_care", "no"): 1}, id="an answer without a sheet"),
        pytest.param({TOTAL: 4, ("service", "nursery"): 5}, id="more ticks than sheets"),
        pytest.param({TOTAL: 9, ("home", "over_25_km"): 5, ("home", "up_to_10_km"): 5}, id="two answers on a sheet"),
        pytest.param({TOTAL: 9, ("home", "over_25_km"): -1}, id="less than nought"),
        pytest.param({TOTAL: 9, ("home", "moon"): 1}, id="an answer that is not offered"),
    ],
)
def test_sheets_that_do_not_add_up_close_nothing(
    engine: sa.Engine, survey: Survey, answered: Answered, carla: Actor, noon: datetime, paper: Any
) -> None:
    answered(survey, 5, home="over_25_km")
    with pytest.raises(InputError) as refused:
        close_survey(engine, carla, survey.survey_id, visibility=Visibility.PUBLIC, paper=paper, at=noon)
    assert refused.value.key == "error.paper_counts"
    assert read_survey(engine, survey.survey_id).is_open


def test_a_questionnaire_is_closed_once(engine: sa.Engine, survey: Survey, carla: Actor, noon: datetime) -> None:
    close_survey(engine, carla, survey.survey_id, visibility=Visibility.PUBLIC, at=noon)
    with pytest.raises(InputError) as refused:
        close_survey(engine, carla, survey.survey_id, visibility=Visibility.PUBLIC, at=noon)
    assert refused.value.key == "error.survey_over"


def test_a_closing_that_fails_half_way_changes_nothing(
    engine: sa.Engine,
    survey: Survey,
    answered: Answered,
    carla: Actor,
    noon: datetime,
    content_of: Content,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered(survey, 20, elder_care="no", service=["nursery"])
    before = content_of(engine)

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(closing, "erase", fail)
    with pytest.raises(RuntimeError):
        close_survey(engine, carla, survey.survey_id, visibility=Visibility.PUBLIC, at=noon)
    assert content_of(engine) == before


@ON_SQLITE
def test_the_file_of_the_register_forgets_the_tallies(
    engine: sa.Engine, survey: Survey, answered: Answered, settings: Settings, carla: Actor, noon: datetime
) -> None:
    answered(survey, 3, elder_care="daily")
    tally = f"{survey.survey_id}elder_care".encode()

    def bytes_of_the_register() -> bytes:
        return b"".join(path.read_bytes() for path in Path(settings.data_dir).glob(f"{FILE_NAME}*"))

    assert tally in bytes_of_the_register()
    close_survey(engine, carla, survey.survey_id, visibility=Visibility.PUBLIC, at=noon)
    assert tally not in bytes_of_the_register()


def test_counts_of_an_invented_firm_are_invented(
    engine: sa.Engine, survey: Survey, answered: Answered, carla: Actor, noon: datetime
) -> None:
    organisations = RECORD_TABLES["organisations"]
    with writing(engine) as connection:
        is_firm = organisations.c.organisation_id == "firm"
        connection.execute(sa.update(organisations).where(is_firm).values(is_demo=True))
    answered(survey, 5, elder_care="no")
    close_survey(engine, carla, survey.survey_id, visibility=Visibility.PUBLIC, at=noon)
    with reading(engine) as connection:
        assert read_table(connection, "worker_needs")["is_demo"].tolist() == [True]


@pytest.mark.parametrize(
    ("actor", "is_allowed"),
    [
        pytest.param(Actor("carla", Role.CONTRIBUTOR, organisation_ids=("firm",)), True, id="its contributor"),
        pytest.param(Actor("dino", Role.CONTRIBUTOR, organisation_ids=("union",)), False, id="another's contributor"),
        pytest.param(Actor("anna", Role.CURATOR, district_ids=("valle",)), True, id="the curator of its district"),
        pytest.param(Actor("anna", Role.CURATOR, district_ids=("monte",)), False, id="the curator of another"),
        pytest.param(Actor("root", Role.ADMINISTRATOR), True, id="an administrator"),
        pytest.param(Actor("", Role.VISITOR), False, id="a visitor"),
        pytest.param(Actor("", Role.PROVIDER), False, id="whoever opened a link"),
    ],
)
def test_only_those_who_look_after_a_firm_open_and_close_its_questionnaires(
    desk: Desk, survey: Survey, answered: Answered, noon: datetime, actor: Actor, *, is_allowed: bool
) -> None:
    answered(survey, 5, elder_care="no")
    assert office.may_run(desk, actor, "firm") is is_allowed
    later = noon + timedelta(days=1)
    acts: list[Callable[[], object]] = [
        lambda: office.finish(desk, actor, survey.survey_id, visibility=Visibility.PUBLIC, at=noon),
        lambda: office.start(desk, actor, "firm", title="Due", at=later + timedelta(days=PAUSE_DAYS)),
    ]
    for act in acts:
        if is_allowed:
            act()
            continue
        with pytest.raises(InputError) as refused:
            act()
        assert refused.value.key == "error.not_allowed"
    assert read_survey(desk.engine, survey.survey_id).is_open is not is_allowed
    assert bool(told(desk.engine)) is is_allowed
    assert date.fromisoformat(survey.closes_on) > noon.date()
