"""Commuters by municipality and shift: what is told leaves nobody below five, and nothing hidden, to be worked out."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import Visibility
from welfare_map.exports.tables import published_table
from welfare_map.model import PUBLIC, Viewer
from welfare_map.model.commuters import READERS, Commuters, Staff, told
from welfare_map.questions.firms_seen import firm_seen
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
Rows = tuple[Commuters, ...]
KEYS = st.tuples(st.sampled_from(["901001", "901002"]), st.integers(0, 3))
CELLS = st.tuples(st.integers(5, 30), st.sampled_from(list(Visibility)))
ROWS = st.dictionaries(KEYS, CELLS, max_size=8).map(
    lambda found: tuple(
        Commuters(municipality_code=town, shift_number=shift, worker_count=count, visibility=seen)
        for (town, shift), (count, seen) in found.items()
    )
)
COUNT = st.one_of(st.none(), st.integers(5, 70))
STAFFS = st.builds(Staff, COUNT, st.dictionaries(st.integers(1, 3), COUNT, max_size=3))
EVERYBODY, FELLOWS, OWN = READERS


def few(counts: Iterable[int]) -> list[int]:
    return [count for count in counts if 1 <= count <= 4]


def left_in_towns(rows: Rows) -> list[int]:
    """Return what all shifts less the told ones come to, of each municipality that tells both."""
    homes: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        homes[row.municipality_code][row.shift_number] = row.worker_count
    return [
        counts[0] - sum(counts.values()) + counts[0] for counts in homes.values() if 0 in counts and len(counts) > 1
    ]


def left_of_staff(rows: Rows, staff: Staff) -> list[int]:
    """Return what employees less the people told come to, in all and on each shift."""
    homes: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        homes[row.municipality_code][row.shift_number] = row.worker_count
    people = sum(counts.get(0, sum(counts.values())) for counts in homes.values())
    lefts = [staff.employee_count - people] if staff.employee_count and rows else []
    for shift, count in staff.shift_counts.items():
        known = [row.worker_count for row in rows if row.shift_number == shift]
        lefts += [count - sum(known)] if count and known else []
    return lefts


def lone_shifts(rows: Rows, staff: Staff) -> list[tuple[str, int]]:
    """Return the municipalities of which the count of the one shift that is not told can be worked out."""
    homes: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        homes[row.municipality_code][row.shift_number] = row.worker_count
    return [
        (town, rest)
        for town, counts in homes.items()
        if 0 in counts
        and len(counts) > 1
        and (rest := 2 * counts[0] - sum(counts.values()))
        and len(set(staff.shift_counts) - set(counts)) == 1
    ]


@settings(max_examples=300)
@given(ROWS, STAFFS)
def test_nothing_follows_from_what_anybody_is_told(rows: Rows, staff: Staff) -> None:
    for readers in READERS:
        seen = told(rows, readers, staff)
        assert not few(left_in_towns(seen))
        assert all(left >= 0 for left in left_in_towns(seen))
        if readers != OWN:
            assert not few(left_of_staff(seen, staff))
            assert not lone_shifts(seen, staff)


@settings(max_examples=300)
@given(ROWS, ROWS, STAFFS)
def test_what_somebody_is_told_depends_on_nothing_that_he_may_not_see(rows: Rows, others: Rows, staff: Staff) -> None:
    for readers in (EVERYBODY, FELLOWS):
        seen = tuple(row for row in rows if row.visibility in readers)
        hidden = tuple(row for row in others if row.visibility not in readers)
        assert told(rows, readers, staff) == told(seen, readers, staff) == told((*seen, *hidden), readers, staff)


@given(ROWS, STAFFS)
def test_who_may_see_more_is_told_no_less_so_that_two_views_tell_no_more_than_one(rows: Rows, staff: Staff) -> None:
    views = [set(told(rows, readers, staff)) for readers in READERS]
    assert views[0] <= views[1] <= views[2]


@given(ROWS)
def test_where_nothing_follows_all_is_told(rows: Rows) -> None:
    if all(left == 0 or left > 4 for left in left_in_towns(rows)):
        assert told(rows, OWN, Staff(None, {})) == rows


def rows_of(counts: dict[int, int], visibility: str = "public", town: str = "901001") -> Rows:
    return tuple(
        Commuters(municipality_code=town, shift_number=shift, worker_count=count, visibility=visibility)
        for shift, count in counts.items()
    )


@pytest.mark.parametrize(
    ("counts", "listed", "expected"),
    [
        pytest.param({0: 12, 1: 8}, 0, {0: 12}, id="four of the other shifts"),
        pytest.param({0: 12, 1: 7}, 0, {0: 12, 1: 7}, id="five of the other shifts"),
        pytest.param({0: 12, 1: 12}, 0, {0: 12, 1: 12}, id="nobody of the other shifts"),
        pytest.param({0: 20, 1: 11, 2: 6}, 0, {0: 20, 1: 11}, id="the smallest shift is left out"),
        pytest.param({0: 12, 1: 9, 2: 8}, 0, {0: 12}, id="shifts that contradict all of them"),
        pytest.param({1: 8, 2: 6}, 2, {1: 8, 2: 6}, id="no count of all shifts"),
        pytest.param({0: 20, 1: 6}, 2, {0: 20}, id="the other of two shifts would be known"),
        pytest.param({0: 20, 1: 6}, 3, {0: 20, 1: 6}, id="two other shifts"),
        pytest.param({0: 20, 1: 6, 2: 14}, 2, {0: 20, 1: 6, 2: 14}, id="all shifts are told"),
    ],
)
def test_the_smallest_shift_hides_the_rest(counts: dict[int, int], listed: int, expected: dict[int, int]) -> None:
    staff = Staff(None, dict.fromkeys(range(1, listed + 1)))
    seen = told(rows_of(counts), EVERYBODY, staff)
    assert {row.shift_number: row.worker_count for row in seen} == expected


@pytest.mark.parametrize("listed", [0, 2, 3])
def test_a_shift_for_counts_alone_changes_nothing_that_everybody_sees(listed: int) -> None:
    staff = Staff(None, dict.fromkeys(range(1, listed + 1)))
    public = rows_of({0: 20, 1: 6})
    alone = told(public, EVERYBODY, staff)
    for hidden_count in range(5, 30):
        assert told((*public, *rows_of({2: hidden_count}, "counts")), EVERYBODY, staff) == alone


def test_fourteen_employees_of_whom_ten_live_in_one_town_do_not_tell_of_the_other_four() -> None:
    ten = rows_of({0: 10})
    assert told(ten, EVERYBODY, Staff(14, {})) == ()
    assert told(ten, EVERYBODY, Staff(15, {})) == ten
    assert told(ten, OWN, Staff(14, {})) == ten
    two = (*ten, *rows_of({0: 8}, town="901002"))
    assert told(two, EVERYBODY, Staff(20, {})) == ten


def test_the_public_file_and_every_viewer_hold_to_it(
    make_snapshot: Callable[..., Snapshot], make_row: Callable[..., dict[str, Any]]
) -> None:
    firm = {"organisation_id": "alfa", "organisation_name": "Alfa", "organisation_kind": "company"}
    home = {"organisation_id": "alfa", "municipality_code": "901001", "as_of_on": "2026-09-01"}
    cells = [(0, 20, "public"), (1, 6, "public"), (2, 14, "counts")]
    snapshot = make_snapshot(
        {
            "organisations": [make_row("alfa", **firm, position_quality="none")],
            "shifts": [
                make_row(
                    str(one), organisation_id="alfa", shift_number=one, days="Mo-Fr", starts_at="06:00", ends_at="14:00"
                )
                for one in (1, 2)
            ],
            "commuters": [
                make_row(str(shift), **home, shift_number=shift, worker_count=count, visibility=seen)
                for shift, count, seen in cells
            ],
        }
    )
    rows = published_table(snapshot, "commuters", exported_on=DAY).rows
    assert list(rows["worker_count"]) == [20]
    assert [one.worker_count for one in firm_seen(snapshot, "alfa", PUBLIC).commuters] == [20]
    own = firm_seen(snapshot, "alfa", Viewer(organisation_ids=("alfa",)))
    assert [one.worker_count for one in own.commuters] == [20, 6, 14]
