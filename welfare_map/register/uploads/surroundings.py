"""What an upload is held against: the register's rows, the municipalities, the day and who acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
import sqlalchemy as sa

from geodata.cleaning.municipality_names import MunicipalityList
from geodata.codes import Visibility
from geodata.store import read_municipality_list
from geodata.territory import Territory
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.permissions import is_own
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
        The register's rows that are not demonstration ones: of the table itself and of those that it refers to. Needs
        and offers that whoever imports may not see are not among them.
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


def read_surroundings(
    engine: sa.Engine, table: str, *, territory: Territory, today: date, actor: Actor
) -> Surroundings:
    """
    Read what an upload of a table is held against, as far as whoever imports may see it.

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
    if {"visibility", "organisation_id"} <= set(known[table].columns):
        known[table] = _seen(known[table], known["organisations"], actor, territory)
    return Surroundings(territory, read_municipality_list(), known, today, actor.role.value)


def _seen(rows: pd.DataFrame, organisations: pd.DataFrame, actor: Actor, territory: Territory) -> pd.DataFrame:
    """Leave out what other firms need or offer in private; a curator's own firms are those of the districts."""
    places = dict(zip(organisations["organisation_id"], organisations["municipality_code"], strict=True))
    own = {firm for firm in rows["organisation_id"].unique() if _is_own_firm(firm, places.get(firm), actor, territory)}
    is_public = rows["visibility"].eq(Visibility.PUBLIC.value).fillna(value=False)
    return rows[is_public | rows["organisation_id"].isin(own)].reset_index(drop=True)


def _is_own_firm(firm: str, municipality_code: object, actor: Actor, territory: Territory) -> bool:
    place = None if pd.isna(municipality_code) else str(municipality_code)  # type: ignore[call-overload]
    cells = {"organisation_id": firm, "municipality_code": place}
    return actor.role is not Role.PROVIDER and is_own(actor, cells, territory)


def _real(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave demonstration rows out: a file of real ones neither changes them nor refers to them."""
    if "is_demo" not in rows:
        return rows
    return rows[~rows["is_demo"].fillna(False).astype(bool)].reset_index(drop=True)
