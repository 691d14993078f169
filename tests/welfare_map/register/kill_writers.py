"""
Starts a writer again and again, kills it with SIGKILL when a seed says so, and checks the register each time.

Each line that it reads is a task, as JSON: job, seed, count, folder, database, territory, lists. Each line that it
prints answers one: how many changes the writers acknowledged, or in words what is wrong with the register afterwards.
The database is the address of PostgreSQL, "" for SQLite in the folder. The writers are forked, so that the program is
loaded only once; a writer acknowledges a change after its transaction, by a line in a pipe.
"""

import json
import os
import pickle
import select
import signal
import sys
import time
import traceback
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import sqlalchemy as sa

from geodata.codes import Visibility
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.register import run_update
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history import municipalities
from welfare_map.register.history.editing import create, read_record, save
from welfare_map.register.history.merging import merge_records, unmerge
from welfare_map.register.sql.curation import MERGES, PINS, REVISIONS, SURVEY_TALLIES, SURVEYS
from welfare_map.register.sql.database import connect, reading
from welfare_map.register.sql.repository import current_version, read_runs, read_table
from welfare_map.register.sql.schema import SOURCES
from welfare_map.register.surveys.answering import answer_survey
from welfare_map.register.surveys.closing import close_survey
from welfare_map.register.surveys.suppression import CELLS, TOTAL, Cell, kept_counts
from welfare_map.register.surveys.surveys import PAUSE_DAYS, open_survey, surveys_of
from welfare_map.register.uploads.plan import PROVENANCE_NAMES, Plan, RowChange
from welfare_map.register.uploads.writing import write_plan
from welfare_map.settings import Settings

SOURCE_ID = "regione-lombardia-rsa"
ANNA = Actor("anna", Role.CURATOR)
KEPT, MERGED = "demo:home-uno", "demo:home-due"
MOST_ACKNOWLEDGED = 2
LONGEST_WAIT_S = {"update": 0.6, "create": 0.03, "merge": 0.03, "upload": 0.2, "survey": 0.15}
"""About as long as one change takes, so that the end comes anywhere in it."""
UPLOAD_COUNT = 120
"""Records of an imported file."""
FIRST_DAY = "2026-09-01"
ANSWER_COUNT = 18
"""Six for each of three answers to one question, all for one answer to the other."""
Acknowledge = Callable[[str], None]


class Trial:
    """The register of the trial, and what its writers need."""

    def __init__(self, folder: Path, database: str, territory: Territory, lists: list[Path]) -> None:
        self.settings = Settings(data_dir=folder, area=("region:91",), is_offline=True, database_url=database)
        self.territory, self.lists = territory, lists

    def update(self, acknowledge: Acknowledge) -> None:
        engine = connect(self.settings)
        for path in self.lists * 1000:
            report = run_update(
                engine, SOURCE_ID, from_file=path, settings=self.settings, territory=self.territory, is_accepted=True
            )
            acknowledge(report.version)

    def create(self, acknowledge: Acknowledge) -> None:
        engine = connect(self.settings)
        while True:
            values = {"name": "Nido nuovo", "kind": "nursery", "municipality_code": "901001"}
            acknowledge(create(engine, ANNA, table="services", values=values, why="").revision.record_id)

    def merge(self, acknowledge: Acknowledge) -> None:
        engine = connect(self.settings)
        for merge_id in self.standing(engine):
            unmerge(engine, ANNA, merge_id, why="")
        while True:
            number = read_record(engine, "services", KEPT)[1]
            values = {"phone": f"+390331{number:06d}", "email": "a@b.it"}
            merge_id = merge_records(
                engine, ANNA, table="services", kept_id=KEPT, merged_id=MERGED, why="", values=values
            )
            acknowledge(f"{merge_id}")
            name = f"Casa {number}"
            save(engine, ANNA, table="services", record_id=KEPT, changes={"name": name}, seen_number=number + 1, why="")
            unmerge(engine, ANNA, merge_id, why="")

    def upload(self, acknowledge: Acknowledge) -> None:
        engine = connect(self.settings)
        while True:
            name = uuid.uuid4().hex
            known = read_record(engine, "services", KEPT)[0]
            change = RowChange(2, KEPT, {"name": known["name"]}, {"name": name})
            write_plan(engine, ANNA, Plan("services", new_rows(name), (change,), 0, (), 0, frozenset()), **PUBLISHED)
            acknowledge(name)

    def survey(self, acknowledge: Acknowledge) -> None:
        engine = connect(self.settings)
        for old in surveys_of(engine, "firm"):
            if old.is_open:
                close_survey(engine, ANNA, old.survey_id, visibility=Visibility.PUBLIC, at=moment_of(old.opened_on))
        while True:
            at = moment_of(max((one.closed_on for one in surveys_of(engine, "firm")), default=FIRST_DAY), PAUSE_DAYS)
            one = open_survey(engine, "firm", title="Come stai?", at=at)
            for number in range(ANSWER_COUNT):
                answer_survey(engine, one.survey_id, answers_of(number), at=at)
            close_survey(engine, ANNA, one.survey_id, visibility=Visibility.PUBLIC, at=at)
            acknowledge(one.survey_id)

    @staticmethod
    def standing(engine: sa.Engine) -> list[int]:
        with reading(engine) as connection:
            return list(connection.execute(sa.select(MERGES.c.merge_id).where(MERGES.c.undone_at == "")).scalars())


