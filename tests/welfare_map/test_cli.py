"""Every command as somebody types it, in this process, on one data folder per run."""

import csv
import functools
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.main import get_command

from geodata.notices import Notice, Severity
from geodata.territory import Territory
from welfare_map import model
from welfare_map.cli import BAD_ARGUMENTS, FAILED, FINE, LONGEST_ERROR, main
from welfare_map.cli.accounts import AccountRow, AccountsAnswer, LinkAnswer, LinkRow
from welfare_map.cli.app import app
from welfare_map.cli.history import HistoryAnswer, HistoryRow
from welfare_map.cli.sources import CatalogueAnswer, CatalogueRow
from welfare_map.cli.updating import DisagreementRow, DisplacedRow, UpdateAnswer, UpdateRow
from welfare_map.cli.upkeep import CheckAnswer, check_answer, server_command
from welfare_map.exports.envelope import ENVELOPE_KEYS
from welfare_map.register import current
from welfare_map.settings import Settings, current_settings
from welfare_map.snapshot import Snapshot

LEGNANO = ["--lon", "8.918", "--lat", "45.594"]
UPDATE_FROM = ["update", "regione-lombardia-rsa", "--from"]
PROGRAM = "import sys; from welfare_map.cli import main; sys.exit(main(sys.argv[1:]))"


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Read stdout as JSON."""
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture(scope="session")
def open_once() -> Callable[[Settings], Snapshot]:
    """Open the real register and territory once per settings instead of once per command."""
    return functools.cache(current.open_snapshot)


@pytest.fixture
def run(
    real_data_dir: Path,
    open_once: Callable[[Settings], Snapshot],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command on the data folder of this run, offline."""
    monkeypatch.setattr(current, "open_snapshot", open_once)
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(real_data_dir))
    monkeypatch.setenv("WELFARE_MAP_OFFLINE", "on")

    def command(*words: str) -> Outcome:
        current_settings.cache_clear()
        code = main(words)
        out, err = capsys.readouterr()
        current_settings.cache_clear()
        return Outcome(code, out, err)

    return command


def _fine(outcome: Outcome) -> Any:
    assert (outcome.code, outcome.err) == (FINE, "")
    assert list(outcome.json)[: len(ENVELOPE_KEYS)] == list(ENVELOPE_KEYS)
    return outcome.json


# --- the commands of the interface ----------------------------------------------------------------------------------


def test_territory_by_code(run: Run) -> None:
    (row,) = _fine(run("territory", "--code", "012144", "--format", "json"))["rows"]

    assert row["municipality_name"] == "Bardello con Malgesso e Bregano"
    assert (row["province_code"], row["province_short"]) == ("012", "VA")
    assert row["residents"] == 3617
    assert 0 < row["residents_0_2"] < row["residents_75_plus"] < row["residents_65_plus"] < row["residents"]
    assert {"municipality_code", "district_name", "district_office"} <= row.keys()


def test_territory_by_point(run: Run) -> None:
    (row,) = _fine(run("territory", *LEGNANO, "--format", "json"))["rows"]

    assert (row["municipality_code"], row["district_name"]) == ("015118", "Alto Milanese")
    assert row["district_office"].keys() >= {"name", "phone", "email"}
    assert row["district_office"]["phone"] == "+3903311816367"


def test_territory_of_a_whole_level_as_geojson(run: Run) -> None:
    outcome = run("territory", "--level", "district", "--format", "geojson")

    assert (outcome.code, outcome.err, outcome.json["type"]) == (FINE, "", "FeatureCollection")
    assert len(outcome.json["features"]) == 94
    assert {feature["geometry"]["type"] for feature in outcome.json["features"]} <= {"Polygon", "MultiPolygon"}
    assert list(outcome.json["answer"])[: len(ENVELOPE_KEYS) - 1] == list(ENVELOPE_KEYS[1:])


def test_geocode_gives_candidates(run: Run) -> None:
    rows = _fine(run("geocode", "Busto Garolfo", "--format", "json"))["rows"]

    assert "Busto Garolfo" in rows[0]["label"]
    assert {"label", "lon", "lat", "quality"} <= rows[0].keys()


def test_initiatives_are_five_without_the_demonstration_ones(run: Run) -> None:
    real = _fine(run("initiatives", "--format", "json"))
    both = _fine(run("initiatives", "--format", "json", "--include-demo"))

    assert len(real["rows"]) == 5
    assert {"initiative_id", "name", "members", "phases", "municipality_codes", "sources"} <= real["rows"][0].keys()
    assert {"organisation_name", "role"} <= real["rows"][0]["members"][0].keys()
    assert (real["has_demo"], both["has_demo"]) == (False, True)
    assert [row for row in both["rows"] if not row["is_demo"]] == real["rows"]
    assert len(both["rows"]) > 5


def test_practices_are_traced_to_a_paragraph(run: Run) -> None:
    rows = _fine(run("practices", "--format", "json"))["rows"]

    keys = {"practice_id", "title", "themes", "initiative_id", "source_document", "source_paragraph"}
    assert all(keys <= row.keys() for row in rows)
    assert all(row["source_paragraph"] >= 1 and not row["is_demo"] for row in rows)


WAY = ["--home-lon", "8.94", "--home-lat", "45.55", "--work-lon", "8.918", "--work-lat", "45.594"]


def test_commute_comes_by_minutes_added(run: Run) -> None:
    answer = _fine(run("commute", *WAY, "--mode", "car", "--group", "small_children", "--format", "json"))
    added = [(row["added_out_min"], row["added_back_min"], row["added_total_min"]) for row in answer["rows"]]
    assert added
    assert [total for *_, total in added] == sorted(total for *_, total in added)
    assert all(round(out + back, 1) == total for out, back, total in added)
    assert "home_lon" not in answer["parameters"]


SHIFTS = [
    *("fits", "--work-lon", "8.918", "--work-lat", "45.594", "--shift", "Mo-Fr 06:00-14:00"),
    *("--from", "2026-09-01", "--to", "2026-12-31"),
]


def test_fits_says_yes_no_or_unknown_and_why(run: Run) -> None:
    answer = _fine(run(*SHIFTS, "--format", "json"))
    order = ["yes", "unknown", "no"]
    fits = [row["fit"] for row in answer["rows"]]
    assert set(fits) == set(answer["fit_counts"]) == set(order)
    assert max(row["to_work_min"] for row in answer["rows"]) <= 30
    assert fits == sorted(fits, key=order.index)
    assert all(bool(row["reasons"]) == (row["fit"] != "yes") for row in answer["rows"])
    assert answer["parameters"]["shift"] == "Mo-Fr 06:00-14:00"


