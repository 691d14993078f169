import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.notices import Severity
from welfare_map.register.uploads.findings import Gathering, line_ranges


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param([], "", id="none"),
        pytest.param([3], "3", id="one"),
        pytest.param(range(3, 18), "3-17", id="a range"),
        pytest.param([9, 3, 4, 5, 7, 4], "3-5, 7, 9", id="in any order, some twice"),
        pytest.param(range(2, 60, 2), "2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, …", id="too many to write"),
    ],
)
def test_rows_are_written_as_ranges(lines: list[int], words: str) -> None:
    assert line_ranges(lines) == words


@given(st.sets(st.integers(2, 40), max_size=12))
def test_ranges_name_every_row_and_no_other(lines: set[int]) -> None:
    named = set()
    for part in filter(None, line_ranges(lines).split(", ")):
        first, _, last = part.partition("-")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == lines


def test_rows_are_gathered_by_column_and_message() -> None:
    gathering = Gathering()
    for line in range(3, 18):
        gathering.note(Severity.WARNING, "bad_phone", "phone", lines=[line], value=f"x{line}")
    (finding,) = gathering.findings()
    assert (finding.column, finding.rows, finding.row_count) == ("phone", "3-17", 15)
    assert finding.value == "x3, x4, x5, …"


def test_values_with_a_suggestion_of_their_own_stay_apart() -> None:
    gathering = Gathering()
    gathering.note(Severity.ERROR, "unknown_code", "kind", lines=[2], value="asilo nidoo", suggestion="nursery")
    gathering.note(Severity.ERROR, "unknown_code", "kind", lines=[3], value="rsaa", suggestion="care_home")
    assert [(one.value, one.suggestion) for one in gathering.findings()] == [
        ("asilo nidoo", "nursery"),
        ("rsaa", "care_home"),
    ]


def test_errors_come_first_and_alone_keep_rows_out() -> None:
    gathering = Gathering()
    gathering.note(Severity.WARNING, "bad_phone", "phone", lines=[2])
    gathering.note(Severity.ERROR, "missing_value", "name", lines=[5])
    assert [one.severity for one in gathering.findings()] == [Severity.ERROR, Severity.WARNING]
    assert gathering.error_lines == {5}
