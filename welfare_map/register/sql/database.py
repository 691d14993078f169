"""
The door to the register's database: SQLite in the data folder by default, any SQLAlchemy URL by setting.

``reading`` and ``writing`` give a connection inside one transaction and turn every fault of the database into one clear
line; ``looking`` gives one for a register that has to stay as it is to the byte.
"""

import re
import shutil
import threading
import time
import weakref
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from geodata.cleaning.text import TURNING
from geodata.errors import StoreBusyError, StoreError
from welfare_map.register.sql.register_file import beside, file_of, is_sealed
from welfare_map.settings import Settings

FILE_NAME = "register.sqlite"
BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another one."""
WRITERS_LOCK = 5_706_843
"""Advisory lock of PostgreSQL that writers queue for; any number, the same in every process."""
NOT_A_URL = "the setting database_url is not an SQLAlchemy URL, e.g. postgresql://host/name"
GONE = "the file is not there any more; put it back"
REPLACED = "another file has taken its place; what was asked for is not done, try again"
FILE = "file"
SEALED = "its files are sealed against any change (chattr +i, or a disk that became read-only); undo that"
BUSY = "it is locked by another writer; wait for it to end, then try again"
PLACE = "register_place"
"""Option of an engine: how its file was named, where its address says it otherwise."""
_TURNS: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
"""Address of a database -> held by the thread that writes into it."""
UNKEPT = re.compile(rf"[\x00\ud800-\udfff]|{TURNING.pattern}")
"""Signs that PostgreSQL refuses, that are no text, or that turn words around: a browser or a file can send them."""
FAULTS = (
    (("locked", "lock timeout"), BUSY),
    (("readonly", "read-only", "read only"), "it cannot be written; check the permissions of the data folder"),
    (("disk is full", "no space left"), "the disk is full; make room in the data folder"),
    (
        ("malformed", "not a database", "file is encrypted", "disk image"),
        "the file is damaged; put a copy back, or move it away and it is built again",
    ),
    (("disk i/o error",), "the disk gives or takes nothing; look whether it is full, then at the system's log"),
    (("unable to open",), "the file cannot be opened; check that the data folder exists and can be written"),
)
"""Words of a database's message -> what is wrong and the way out."""


def database_url(settings: Settings) -> sa.URL:
    """
    Return the address of the register.

    Raises
    ------
    StoreError
        The setting is not an SQLAlchemy URL.
    """
    if not settings.database_url:
        return sa.URL.create("sqlite", database=str(settings.data_dir / FILE_NAME))
    try:
        url = make_url(settings.database_url)
    except ArgumentError as error:
        raise StoreError(NOT_A_URL) from error
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgresql", "postgres"} else url


def connect(settings: Settings) -> sa.Engine:
    """
    Return an engine on the register's database; no connection is opened yet.

    Raises
    ------
    StoreError
        The data folder cannot be made, or the database's driver is not installed.
    """
    url = database_url(settings)
    is_sqlite = url.get_backend_name() == "sqlite"
    is_own_file = is_sqlite and not settings.database_url
    if is_own_file:
        _make_folder(settings.data_dir)
        _make_private(settings.data_dir / FILE_NAME)
    try:
        engine = sa.create_engine(url, pool_pre_ping=not is_sqlite)
    except ArgumentError as error:
        raise StoreError(NOT_A_URL) from error
    except (NoSuchModuleError, ImportError) as error:
        raise StoreError(f"no driver is installed for the database {url.get_backend_name()}") from error
    weakref.finalize(engine, engine.pool.dispose)
    event.listen(engine, "before_cursor_execute", _without_unkept, retval=True)
    if is_own_file:
        _keep_to_file(engine, settings.data_dir / FILE_NAME)
    if is_sqlite:
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    if url.get_backend_name() == "postgresql":
        event.listen(engine, "begin", _queue)
    return engine


def sqlite_file(settings: Settings) -> Path | None:
    """Return the file of a register on SQLite; None for PostgreSQL, and for what SQLite keeps in no file."""
    return file_of(database_url(settings))


