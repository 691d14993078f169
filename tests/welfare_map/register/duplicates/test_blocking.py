"""Pairs worth comparing."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from welfare_map.register.duplicates.blocking import LARGEST_BLOCK_COUNT, pairs_across, pairs_within
from welfare_map.register.duplicates.evaluation import Evaluation
from welfare_map.register.duplicates.prepare import prepared

Make = Callable[..., dict[str, Any]]
BARE = {"address": None, "phone": None, "lon": None, "lat": None, "municipality_code": None}


def compared(*rows: dict[str, Any]) -> list[tuple[int, int]]:
    first, second = pairs_within(prepared(pd.DataFrame(list(rows))))
    return list(zip(first.tolist(), second.tolist(), strict=True))


def test_every_true_duplicate_of_the_labelled_set_is_compared(figures: Evaluation) -> None:
    assert figures.blocking_recall.hit_count == figures.blocking_recall.count > 1_000


@pytest.mark.parametrize(
    "shared",
    [
        pytest.param({"phone": "+390331000009"}, id="telephone"),
        pytest.param({"email": "nido@example.org"}, id="mailbox"),
        pytest.param({"website": "https://nido.example/"}, id="web page"),
        pytest.param({"vat_code": "01234567890"}, id="VAT code"),
        pytest.param({"lon": 8.9, "lat": 45.6}, id="place"),
    ],
)
def test_records_that_share_one_sign_alone_are_compared(service: Make, shared: dict[str, Any]) -> None:
    one = service("a:1", **{**BARE, "name": "Nido Gufo", "kind": "nursery", **shared})
    other = service("b:1", **{**BARE, "name": "Il Bosco", "kind": "micro_nursery", **shared})
    assert compared(one, other) == [(0, 1)]


def test_records_that_share_nothing_are_not_compared(service: Make) -> None:
    one = service("a:1", **{**BARE, "name": "Nido Gufo"})
    other = service("b:1", **{**BARE, "name": "Il Bosco"})
    assert compared(one, other) == []


def test_points_on_either_side_of_a_cell_border_are_compared(service: Make) -> None:
    rows = [
        service(f"a:{at}", **{**BARE, "name": f"{at}Nome", "kind": str(at), "lon": 8.9 + at * 0.0003, "lat": 45.6})
        for at in range(40)
    ]
    pairs = set(compared(*rows))
    assert all((at, at + 1) in pairs for at in range(39))


def test_a_key_that_too_many_share_is_left_out(service: Make) -> None:
    rows = [service(f"a:{at}", **{**BARE, "name": f"{at}Nome", "phone": "+390331000009"}) for at in range(2)]
    many = [service(f"b:{at}", **{**BARE, "name": f"Altro{at}y"}) for at in range(LARGEST_BLOCK_COUNT)]
    crowd = [{**row, "phone": "+390331000009"} for row in many]
    assert (0, 1) in compared(*rows, *many)
    assert (0, 1) not in compared(*rows, *crowd)


def test_rows_of_two_tables_are_compared_by_position(service: Make) -> None:
    rows = prepared(pd.DataFrame([service("x:1", name="Nido Luna", phone=None), service("x:2")]))
    others = prepared(pd.DataFrame([service("a:1", lat=45.9, municipality_code="012133", address=None)]))
    at, other_at = pairs_across(rows, others)
    assert (1, 0) in set(zip(at.tolist(), other_at.tolist(), strict=True))


def test_an_empty_table_has_no_pairs() -> None:
    first, second = pairs_within(prepared(pd.DataFrame(columns=["service_id", "name"])))
    assert (len(first), len(second)) == (0, 0)
