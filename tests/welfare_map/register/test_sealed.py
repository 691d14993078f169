"""A register whose files the system has sealed (``chattr +i``): it is refused in words, and the process lives on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from geodata.errors import StoreError
from welfare_map.register import open_register, register_version
from welfare_map.register.sql import register_file
from welfare_map.register.sql.database import FILE_NAME, connect, empty_log, looking, reading, sqlite_file, writing
from welfare_map.register.sql.repository import bump_version
from welfare_map.settings import Settings

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
VISIT = """
import sys
from pathlib import Path
from geodata.errors import StoreError
from welfare_map.register import register_version
from welfare_map.register.sql.database import connect, writing
from welfare_map.register.sql.repository import bump_version
from welfare_map.settings import Settings

def write():
    with writing(engine) as connection:
        bump_version(connection)

engine = connect(Settings(data_dir=Path(sys.argv[1])))
write()
for act in (lambda: register_version(engine), write):
    print("open", flush=True)
    input()
    try:
        act()
    except StoreError as error:
        print(error)
    else:
        print("done")
"""
"""A process with a connection that is open; it goes on at each line that it gets."""


@pytest.fixture
def seal() -> Iterator[Callable[[str, Path], None]]:
    """Give what seals the files of a folder ("+") or opens them ("-"); at the end they are open."""
    program, sealed = shutil.which("chattr"), set[Path]()

    def change(sign: str, folder: Path) -> None:
        files = sorted(folder.glob(f"{FILE_NAME}*"))
        sealed.update(files)
        if (
            program is None
            or subprocess.run([program, f"{sign}i", *files], check=False, capture_output=True).returncode
        ):
            pytest.skip("the system does not let this account seal files here")

    yield change
    for path in sealed:
        subprocess.run([str(program), "-i", path], check=False, capture_output=True)


def test_files_that_are_sealed_under_a_running_process_end_it_neither_for_readers_nor_for_writers(
    engine: sa.Engine, settings: Settings, seal: Callable[[str, Path], None]
) -> None:
    before = int(register_version(engine))
    engine.dispose()
    with subprocess.Popen(
        [sys.executable, "-c", VISIT, str(settings.data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            seal("+", settings.data_dir)
            process.stdin.write("\n")
            process.stdin.flush()
            assert "sealed" in process.stdout.readline()
            assert process.stdout.readline() == "open\n"
            with looking(settings) as connection:
                assert connection.exec_driver_sql("SELECT count(*) FROM services").scalar_one()
        finally:
            seal("-", settings.data_dir)
        said, _ = process.communicate("\n", timeout=60)
    assert (said, process.returncode) == ("done\n", 0)
    assert int(register_version(engine)) == before + 2


def test_a_sealed_register_is_refused_before_a_connection_is_used_and_taken_up_again(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as connection:
        bump_version(connection)
    before, closed = register_version(engine), list[object]()
    journal = Path(f"{engine.url.database}-wal")
    sa.event.listen(engine, "close", lambda *which: closed.append(which))
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda path, _mode: not str(path).endswith("-shm"))
        for opened in (reading, writing):
            with pytest.raises(StoreError, match="sealed"), opened(engine):
                pass
        empty_log(engine)
        assert journal.stat().st_size > 0
    assert closed == []
    empty_log(engine)
    assert journal.stat().st_size == 0
    with writing(engine) as connection:
        bump_version(connection)
    assert int(register_version(engine)) == int(before) + 1


def test_a_register_that_is_sealed_while_it_is_written_keeps_its_connections(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = list[object]()
    register_version(engine)
    sa.event.listen(engine, "close", lambda *which: closed.append(which))

    def write() -> None:
        with writing(engine) as connection:
            monkeypatch.setattr(os, "access", lambda path, _mode: not str(path).endswith("-shm"))
            connection.exec_driver_sql("PRAGMA query_only = ON")
            bump_version(connection)

    with pytest.raises(StoreError):
        write()
    assert closed == []


def test_a_shared_memory_that_goes_or_comes_while_it_is_asked_for_is_not_sealed(
    engine: sa.Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = settings.data_dir / f"{FILE_NAME}-shm"
    engine.dispose()
    answers = iter([False, True])
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda *_which: False)
        assert not memory.exists()
        assert register_version(engine)
    assert memory.exists()
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda *_which: next(answers))
        assert register_version(engine)


@pytest.mark.parametrize(
    ("account", "mode", "is_sealed"),
    [
        pytest.param("owner", 0o600, True, id="its owner"),
        pytest.param("owner", 0o400, False, id="an owner who may only read"),
        pytest.param("group", 0o660, True, id="the group, that may write"),
        pytest.param("group", 0o640, False, id="the group, that may only read"),
        pytest.param("other", 0o664, False, id="another account, that may only read"),
        pytest.param("other", 0o666, True, id="another account, that may write"),
        pytest.param("root", 0o644, True, id="the system's own account"),
    ],
)
def test_a_register_that_an_account_may_only_read_is_read_and_only_a_sealed_one_is_refused(
    engine: sa.Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    account: str,
    mode: int,
    is_sealed: bool,  # noqa: FBT001  # a case of the table
) -> None:
    register_version(engine)
    memory = settings.data_dir / f"{FILE_NAME}-shm"
    memory.chmod(mode)
    found = memory.stat()
    monkeypatch.setattr(os, "access", lambda path, _mode: not str(path).endswith("-shm"))
    monkeypatch.setattr(register_file, "ROOT", found.st_uid + 2)
    numbers = {"owner": found.st_uid, "root": found.st_uid + 2}
    monkeypatch.setattr(os, "geteuid", lambda: numbers.get(account, found.st_uid + 1))
    monkeypatch.setattr(os, "getegid", lambda: found.st_gid + 1)
    monkeypatch.setattr(os, "getgroups", lambda: [found.st_gid] if account == "group" else [])
    assert ("sealed" in refusal(engine)) is is_sealed


def refusal(engine: sa.Engine) -> str:
    """Return why a register is not read, "" where it is."""
    try:
        register_version(engine)
    except StoreError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("address", ["file:{}?uri=true", "file://{}?mode=rw&uri=1", "file:{}.link?uri=true", "{}.link"])
def test_a_register_is_sealed_however_its_file_is_named(
    engine: sa.Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    path = settings.data_dir / FILE_NAME
    Path(f"{path}.link").symlink_to(path)
    named = replace(settings, database_url=f"sqlite:///{address.format(path)}")
    opened = open_register(named)
    assert sqlite_file(named) in {path, Path(f"{path}.link")}
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda path, _mode: not str(path).endswith("-shm"))
        with pytest.raises(StoreError, match="sealed"):
            register_version(opened)
    assert register_version(opened) == register_version(engine)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "sqlite:///file::memory:?uri=true"])
def test_a_database_in_memory_is_never_sealed(settings: Settings, address: str) -> None:
    in_memory = replace(settings, database_url=address)
    assert sqlite_file(in_memory) is None
    with reading(connect(in_memory)) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1