@contextmanager
def looking(settings: Settings) -> Iterator[sa.Connection]:
    """
    Give a connection that changes nothing of a register: no folder, file, mode or journal is made or mended.

    SQLite reads a file that nobody has open as unchangeable, so that one on read-only media does; a journal that was
    left behind is read in a copy of both, as SQLite would bring it into the file. Files that are sealed are read, too:
    they are opened after that, so that SQLite knows that it may not write.

    Raises
    ------
    StoreError
        The setting is not an SQLAlchemy URL; the database cannot be read.
    """
    path = sqlite_file(settings)
    with ExitStack() as kept:
        engine = _read_only(_with_journal(path, kept), named=path) if path else connect(settings)
        kept.callback(engine.dispose)
        kept.enter_context(_faults(engine))
        connection = kept.enter_context(engine.connect())
        kept.enter_context(connection.begin())
        yield connection


def _with_journal(path: Path, kept: ExitStack) -> Path:
    """Return a file that SQLite can read as it is, with its journal: the file, or a copy where nobody has it open."""
    journal = beside(path, "-wal")
    if beside(path, "-shm").exists() or not _is_filled(journal):
        return path
    folder = Path(kept.enter_context(TemporaryDirectory(prefix="welfare-map-")))
    try:
        for one in (path, journal):
            shutil.copyfile(one, folder / one.name)
    except OSError as error:
        raise StoreError(f"register {path}: {error.strerror}") from error
    return folder / path.name


