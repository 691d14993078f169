"""Pins under a source that is read again: what was edited stays, the rest follows, and both are told of each other."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.territory import Territory
from welfare_map.register import UpdateReport, run_update
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import Saved, confirm, read_record, restore, save
from welfare_map.register.history.pins import Disagreement, read_pins
from welfare_map.register.history.revisions import Revision, history
from welfare_map.register.sql.curation import SOURCE_ROWS
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import read_runs
from welfare_map.settings import Settings

Row = dict[str, Any]
SOURCE_ID = "regione-lombardia-rsa"
ONE, TWO = f"{SOURCE_ID}:1", f"{SOURCE_ID}:2"
ANNA = Actor("anna", Role.CURATOR)
FIRST_DAY = datetime(2026, 9, 1, 12, tzinfo=UTC)
SECOND_DAY = datetime(2026, 10, 1, 12, tzinfo=UTC)
THIRD_DAY = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def refresh(
    engine: sa.Engine,
    settings: Settings,
    toy_territory: Territory,
    home: Callable[..., Row],
    write_list: Callable[..., Path],
    at_km: Callable[[float, float], tuple[float, float]],
) -> Callable[..., UpdateReport]:
    """Read a list of homes in Uno: ``refresh(day, {"1": cells, …})``."""

    def run(started_at: datetime, homes: dict[str, Row], **options: Any) -> UpdateReport:
        path = write_list(*(home(key, *at_km(5, 5 + int(key) / 100), **cells) for key, cells in homes.items()))
        os.utime(path, (started_at.timestamp(), started_at.timestamp()))
        return run_update(
            engine,
            SOURCE_ID,
            from_file=path,
            settings=settings,
            territory=toy_territory,
            started_at=started_at,
            **options,
        )

    return run


def edit(engine: sa.Engine, record_id: str = ONE, **changes: object) -> Revision:
    number = read_record(engine, "services", record_id)[1]
    saved = save(
        engine,
        ANNA,
        table="services",
        record_id=record_id,
        changes=changes,
        seen_number=number,
        why="phoned",
        at=datetime(2026, 9, 15, tzinfo=UTC),
    )
    assert isinstance(saved, Saved)
    return saved.revision


def told(engine: sa.Engine, record_id: str = ONE) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Return the history of a record without what its first revision holds."""
    return [(one.author, one.action, dict(one.before), dict(one.after)) for one in history(engine, record_id)[1:]]


def test_each_row_that_comes_has_a_first_revision_by_its_source_and_a_source_row(
    engine: sa.Engine, refresh: Callable[..., UpdateReport]
) -> None:
    refresh(FIRST_DAY, {"1": {}})

    (first,) = history(engine, ONE)
    assert (first.number, first.action, first.author, first.role) == (1, "imported", SOURCE_ID, "source")
    assert (first.at, first.before) == ("2026-09-01T12:00:00.000+00:00", {})
    assert first.after["capacity_authorised"] == 100
    assert "source_id" not in first.after
    with reading(engine) as connection:
        content = json.loads(connection.execute(sa.select(SOURCE_ROWS.c.content)).scalar_one())
    assert (content["service_id"], content["capacity_authorised"]) == (ONE, 100)


def test_only_rows_that_differ_have_a_revision_with_the_cells_that_differ(
    engine: sa.Engine, refresh: Callable[..., UpdateReport]
) -> None:
    refresh(FIRST_DAY, {"1": {}, "2": {}})
    report = refresh(SECOND_DAY, {"1": {"TOT_POSTI_ACCREDITATI": "81"}, "2": {}})

    assert told(engine) == [(SOURCE_ID, "changed", {"capacity_accredited": 80}, {"capacity_accredited": 81})]
    assert told(engine, TWO) == []
    assert (report.difference.changed, report.difference.changed_by_field) == ((ONE,), {"capacity_accredited": 1})


def test_a_row_that_goes_and_comes_back_says_so(engine: sa.Engine, refresh: Callable[..., UpdateReport]) -> None:
    refresh(FIRST_DAY, {"1": {}, "2": {}})
    gone = refresh(SECOND_DAY, {"2": {}}, is_accepted=True)
    back = refresh(THIRD_DAY, {"1": {}, "2": {}})

    day = {"no_longer_listed_on": "2026-10-01"}
    missing = {"no_longer_listed_on": None}
    assert told(engine) == [(SOURCE_ID, "delisted", missing, day), (SOURCE_ID, "relisted", day, missing)]
    assert (gone.difference.delisted, back.difference.relisted, back.difference.changed) == ((ONE,), (ONE,), ())


