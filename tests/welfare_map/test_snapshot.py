"""What questions find in the snapshot beside the tables themselves."""

from collections.abc import Callable
from typing import Any

from welfare_map.model import BandPlaces
from welfare_map.snapshot import KEPT_COUNT, Snapshot


def test_fees_are_numbers_and_unknown_ones_are_none(
    make_snapshot: Callable[..., Snapshot], make_service: Callable[..., dict[str, Any]]
) -> None:
    told = make_service("a", (5, 5), monthly_fee_min_eur="150", monthly_fee_max_eur="450.5")
    columns = make_snapshot({"services": (told, make_service("b", (6, 5)))}).service_columns
    assert columns.cells["monthly_fee_max_eur"].tolist() == [450.5, None]


def test_a_service_is_in_the_municipality_that_it_names_else_in_the_one_of_its_point(
    make_snapshot: Callable[..., Snapshot], make_service: Callable[..., dict[str, Any]]
) -> None:
    """Due is the second of the territory, and Cinque, which holds (15, 15), the fifth."""
    unsure = {"municipality_code": None, "position_quality": "none"}
    services = (
        make_service("a-named", (15, 15), municipality_code="901002"),
        make_service("b-pointed", (15, 15), municipality_code=None),
        make_service("c-lost", None, municipality_code=None),
        make_service("d-outside", (500, 15), municipality_code=None),
        make_service("e-unknown-code", (15, 15), municipality_code="999999"),
        make_service("f-no-position", (15, 15)) | unsure,
    )
    snapshot = make_snapshot({"services": services})
    assert snapshot.service_municipality.tolist() == [1, 4, -1, -1, -1, -1]
    assert make_snapshot({"services": ()}).service_municipality.tolist() == []


def test_free_places_are_told_months_ahead_where_they_are_known(
    make_snapshot: Callable[..., Snapshot],
    make_service: Callable[..., dict[str, Any]],
    make_row: Callable[..., dict[str, Any]],
) -> None:
    free = make_row(
        "a/day",
        service_id="toy:a",
        band="day",
        free_count="0",
        waiting_count="4",
        free_in_1_month_count="1",
        free_in_3_months_count="3",
        as_of_on="2026-09-01",
        expires_on="2026-09-30",
        author_role="manager",
    )
    snapshot = make_snapshot({"services": (make_service("a", (5, 5)),), "availability": (free,)})
    expected = BandPlaces(
        band="day",
        free_count=0,
        waiting_count=4,
        free_in_1_month_count=1,
        free_in_2_months_count=None,
        free_in_3_months_count=3,
        as_of_on="2026-09-01",
        expires_on="2026-09-30",
        author_role="manager",
    )
    assert snapshot.band_places == {"toy:a": (expected,)}


def test_a_snapshot_keeps_what_was_asked_for_last(make_snapshot: Callable[..., Snapshot]) -> None:
    """What is asked for again and again is made once, however much else is asked for; the rest leaves in its turn."""
    snapshot, made = make_snapshot({"services": ()}), list[int]()

    def ask(key: int) -> None:
        snapshot.kept(key, lambda: made.append(key))

    for key in range(1, 2 * KEPT_COUNT):
        ask(0)
        ask(key)
    assert made == list(range(2 * KEPT_COUNT))
    ask(KEPT_COUNT + 1)
    assert made[-1] == 2 * KEPT_COUNT - 1, "the last ones are still kept"
    ask(1)
    assert made[-1] == 1, "long ago: made again"
