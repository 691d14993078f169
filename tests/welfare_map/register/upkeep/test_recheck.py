from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from welfare_map.register.upkeep.quality import Known
from welfare_map.register.upkeep.recheck import RecheckRow, recheck
from welfare_map.snapshot import Snapshot

TODAY = date(2026, 11, 22)
MakeService = Callable[..., dict[str, Any]]
MakeSnapshot = Callable[[Mapping[str, Sequence[Mapping[str, Any]]]], Snapshot]


@pytest.fixture
def rows_of(make_snapshot: MakeSnapshot) -> Callable[..., tuple[RecheckRow, ...]]:
    """List what to check again among some rows."""

    def rows(*services: Mapping[str, Any], known: Known | None = None, **tables: Any) -> tuple[RecheckRow, ...]:
        snapshot = make_snapshot({"services": services, **tables})
        return recheck(snapshot, known or Known(), as_of_on=TODAY).rows

    return rows


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        pytest.param({"retrieved_on": "2025-11-22"}, (), id="a year to the day"),
        pytest.param({"retrieved_on": "2025-11-21"}, ("other",), id="a year and a day"),
        pytest.param({"retrieved_on": "2026-05-26", "opening_hours": "24/7"}, (), id="hours at 180 days"),
        pytest.param({"retrieved_on": "2026-05-25", "opening_hours": "24/7"}, ("hours",), id="hours at 181 days"),
        pytest.param({"retrieved_on": "2024-11-21", "address": "via Prova 1"}, ("other", "address"), id="two years"),
        pytest.param({"retrieved_on": "2020-01-01", "checked_on": "2026-11-01"}, (), id="checked is apart from read"),
        pytest.param(
            {"retrieved_on": "2025-11-01", "modified_on": "2024-12-01"}, ("other",), id="modified and read long ago"
        ),
        pytest.param(
            {"retrieved_on": "2026-11-01", "modified_on": "2024-12-01", "checked_on": "2024-12-01"},
            ("other",),
            id="reading an old row again does not make it young",
        ),
    ],
)
def test_a_field_is_due_after_its_half_life(
    rows_of: Callable[..., tuple[RecheckRow, ...]],
    make_service: MakeService,
    cells: dict[str, str],
    reasons: tuple[str, ...],
) -> None:
    found = rows_of(make_service("a", (5, 5), **cells))
    assert tuple(reason for row in found for reason in row.reasons) == reasons


def test_free_places_are_due_after_a_month_whatever_their_service(
    rows_of: Callable[..., tuple[RecheckRow, ...]], make_service: MakeService, make_row: MakeService
) -> None:
    cells = {"service_id": "toy:a", "free_count": 2, "expires_on": "2026-12-31", "author_role": "manager"}
    free = [
        make_row("a/day", band="day", as_of_on="2026-10-22", **cells),
        make_row("a/respite", band="respite", as_of_on="2026-10-23", **cells),
    ]
    (row,) = rows_of(make_service("a", (5, 5), retrieved_on="2026-11-01", capacity_accredited=7), availability=free)
    assert (row.table, row.record_id, row.name, row.reasons) == ("availability", "toy:a/day", "A", ("availability",))
    assert (row.age_days, row.relied_on_count, row.score_share) == (31, 7, None)


def test_the_most_overdue_come_first_and_among_equals_those_that_most_rely_on(
    rows_of: Callable[..., tuple[RecheckRow, ...]], make_service: MakeService
) -> None:
    found = rows_of(
        make_service("a-small", (5, 5), retrieved_on="2025-10-01", capacity_accredited=5),
        make_service("b-large", (5, 5), retrieved_on="2025-11-01", capacity_accredited=50),
        make_service("old", (5, 5), retrieved_on="2023-01-01"),
    )
    assert [row.record_id for row in found] == ["toy:old", "toy:b-large", "toy:a-small"]


def test_what_is_known_to_be_wrong_comes_before_what_is_old(
    rows_of: Callable[..., tuple[RecheckRow, ...]], make_service: MakeService
) -> None:
    known = Known(reported=frozenset({("services", "toy:b")}), dead_urls=frozenset({"http://c.example"}))
    found = rows_of(
        make_service("old", (5, 5), retrieved_on="2020-01-01"),
        make_service("b", (5, 5), retrieved_on="2026-11-01"),
        make_service("c", (5, 5), retrieved_on="2026-11-01", website="http://c.example"),
        known=known,
    )
    assert [(row.record_id, row.reasons) for row in found] == [
        ("toy:b", ("reported",)),
        ("toy:c", ("dead_link",)),
        ("toy:old", ("other",)),
    ]
    assert "has_no_open_notice" in found[0].failed


def test_nobody_checks_what_is_invented(
    rows_of: Callable[..., tuple[RecheckRow, ...]], make_service: MakeService
) -> None:
    assert rows_of(make_service("a", (5, 5), "demo", retrieved_on="2020-01-01")) == ()


def test_the_place_of_a_record_is_told(
    rows_of: Callable[..., tuple[RecheckRow, ...]], make_service: MakeService
) -> None:
    first, second = rows_of(
        make_service("a", (5, 5), retrieved_on="2020-01-01", municipality_code="901003"),
        make_service("b", None, retrieved_on="2020-01-01"),
    )
    assert (first.municipality_code, first.district_id) == ("901003", "monte")
    assert (second.municipality_code, second.district_id) == (None, None)
