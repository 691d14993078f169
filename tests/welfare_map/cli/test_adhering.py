"""``welfare-map adhering …`` on the documented initiatives, and the application that it writes."""

import functools
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from welfare_map.cli import BAD_ARGUMENTS, FINE, main
from welfare_map.register import current
from welfare_map.settings import Settings, current_settings
from welfare_map.snapshot import Snapshot

PACT = "accordo-pmi-alto-milanese-magentino-abbiatense"
DOCUMENTED = ("verona-secondo-welfare", "cremona-smartnetwork", PACT, "milano-concilia-4-0", "circular-hr")
CASTANESE, LEGNANESE = ["+390331877298"], ["+3903311816367"]
PERSONS = ("Mereu", "Marzorati", "Passerini")
"""Named in the documents; no table and no answer takes them over."""
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


def asked(run: Run, initiative_id: str, *words: str) -> Any:
    code, out, err = run("adhering", "--initiative", initiative_id, *words, "--format", "json")
    assert (code, err) == (FINE, "")
    (row,) = json.loads(out)["rows"]
    return row


@pytest.mark.parametrize(
    ("words", "phones"),
    [
        pytest.param(["--municipality", "015041"], [LEGNANESE], id="Busto Garolfo"),
        pytest.param(["--municipality", "015062"], [CASTANESE], id="Castano Primo"),
        pytest.param(["--municipality", "015130"], [CASTANESE, LEGNANESE], id="Magenta has none of its own"),
        pytest.param([], [CASTANESE, LEGNANESE], id="not known where"),
    ],
)
def test_each_half_of_the_alto_milanese_has_its_office(run: Run, words: list[str], phones: list[list[str]]) -> None:
    assert [office["phones"] for office in asked(run, PACT, *words)["contacts"]] == phones


@pytest.mark.parametrize("initiative_id", DOCUMENTED)
def test_every_documented_initiative_says_what_it_brings_and_names_no_person(run: Run, initiative_id: str) -> None:
    row = asked(run, initiative_id)

    assert row["benefits"]
    assert all(step["paragraph"] and step["document_id"] for step in row["benefits"])
    assert not any(name in json.dumps(row) for name in PERSONS)


def test_the_application_is_written_with_what_the_register_holds_of_the_firm(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "domanda.docx"
    organisation = "confartigianato-imprese-alto-milanese"
    row = asked(run, PACT, "--organisation", organisation, "--output", str(path), "--lang", "en")

    assert row["has_joined"]
    file = docx.Document(io.BytesIO(path.read_bytes()))
    assert file.paragraphs[0].text == "Application to join"
    assert file.tables[1].cell(0, 1).text == "Confartigianato Imprese Alto Milanese"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="no initiative"),
        pytest.param(["--initiative", "nobody"], id="an unknown initiative"),
        pytest.param(["--initiative", PACT, "--organisation", "nobody"], id="an unknown firm"),
        pytest.param(["--initiative", PACT, "--municipality", "999999"], id="an unknown municipality"),
    ],
)
def test_what_can_not_be_answered_is_one_line(run: Run, words: list[str]) -> None:
    code, out, err = run("adhering", *words)

    assert (code, out) == (BAD_ARGUMENTS, "")
    assert len(err.splitlines()) == 1