def test_reach_draws_an_area_per_limit(run: Run) -> None:
    made = run("reach", *LEGNANO, "--mode", "car", "--minutes", "10,20,30", "--format", "geojson").json
    assert [feature["properties"]["limit_min"] for feature in made["features"]] == [10, 20, 30]
    assert {feature["geometry"]["type"] for feature in made["features"]} <= {"Polygon", "MultiPolygon"}


CONSORTIUM = ["consortium", "--kind", "nursery", "--lon", "8.888", "--lat", "45.546", "--minutes", "15"]


def test_consortium_tells_groups_with_their_costs_and_shares(run: Run) -> None:
    answer = _fine(run(*CONSORTIUM, "--format", "json"))
    assert answer["rows"]
    for row in answer["rows"]:
        shares = row["shares"]
        assert [share["organisation_id"] for share in shares] == row["organisation_ids"]
        assert round(sum(share["shapley_eur_per_year"] for share in shares), 2) == row["cost_eur_per_year"]
        assert row["places"] >= 30
        assert {"name", "lon", "lat", "total_min", "worst_min"} <= row["site"].keys()
        assert row["bridge_organisation_id"] in {None, *row["organisation_ids"]}
    assert {row["what"] for row in answer["existing"]} <= {"service", "offer"}


def test_consortium_takes_parameters_firms_and_a_viewer(run: Run) -> None:
    firm = _fine(run(*CONSORTIUM, "--format", "json"))["rows"][0]["organisation_ids"][0]
    written = ["--threshold", "3", "--use-share", "0.02", "--place-cost-eur", "100", "--fixed-cost-eur", "7"]
    named = ["--organisation", firm, "--viewer", firm, "--site", "municipality"]
    answer = _fine(run(*CONSORTIUM, *written, "--capacity", "4", "--fee-eur", "120", *named, "--format", "json"))
    assert {row["basis"] for row in answer["assumptions"]} == {"given", "table"}
    assert all(firm in row["organisation_ids"] for row in answer["rows"])
    first = answer["rows"][0]
    assert first["cost_eur_per_year"] == 100 * first["places"] + 7 * first["structure_count"]
    alone = _fine(run(*CONSORTIUM, "--organisation", firm, "--only", "--format", "json"))
    assert (alone["rows"], alone["bridge"]) == ([], None)


def test_nearby_comes_nearest_first(run: Run) -> None:
    words = ["--mode", "car", "--minutes", "15", "--group", "small_children", "--format", "json"]

    rows = _fine(run("nearby", *LEGNANO, *words))["rows"]

    keys = "service_id name kind municipality_code lon lat distance_m travel_min capacity_accredited is_demo source_id"
    assert {*keys.split(), "retrieved_on", "checked_on"} <= rows[0].keys()
    minutes = [row["travel_min"] for row in rows]
    assert minutes == sorted(minutes)
    assert max(minutes) <= 15


GAROLFO = ["--lon", "8.888", "--lat", "45.546"]
OWN_FIRM = "demo:org-015041-1"


def test_firms_come_nearest_first(run: Run) -> None:
    answer = _fine(run("firms", *GAROLFO, "--minutes", "15", "--format", "json"))
    minutes = [row["travel_min"] for row in answer["rows"]]
    assert minutes == sorted(minutes)
    assert 0 < max(minutes) <= 15
    assert answer["found_count"] == len(minutes) > answer["adherent_count"] > 0
    assert answer["has_demo"] is True
    assert all(row["common"] == [] for row in answer["rows"])
    visible = {one["visibility"] for row in answer["rows"] for one in (*row["needs"], *row["offers"])}
    assert visible == {"public"}


def test_firms_near_a_firm_say_what_they_have_in_common(run: Run) -> None:
    answer = _fine(
        run("firms", "--organisation", OWN_FIRM, "--adherents-only", "--sector", "25.62", "--format", "json")
    )
    assert answer["parameters"]["organisation_id"] == OWN_FIRM
    assert {row["sector_code"] for row in answer["rows"]} == {"25"}
    assert any("Stesso accordo: " in words for row in answer["rows"] for words in row["common"])
    assert OWN_FIRM not in {row["organisation_id"] for row in answer["rows"]}


AGREEMENT = "accordo-pmi-alto-milanese-magentino-abbiatense"
PLAN = ["plan", "--organisations", f"{OWN_FIRM},demo:org-015118-2", "--initiative", AGREEMENT]


def test_a_plan_is_written_as_an_editable_document_in_the_place_of_the_earlier_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "plan.docx"
    first = run(*PLAN, "--output", str(file))
    content = file.read_bytes()
    second = run(*PLAN, "--output", str(file), "--lang", "en")

    assert (first.code, first.err, second.code) == (FINE, "", FINE)
    assert re.fullmatch(rf"{file}: bozza di piano scritta; da completare: \d+ voci, .*\n", first.out)
    assert content.startswith(b"PK")
    assert file.read_bytes() not in {content, b""}
    assert [item.name for item in file.parent.iterdir()] == ["plan.docx"]


