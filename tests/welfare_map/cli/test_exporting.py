"""``welfare-map export …``, ``links`` and ``recheck`` as an operator types them."""

import csv
import functools
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from welfare_map.cli import BAD_ARGUMENTS, FAILED, FINE, main
from welfare_map.cli.links import OUTCOMES, links_answer
from welfare_map.exports import files
from welfare_map.exports.files import TableFormat
from welfare_map.register import current
from welfare_map.register.upkeep.link_outcomes import LinkOutcome
from welfare_map.register.upkeep.links import LinkCheck, LinkUse
from welfare_map.settings import Settings, current_settings
from welfare_map.snapshot import Snapshot

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def open_once() -> Callable[[Settings], Snapshot]:
    """Open register and territory once for this file."""
    return functools.cache(current.open_snapshot)


@pytest.fixture
def run(
    real_data_dir: Path,
    open_once: Callable[[Settings], Snapshot],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command on the data folder of this run, offline; return code, stdout and stderr."""
    monkeypatch.setattr(current, "open_snapshot", open_once)
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(real_data_dir))
    monkeypatch.setenv("WELFARE_MAP_OFFLINE", "on")

    def command(*words: str) -> tuple[int, str, str]:
        current_settings.cache_clear()
        code = main(words)
        out, err = capsys.readouterr()
        current_settings.cache_clear()
        return code, out, err

    return command


@pytest.mark.parametrize("form", TableFormat)
def test_a_table_is_written_to_a_file_in_every_format(run: Run, tmp_path: Path, form: TableFormat) -> None:
    path = tmp_path / f"services.{form}"
    code, out, _ = run("export", "--table", "services", "--format", form, "--output", str(path))
    assert code == FINE
    assert "CC-BY-4.0" in out
    assert path.stat().st_size > 1000
    assert list(tmp_path.iterdir()) == [path]


def test_the_layer_has_the_rows_that_the_command_counts(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "services.gpkg"
    _, out, _ = run("export", "--table", "services", "--format", "gpkg", "--output", str(path), "--lang", "en")
    assert f"{pyogrio.read_info(path, layer='services')['features']} rows" in out


def test_csv_goes_to_the_screen_when_there_is_no_file(run: Run) -> None:
    code, out, _ = run("export", "--table", "documents")
    assert code == FINE
    assert {row["licence"] for row in csv.DictReader(io.StringIO(out))} == {"CC-BY-4.0"}


def test_the_catalogue_describes_one_table_or_all(run: Run) -> None:
    _, one, _ = run("export", "--table", "services", "--format", "dcat", "--site-url", "https://m.example.org/")
    _, all_tables, _ = run("export", "--format", "dcat")
    count = "{http://dati.gov.it/onto/dcatapit#}Dataset"
    assert len(ET.fromstring(one).findall(count)) == 1  # noqa: S314  # our own output
    assert len(ET.fromstring(all_tables).findall(count)) > 10  # noqa: S314  # idem
    assert "https://m.example.org/dati#dataset-services" in one


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "csv"], "--table"),
        (["--table", "planets"], "planets"),
        (["--table", "services", "--format", "pdf"], "geojson"),
        (["--table", "services", "--format", "xlsx"], "--output"),
        (["--table", "services", "--licence", "WTF"], "IODL-2.0"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(run: Run, words: list[str], said: str) -> None:
    code, out, err = run("export", *words)
    assert (code, out) == (BAD_ARGUMENTS, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_folder_is_no_file(run: Run, tmp_path: Path) -> None:
    code, _, err = run("export", "--table", "documents", "--output", str(tmp_path))
    assert code == FAILED
    assert str(tmp_path) in err


@pytest.mark.parametrize("where", ["while it is made", "while it is put in place"])
def test_an_interrupted_export_leaves_the_earlier_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    path = tmp_path / "documents.csv"
    path.write_text("earlier")

    def interrupt(*_: object) -> bytes:
        raise KeyboardInterrupt

    if where == "while it is made":
        monkeypatch.setitem(files.WRITERS, TableFormat.CSV, interrupt)  # type: ignore[arg-type]
    else:
        monkeypatch.setattr(Path, "replace", interrupt)
    code, _, _ = run("export", "--table", "documents", "--output", str(path))
    assert code == 130
    assert path.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [path]


# --- links and recheck ------------------------------------------------------------------------------------------------


def test_links_that_need_somebody_come_first() -> None:
    uses = [LinkUse(f"http://{name}.example", "services", f"s:{name}") for name in ("fine", "gone", "new")]
    uses.append(LinkUse("http://gone.example", "organisations", "o"))
    known = {
        f"http://{name}.example": LinkCheck(f"http://{name}.example", "2026-11-22T12:00:00+00:00", outcome, "x")
        for name, outcome in (("fine", LinkOutcome.OK), ("gone", LinkOutcome.DEAD))
    }
    answer = links_answer(uses, known)
    assert [row.outcome for row in answer.rows] == ["dead", "unknown", "ok"]
    assert answer.rows[0].records == ("services/s:gone", "organisations/o")
    assert answer.outcome_counts == {**dict.fromkeys(OUTCOMES, 0), "dead": 1, "unknown": 1, "ok": 1}
    assert "non esistono più 1" in answer.sentence.words("it")


def test_links_without_a_check_ask_nobody(run: Run) -> None:
    code, out, _ = run("links", "--format", "json")
    assert code == FINE
    assert set(json.loads(out)["outcome_counts"]) == set(OUTCOMES)


def test_what_to_check_again_is_listed(run: Run) -> None:
    code, out, _ = run("recheck", "--format", "json", "--lang", "en")
    said: dict[str, Any] = json.loads(out)
    assert code == FINE
    assert isinstance(said["rows"], list)
    assert "half" not in said["sentence"]
    assert run("recheck", "--format", "csv")[1].startswith("table,record_id,name")
    assert run("recheck")[0] == FINE
