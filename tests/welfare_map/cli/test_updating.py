"""What ``welfare-map update`` tells of several sources, of which some fail."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from geodata.errors import DataError, DownloadError, InputError, WelfareMapError
from geodata.sources.catalogue import READERS
from geodata.store import FetchStep
from geodata.territory import Territory
from welfare_map import register
from welfare_map.cli import FAILED, FINE, main, updating
from welfare_map.register import UpdateReport, failed_report
from welfare_map.settings import current_settings

FAULTS: dict[str, WelfareMapError] = {
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
    assert said["rows"][0]["message"].endswith(": the portal is away")
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


@pytest.mark.parametrize(("words", "said"), [((), "è una pagina web"), (("--lang", "en"), "this is a web page")])
def test_what_is_wrong_with_a_file_is_said_in_the_language_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    fault = DataError("in English for the log", key="error.file_is_web_page", source=FINE_ID)
    monkeypatch.setitem(FAULTS, FINE_ID, fault)

    code, _, err = run(FINE_ID, *words)

    assert (code, said in err) == (FAILED, True)


def test_a_run_that_found_nothing_new_says_just_that(run: Run) -> None:
    code, out, _ = run(FINE_ID)
    assert (code, "Nulla è cambiato." in out) == (FINE, True)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        pytest.param(FetchStep("rows", 2_000), "Scarico: 2000 righe", id="rows"),
        pytest.param(FetchStep("bytes", 1_500_000), "Scarico: 1,5 MB", id="bytes of who knows how many"),
        pytest.param(FetchStep("bytes", 1_500_000, 3_000_000), "Scarico: 1,5 MB di 3,0", id="bytes of so many"),
    ],
)
def test_how_much_is_fetched_is_said(step: FetchStep, words: str) -> None:
    assert updating.fetched_words(step, "it") == words
