"""
Two doors lead from the snapshot to what firms declared; nobody climbs in elsewhere.

``questions/firms_seen`` hands on what a viewer may see, ``questions/exchange_counts`` counts the rest, and
``exports/tables`` writes the public rows. The register itself, below the snapshot, asks ``permissions`` instead.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import welfare_map
from geodata.tables import CONTRACTS

PACKAGE = Path(str(welfare_map.__file__)).parent
DOORS = frozenset({"questions/firms_seen.py", "questions/exchange_counts.py", "exports/tables.py"})
BUILDERS = frozenset({"snapshot.py", "firm_tables.py"})
PRIVATE = frozenset(name for name, contract in CONTRACTS.items() if "visibility" in contract.column_names)
"""Tables of which some rows are not for everybody."""


def test_the_private_tables_are_these() -> None:
    assert {"needs_offers", "commuters", "worker_needs", "plans"} <= PRIVATE


def climbs(source: str) -> Iterator[str]:
    """Give each place where a source reads the firms, or a private table, of a snapshot."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "firms" and "snapshot" in ast.unparse(node.value).lower():
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            name = node.args[0]
            is_table = node.func.attr in {"table", "table_on"} and isinstance(name, ast.Constant)
            if is_table and name.value in PRIVATE:  # type: ignore[attr-defined]
                yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value in PRIVATE:
            yield f"line {node.lineno}: {ast.unparse(node)}"


def files() -> list[Path]:
    register = PACKAGE / "register"
    return sorted(path for path in PACKAGE.rglob("*.py") if register not in path.parents)


def test_nobody_reads_what_firms_declared_but_through_the_doors() -> None:
    allowed = DOORS | BUILDERS
    found = {
        name: places
        for path in files()
        if (name := path.relative_to(PACKAGE).as_posix()) not in allowed
        and (places := list(climbs(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f(snapshot): return snapshot.firms", id="all firms"),
        pytest.param("def f(page): return page.snapshot.firms['a']", id="firms of a page"),
        pytest.param("def f(shown): return shown.table('needs_offers')", id="the table by its name"),
        pytest.param("def f(shown): return shown.table_on('plans', day)", id="the table on a day"),
        pytest.param("def f(shown): return shown.tables['worker_needs']", id="the table out of all"),
    ],
)
def test_a_climber_is_seen(source: str) -> None:
    assert len(list(climbs(source))) == 1


def test_the_doors_are_still_there() -> None:
    assert all((PACKAGE / name).is_file() for name in DOORS | BUILDERS)
    assert list(climbs((PACKAGE / "questions/firms_seen.py").read_text(encoding="utf-8")))