def test_a_pinned_cell_outlives_the_source_and_each_run_reports_the_disagreement(
    engine: sa.Engine, refresh: Callable[..., UpdateReport]
) -> None:
    refresh(FIRST_DAY, {"1": {}})
    edit(engine, capacity_accredited=50, phone="+39033101")
    confirm(engine, ANNA, table="services", record_id=ONE, at=datetime(2026, 9, 16, tzinfo=UTC))

    cells = {"TOT_POSTI_ACCREDITATI": "81", "TOT_POSTI_AUTORIZZATI": "101"}
    report = refresh(SECOND_DAY, {"1": cells})

    row = read_record(engine, "services", ONE)[0]
    assert (row["capacity_accredited"], row["capacity_authorised"], row["phone"]) == (50, 101, "+39033101")
    assert (row["modified_on"], row["checked_on"], row["retrieved_on"]) == ("2026-09-15", "2026-09-16", "2026-10-01")
    assert set(report.difference.disagreements) == {
        Disagreement(table="services", record_id=ONE, column="capacity_accredited", pinned=50, source=81),
        Disagreement(table="services", record_id=ONE, column="phone", pinned="+39033101", source=None),
    }
    assert told(engine)[-1] == (
        SOURCE_ID,
        "changed",
        {"capacity_authorised": 100},
        {"capacity_authorised": 101},
    )
    with reading(engine) as connection:
        kept = json.loads(read_runs(connection, SOURCE_ID)[0].difference)
    assert (kept["changed_count"], kept["disagreement_count"]) == (1, 2)
    assert kept["changed_by_field"] == {"capacity_accredited": 1, "capacity_authorised": 1}


def test_a_cell_set_back_after_a_refresh_is_unpinned_by_what_the_source_says_now(
    engine: sa.Engine, refresh: Callable[..., UpdateReport]
) -> None:
    refresh(FIRST_DAY, {"1": {}})
    edit(engine, capacity_accredited=50)
    refresh(SECOND_DAY, {"1": {"TOT_POSTI_ACCREDITATI": "81"}})
    edit(engine, capacity_accredited=81)

    with reading(engine) as connection:
        assert read_pins(connection, "services") == {}
    report = refresh(THIRD_DAY, {"1": {"TOT_POSTI_ACCREDITATI": "82"}})
    assert read_record(engine, "services", ONE)[0]["capacity_accredited"] == 82
    assert report.difference.disagreements == ()


def test_restoring_replays_what_source_and_people_changed(
    engine: sa.Engine, refresh: Callable[..., UpdateReport]
) -> None:
    refresh(FIRST_DAY, {"1": {}})
    imported = read_record(engine, "services", ONE)[0]
    edit(engine, phone="+39033101")
    refresh(SECOND_DAY, {"1": {"TOT_POSTI_AUTORIZZATI": "101", "CAP": "20.100"}})
    edit(engine, phone="+39033102", capacity_authorised=102)

    restore(engine, ANNA, ONE, number=1, why="as it was")

    bookkeeping = ("retrieved_on", "modified_on")
    cells = read_record(engine, "services", ONE)[0]
    assert {name: cells[name] for name in cells if name not in bookkeeping} == {
        name: imported[name] for name in imported if name not in bookkeeping
    }
    with reading(engine) as connection:
        assert read_pins(connection, "services")[ONE].cells == {"capacity_authorised": 100, "postcode": "24126"}


def test_a_trial_run_says_what_it_would_do_and_keeps_nothing(
    engine: sa.Engine,
    settings: Settings,
    refresh: Callable[..., UpdateReport],
    content_of: Callable[[sa.Engine], Any],
) -> None:
    refresh(FIRST_DAY, {"1": {}})
    before, runs = content_of(engine), _run_count(engine)
    download = settings.data_dir / "downloads" / f"{SOURCE_ID}.csv"
    kept = download.read_bytes()

    report = refresh(SECOND_DAY, {"2": {}}, dry_run=True, is_accepted=True)

    assert (report.is_dry_run, report.added_count, report.gone_count) == (True, 1, 1)
    assert (content_of(engine), _run_count(engine), download.read_bytes()) == (before, runs, kept)


def _run_count(engine: sa.Engine) -> int:
    with reading(engine) as connection:
        return len(read_runs(connection, SOURCE_ID))