def answers_of(number: int) -> dict[str, set[str]]:
    """Return what one person answers."""
    return {"elder_care": {("no", "weekly", "daily")[number % 3]}, "home": {"over_25_km"}}


def tallied(answer_count: int) -> Counter[Cell]:
    """Return the tallies once the first so many have answered."""
    ticked = [
        (question, answer)
        for number in range(answer_count)
        for question, one in answers_of(number).items()
        for answer in one
    ]
    return Counter({TOTAL: answer_count}) + Counter(ticked)


PUBLISHED: Any = {"why": "", "is_published": True}


def moment_of(day: str, later_days: int = 0) -> datetime:
    """Return noon of a day, or of a later one."""
    return datetime.combine(date.fromisoformat(day) + timedelta(days=later_days), time_of_day(12), UTC)


def new_rows(name: str) -> pd.DataFrame:
    """Return the new records of a file: each has the file's name."""
    names = [column for column in CONTRACTS["services"].column_names if column not in PROVENANCE_NAMES]
    common = {"name": name, "kind": "nursery", "municipality_code": "901001", "position_quality": "municipality"}
    rows = [{"service_id": f"curated:{name}-{number}", **common} for number in range(UPLOAD_COUNT)]
    return pd.DataFrame(rows).reindex(columns=names).astype(object)


