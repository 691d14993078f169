"""Opening the register: schema, shipped tables, and what happens when the database cannot be used."""

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from geodata.errors import DataError, StoreError
from geodata.tables import CONTRACTS
from welfare_map.register import open_register, register_version
from welfare_map.register.sql import database
from welfare_map.register.sql.database import FILE_NAME, connect, reading, writing
from welfare_map.register.sql.migrate import alembic_config, newest
from welfare_map.register.sql.repository import bump_version, read_sources, read_table
from welfare_map.register.sql.schema import METADATA
from welfare_map.settings import Settings

WriteTable = Callable[..., Path]
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""What is about the file of SQLite."""


def test_revisions_make_the_schema_of_the_contracts(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, {"compare_type": True}), METADATA)

    assert [change for change in found if "spatial_ref_sys" not in str(change) and not _is_unread(change)] == []


def _is_unread(change: tuple[Any, ...]) -> bool:
    """SQLite does not tell when a reference added to a table is checked; another test sees that it is at the end."""
    if change[0] not in {"add_fk", "remove_fk"}:
        return False
    return (change[1].table.name, change[1].columns.keys()) == ("services", ["organisation_id"])


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=lambda table: table.name)
def test_every_table_can_be_made_in_postgresql_too(table: sa.Table) -> None:
    assert str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_every_contract_has_a_table_with_its_key() -> None:
    keys = {name: tuple(METADATA.tables[name].primary_key.columns.keys()) for name in CONTRACTS}

    assert {name: set(key) for name, key in keys.items()} == {name: set(c.key) for name, c in CONTRACTS.items()}


def test_shipped_tables_are_in_the_register_with_their_provenance(engine: sa.Engine) -> None:
    with reading(engine) as connection:
        organisations = read_table(connection, "organisations").set_index("organisation_id")
        sources = {source.source_id: source for source in read_sources(connection)}

    assert organisations.loc["firm", "source_id"] == "manual"
    assert organisations.loc["firm", "licence"] == "CC-BY-4.0"
    assert organisations.loc["firm", "position_quality"] == "municipality"
    assert organisations.loc["union", "position_quality"] == "none"
    assert (sources["manual"].row_count, sources["manual"].is_demo) == (6, False)
    assert (sources["demo"].row_count, sources["demo"].is_demo) == (6, True)


def test_opening_again_changes_nothing(engine: sa.Engine, settings: Settings) -> None:
    before = register_version(engine)

    assert register_version(open_register(settings)) == before


def test_a_shipped_table_that_changed_is_loaded_again(
    engine: sa.Engine, settings: Settings, shipped: WriteTable
) -> None:
    before = int(register_version(engine))
    shipped("manual", "documents", {"document_id": "paper", "title": "New title", "language": "it"})

    again = open_register(settings)

    assert int(register_version(again)) == before + 1
    with reading(again) as connection:
        assert read_table(connection, "documents")["title"].tolist() == ["New title"]


def test_a_shipped_table_that_went_takes_its_rows_along(
    engine: sa.Engine, settings: Settings, embedded_dir: Path
) -> None:
    (embedded_dir / "demo" / "availability.csv").unlink()

    with reading(open_register(settings)) as connection:
        assert read_table(connection, "availability").empty


def test_a_reference_to_nothing_leaves_the_register_as_it_was(
    engine: sa.Engine, settings: Settings, shipped: WriteTable, content_of: Callable[..., object]
) -> None:
    before = content_of(engine)
    shipped("manual", "adhesions", {"organisation_id": "nobody", "initiative_id": "pact", "role": "member"})

    with pytest.raises(StoreError, match="rows contradict each other"):
        open_register(settings)

    assert content_of(engine) == before


def test_a_shipped_table_without_a_column_is_named(settings: Settings, embedded_dir: Path) -> None:
    (embedded_dir / "manual" / "documents.csv").write_text("document_id\npaper\n", encoding="utf-8")

    with pytest.raises(DataError, match=r"documents.*title"):
        open_register(settings)


def test_the_version_moves_only_with_the_change_that_it_belongs_to(engine: sa.Engine) -> None:
    before = register_version(engine)

    def fail() -> None:
        with writing(engine) as connection:
            bump_version(connection)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert register_version(engine) == before


@ON_SQLITE
def test_a_damaged_database_is_one_clear_line(settings: Settings, embedded_dir: Path) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / FILE_NAME).write_bytes(b"this is no database, whatever its name says " * 100)

    with pytest.raises(StoreError, match="the file is damaged") as caught:
        open_register(settings)

    assert "\n" not in str(caught.value)


def test_a_locked_database_is_one_clear_line(
    engine: sa.Engine, settings: Settings, shipped: WriteTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 1)
    shipped("manual", "documents", {"document_id": "paper", "title": "New title", "language": "it"})

    with writing(engine) as connection:
        bump_version(connection)
        with pytest.raises(StoreError, match="locked by another writer"):
            open_register(settings)


def test_a_register_that_is_up_to_date_opens_while_somebody_writes(engine: sa.Engine, settings: Settings) -> None:
    with writing(engine) as connection:
        bump_version(connection)

        assert register_version(open_register(settings)) == "1"


@ON_SQLITE
def test_a_database_that_cannot_be_written_is_read_and_a_change_is_one_clear_line(
    engine: sa.Engine, settings: Settings, shipped: WriteTable
) -> None:
    path = settings.data_dir / FILE_NAME
    engine.dispose()
    read_only = replace(settings, database_url=f"sqlite:///file:{path}?mode=ro&uri=true")

    assert register_version(open_register(read_only)) == "1"
    shipped("manual", "documents", {"document_id": "paper", "title": "New title", "language": "it"})
    with pytest.raises(StoreError, match="cannot be written"):
        open_register(read_only)


@ON_SQLITE
def test_a_full_disk_is_one_clear_line_and_nothing_is_changed(
    engine: sa.Engine, content_of: Callable[..., object]
) -> None:
    before = content_of(engine)

    def fill() -> None:
        with writing(engine) as connection:
            bump_version(connection)
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
            connection.exec_driver_sql("CREATE TABLE filler AS SELECT zeroblob(10000000)")

    with pytest.raises(StoreError, match="disk is full"):
        fill()

    engine.dispose()
    assert content_of(engine) == before


def test_a_data_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path, embedded_dir: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(StoreError, match=r"data folder .* cannot be made"):
        open_register(Settings(data_dir=tmp_path / "file" / "data"))


@pytest.mark.parametrize("url", ["no address", "nosuchdatabase://host/name"])
def test_a_database_address_that_is_none_is_one_clear_line(settings: Settings, embedded_dir: Path, url: str) -> None:
    with pytest.raises(StoreError, match=r"SQLAlchemy URL|no driver"):
        open_register(replace(settings, database_url=url))


def test_the_password_of_a_database_is_in_no_error(settings: Settings, embedded_dir: Path) -> None:
    secret = replace(settings, database_url="sqlite://name:secret@host/nowhere/at/all")

    with pytest.raises(StoreError) as caught:
        open_register(secret)

    assert "secret" not in str(caught.value)


def test_a_register_of_a_newer_program_is_left_alone(engine: sa.Engine, settings: Settings) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreError, match="newer version of this program"):
        open_register(settings)


def test_a_register_of_the_schema_before_keeps_its_rows(settings: Settings, embedded_dir: Path) -> None:
    before = connect(settings)
    with writing(before) as connection:
        command.upgrade(alembic_config(connection), "0005")
        connection.exec_driver_sql(
            "INSERT INTO sources VALUES ('toy', 'Toy', 'Toy', 'CC0-1.0', '', '2026-09-01', 1, '', '', '', false)"
        )
        connection.exec_driver_sql(
            "INSERT INTO services (service_id, name, kind, source_id) VALUES ('toy:a', 'A', 'nursery', 'toy')"
        )
    before.dispose()

    engine = open_register(settings)
    with reading(engine) as connection:
        (row,) = read_table(connection, "services").to_dict("records")
        views = sa.inspect(connection).get_view_names()
        in_view = set(connection.exec_driver_sql("SELECT * FROM services_map").keys()) if views else set()
    engine.dispose()

    assert (row["service_id"], row["name"], row["kind"]) == ("toy:a", "A", "nursery")
    assert (row["organisation_id"], row["fee_source"]) == (None, None)
    assert not views or in_view >= {"organisation_id", "isee_fee_bands", "geometry"}


def test_a_service_and_its_organisation_come_together_in_any_order_and_not_one_alone(engine: sa.Engine) -> None:
    services, organisations = METADATA.tables["services"], METADATA.tables["organisations"]
    given = sa.update(services).where(services.c.service_id == "demo:home-uno").values(organisation_id="late")
    with pytest.raises(StoreError, match="contradict"), writing(engine) as connection:
        connection.execute(given)
    with writing(engine) as connection:
        connection.execute(given)
        connection.execute(
            sa.insert(organisations).values(organisation_id="late", organisation_name="Late", source_id="manual")
        )
    with reading(engine) as connection:
        assert "late" in set(read_table(connection, "services")["organisation_id"])


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgis_shows_the_listed_services_as_points_in_degrees(engine: sa.Engine) -> None:
    query = (
        "SELECT service_id, ST_X(geometry) AS lon, ST_Y(geometry) AS lat, ST_SRID(geometry) AS srid FROM services_map"
    )
    with writing(engine) as connection:
        services = METADATA.tables["services"]
        gone = sa.update(services).where(services.c.service_id == "demo:home-due")
        connection.execute(gone.values(no_longer_listed_on="2026-09-01"))
        table = read_table(connection, "services").set_index("service_id")
        rows = connection.execute(sa.text(query)).all()
        (kind,) = connection.execute(sa.text("SELECT type FROM geometry_columns WHERE f_table_name = 'services_map'"))
        shown = set(connection.exec_driver_sql("SELECT * FROM services_map").keys())

    assert {row.service_id for row in rows} == {"demo:home-uno", "demo:home-cinque", "demo:nursery-uno"}
    assert {(row.lon, row.lat) for row in rows} == {tuple(table.loc[row.service_id, ["lon", "lat"]]) for row in rows}
    assert {row.srid for row in rows} == {4326}
    assert tuple(kind) == ("POINT",)
    assert shown == {*CONTRACTS["services"].column_names, "geometry"}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_server_that_is_not_there_is_one_clear_line_without_the_password(settings: Settings) -> None:
    nowhere = replace(settings, database_url="postgresql://name:secret@127.0.0.1:1/nowhere")

    with pytest.raises(StoreError) as caught:
        open_register(nowhere)

    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


@ON_SQLITE
def test_the_register_is_its_owners_alone(settings: Settings, engine: sa.Engine) -> None:
    assert stat.S_IMODE((settings.data_dir / FILE_NAME).stat().st_mode) == 0o600


def test_the_newest_revision_is_the_one_that_alembic_would_go_to(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert ScriptDirectory.from_config(alembic_config(connection)).get_heads() == [newest()]
