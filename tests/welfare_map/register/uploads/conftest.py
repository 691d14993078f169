"""The toy register as an upload is held against it; ``upload_of`` makes an upload out of lines of CSV."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from geodata.cleaning.municipality_names import Municipality, MunicipalityList, municipality_list
from geodata.territory import Territory
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.updates.positions import Placing
from welfare_map.register.uploads import Plan, Surroundings, Upload, prepare, read_surroundings, read_upload
from welfare_map.register.uploads.columns import suggested_columns

TODAY = date(2026, 9, 1)
Around = Callable[..., Surroundings]
SEES_ALL = Actor("root", Role.ADMINISTRATOR)
PlanOf = Callable[..., Plan]


@pytest.fixture(scope="session")
def toy_municipalities(toy_territory: Territory) -> MunicipalityList:
    """List the nine municipalities, and two outside the area that share a name."""
    table = toy_territory.municipalities
    inside = [
        Municipality(row.municipality_code, row.municipality_name, row.province_short, row.province_name)
        for row in table.itertuples()
    ]
    outside = [Municipality(f"90300{number}", "Gemelli", short, name) for number, short, name in TWINS]
    return municipality_list([*inside, *outside])


TWINS = ((8, "CC", "Gamma"), (9, "DD", "Delta"))


@pytest.fixture
def around(engine: sa.Engine, toy_territory: Territory, toy_municipalities: MunicipalityList) -> Around:
    """Read what an upload of a table is held against, as the register is now."""

    def read(table: str, actor: Actor = SEES_ALL) -> Surroundings:
        read_now = read_surroundings(engine, table, territory=toy_territory, today=TODAY, actor=actor)
        return replace(read_now, municipalities=toy_municipalities)

    return read


@pytest.fixture(scope="session")
def upload_of() -> Callable[..., Upload]:
    """Make an upload out of lines of CSV."""
    return lambda *lines: read_upload("\n".join(lines).encode(), "prova.csv")


@pytest.fixture
def plan_of(around: Around, upload_of: Callable[..., Upload]) -> PlanOf:
    """Say what an import of lines of CSV would do."""

    def plan(*lines: str, table: str = "services", by: Placing | None = None) -> Plan:
        upload = upload_of(*lines)
        return prepare(upload, suggested_columns(upload.header, table), table, around(table), by=by)

    return plan
