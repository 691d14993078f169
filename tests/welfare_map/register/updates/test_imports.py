"""Running a source: what comes in, what is noticed, and that a run which fails or is killed changes nothing."""

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.errors import DataError, DownloadError, InputError, MissingColumnsError, OfflineError
from geodata.http import Client
from geodata.sources.catalogue import READERS
from geodata.store import load_readers
from geodata.territory import Territory
from welfare_map.register import UpdateReport, register_version, run_update
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import Saved, save
from welfare_map.register.sql.database import reading, writing
from welfare_map.register.sql.repository import read_notices, read_runs, read_sources, read_table
from welfare_map.register.sql.schema import RECORD_TABLES
from welfare_map.register.updates import imports, parsing
from welfare_map.register.updates import writing as last_step
from welfare_map.settings import Settings

Row = dict[str, Any]
AtKm = Callable[[float, float], tuple[float, float]]
MakeHome = Callable[..., Row]
WriteList = Callable[..., Path]
ContentOf = Callable[[sa.Engine], Mapping[str, list[tuple[Any, ...]]]]
SERVICES = RECORD_TABLES["services"]
SOURCE_ID = "regione-lombardia-rsa"
ANNA = Actor("anna", Role.CURATOR)
FIRST_DAY = datetime(2026, 9, 1, 12, tzinfo=UTC)
SECOND_DAY = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.fixture
def update(engine: sa.Engine, settings: Settings, toy_territory: Territory) -> Callable[..., UpdateReport]:
    """Run the source on a file; the file's day is that of the run."""

    def run(path: Path, started_at: datetime = FIRST_DAY, **options: Any) -> UpdateReport:
        os.utime(path, (started_at.timestamp(), started_at.timestamp()))
        return run_update(
            engine,
            SOURCE_ID,
            from_file=path,
            settings=settings,
            territory=toy_territory,
            started_at=started_at,
            **options,
        )

    return run


@pytest.fixture
def two_homes(home: MakeHome, write_list: WriteList, at_km: AtKm) -> Path:
    """Write a list with two sound homes in Uno and Due."""
    return write_list(home("1", *at_km(5, 5)), home("2", *at_km(15, 5), code="901002"))


def test_a_trial_names_the_version_that_the_register_has(
    update: Callable[..., UpdateReport], engine: sa.Engine, two_homes: Path
) -> None:
    version = register_version(engine)
    assert update(two_homes, dry_run=True).version == version == register_version(engine)


@pytest.mark.parametrize("edit_count", [1, 5], ids=["once", "again and again"])
def test_an_edit_made_while_a_run_is_made_ready_stays_above_it(
    update: Callable[..., UpdateReport],
    engine: sa.Engine,
    two_homes: Path,
    home: MakeHome,
    write_list: WriteList,
    at_km: AtKm,
    monkeypatch: pytest.MonkeyPatch,
    edit_count: int,
) -> None:
    update(two_homes)
    prepared, edits = last_step.source_contents, iter(range(edit_count))

    def interrupted(*words: Any) -> Any:
        number = next(edits, None)
        if number is not None and number < last_step.MOST_DRAFTS:
            which: Any = {"table": "services", "record_id": f"{SOURCE_ID}:1", "seen_number": 1 + number}
            assert isinstance(save(engine, ANNA, changes={"name": f"Casa {number}"}, why="", **which), Saved)
        return prepared(*words)

    monkeypatch.setattr(last_step, "source_contents", interrupted)
    update(
        write_list(home("1", *at_km(5, 5), DENOM_STRUTTURA="RSA NUOVA"), name="newer.csv"), SECOND_DAY, is_accepted=True
    )

    last = min(edit_count, last_step.MOST_DRAFTS) - 1
    assert services_of(engine)["1"]["name"] == f"Casa {last}"
    assert services_of(engine)["1"]["retrieved_on"] == "2026-10-01"


class InjectedError(Exception):
    """A fault that nobody expects."""


