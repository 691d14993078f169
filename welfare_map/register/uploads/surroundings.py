"""What an upload is held against: the register's rows, the municipalities, the day and who acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
import sqlalchemy as sa

from geodata.cleaning.municipality_names import MunicipalityList
from geodata.store import read_municipality_list
from geodata.territory import Territory
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import read_table
from welfare_map.register.sql.schema import REFERENCES


@dataclass(frozen=True, eq=False)
class Surroundings:
    """
    What an upload is held against. Never written to.

    Parameters
    ----------
    territory
        The configured area.
    municipalities
        All municipalities of Italy, to find them by name.
    known
        The register's rows that are not demonstration ones: of the table itself and of those that it refers to.
    today
        Day of the import.
    role
        Role of whoever imports.
    """

    territory: Territory
    municipalities: MunicipalityList
    known: Mapping[str, pd.DataFrame]
    today: date
    role: str


def read_surroundings(engine: sa.Engine, table: str, *, territory: Territory, today: date, role: str) -> Surroundings:
    """
    Read what an upload of a table is held against.

    Raises
    ------
    DataError
        The list of municipalities is not installed.
    StoreError
        The register cannot be read.
    """
    names = {table, *(reference.target_table for reference in REFERENCES if reference.table == table)}
    with reading(engine) as connection:
        known = {name: _real(read_table(connection, name)) for name in names}
    return Surroundings(territory, read_municipality_list(), known, today, role)


def _real(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave demonstration rows out: a file of real ones neither changes them nor refers to them."""
    if "is_demo" not in rows:
        return rows
    return rows[~rows["is_demo"].fillna(False).astype(bool)].reset_index(drop=True)
