"""``welfare-map matches`` as somebody types it."""

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from welfare_map.cli import BAD_ARGUMENTS, FINE, main
from welfare_map.exports.envelope import ENVELOPE_KEYS
from welfare_map.register import current
from welfare_map.settings import current_settings
from welfare_map.snapshot import Snapshot

Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def firms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_snapshot: Make, make_row: Make, at_km: Make
) -> Iterator[Snapshot]:
    """Open two firms of an agreement: Alfa needs places, Beta, a demonstration, offers some to adherents."""
    cells: Mapping[str, Any] = {"exchange_kind": "nursery", "visibility": "adherents"}
    snapshot = make_snapshot(
        {
            "organisations": [
                make_row(
                    name,
                    source,
                    organisation_id=name,
                    organisation_name=name.title(),
                    organisation_kind="company",
                    **dict(zip(("lon", "lat"), at_km(*at), strict=True)),
                    position_quality="exact",
                    municipality_code="901001",
                )
                for name, source, at in (("alfa", "toy", (5, 5)), ("beta", "demo", (6, 5)))
            ],
            "needs_offers": [
                make_row("n", need_offer_id="n", organisation_id="alfa", direction="need", quantity=2, **cells),
                make_row(
                    "o", "demo", need_offer_id="o", organisation_id="beta", direction="offer", quantity=3, **cells
                ),
            ],
            "initiatives": [make_row("patto", initiative_id="patto", name="Patto", territory="municipality:901001")],
            "adhesions": [
                make_row(name, organisation_id=name, initiative_id="patto", role="member") for name in ("alfa", "beta")
            ],
        }
    )
    monkeypatch.setattr(current, "open_snapshot", lambda _settings: snapshot)
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WELFARE_MAP_OFFLINE", "on")
    current_settings.cache_clear()
    yield snapshot
    current_settings.cache_clear()


def test_the_matches_of_a_firm_are_printed_with_parts_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matches", "--organisation", "alfa", "--format", "json"]) == FINE
    printed = json.loads(capsys.readouterr().out)
    assert list(printed)[: len(ENVELOPE_KEYS)] == list(ENVELOPE_KEYS)
    (row,) = printed["rows"]
    assert (row["side"], row["organisation_id"], row["is_demo"], printed["has_demo"]) == ("receive", "beta", True, True)
    assert row["score"] == pytest.approx(math.fsum(part["value"] * part["weight"] for part in row["parts"]))
    assert {part["name"] for part in row["parts"]} == {
        *("kind", "quantity", "minutes", "hours", "agreement", "readiness"),
    }
    assert "stesso accordo" in row["why"]
    assert "orari dell'offerta non detti" in row["why_not"]


def test_the_table_says_why_and_that_a_firm_is_invented(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matches", "--organisation", "alfa", "--lang", "en"]) == FINE
    printed = capsys.readouterr().out
    assert "can give you" in printed
    assert "Beta" in printed
    assert "demonstration" in printed


def test_rows_are_written_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matches", "--organisation", "beta", "--format", "csv"]) == FINE
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["side"], row["organisation_id"], row["own_need_offer_id"]) == ("give", "alfa", "o")


def test_rows_are_written_as_points(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matches", "--organisation", "alfa", "--format", "geojson"]) == FINE
    (feature,) = json.loads(capsys.readouterr().out)["features"]
    assert feature["geometry"]["type"] == "Point"


def test_the_evaluation_prints_precision_recall_and_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matches", "--evaluate", "--format", "json"]) == FINE
    printed = json.loads(capsys.readouterr().out)
    assert set(ENVELOPE_KEYS) < set(printed)
    assert printed["pairs"] >= 300
    assert printed["precision_at_5"] >= 0.8
    assert printed["held_out_precision_at_5"] >= 0.8
    assert 0.9 <= printed["recall"] <= 1
    assert printed["pairs"] == printed["training_pairs"] + printed["held_out_pairs"]


def test_the_evaluation_is_readable_in_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matches", "--evaluate", "--lang", "en"]) == FINE
    assert "held out, score: precision of the first five" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="no firm"),
        pytest.param(["--organisation", "nobody"], id="a firm that is not there"),
        pytest.param(["--organisation", "alfa", "--minutes", "0"], id="no minutes"),
        pytest.param(["--organisation", "alfa", "--mode", "fly"], id="a mode that is not there"),
        pytest.param(["--evaluate", "--format", "csv"], id="a format that reports do not have"),
    ],
)
def test_a_wrong_word_is_said_in_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matches", *words]) == BAD_ARGUMENTS
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
