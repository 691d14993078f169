"""A file in the register: revisions, pins, proposals; all of it or nothing. On SQLite and PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event, Lock, current_thread, main_thread
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.register import register_version
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.history.editing import create, decide, read_record, restore, save
from welfare_map.register.history.revisions import history, pending
from welfare_map.register.sql import database
from welfare_map.register.sql.curation import PINS, REVISIONS, SOURCE_ROWS
from welfare_map.register.sql.schema import RECORD_TABLES, SOURCES
from welfare_map.register.uploads import Plan, Surroundings, may_publish, writing
from welfare_map.register.uploads.writing import write_plan

PlanOf = Callable[..., Plan]
AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
ROOT = Actor("root", Role.ADMINISTRATOR)
ANNA = Actor("anna", Role.CURATOR, district_ids=("valle",))
HEADER = "Nome;Tipo;Comune;Posti;Lon;Lat"
FIRM = "firm"
ASKS_FOR_ITS_TURN = "SELECT pg_advisory_xact_lock"
"""How a writer waits on PostgreSQL; on SQLite it waits for ``Turn``."""


def publish(engine: sa.Engine, plan: Plan, **options: bool) -> None:
    write_plan(engine, ANNA, plan, why="file", at=AT, **{"is_published": True, **options})


def count(engine: sa.Engine, table: sa.Table) -> int:
    with engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_new_records_are_published_with_history_and_provenance(engine: sa.Engine, plan_of: PlanOf) -> None:
    before = register_version(engine)
    publish(engine, plan_of(HEADER, "Nido Uno;nido;Uno;30;;", "Nido Due;nido;Due;20;;"))
    cells, number = read_record(engine, "services", "curated:nido-uno-nursery-901001")
    (revision,) = history(engine, "curated:nido-uno-nursery-901001", "services")
    assert (cells["source_id"], cells["licence"], cells["modified_on"], cells["is_demo"], number) == (
        *("curated", "CC-BY-4.0", "2026-09-01", False, 1),
    )
    assert (cells["capacity_authorised"], cells["position_quality"]) == (30, "municipality")
    assert (revision.action, revision.author, revision.role, revision.why) == ("created", "anna", "curator", "file")
    assert revision.after["name"] == "Nido Uno"
    assert register_version(engine) != before


def test_a_file_leaves_the_same_as_records_made_one_by_one(engine: sa.Engine, plan_of: PlanOf) -> None:
    plan = plan_of(HEADER, "Nido Uno;nido;Uno;30;;")
    publish(engine, plan)
    values = {name: cell for name, cell in plan.new.iloc[0].dropna().items() if name != "service_id"}
    made = create(engine, ANNA, table="services", values=values, why="file", at=AT, record_id="curated:other")
    keys = (plan.new["service_id"].iloc[0], "curated:other")
    ours, theirs = (read_record(engine, "services", key)[0] for key in keys)
    own = {"service_id", "source_key"}
    assert {name: cell for name, cell in ours.items() if name not in own} == {
        name: cell for name, cell in theirs.items() if name not in own
    }
    (revision,) = history(engine, plan.new["service_id"].iloc[0], "services")
    assert replace(revision, revision_id=0, record_id="", after={}) == replace(
        made.revision, revision_id=0, record_id="", after={}
    )
    assert revision.after.keys() == made.revision.after.keys()


def test_the_source_of_records_made_here_counts_them(engine: sa.Engine, plan_of: PlanOf) -> None:
    publish(engine, plan_of(HEADER, "A;nido;Uno;;;", "B;nido;Uno;;;"))
    with engine.connect() as connection:
        query = sa.select(SOURCES.c.row_count).where(SOURCES.c.source_id == "curated")
        assert connection.execute(query).scalar_one() == 2


def test_the_same_file_again_changes_nothing(engine: sa.Engine, plan_of: PlanOf) -> None:
    lines = [HEADER, "A;nido;Uno;30;;", "B;nido;Due;20;9;45"]
    publish(engine, plan_of(*lines))
    again = plan_of(*lines)
    assert (again.is_empty, again.unchanged_count) == (True, 2)


def test_a_changed_cell_is_a_revision_that_can_be_taken_back(engine: sa.Engine, plan_of: PlanOf) -> None:
    publish(engine, plan_of(HEADER, "A;nido;Uno;30;;"))
    publish(engine, plan_of(HEADER, "A;nido;Uno;33;;"))
    found = history(engine, "curated:a-nursery-901001", "services")
    assert [(one.number, one.action) for one in found] == [(1, "created"), (2, "edited")]
    assert (dict(found[1].before), dict(found[1].after)) == ({"capacity_authorised": 30}, {"capacity_authorised": 33})
    restore(engine, ROOT, "curated:a-nursery-901001", number=1, why="", table="services")
    assert read_record(engine, "services", "curated:a-nursery-901001")[0]["capacity_authorised"] == 30


def test_cells_of_a_record_that_a_source_gave_are_pinned(engine: sa.Engine, plan_of: PlanOf) -> None:
    lines = ["Codice organizzazione;Addetti;Telefono", f"{FIRM};12;0331 877298"]
    publish(engine, plan_of(*lines, table="organisations"))
    with engine.connect() as connection:
        pins = {row.column_name: row.value for row in connection.execute(sa.select(PINS))}
        said = connection.execute(sa.select(SOURCE_ROWS.c.content)).scalars().all()
    assert pins == {"employee_count": "12", "phone": '"+390331877298"'}
    assert len([content for content in said if '"Impresa"' in content]) == 1
    assert read_record(engine, "organisations", FIRM)[0]["source_id"] == "manual"


def test_a_cell_set_back_to_what_its_source_says_loses_its_pin(engine: sa.Engine, plan_of: PlanOf) -> None:
    for words in ("Altra", "Impresa"):
        publish(engine, plan_of("Codice organizzazione;Ragione sociale", f"{FIRM};{words}", table="organisations"))
    assert count(engine, PINS) == 0


def test_proposals_change_nothing_until_they_are_accepted(engine: sa.Engine, plan_of: PlanOf) -> None:
    version = register_version(engine)
    lines = ["Codice organizzazione;Ragione sociale;Tipo", f"{FIRM};Altra;impresa", "nuova;Nuova;impresa"]
    publish(engine, plan_of(*lines, table="organisations"), is_published=False)
    waiting = pending(engine)
    assert sorted((one.record_id, one.action) for one in waiting) == [("curated:nuova", "created"), (FIRM, "edited")]
    assert register_version(engine) == version
    for revision in waiting:
        decide(engine, ROOT, revision.revision_id, is_accepted=True, why="")
    assert read_record(engine, "organisations", "curated:nuova")[0]["organisation_name"] == "Nuova"
    assert read_record(engine, "organisations", FIRM)[0]["organisation_name"] == "Altra"


def test_a_register_that_changed_meanwhile_is_left_alone(engine: sa.Engine, plan_of: PlanOf) -> None:
    lines = ["Codice organizzazione;Ragione sociale;Tipo", f"{FIRM};Altra;impresa", "nuova;Nuova;impresa"]
    plan = plan_of(*lines, table="organisations")
    changes = {"organisation_name": "Di un altro"}
    save(engine, ROOT, table="organisations", record_id=FIRM, changes=changes, seen_number=0, why="")
    before = count(engine, REVISIONS)
    with pytest.raises(InputError) as error:
        publish(engine, plan)
    assert error.value.key == "error.upload_register_changed"
    assert (count(engine, REVISIONS), read_record(engine, "organisations", FIRM)[0]["organisation_name"]) == (
        *(before, "Di un altro"),
    )


def test_an_import_that_fails_in_the_middle_leaves_nothing(engine: sa.Engine, plan_of: PlanOf) -> None:
    plan = plan_of(HEADER, *(f"Nido {number};nido;Uno;;;" for number in range(2_500)))
    before = count(engine, REVISIONS), count(engine, RECORD_TABLES["services"]), register_version(engine)

    def stop(done: int, total: int) -> None:
        assert (done, total) == (2_000, 2_500)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_plan(engine, ANNA, plan, why="", is_published=True, at=AT, progress=stop)
    assert (count(engine, REVISIONS), count(engine, RECORD_TABLES["services"]), register_version(engine)) == before


def test_progress_ends_with_everything(engine: sa.Engine, plan_of: PlanOf) -> None:
    told: list[tuple[int, int]] = []
    plan = plan_of(HEADER, *(f"Nido {number};nido;Uno;;;" for number in range(2_100)))
    write_plan(engine, ANNA, plan, why="", is_published=True, at=AT, progress=lambda *step: told.append(step))
    assert told == [(2_000, 2_100), (2_100, 2_100)]


def test_others_write_while_a_file_is_made_ready(
    engine: sa.Engine, plan_of: PlanOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = writing.drafted

    def interrupted(*words: Any, **options: Any) -> Any:
        make(engine, "curated:other")
        return prepared(*words, **options)

    monkeypatch.setattr(writing, "drafted", interrupted)
    publish(engine, plan_of(HEADER, "Nido Uno;nido;Uno;30;;"))
    assert {"curated:other", "curated:nido-uno-nursery-901001"} <= ids_of(engine)


class Turn:
    """The turn of writers of one process, which tells when another than the main thread asks for it."""

    def __init__(self, asked: Event) -> None:
        self.lock, self.asked = Lock(), asked

    def acquire(self, timeout: float) -> bool:
        if current_thread() is not main_thread():
            self.asked.set()
        return self.lock.acquire(timeout=timeout)

    def release(self) -> None:
        self.lock.release()


def test_who_saves_while_a_file_is_written_waits_and_is_kept(
    engine: sa.Engine, plan_of: PlanOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(HEADER, *(f"Nido {number};nido;Uno;;;" for number in range(2_100)))
    waits = Event()
    monkeypatch.setitem(database._TURNS, str(engine.url), Turn(waits))

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if current_thread() is not main_thread() and statement.startswith(ASKS_FOR_ITS_TURN):
            waits.set()

    with ThreadPoolExecutor(1) as pool:
        savers: list[Future[None]] = []

        def begin(_done: int, _total: int) -> None:
            if not savers:
                savers.append(pool.submit(make, engine, "curated:other"))
                assert waits.wait(timeout=60)
            assert not savers[0].done()

        event.listen(engine, "before_cursor_execute", note)
        write_plan(engine, ANNA, plan, why="", is_published=True, at=AT, progress=begin)
        savers[0].result()
    assert "curated:other" in ids_of(engine)


def make(engine: sa.Engine, record_id: str) -> None:
    create(engine, ROOT, table="services", values={"name": "Altro", "kind": "nursery"}, why="", record_id=record_id)


def ids_of(engine: sa.Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(sa.select(RECORD_TABLES["services"].c.service_id)).scalars())


@pytest.mark.parametrize(
    ("actor", "municipality", "is_allowed"),
    [
        pytest.param(ROOT, "Nove", True, id="administrator"),
        pytest.param(ANNA, "Uno", True, id="curator in the own district"),
        pytest.param(ANNA, "Tre", False, id="curator elsewhere"),
        pytest.param(Actor("bea", Role.CONTRIBUTOR, organisation_ids=(FIRM,)), "Uno", False, id="contributor"),
        pytest.param(VISITOR, "Uno", False, id="visitor"),
    ],
)
def test_who_may_publish_a_file(
    engine: sa.Engine,
    plan_of: PlanOf,
    around: Callable[[str], Surroundings],
    actor: Actor,
    municipality: str,
    *,
    is_allowed: bool,
) -> None:
    plan = plan_of("Nome;Tipo;Comune", "A;nido;Uno", f"B;nido;{municipality}")
    assert may_publish(engine, actor, plan, around("services")) is is_allowed


def test_nobody_moves_a_record_out_of_what_is_not_their_own(
    engine: sa.Engine, plan_of: PlanOf, around: Callable[[str], Surroundings], toy_territory: Territory
) -> None:
    publish(engine, plan_of("Codice servizio;Nome;Tipo;Comune", "x;A;nido;Tre"))
    plan = plan_of("Codice servizio;Comune", "curated:x;Uno")
    assert len(plan.changes) == 1
    assert not may_publish(engine, ANNA, plan, around("services"))
