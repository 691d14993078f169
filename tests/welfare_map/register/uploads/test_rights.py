"""Whose rows a file may publish: in every table those of one's own district, and none beside them."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest
import sqlalchemy as sa

from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.desk import Desk, own_proposals
from welfare_map.register.uploads import Plan, Surroundings, UploadTable, may_publish, require_few, write_plan

PlanOf = Callable[..., Plan]
ROOT = Actor("root", Role.ADMINISTRATOR)
ANNA = Actor("anna", Role.CURATOR, district_ids=("valle",))
PLACES = ("Uno", "Tre")
"""In ANNA's district, and in another."""
TABLES = {
    UploadTable.ORGANISATIONS: (
        "organisation_id;organisation_name;organisation_kind;municipality_name;phone",
        "{0};Ditta {0};impresa;{0};{1}",
    ),
    UploadTable.SERVICES: (
        "service_id;name;kind;municipality_name;capacity_authorised;organisation_id",
        "{0};Nido {0};nido;{0};{1};Ditta {0}",
    ),
    UploadTable.PRACTICES: (
        "practice_id;title_it;themes;phase;initiative_id;organisation_id;document_id;paragraph",
        "{0};Prassi {0};care_enterprise;running;pact;Ditta {0};paper;{1}",
    ),
    UploadTable.ADHESIONS: ("organisation_id;initiative_id;role;since_year", "Ditta {0};pact;member;{1}"),
    UploadTable.NEEDS_OFFERS: (
        "need_offer_id;organisation_id;direction;exchange_kind;visibility;quantity",
        "{0};Ditta {0};need;nursery;counts;{1}",
    ),
    UploadTable.AVAILABILITY: (
        "service_id;band;free_count;as_of_on",
        "Nido {0};toddlers_12_24_months;{1};2026-09-01",
    ),
    UploadTable.SHIFTS: (
        "organisation_id;shift_number;days;starts_at;ends_at;employee_count",
        "Ditta {0};1;Mo-Fr;06:00;14:00;{1}",
    ),
    UploadTable.SITES: ("organisation_id;site_number;municipality_name;employee_count", "Ditta {0};2;{0};{1}"),
}
VALUES = {
    UploadTable.ORGANISATIONS: ("0331877298", "0331877299"),
    UploadTable.ADHESIONS: ("2020", "2021"),
}


def lines_of(table: UploadTable, which: int, places: tuple[str, ...] = PLACES) -> Iterator[str]:
    """Yield the lines of a file on the records of some places, in their first or their second form."""
    header, form = TABLES[table]
    yield header
    yield from (form.format(place, VALUES.get(table, ("1", "2"))[which]) for place in places)


@pytest.fixture
def kept(engine: sa.Engine, plan_of: PlanOf) -> None:
    """Keep a record of every table in both places."""
    for table in TABLES:
        plan = plan_of(*lines_of(table, 0), table=table.value)
        assert len(plan.new) == len(PLACES), (table, plan.findings)
        write_plan(engine, ROOT, plan, why="", is_published=True)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("table", list(UploadTable))
def test_changes_are_published_in_the_own_district_alone(
    engine: sa.Engine, plan_of: PlanOf, around: Callable[[str], Surroundings], table: UploadTable
) -> None:
    plans = {place: plan_of(*lines_of(table, 1, (place,)), table=table.value) for place in PLACES}
    assert [len(plan.changes) for plan in plans.values()] == [1, 1]
    allowed = {place: may_publish(engine, ANNA, plan, around(table.value)) for place, plan in plans.items()}
    assert allowed == {"Uno": True, "Tre": False}


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("table", [UploadTable.SERVICES, UploadTable.AVAILABILITY])
def test_a_contributors_file_on_the_own_services_waits_for_the_curator(
    engine: sa.Engine,
    plan_of: PlanOf,
    around: Callable[..., Surroundings],
    toy_territory: Territory,
    table: UploadTable,
) -> None:
    carla = Actor("carla", Role.CONTRIBUTOR, organisation_ids=("curated:Uno",))
    plan = plan_of(*lines_of(table, 1, ("Uno",)), table=table.value)
    assert not may_publish(engine, carla, plan, around(table.value, carla))
    write_plan(engine, carla, plan, why="", is_published=False)
    (waiting,) = own_proposals(Desk(engine, toy_territory), ANNA, most_count=9)
    assert (waiting.author, waiting.table, waiting.status) == ("carla", table.value, "pending")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("table", [UploadTable.SERVICES, UploadTable.ORGANISATIONS])
def test_new_records_are_published_in_the_own_district_alone(
    engine: sa.Engine, plan_of: PlanOf, around: Callable[[str], Surroundings], table: UploadTable
) -> None:
    header, form = TABLES[table]
    lines = {place: form.format(place, "1").replace(f"{place};", f"new-{place};", 1) for place in PLACES}
    plans = {place: plan_of(header, lines[place], table=table.value) for place in PLACES}
    assert [len(plan.new) for plan in plans.values()] == [1, 1]
    allowed = {place: may_publish(engine, ANNA, plan, around(table.value)) for place, plan in plans.items()}
    assert allowed == {"Uno": True, "Tre": False}


@pytest.mark.parametrize(
    ("actor", "shown"),
    [
        pytest.param(ROOT, {"Uno", "Tre", "public"}, id="administrator"),
        pytest.param(ANNA, {"Uno", "public"}, id="curator: the own district"),
        pytest.param(Actor("bea", Role.CONTRIBUTOR, ("curated:Tre",)), {"Tre", "public"}, id="contributor: the own"),
        pytest.param(Actor("", Role.PROVIDER), {"public"}, id="provider"),
        pytest.param(VISITOR, {"public"}, id="visitor"),
    ],
)
@pytest.mark.usefixtures("kept")
def test_other_firms_private_needs_are_not_held_against_a_file(
    engine: sa.Engine, plan_of: PlanOf, around: Callable[..., Surroundings], actor: Actor, shown: set[str]
) -> None:
    header = TABLES[UploadTable.NEEDS_OFFERS][0]
    plan = plan_of(header, "public;Ditta Tre;offer;nursery;public;1", table="needs_offers")
    write_plan(engine, ROOT, plan, why="", is_published=True)
    known = around("needs_offers", actor).known["needs_offers"]
    assert {key.removeprefix("curated:") for key in known["need_offer_id"]} == shown


@pytest.mark.parametrize(
    ("count", "is_refused"), [pytest.param(500, False, id="exactly at the limit"), pytest.param(501, True, id="over")]
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_moderators_are_not_flooded_by_one_file(plan_of: PlanOf, count: int, *, is_refused: bool) -> None:
    plan = plan_of("name;kind;municipality_name", *(f"Nido {number};nido;Uno" for number in range(count)))
    with pytest.raises(InputError, match="too_many_proposals") if is_refused else nullcontext():
        require_few(plan)
