"""Merged records are not published; what refers to them follows the kept one."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from geodata.tables import CONTRACTS, conform
from welfare_map.register.history.merged_rows import kept_ids, without_merged
from welfare_map.register.history.merging import Merge

MakeRow = Callable[..., dict[str, Any]]


def merge(table: str, kept_id: str, merged_id: str) -> Merge:
    return Merge(
        merge_id=1, table=table, kept_id=kept_id, merged_id=merged_id, author="anna", role="curator", at="", why=""
    )


def table(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    columns = list(CONTRACTS[name].column_names)
    return conform(pd.DataFrame([{**dict.fromkeys(columns), **row} for row in rows], columns=columns), CONTRACTS[name])


@pytest.fixture
def tables(make_service: Callable[..., dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """Three firms, of which two and three adhere to a pact, and a service with free places."""
    firms = [{"organisation_id": key, "organisation_name": key} for key in ("one", "two", "three")]
    return {
        **{name: table(name) for name in CONTRACTS},
        "organisations": table("organisations", *firms),
        "adhesions": table(
            "adhesions",
            {"organisation_id": "two", "initiative_id": "pact", "role": "promoter"},
            {"organisation_id": "three", "initiative_id": "pact", "role": "member"},
        ),
        "practices": table("practices", {"practice_id": "p", "organisation_id": "three"}),
        "services": table("services", {"service_id": "a"}, {"service_id": "b"}),
        "availability": table("availability", {"service_id": "b", "band": "residential"}),
    }


def test_what_refers_to_a_merged_record_refers_to_the_kept_one(tables: dict[str, pd.DataFrame]) -> None:
    found = without_merged(tables, [merge("organisations", "one", "three"), merge("services", "a", "b")])

    assert found["organisations"]["organisation_id"].tolist() == ["one", "two"]
    assert found["adhesions"]["organisation_id"].tolist() == ["two", "one"]
    assert found["practices"]["organisation_id"].tolist() == ["one"]
    assert found["services"]["service_id"].tolist() == ["a"]
    assert found["availability"]["service_id"].tolist() == ["a"]
    assert tables["practices"]["organisation_id"].tolist() == ["three"]


@pytest.mark.parametrize(("kept_id", "merged_id", "role"), [("two", "three", "promoter"), ("three", "two", "member")])
def test_the_same_adhesion_twice_is_the_kept_records_own(
    tables: dict[str, pd.DataFrame], kept_id: str, merged_id: str, role: str
) -> None:
    found = without_merged(tables, [merge("organisations", kept_id, merged_id)])["adhesions"]

    assert found[["organisation_id", "role"]].to_numpy().tolist() == [[kept_id, role]]


def test_a_record_merged_into_a_merged_one_is_the_last_of_them() -> None:
    merges = [merge("services", "b", "a"), merge("services", "c", "b")]

    assert kept_ids(merges) == {"services": {"a": "c", "b": "c"}}


def test_without_merges_the_tables_are_the_same(tables: dict[str, pd.DataFrame]) -> None:
    assert without_merged(tables, []) == tables
