"""Opens the register: database, newest schema, shipped tables."""

import sqlalchemy as sa

from welfare_map.register.shipped.embedded import load_embedded
from welfare_map.register.sql.database import connect, reading, writing
from welfare_map.register.sql.migrate import is_current, upgrade
from welfare_map.settings import Settings


def open_register(settings: Settings) -> sa.Engine:
    """
    Return an engine on a register that is up to date.

    The database is made when there is none; the shipped tables are loaded when their content changed.

    Parameters
    ----------
    settings
        Data folder and, if any, the address of another database.

    Raises
    ------
    DataError
        A shipped table cannot be used.
    StoreError
        The database cannot be opened, read or written.
    """
    engine = connect(settings)
    with reading(engine) as connection:
        has_schema = is_current(connection)
    if not has_schema:
        with writing(engine) as connection:
            upgrade(connection)
    load_embedded(engine)
    return engine
