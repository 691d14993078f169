"""SQL is never put together of strings: the lint rule that says so is on, and nobody is excused but by name."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
EXCUSED = {"welfare_map/exports/geopackage.py", "welfare_map/register/sql/migrations/versions/0009_firms.py"}
"""Names of tables and columns that are ours, written into the statement; values are bound."""
PLANTED = "def found(name: str) -> str:\n    return f\"SELECT * FROM services WHERE name = '{name}'\"\n"
BOUND = 'def found() -> str:\n    return "SELECT * FROM services WHERE name = :name"\n'


def complaints(source: str, path: str) -> str:
    """Return what ruff, with the project's own settings, says of a source at a path."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename", str(ROOT / path), "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=False, cwd=ROOT).stdout


@pytest.mark.parametrize("path", ["welfare_map/register/planted.py", "welfare_map/ui/planted.py", "geodata/planted.py"])
def test_sql_that_is_put_together_is_refused_wherever_it_stands(path: str) -> None:
    assert "S608" in complaints(PLANTED, path)
    assert "S608" not in complaints(BOUND, path)


def test_nobody_else_is_excused() -> None:
    sources = [path for room in ("geodata", "welfare_map") for path in (ROOT / room).rglob("*.py")]
    assert {
        path.relative_to(ROOT).as_posix() for path in sources if "S608" in path.read_text(encoding="utf-8")
    } == EXCUSED