def _is_filled(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def place(engine: sa.Engine) -> str:
    """Return where a register is, as it was named, without its password."""
    url = engine.url.difference_update_query(["password"])
    return str(engine.get_execution_options().get(PLACE) or url.render_as_string())


def _read_only(path: Path, *, named: Path) -> sa.Engine:
    is_still = not beside(path, "-shm").exists() and not _is_filled(beside(path, "-wal"))
    options = {"mode": "ro", "uri": "true", **({"immutable": "1"} if is_still else {})}
    url = sa.URL.create("sqlite", database=path.resolve().as_uri(), query=options)
    engine = sa.create_engine(url, execution_options={PLACE: str(named)})
    event.listen(engine, "connect", _leave_transactions)
    event.listen(engine, "begin", _begin)
    return engine


def _leave_transactions(connection: sa.engine.interfaces.DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Let ``_begin`` begin transactions, not the driver."""
    connection.isolation_level = None


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the data folder {path} cannot be made: {error.strerror}") from error


def _make_private(path: Path) -> None:
    """Let the owner alone read the register, which holds hashes of passwords; one that is not ours says so later."""
    with suppress(OSError):
        path.touch(mode=0o600)
        path.chmod(0o600)


def _keep_to_file(engine: sa.Engine, path: Path) -> None:
    """
    Refuse a register whose file has gone, or is another one, since it was opened: SQLite would go on with the old one.

    The file is asked for before a connection is made, and before one that was kept is used again; those to a file that
    is no longer in its place are given up, so that the next one finds what is there now.
    """

    def ask(*_arguments: object) -> None:
        if not path.is_file():
            raise StoreError(f"register {path}: {GONE}")

    def note(_connection: object, entry: ConnectionPoolEntry) -> None:
        entry.info[FILE] = _file_number(path)

    def compare(_connection: object, entry: ConnectionPoolEntry, _proxy: object) -> None:
        ask()
        if entry.info[FILE] != _file_number(path):
            engine.pool.dispose()
            raise StoreError(f"register {path}: {REPLACED}")

    event.listen(engine, "do_connect", ask)
    event.listen(engine, "connect", note)
    event.listen(engine, "checkout", compare)


def _file_number(path: Path) -> tuple[int, int]:
    """Return what tells a file from another one that takes its place."""
    found = path.stat()
    return found.st_dev, found.st_ino


def _without_unkept(
    _connection: sa.Connection, _cursor: object, statement: str, parameters: Any, _context: object, _is_many: object
) -> tuple[str, Any]:
    """Leave out of every text that is stored or looked for what no database keeps; many rows come as a list."""
    return statement, [_kept_row(row) for row in parameters] if isinstance(parameters, list) else _kept_row(parameters)


def _kept_row(row: Any) -> dict[str, object] | tuple[object, ...]:
    if isinstance(row, dict):
        return {name: _kept(value) for name, value in row.items()}
    return tuple(_kept(value) for value in row)


def _kept(value: object) -> object:
    return UNKEPT.sub("", value) if isinstance(value, str) else value


def _set_pragmas(connection: sa.engine.interfaces.DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Prepare an SQLite connection; transactions are begun by ``_begin``, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    """Take SQLite's write lock at the start of a writing transaction, so that two writers queue instead of clashing."""
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {options.get('wait_ms', BUSY_TIMEOUT_MS)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("is_writing", False) else "BEGIN")


def _queue(connection: sa.Connection) -> None:
    """Let writers on PostgreSQL queue as those on SQLite do; a reader sees one state from its first statement on."""
    options = connection.get_execution_options()
    if options.get("is_writing", False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {options.get('wait_ms', BUSY_TIMEOUT_MS)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """
    Give a connection that sees one state of the register.

    Raises
    ------
    StoreError
        The database cannot be read.
    """
    _require_unsealed(engine)
    with _faults(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: sa.Engine, *, wait_ms: int | None = None) -> Iterator[sa.Connection]:
    """
    Give a connection whose changes are kept together at the end, or not at all.

    Parameters
    ----------
    wait_ms
        How long to wait for another writer; None for ``BUSY_TIMEOUT_MS``.

    Raises
    ------
    StoreBusyError
        Another writer did not end in time.
    StoreError
        The database cannot be written, or rows refer to rows that do not exist.
    """
    with _turn(engine, BUSY_TIMEOUT_MS if wait_ms is None else wait_ms) as left_ms:
        _require_unsealed(engine)
        options = {"is_writing": True, "wait_ms": left_ms}
        with _faults(engine), engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection


@contextmanager
def _turn(engine: sa.Engine, wait_ms: int) -> Iterator[int]:
    """
    Let the writers of this process wait for each other on SQLite; give the milliseconds left to wait for others.

    SQLite itself asks again after ever longer pauses: among twenty writers the one that waits longest comes last. Who
    comes next here is not promised either, but nobody sleeps while the file is free.
    """
    if engine.dialect.name != "sqlite":
        yield wait_ms
        return
    lock, started_s = _TURNS[str(engine.url)], time.monotonic()
    if not lock.acquire(timeout=wait_ms / 1000):
        raise StoreBusyError(f"register {place(engine)}: {BUSY}")
    try:
        yield max(0, wait_ms - round((time.monotonic() - started_s) * 1000))
    finally:
        lock.release()


def _require_unsealed(engine: sa.Engine) -> None:
    """
    Refuse a register whose shared memory the system has sealed, before any connection to it is used.

    SQLite maps that file: a write into it, by a reader too or as a connection closes, ends the process (SIGBUS).
    """
    if is_sealed(engine.url):
        raise StoreError(f"register {place(engine)}: {SEALED}")


def empty_log(engine: sa.Engine) -> None:
    """Bring SQLite's log of writes into its file and empty it, where neither a reader nor a seal is in the way."""
    if engine.dialect.name == "sqlite" and not is_sealed(engine.url):
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def roll_back(connection: sa.Connection) -> None:
    """Undo the changes of a transaction that was only a trial; it ends with this."""
    transaction = connection.get_transaction()
    if transaction is not None:
        transaction.rollback()


@contextmanager
def _faults(engine: sa.Engine) -> Iterator[None]:
    """Say a fault in one line; connections kept from before it are not used again, so that what is mended works."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = _reason(error)
        if not isinstance(error, IntegrityError) and reason != BUSY and not is_sealed(engine.url):
            engine.dispose()
        kind = StoreBusyError if reason == BUSY else StoreError
        raise kind(f"register {place(engine)}: {reason}") from error


def _reason(error: SQLAlchemyError) -> str:
    """Put a database's fault into one plain line."""
    message = str(getattr(error, "orig", None) or error).splitlines()[0]
    if isinstance(error, IntegrityError):
        return f"rows contradict each other ({message}); nothing was changed"
    for words, reason in FAULTS:
        if any(word in message.lower() for word in words):
            return reason
    return message