def _fail(*_args: object, **_options: object) -> None:
    raise InjectedError


def services_of(engine: sa.Engine) -> dict[str, dict[Hashable, Any]]:
    with reading(engine) as connection:
        table = read_table(connection, "services")
    return {row["source_key"]: row for row in table[table["source_id"] == SOURCE_ID].to_dict("records")}


def test_a_file_comes_in_with_provenance_and_counts(
    update: Callable[..., UpdateReport], engine: sa.Engine, two_homes: Path
) -> None:
    report = update(two_homes)

    row = services_of(engine)["1"]
    assert (report.outcome, report.row_count, report.added_count, report.changed_count, report.gone_count) == (
        "succeeded",
        2,
        2,
        0,
        0,
    )
    assert row["service_id"] == f"{SOURCE_ID}:1"
    assert (row["licence"], row["retrieved_on"], row["is_demo"]) == ("IODL-2.0", "2026-09-01", False)
    assert report.version == register_version(engine)


def test_the_demonstration_services_that_leave_are_reported(
    update: Callable[..., UpdateReport], two_homes: Path
) -> None:
    report = update(two_homes)

    assert [(item.kind, item.province_code, item.count) for item in report.displaced] == [("care_home", "901", 2)]


def test_the_same_file_again_changes_nothing_but_the_version(
    update: Callable[..., UpdateReport], engine: sa.Engine, two_homes: Path, content_of: ContentOf
) -> None:
    first = update(two_homes)
    before = content_of(engine)
    second = update(two_homes)
    after = content_of(engine)

    assert (second.added_count, second.changed_count, second.gone_count) == (0, 0, 0)
    assert second.difference.is_empty
    assert second.displaced == ()
    assert int(second.version) == int(first.version) + 1
    assert {name: rows for name, rows in after.items() if name != "register_state"} == {
        name: rows for name, rows in before.items() if name != "register_state"
    }


def test_rows_that_come_change_and_go_are_counted_and_the_gone_ones_marked(
    update: Callable[..., UpdateReport],
    engine: sa.Engine,
    two_homes: Path,
    home: MakeHome,
    write_list: WriteList,
    at_km: AtKm,
) -> None:
    update(two_homes)
    newer = write_list(home("1", *at_km(5, 5), TOT_POSTI_ACCREDITATI="81"), home("3", *at_km(6, 6)), name="newer.csv")
    report = update(newer, SECOND_DAY, is_accepted=True)

    rows = services_of(engine)
    assert (report.added_count, report.changed_count, report.gone_count, report.row_count) == (1, 1, 1, 2)
    assert rows["2"]["no_longer_listed_on"] == "2026-10-01"
    assert rows["1"]["no_longer_listed_on"] is None
    assert rows["1"]["capacity_accredited"] == 81


def test_a_row_that_comes_back_loses_its_mark_and_one_that_stays_away_keeps_its_day(
    update: Callable[..., UpdateReport],
    engine: sa.Engine,
    two_homes: Path,
    home: MakeHome,
    write_list: WriteList,
    at_km: AtKm,
) -> None:
    update(two_homes)
    update(write_list(home("3", *at_km(6, 6)), name="third.csv"), SECOND_DAY, is_accepted=True)
    first = write_list(home("1", *at_km(5, 5)), name="first.csv")
    report = update(first, datetime(2026, 11, 1, tzinfo=UTC), is_accepted=True)

    rows = services_of(engine)
    assert rows["1"]["no_longer_listed_on"] is None
    assert rows["2"]["no_longer_listed_on"] == "2026-10-01"
    assert report.gone_count == 1


def test_what_was_checked_here_survives_a_refresh(
    update: Callable[..., UpdateReport], engine: sa.Engine, two_homes: Path
) -> None:
    update(two_homes)
    with writing(engine) as connection:
        connection.execute(sa.update(SERVICES).values(checked_on="2026-09-15", checked_by_role="curator"))
    report = update(two_homes, SECOND_DAY)

    row = services_of(engine)["1"]
    assert (row["checked_on"], row["checked_by_role"], row["retrieved_on"]) == ("2026-09-15", "curator", "2026-10-01")
    assert report.changed_count == 0