def test_a_plan_is_written_as_pages_and_printed_as_json_at_once(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.PDF"
    answer = _fine(
        run(*PLAN, "--measure", "nursery", "--cost", "nursery=900,5", "--output", str(file), "--format", "json")
    )

    assert file.read_bytes().startswith(b"%PDF")
    assert [row["exchange_kind"] for row in answer["rows"]] == ["nursery"]
    assert answer["rows"][0]["cost"]["cost_eur_per_year"] == 900.5
    assert [firm["is_adherent"] for firm in answer["firms"]] == [False, False]
    assert answer["has_demo"] is True
    assert {"part", "what", "of"} == answer["blanks"][0].keys()
    assert {one["organisation_name"] for one in answer["signatures"] if one["party"] == "union"} == {
        "CGIL Camera del Lavoro del Ticino Olona",
        "CISL Milano Metropoli",
        "UR UIL Lombardia Milano",
    }


def test_a_plan_that_cannot_be_written_says_so_and_leaves_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    outcome = run(*PLAN, "--output", str(tmp_path / "file" / "plan.pdf"))

    assert (outcome.code, outcome.out) == (BAD_ARGUMENTS, "")
    assert "non si può scrivere" in outcome.err
    assert [item.name for item in tmp_path.iterdir()] == ["file"]


SHUTTLE = ["shuttle", *(word for n in ("015118-3", "015250-1") for word in ("--organisation", f"demo:org-{n}"))]


def test_shuttle_plans_rounds_together_and_alone(run: Run) -> None:
    answer = _fine(run(*SHUTTLE, "--seats", "16", "--format", "json"))
    assert answer["rows"]
    assert all(row["seats_filled"] <= 16 and row["cost_eur"] is None for row in answer["rows"])
    assert answer["per_year"]["km"] <= answer["per_year_alone"]["km"]
    assert {row["plan_duty"] for row in answer["firms"]} <= {"yes", "no", "unknown"}
    assert all(row["why"] for row in answer["left_out"])


def test_shuttle_takes_parameters_and_prices(run: Run) -> None:
    minutes = ["--longest-ride", "60", "--tolerance", "30", "--margin", "10", "--stop", "2", "--window", "0"]
    people = ["--nearest-km", "0", "--uptake", "0,5", "--people-per-car", "1.2", "--days-per-year", "200"]
    prices = ["--cost-per-km", "2", "--cost-per-hour", "30", "--beta", "0.1", "--seats", "9"]
    answer = _fine(run(*SHUTTLE, *minutes, *people, *prices, "--format", "json"))
    asked = answer["parameters"]
    assert (asked["seats"], asked["uptake_share"], asked["tolerance_min"], asked["window_min"]) == (9, 0.5, 30, 0)
    assert all(row["cost_eur"] > 0 for row in answer["rows"])


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_shuttle_writes_the_sheet_for_a_travel_plan(run: Run, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"pscl.{ending}"
    outcome = run(*SHUTTLE, "--output", str(file))
    assert (outcome.code, outcome.err) == (FINE, "")
    assert file.stat().st_size > 300
    assert run(*SHUTTLE, "--output", str(tmp_path / "pscl.doc")).code == BAD_ARGUMENTS


LEP = ["coverage", "--indicator", "lep_nursery"]
CARE_HOMES = ["coverage", "--indicator", "care_home_places_per_1000_aged_65"]
PRACTICES_COUNT = ["coverage", "--indicator", "practices_count"]
COVERAGE_KEYS = "unit_code unit_name value value_low value_high numerator denominator target status"


@pytest.mark.parametrize("words", [CARE_HOMES, LEP], ids=["care homes", "nurseries"])
def test_coverage_of_provinces_on_demonstration_data_says_so(run: Run, words: list[str]) -> None:
    answer = _fine(run(*words, "--level", "province", "--format", "json"))
    assert len(answer["rows"]) == 13
    for row in answer["rows"]:
        assert set(COVERAGE_KEYS.split()) <= row.keys()
        assert row["status"] == "demonstration"
        assert row["value_low"] <= row["value"] <= row["value_high"]
    assert answer["has_demo"] is True


def test_coverage_without_demonstration_data_knows_nothing_and_says_so(run: Run) -> None:
    rows = _fine(run(*LEP, "--level", "province", "--without-demo", "--format", "json"))["rows"]
    assert {(row["value"], row["value_low"], row["value_high"], row["status"]) for row in rows} == {
        (None, 0, None, "undecidable")
    }


def test_a_figure_of_coverage_is_opened(run: Run) -> None:
    answer = _fine(run(*CARE_HOMES, "--level", "province", "--code", "015", "--explain", "--format", "json"))
    opened, (row,) = answer["explanation"], answer["rows"]
    assert opened["unit_code"] == "015"
    assert sum(record["counted"] for record in opened["records"]) == row["numerator"]
    assert sum(one["residents"] for one in opened["residents"]) == row["denominator"]
    assert answer["link"] == "/copertura?indicator=care_home_places_per_1000_aged_65&areas=province&unit=015"
    assert "Nessuna legge fissa un livello di posti letto" in answer["legal"]


def test_the_link_of_a_municipality_by_name_opens_it(run: Run) -> None:
    left = _fine(run("access", "--kind", "nursery", "--municipality", "Nosate", "--format", "json"))
    assert left["link"] == "/copertura?view=access&services=nursery&within=015155&unit=015155"
    covered = _fine(run(*LEP, "--municipality", "Nosate", "--format", "json"))
    assert "basin=015155" in covered["link"]


@pytest.mark.parametrize("lang", ["it", "en"])
def test_an_opened_figure_of_coverage_is_read_in_the_terminal_too(run: Run, lang: str) -> None:
    asked = (*LEP, "--code", "alto-milanese", "--explain", "--lang", lang)
    answer, table = _fine(run(*asked, "--format", "json")), _unfolded(run(*asked).out)
    opened = answer["explanation"]
    for words in (opened["formula"], opened["filled"], opened["interval"], opened["caveat"], answer["link"]):
        assert _unfolded(words) in table
    for record in opened["records"]:
        assert all(_unfolded(record[name]) in table for name in ("record_id", "retrieved_on", "licence"))
    assert len(opened["residents"]) == 22
    assert all(_unfolded(one["municipality_name"]) in table for one in opened["residents"])


@pytest.mark.parametrize("lang", ["it", "en"])
def test_an_opened_figure_of_access_is_read_in_the_terminal_too(run: Run, lang: str) -> None:
    asked = ("access", "--kind", "nursery", "--code", "015118", "--explain", "--lang", lang)
    answer, table = _fine(run(*asked, "--format", "json")), _unfolded(run(*asked).out)
    opened, (row,) = answer["explanation"], answer["rows"]
    said = ("filled", "filled_inside", "interval", "threshold", "reached", "caveat")
    for words in (*(opened[name] for name in said), row["disagreement_words"], answer["link"]):
        assert _unfolded(words) in table
    assert answer["services"]
    for service in answer["services"]:
        assert _unfolded(service["record_id"]) in table
    assert _unfolded(answer["services"][0]["licence"]) in table


def _unfolded(words: str) -> str:
    """Return words without spaces and lines of a table, so that it does not matter where a line ends."""
    return re.sub(r"[\s│]+", "", words)


def test_coverage_of_a_group_of_municipalities_is_one_row(run: Run) -> None:
    group = [word for code in ("015118", "015168") for word in ("--municipality", code)]
    (row,) = _fine(run(*LEP, *group, "--format", "json"))["rows"]
    assert (row["unit_code"], row["unit_name"], row["municipality_count"]) == ("basin", "Legnano, Parabiago", 2)


def test_a_municipality_is_asked_for_by_its_name_alone_or_with_its_neighbours(run: Run) -> None:
    (row,) = _fine(run(*LEP, "--municipality", "Nosate", "--format", "json"))["rows"]
    assert (row["unit_code"], row["unit_name"]) == ("015155", "Nosate")
    answer = _fine(run(*LEP, "--municipality", "Nosate", "--with-neighbours", "--format", "json"))
    (around,) = answer["rows"]
    assert answer["municipality_codes"][0] == "015155"
    assert around["municipality_count"] == len(answer["municipality_codes"]) > 2
    assert around["unit_name"] == f"Nosate con i comuni vicini ({around['municipality_count']} in tutto)"
    found = run(*LEP, "--municipality", "Nosate", "--municipality", "Turbigo", "--with-neighbours")
    assert "un solo comune" in found.err


def test_coverage_inside_a_district_has_its_municipalities(run: Run) -> None:
    answer = _fine(run(*LEP, "--within", "Alto Milanese", "--format", "json"))
    assert len(answer["rows"]) == 22


@pytest.mark.parametrize("ending", ["xlsx", "gpkg", "csv", "geojson", "json"])
def test_coverage_is_written_to_a_file_of_the_ending_that_is_asked_for(run: Run, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"coverage.{ending}"
    outcome = run(*LEP, "--level", "province", "--output", str(file))
    assert (outcome.code, outcome.err) == (FINE, "")
    starts = {"xlsx": b"PK", "gpkg": b"SQLite format 3", "csv": b"is_demo,unit_code"}
    assert file.read_bytes().startswith(starts.get(ending, b"{"))


def test_coverage_is_compared_with_an_answer_that_was_kept(run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    run(*LEP, "--level", "province", "--output", str(kept))
    earlier = json.loads(kept.read_text(encoding="utf-8"))
    earlier["rows"][0]["numerator"] /= 2
    kept.write_text(json.dumps(earlier), encoding="utf-8")
    rows = _fine(run(*LEP, "--level", "province", "--since", str(kept), "--format", "json"))["rows"]
    assert rows[0]["change"] == pytest.approx(rows[0]["value"] / 2)
    assert rows[0]["numerator_effect"] == pytest.approx(rows[0]["change"])
    assert {row["change"] for row in rows[1:]} == {0}
    other = run(*CARE_HOMES, "--level", "province", "--since", str(kept))
    assert (other.code, other.out) == (BAD_ARGUMENTS, "")


def test_coverage_is_not_written_to_a_file_of_another_ending(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "coverage.doc"
    assert run(*LEP, "--level", "province", "--output", str(file)).code == BAD_ARGUMENTS
    assert not file.exists()


def test_indicators_of_coverage_are_listed(run: Run) -> None:
    rows = _fine(run("coverage", "--list", "--format", "json"))["rows"]
    codes = {row["code"] for row in rows}
    assert {"lep_nursery", "nursery_places_per_100_aged_0_2", "care_home_places_per_1000_aged_65"} <= codes
    assert all(row["formula"] and row["caveat"] for row in rows)


NEW_NURSERY = ["--add", "nursery:60@8.918,45.594"]


def test_a_new_nursery_in_legnano_adds_its_places_everywhere_above_it(run: Run) -> None:
    answer = _fine(run("whatif", *NEW_NURSERY, "--format", "json"))
    rows = {(row["indicator"], row["part"]): row for row in answer["rows"] if row["part"] != "neighbour"}
    for part, name in (("touched", "Legnano"), ("district", "Alto Milanese"), ("province", "Milano")):
        row = rows["lep_nursery", part]
        assert row["unit_name"] == name
        assert row["after"]["numerator"] - row["before"]["numerator"] == 60
        assert row["after"]["status"] == "demonstration"
    assert answer["rows"][0]["is_changed"] is True
    gains = {row["unit_name"]: row["difference"] for row in answer["access"]}
    assert gains["Legnano"] > 0
    assert gains["Canegrate"] > 0
    assert answer["scenarios"][0]["changes"][0]["words"] == "nuovo servizio a Legnano: Asilo nido, 60 posti"
    assert answer["link"] == "/copertura?view=whatif&scenario=add%3Anursery%3A60%408.918%2C45.594"


def test_scenarios_given_whole_are_compared_with_the_one_given_singly(run: Run) -> None:
    others = ("--scenario", "add:care_home:20@8.918,45.594", "--scenario", "population:-5:0-2@Alto Milanese")
    answer = _fine(run("whatif", *NEW_NURSERY, *others, "--format", "json"))
    assert [note["scenario"] for note in answer["scenarios"]] == [1, 2, 3]
    assert len(answer["rows"]) % 3 == 0


SITING = ["siting", "--target", "lep", "--district", "Alto Milanese"]


def test_siting_of_a_district_on_demonstration_data_says_so(run: Run) -> None:
    answer = _fine(run(*SITING, "--format", "json"))
    assert answer["status"] == "demonstration"
    assert answer["sentence"].startswith("Dimostrazione")
    assert answer["places_added"] == sum(row["places_added"] for row in answer["rows"]) > 0
    assert answer["lower_bound"] <= answer["places_added"]
    assert answer["gap_pct"] == pytest.approx(100 * (1 - answer["lower_bound"] / answer["places_added"]), abs=0.01)
    assert answer["bound_at_best"] <= answer["lower_bound"] <= answer["bound_at_worst"]
    assert all(row["sentence"].startswith(f"+{row['places_added']} posti a ") for row in answer["rows"])
    assert [row["rank"] for row in answer["rows"]] == list(range(1, len(answer["rows"]) + 1))
    assert len(answer["areas"]) == 22
    assert answer["has_demo"] is True


def test_a_village_is_told_the_address_of_its_district_s_plan_with_all_that_was_asked(run: Run) -> None:
    asked = ("--minutes", "20", "--figure", "25", "--capacities", "least", "--without-demo")
    done = run("siting", "--target", "lep", "--municipality", "Nosate", *asked)
    assert done.code == FINE
    assert "Da solo non conviene: a Nosate" in " ".join(done.out.split())
    (address,) = (word for word in done.out.split() if word.startswith("/copertura?"))
    assert parse_qs(urlsplit(address).query) == {
        "view": ["siting"],
        "within": ["alto-milanese"],
        "ends": ["least"],
        "real": ["true"],
        "seek_min": ["20"],
        "figure": ["25"],
    }


# --- forms and languages --------------------------------------------------------------------------------------------

QUESTIONS = [
    pytest.param(["nearby", *LEGNANO, "--kind", "care_home"], id="nearby"),
    pytest.param(["commute", *WAY, "--group", "elders"], id="commute"),
    pytest.param([*SHIFTS, "--minutes", "20"], id="fits"),
    pytest.param(["reach", *LEGNANO], id="reach"),
    pytest.param(["territory", "--code", "015"], id="territory"),
    pytest.param(["practices", *LEGNANO], id="practices"),
    pytest.param(["initiatives", "--include-demo"], id="initiatives"),
    pytest.param(["monitoring", "--include-demo"], id="monitoring"),
    pytest.param(["compare", "--service", "demo:nursery-012002-1", *LEGNANO], id="compare"),
    pytest.param(["firms", *GAROLFO, "--organisation", OWN_FIRM], id="firms"),
    pytest.param(["desk", "--home-code", "015118", "--work-code", "015046"], id="desk"),
    pytest.param(CONSORTIUM, id="consortium"),
    pytest.param([*PLAN, "--measure", "nursery", "--viewer", OWN_FIRM], id="plan"),
    pytest.param(SHUTTLE, id="shuttle"),
    pytest.param(["exchange", "--lon", "9.19", "--lat", "45.46", "--minutes", "45"], id="exchange"),
    pytest.param(["adhering", "--initiative", "cremona-smartnetwork"], id="adhering"),
    pytest.param([*LEP, "--level", "province"], id="coverage"),
    pytest.param(["coverage", "--list"], id="indicators of coverage"),
    pytest.param([*LEP, "--level", "region", "--project-to", "2027"], id="projection of coverage"),
    pytest.param(["whatif", *NEW_NURSERY], id="whatif"),
    pytest.param(SITING, id="siting"),
    pytest.param(["siting", "--target", "enterprise", "--district", "Alto Milanese"], id="new enterprises"),
    pytest.param(["layers"], id="layers"),
    pytest.param(["geocode", "Legnano"], id="geocode"),
]


@pytest.mark.parametrize("words", QUESTIONS)
def test_json_csv_geojson_and_table_have_the_same_rows(run: Run, words: list[str]) -> None:
    rows = _fine(run(*words, "--format", "json"))["rows"]
    features = run(*words, "--format", "geojson").json["features"]
    cells = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").out)))
    table = run(*words, "--lang", "en")

    outlined = [{name: value for name, value in row.items() if name != "geometry_wkt"} for row in rows]
    assert [feature["properties"] for feature in features] == outlined
    assert len(cells) == len(rows) > 0
    assert (table.code, table.err) == (FINE, "")
    assert len(table.out.splitlines()) > len(rows)


def test_sentences_follow_the_language_and_numbers_too(run: Run) -> None:
    italian = _fine(run("territory", "--code", "015118", "--format", "json"))["sentence"]
    english = _fine(run("territory", "--code", "015118", "--format", "json", "--lang", "en"))["sentence"]

    assert italian.startswith("Legnano: 59.941 residenti")
    assert english.startswith("Legnano: 59,941 residents")


def test_kinds_and_groups_add_up(run: Run) -> None:
    words = ["--group", "disability", "--kind", "family_desk", "--kind", "family_desk", "--format", "json"]

    answer = _fine(run("nearby", *LEGNANO, *words, "--km", "30"))

    assert answer["parameters"]["kinds"] == ["disability_day_centre", "family_desk"]
    assert (answer["parameters"]["limit_min"], answer["parameters"]["limit_km"]) == (None, 30)


# --- bad arguments --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="nothing"),
        pytest.param(["dance"], id="unknown command"),
        pytest.param(["nearby"], id="no workplace"),
        pytest.param(["commute", "--work-lon", "8.9", "--work-lat", "45.6"], id="no home"),
        pytest.param(["commute", *WAY, "--drops", "nobody", "--collects", "nobody"], id="nobody travels"),
        pytest.param(["commute", *WAY, "--drops", "granny"], id="unknown carer"),
        pytest.param([*SHIFTS, "--shift", "lun-ven 6-14"], id="a shift in other words"),
        pytest.param([*SHIFTS, "--to", "2026-08-31"], id="a period that ends before it starts"),
        pytest.param([*SHIFTS, "--from", "settembre"], id="a day in words"),
        pytest.param([*SHIFTS, "--drops", "other", "--collects", "other"], id="somebody else travels"),
        pytest.param([*SHIFTS, "--handover", "soon"], id="a handover in words"),
        pytest.param(["coverage"], id="no indicator"),
        pytest.param(["coverage", "--indicator", "happiness"], id="unknown indicator"),
        pytest.param(["siting"], id="no target"),
        pytest.param([*SITING, "--indicator", "practices_count"], id="siting by what counts no places"),
        pytest.param([*SITING, "--within", "015"], id="two territories"),
        pytest.param(["siting", "--target", "lep", "--district", "015118"], id="a municipality as a district"),
        pytest.param([*SITING, "--least-new", "50"], id="sizes that cannot be made up"),
        pytest.param([*SITING, "--new-place-eur", "1000"], id="one cost alone"),
        pytest.param([*SITING, "--minutes", "0"], id="siting within no time"),
        pytest.param(["siting", "--target", "lep", "--indicator", "care_home_places_per_100_aged_75"], id="no figure"),
        pytest.param([*LEP, "--explain"], id="every figure opened"),
        pytest.param([*LEP, "--places", "empty"], id="unknown places"),
        pytest.param([*LEP, "--project-to", "2020"], id="a projection into the past"),
        pytest.param([*PRACTICES_COUNT, "--project-to", "2030"], id="a projection of a count"),
        pytest.param([*LEP, "--since", "/nowhere.json"], id="a kept answer that is not there"),
        pytest.param([*LEP, "--since", "a.json", "--project-to", "2030"], id="a change and a projection"),
        pytest.param([*LEP, "--by-year", "--project-to", "2030"], id="years past and to come"),
        pytest.param([*LEP, "--by-year"], id="years of a register without lists"),
        pytest.param([*LEP, "--municipality", "015118", "--level", "region"], id="a group and a level"),
        pytest.param(["whatif"], id="nothing imagined"),
        pytest.param(["whatif", "--add", "nursery:60"], id="a new service nowhere"),
        pytest.param(["whatif", "--close", "nobody"], id="a service to close that is not there"),
        pytest.param(["whatif", *NEW_NURSERY, "--places", "empty"], id="a scenario with unknown places"),
        pytest.param(["reach", *LEGNANO, "--minutes", "20,10"], id="limits that do not ascend"),
        pytest.param(["reach", *LEGNANO, "--minutes", "10,,20"], id="a limit that is empty"),
        pytest.param(["nearby", "--lon"], id="option without value"),
        pytest.param(["nearby", "--wings", "2"], id="unknown option"),
        pytest.param(["nearby", "--lon", "east", "--lat", "45"], id="longitude in words"),
        pytest.param(["nearby", "--lon", "nan", "--lat", "45"], id="longitude that is no number"),
        pytest.param(["nearby", "--lon", "2", "--lat", "45"], id="point outside Italy"),
        pytest.param(["nearby", "--lon", "12.5", "--lat", "41.9"], id="point outside the area"),
        pytest.param(["nearby", "--lon", "45.594", "--lat", "8.918"], id="swapped"),
        pytest.param(["nearby", *LEGNANO, "--kind", "castle"], id="unknown kind"),
        pytest.param(["nearby", *LEGNANO, "--kind", "a\nb\x1b[31m"], id="kind with control characters"),
        pytest.param(["nearby", *LEGNANO, "--kind", "x" * 100_000], id="kind of 100 kB"),
        pytest.param(["nearby", *LEGNANO, "--group", "nursery"], id="unknown group"),
        pytest.param(["nearby", *LEGNANO, "--mode", "rocket"], id="unknown mode"),
        *(
            pytest.param(["nearby", *LEGNANO, "--minutes", minutes], id=f"{minutes} minutes")
            for minutes in ("0", "-5", "nan", "inf", "1e9", "ten", "")
        ),
        pytest.param(["nearby", *LEGNANO, "--minutes", "5", "--km", "5"], id="two limits"),
        pytest.param(["nearby", *LEGNANO, "--km", "-1"], id="negative kilometres"),
        pytest.param(["nearby", *LEGNANO, "--max-count", "1.5"], id="half a row"),
        pytest.param(["nearby", *LEGNANO, "--max-count", "0"], id="no row"),
        pytest.param(["nearby", *LEGNANO, "--format", "xml"], id="unknown form"),
        pytest.param(["nearby", *LEGNANO, "--lang", "fr"], id="unknown language"),
        pytest.param(["territory"], id="no territory"),
        pytest.param(["territory", "--code", "999999"], id="unknown code"),
        pytest.param(["territory", "--code", "015", "--level", "region"], id="code of another level"),
        pytest.param(["territory", "--code", "015", *LEGNANO], id="code and point"),
        pytest.param(["territory", "--lon", "9"], id="half a point"),
        pytest.param(["territory", "--level", "continent"], id="unknown level"),
        pytest.param(["practices", "--theme", "golf"], id="unknown theme"),
        pytest.param(["practices", "--initiative", "nowhere"], id="unknown initiative"),
        pytest.param(["initiatives", "--municipality", "1"], id="unknown municipality"),
        pytest.param(["compare"], id="nothing to compare"),
        pytest.param(["firms"], id="neither point nor firm"),
        pytest.param(["firms", "--lon", "8.888"], id="half a point for firms"),
        pytest.param(["firms", "--organisation", "nobody"], id="unknown organisation"),
        pytest.param(["firms", *GAROLFO, "--sector", "04"], id="no ATECO code"),
        pytest.param(["firms", *GAROLFO, "--initiative", "nowhere"], id="firms of an unknown initiative"),
        pytest.param(["firms", *GAROLFO, "--size", "giant"], id="unknown size"),
        pytest.param(["firms", *GAROLFO, "--minutes", "181"], id="firms too far"),
        pytest.param(["desk"], id="nobody's desk"),
        pytest.param(["consortium", "--lon", "8.9", "--lat", "45.5"], id="nothing to share"),
        pytest.param([*CONSORTIUM, "--kind", "errands"], id="a kind that is not shared"),
        pytest.param([*CONSORTIUM, "--only"], id="only, but whom"),
        pytest.param([*CONSORTIUM, "--viewer", "nobody"], id="a viewer that is not there"),
        pytest.param([*CONSORTIUM, "--use-share", "2"], id="more than all employees"),
        pytest.param([*CONSORTIUM, "--site", "moon"], id="unknown sort of site"),
        pytest.param(["plan"], id="nobody's plan"),
        pytest.param(["plan", "--organisations", "nobody"], id="plan of an unknown firm"),
        pytest.param([*PLAN, "--initiative", "nowhere"], id="plan in an unknown frame"),
        pytest.param([*PLAN, "--measure", "castle"], id="unknown measure"),
        pytest.param([*PLAN, "--cost", "nursery=much"], id="a cost that is no number"),
        pytest.param([*PLAN, "--cost", "castle=1"], id="cost of nothing"),
        pytest.param([*PLAN, "--viewer", "nobody"], id="plan seen by nobody"),
        pytest.param([*PLAN, "--output", "plan.odt"], id="a plan in another form"),
        pytest.param([*PLAN, "--minutes", "0"], id="plan without minutes"),
        pytest.param(["geocode"], id="no place"),
        pytest.param(["geocode", "a", "b"], id="two places"),
        pytest.param(["update", "moon"], id="unknown source"),
        pytest.param(["update", "--from", "x.csv"], id="a file for every source"),
        pytest.param(["update", "regione-lombardia-rsa", "--from", "no/such/file.csv"], id="file that is not there"),
        pytest.param(["update", "regione-lombardia-rsa", "--retrieved-on", "2026-08-18"], id="day without a file"),
        pytest.param([*UPDATE_FROM, __file__, "--retrieved-on", "18/08/2026"], id="no day"),
        pytest.param([*UPDATE_FROM, __file__, "--retrieved-on", "9999-01-01"], id="day to come"),
        pytest.param(["check", "--format", "csv"], id="check as CSV"),
        pytest.param(["run", "--port", "0"], id="port 0"),
        pytest.param(["run", "--port", "http"], id="port in words"),
    ],
)
def test_a_bad_argument_is_one_line_on_stderr_and_code_2(run: Run, words: list[str]) -> None:
    outcome = run(*words)

    assert (outcome.code, outcome.out) == (BAD_ARGUMENTS, "")
    assert outcome.err.endswith("\n")
    assert outcome.err.count("\n") == 1
    assert 10 < len(outcome.err) <= LONGEST_ERROR + 2
    assert outcome.err.rstrip("\n").isprintable()
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        pytest.param([], "--mode: «rocket» non esiste; si può scegliere fra walk, cycle, car.\n", id="Italian"),
        pytest.param(
            ["--lang", "en"], '--mode: "rocket" does not exist; choose one of walk, cycle, car.\n', id="English"
        ),
        pytest.param(
            ["--lang=en"], '--mode: "rocket" does not exist; choose one of walk, cycle, car.\n', id="one word"
        ),
    ],
)
def test_an_error_is_in_the_language_that_was_asked(run: Run, words: list[str], line: str) -> None:
    assert run("nearby", *LEGNANO, "--mode", "rocket", *words).err == line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("WELFARE_MAP_AREA", "region:99", id="area of nothing"),
        pytest.param("WELFARE_MAP_AREA", " , ", id="empty area"),
        pytest.param("WELFARE_MAP_DEMO", "maybe", id="switch that is neither"),
    ],
)
def test_a_bad_setting_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    outcome = run("layers")

    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (BAD_ARGUMENTS, "", 1)


