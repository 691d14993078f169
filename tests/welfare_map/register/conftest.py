"""
A register on small shipped tables of the toy territory, and a file of the Region's list of care homes on it.

Every test that uses ``settings`` or ``engine`` runs on SQLite and on PostgreSQL; one that is about SQLite's file says
``@pytest.mark.parametrize("database", ["sqlite"], indirect=True)``.
"""

import itertools
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import postgresql as programs
import pytest
import sqlalchemy as sa

from geodata import store
from geodata.tables import CONTRACTS, conform
from welfare_map.register import open_register
from welfare_map.register.shipped.embedded import hand_edited
from welfare_map.register.sql.database import FILE_NAME
from welfare_map.settings import Settings

Row = dict[str, Any]
WriteTable = Callable[..., Path]
TODAY = "2026-09-01"


@pytest.fixture
def embedded_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of the shipped tables, empty."""
    folder = tmp_path / "embedded"
    for name in ("manual", "demo"):
        (folder / name).mkdir(parents=True)
    monkeypatch.setenv("WELFARE_MAP_EMBEDDED_DIR", str(folder))
    return folder


def _writer(folder: Path) -> WriteTable:
    def write(source_id: str, name: str, *rows: Row) -> Path:
        contract = CONTRACTS[name] if source_id == "demo" else hand_edited(CONTRACTS[name])
        path = folder / source_id / f"{name}.csv"
        store.write_csv_table(path, conform(pd.DataFrame(list(rows), columns=list(contract.column_names)), contract))
        return path

    return write


@pytest.fixture
def write_table(embedded_dir: Path) -> WriteTable:
    """Write a shipped table: ``write_table("manual", "documents", row, row)``."""
    return _writer(embedded_dir)


@pytest.fixture
def shipped(embedded_dir: Path, write_table: WriteTable, shipped_tables: Path) -> WriteTable:
    """Ship the tables of ``shipped_tables``; more can be written over them."""
    shutil.copytree(shipped_tables, embedded_dir, dirs_exist_ok=True)
    return write_table


@pytest.fixture(scope="session")
def shipped_tables(
    tmp_path_factory: pytest.TempPathFactory, make_service: Callable[..., Row], make_row: Callable[..., Row]
) -> Path:
    """
    Write an initiative with a firm at Cinque, and demonstration rows.

    Care homes in Uno and Due (province 901) and Cinque (902), a nursery in Uno, free places in both of Uno.
    """
    folder = tmp_path_factory.mktemp("shipped")
    write_table = _writer(folder)
    document = {"document_id": "paper", "title": "Paper", "language": "it"}
    initiative = {
        "initiative_id": "pact",
        "name": "Patto",
        "territory": "province:901",
        "document_ids": "paper",
    }
    firm = {
        "organisation_id": "firm",
        "organisation_name": "Impresa",
        "organisation_kind": "company",
        "municipality_code": "902001",
        "document_id": "paper",
        "paragraph": "1",
    }
    union = {"organisation_id": "union", "organisation_name": "Sindacato", "organisation_kind": "union"}
    adhesion = {"organisation_id": "firm", "initiative_id": "pact", "role": "member", "document_id": "paper"}
    district = {
        "municipality_code": "901001",
        "municipality_name": "Uno",
        "district_id": "valle",
        "district_name": "Valle",
        "province_short": "AA",
        "source": "toy",
        "confidence": "high",
    }
    write_table("manual", "documents", document)
    write_table("manual", "initiatives", initiative)
    write_table("manual", "organisations", firm, union)
    write_table("manual", "adhesions", adhesion)
    write_table("manual", "districts", district)
    homes = {"home-uno": ("901001", (5, 5)), "home-due": ("901002", (15, 5)), "home-cinque": ("902001", (15, 15))}
    services = [
        make_service(key, at, "demo", kind="care_home", municipality_code=code) for key, (code, at) in homes.items()
    ]
    nursery = make_service("nursery-uno", (6, 5), "demo", kind="nursery", municipality_code="901001")
    write_table("demo", "services", *services, nursery)
    free = {"free_count": "2", "as_of_on": TODAY, "expires_on": "2026-12-31", "author_role": "demo"}
    write_table(
        "demo",
        "availability",
        make_row("1", "demo", service_id="demo:home-uno", band="residential", **free),
        make_row("2", "demo", service_id="demo:nursery-uno", band="toddlers_12_24_months", **free),
    )
    return folder


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server: an engine on its own database, and numbers for those of the tests."""

    engine: sa.Engine
    numbers: Iterator[int]

    def run(self, statement: str) -> None:
        """Run a statement that is no part of a transaction."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def has(self, name: str) -> bool:
        """Tell whether there is a database."""
        with self.engine.connect() as connection:
            found = connection.execute(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
            return found.first() is not None

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return self.engine.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Start a PostgreSQL server of this run."""
    found = programs.find_complete() or programs.install_programs()
    if found is None:
        pytest.fail(programs.ADVICE)
    with programs.server(found) as url:
        engine = sa.create_engine(url.replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
        yield Server(engine, itertools.count(1))
        engine.dispose()


TEMPLATE = "template_of_tests"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of an empty database of this test, "" for SQLite in the data folder."""
    if request.param == "sqlite":
        yield ""
        return
    server: Server = request.getfixturevalue("postgresql")
    name = f"test_{next(server.numbers)}"
    is_copy = "engine" in request.fixturenames and server.has(TEMPLATE)
    server.run(f"CREATE DATABASE {name}" + (f" TEMPLATE {TEMPLATE}" if is_copy else ""))
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    """Return settings for the toy territory in a folder of this test; no network."""
    return Settings(data_dir=tmp_path / "data", area=("region:91",), is_offline=True, database_url=database)


@pytest.fixture(scope="session")
def register_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that needs a register leaves a copy for the others."""
    return tmp_path_factory.mktemp("register") / FILE_NAME


@pytest.fixture
def engine(
    shipped: WriteTable, settings: Settings, register_copy: Path, request: pytest.FixtureRequest
) -> Iterator[sa.Engine]:
    """Open a register with the shipped tables in it."""
    settings.data_dir.mkdir()
    opened = _on_postgresql(settings, request) if settings.database_url else _on_sqlite(settings, register_copy)
    yield opened
    opened.dispose()


def _on_sqlite(settings: Settings, register_copy: Path) -> sa.Engine:
    if register_copy.exists():
        shutil.copy(register_copy, settings.data_dir)
    engine = open_register(settings)
    if not register_copy.exists():
        engine.dispose()
        shutil.copy(settings.data_dir / FILE_NAME, register_copy)
    return engine


def _on_postgresql(settings: Settings, request: pytest.FixtureRequest) -> sa.Engine:
    server: Server = request.getfixturevalue("postgresql")
    engine = open_register(settings)
    if not server.has(TEMPLATE):
        engine.dispose()
        server.run(f"CREATE DATABASE {TEMPLATE} TEMPLATE {engine.url.database}")
    return engine


@pytest.fixture
def home() -> Callable[..., Row]:
    """Make a row of the Region's list: a home in the middle of Uno, or where ``at`` and ``code`` say."""

    def row(key: str, lon: float, lat: float, *, code: str = "901001", **cells: str) -> Row:
        return {
            "COD_STRUTTURA": key,
            "DENOM_STRUTTURA": f"RSA PROVA {key}",
            "DENOM_GESTORE": "COOPERATIVA DI PROVA",
            "PUBBLICA_PRIVATA": "PRIVATA",
            "INDIRIZZO_UBICAZIONE": "VIA DELLE PROVE,1",
            "CAP": "24.126",
            "COD_ISTAT_COMUNE_UBICAZIONE": code,
            "TOT_POSTI_AUTORIZZATI": "100",
            "TOT_POSTI_ACCREDITATI": "80",
            "WGS84_X": str(lon).replace(".", ","),
            "WGS84_Y": str(lat).replace(".", ","),
            **cells,
        }

    return row


@pytest.fixture
def write_list(tmp_path: Path) -> Callable[..., Path]:
    """Write the Region's list out of rows."""

    def write(*rows: Row, name: str = "rsa.csv") -> Path:
        path = tmp_path / name
        pd.DataFrame(list(rows)).to_csv(path, index=False, quoting=1)
        return path

    return write


@pytest.fixture
def content_of() -> Callable[[sa.Engine], Mapping[str, list[tuple[Any, ...]]]]:
    """Read everything that the register holds but the history of runs."""

    def read(engine: sa.Engine) -> Mapping[str, list[tuple[Any, ...]]]:
        metadata = sa.MetaData()
        metadata.reflect(engine)
        with engine.connect() as connection:
            return {
                name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
                for name, table in metadata.tables.items()
                if name not in {"source_runs", "spatial_ref_sys"}
            }

    return read
