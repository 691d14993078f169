"""``welfare-map import`` as an operator types it, on a data folder of each test."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from geodata.territory import Territory
from welfare_map.cli import BAD_ARGUMENTS, FAILED, FINE, main
from welfare_map.exports.envelope import ENVELOPE_KEYS
from welfare_map.register.uploads import FindingRow, ImportAnswer, limits
from welfare_map.settings import current_settings

GOOD = "Nome;Tipo;Comune;Posti\nNido Aurora;asilo nido;Legnano;30\nNido Due;micronido;S.Giorgio su Legnano;12\n"
BAD = "Nome;Tipo;Comune\n" + "Nido;asilo nido;Legnano\n" + ";asilo nido;Legnano\n" * 15 + "RSA;rsaa;Legnano\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    real_territory: Territory,
    real_data_dir: Path,
    real_register: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command on a data folder of this test, with what was built for this run and a register of its own."""
    assert len(real_territory.municipalities)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "built").symlink_to(real_data_dir / "built")
    shutil.copy(real_register, tmp_path / "data")
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WELFARE_MAP_OFFLINE", "on")

    def command(*words: str) -> tuple[int, str, str]:
        current_settings.cache_clear()
        code = main(words)
        out, err = capsys.readouterr()
        current_settings.cache_clear()
        return code, out, err

    return command


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., str]:
    """Write a file of this test."""

    def write(content: str, name: str = "servizi.csv") -> str:
        (tmp_path / name).write_text(content, encoding="utf-8")
        return str(tmp_path / name)

    return write


def imported(run: Run, *words: str) -> tuple[int, Any]:
    code, out, err = run("import", *words, "--table", "services", "--format", "json")
    assert err == ""
    return code, json.loads(out)


def test_a_trial_says_what_would_happen_and_writes_nothing(run: Run, file: Callable[..., str]) -> None:
    path = file(GOOD)
    for _ in range(2):
        code, said = imported(run, path, "--dry-run")
        assert (code, said["row_count"], said["added"], said["changed"], said["is_imported"]) == (FINE, 2, 2, 0, False)
    assert (said["rows"], said["error_count"], said["warning_count"]) == ([], 0, 0)
    assert list(said)[: len(ENVELOPE_KEYS)] == list(ENVELOPE_KEYS)


def test_a_file_is_imported_and_the_same_again_changes_nothing(run: Run, file: Callable[..., str]) -> None:
    path = file(GOOD)
    assert imported(run, path)[1]["added"] == 2
    code, again = imported(run, path)
    assert (code, again["added"], again["changed"], again["unchanged"]) == (FINE, 0, 0, 2)
    code, said = imported(run, file(GOOD.replace("30", "33")), "--dry-run")
    assert (said["changed"], said["unchanged"]) == (1, 1)


def test_errors_keep_the_whole_file_out_and_say_rows_and_suggestions(run: Run, file: Callable[..., str]) -> None:
    path = file(BAD)
    code, said = imported(run, path)
    assert (code, said["is_imported"], said["error_count"], said["error_row_count"]) == (FAILED, False, 2, 16)
    first, second = said["rows"]
    assert (first["severity"], first["column"], first["rows"]) == ("error", "name", "3-17")
    assert (second["column"], second["value"], second["suggestion"], second["rows"]) == (
        "kind",
        "rsaa",
        "care_home",
        "18",
    )
    assert imported(run, path, "--dry-run")[0] == FAILED
    assert imported(run, file(GOOD))[1]["added"] == 2


def test_rows_with_errors_are_left_out_only_on_purpose(run: Run, file: Callable[..., str]) -> None:
    code, said = imported(run, file(BAD), "--accept")
    assert (code, said["added"], said["is_imported"], said["error_row_count"]) == (FINE, 1, True, 16)


def test_a_mapping_says_which_column_is_which(run: Run, file: Callable[..., str]) -> None:
    path = file("Uno;Due\nNido Aurora;asilo nido\n")
    assert imported(run, path, "--dry-run")[0] == FAILED
    mapping = file('[columns]\n"Uno" = "name"\n"Due" = "kind"\n', "colonne.toml")
    code, said = imported(run, path, "--mapping", mapping, "--dry-run")
    assert (code, said["added"], said["columns"]) == (FINE, 1, {"Uno": "name", "Due": "kind"})


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_report_for_people_names_column_rows_and_suggestion(run: Run, file: Callable[..., str], lang: str) -> None:
    code, out, err = run("import", file(BAD), "--table", "services", "--lang", lang)
    assert (code, err) == (FAILED, "")
    assert "3-17" in out
    assert "care_home" in out


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--table", "services"], id="no file"),
        pytest.param(["no/such.csv", "--table", "services"], id="file that is not there"),
        pytest.param(["{file}"], id="no table"),
        pytest.param(["{file}", "--table", "districts"], id="table that takes no files"),
        pytest.param(["{file}", "--table", "services", "--format", "csv"], id="unknown form"),
        pytest.param(["{file}", "--table", "services", "--mapping", "{file}"], id="mapping that is none"),
        pytest.param(["{empty}", "--table", "services"], id="empty file"),
    ],
)
def test_a_bad_argument_is_one_line_and_code_2(run: Run, file: Callable[..., str], words: list[str]) -> None:
    paths = {"file": file(GOOD), "empty": file("", "vuoto.csv")}
    code, out, err = run("import", *(word.format(**paths) for word in words))
    assert (code, out, err.count("\n")) == (BAD_ARGUMENTS, "", 1)


def test_a_huge_file_is_refused_before_it_is_read(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "huge.csv").open("wb") as stream:
        stream.truncate(limits.MOST_BYTES + 1)
    code, out, err = run("import", str(tmp_path / "huge.csv"), "--table", "services")
    assert (code, out, err.count("\n")) == (BAD_ARGUMENTS, "", 1)


def test_every_key_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs" / "commands.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`(\w+)`", page.split("\n## import\n")[1].split("\n## ")[0]))
    keys = {field.name for kind in (FindingRow, ImportAnswer) for field in fields(kind)}
    assert keys - set(ENVELOPE_KEYS) - words == set()


def test_people_read_the_titles_of_columns_and_programs_their_codes(run: Run, file: Callable[..., str]) -> None:
    path = file("Nome;Tipo;Comune;Posti\nNido Aurora;asilo nido;Legnano;tanti\n")
    shown = {lang: run("import", path, "--table", "services", "--lang", lang)[1] for lang in ("it", "en")}
    _, said = imported(run, path)
    assert "Posti autorizzati · Non è un numero valido" in shown["it"]
    assert "Authorised places · Not a valid number" in shown["en"]
    assert [row["column"] for row in said["rows"]] == ["capacity_authorised"]