def killed(run: Callable[[Acknowledge], None], random: Random, longest_wait_s: float) -> list[str]:
    """Start a writer, kill it, and return what it had acknowledged."""
    listen, speak = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(listen)
        run(lambda words: _say(speak, words))
        os._exit(0)
    os.close(speak)
    said = _heard(listen, random.randint(0, MOST_ACKNOWLEDGED), random.uniform(0, longest_wait_s))
    os.kill(pid, signal.SIGKILL)
    while piece := os.read(listen, 65_536):
        said += piece
    os.close(listen)
    _, status = os.waitpid(pid, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, "the writer ended before it was killed"
    return said.decode().split()


def _say(pipe: int, words: str) -> None:
    os.write(pipe, f"{words}\n".encode())


def _heard(pipe: int, count: int, wait_s: float) -> bytes:
    """Listen until so many changes are acknowledged, and for so long after."""
    said = b""
    while said.count(b"\n") < count:
        piece = os.read(pipe, 65_536)
        assert piece, "the writer ended before it was killed"
        said += piece
    until_s = time.monotonic() + wait_s
    while (left_s := until_s - time.monotonic()) > 0:
        if select.select([pipe], [], [], left_s)[0]:
            said += os.read(pipe, 65_536)
    return said


def check(trial: Trial, job: str, acknowledged: list[str], killed_count: int) -> None:
    """Raise where the register is damaged, half-written, or has lost what was acknowledged."""
    engine = connect(trial.settings)
    with reading(engine) as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        services = read_table(connection, "services").set_index("service_id", drop=False).astype(object)
        services = services.where(services.notna(), None)
        rows: dict[str, dict[str, Any]] = services.to_dict("index")  # type: ignore[assignment]
        check_history(connection, rows)
        CHECKS[job](connection, trial, rows, acknowledged, killed_count)
    engine.dispose()


def check_history(connection: sa.Connection, rows: dict[str, dict[str, Any]]) -> None:
    """Raise where a row is not what its history comes to, or is not as it was pinned."""
    query = sa.select(REVISIONS).where(REVISIONS.c.table_name == "services")
    query = query.order_by(REVISIONS.c.record_id, REVISIONS.c.number)
    numbers: dict[str, int] = {}
    cells: dict[str, dict[str, Any]] = {}
    for row in connection.execute(query):
        numbers[row.record_id] = numbers.get(row.record_id, 0) + 1
        assert row.number == numbers[row.record_id], f"{row.record_id}: revision {row.number}"
        cells.setdefault(row.record_id, {}).update(json.loads(row.after))
    for record_id, told in cells.items():
        assert rows[record_id].items() >= told.items(), record_id
    for pin in connection.execute(sa.select(PINS)):
        assert rows[pin.record_id][pin.column_name] == json.loads(pin.value), pin.record_id


def check_update(
    connection: sa.Connection,
    trial: Trial,
    rows: dict[str, dict[str, Any]],
    acknowledged: list[str],
    killed_count: int,
) -> None:
    runs = [run for run in read_runs(connection, SOURCE_ID) if run.outcome == "succeeded"]
    listed = [row for row in rows.values() if row["source_id"] == SOURCE_ID and row["no_longer_listed_on"] is None]
    assert len(acknowledged) <= len(runs) <= len(acknowledged) + killed_count
    assert current_version(connection) >= max(map(int, acknowledged), default=0)
    assert len(listed) == (runs[0].row_count if runs else 0)
    kept = trial.settings.data_dir / "downloads" / f"{SOURCE_ID}.csv"
    assert not runs or kept.read_bytes() in {path.read_bytes() for path in trial.lists}


def check_create(
    connection: sa.Connection,
    _trial: Trial,
    rows: dict[str, dict[str, Any]],
    acknowledged: list[str],
    killed_count: int,
) -> None:
    made = {record_id for record_id, row in rows.items() if row["source_id"] == "curated"}
    told = set(connection.execute(sa.select(REVISIONS.c.record_id).where(REVISIONS.c.action == "created")).scalars())
    assert made == told
    assert made >= set(acknowledged)
    assert len(made) <= len(acknowledged) + killed_count


def check_merge(
    connection: sa.Connection,
    _trial: Trial,
    _rows: dict[str, dict[str, Any]],
    acknowledged: list[str],
    killed_count: int,
) -> None:
    merges = connection.execute(sa.select(MERGES)).all()
    told = connection.execute(sa.select(REVISIONS.c.action).where(REVISIONS.c.record_id == MERGED)).scalars().all()
    assert {str(merge.merge_id) for merge in merges} >= set(acknowledged)
    assert len(merges) <= len(acknowledged) + killed_count
    assert told.count("merged") == len(merges)
    assert told.count("unmerged") == len([merge for merge in merges if merge.undone_at])


def check_upload(
    connection: sa.Connection,
    _trial: Trial,
    rows: dict[str, dict[str, Any]],
    acknowledged: list[str],
    killed_count: int,
) -> None:
    made = Counter(row["name"] for row in rows.values() if row["source_id"] == "curated")
    is_edit = (REVISIONS.c.record_id == KEPT) & (REVISIONS.c.action == "edited")
    told = [
        json.loads(after)["name"] for after in connection.execute(sa.select(REVISIONS.c.after).where(is_edit)).scalars()
    ]
    assert set(made.values()) <= {UPLOAD_COUNT}
    assert set(told) == set(made) >= set(acknowledged)
    assert len(made) <= len(acknowledged) + killed_count
    noted = connection.execute(sa.select(SOURCES.c.row_count).where(SOURCES.c.source_id == "curated")).scalar() or 0
    assert noted == made.total()


def check_survey(
    connection: sa.Connection,
    _trial: Trial,
    _rows: dict[str, dict[str, Any]],
    acknowledged: list[str],
    _killed_count: int,
) -> None:
    """Raise unless each questionnaire is either open with all its tallies or closed without any, and told whole."""
    surveys = connection.execute(sa.select(SURVEYS)).all()
    tallies = Counter(connection.execute(sa.select(SURVEY_TALLIES.c.survey_id)).scalars())
    assert tallies == {one.survey_id: len(CELLS) for one in surveys if not one.closed_on}
    assert len(tallies) <= 1
    assert {one.survey_id for one in surveys if one.closed_on} >= set(acknowledged)
    for survey_id in tallies:
        counts = connection.execute(sa.select(SURVEY_TALLIES).where(SURVEY_TALLIES.c.survey_id == survey_id)).all()
        of_cell = {(row.question, row.answer): row.worker_count for row in counts}
        assert sum(of_cell["elder_care", answer] for answer in ("no", "weekly", "daily")) == of_cell[TOTAL]
    told = read_table(connection, "worker_needs")
    assert told["as_of_on"].nunique() == bool(len(told))
    counts = dict(zip(zip(told["question"], told["answer"], strict=True), told["worker_count"], strict=True))
    assert counts in [kept_counts(tallied(number)) for number in range(ANSWER_COUNT + 1)]
    assert len(told) > 0 or not acknowledged


CHECKS = {
    "update": check_update,
    "create": check_create,
    "merge": check_merge,
    "upload": check_upload,
    "survey": check_survey,
}


def acknowledged_count(job: str, seed: int, count: int, folder: str, database: str, territory: str, *lists: str) -> int:
    """Kill a writer so many times, and return how many changes were acknowledged."""
    trial = Trial(Path(folder), database, pickle.loads(Path(territory).read_bytes()), [Path(path) for path in lists])  # noqa: S301
    codes = municipalities.today_codes() | set(trial.territory.municipalities["municipality_code"])
    municipalities.today_codes = lambda: codes  # type: ignore[assignment]
    random, acknowledged = Random(seed), list[str]()  # noqa: S311  # moments, no secrets
    for killed_count in range(1, count + 1):
        acknowledged += killed(getattr(trial, job), random, LONGEST_WAIT_S[job])
        check(trial, job, acknowledged, killed_count)
    return len(acknowledged)


def main() -> None:
    """Do the tasks that are read, and answer each."""
    for line in sys.stdin:
        try:
            answer: int | str = acknowledged_count(*json.loads(line))
        except Exception:  # noqa: BLE001  # whoever asked is told
            answer = traceback.format_exc()
        print(json.dumps(answer), flush=True)  # noqa: T201  # the answer


if __name__ == "__main__":
    main()
