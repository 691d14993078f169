"""A bench stops where a peer finds something else, and where nothing was compared."""

from types import SimpleNamespace
from typing import Any

import commute
import nearby
import numpy as np
import pytest
from routing import check_origin


def answer(**minutes: float) -> Any:
    rows = [
        SimpleNamespace(service_id=name, travel_min=value, added_total_min=value) for name, value in minutes.items()
    ]
    return SimpleNamespace(rows=rows, found_count=len(rows))


def test_services_of_the_same_minutes_may_change_places() -> None:
    nearby.check_equal(answer(a=1.0, b=2.0, c=2.0), ["a", "c", "b"])


@pytest.mark.parametrize(
    ("found", "peer"),
    [({"a": 1.0, "b": 2.0}, ["b", "a"]), ({"a": 1.0, "b": 2.0}, ["a"]), ({}, [])],
    ids=["another order", "fewer", "none"],
)
def test_nearby_is_not_timed_beside_another_answer(found: dict[str, float], peer: list[str]) -> None:
    with pytest.raises(ValueError, match=r"differ|nothing"):
        nearby.check_equal(answer(**found), peer)


@pytest.mark.parametrize(
    ("found", "peer"),
    [({"a": 1.0}, {"a": 1.0, "b": 0.5}), ({"a": 1.0}, {"a": 1.1}), ({}, {})],
    ids=["a shorter way left out", "other minutes", "none"],
)
def test_a_commute_is_not_timed_beside_another_answer(found: dict[str, float], peer: dict[str, float]) -> None:
    asked = answer(**found)
    asked.found_count = len(peer)
    with pytest.raises(ValueError, match="loop"):
        commute.check_equal(asked, peer)


@pytest.mark.parametrize("peer_s", [[0.0, 5.0], [0.0, np.inf]], ids=["other seconds", "nothing reached"])
def test_searches_from_one_origin_are_compared(peer_s: list[float]) -> None:
    with pytest.raises(AssertionError):
        check_origin(np.array([0.0, np.inf]), np.array(peer_s))
