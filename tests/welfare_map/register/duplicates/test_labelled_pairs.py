"""The labelled set: large enough, ours, and the same every time."""

from collections import Counter

import numpy as np
import pandas as pd

from geodata.codes import ServiceKind
from welfare_map.register.duplicates.labelled_pairs import (
    Half,
    LabelledPairs,
    Origin,
    generated_pairs,
    half_of,
    hand_written_pairs,
    labelled_pairs,
)


def test_there_are_at_least_400_pairs_and_80_written_by_hand(labelled: LabelledPairs) -> None:
    counts = Counter(labelled.origins.tolist())
    assert sum(counts.values()) >= 400
    assert counts[Origin.HAND_WRITTEN.value] >= 80


def test_both_classes_are_in_both_halves_of_both_origins(labelled: LabelledPairs) -> None:
    found = Counter(zip(labelled.halves.tolist(), labelled.origins.tolist(), labelled.is_same.tolist(), strict=True))
    assert len(found) == 8
    assert min(found.values()) >= 15


def test_the_set_is_the_same_every_time(labelled: LabelledPairs) -> None:
    again = labelled_pairs()
    pd.testing.assert_frame_equal(labelled.left, again.left)
    pd.testing.assert_frame_equal(labelled.right, again.right)
    assert np.array_equal(labelled.is_same, again.is_same)


def test_pairs_of_one_service_are_in_one_half(labelled: LabelledPairs) -> None:
    generated = labelled.part(labelled.origins == Origin.GENERATED.value)
    halves: dict[str, set[str]] = {}
    for left_id, half in zip(generated.left["service_id"], generated.halves.tolist(), strict=True):
        halves.setdefault(left_id, set()).add(half)
    assert {len(of_service) for of_service in halves.values()} == {1}


def test_a_case_is_in_the_half_of_its_service() -> None:
    assert half_of("list:a/copy") is half_of("list:a/neighbour")
    assert {half_of(str(number)) for number in range(20)} == set(Half)


def test_hand_written_cases_are_named_once_and_use_known_kinds() -> None:
    pairs = hand_written_pairs()
    assert len({pair.case for pair in pairs}) == len(pairs)
    kinds = {record["kind"] for pair in pairs for record in (pair.left, pair.right)}
    assert kinds <= set(ServiceKind)


def test_a_copy_has_the_same_kind_and_another_list(labelled: LabelledPairs) -> None:
    copies = labelled.part(labelled.is_same & (labelled.origins == Origin.GENERATED.value))
    assert copies.left["kind"].equals(copies.right["kind"])
    assert set(copies.right["source_id"]) == {"other"}


def test_services_without_a_position_give_no_pairs() -> None:
    assert list(generated_pairs([{"service_id": "demo:x", "lon": None}] * 3)) == []
