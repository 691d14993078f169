"""
Many writers at once: each one's acknowledged writes are in the history, in one order.

They make, edit, restore, merge, propose, moderate, import files and run a source, all on the same few records.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from geodata.errors import InputError, StoreBusyError
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.model import Plain
from welfare_map.register import run_update
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import Saved, create, decide, propose, read_record, restore, save
from welfare_map.register.history.merging import merge_records, standing_merges, unmerge
from welfare_map.register.history.revisions import Revision, history, pending
from welfare_map.register.sql.database import reading, writing
from welfare_map.register.sql.repository import read_runs
from welfare_map.register.uploads import Plan, RowChange
from welfare_map.register.uploads.plan import PROVENANCE_NAMES
from welfare_map.register.uploads.writing import write_plan
from welfare_map.settings import Settings

WRITER_COUNT, WRITE_COUNT = 20, 7
SOURCE_ID = "regione-lombardia-rsa"
HOMES = ("demo:home-uno", "demo:home-due", "demo:home-cinque", "demo:nursery-uno")
Written = tuple[str, str, str]
"""Record, action, author: what a writer was told to be kept."""


@dataclass(frozen=True)
class Writer:
    """One of those who write, what it was told to be kept, and the versions of its updates."""

    engine: sa.Engine
    actor: Actor
    update: Callable[[int], str]
    kept: list[Written] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)

    def keep(self, record_id: str, action: str) -> None:
        self.kept.append((record_id, action, self.actor.name))

    def create(self, value: str) -> str:
        values = {"name": value, "kind": "nursery"}
        made = create(self.engine, self.actor, table="services", values=values, why="").revision.record_id
        self.keep(made, "created")
        return made

    def save(self, record_id: str, value: str) -> Revision:
        while True:
            seen = read_record(self.engine, "services", record_id)[1]
            changes = {"name": value}
            which: Any = {"table": "services", "record_id": record_id, "seen_number": seen}
            saved = save(self.engine, self.actor, changes=changes, why="", **which)
            if isinstance(saved, Saved):
                self.keep(record_id, "edited")
                return saved.revision

    def do_create(self, _record_id: str, value: str) -> None:
        self.create(value)

    def do_save(self, record_id: str, value: str) -> None:
        self.save(record_id, value)

    def do_restore(self, record_id: str, value: str) -> None:
        self.save(record_id, value)
        number = self.save(record_id, f"{value} bis").number
        try:
            restore(self.engine, self.actor, record_id, number=number - 1, why="", table="services")
        except InputError as error:
            if error.key not in {"error.nothing_changed", "error.unknown_revision"}:
                raise
        else:
            self.keep(record_id, "restored")

    def do_merge(self, record_id: str, value: str) -> None:
        merged = self.create(value)
        values = {"provider_name": value}
        merge_id = merge_records(
            self.engine, self.actor, table="services", kept_id=record_id, merged_id=merged, why="", values=values
        )
        unmerge(self.engine, self.actor, merge_id, why="")
        for one in (record_id, merged):
            self.keep(one, "merged")
            self.keep(one, "unmerged")

    def do_moderate(self, record_id: str, value: str) -> None:
        for is_accepted in (True, False):
            values = {"address": f"Via {value} {is_accepted}"}
            waiting = propose(self.engine, self.actor, table="services", record_id=record_id, values=values, why="")
            decide(self.engine, self.actor, waiting.revision_id, is_accepted=is_accepted, why="", is_forced=True)
            self.keep(record_id, "edited")

    def do_import(self, record_id: str, value: str) -> None:
        while not self.imports(record_id, value):
            pass

    def imports(self, record_id: str, value: str) -> bool:
        known = read_record(self.engine, "services", record_id)[0]
        names = [name for name in CONTRACTS["services"].column_names if name not in PROVENANCE_NAMES]
        ids = [f"curated:{self.actor.name}-{value}-{number}" for number in range(5)]
        rows = [{"service_id": one, "name": one, "kind": "nursery", "position_quality": "none"} for one in ids]
        change = RowChange(7, record_id, {"phone": known["phone"]}, {"phone": f"+39{int(value.replace('-', '0')):09d}"})
        new = pd.DataFrame(rows, index=range(2, 7)).reindex(columns=names).astype(object)
        plan = Plan("services", new, (change,), 0, (), 6, frozenset())
        try:
            write_plan(self.engine, self.actor, plan, why="", is_published=True)
        except InputError as error:
            if error.key != "error.upload_register_changed":
                raise
            return False
        for one in ids:
            self.keep(one, "created")
        self.keep(record_id, "edited")
        return True

    def do_update(self, _record_id: str, value: str) -> None:
        self.versions.append(self.update(int(value) // 5))


JOBS = ("create", "save", "restore", "merge", "moderate", "import")


def write(writer: Writer, number: int) -> None:
    """Do so many writes, the jobs and the records in turn; one in five runs a source too."""
    if number % 5 == 0:
        writer.do_update("", f"{number}")
    for turn in range(WRITE_COUNT):
        job = JOBS[(number + turn) % len(JOBS)]
        getattr(writer, f"do_{job}")(HOMES[(number * 3 + turn) % len(HOMES)], f"{number}-{turn}")


@pytest.fixture
def update(
    engine: sa.Engine,
    settings: Settings,
    toy_territory: Territory,
    home: Callable[..., dict[str, Any]],
    write_list: Callable[..., Path],
    at_km: Callable[[float, float], tuple[float, float]],
) -> Callable[[int], str]:
    """Run a source on one of two lists; return the version that it was told."""
    rows = {count: [home(str(key), *at_km(5, 5), TOT_POSTI_ACCREDITATI=count) for key in range(9)] for count in "78"}
    lists = [write_list(*homes, name=f"{count}.csv") for count, homes in rows.items()]

    def run(number: int) -> str:
        path = lists[number % 2]
        return run_update(
            engine, SOURCE_ID, from_file=path, settings=settings, territory=toy_territory, is_accepted=True
        ).version

    return run


def test_twenty_writers_lose_nothing(engine: sa.Engine, update: Callable[[int], str]) -> None:
    writers = [Writer(engine, Actor(f"writer-{number}", Role.CURATOR), update) for number in range(WRITER_COUNT)]

    with ThreadPoolExecutor(WRITER_COUNT) as pool:
        list(pool.map(write, writers, range(WRITER_COUNT)))

    kept = Counter(one for writer in writers for one in writer.kept)
    stories = {record_id: history(engine, record_id, "services") for record_id, _, _ in kept}
    told = Counter((one.record_id, one.action, one.author) for story in stories.values() for one in story)
    assert told == kept
    for record_id, story in stories.items():
        numbers = [one.number for one in story]
        assert numbers == sorted(set(numbers))
        assert read_record(engine, "services", record_id)[0].items() >= replayed(story).items()
    assert pending(engine) == ()
    assert standing_merges(engine, "services") == ()
    versions = [version for writer in writers for version in writer.versions]
    with reading(engine) as connection:
        runs = read_runs(connection, SOURCE_ID)
    assert len(runs) == len(versions) == len(set(versions)) == WRITER_COUNT // 5


def test_a_writer_whose_turn_does_not_come_is_told_so(engine: sa.Engine) -> None:
    with ThreadPoolExecutor(1) as pool, writing(engine):
        late = pool.submit(write_at_once, engine)
        with pytest.raises(StoreBusyError):
            late.result()
    write_at_once(engine)


def write_at_once(engine: sa.Engine) -> None:
    with writing(engine, wait_ms=1):
        pass


def replayed(story: tuple[Revision, ...]) -> dict[str, Plain]:
    """Return the cells that a history comes to; each revision must have found what the ones before it left."""
    cells: dict[str, Plain] = {}
    for one in story:
        if one.status == "published":
            assert all(one.before.get(name) == cells[name] for name in one.after if name in cells)
            cells |= one.after
    return cells