def test_a_point_outside_its_municipality_is_kept_and_noticed_with_the_distance(
    update: Callable[..., UpdateReport], engine: sa.Engine, home: MakeHome, write_list: WriteList, at_km: AtKm
) -> None:
    report = update(write_list(home("1", *at_km(11, 5), code="901001"), home("2", *at_km(9, 5), code="901001")))

    (notice,) = [notice for notice in report.notices if notice.rule == "point_outside_municipality"]
    assert notice.row == f"{SOURCE_ID}:1"
    assert notice.detail == "1000 m, Uno"
    assert services_of(engine)["1"]["municipality_code"] == "901001"


def test_a_point_on_the_border_is_not_outside(
    update: Callable[..., UpdateReport], home: MakeHome, write_list: WriteList, toy_territory: Territory
) -> None:
    lon, lat = toy_territory.municipalities.geometry.iloc[0].exterior.coords[0]

    report = update(write_list(home("1", repr(lon), repr(lat), code="901001")))

    assert report.notice_counts == {}


def test_homes_without_accredited_places_and_shared_points_are_noticed(
    update: Callable[..., UpdateReport], home: MakeHome, write_list: WriteList, at_km: AtKm
) -> None:
    rows = (home("1", *at_km(5, 5), TOT_POSTI_ACCREDITATI=""), home("2", *at_km(5, 5)), home("3", *at_km(6, 6)))

    assert update(write_list(*rows)).notice_counts == {"shared_coordinates": 2, "without_accredited_places": 1}


def test_rows_outside_the_area_are_counted_once_and_kept(
    update: Callable[..., UpdateReport], engine: sa.Engine, home: MakeHome, write_list: WriteList, at_km: AtKm
) -> None:
    rows = (home("1", *at_km(35, 5), code="903001"), home("2", *at_km(36, 6), code="903001"))

    report = update(write_list(*rows))

    assert [(notice.rule, notice.detail) for notice in report.notices] == [("outside_area", "2")]
    assert set(services_of(engine)) == {"1", "2"}


def test_a_home_without_a_municipality_takes_that_of_its_point(
    update: Callable[..., UpdateReport], engine: sa.Engine, home: MakeHome, write_list: WriteList, at_km: AtKm
) -> None:
    update(write_list(home("1", *at_km(15, 15), code=""), home("2", *at_km(95, 95), code="")))

    assert services_of(engine)["1"]["municipality_code"] == "902001"
    assert services_of(engine)["2"]["municipality_code"] is None


def test_notices_and_run_are_in_the_register(
    update: Callable[..., UpdateReport], engine: sa.Engine, home: MakeHome, write_list: WriteList, at_km: AtKm
) -> None:
    report = update(write_list(home("1", *at_km(5, 5), TOT_POSTI_ACCREDITATI="")))

    with reading(engine) as connection:
        assert read_notices(connection, SOURCE_ID) == report.notices
        (run,) = read_runs(connection, SOURCE_ID)
    assert (run.outcome, run.row_count, run.added_count, run.started_at) == (
        "succeeded",
        1,
        1,
        "2026-09-01T12:00:00+00:00",
    )


def test_the_file_is_kept_among_the_downloads(
    update: Callable[..., UpdateReport], settings: Settings, two_homes: Path
) -> None:
    update(two_homes)

    assert (settings.data_dir / "downloads" / f"{SOURCE_ID}.csv").read_bytes() == two_homes.read_bytes()


