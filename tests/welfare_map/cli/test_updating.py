"""What ``welfare-map update`` tells of several sources, of which some fail."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from geodata.errors import DownloadError, InputError
from geodata.sources.catalogue import READERS
from geodata.territory import Territory
from welfare_map import register
from welfare_map.cli import FAILED, FINE, main, updating
from welfare_map.register import UpdateReport, failed_report
from welfare_map.settings import current_settings

FAULTS = {
    "regione-lombardia-rsa": DownloadError("the portal is away"),
    "regione-lombardia-cdi": InputError("error.no_such_file", path="moon.csv"),
}
FINE_ID = "mim-scuole-paritarie"
Run = Callable[..., tuple[int, str, str]]


def _run_update(_engine: object, source_id: str, **_: object) -> UpdateReport:
    if source_id in FAULTS:
        raise FAULTS[source_id]
    return replace(failed_report(source_id, ""), outcome="succeeded", row_count=7)


@pytest.fixture
def run(toy_territory: Territory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command on sources of which two fail."""
    monkeypatch.setattr("geodata.store.load_territory", lambda *_: toy_territory)
    monkeypatch.setattr(register, "open_register", lambda _: None)
    monkeypatch.setattr(register, "run_update", _run_update)

    def command(*words: str) -> tuple[int, str, str]:
        current_settings.cache_clear()
        code = main(["update", *words])
        out, err = capsys.readouterr()
        current_settings.cache_clear()
        return code, out, err

    return command


def test_of_several_sources_those_that_fail_are_told_and_the_others_read(run: Run) -> None:
    code, out, err = run(*FAULTS, FINE_ID, "--format", "json")

    said: Any = json.loads(out)
    assert (code, err) == (FAILED, "")
    assert [(row["source_id"], row["outcome"]) for row in said["rows"]] == [
        ("regione-lombardia-rsa", "failed"),
        ("regione-lombardia-cdi", "failed"),
        (FINE_ID, "succeeded"),
    ]
    assert said["rows"][0]["message"] == "the portal is away"
    assert "moon.csv" in said["rows"][1]["message"]
    assert "error." not in said["rows"][1]["message"]


def test_people_read_which_sources_failed(run: Run) -> None:
    code, out, _ = run(*FAULTS, FINE_ID)

    assert code == FAILED
    assert "the portal is away" in out
    assert "Fonti lette: 1." in out


@pytest.mark.parametrize("source_id", FAULTS)
def test_a_source_alone_that_fails_is_one_line(run: Run, source_id: str) -> None:
    code, out, err = run(source_id)

    assert code != FINE
    assert (out, err.count("\n")) == ("", 1)


def test_a_fault_of_the_program_is_not_taken_for_a_source_that_fails() -> None:
    def fail(_source_id: str) -> UpdateReport:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        updating.reports_of(["a", "b"], fail, "it")


def test_without_names_neither_openstreetmap_nor_untried_lists_are_read(run: Run) -> None:
    _, out, _ = run("--format", "json")

    read = {row["source_id"] for row in json.loads(out)["rows"]}
    assert FINE_ID in read
    assert [one for one in read if one.startswith("openstreetmap") or not READERS[one].source.is_tried] == []
    assert run("openstreetmap-overpass")[0] == FINE
