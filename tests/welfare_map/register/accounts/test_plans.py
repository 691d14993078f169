"""Plans that are kept: who saves, sees, moves on and brings back which, cell by cell; others only propose."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from geodata.codes import ConsortiumParameter, PlanPhase, TravelMode
from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.model import OWN_FIRM, Firm, PlanQuery, Viewer
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.plans import (
    SavedPlan,
    cells_of,
    change_plan,
    may_keep,
    move_plan,
    own_plans,
    plan_story,
    propose_plan,
    query_of,
    restore_plan,
    save_plan,
)
from welfare_map.register.history.editing import Conflict, Saved
from welfare_map.register.history.merging import merge_records
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.revisions import pending
from welfare_map.register.sql.database import writing
from welfare_map.register.sql.schema import RECORD_TABLES

DAY = date(2026, 9, 15)
ROOT = Actor("root", Role.ADMINISTRATOR)
ACTORS = {
    "own contributor": Actor("carla", Role.CONTRIBUTOR, organisation_ids=("firm",)),
    "other contributor": Actor("dario", Role.CONTRIBUTOR, organisation_ids=("nobody",)),
    "curator of the firm": Actor("anna", Role.CURATOR, district_ids=("valle",)),
    "curator elsewhere": Actor("bea", Role.CURATOR, district_ids=("monte",)),
    "administrator": ROOT,
    "visitor": VISITOR,
    "provider": Actor("", Role.PROVIDER),
    "source": Actor("toy", Role.SOURCE),
}
"""The plan is that of a firm in Cinque, which is in the valley, and of a union without a place."""
KEEPERS = {"own contributor", "curator of the firm", "administrator"}
QUERY = PlanQuery(
    as_of_on=DAY,
    organisation_ids=("firm", "union"),
    initiative_id="pact",
    measures=("nursery", "shuttle"),
    lon=9.1234567,
    lat=45.2,
    mode=TravelMode.CYCLE,
    limit_min=20,
    costs_eur_per_year=(("nursery", 1200.5),),
    assumptions=(("shuttle", ConsortiumParameter.THRESHOLD, 8.0), ("nursery", ConsortiumParameter.USE, 0.04)),
)


@pytest.fixture
def desk(engine: sa.Engine, toy_territory: Territory) -> Desk:
    """Return the desk of a register with a firm in the valley and a union without a place."""
    return Desk(engine, toy_territory)


@pytest.fixture
def kept(desk: Desk) -> SavedPlan:
    """Save the plan of the firm and the union, seen by those who keep it."""
    save_plan(desk, ROOT, cells_of(QUERY, title="Insieme"), why="first")
    (plan,) = own_plans(desk, ROOT)
    return plan


def phase_of(desk: Desk, plan_id: str) -> str:
    return next(plan.plan_phase for plan in own_plans(desk, ROOT) if plan.plan_id == plan_id)


def save(desk: Desk, actor: Actor, plan: SavedPlan) -> object:
    return save_plan(desk, actor, cells_of(QUERY, title="Another"), why="")


def move(desk: Desk, actor: Actor, plan: SavedPlan) -> object:
    return move_plan(desk, actor, plan.plan_id, PlanPhase.SIGNED, DAY, seen_number=plan.number, why="")


def restore(desk: Desk, actor: Actor, plan: SavedPlan) -> object:
    move(desk, ROOT, plan)
    return restore_plan(desk, actor, plan.plan_id, number=1, why="back")


def tell_story(desk: Desk, actor: Actor, plan: SavedPlan) -> object:
    return plan_story(desk, actor, plan.plan_id)


ACTS: dict[str, Callable[[Desk, Actor, SavedPlan], object]] = {
    "save": save,
    "move": move,
    "restore": restore,
    "story": tell_story,
}


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("act", ACTS)
def test_a_plan_is_kept_by_its_firms_and_their_curators_alone(desk: Desk, kept: SavedPlan, act: str, who: str) -> None:
    if who in KEEPERS:
        assert ACTS[act](desk, ACTORS[who], kept)
        return
    before = own_plans(desk, ROOT)
    with pytest.raises(InputError) as refused:
        ACTS[act](desk, ACTORS[who], kept)
    assert refused.value.key == "error.not_allowed"
    after = own_plans(desk, ROOT)
    assert [plan.title for plan in after] == [plan.title for plan in before]
    assert act == "restore" or after == before


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("is_public", [True, False])
def test_own_plans_are_those_that_one_keeps_and_a_hidden_one_is_known_to_nobody_else(
    desk: Desk, who: str, *, is_public: bool
) -> None:
    saved = save_plan(desk, ROOT, cells_of(QUERY, title="X", is_public=is_public), why="")
    at = RecordRef("plans", saved.revision.record_id)
    actor = ACTORS[who]

    assert bool(own_plans(desk, actor)) is (who in KEEPERS)
    assert bool(desks.story(desk, actor, at)) is (who in KEEPERS)
    if is_public or who in KEEPERS:
        return
    for look in (
        lambda: desks.propose(desk, actor, "plans", at.record_id, values={"title": "Mine"}, why=""),
        lambda: desks.report(desk, actor, at, "what?"),
    ):
        with pytest.raises(InputError) as refused:
            look()
        assert refused.value.key in {"error.unknown_record", "error.not_allowed"}


@pytest.mark.parametrize("who", sorted(set(ACTORS) - KEEPERS - {"source"}))
def test_others_propose_a_plan_and_the_curator_of_its_firm_decides(desk: Desk, who: str) -> None:
    cells = cells_of(QUERY, title="Proposed")
    assert not may_keep(desk, ACTORS[who], cells)
    revision = propose_plan(desk, ACTORS[who], cells, why="please")

    assert own_plans(desk, ROOT) == ()
    assert desks.own_proposals(desk, ACTORS["curator elsewhere"], most_count=9) == ()
    assert [item.revision_id for item in pending(desk.engine)] == [revision.revision_id]
    desks.decide(desk, ACTORS["curator of the firm"], revision, is_accepted=True, why="fine")
    assert [plan.title for plan in own_plans(desk, ACTORS["own contributor"])] == ["Proposed"]


def test_a_contributor_makes_a_plan_public_only_where_all_its_firms_are_own(desk: Desk) -> None:
    carla = ACTORS["own contributor"]
    both = Actor("carla", Role.CONTRIBUTOR, organisation_ids=("firm", "union"))
    public = cells_of(QUERY, title="Public", is_public=True)

    assert (may_keep(desk, carla, public), may_keep(desk, both, public)) == (False, True)
    with pytest.raises(InputError, match="not_allowed"):
        save_plan(desk, carla, public, why="")
    private = save_plan(desk, carla, cells_of(QUERY, title="Private"), why="").revision.record_id
    with pytest.raises(InputError, match="not_allowed"):
        change_plan(desk, carla, private, {"visibility": "public"}, seen_number=1, why="")
    assert isinstance(change_plan(desk, both, private, {"visibility": "public"}, seen_number=1, why=""), Saved)


def test_nobody_moves_a_plan_out_of_their_own(desk: Desk, kept: SavedPlan) -> None:
    with pytest.raises(InputError, match="not_allowed"):
        change_plan(desk, ACTORS["own contributor"], kept.plan_id, {"organisation_ids": "union"}, seen_number=1, why="")
    assert own_plans(desk, ROOT) == (kept,)


# --- saved, followed, brought back


def test_a_saved_plan_asks_the_same_question_again(desk: Desk, kept: SavedPlan) -> None:
    again = query_of(kept, as_of_on=DAY, viewer=Viewer(("firm",)))

    assert again == PlanQuery(
        as_of_on=DAY,
        organisation_ids=QUERY.organisation_ids,
        initiative_id="pact",
        measures=QUERY.measures,
        lon=9.12346,
        lat=45.2,
        mode=TravelMode.CYCLE,
        limit_min=20,
        costs_eur_per_year=QUERY.costs_eur_per_year,
        assumptions=QUERY.assumptions,
        reached_on=((PlanPhase.DRAFT, "2026-09-15"),),
        viewer=Viewer(("firm",)),
    )


def test_phases_have_their_days_and_going_back_takes_the_later_ones_away(desk: Desk, kept: SavedPlan) -> None:
    carla = ACTORS["own contributor"]
    for number, (phase, on) in enumerate(
        ((PlanPhase.SENT_TO_UNIONS, date(2026, 10, 1)), (PlanPhase.SIGNED, date(2026, 11, 2))), start=1
    ):
        moved = move_plan(desk, carla, kept.plan_id, phase, on, seen_number=number, why="done")
        assert isinstance(moved, Saved)
    (plan,) = own_plans(desk, carla)
    assert plan.reached_on == (
        (PlanPhase.DRAFT, "2026-09-15"),
        (PlanPhase.SENT_TO_UNIONS, "2026-10-01"),
        (PlanPhase.SIGNED, "2026-11-02"),
    )

    restore_plan(desk, carla, kept.plan_id, number=2, why="too early")
    (plan,) = own_plans(desk, carla)
    assert (plan.plan_phase, plan.phase_on) == (PlanPhase.SENT_TO_UNIONS, "2026-10-01")
    assert [phase for phase, _ in plan.reached_on] == [PlanPhase.DRAFT, PlanPhase.SENT_TO_UNIONS]
    actions = [(item.number, item.action, item.author) for item in plan_story(desk, carla, kept.plan_id)]
    assert actions == [(1, "created", "root"), (2, "edited", "carla"), (3, "edited", "carla"), (4, "restored", "carla")]


def test_two_who_move_a_plan_at_once_do_not_overwrite_each_other(desk: Desk, kept: SavedPlan) -> None:
    move_plan(desk, ROOT, kept.plan_id, PlanPhase.SIGNED, DAY, seen_number=kept.number, why="")
    late = move_plan(
        desk, ACTORS["own contributor"], kept.plan_id, PlanPhase.RUNNING, DAY, seen_number=kept.number, why=""
    )

    assert isinstance(late, Conflict)
    assert phase_of(desk, kept.plan_id) == PlanPhase.SIGNED


def test_a_plan_follows_a_firm_that_was_merged(desk: Desk, kept: SavedPlan) -> None:
    merge_records(desk.engine, ROOT, table="organisations", kept_id="firm", merged_id="union", why="the same")

    (plan,) = own_plans(desk, ROOT)
    assert plan.organisation_ids == ("firm",)


def test_a_firm_in_no_register_is_not_kept(desk: Desk) -> None:
    me = Firm(organisation_id=OWN_FIRM, organisation_name="Mia", organisation_kind="company")
    with pytest.raises(InputError, match="plan_own_firm"):
        cells_of(PlanQuery(as_of_on=DAY, organisation_ids=("firm",), me=me), title="x")
    known = Firm(organisation_id="firm", organisation_name="Impresa", organisation_kind="company")
    assert cells_of(PlanQuery(as_of_on=DAY, organisation_ids=("union",), me=known), title="x")["organisation_ids"] == (
        "firm|union"
    )


@pytest.mark.parametrize("act", [save_plan, propose_plan])
def test_a_plan_of_a_firm_that_is_not_there_is_refused(desk: Desk, act: Callable[..., object]) -> None:
    cells = {**cells_of(QUERY, title="x"), "organisation_ids": "firm|ghost"}
    with pytest.raises(InputError, match="unknown_organisation"):
        act(desk, ROOT, cells, why="")


@pytest.mark.parametrize(
    "parameters",
    [
        "",
        "null",
        "[]",
        "{",
        '{"lon":"x","lat":1,"mode":"fly","limit_min":[],"costs_eur_per_year":{"castle":1}}',
        '{"assumptions":[["nursery","height",1],["castle","use_share",1],["nursery","use_share",9],["nursery"],7]}',
    ],
)
def test_parameters_that_cannot_be_read_are_as_by_default(desk: Desk, kept: SavedPlan, parameters: str) -> None:
    plans = RECORD_TABLES["plans"]
    with writing(desk.engine) as connection:
        connection.execute(sa.update(plans).values(parameters=parameters))
    (plan,) = own_plans(desk, ROOT)
    again = query_of(plan, as_of_on=DAY)

    assert (again.lon, again.lat, again.mode, again.limit_min) == (None, None, TravelMode.CAR, 15)
    assert (again.costs_eur_per_year, again.assumptions) == ((), ())