def test_a_run_that_fails_leaves_the_downloads_as_they_were(
    update: Callable[..., UpdateReport],
    settings: Settings,
    two_homes: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    update(two_homes)
    kept = two_homes.read_bytes()
    (tmp_path / "bad.csv").write_text("COD_STRUTTURA\n1\n", encoding="utf-8")
    (tmp_path / "bad.json").write_text("[]", encoding="utf-8")

    for name in ("bad.csv", "bad.json"):
        with pytest.raises(DataError):
            update(tmp_path / name, SECOND_DAY)
    monkeypatch.setattr(last_step, "bump_version", _fail)
    two_homes.write_bytes(kept + b"\n")
    with pytest.raises(InjectedError):
        update(two_homes, SECOND_DAY)

    (download,) = (settings.data_dir / "downloads").iterdir()
    assert download.read_bytes() == kept


@pytest.fixture
def homes(home: MakeHome, write_list: WriteList, at_km: AtKm) -> Callable[..., Path]:
    """Write a list with the homes 1…n in Uno."""

    def write(count: int, **cells: str) -> Path:
        rows = [home(str(key), *at_km(5 + key / 100, 5), **cells) for key in range(1, count + 1)]
        return write_list(*rows, name=f"{count}.csv")

    return write


def test_a_file_cut_off_after_three_rows_is_refused_and_changes_nothing(
    update: Callable[..., UpdateReport],
    engine: sa.Engine,
    settings: Settings,
    homes: Callable[..., Path],
    content_of: ContentOf,
) -> None:
    update(homes(30))
    before = content_of(engine)

    with pytest.raises(DataError, match=r"27 of the 30 rows .*--accept") as caught:
        update(homes(3), SECOND_DAY)

    assert "\n" not in str(caught.value)
    assert content_of(engine) == before
    assert (settings.data_dir / "downloads" / f"{SOURCE_ID}.csv").read_bytes() == homes(30).read_bytes()


def test_a_list_that_is_accepted_may_lose_most_of_its_rows(
    update: Callable[..., UpdateReport], homes: Callable[..., Path]
) -> None:
    update(homes(30))

    assert update(homes(3), SECOND_DAY, is_accepted=True).gone_count == 27


@pytest.mark.parametrize(
    ("before", "after", "is_refused"),
    [
        pytest.param(30, 24, False, id="a fifth"),
        pytest.param(30, 23, True, id="more than a fifth"),
        pytest.param(4, 3, True, id="one of four rows"),
        pytest.param(5, 4, False, id="one of five rows"),
    ],
)
def test_a_list_of_any_length_may_lose_a_fifth_of_its_rows(
    update: Callable[..., UpdateReport],
    engine: sa.Engine,
    homes: Callable[..., Path],
    before: int,
    after: int,
    is_refused: bool,  # noqa: FBT001  # a case
) -> None:
    update(homes(before))

    with pytest.raises(DataError, match="--accept") if is_refused else nullcontext():
        update(homes(after), SECOND_DAY)

    with reading(engine) as connection:
        assert read_runs(connection, SOURCE_ID)[0].outcome == ("failed" if is_refused else "succeeded")


def test_rows_that_were_gone_already_do_not_count_as_listed(
    update: Callable[..., UpdateReport], homes: Callable[..., Path]
) -> None:
    update(homes(40))
    update(homes(20), SECOND_DAY, is_accepted=True)

    with pytest.raises(DataError, match="5 of the 20 rows"):
        update(homes(15), SECOND_DAY)


METRES = {"WGS84_X": "514321,5", "WGS84_Y": "41234,2"}
"""Of no coordinate system that is in use in Italy."""


@pytest.mark.parametrize(("in_metres", "in_degrees"), [(2, 0), (2, 2)])
def test_a_file_whose_points_are_metres_is_refused_and_changes_nothing(
    update: Callable[..., UpdateReport],
    engine: sa.Engine,
    home: MakeHome,
    write_list: WriteList,
    at_km: AtKm,
    content_of: ContentOf,
    in_metres: int,
    in_degrees: int,
) -> None:
    before = content_of(engine)
    bad = [home(f"m{key}", 0, 0, **METRES) for key in range(in_metres)]
    good = [home(f"d{key}", *at_km(5, 5)) for key in range(in_degrees)]
    without = [home(f"w{key}", 0, 0, WGS84_X="", WGS84_Y="n.d.") for key in range(3)]

    with pytest.raises(DataError, match=rf"2 of the {in_metres + in_degrees} rows .*coordinate system") as caught:
        update(write_list(*bad, *good, *without))

    assert "\n" not in str(caught.value)
    assert content_of(engine) == before


def test_a_few_unusable_points_and_rows_without_coordinates_are_only_noticed(
    update: Callable[..., UpdateReport], home: MakeHome, write_list: WriteList, at_km: AtKm
) -> None:
    without = [home(f"w{key}", 0, 0, WGS84_X="", WGS84_Y="") for key in range(5)]
    good = [home(f"d{key}", *at_km(5 + key, 5)) for key in range(2)]

    report = update(write_list(home("m", 0, 0, **METRES), *good, *without))

    assert report.notice_counts["unusable_point"] == 6


def test_swapped_points_are_put_right_and_not_refused(
    update: Callable[..., UpdateReport], home: MakeHome, write_list: WriteList, at_km: AtKm
) -> None:
    lon, lat = at_km(5, 5)

    assert update(write_list(home("1", lat, lon))).notice_counts == {"swapped_coordinates": 1}


def test_rows_and_source_carry_the_day_of_the_file_and_the_report_says_whence(
    update: Callable[..., UpdateReport], engine: sa.Engine, home: MakeHome, write_list: WriteList, at_km: AtKm
) -> None:
    path = write_list(home("1", *at_km(5, 5)), name="rsa_2026-08-18.csv")

    named, said = update(path), update(path, retrieved_on=date(2026, 8, 20))

    assert (named.retrieved_on, named.retrieved_on_from) == ("2026-08-18", "file_name")
    assert (said.retrieved_on, said.retrieved_on_from) == ("2026-08-20", "operator")
    assert services_of(engine)["1"]["retrieved_on"] == "2026-08-20"


def test_the_day_of_a_run_is_the_italian_one(update: Callable[..., UpdateReport], two_homes: Path) -> None:
    report = update(two_homes, datetime(2026, 9, 1, 22, 30, tzinfo=UTC))

    assert (report.retrieved_on, report.retrieved_on_from) == ("2026-09-02", "file_date")


def test_the_steps_are_told_in_order(update: Callable[..., UpdateReport], two_homes: Path) -> None:
    told: list[str] = []
    update(two_homes, progress=told.append)

    assert told == ["fetch", "parse", "check", "write"]


def test_an_unknown_source_is_named_with_those_that_exist(
    engine: sa.Engine, settings: Settings, toy_territory: Territory
) -> None:
    with pytest.raises(InputError) as caught:
        run_update(engine, "nothing", settings=settings, territory=toy_territory)

    assert caught.value.key == "error.unknown_source"
    assert caught.value.values == {"source_id": "nothing", "allowed": ", ".join(sorted(load_readers()))}


def test_a_file_that_is_not_there_is_one_clear_line(
    engine: sa.Engine, settings: Settings, toy_territory: Territory
) -> None:
    with pytest.raises(InputError) as caught:
        run_update(engine, SOURCE_ID, from_file=Path("/nowhere.csv"), settings=settings, territory=toy_territory)

    assert caught.value.key == "error.no_such_file"


BAD_FILES = {
    "a web page": (b"<html><body>Servizio non disponibile</body></html>", DataError),
    "no rows": (b"", DataError),
    "columns missing": (b"COD_STRUTTURA,DENOM_STRUTTURA\n1,RSA\n", MissingColumnsError),
    "not text": (b"\x00\xff\xfe", DataError),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_not_the_list_leaves_the_register_as_it_was(
    update: Callable[..., UpdateReport],
    engine: sa.Engine,
    two_homes: Path,
    tmp_path: Path,
    content_of: ContentOf,
    name: str,
) -> None:
    update(two_homes)
    before = content_of(engine)
    content, error = BAD_FILES[name]
    (tmp_path / "bad.csv").write_bytes(content)

    with pytest.raises(error) as caught:
        update(tmp_path / "bad.csv", SECOND_DAY)

    assert content_of(engine) == before
    assert "\n" not in str(caught.value)
    with reading(engine) as connection:
        assert read_runs(connection, SOURCE_ID)[0].outcome == "failed"


def test_a_list_whose_rows_have_no_codes_leaves_the_register_as_it_was(
    update: Callable[..., UpdateReport],
    engine: sa.Engine,
    home: MakeHome,
    write_list: WriteList,
    at_km: AtKm,
    content_of: ContentOf,
) -> None:
    before = content_of(engine)

    with pytest.raises(DataError, match="no row of a known kind with a code"):
        update(write_list(home("", *at_km(5, 5))))

    assert content_of(engine) == before


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (parsing, "with_provenance"),
        (imports, "service_notices"),
        (last_step, "displaced_counts"),
        (last_step, "refreshed"),
        (last_step, "write_source"),
        (last_step, "delete_rows"),
        (last_step, "insert_cells"),
        (last_step, "insert_revisions"),
        (last_step, "replace_notices"),
        (last_step, "bump_version"),
    ],
)
def test_a_run_that_fails_at_any_step_leaves_the_register_as_it_was(
    update: Callable[..., UpdateReport],
    engine: sa.Engine,
    two_homes: Path,
    home: MakeHome,
    write_list: WriteList,
    at_km: AtKm,
    content_of: ContentOf,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    step: str,
) -> None:
    update(two_homes)
    before = content_of(engine)

    monkeypatch.setattr(module, step, _fail)
    with pytest.raises(InjectedError):
        update(write_list(home("3", *at_km(6, 6)), name="newer.csv"), SECOND_DAY, is_accepted=True)

    assert content_of(engine) == before


