"""Another file takes the register's place while it is open: nothing is said to be kept that went into the old one."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from geodata.errors import StoreError
from welfare_map.register.sql.database import FILE_NAME, REPLACED, connect, reading, writing
from welfare_map.settings import Settings


def say(engine: sa.Engine, words: str) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO said VALUES (?)", (words,))


def said(engine: sa.Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.exec_driver_sql("SELECT words FROM said").scalars())


@pytest.fixture
def opened(tmp_path: Path) -> sa.Engine:
    """Open a register that says one thing."""
    engine = connect(Settings(data_dir=tmp_path))
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE said (words TEXT)")
    say(engine, "before")
    return engine


@pytest.fixture
def replace(tmp_path: Path) -> Callable[[bytes | None], None]:
    """Move the files away and put others in their place at once: a copy, or what is given."""

    def replaced(content: bytes | None) -> None:
        copy, path = tmp_path / "copy", tmp_path / FILE_NAME
        if content is None:
            with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(copy)) as other:
                live.backup(other)
        else:
            copy.write_bytes(content)
        for file in sorted(tmp_path.glob(f"{FILE_NAME}*")):
            file.rename(tmp_path / f"old-{file.name}")
        copy.rename(path)

    return replaced


def test_what_is_saved_after_a_copy_took_the_place_is_in_the_copy_or_refused(
    opened: sa.Engine, replace: Callable[[bytes | None], None], tmp_path: Path
) -> None:
    replace(None)
    with pytest.raises(StoreError, match=REPLACED):
        say(opened, "refused")
    say(opened, "after")
    assert said(opened) == ["before", "after"]
    opened.dispose()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as fresh:
        assert fresh.execute("SELECT words FROM said").fetchall() == [("before",), ("after",)]


def test_what_took_the_place_and_is_no_register_is_never_taken_for_one(
    opened: sa.Engine, replace: Callable[[bytes | None], None]
) -> None:
    replace(b"garbage" * 5000)
    for act in (said, said, lambda engine: say(engine, "lost"), said):
        with pytest.raises(StoreError):
            act(opened)
