"""Every act on the desk asks the table of permissions: each role, each act, on what is its own and what is not."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.model import Plain
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.permissions import Action, is_allowed
from welfare_map.register.history.editing import Conflict, Saved, create, read_record
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.reports import open_report_count, open_reports
from welfare_map.register.history.revisions import Revision, pending, pending_count
from welfare_map.register.sql.database import writing
from welfare_map.register.sql.schema import RECORD_TABLES

FIRM = RecordRef("organisations", "firm")
HOME = RecordRef("services", "demo:home-uno")
FREE_IN_HOME = RecordRef("availability", "demo:home-uno/residential")
SITES = ("https://example.org/1", "https://example.org/2")
CHANGES: dict[RecordRef, tuple[str, tuple[Plain, Plain]]] = {
    FIRM: ("website", SITES),
    HOME: ("website", SITES),
    FREE_IN_HOME: ("free_count", (7, 8)),
}
"""Records of one firm: its own card, a service that it runs, the free places there; a cell, and what it becomes."""
ROOT = Actor("root", Role.ADMINISTRATOR)
VALLEY, MOUNTAIN = (Actor(name, Role.CURATOR, district_ids=(name,)) for name in ("valle", "monte"))
ACTORS = {
    (Role.CURATOR, "own"): VALLEY,
    (Role.CURATOR, "other"): MOUNTAIN,
    (Role.CONTRIBUTOR, "own"): Actor("carla", Role.CONTRIBUTOR, organisation_ids=("firm",)),
    (Role.CONTRIBUTOR, "other"): Actor("carla", Role.CONTRIBUTOR, organisation_ids=("union",)),
    (Role.VISITOR, "other"): VISITOR,
    (Role.PROVIDER, "own"): Actor("", Role.PROVIDER),
    (Role.ADMINISTRATOR, "other"): ROOT,
    (Role.SOURCE, "other"): Actor("toy", Role.SOURCE),
}
"""Whose the firm and its service are: they stand in the valley."""


@pytest.fixture
def desk(engine: sa.Engine, toy_territory: Territory) -> Desk:
    """Return the desk of a register with a firm in the valley that runs a home there."""
    services = RECORD_TABLES["services"]
    with writing(engine) as connection:
        own = sa.update(services).where(services.c.service_id == HOME.record_id)
        connection.execute(own.values(organisation_id=FIRM.record_id))
    return Desk(engine, toy_territory)


def edit(desk: Desk, actor: Actor, website: str = SITES[0], **cells: str) -> Saved | Conflict:
    return change(desk, actor, FIRM, website=website, **cells)


def change(desk: Desk, actor: Actor, at: RecordRef, **changes: Plain) -> Saved | Conflict:
    number = read_record(desk.engine, at.table, at.record_id)[1]
    return desks.save(desk, actor, at, changes=changes, seen_number=number, why="so")


def change_once(desk: Desk, actor: Actor, at: RecordRef) -> object:
    column, (first, _) = CHANGES[at]
    return change(desk, actor, at, **{column: first})


def decide(desk: Desk, actor: Actor, at: RecordRef) -> object:
    return desks.decide(desk, actor, propose(desk, VISITOR, at), is_accepted=True, why="right")


def published(decided: Revision | Conflict) -> bool:
    return isinstance(decided, Revision) and decided.status == "published"


def restore(desk: Desk, actor: Actor, at: RecordRef) -> object:
    column, cells = CHANGES[at]
    for cell in cells:
        change(desk, ROOT, at, **{column: cell})
    return desks.restore(desk, actor, at, number=1, why="back")


def confirm(desk: Desk, actor: Actor, at: RecordRef) -> object:
    return desks.confirm(desk, actor, at, seen_number=0)


def propose(desk: Desk, actor: Actor, at: RecordRef) -> Revision:
    column, (_, cell) = CHANGES[at]
    return desks.propose(desk, actor, at.table, at.record_id, values={column: cell}, why="")


def report(desk: Desk, actor: Actor, at: RecordRef) -> object:
    return desks.report(desk, actor, at, "wrong number")


def close(desk: Desk, actor: Actor, at: RecordRef) -> object:
    desks.report(desk, VISITOR, at, "wrong number")
    desks.close_report(desk, actor, open_reports(desk.engine)[0], "done")
    return True


Act = Callable[[Desk, Actor, RecordRef], object]
ACTS: dict[str, tuple[Action, Act]] = {
    "edit": (Action.EDIT, change_once),
    "decide": (Action.DECIDE, decide),
    "restore": (Action.RESTORE, restore),
    "confirm": (Action.CONFIRM, confirm),
    "propose": (Action.PROPOSE, propose),
    "report": (Action.REPORT, report),
    "close a report": (Action.DECIDE, close),
}
CASES = [
    pytest.param(
        act, actor, at, is_allowed(role, action, is_own=whose == "own"), id=f"{role} {whose} {name} {at.table}"
    )
    for name, (action, act) in ACTS.items()
    for (role, whose), actor in ACTORS.items()
    for at in CHANGES
]


@pytest.mark.parametrize(("act", "actor", "at", "expected"), CASES)
def test_an_act_happens_where_the_table_allows_it_and_leaves_no_trace_elsewhere(
    desk: Desk, act: Act, actor: Actor, at: RecordRef, *, expected: bool
) -> None:
    if expected:
        assert act(desk, actor, at)
        return
    with pytest.raises(InputError) as refused:
        act(desk, actor, at)
    assert refused.value.key == "error.not_allowed"
    by_actor = [item for item in desks.story(desk, ROOT, at) if item.author == actor.name and item.role == actor.role]
    assert [item for item in by_actor if actor not in {ROOT, VISITOR}] == []


def test_free_places_that_a_contributor_gives_wait_for_the_curator_of_the_service(desk: Desk) -> None:
    own = ACTORS[Role.CONTRIBUTOR, "own"]
    free: dict[str, Plain] = {
        "service_id": HOME.record_id,
        "band": "respite",
        "free_count": 1,
        "as_of_on": "2026-11-01",
    }
    term: dict[str, Plain] = {"expires_on": "2026-12-01", "author_role": own.role.value}
    given = desks.propose(desk, own, "availability", None, values={**free, **term}, why="two rooms came free")
    assert [item.record_id for item in desks.own_proposals(desk, VALLEY, most_count=9)] == ["demo:home-uno/respite"]
    assert desks.own_proposals(desk, MOUNTAIN, most_count=9) == ()
    assert published(desks.decide(desk, VALLEY, given, is_accepted=True, why=""))
    assert read_record(desk.engine, "availability", "demo:home-uno/respite")[0]["free_count"] == 1


def test_a_service_that_changes_hands_is_no_longer_the_first_firms(desk: Desk) -> None:
    change(desk, ROOT, HOME, organisation_id="union")
    carla, union = ACTORS[Role.CONTRIBUTOR, "own"], ACTORS[Role.CONTRIBUTOR, "other"]
    for at in (HOME, FREE_IN_HOME):
        number = read_record(desk.engine, at.table, at.record_id)[1]
        with pytest.raises(InputError, match="not_allowed"):
            desks.confirm(desk, carla, at, seen_number=number)
        assert desks.confirm(desk, union, at, seen_number=number)


def test_a_curator_cannot_move_a_record_out_of_the_district(desk: Desk) -> None:
    with pytest.raises(InputError, match="not_allowed"):
        edit(desk, VALLEY, municipality_code="901003")
    assert read_record(desk.engine, FIRM.table, FIRM.record_id)[0]["municipality_code"] == "902001"


def test_a_curator_cannot_move_a_record_into_the_district(desk: Desk) -> None:
    with pytest.raises(InputError, match="not_allowed"):
        edit(desk, MOUNTAIN, municipality_code="901003")


def test_a_proposal_that_moves_a_record_is_decided_by_who_has_both_districts(desk: Desk) -> None:
    cells = {"municipality_code": "901003"}
    waiting = desks.propose(desk, VISITOR, FIRM.table, FIRM.record_id, values=cells, why="")
    for actor in (VALLEY, MOUNTAIN):
        with pytest.raises(InputError, match="not_allowed"):
            desks.decide(desk, actor, waiting, is_accepted=True, why="")
    both = Actor("both", Role.CURATOR, district_ids=("monte", "valle"))
    assert published(desks.decide(desk, both, waiting, is_accepted=True, why=""))


def test_a_restore_that_moves_a_record_needs_both_districts(desk: Desk) -> None:
    edit(desk, ROOT, municipality_code="901003")
    edit(desk, ROOT, "https://example.org/2", municipality_code="902001")
    with pytest.raises(InputError, match="not_allowed"):
        desks.restore(desk, VALLEY, FIRM, number=1, why="back")


def test_a_new_record_is_decided_in_its_own_district(desk: Desk) -> None:
    cells = {"name": "Nido Nuovo", "kind": "nursery", "municipality_code": "901003"}
    waiting = desks.propose(desk, VISITOR, "services", None, values=cells, why="")
    with pytest.raises(InputError, match="not_allowed"):
        desks.decide(desk, VALLEY, waiting, is_accepted=True, why="")
    assert published(desks.decide(desk, MOUNTAIN, waiting, is_accepted=True, why=""))


def test_nothing_public_changes_until_a_proposal_is_accepted(desk: Desk) -> None:
    before = read_record(desk.engine, FIRM.table, FIRM.record_id)
    waiting = desks.propose(desk, VISITOR, FIRM.table, FIRM.record_id, values={"phone": "+390000000009"}, why="")
    assert read_record(desk.engine, FIRM.table, FIRM.record_id) == before
    assert [item.revision_id for item in pending(desk.engine)] == [waiting.revision_id]
    desks.decide(desk, VALLEY, waiting, is_accepted=False, why="no")
    assert read_record(desk.engine, FIRM.table, FIRM.record_id) == before
    assert pending(desk.engine) == ()


def test_a_card_that_changed_since_it_was_shown_is_not_confirmed(desk: Desk) -> None:
    edit(desk, ROOT)
    with pytest.raises(InputError) as refused:
        desks.confirm(desk, Actor("", Role.PROVIDER), FIRM, seen_number=0)
    assert refused.value.key == "error.changed_meanwhile"
    desks.confirm(desk, Actor("", Role.PROVIDER), FIRM, seen_number=1)
    cells, _ = read_record(desk.engine, FIRM.table, FIRM.record_id)
    assert cells["checked_by_role"] == "provider"


def test_the_second_of_two_curators_is_told_and_nothing_is_saved(desk: Desk) -> None:
    first = desks.save(desk, VALLEY, FIRM, changes={"phone": "+390000000001"}, seen_number=0, why="first")
    second = desks.save(desk, ROOT, FIRM, changes={"phone": "+390000000002"}, seen_number=0, why="second")
    assert isinstance(first, Saved)
    assert isinstance(second, Conflict)
    assert [item.why for item in second.theirs] == ["first"]
    assert read_record(desk.engine, FIRM.table, FIRM.record_id)[0]["phone"] == "+390000000001"


def test_a_queue_shows_each_moderator_what_is_theirs(desk: Desk) -> None:
    for code in ("901003", "901001", "901003", "901001"):
        cells = {"name": code, "kind": "nursery", "municipality_code": code}
        desks.propose(desk, VISITOR, "services", None, values=cells, why="")
    desks.report(desk, VISITOR, FIRM, "wrong number")
    found = open_reports(desk.engine)
    assert [item.after["name"] for item in desks.own_proposals(desk, VALLEY, most_count=9)] == ["901001"] * 2
    assert [item.after["name"] for item in desks.own_proposals(desk, MOUNTAIN, most_count=1)] == ["901003"]
    assert len(desks.own_proposals(desk, ROOT, most_count=9)) == 4
    assert desks.own_proposals(desk, ACTORS[Role.CONTRIBUTOR, "own"], most_count=9) == ()
    assert desks.own_reports(desk, VALLEY, most_count=9) == found
    assert desks.own_reports(desk, MOUNTAIN, most_count=9) == ()


def test_many_proposals_and_reports_of_others_do_not_hide_ones_own(desk: Desk) -> None:
    for code in ("901003",) * 7 + ("901001",) * 3:
        cells = {"name": code, "kind": "nursery", "municipality_code": code}
        desks.propose(desk, VISITOR, "services", None, values=cells, why="")
    home = RecordRef("services", "demo:home-uno")
    for ref in (FIRM,) * 5 + (home,):
        desks.report(desk, VISITOR, ref, "wrong number")
    edit(desk, ROOT, municipality_code="901003")
    mine = desks.own_proposals(desk, VALLEY, most_count=2, page_count=2)
    assert [item.after["name"] for item in mine] == ["901001"] * 2
    assert [item.record_id for item in desks.own_reports(desk, VALLEY, most_count=9, page_count=2)] == [home.record_id]
    assert [pending_count(desk.engine), open_report_count(desk.engine)] == [10, 6]


@pytest.mark.parametrize(
    ("actor", "statuses"),
    [
        pytest.param(
            actor,
            {"published", "rejected", "pending"}
            if is_allowed(role, Action.DECIDE, is_own=whose == "own")
            else {"published"},
            id=f"{role} {whose}",
        )
        for (role, whose), actor in ACTORS.items()
    ],
)
def test_only_who_may_decide_reads_what_strangers_proposed(desk: Desk, actor: Actor, statuses: set[str]) -> None:
    edit(desk, ROOT)
    for phone in ("+390000000001", "+390000000002"):
        desks.propose(desk, VISITOR, FIRM.table, FIRM.record_id, values={"phone": phone}, why="a note")
    desks.decide(desk, ROOT, pending(desk.engine)[0], is_accepted=False, why="no")
    assert {item.status for item in desks.story(desk, actor, FIRM)} == statuses


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        pytest.param(VALLEY, True, id="curator of the firm's district"),
        pytest.param(MOUNTAIN, False, id="curator of another district"),
        pytest.param(Actor("carla", Role.CONTRIBUTOR, organisation_ids=("firm",)), True, id="the firm"),
        pytest.param(Actor("dora", Role.CONTRIBUTOR, organisation_ids=("union",)), False, id="another firm"),
        pytest.param(VISITOR, False, id="a visitor"),
    ],
)
def test_what_a_firm_declares_for_counts_alone_is_read_by_its_own_and_so_is_its_story(
    desk: Desk, actor: Actor, *, expected: bool
) -> None:
    values = {"organisation_id": "firm", "direction": "need", "exchange_kind": "nursery", "visibility": "counts"}
    create(desk.engine, ROOT, table="needs_offers", values=values, why="", record_id="n")
    at = RecordRef("needs_offers", "n")
    assert desks.shows(desk, actor, at) is expected
    assert bool(desks.story(desk, actor, at)) is expected
    change(desk, ROOT, at, visibility="public")
    assert desks.shows(desk, actor, at)
    assert bool(desks.story(desk, actor, at)) is expected, "what it was before stays for its own"
