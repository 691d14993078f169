"""The check of the shipped tables, and their manifest."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geodata.notices import count_by_rule
from welfare_map.register import check_embedded
from welfare_map.register.shipped.manifest import read_manifest, write_manifest
from welfare_map.texts import LANGUAGES, keys

Row = dict[str, Any]
WriteTable = Callable[..., Path]
DAY = date(2026, 9, 1)


def test_the_shipped_tables_of_this_project_are_sound() -> None:
    assert check_embedded() == ()


def test_sound_tables_with_a_true_manifest_give_no_notice(shipped: WriteTable) -> None:
    write_manifest(today=DAY)

    assert check_embedded() == ()


def test_a_manifest_says_table_licence_rows_day_and_checksum(shipped: WriteTable) -> None:
    entries = {entry.path: entry for entry in write_manifest(today=DAY)}

    entry = entries["manual/organisations.csv"]
    assert (entry.table, entry.source_id, entry.licence, entry.row_count, entry.retrieved_on) == (
        "organisations",
        "manual",
        "CC-BY-4.0",
        2,
        "2026-09-01",
    )
    assert read_manifest() == tuple(entries.values())


def test_only_a_file_that_changed_takes_a_new_day(shipped: WriteTable) -> None:
    write_manifest(today=DAY)
    shipped("manual", "documents", {"document_id": "paper", "title": "New title", "language": "it"})
    days = {entry.path: entry.retrieved_on for entry in write_manifest(today=date(2026, 10, 1))}

    assert days["manual/documents.csv"] == "2026-10-01"
    assert days["manual/organisations.csv"] == "2026-09-01"


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        pytest.param(lambda folder: (folder / "manual/targets.csv").write_text("a\n"), "manifest_missing", id="new"),
        pytest.param(lambda folder: (folder / "demo/services.csv").unlink(), "manifest_without_file", id="gone"),
        pytest.param(
            lambda folder: (folder / "demo/availability.csv").write_bytes(b"service_id\n"),
            "manifest_outdated",
            id="changed",
        ),
        pytest.param(lambda folder: (folder / "manifest.toml").write_text("[[file"), "unreadable_table", id="no TOML"),
        pytest.param(
            lambda folder: (folder / "manifest.toml").write_text("[[file]]\nname = 'a'\n"),
            "unreadable_table",
            id="other fields",
        ),
    ],
)
def test_a_manifest_that_is_not_true_is_noticed(
    shipped: WriteTable, embedded_dir: Path, spoil: Callable[[Path], object], rule: str
) -> None:
    write_manifest(today=DAY)
    spoil(embedded_dir)

    assert rule in count_by_rule(check_embedded())


def test_a_value_outside_its_vocabulary_is_noticed(write_table: WriteTable) -> None:
    write_table(
        "manual", "organisations", {"organisation_id": "x", "organisation_name": "X", "organisation_kind": "club"}
    )
    write_manifest(today=DAY)

    assert count_by_rule(check_embedded()) == {"not_in_vocabulary": 1}


@pytest.mark.parametrize(
    ("table", "row"),
    [
        pytest.param(
            "adhesions", {"organisation_id": "no", "initiative_id": "pact", "role": "member"}, id="organisation"
        ),
        pytest.param(
            "initiatives", {"initiative_id": "pact", "name": "P", "territory": "district:no"}, id="district in a list"
        ),
        pytest.param(
            "initiatives",
            {
                "initiative_id": "pact",
                "name": "P",
                "territory": "district:valle|province:901",
                "document_ids": "paper|no",
            },
            id="document in a list",
        ),
        pytest.param(
            "district_offices",
            {
                "office_id": "o",
                "district_id": "no",
                "office_name_it": "U",
                "office_name_en": "O",
                "document_id": "paper",
            },
            id="district of an office",
        ),
    ],
)
def test_a_reference_to_nothing_is_noticed(shipped: WriteTable, table: str, row: Row) -> None:
    shipped("manual", table, row)
    write_manifest(today=DAY)

    assert count_by_rule(check_embedded()) == {"unknown_reference": 1}


def test_a_key_used_by_both_sources_is_noticed(shipped: WriteTable, make_row: Callable[..., Row]) -> None:
    both = make_row(
        "firm",
        "demo",
        organisation_id="firm",
        organisation_name="F",
        organisation_kind="company",
        position_quality="none",
    )
    shipped("demo", "organisations", both)
    write_manifest(today=DAY)

    assert count_by_rule(check_embedded()) == {"duplicate_key": 1}


def test_a_key_twice_in_a_file_and_a_missing_column_are_noticed(write_table: WriteTable, embedded_dir: Path) -> None:
    document = {"document_id": "paper", "title": "Paper", "language": "it"}
    write_table("manual", "documents", document, document)
    (embedded_dir / "manual" / "targets.csv").write_text("target_id\n1\n", encoding="utf-8")
    write_manifest(today=DAY)

    assert count_by_rule(check_embedded())["unreadable_table"] == 2


def test_a_licence_that_nobody_knows_is_noticed(shipped: WriteTable, make_service: Callable[..., Row]) -> None:
    shipped("demo", "services", make_service("home-uno", (5, 5), "demo", licence="MINE"))
    write_manifest(today=DAY)

    assert "unknown_licence" in count_by_rule(check_embedded())


RULES = (
    "missing_value not_in_vocabulary bad_format below_minimum above_maximum unreadable_table duplicate_key "
    "unknown_reference unknown_licence manifest_missing manifest_outdated manifest_without_file missing_key "
    "unreadable_value former_municipality_code swapped_coordinates unusable_point point_outside_municipality "
    "register_missing register_older register_newer register_damaged damaged_file "
    "without_accredited_places shared_coordinates outside_area unknown_kind left_out_kind duplicate_row "
    "unknown_municipality former_cadastral_code metric_coordinates personal_mailbox"
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_words(lang: str) -> None:
    assert {f"notice.{rule}" for rule in RULES.split()} <= keys(lang)
