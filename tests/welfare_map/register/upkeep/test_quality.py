from datetime import date

import pytest
import sqlalchemy as sa

from geodata.notices import Notice, Severity
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import Saved, confirm, save
from welfare_map.register.history.reports import report_mistake
from welfare_map.register.sql.curation import LINK_CHECKS
from welfare_map.register.sql.database import writing
from welfare_map.register.sql.repository import RunRow, replace_notices, write_run
from welfare_map.register.upkeep.quality import (
    CriterionShare,
    Known,
    NoticeCount,
    averages,
    criterion_shares,
    disagreement_counts,
    judged,
    known_sources,
    last_runs,
    notice_counts,
    read_known,
)
from welfare_map.snapshot import Snapshot

ADMIN = Actor("operator", Role.ADMINISTRATOR)


def notice(rule: str, row: str, detail: str) -> Notice:
    return Notice(rule, Severity.WARNING, "services", row, detail)


def test_without_notices_nothing_is_counted(engine: sa.Engine) -> None:
    assert notice_counts(engine) == ()


def test_notices_are_counted_by_source_and_rule_most_frequent_first(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        replace_notices(connection, "manual", [notice("rare", "c", "3")])
        replace_notices(
            connection, "demo", [notice("rare", "c", "3"), notice("often", "a", "1"), notice("often", "b", "2")]
        )
    counted = [(item.source_id, item.rule, item.count) for item in notice_counts(engine)]
    assert counted == [("demo", "often", 2), ("demo", "rare", 1), ("manual", "rare", 1)]


def test_the_example_is_one_notice_and_not_pieces_of_two(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        replace_notices(connection, "demo", [notice("odd", "z", "first"), notice("odd", "a", "second")])
    assert notice_counts(engine) == (NoticeCount("demo", "odd", 2, "z", "first"),)


# --- runs, disagreements, scores --------------------------------------------------------------------------------------


def test_the_last_run_of_a_source_is_the_one_that_counts(engine: sa.Engine) -> None:
    runs = [
        RunRow(source_id="demo", started_at="2026-01-01", finished_at="2026-01-01", outcome="succeeded"),
        RunRow(source_id="demo", started_at="2026-02-01", finished_at="2026-02-01", outcome="failed", message="no"),
    ]
    with writing(engine) as connection:
        for run in runs:
            write_run(connection, run)
    assert last_runs(engine) == {"demo": runs[1]}


def test_sources_are_known_whether_or_not_they_have_published_rows(engine: sa.Engine) -> None:
    assert [source.source_id for source in known_sources(engine)] == ["demo", "manual"]


def test_a_pinned_cell_that_its_source_contradicts_is_a_disagreement(engine: sa.Engine) -> None:
    assert disagreement_counts(engine) == {}
    changes = {"name": "Casa Uno", "phone": "+390331000000"}
    saved = save(
        engine, ADMIN, table="services", record_id="demo:home-uno", changes=changes, seen_number=0, why="telefonata"
    )
    assert isinstance(saved, Saved)
    confirm(engine, ADMIN, table="services", record_id="demo:home-due")
    assert disagreement_counts(engine) == {("services", "name"): 1, ("services", "phone"): 1}


def test_notices_reports_and_dead_sites_are_known_by_record(engine: sa.Engine) -> None:
    report_mistake(engine, table="services", record_id="demo:home-uno", message="chiuso")
    info = Notice("odd", Severity.INFO, "services", "demo:home-due", "")
    with writing(engine) as connection:
        replace_notices(connection, "demo", [notice("rare", "demo:home-cinque", "3"), info])
        for url, outcome in (("http://a", "dead"), ("http://b", "unreachable")):
            row = {"url": url, "outcome": outcome, "checked_at": "2026-11-01T00:00:00+00:00", "detail": ""}
            connection.execute(sa.insert(LINK_CHECKS).values(**row))
    known = read_known(engine)
    assert known.reported == {("services", "demo:home-uno")}
    assert known.noticed == {("services", "demo:home-cinque")}
    assert known.dead_urls == {"http://a"}
    assert known.checked_urls == {"http://a", "http://b"}


def test_averages_put_invented_records_last_and_the_lowest_first(toy_snapshot: Snapshot) -> None:
    rows = judged(toy_snapshot, "services", Known(), as_of_on=date(2026, 9, 15))
    by_kind = averages(rows, "kind")
    assert sum(item.record_count for item in by_kind) == len(rows)
    assert {item.code: item.record_count for item in by_kind}["nursery"] == 6
    assert [item.code for item in by_kind if item.is_demo] == ["integrated_day_centre"]
    assert by_kind[-1].is_demo
    shares = [item.score_share for item in by_kind[:-1]]
    assert shares == sorted(shares)


def test_a_record_of_no_known_district_is_averaged_under_no_name(toy_snapshot: Snapshot) -> None:
    rows = judged(toy_snapshot, "services", Known(), as_of_on=date(2026, 9, 15))
    counts = {(item.code, item.is_demo): item.record_count for item in averages(rows, "district_id")}
    assert counts == {("", False): 1, ("monte", False): 1, ("valle", False): 7, ("valle", True): 1}


def test_shares_of_criteria_count_only_the_records_that_they_apply_to(toy_snapshot: Snapshot) -> None:
    rows = judged(toy_snapshot, "services", Known(), as_of_on=date(2026, 9, 15))
    shares = {item.criterion: item for item in criterion_shares(rows, "services")}
    assert shares["has_position"].applies_count == 10
    assert shares["has_position"].holds_share == pytest.approx(0.8)
    assert shares["has_precise_position"].applies_count == 8
    assert shares["has_living_site"] == CriterionShare("has_living_site", 0, 0.0)
