"""
Brings the register's schema to the newest revision, inside the caller's transaction.

Alembic is loaded when there is something to do: a register that is up to date opens without it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from geodata.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"


VERSIONS = sa.table("alembic_version", sa.column("version_num"))


def alembic_config(connection: sa.Connection) -> "Config":
    """Return Alembic's configuration on an open connection; there is no file for it."""
    from alembic.config import Config  # noqa: PLC0415  # see above

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """Return the newest revision: files of revisions begin with their numbers, each follows the one before."""
    return max(path.stem.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def revision(connection: sa.Connection) -> str:
    """Return the revision of the database, "" where it has none yet."""
    if not sa.inspect(connection).has_table(VERSIONS.name):
        return ""
    return str(connection.execute(sa.select(VERSIONS.c.version_num)).scalar() or "")


def is_current(connection: sa.Connection) -> bool:
    """Tell whether the database has every revision."""
    return revision(connection) == newest()


def upgrade(connection: sa.Connection) -> None:
    """
    Apply the revisions that the database has not seen yet.

    Raises
    ------
    StoreError
        The database was written by a newer version of this program.
    """
    from alembic import command  # noqa: PLC0415  # see above
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

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