KILLED = """
import os, pickle, signal, sys
from pathlib import Path
from welfare_map.register import open_register, run_update
from welfare_map.register.updates import writing
from welfare_map.register.sql.schema import RECORD_TABLES
from welfare_map.settings import Settings

folder, source, territory = map(Path, sys.argv[1:4])
setattr(writing, "bump_version", lambda _: os.kill(os.getpid(), signal.SIGKILL))
settings = Settings(data_dir=folder, area=("region:91",), is_offline=True, database_url=sys.argv[4])
run_update(
    open_register(settings), "regione-lombardia-rsa", from_file=source, settings=settings,
    territory=pickle.loads(territory.read_bytes()),
)
"""


def test_a_run_that_is_killed_before_its_end_leaves_the_register_as_it_was(
    engine: sa.Engine,
    settings: Settings,
    two_homes: Path,
    toy_territory: Territory,
    tmp_path: Path,
    content_of: ContentOf,
) -> None:
    before = content_of(engine)
    engine.dispose()
    (tmp_path / "territory").write_bytes(pickle.dumps(toy_territory))

    paths = (settings.data_dir, two_homes, tmp_path / "territory")
    command = [sys.executable, "-c", KILLED, *map(str, paths), settings.database_url]
    done = subprocess.run(command, check=False, capture_output=True)

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert content_of(engine) == before


