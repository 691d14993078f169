"""Edits by people: what is kept, who is told of whose change, and that every step can be taken back."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.register import register_version
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import (
    Conflict,
    Saved,
    confirm,
    create,
    decide,
    overtaken_by,
    propose,
    read_record,
    restore,
    save,
)
from welfare_map.register.history.revisions import Revision, history, pending
from welfare_map.register.sql.curation import PINS
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import read_sources

ANNA, BRUNO = Actor("anna", Role.CURATOR), Actor("bruno", Role.CURATOR)
AT = datetime(2026, 9, 1, 22, 30, tzinfo=UTC)
HOME = "demo:home-uno"
DOCUMENT = {"fee_source": "https://example.org/rette", "fee_as_of_on": "2026-09-01"}
NEW_NURSERY = {"name": "Nido nuovo", "kind": "nursery", "municipality_code": "901001"}


def edited(engine: sa.Engine, seen_number: int, actor: Actor = ANNA, **changes: object) -> Revision:
    saved = save(
        engine,
        actor,
        table="services",
        record_id=HOME,
        changes=changes,
        seen_number=seen_number,
        why="phoned",
        at=AT,
    )
    assert isinstance(saved, Saved)
    return saved.revision


def pins_of(engine: sa.Engine) -> dict[str, str]:
    with reading(engine) as connection:
        rows = connection.execute(sa.select(PINS.c.column_name, PINS.c.value)).all()
    return {row.column_name: row.value for row in rows}


def test_an_edit_says_who_when_why_and_only_the_cells_that_differ(engine: sa.Engine) -> None:
    before = register_version(engine)
    cells, number = read_record(engine, "services", HOME)

    revision = edited(engine, number, phone="+39033103", kind="care_home")

    assert (revision.number, revision.action, revision.status) == (1, "edited", "published")
    assert (revision.author, revision.role, revision.why) == ("anna", "curator", "phoned")
    assert revision.at == "2026-09-01T22:30:00.000+00:00"
    assert (revision.before, revision.after) == ({"phone": cells["phone"]}, {"phone": "+39033103"})
    assert read_record(engine, "services", HOME)[0]["phone"] == "+39033103"
    assert history(engine, HOME) == (revision,)
    assert int(register_version(engine)) == int(before) + 1


def test_who_changes_a_cell_that_somebody_changed_since_is_shown_both_and_nothing_is_lost(engine: sa.Engine) -> None:
    edited(engine, 0, phone="+39033101")

    conflict = save(
        engine,
        BRUNO,
        table="services",
        record_id=HOME,
        changes={"phone": "+39033102", "email": "a@b.it"},
        seen_number=0,
        why="",
    )

    assert isinstance(conflict, Conflict)
    assert [revision.author for revision in conflict.theirs] == ["anna"]
    assert conflict.current["phone"] == "+39033101"
    assert conflict.mine == {"phone": "+39033102", "email": "a@b.it"}
    assert len(history(engine, HOME)) == 1


def test_who_changes_other_cells_than_those_changed_since_is_saved_beside_them(engine: sa.Engine) -> None:
    edited(engine, 0, phone="+39033101")
    revision = edited(engine, 0, BRUNO, email="a@b.it", phone="+39033101")

    assert (revision.number, revision.base_number, revision.after) == (2, 0, {"email": "a@b.it"})
    cells, number = read_record(engine, "services", HOME)
    assert (cells["phone"], cells["email"], number) == ("+39033101", "a@b.it", 2)


def test_a_cell_set_back_to_what_the_source_says_loses_its_pin(engine: sa.Engine) -> None:
    said = read_record(engine, "services", HOME)[0]["phone"]
    edited(engine, 0, phone="+39033101", email="a@b.it")
    pinned = pins_of(engine)
    edited(engine, 1, phone=said)

    assert pinned == {"phone": '"+39033101"', "email": '"a@b.it"'}
    assert pins_of(engine) == {"email": '"a@b.it"'}


def test_restoring_brings_back_the_cells_after_a_revision_and_can_be_restored_in_turn(engine: sa.Engine) -> None:
    first = edited(engine, 0, phone="+39033101", capacity_accredited=7)
    wanted = read_record(engine, "services", HOME)[0]
    edited(engine, 1, phone="+39033102", lon=8.9, lat=45.5)
    edited(engine, 2, BRUNO, phone=None, email="a@b.it")
    last = read_record(engine, "services", HOME)[0]

    back = restore(engine, ANNA, HOME, number=first.number, why="wrong number", at=AT).revision

    assert (back.action, back.number, back.after["phone"], back.before["phone"]) == ("restored", 4, "+39033101", None)
    assert read_record(engine, "services", HOME)[0] == wanted
    restore(engine, ANNA, HOME, number=3, why="")
    now = read_record(engine, "services", HOME)[0]
    assert {name: cell for name, cell in now.items() if name != "modified_on"} == {
        name: cell for name, cell in last.items() if name != "modified_on"
    }


@pytest.mark.parametrize(
    ("number", "key"),
    [pytest.param(1, "nothing_changed", id="as it is"), pytest.param(9, "unknown_revision", id="not there")],
)
def test_restoring_to_what_is_or_was_never_is_refused(engine: sa.Engine, number: int, key: str) -> None:
    edited(engine, 0, phone="+39033101")

    with pytest.raises(InputError, match=f"error.{key}"):
        restore(engine, ANNA, HOME, number=number, why="")


BAD_CHANGES = {
    "a column that is not there": ({"colour": "red"}, "unknown_column"),
    "the key": ({"service_id": "x"}, "fixed_column"),
    "where it comes from": ({"source_id": "x"}, "fixed_column"),
    "a confirmation": ({"checked_on": "2026-01-01"}, "fixed_column"),
    "a name taken away": ({"name": " "}, "missing_cell"),
    "an unknown kind": ({"kind": "castle"}, "unknown_choice"),
    "a municipality that is none": ({"municipality_code": "999999"}, "no_such_municipality"),
    "a municipality in words": ({"municipality_code": "Due"}, "no_such_municipality"),
    "a postcode of four digits": ({"postcode": "2001"}, "bad_cell"),
    "a phone in words": ({"phone": "chiamare Anna 333"}, "bad_cell"),
    "a script for a site": ({"website": "javascript:alert(1)"}, "bad_cell"),
    "hours in words": ({"opening_hours": "quando capita"}, "bad_cell"),
    "no mailbox": ({"email": "chiedere di Anna"}, "bad_cell"),
    "a person's mailbox": ({"email": "mario.rossi@gmail.com"}, "personal_mailbox"),
    "a number in words": ({"capacity_authorised": "many"}, "bad_cell"),
    "half a place": ({"capacity_authorised": 1.5}, "bad_cell"),
    "no number": ({"capacity_authorised": "inf"}, "bad_cell"),
    "fewer than no places": ({"capacity_authorised": -1}, "cell_out_of_range"),
    "a point in Africa": ({"lon": 8.9, "lat": 4.5}, "cell_out_of_range"),
    "half a point": ({"lon": None}, "half_a_point"),
    "a day that is none": ({"no_longer_listed_on": "2026-02-30"}, "bad_cell"),
    "neither yes nor no": ({"is_open_to_others": "perhaps"}, "bad_cell"),
    "a fee without its document": ({"monthly_fee_min_eur": 150}, "fee_without_document"),
    "a fee without its day": (
        {"monthly_fee_max_eur": 450, "fee_source": "https://example.org"},
        "fee_without_document",
    ),
    "bands without their document": ({"isee_fee_bands": ":450"}, "fee_without_document"),
    "a fee below nothing": ({"monthly_fee_min_eur": -1, **DOCUMENT}, "cell_out_of_range"),
    "fees that are swapped": ({"monthly_fee_min_eur": 9, "monthly_fee_max_eur": 8.5, **DOCUMENT}, "fee_swapped"),
    "bands that go down": ({"isee_fee_bands": "20000:280|10000:150|:450", **DOCUMENT}, "bad_cell"),
    "bands without an open end": ({"isee_fee_bands": "10000:150|20000:280", **DOCUMENT}, "bad_cell"),
    "an organisation that is not there": ({"organisation_id": "nobody"}, "unknown_reference"),
    "a novel": ({"address": "x" * 5001}, "cell_too_long"),
    "nothing new": ({"kind": "care_home"}, "nothing_changed"),
}


@pytest.mark.parametrize("name", BAD_CHANGES)
def test_a_cell_that_is_not_sound_is_refused_and_changes_nothing(engine: sa.Engine, name: str) -> None:
    changes, key = BAD_CHANGES[name]

    with pytest.raises(InputError) as caught:
        edited(engine, 0, **changes)

    assert caught.value.key == f"error.{key}"
    assert history(engine, HOME) == ()


def test_a_municipality_that_merged_is_kept_as_that_of_today(engine: sa.Engine) -> None:
    values = {"name": "Nido", "kind": "nursery", "municipality_code": "18002"}
    made = create(engine, ANNA, table="services", values=values, why="").revision
    assert made.after["municipality_code"] == "018026"


def test_cells_are_kept_in_the_form_of_lists_and_uploads(engine: sa.Engine) -> None:
    revision = edited(
        engine,
        0,
        phone="0331/877298 int. 2",
        email="INFO@Esempio.it",
        website="www.Esempio.it",
        opening_hours="Mo-Fr 07:30-18:00;PH off",
        capacity_authorised="2.000",
        isee_fee_bands="10.000: 150 | 20.000: 280,50 | : 450",
        monthly_fee_max_eur="450",
        **DOCUMENT,
    )

    assert revision.after == {
        "phone": "+390331877298",
        "email": "info@esempio.it",
        "website": "https://www.esempio.it",
        "opening_hours": "Mo-Fr 07:30-18:00; PH closed",
        "capacity_authorised": 2000,
        "isee_fee_bands": "10000:150|20000:280.5|:450",
        "monthly_fee_max_eur": 450.0,
        **DOCUMENT,
    }


@pytest.mark.parametrize(
    ("table", "record_id", "key"),
    [
        ("castles", HOME, "unknown_table"),
        ("services", "demo:nobody", "unknown_record"),
        ("adhesions", "firm", "unknown_record"),
        ("shifts", "firm/one", "unknown_record"),
    ],
)
def test_a_record_that_is_not_there_is_named(engine: sa.Engine, table: str, record_id: str, key: str) -> None:
    with pytest.raises(InputError, match=f"error.{key}"):
        read_record(engine, table, record_id)


def test_a_record_made_here_comes_from_the_register_and_is_edited_without_pins(engine: sa.Engine) -> None:
    made = create(engine, ANNA, table="services", values=NEW_NURSERY, why="opened", at=AT).revision
    cells, number = read_record(engine, "services", made.record_id)
    save(
        engine,
        ANNA,
        table="services",
        record_id=made.record_id,
        changes={"phone": "+39033101"},
        seen_number=number,
        why="",
    )

    assert (made.action, made.number, made.before) == ("created", 1, {})
    assert made.record_id.startswith("curated:")
    assert (cells["source_id"], cells["licence"], cells["is_demo"]) == ("curated", "CC-BY-4.0", False)
    assert (cells["retrieved_on"], cells["position_quality"]) == ("2026-09-02", "municipality")
    assert pins_of(engine) == {}
    with reading(engine) as connection:
        (source,) = [source for source in read_sources(connection) if source.source_id == "curated"]
    assert source.row_count == 1


def test_a_record_of_a_key_of_two_columns_is_found_by_both_with_a_stroke_between(engine: sa.Engine) -> None:
    values = {"organisation_id": "union", "initiative_id": "pact", "role": "member"}
    made = create(engine, ANNA, table="adhesions", values=values, why="signed").revision

    assert made.record_id == "union/pact"
    assert read_record(engine, "adhesions", "union/pact")[0]["role"] == "member"
    with pytest.raises(InputError, match=r"error.record_exists"):
        create(engine, ANNA, table="adhesions", values=values, why="again")


def test_a_record_that_refers_to_nothing_is_refused(engine: sa.Engine) -> None:
    values = {"organisation_id": "nobody", "initiative_id": "pact", "role": "member"}

    with pytest.raises(InputError, match=r"error.unknown_reference.*nobody"):
        create(engine, ANNA, table="adhesions", values=values, why="signed")


def test_a_proposal_changes_nothing_until_it_is_cleared_and_then_says_what_it_changed(engine: sa.Engine) -> None:
    visitor = Actor("", Role.VISITOR)
    before = register_version(engine)
    proposal = propose(
        engine, visitor, table="services", record_id=HOME, values={"phone": "+39033101"}, why="I live there"
    )
    assert pending(engine) == (proposal,)
    assert (register_version(engine), read_record(engine, "services", HOME)[1]) == (before, 0)
    edited(engine, 0, phone="+39033102")

    cleared = decide(engine, BRUNO, proposal.revision_id, is_accepted=True, why="right", is_forced=True, at=AT)

    assert isinstance(cleared, Revision)
    assert (cleared.status, cleared.author, cleared.decided_by, cleared.decided_why) == (
        "published",
        "",
        "bruno",
        "right",
    )
    assert (cleared.number, cleared.before, cleared.after) == (3, {"phone": "+39033102"}, {"phone": "+39033101"})
    assert read_record(engine, "services", HOME)[0]["phone"] == "+39033101"
    assert pending(engine) == ()


def test_a_proposal_that_newer_edits_overtook_is_not_published_untold(engine: sa.Engine) -> None:
    proposal = propose(engine, ANNA, table="services", record_id=HOME, values={"phone": "+390000000001"}, why="")
    newer = edited(engine, 0, phone="+390000000002")
    before = register_version(engine)

    found = decide(engine, BRUNO, proposal.revision_id, is_accepted=True, why="right")

    assert isinstance(found, Conflict)
    assert (found.theirs, found.mine) == ((newer,), {"phone": "+390000000001"})
    assert overtaken_by(engine, proposal) == (newer,)
    assert (pending(engine), register_version(engine)) == ((proposal,), before)


def test_a_proposal_stands_beside_edits_of_other_cells(engine: sa.Engine) -> None:
    proposal = propose(engine, ANNA, table="services", record_id=HOME, values={"phone": "+390000000001"}, why="")
    edited(engine, 0, email="uno@example.org")

    cleared = decide(engine, BRUNO, proposal.revision_id, is_accepted=True, why="right")

    assert isinstance(cleared, Revision)
    cells = read_record(engine, "services", HOME)[0]
    assert (cells["phone"], cells["email"]) == ("+390000000001", "uno@example.org")


def test_a_proposal_that_came_true_meanwhile_is_closed_as_published(engine: sa.Engine) -> None:
    proposal = propose(engine, ANNA, table="services", record_id=HOME, values={"phone": "+390000000001"}, why="")
    edited(engine, 0, phone="+390000000001")
    before = read_record(engine, "services", HOME)[0]

    cleared = decide(engine, BRUNO, proposal.revision_id, is_accepted=True, why="so it is")

    assert isinstance(cleared, Revision)
    assert (cleared.status, cleared.after) == ("published", {})
    assert read_record(engine, "services", HOME)[0] == before
    assert pending(engine) == ()


def test_a_proposed_record_that_is_turned_down_stays_in_history_alone(engine: sa.Engine) -> None:
    proposal = propose(engine, ANNA, table="services", record_id=None, values=NEW_NURSERY, why="")

    decide(engine, BRUNO, proposal.revision_id, is_accepted=False, why="twice")

    assert [revision.status for revision in history(engine, proposal.record_id)] == ["rejected"]
    with pytest.raises(InputError, match=r"error.unknown_record"):
        read_record(engine, "services", proposal.record_id)
    with pytest.raises(InputError, match=r"error.already_decided"):
        decide(engine, BRUNO, proposal.revision_id, is_accepted=True, why="")


def test_a_proposed_record_that_is_cleared_is_there(engine: sa.Engine) -> None:
    proposal = propose(engine, ANNA, table="services", record_id=None, values=NEW_NURSERY, why="")

    cleared = decide(engine, BRUNO, proposal.revision_id, is_accepted=True, why="")

    cells, _ = read_record(engine, "services", proposal.record_id)
    assert isinstance(cleared, Revision)
    assert (cells["name"], cells["source_id"], cleared.number) == ("Nido nuovo", "curated", 1)


def test_a_new_record_is_checked_by_who_clears_it_on_that_day_and_an_edited_one_is_not(engine: sa.Engine) -> None:
    visitor = Actor("", Role.VISITOR)
    made = propose(engine, visitor, table="services", record_id=None, values=NEW_NURSERY, why="")
    changed = propose(engine, visitor, table="services", record_id=HOME, values={"phone": "+390000000001"}, why="")
    shift = {"organisation_id": "firm", "shift_number": 9, "days": "Mo-Fr", "starts_at": "06:00", "ends_at": "14:00"}
    added = propose(engine, visitor, table="shifts", record_id=None, values=shift, why="")
    for one in (made, changed, added):
        decide(engine, BRUNO, one.revision_id, is_accepted=True, why="", at=AT)

    cells, _ = read_record(engine, "services", made.record_id)
    assert (cells["checked_on"], cells["checked_by_role"]) == ("2026-09-02", BRUNO.role.value)
    assert [(one.action, one.author) for one in history(engine, made.record_id)] == [
        ("created", ""),
        ("confirmed", BRUNO.name),
    ]
    assert read_record(engine, "services", HOME)[0]["checked_on"] is None
    assert [one.action for one in history(engine, added.record_id)] == ["created", "confirmed"]


def test_a_confirmation_sets_the_day_and_the_role_and_nothing_else(engine: sa.Engine) -> None:
    before = read_record(engine, "services", HOME)[0]

    revision = confirm(engine, Actor("", Role.PROVIDER), table="services", record_id=HOME, at=AT)

    checked = {"checked_on": "2026-09-02", "checked_by_role": "provider"}
    assert (revision.action, revision.after) == ("confirmed", checked)
    assert read_record(engine, "services", HOME)[0] == {**before, **checked}


def test_rows_that_nobody_checks_cannot_be_confirmed(engine: sa.Engine) -> None:
    with pytest.raises(InputError, match=r"error.unknown_column"):
        confirm(engine, ANNA, table="documents", record_id="paper")


def test_the_history_of_an_id_in_two_tables_needs_the_table(engine: sa.Engine) -> None:
    values = {"organisation_name": "Patto", "organisation_kind": "company"}
    create(engine, ANNA, table="organisations", values=values, why="", record_id="pact")

    with pytest.raises(InputError, match=r"error.record_in_two_tables"):
        history(engine, "pact")
    assert len(history(engine, "pact", "organisations")) == 1
    assert history(engine, "pact", "initiatives") == ()


def test_the_history_of_nobody_is_an_error(engine: sa.Engine) -> None:
    with pytest.raises(InputError, match=r"error.unknown_record"):
        history(engine, "nobody")
    with pytest.raises(InputError, match=r"error.unknown_record"):
        restore(engine, ANNA, "nobody", number=1, why="")
