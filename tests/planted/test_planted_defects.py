"""``make planted`` can do its work at any time: each piece of code and each test that it names is there."""

import ast

import pytest
from plant import NOTICED, ROOT, Defect, identity, outcome, read_defects, read_rows, with_defect

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