class Portal(BaseHTTPRequestHandler):
    """A portal with one page of rows that says when they were changed."""

    rows: tuple[Row, ...] = ()

    def do_GET(self) -> None:
        """Answer a request."""
        if self.headers.get("If-None-Match") == '"one"':
            self._send(304, b"")
        elif "/resource/aaaa-bbbb.json" in self.path:
            self._send(200, json.dumps(self.rows).encode())
        else:
            self._send(404, b"")

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("ETag", '"one"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Say nothing."""


@pytest.fixture
def portal(home: MakeHome, at_km: AtKm, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of a portal with one home in Uno."""
    row = {name.lower(): cell for name, cell in home("1", *at_km(5, 5)).items()}
    monkeypatch.setattr(Portal, "rows", (row,))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def update_online(
    engine: sa.Engine, settings: Settings, toy_territory: Territory, portal: str
) -> Callable[..., UpdateReport]:
    """Run the source on the portal of this test; the code of its dataset is a setting."""
    reader = READERS[SOURCE_ID]
    readers = {SOURCE_ID: replace(reader, source=replace(reader.source, portal_url=portal))}

    def run(started_at: datetime, dataset_id: str = "aaaa-bbbb") -> UpdateReport:
        return run_update(
            engine,
            SOURCE_ID,
            settings=replace(settings, dataset_ids=(f"{SOURCE_ID}={dataset_id}",)),
            territory=toy_territory,
            client=Client(waits_s=()),
            readers=readers,
            started_at=started_at,
        )

    return run


def test_the_portal_is_read_on_the_italian_day(update_online: Callable[..., UpdateReport]) -> None:
    first = update_online(datetime(2026, 9, 1, 22, 30, tzinfo=UTC))
    second = update_online(datetime(2026, 9, 2, 22, 30, tzinfo=UTC))

    assert (first.retrieved_on, first.retrieved_on_from) == ("2026-09-02", "portal")
    assert (second.outcome, second.retrieved_on) == ("unchanged", "2026-09-03")


def test_the_portal_is_read_and_asked_next_time_whether_anything_is_new(
    update_online: Callable[..., UpdateReport], engine: sa.Engine
) -> None:
    first, second = update_online(FIRST_DAY), update_online(SECOND_DAY)

    with reading(engine) as connection:
        (source,) = [source for source in read_sources(connection) if source.source_id == SOURCE_ID]
    assert (first.outcome, first.row_count, second.outcome, second.row_count) == ("succeeded", 1, "unchanged", 1)
    assert services_of(engine)["1"]["retrieved_on"] == source.retrieved_on == "2026-10-01"
    assert source.etag == '"one"'


MAPPING = """
source_id = "prova"
name = "Elenco di prova"
publisher = "Comune di Prova"
licence = "CC-BY-4.0"
table = "services"
portal_url = "{portal}"
page_url = "{portal}/nidi"
dataset_id = "aaaa-bbbb"
access = "soda"
kind = {{ is = "nursery" }}
columns = {{ key = ["codice"], name = ["{name}"] }}
"""


def test_rows_are_read_anew_when_the_mapping_changed_and_the_file_did_not(
    engine: sa.Engine, settings: Settings, toy_territory: Territory, portal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Portal, "rows", ({"codice": "1", "ente": "Cooperativa", "nome": "Nido"},))
    path = settings.data_dir / "sources" / "prova.toml"
    path.parent.mkdir(parents=True)

    def run(name: str) -> tuple[str, int]:
        path.write_text(MAPPING.format(portal=portal, name=name), encoding="utf-8")
        client = Client(waits_s=())
        report = run_update(engine, "prova", settings=settings, territory=toy_territory, client=client)
        return report.outcome, report.changed_count

    assert [run("ente"), run("ente"), run("nome")] == [("succeeded", 0), ("unchanged", 0), ("succeeded", 1)]


def test_a_dataset_that_moved_is_an_error_and_leaves_the_register_as_it_was(
    update_online: Callable[..., UpdateReport], engine: sa.Engine, content_of: ContentOf
) -> None:
    before = content_of(engine)

    with pytest.raises(DownloadError, match="code of the dataset"):
        update_online(FIRST_DAY, dataset_id="cccc-dddd")

    assert content_of(engine) == before


def test_the_offline_switch_keeps_a_run_from_the_network(
    engine: sa.Engine, settings: Settings, toy_territory: Territory
) -> None:
    with pytest.raises(OfflineError):
        run_update(engine, SOURCE_ID, settings=settings, territory=toy_territory)
