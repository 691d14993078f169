"""Shipped tables that come anew: what people made of their rows lies above them and stays."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from welfare_map.register import open_register
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import Saved, create, read_record, save
from welfare_map.register.history.pins import read_pins
from welfare_map.register.history.revisions import history
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import read_table
from welfare_map.settings import Settings

WriteTable = Callable[..., Path]
ANNA = Actor("anna", Role.CURATOR)
PAPER = {"document_id": "paper", "title": "Paper", "language": "it"}
FIRM = {"organisation_id": "firm", "organisation_name": "Impresa", "organisation_kind": "company"}
UNION = {"organisation_id": "union", "organisation_name": "Sindacato", "organisation_kind": "union"}


@pytest.fixture
def edit(engine: sa.Engine) -> Callable[..., None]:
    """Change cells of a record as a curator."""

    def run(table: str, record_id: str, **changes: object) -> None:
        number = read_record(engine, table, record_id)[1]
        saved = save(engine, ANNA, table=table, record_id=record_id, changes=changes, seen_number=number, why="phoned")
        assert isinstance(saved, Saved)

    return run


def test_a_cell_that_was_edited_stays_and_the_others_follow_the_shipped_row(
    engine: sa.Engine, settings: Settings, write_table: WriteTable, edit: Callable[..., None]
) -> None:
    edit("organisations", "union", organisation_name="Sindacato Unito")
    write_table("manual", "organisations", FIRM, {**UNION, "organisation_name": "Lega", "phone": "+39033101"})

    again = open_register(settings)

    cells, number = read_record(again, "organisations", "union")
    assert (cells["organisation_name"], cells["phone"], number) == ("Sindacato Unito", "+39033101", 2)
    assert [(one.author, dict(one.after)) for one in history(again, "union")] == [
        ("anna", {"organisation_name": "Sindacato Unito"}),
        ("manual", {"phone": "+39033101"}),
    ]
    with reading(again) as connection:
        pins = read_pins(connection, "organisations")
    assert (pins["union"].said["organisation_name"], pins["union"].cells) == (
        "Lega",
        {"organisation_name": "Sindacato Unito"},
    )


def test_rows_of_a_table_that_names_no_source_keep_their_edits_and_those_made_here_stay(
    engine: sa.Engine, settings: Settings, write_table: WriteTable, edit: Callable[..., None]
) -> None:
    edit("documents", "paper", title="The paper")
    create(engine, ANNA, table="documents", values={"title": "Letter", "language": "it"}, why="", record_id="letter")
    write_table("manual", "documents", {**PAPER, "publisher": "Comune di Uno"})

    with reading(open_register(settings)) as connection:
        documents = read_table(connection, "documents").set_index("document_id")

    assert documents["title"].to_dict() == {"paper": "The paper", "letter": "Letter"}
    assert documents.loc["paper", "publisher"] == "Comune di Uno"


def test_a_shipped_row_that_went_stays_where_a_record_made_here_refers_to_it_or_it_was_edited(
    engine: sa.Engine, settings: Settings, write_table: WriteTable, edit: Callable[..., None]
) -> None:
    values = {"organisation_id": "union", "initiative_id": "pact", "role": "member"}
    create(engine, ANNA, table="adhesions", values=values, why="signed")
    edit("services", "demo:home-due", phone="+39033101")
    write_table("manual", "organisations", FIRM)
    write_table("demo", "services")
    write_table("demo", "availability")

    with reading(open_register(settings)) as connection:
        assert set(read_table(connection, "organisations")["organisation_id"]) == {"firm", "union"}
        assert read_table(connection, "services")["service_id"].tolist() == ["demo:home-due"]
