"""What an operator is told of a register, or of a copy, before trusting it."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from geodata.notices import Severity
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Role
from welfare_map.register.sql.database import FILE_NAME
from welfare_map.register.upkeep.soundness import check_register
from welfare_map.settings import Settings

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def told(settings: Settings) -> set[tuple[str, Severity]]:
    return {(notice.rule, notice.severity) for notice in check_register(settings).notices}


def test_a_sound_register_is_counted_and_gives_no_notice(engine: sa.Engine, settings: Settings) -> None:
    found = check_register(settings)
    assert found.notices == ()
    assert found.counts["services"] > 1
    assert found.counts["accounts"] == 0


def test_where_there_is_no_register_none_is_made(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "nothing")
    assert told(settings) == {("register_missing", Severity.WARNING)}
    assert not settings.data_dir.exists()


@pytest.mark.parametrize("is_data_dir_named", [False, True], ids=["file named", "folder named"])
def test_a_named_register_that_is_not_there_is_an_error_and_not_made(
    tmp_path: Path,
    is_data_dir_named: bool,  # noqa: FBT001  # a case
) -> None:
    url = "" if is_data_dir_named else f"sqlite:///{tmp_path / 'missing.sqlite'}"
    settings = Settings(data_dir=tmp_path, is_data_dir_named=is_data_dir_named, database_url=url)
    assert told(settings) == {("register_not_found", Severity.ERROR)}
    assert list(tmp_path.iterdir()) == []


def test_a_named_database_without_a_register_is_an_error_and_said_as_it_was_named(
    tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "of something else, 100%.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (words)")
    named = replace(settings, database_url=settings.database_url or f"sqlite:///{path}")
    expected = sa.make_url(settings.database_url).render_as_string() if settings.database_url else str(path)
    (found,) = check_register(named).notices
    assert (found.rule, found.severity, found.detail) == ("register_not_found", Severity.ERROR, expected)


def test_a_file_that_is_no_database_is_said_as_it_was_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_text("no database " * 100)
    (found,) = check_register(Settings(data_dir=tmp_path, database_url=f"sqlite:///{path}")).notices
    assert (found.rule, found.severity) == ("register_damaged", Severity.ERROR)
    assert found.detail.startswith(f"register {path}: ")


def looks(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Return bytes, mode and time of each file but the memory that readers share, and mode and time of the folder."""
    files = {path.name: path for path in folder.iterdir() if not path.name.endswith("-shm")}
    stats = {"": folder.stat(), **{name: path.stat() for name, path in files.items()}}
    return {
        name: (files[name].read_bytes() if name else b"", stat.st_mode, stat.st_mtime_ns)
        for name, stat in stats.items()
    }


@on_sqlite
@pytest.mark.parametrize("endings", [("",), ("", "-wal"), ("", "-wal", "-shm")], ids=["still", "torn away", "in use"])
def test_a_copy_is_read_as_it_is_and_nothing_of_it_changes(
    engine: sa.Engine, settings: Settings, tmp_path: Path, endings: tuple[str, ...]
) -> None:
    """What was written last stands in the journal beside the file while the register is open."""
    add_account(engine, new_account("anna", Role.ADMINISTRATOR, at=NOON), "cavallo-batteria")
    if endings == ("",):
        engine.dispose()
    copy = tmp_path / "a copy, 100%"
    copy.mkdir()
    for ending in endings:
        shutil.copyfile(settings.data_dir / f"{FILE_NAME}{ending}", copy / f"{FILE_NAME}{ending}")
    (copy / FILE_NAME).chmod(0o444)
    before = looks(copy)
    found = check_register(Settings(data_dir=copy))
    assert looks(copy) == before
    assert found.notices == ()
    assert found.counts["accounts"] == 1


@on_sqlite
@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        pytest.param("DELETE FROM organisations", ("unknown_reference", Severity.ERROR), id="a firm is gone"),
        pytest.param(
            "UPDATE services SET kind = 'castle'", ("not_in_vocabulary", Severity.WARNING), id="an impossible kind"
        ),
        pytest.param("DELETE FROM alembic_version", ("register_missing", Severity.WARNING), id="nothing in it yet"),
        pytest.param(
            "UPDATE alembic_version SET version_num = '0001'", ("register_older", Severity.WARNING), id="older"
        ),
        pytest.param("UPDATE alembic_version SET version_num = '9999'", ("register_newer", Severity.ERROR), id="newer"),
    ],
)
def test_what_is_wrong_inside_is_told(
    engine: sa.Engine, settings: Settings, spoil: str, expected: tuple[str, Severity]
) -> None:
    engine.dispose()
    with sqlite3.connect(settings.data_dir / FILE_NAME) as connection:
        connection.execute(spoil)
    connection.close()
    assert told(settings) == {expected}


@on_sqlite
def test_a_damaged_file_is_told_and_not_counted(engine: sa.Engine, settings: Settings) -> None:
    engine.dispose()
    path = settings.data_dir / FILE_NAME
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * 8192 + content[16384:])
    assert told(settings) == {("register_damaged", Severity.ERROR)}
    assert check_register(settings).counts == {}


@on_sqlite
def test_damaged_roads_are_an_error_and_what_is_made_anew_is_a_warning(engine: sa.Engine, settings: Settings) -> None:
    built = settings.data_dir / "built" / "1"
    built.mkdir(parents=True)
    for path in (settings.data_dir / "roads.sealed", built / "territory.sealed"):
        path.write_bytes(b"x" * 100)
    (settings.data_dir / "addresses.sqlite").write_bytes(b"x" * 100)
    found = [(notice.table, notice.severity) for notice in check_register(settings).notices]
    assert found == [
        ("built/1/territory.sealed", Severity.WARNING),
        ("roads.sealed", Severity.ERROR),
        ("addresses.sqlite", Severity.ERROR),
    ]
