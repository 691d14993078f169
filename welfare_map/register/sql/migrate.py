"""Brings the register's schema to the newest revision, inside the caller's transaction."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from geodata.errors import StoreError

FOLDER = Path(__file__).parent / "migrations"


def alembic_config(connection: sa.Connection) -> Config:
    """Return Alembic's configuration on an open connection; there is no file for it."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def is_current(connection: sa.Connection) -> bool:
    """Tell whether the database has every revision."""
    script = ScriptDirectory.from_config(alembic_config(connection))
    return set(MigrationContext.configure(connection).get_current_heads()) == set(script.get_heads())


def upgrade(connection: sa.Connection) -> None:
    """
    Apply the revisions that the database has not seen yet.

    Raises
    ------
    StoreError
        The database was written by a newer version of this program.
    """
    config = alembic_config(connection)
    script = ScriptDirectory.from_config(config)
    heads = set(MigrationContext.configure(connection).get_current_heads())
    known = {revision.revision for revision in script.walk_revisions()}
    if not heads <= known:
        raise StoreError(
            "the register was written by a newer version of this program; "
            "install that version or use another data folder"
        )
    command.upgrade(config, "head")
