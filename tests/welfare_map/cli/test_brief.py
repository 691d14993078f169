"""The command ``brief``: one district as text, JSON or a file; all districts in one go; what changed."""

import io
import json
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from welfare_map.cli import BAD_ARGUMENTS, FINE, main
from welfare_map.cli import brief as command
from welfare_map.register import current
from welfare_map.settings import current_settings
from welfare_map.snapshot import Snapshot

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    make_snapshot: Callable[..., Snapshot],
    toy_tables: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command on the toy snapshot, whose districts are valle and monte."""
    snapshot = make_snapshot(toy_tables)
    monkeypatch.setattr(current, "open_snapshot", lambda _: snapshot)
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path))

    def run_command(*words: str) -> tuple[int, str, str]:
        current_settings.cache_clear()
        code = main(words)
        out, err = capsys.readouterr()
        current_settings.cache_clear()
        return code, out, err

    return run_command


def test_a_district_is_told_as_json(run: Run) -> None:
    code, out, err = run("brief", "--district", "valle", "--format", "json")
    content = json.loads(out)
    assert (code, err, content["district_id"]) == (FINE, "", "valle")
    assert content["rows"][0]["indicator"] == "lep_nursery"
    assert content["parts"][0]["lines"][0]["words"].startswith("L'ambito riunisce 6 comuni")


def test_a_municipality_is_told_with_its_district(run: Run, tmp_path: Path) -> None:
    code, out, err = run("brief", "--municipality", "Uno", "--format", "json")
    content = json.loads(out)
    assert (code, err) == (FINE, "")
    assert (content["municipality_code"], content["municipality_name"], content["district_id"]) == (
        "901001",
        "Uno",
        "valle",
    )
    assert content["title"].startswith("Scheda del comune di Uno, nell'ambito Valle")
    assert content["parts"][0]["part"] == "own"
    path = tmp_path / "uno.pdf"
    assert run("brief", "--municipality", "901001", "--output", str(path))[0] == FINE
    assert "Scheda del comune di Uno" in PdfReader(path).pages[0].extract_text()


@pytest.mark.parametrize("form", ["table", "csv", "geojson"])
def test_it_is_written_in_every_format(run: Run, form: str) -> None:
    code, out, err = run("brief", "--district", "valle", "--format", form, "--lang", "en")
    assert (code, err) == (FINE, "")
    assert "lep_nursery" in out or "LEP" in out


@pytest.mark.parametrize("ending", ["docx", "pdf", "json"])
def test_it_is_written_as_a_file(run: Run, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"scheda.{ending}"
    code, out, err = run("brief", "--district", "valle", "--output", str(path))
    assert (code, out, err) == (FINE, f"Scheda scritta: {path}\n", "")
    assert path.read_bytes()[:4] in {b"PK\x03\x04", b"%PDF", b"{\n  "}


def test_many_districts_are_parted_among_processes_and_come_out_the_same(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threads stand for the processes: what goes to each is what a process can be given."""

    class Pool(ThreadPoolExecutor):
        def __init__(self, count: int, mp_context: BaseContext) -> None:
            counts.append((count, mp_context.get_start_method()))
            super().__init__(count)

        def map(self, fn: Any, *parts: Any, **options: Any) -> Any:
            return super().map(pickle.loads(pickle.dumps(fn)), *parts, **options)  # noqa: S301 - our own

    counts: list[tuple[int, str]] = []
    one, two = tmp_path / "one", tmp_path / "two"
    run("brief", "--all", "--output", str(one))
    monkeypatch.setattr(command, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(command, "DISTRICTS_OF_PROCESS", 1)
    monkeypatch.setattr(command.os, "cpu_count", lambda: 8)
    assert run("brief", "--all", "--output", str(two))[0] == FINE
    assert counts == [(command.MOST_PROCESSES, "spawn")]
    files = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in (one, two)]
    assert files[0] == files[1]


def test_all_districts_are_written_in_one_go_and_compared_with_the_earlier_ones(run: Run, tmp_path: Path) -> None:
    folder, later = tmp_path / "first", tmp_path / "later"
    code, out, _ = run("brief", "--all", "--output", str(folder))
    assert (code, out) == (FINE, f"2 schede scritte in {folder}, ciascuna come DOCX, PDF e JSON.\n")
    names = {f"scheda-{district}.{ending}" for district in ("valle", "monte") for ending in ("docx", "pdf", "json")}
    assert {path.name for path in folder.iterdir()} == names
    (folder / "scheda-monte.json").unlink()
    assert run("brief", "--all", "--output", str(later), "--previous", str(folder))[0] == FINE
    parts = {
        district: [part["part"] for part in json.loads((later / f"scheda-{district}.json").read_text("utf-8"))["parts"]]
        for district in ("valle", "monte")
    }
    assert ("changes" in parts["valle"], "changes" in parts["monte"]) == (True, False)
    for path in later.glob("*.pdf"):
        assert len(PdfReader(io.BytesIO(path.read_bytes())).pages) == 2


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="no district"),
        pytest.param(["--district", "Atlantide"], id="unknown district"),
        pytest.param(["--district", "valle", "--output", "scheda.odt"], id="another kind of file"),
        pytest.param(["--district", "valle", "--previous", "nowhere.json"], id="no such earlier brief"),
        pytest.param(["--municipality", "Atlantide"], id="unknown municipality"),
        pytest.param(["--municipality", "Uno", "--district", "valle"], id="a district and a municipality"),
        pytest.param(["--all", "--output", "x", "--municipality", "Uno"], id="all and a municipality"),
        pytest.param(["--all"], id="no folder"),
        pytest.param(["--all", "--output", "x", "--district", "valle"], id="all and one"),
        pytest.param(["--all", "--output", "x", "--format", "json"], id="all and a format"),
        pytest.param(["--all", "--output", "x", "--previous", "nowhere"], id="no folder of earlier briefs"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, words: list[str]) -> None:
    code, out, err = run("brief", *words)
    assert (code, out, err.count("\n")) == (BAD_ARGUMENTS, "", 1)


def test_a_file_that_is_no_brief_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    for content in (b"\x00", b"[]", b'{"rows": []}'):
        path.write_bytes(content)
        code, out, err = run("brief", "--district", "valle", "--previous", str(path))
        assert (code, out) == (BAD_ARGUMENTS, "")
        assert err.startswith("Questo file non è una scheda precedente")
