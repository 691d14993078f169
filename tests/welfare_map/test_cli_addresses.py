"""The commands for the index of house numbers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.territory import Territory
from welfare_map.cli import main
from welfare_map.settings import current_settings

HEADER = "CODICE_ISTAT;PROGRESSIVO_NAZIONALE;ODONIMO;CIVICO;ESPONENTE;COORD_X_COMUNE;COORD_Y_COMUNE"
LEGNANO = "015118"


@pytest.fixture
def data_dir(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real_data_dir: Path, real_territory: Territory
) -> Iterator[Path]:
    """Return a data folder of its own, with the territory that is built once per run."""
    (tmp_path / "built").symlink_to(real_data_dir / "built")
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path))
    current_settings.cache_clear()
    yield tmp_path
    current_settings.cache_clear()


def test_without_an_index_the_status_says_how_to_build_one(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addresses", "status", "--format", "json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["rows"] == []
    assert "addresses build" in said["sentence"]


def test_an_index_is_built_and_its_status_is_told(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data_dir / "anncsu.csv"
    path.write_text(f"{HEADER}\n{LEGNANO};1;VIA DELLE PROVE;3;;8,91;45,59\n{LEGNANO};1;VIA DELLE PROVE;5;;;\n")

    assert main(["addresses", "build", str(path), "--format", "json"]) == 0
    built = json.loads(capsys.readouterr().out)
    assert main(["addresses", "status", "--format", "json"]) == 0
    status = json.loads(capsys.readouterr().out)

    assert status == built
    assert (built["rows"][0]["number_count"], built["without_position_count"]) == (1, 1)
    assert "anncsu.csv" in built["sentence"]


@pytest.mark.parametrize(
    ("content", "code"), [(None, 2), (b"a;b\n1;2\n", 1)], ids=["a file that is not there", "another table"]
)
def test_a_file_that_cannot_be_used_is_one_line(
    data_dir: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, code: int
) -> None:
    path = data_dir / "anncsu.csv"
    if content is not None:
        path.write_bytes(content)

    assert main(["addresses", "build", str(path)]) == code
    assert capsys.readouterr().err.count("\n") == 1
