"""Signs that no database keeps or that turn words: what is sent with them is stored without, on every way in."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.scenarios import save_scenario, seen_scenarios
from welfare_map.register.history.editing import create, propose, read_record, save
from welfare_map.register.history.reports import open_reports, report_mistake
from welfare_map.register.history.revisions import history
from welfare_map.register.sql.curation import REPORTS
from welfare_map.register.sql.database import writing

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
ANNA = Actor("anna", Role.CURATOR, district_ids=("valle",))
HOME = "demo:home-uno"
BAD = "so\x00\ud800 \u202eit is\u2069"


def edited(engine: sa.Engine) -> str:
    number = read_record(engine, "services", HOME)[1]
    changes = {"name": BAD}
    save(engine, ANNA, table="services", record_id=HOME, changes=changes, seen_number=number, why=BAD, at=AT)
    last = history(engine, HOME)[-1]
    return f"{last.after['name']}|{last.why}"


def created(engine: sa.Engine) -> str:
    values = {"name": BAD, "kind": "nursery", "municipality_code": "901001"}
    create(engine, ANNA, table="services", record_id="new", values=values, why=BAD, at=AT)
    last = history(engine, "new")[-1]
    return f"{last.after['name']}|{last.why}"


def proposed(engine: sa.Engine) -> str:
    propose(engine, VISITOR, table="services", record_id=HOME, values={"address": BAD}, why=BAD, at=AT)
    last = history(engine, HOME)[-1]
    return f"{last.after['address']}|{last.why}"


def reported(engine: sa.Engine) -> str:
    report_mistake(engine, table="services", record_id=HOME, message=BAD, at=AT)
    return f"{open_reports(engine)[-1].message}|so it is"


def imagined(engine: sa.Engine) -> str:
    save_scenario(engine, ANNA, name=BAD, texts=("add:nursery:60@8.918,45.594",), note=BAD, at=AT)
    (saved,) = seen_scenarios(engine, ANNA)
    return f"{saved.name}|{saved.note}"


@pytest.mark.parametrize("way_in", [edited, created, proposed, reported, imagined])
def test_text_is_stored_without_what_no_database_keeps(engine: sa.Engine, way_in: Callable[[sa.Engine], str]) -> None:
    assert way_in(engine) == "so it is|so it is"


def test_a_name_of_nothing_but_signs_that_turn_words_is_missing(engine: sa.Engine) -> None:
    number, changes = read_record(engine, "services", HOME)[1], {"name": "\u202e"}
    with pytest.raises(InputError, match="missing_cell"):
        save(engine, ANNA, table="services", record_id=HOME, changes=changes, seen_number=number, why="", at=AT)


@pytest.mark.parametrize("record_id", ["a\x00b", "\ud800"])
def test_a_record_that_cannot_be_is_not_found_rather_than_a_fault(engine: sa.Engine, record_id: str) -> None:
    with pytest.raises(InputError) as caught:
        history(engine, record_id)
    assert caught.value.key == "error.unknown_record"


def test_many_rows_that_give_their_ids_back_are_stored_so_too(engine: sa.Engine) -> None:
    """SQLAlchemy sends them as one long row, not as a list."""
    common = {"table_name": "services", "record_id": HOME, "at": "2026-09-01"}
    rows = [{**common, "message": BAD}, {**common, "message": "second"}]
    with writing(engine) as connection:
        given = connection.execute(sa.insert(REPORTS).returning(REPORTS.c.message), rows).scalars().all()
    assert sorted(given) == ["second", "so it is"]
