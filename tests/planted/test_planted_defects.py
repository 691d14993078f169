"""``make planted`` can do its work at any time: each piece of code and each test that it names is there."""

import ast
from pathlib import Path

import pytest
from plant import (
    NOTICED,
    ROOT,
    Defect,
    identity,
    is_of_today,
    outcome,
    parts_of_test,
    read_defects,
    read_rows,
    with_defect,
)

DEFECTS = read_defects()
EACH = pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)


@EACH
def test_the_code_stands_once_and_reads_with_the_defect(defect: Defect) -> None:
    path = ROOT / defect.file
    planted = with_defect(defect, path.read_text(encoding="utf-8"))
    if path.suffix == ".py":
        ast.parse(planted)


@EACH
def test_its_test_is_there(defect: Defect) -> None:
    file, _, name = defect.test.partition("::")
    assert name
    assert f"\ndef {name.partition('[')[0]}(" in (ROOT / file).read_text(encoding="utf-8")


def test_the_kept_result_is_that_of_this_list_and_all_were_noticed() -> None:
    kept = read_rows()
    assert set(kept) == {identity(defect) for defect in DEFECTS}
    assert {one: cells[4] for one, cells in kept.items() if cells[4] != NOTICED} == {}


def test_no_row_is_older_than_its_defect_or_its_test() -> None:
    kept = read_rows()
    changed = [f"{defect.name}: {defect.test}" for defect in DEFECTS if not is_of_today(defect, kept)]
    assert changed == [], "run `make planted`: it tries these again"


TESTS = """
LIMIT = 3
OTHER = 4

@pytest.fixture
def table() -> int:
    return LIMIT

def of_other() -> int:
    return OTHER

@pytest.mark.parametrize("one", [1])
def test_one(table: int, one: int) -> None:
    assert table == one

def test_other() -> None:
    assert of_other() == 4
"""


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("[1]", "[2]", True),
        ("table == one", "table != one", True),
        ("return LIMIT", "return LIMIT + 1", True),
        ("LIMIT = 3", "LIMIT = 5", True),
        ("OTHER = 4", "OTHER = 5", False),
        ("== 4", "== 5", False),
        ("\nLIMIT", "\nimport os\n\nLIMIT", False),
    ],
)
def test_a_row_is_of_its_test_and_of_what_that_leads_to(
    tmp_path: Path, before: str, after: str, *, changes: bool
) -> None:
    path = tmp_path / "test_it.py"
    path.write_text(TESTS)
    first = parts_of_test(path, "test_one")
    path.write_text(TESTS.replace(before, after))
    assert (parts_of_test(path, "test_one") != first) is changes


@pytest.mark.parametrize(
    ("failures", "is_noticed"),
    [
        (["assert 1 == 2"], True),
        (["AssertionError: Locator expected to be visible"], True),
        (["Failed: DID NOT RAISE StoreError"], True),
        (["passed"], False),
        ([], False),
        (["ModuleNotFoundError: No module named 'x'"], False),
        (["assert 1 == 2", "ImportError: x"], False),
        (["too slow"], False),
    ],
)
def test_a_defect_is_noticed_by_an_assertion_alone(failures: list[str], *, is_noticed: bool) -> None:
    assert (outcome(failures) == NOTICED) is is_noticed


def test_a_piece_of_code_that_moved_is_said() -> None:
    defect = Defect("x", "x", "x", "one", "two", "x")
    with pytest.raises(ValueError, match="stands 2 times"):
        with_defect(defect, "one one")
    assert with_defect(defect, "one") == "two"
