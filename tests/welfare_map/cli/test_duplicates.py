"""``welfare-map duplicates`` as somebody types it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from welfare_map.cli import BAD_ARGUMENTS, FINE, main
from welfare_map.exports.envelope import ENVELOPE_KEYS
from welfare_map.settings import current_settings


@pytest.fixture(autouse=True)
def empty_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point the process at a data folder of this test."""
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WELFARE_MAP_OFFLINE", "on")
    current_settings.cache_clear()
    yield
    current_settings.cache_clear()


def test_the_evaluation_prints_precision_recall_and_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["duplicates", "--evaluate", "--format", "json"]) == FINE
    printed = json.loads(capsys.readouterr().out)
    assert set(ENVELOPE_KEYS) < set(printed)
    assert printed["pairs"] >= 400
    assert printed["precision"] >= 0.99
    assert printed["precision_share"]["lower"] >= 0.99
    assert 0.5 < printed["recall"] <= 1
    assert {row["verdict"] for row in printed["rows"]} == {"same", "undecided", "different"}


def test_the_evaluation_is_readable_in_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["duplicates", "--evaluate", "--lang", "en"]) == FINE
    printed = capsys.readouterr().out
    assert "half to measure on, all, same:" in printed
    assert "precision" in printed


def test_a_register_with_nothing_doubled_lists_no_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["duplicates", "--table", "organisations", "--format", "json"]) == FINE
    printed = json.loads(capsys.readouterr().out)
    assert (printed["rows"], printed["same_count"]) == ([], 0)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--table", "practices"], id="a table without duplicates"),
        pytest.param(["--format", "csv"], id="a format that reports do not have"),
        pytest.param(["--max-count", "many"], id="no number"),
    ],
)
def test_a_wrong_word_is_said_in_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["duplicates", *words]) == BAD_ARGUMENTS
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