# --- administrative commands ----------------------------------------------------------------------------------------


def test_check_prints_the_envelope_and_its_code_says_the_same(run: Run) -> None:
    outcome = run("check", "--format", "json")

    assert outcome.code == (FINE if outcome.json["is_fine"] else FAILED)
    assert list(outcome.json)[: len(ENVELOPE_KEYS)] == list(ENVELOPE_KEYS)
    assert outcome.json["error_count"] == sum(notice["severity"] == "error" for notice in outcome.json["notices"])


@pytest.mark.parametrize(
    ("severities", "is_fine"),
    [
        pytest.param([], True, id="no notice"),
        pytest.param([Severity.WARNING, Severity.INFO], True, id="warnings"),
        pytest.param([Severity.WARNING, Severity.ERROR], False, id="an error"),
    ],
)
def test_a_check_fails_by_an_error_alone(severities: list[Severity], is_fine: bool) -> None:  # noqa: FBT001  # a case
    answer = check_answer(
        [Notice("bad_format", severity, "services", "", "") for severity in severities], {"services": 1}
    )

    assert answer.is_fine is is_fine
    assert answer.sentence.words("it") != answer.sentence.words("en")


def test_a_check_names_the_settings_in_whose_place_pages_say_not_known(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WELFARE_MAP_OPERATOR_NAME", "Comune di Prova")
    answer = run("check", "--format", "json").json
    told = {notice["row"] for notice in answer["notices"] if notice["table"] == "settings"}

    (counted,) = re.findall(r"avvisi\D* (\d+)", answer["sentence"])
    assert int(counted) == len(answer["notices"]) - len(told)
    assert told == {f"WELFARE_MAP_{name}" for name in ("PRIVACY_CONTACT", "ACCESSIBILITY_CONTACT", "ENFORCEMENT_URL")}


def test_a_source_that_cannot_be_reached_fails_with_one_line(run: Run) -> None:
    outcome = run("update", "regione-lombardia-rsa")

    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (FAILED, "", 1)


def test_a_file_of_another_kind_fails_with_one_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "altro.csv"
    file.write_text("colore,numero\nrosso,1\n", encoding="utf-8")

    outcome = run("update", "regione-lombardia-rsa", "--from", str(file))

    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (FAILED, "", 1)


@pytest.fixture
def in_own_folder(
    real_territory: Territory, real_data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> Run:
    """Run a command on a data folder of this test, with what was built for this run and no register."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "built").symlink_to(real_data_dir / "built")
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path / "data"))
    return run


def test_a_check_of_a_named_place_without_a_register_fails_in_one_language(in_own_folder: Run) -> None:
    outcome = in_own_folder("check")
    words = set(re.findall(r"\w+", outcome.out))

    assert (outcome.code, outcome.err) == (FAILED, "")
    assert {"errore", "WELFARE_MAP_DATA_DIR", "Registro"} <= words
    assert words.isdisjoint({"error", "warning", "register_not_found"})


def write_homes(path: Path, count: int, lon: str = "8,918", lat: str = "45,594") -> str:
    """Write a list of care homes in Legnano."""
    names = "COD_STRUTTURA,DENOM_STRUTTURA,DENOM_GESTORE,PUBBLICA_PRIVATA,INDIRIZZO_UBICAZIONE,CAP,"
    names += "COD_ISTAT_COMUNE_UBICAZIONE,TOT_POSTI_AUTORIZZATI,TOT_POSTI_ACCREDITATI,WGS84_X,WGS84_Y"
    cells = f'RSA,ENTE,PRIVATA,"VIA PROVA,1",20025,015118,10,10,"{lon}","{lat}"'
    path.write_text("\n".join([names, *(f"{key},{cells}" for key in range(count))]) + "\n", encoding="utf-8")
    return str(path)


def test_the_summary_says_where_the_day_of_a_file_comes_from(in_own_folder: Run, tmp_path: Path) -> None:
    file = write_homes(tmp_path / "rsa_2026-01-18.csv", 1)
    undated = write_homes(tmp_path / "rsa.csv", 1)
    os.utime(undated, (1_767_312_000, 1_767_312_000))

    assert "2026-01-18 (dal nome del file)" in in_own_folder(*UPDATE_FROM, file).out
    assert "2026-01-02 (dalla data del file)" in in_own_folder(*UPDATE_FROM, undated).out
    said = in_own_folder(*UPDATE_FROM, file, "--retrieved-on", "2026-01-20", "--format", "json", "--lang", "en").json
    assert "2026-01-20 (day given with --retrieved-on)" in said["sentence"]
    assert (said["rows"][0]["retrieved_on"], said["rows"][0]["retrieved_on_from"]) == ("2026-01-20", "operator")


def test_a_list_cut_off_fails_with_one_line_unless_it_is_accepted(in_own_folder: Run, tmp_path: Path) -> None:
    in_own_folder(*UPDATE_FROM, write_homes(tmp_path / "all.csv", 10))
    part = write_homes(tmp_path / "part.csv", 3)

    refused = in_own_folder(*UPDATE_FROM, part)
    accepted = in_own_folder(*UPDATE_FROM, part, "--accept", "--format", "json")

    assert (refused.code, refused.out, refused.err.count("\n")) == (FAILED, "", 1)
    assert "mancano 7 delle 10 righe" in refused.err
    assert (accepted.code, accepted.json["rows"][0]["gone_count"]) == (FINE, 7)


def test_a_list_in_an_unknown_coordinate_system_fails_with_one_line(in_own_folder: Run, tmp_path: Path) -> None:
    outcome = in_own_folder(*UPDATE_FROM, write_homes(tmp_path / "metres.csv", 2, "493594,1", "49001,2"))

    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (FAILED, "", 1)
    assert "Servono gradi" in outcome.err


def test_a_trial_run_prints_the_difference_and_writes_nothing(in_own_folder: Run, tmp_path: Path) -> None:
    file = write_homes(tmp_path / "rsa_2026-01-18.csv", 6)
    first = in_own_folder(*UPDATE_FROM, file, "--dry-run", "--format", "json").json
    again = in_own_folder(*UPDATE_FROM, file, "--dry-run").out

    (row,) = first["rows"]
    assert (first["added"], first["changed"], first["delisted"], first["disagreements"]) == (6, 0, 0, [])
    assert (row["added"], len(row["added_ids"]), row["is_dry_run"]) == (6, 6, True)
    assert first["notices_by_rule"] == row["notices"] == {"shared_coordinates": 6}
    assert "non è stato scritto nulla" in again
    assert "regione-lombardia-rsa:0" in again


def test_a_figure_is_told_year_by_year_from_the_days_of_the_lists(in_own_folder: Run, tmp_path: Path) -> None:
    in_own_folder(*UPDATE_FROM, write_homes(tmp_path / "rsa_2024-01-18.csv", 2))
    in_own_folder(*UPDATE_FROM, write_homes(tmp_path / "rsa_2026-01-18.csv", 3))
    rows = _fine(
        in_own_folder(*CARE_HOMES, "--level", "municipality", "--code", "015118", "--by-year", "--format", "json")
    )
    assert [(row["year"], row["numerator"], row["direction"]) for row in rows["rows"]][:2] == [
        (2024, 20, None),
        (2026, 30, 1),
    ]
    assert "Legnano" in in_own_folder(*CARE_HOMES, "--level", "municipality", "--code", "015118", "--by-year").out


def test_the_history_of_a_record_is_told_and_an_earlier_state_comes_back_and_is_reported_at_the_next_update(
    in_own_folder: Run, tmp_path: Path
) -> None:
    home = "regione-lombardia-rsa:0"
    in_own_folder(*UPDATE_FROM, write_homes(tmp_path / "old.csv", 1))
    newer = write_homes(tmp_path / "new.csv", 1, lat="45,595")
    in_own_folder(*UPDATE_FROM, newer)

    restored = in_own_folder("restore", home, "--revision", "1", "--why", "moved by mistake", "--format", "json").json
    told = in_own_folder("history", home, "--format", "json").json
    report = in_own_folder(*UPDATE_FROM, newer, "--format", "json").json

    assert [(row["number"], row["action"], row["author"], row["role"]) for row in told["rows"]] == [
        (1, "imported", "regione-lombardia-rsa", "source"),
        (2, "changed", "regione-lombardia-rsa", "source"),
        (3, "restored", "operator", "administrator"),
    ]
    assert (told["table"], told["record_id"], restored["rows"]) == ("services", home, told["rows"][2:])
    assert told["rows"][2]["why"] == "moved by mistake"
    assert (told["rows"][1]["before"], told["rows"][1]["after"]) == ({"lat": 45.594}, {"lat": 45.595})
    assert report["disagreements"] == [
        {"table": "services", "record_id": home, "column": "lat", "pinned": 45.594, "source": 45.595}
    ]
    assert "45.595 → 45.594" in in_own_folder("history", home).out
    assert "≠ 45.595" in in_own_folder(*UPDATE_FROM, newer).out


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["history", "nobody"], id="a record that is not there"),
        pytest.param(["restore", "nobody", "--revision", "1"], id="a record to restore that is not there"),
        pytest.param(["restore", "nobody"], id="no revision"),
        pytest.param(["restore", "nobody", "--revision", "first"], id="a revision in words"),
        pytest.param(["history", "nobody", "--table", "castles"], id="no such table"),
    ],
)
def test_a_record_that_cannot_be_told_of_is_one_line(run: Run, words: list[str]) -> None:
    outcome = run(*words)

    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (BAD_ARGUMENTS, "", 1)


def test_the_server_starts_with_this_interpreter_on_the_port_asked() -> None:
    command = server_command("8600", "127.0.0.1")

    assert command[:4] == [sys.executable, "-m", "streamlit", "run"]
    assert Path(command[4]).name == "app.py"
    assert command[5:] == ["--server.port", "8600", "--server.address", "127.0.0.1"]
    assert len(server_command(None, None)) == 5


# --- the process ----------------------------------------------------------------------------------------------------


def test_help_loads_no_heavy_room() -> None:
    words = (
        "from welfare_map.cli import main; main(['nearby', '--help']); import sys; sys.exit('pandas' in sys.modules)"
    )

    finished = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=False)

    assert (finished.returncode, finished.stderr) == (0, "")
    assert "--minutes" in finished.stdout


def test_output_is_utf_8_and_a_reader_who_leaves_is_no_error(real_data_dir: Path) -> None:
    environment = {**os.environ, "WELFARE_MAP_DATA_DIR": str(real_data_dir), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-c", PROGRAM, "initiatives", "--include-demo", "--format", "json"]

    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        head = process.stdout.read(20_000)
        process.stdout.close()
        complaint = process.stderr.read()
        code = process.wait()

    assert "à" in head.decode("utf-8", errors="ignore")
    assert (code, complaint) == (FINE, b"")


# --- the documentation ----------------------------------------------------------------------------------------------

DOCUMENTED = {
    "The envelope": (model.Answer, model.SourceNote, Notice),
    "nearby": (model.NearbyRow, model.NearbyAnswer),
    "fits": (model.FitsRow, model.FitsAnswer, model.FitReason, model.WeekdayFit, model.Stretch),
    "cost": (model.CostRow, model.CostAnswer, model.BenefitRow, model.FeeBandRow),
    "territory": (model.TerritoryRow, model.TerritoryAnswer, model.KindCount, model.OfficeRow),
    "initiatives": (
        model.InitiativeRow,
        model.InitiativesAnswer,
        model.MemberRow,
        model.StepRow,
        model.DocumentRow,
    ),
    "practices": (model.PracticeRow, model.PracticesAnswer),
    "monitoring": (model.MonitoringRow, model.MonitoringAnswer),
    "coverage": (
        model.CoverageRow,
        model.CoverageAnswer,
        model.TargetNote,
        model.CallRow,
        model.SettledArea,
        model.Explanation,
        model.UsedRecord,
        model.UsedResidents,
        model.IndicatorRow,
        model.IndicatorsAnswer,
        model.ChangeRow,
        model.ChangeAnswer,
        model.ProjectionRow,
        model.SeriesRow,
        model.SeriesAnswer,
        model.ProjectionAnswer,
    ),
    "whatif": (
        model.WhatifRow,
        model.WhatifAnswer,
        model.ScenarioFigure,
        model.ScenarioNote,
        model.ChangeNote,
        model.AccessChange,
    ),
    "siting": (
        model.SitingRow,
        model.SitingAnswer,
        model.ServedArea,
        model.NearFirms,
        model.SitingArea,
        model.SitingParameter,
    ),
    "brief": (
        model.BriefFigure,
        model.BriefRecord,
        model.BriefMunicipality,
        model.BriefCall,
        model.BriefNamed,
        model.BriefPart,
        model.BriefLine,
        model.BriefTable,
        model.BriefAnswer,
    ),
    "exchange-counts": (model.ExchangeCountRow, model.ExchangeCountsAnswer),
    "layers": (model.LayerRow, model.LayersAnswer),
    "geocode": (model.PlaceRow, model.PlaceAnswer),
    "sources": (CatalogueRow, CatalogueAnswer),
    "update": (UpdateRow, UpdateAnswer, DisplacedRow, DisagreementRow),
    "history": (HistoryRow, HistoryAnswer),
    "user": (AccountRow, AccountsAnswer, LinkRow, LinkAnswer),
    "check": (CheckAnswer,),
}


@pytest.mark.parametrize("section", list(DOCUMENTED))
def test_every_json_key_is_documented_in_its_section(section: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`(\w+)`", page.split(f"\n## {section}\n")[1].split("\n## ")[0]))

    keys = {field.name for kind in DOCUMENTED[section] for field in fields(kind)}

    envelope_keys = set() if section == "The envelope" else set(ENVELOPE_KEYS)
    of_services = set() if section == "nearby" else {field.name for field in fields(model.ServiceRow)}
    assert keys - envelope_keys - of_services - words == set()


def test_every_command_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")

    assert [name for name in get_command(app).commands if f"| `{name}` |" not in page] == []  # type: ignore[attr-defined]


NAMED = {"ID,ID": "demo:org-015250-1,demo:org-015118-3", "ID": "accordo-pmi-alto-milanese-magentino-abbiatense"}
"""What stands in the place of the identifiers that the README leaves to its reader."""


def test_every_question_of_the_readme_is_answered_as_it_stands_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    lines = page.split("## Every question without a browser")[1].split("```")[1].strip().splitlines()
    monkeypatch.chdir(tmp_path)
    asked = [[NAMED.get(word, word) for word in shlex.split(line)[1:]] for line in lines]
    assert len(asked) > 10
    told = {" ".join(words): run(*words) for words in asked}
    assert {words: one.err for words, one in told.items() if one.code != FINE or not one.out} == {}
    assert {path.name for path in tmp_path.iterdir()} == {"plan.docx", "scheda.docx"}
