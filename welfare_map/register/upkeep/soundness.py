"""Whether a register can be read and hangs together, and what was built beside it: what an operator asks of a copy."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from geodata.errors import DataError, StoreError
from geodata.notices import Notice, Severity
from geodata.store.addresses import ADDRESSES_NAME, AddressIndex
from geodata.store.files import read_bytes, unsealed
from geodata.tables import CONTRACTS, check
from welfare_map.register.shipped.checks import check_references
from welfare_map.register.sql.curation import ACCOUNTS
from welfare_map.register.sql.database import looking, place, sqlite_file
from welfare_map.register.sql.migrate import newest, revision
from welfare_map.register.sql.repository import read_tables
from welfare_map.settings import Settings

REGISTER = "register"
"""What the notices about all of the register name in the place of a table."""
MOST_DAMAGES = 20
BUILT = "built"
"""Folder of what the application makes anew by itself."""


@dataclass(frozen=True, slots=True)
class Soundness:
    """
    What was found.

    Parameters
    ----------
    notices
        Rules of ``geodata.tables.check``; ``unknown_reference``; ``register_missing``, ``register_older`` (the next
        start mends both), ``register_not_found`` (the operator named its place), ``register_newer``,
        ``register_damaged``; ``damaged_file``.
    counts
        Records by table, those with any, and ``accounts``; empty where the register could not be read.
    """

    notices: tuple[Notice, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


def check_register(settings: Settings) -> Soundness:
    """
    Look at the register and at the files of the data folder as they are: nothing is made, brought up to date or mended.

    A register of another version of the program is not looked into.
    """
    files = tuple(_damaged_files(settings.data_dir))
    try:
        path = sqlite_file(settings)
        if path and not path.is_file():
            return Soundness((_without_register(settings, str(path)), *files))
        found = _looked_into(settings)
    except (StoreError, DataError) as error:
        found = Soundness((_of_register("register_damaged", Severity.ERROR, str(error)),))
    return Soundness((*found.notices, *files), found.counts)


def _without_register(settings: Settings, named: str) -> Notice:
    """Return that a place holds no register, or nothing; where the place was named, the name may be wrong."""
    if settings.database_url or settings.is_data_dir_named:
        return _of_register("register_not_found", Severity.ERROR, named)
    return _of_register("register_missing", Severity.WARNING, named)


def _looked_into(settings: Settings) -> Soundness:
    with looking(settings) as connection:
        damages = tuple(_damages(connection))
        other = damages or tuple(_of_another_version(connection, settings))
        if other:
            return Soundness(other)
        tables = read_tables(connection)
        accounts = connection.execute(sa.select(sa.func.count()).select_from(ACCOUNTS)).scalar_one()
    filled = {name: table for name, table in tables.items() if len(table)}
    defects = (notice for name, table in filled.items() for notice in check(table, CONTRACTS[name]))
    counts = {name: len(table) for name, table in filled.items()}
    return Soundness((*defects, *check_references(filled)), {**counts, "accounts": accounts})


def _damages(connection: sa.Connection) -> Iterator[Notice]:
    """Yield what SQLite finds wrong with its own file; PostgreSQL looks after its files by itself."""
    if connection.dialect.name == "sqlite":
        for line in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_DAMAGES})").scalars():
            if line != "ok":
                yield _of_register("register_damaged", Severity.ERROR, line)


def _of_another_version(connection: sa.Connection, settings: Settings) -> Iterator[Notice]:
    found = revision(connection)
    if not found:
        yield _without_register(settings, place(connection.engine))
    elif found < newest():
        yield _of_register("register_older", Severity.WARNING, found)
    elif found > newest():
        yield _of_register("register_newer", Severity.ERROR, found)


def _of_register(rule: str, severity: Severity, detail: str) -> Notice:
    return Notice(rule, severity, REGISTER, "", detail)


def _damaged_files(data_dir: Path) -> Iterator[Notice]:
    """Yield the sealed files and the address index of a data folder that cannot be read."""
    for path in sorted(data_dir.rglob("*.sealed")):
        try:
            unsealed(read_bytes(path))
        except DataError:
            is_remade = BUILT in path.relative_to(data_dir).parts
            yield _damaged(path, data_dir, Severity.WARNING if is_remade else Severity.ERROR)
    index = data_dir / ADDRESSES_NAME
    try:
        if index.is_file():
            with closing(AddressIndex(index)) as opened:
                opened.status()
    except DataError:
        yield _damaged(index, data_dir, Severity.ERROR)


def _damaged(path: Path, data_dir: Path, severity: Severity) -> Notice:
    return Notice("damaged_file", severity, str(path.relative_to(data_dir)), "", "")
