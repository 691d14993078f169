"""What a firm does not show to everybody: nobody else sees it, its history, or whether a guess at it is right."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.history.editing import create, read_record, save
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.upkeep.quality import known_sources
from welfare_map.register.uploads.surroundings import read_surroundings

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
ROOT = Actor("root", Role.ADMINISTRATOR)
OWN = [
    pytest.param(Actor("carla", Role.CONTRIBUTOR, organisation_ids=("firm",)), id="the firm's contributor"),
    pytest.param(Actor("anna", Role.CURATOR, district_ids=("valle",)), id="the curator of its district"),
    pytest.param(ROOT, id="an administrator"),
]
OTHERS = [
    pytest.param(VISITOR, id="a visitor"),
    pytest.param(Actor("dino", Role.CONTRIBUTOR, organisation_ids=("union",)), id="another firm's contributor"),
    pytest.param(Actor("mara", Role.CURATOR, district_ids=("monte",)), id="the curator of another district"),
]


@pytest.fixture
def desk(engine: sa.Engine, toy_territory: Territory) -> Desk:
    """Where pages act."""
    return Desk(engine, toy_territory)


@pytest.fixture
def need(engine: sa.Engine) -> RecordRef:
    """Make a need of the firm that is for counts alone."""
    values = {
        "organisation_id": "firm",
        "direction": "need",
        "exchange_kind": "nursery",
        "quantity": 3,
        "visibility": "counts",
    }
    made = create(engine, ROOT, table="needs_offers", values=values, why="", at=NOON).revision
    return RecordRef("needs_offers", made.record_id)


@pytest.mark.parametrize("actor", OTHERS)
def test_others_see_no_history_and_learn_nothing_from_a_guess(desk: Desk, need: RecordRef, actor: Actor) -> None:
    assert desks.story(desk, actor, need) == ()
    guesses = [
        lambda: desks.propose(desk, actor, need.table, need.record_id, values={"quantity": 3}, why=""),
        lambda: desks.propose(desk, actor, need.table, need.record_id, values={"quantity": 4}, why=""),
        lambda: desks.propose(desk, actor, need.table, "curated:nothing", values={"quantity": 4}, why=""),
        lambda: desks.report(desk, actor, need, "sbagliato"),
        lambda: desks.report(desk, actor, RecordRef(need.table, "curated:nothing"), "sbagliato"),
    ]
    for guess in guesses:
        with pytest.raises(InputError) as refused:
            guess()
        assert refused.value.key == "error.unknown_record"


@pytest.mark.parametrize("actor", OTHERS)
def test_what_is_public_today_does_not_tell_what_it_was(desk: Desk, need: RecordRef, actor: Actor) -> None:
    number = read_record(desk.engine, need.table, need.record_id)[1]
    changes = {"visibility": "public", "quantity": 8}
    save(desk.engine, ROOT, table=need.table, record_id=need.record_id, changes=changes, seen_number=number, why="")
    assert desks.story(desk, actor, need) == ()
    assert len(desks.story(desk, ROOT, need)) == 2


@pytest.mark.parametrize("actor", OWN)
def test_those_who_look_after_the_firm_see_the_history(desk: Desk, need: RecordRef, actor: Actor) -> None:
    (made,) = desks.story(desk, actor, need)
    assert made.after["quantity"] == 3
    assert desks.propose(desk, actor, need.table, need.record_id, values={"quantity": 4}, why="").status == "pending"


@pytest.mark.parametrize("actor", OTHERS)
def test_other_records_have_their_history_for_everybody(desk: Desk, actor: Actor) -> None:
    made = create(desk.engine, ROOT, table="services", values={"name": "Nido", "kind": "nursery"}, why="").revision
    assert len(desks.story(desk, actor, RecordRef("services", made.record_id))) == 1


@pytest.mark.parametrize("table", ["needs_offers", "commuters", "worker_needs"])
def test_a_file_is_held_against_what_its_sender_may_see(desk: Desk, need: RecordRef, table: str) -> None:
    counted = {"organisation_id": "firm", "worker_count": 7, "as_of_on": "2026-09-01", "visibility": "adherents"}
    create(
        desk.engine,
        ROOT,
        table="commuters",
        values={**counted, "municipality_code": "901001", "shift_number": 0},
        why="",
    )
    create(desk.engine, ROOT, table="worker_needs", values={**counted, "question": "home", "answer": "x"}, why="")
    day = date(2026, 9, 1)
    for param, is_own in [*((param, True) for param in OWN), *((param, False) for param in OTHERS)]:
        (actor,) = param.values
        around = read_surroundings(desk.engine, table, territory=desk.territory, today=day, actor=actor)  # type: ignore[arg-type]
        assert len(around.known[table]) == is_own


def test_hidden_rows_are_in_no_count_of_a_source(desk: Desk, need: RecordRef) -> None:
    def count() -> int:
        return next(source.row_count for source in known_sources(desk.engine) if source.source_id == "curated")

    assert count() == 0
    values = {"organisation_id": "firm", "direction": "offer", "exchange_kind": "shuttle"}
    for visibility in ("counts", "adherents", "public"):
        create(desk.engine, ROOT, table="needs_offers", values={**values, "visibility": visibility}, why="")
    assert count() == 1
