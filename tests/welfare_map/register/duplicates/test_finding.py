"""Pairs within a table, candidates for the rows of a file."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from welfare_map.register.duplicates import Verdict, candidates_for, scored_pairs
from welfare_map.register.duplicates.labelled_pairs import LabelledPairs

Make = Callable[..., dict[str, Any]]


def test_one_service_of_two_lists_is_the_same(service: Make) -> None:
    rows = pd.DataFrame([service("b:7"), service("a:1", name="NIDO IL GIRASOLE", address="V. Melzi 12")])
    (pair,) = scored_pairs(rows)
    assert (pair.first_id, pair.second_id, pair.verdict) == ("a:1", "b:7", Verdict.SAME)
    assert pair.distance_m == pytest.approx(0)
    assert pair.score == sum(part.points for part in pair.parts)


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"kind": "integrated_day_centre"}, id="another kind"),
        pytest.param({"name": "Asilo nido Il Girasole 2"}, id="numbered"),
        pytest.param({"name": "Nido Gufo", "phone": None, "address": "Via Melzi, 20"}, id="next door"),
    ],
)
def test_a_neighbour_is_not_the_same(service: Make, cells: dict[str, Any]) -> None:
    rows = pd.DataFrame([service("a:1"), service("b:1", **cells)])
    assert [pair for pair in scored_pairs(rows) if pair.verdict is Verdict.SAME] == []


def test_the_order_of_rows_changes_nothing(labelled: LabelledPairs) -> None:
    rows = pd.concat([labelled.left.iloc[:300], labelled.right.iloc[:300]]).drop_duplicates("service_id")
    assert scored_pairs(rows) == scored_pairs(rows.iloc[::-1])
    assert scored_pairs(rows) == scored_pairs(rows.sample(frac=1, random_state=7))


def test_pairs_come_most_certain_first(labelled: LabelledPairs) -> None:
    rows = pd.concat([labelled.left.iloc[:300], labelled.right.iloc[:300]]).drop_duplicates("service_id")
    found = [pair.score for pair in scored_pairs(rows)]
    assert found == sorted(found, reverse=True)
    assert len(found) > 50


def test_rows_of_a_file_find_their_records(service: Make) -> None:
    file = pd.DataFrame([service("x"), service("y", name="Nido Gufo", address="Via Altra, 3", phone=None, lat=45.6)])
    file = file.drop(columns=["service_id", "source_id"])
    register = pd.DataFrame([service("b:2"), service("a:9", name="RSA Betulla", kind="care_home")])
    before = file.copy(deep=True)
    found = candidates_for(file, register)
    assert [(candidate.row_at, candidate.record_id, candidate.verdict) for candidate in found] == [
        (0, "b:2", Verdict.SAME)
    ]
    pd.testing.assert_frame_equal(file, before)


def test_a_row_is_not_compared_with_its_own_record(service: Make) -> None:
    rows = pd.DataFrame([service("a:1")])
    assert candidates_for(rows, rows) == ()


def test_no_rows_have_no_candidates(service: Make) -> None:
    register = pd.DataFrame([service("a:1")])
    assert candidates_for(register.iloc[:0], register) == ()
    assert scored_pairs(register) == ()


def test_organisations_are_compared_by_their_own_columns() -> None:
    rows = pd.DataFrame(
        {
            "organisation_id": ["a:1", "b:1"],
            "organisation_name": ["Filanda Valle S.r.l.", "FILANDA VALLE SRL"],
            "organisation_kind": ["company", "company"],
            "vat_code": ["01234567890", "01234567890"],
            "address": ["Via Melzi, 3", "Via Melzi 3"],
            "municipality_code": ["015118", "015118"],
            "phone": ["+390331000001", "0331 000001"],
        }
    )
    (pair,) = scored_pairs(rows, table="organisations")
    assert {part.name for part in pair.parts} >= {"name", "vat", "phone", "address"}
