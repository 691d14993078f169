from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import ServiceKind
from geodata.tables import CONTRACTS, conform
from welfare_map.register.history.pins import row_ids
from welfare_map.register.upkeep.scores import CRITERIA, SCORE, Seen, scores, vouched_on

TODAY = date(2026, 11, 22)
MakeService = Callable[..., Mapping[str, Any]]


def seen_of(table: str, rows: Sequence[Mapping[str, Any]], **known: Any) -> Seen:
    conformed = conform(pd.DataFrame(list(rows)), CONTRACTS[table])
    return Seen(rows=conformed, ids=row_ids(conformed, table), as_of_on=TODAY, **known)


def marks_of(row: Mapping[str, Any], table: str = "services", **known: Any) -> dict[str, Any]:
    judged = scores(table, seen_of(table, [row], **known))
    cells = {str(name): None if pd.isna(cell) else cell for name, cell in judged.iloc[0].items()}
    return {name: cell if name == SCORE or cell is None else bool(cell) for name, cell in cells.items()}


def test_a_complete_card_has_the_full_score(make_service: MakeService) -> None:
    row = make_service(
        "a",
        (5, 5),
        phone="+390000000001",
        provider_name="Comune di Uno",
        opening_hours="Mo-Fr 08:00-16:00",
        capacity_accredited=10,
        min_age_months=3,
    )
    assert marks_of(row)[SCORE] == 1


def test_the_score_is_the_share_of_the_criteria_that_apply(make_service: MakeService) -> None:
    marks = marks_of(make_service("a", (5, 5)))
    assert {name for name, holds in marks.items() if holds is True} == {
        *("has_position", "has_precise_position", "is_recent", "has_no_open_notice")
    }
    assert {name for name, holds in marks.items() if holds is False} == {
        *("has_contact", "has_provider", "has_hours", "has_capacity", "has_ages")
    }
    assert marks["has_living_site"] is None
    assert marks[SCORE] == pytest.approx(4 / 9)


@pytest.mark.parametrize(
    ("cells", "criterion", "expected"),
    [
        pytest.param({"position_quality": "municipality"}, "has_precise_position", False, id="area is not precise"),
        pytest.param({"position_quality": "none"}, "has_precise_position", None, id="precision of nothing"),
        pytest.param({"position_quality": "none"}, "has_position", False, id="no position"),
        pytest.param({"email": "nido@example.org"}, "has_contact", True, id="a mailbox is a contact"),
        pytest.param({"kind": "care_home"}, "has_hours", None, id="a care home is always open"),
        pytest.param({"kind": "family_clinic"}, "has_hours", False, id="a clinic has hours"),
        pytest.param({"kind": "family_clinic"}, "has_capacity", None, id="a clinic has no places"),
        pytest.param({"kind": "care_home"}, "has_ages", None, id="a care home has no ages"),
        pytest.param({"max_age_months": 36}, "has_ages", True, id="one age is enough"),
        pytest.param({"capacity_authorised": 0}, "has_capacity", True, id="zero places are known places"),
        pytest.param({"retrieved_on": "2025-11-22"}, "is_recent", True, id="a year ago to the day"),
        pytest.param({"retrieved_on": "2025-11-21"}, "is_recent", False, id="a year and a day ago"),
        pytest.param({"retrieved_on": "2026-11-01", "checked_on": "2024-01-01"}, "is_recent", False, id="read since"),
        pytest.param({"retrieved_on": "2026-11-01", "modified_on": "2024-01-01"}, "is_recent", False, id="not touched"),
        pytest.param({"checked_on": "2024-01-01", "modified_on": "2026-01-01"}, "is_recent", True, id="edited since"),
        pytest.param({"retrieved_on": None}, "is_recent", None, id="no day at all"),
    ],
)
def test_each_criterion_holds_fails_or_does_not_apply(
    make_service: MakeService,
    cells: dict[str, Any],
    criterion: str,
    expected: bool | None,  # noqa: FBT001  # a case
) -> None:
    assert marks_of(make_service("a", (5, 5), **cells))[criterion] is expected


@pytest.mark.parametrize("known", [{"noticed_ids": frozenset({"toy:a"})}, {"reported_ids": frozenset({"toy:a"})}])
def test_a_notice_and_a_report_count_against_their_own_record(
    make_service: MakeService, known: dict[str, frozenset[str]]
) -> None:
    assert marks_of(make_service("a", (5, 5)), **known)["has_no_open_notice"] is False
    assert marks_of(make_service("b", (5, 5)), **known)["has_no_open_notice"] is True


def test_a_site_counts_only_after_a_check(make_service: MakeService) -> None:
    row = make_service("a", (5, 5), website="https://nido.example")
    urls = frozenset({"https://nido.example"})
    assert marks_of(row)["has_living_site"] is None
    assert marks_of(row, checked_urls=urls)["has_living_site"] is True
    assert marks_of(row, checked_urls=urls, dead_urls=urls)["has_living_site"] is False


def test_sector_and_size_are_asked_of_firms_alone(make_row: Callable[..., dict[str, Any]]) -> None:
    def row(kind: str, **cells: str) -> dict[str, Any]:
        named = {"organisation_id": "a", "organisation_name": "A", "organisation_kind": kind}
        return make_row("a", **named, position_quality="none", **cells)

    assert marks_of(row("union"), "organisations")["has_sector_and_size"] is None
    assert marks_of(row("company"), "organisations")["has_sector_and_size"] is False
    whole = row("company", sector_code="88", size_class="small")
    assert marks_of(whole, "organisations")["has_sector_and_size"] is True


@pytest.mark.parametrize("table", CRITERIA)
def test_a_table_without_rows_has_no_scores(table: str) -> None:
    empty = pd.DataFrame(columns=list(CONTRACTS[table].column_names))
    rows = conform(empty, CONTRACTS[table])
    judged = scores(table, Seen(rows=rows, ids=rows[CONTRACTS[table].key[0]], as_of_on=TODAY))
    assert len(judged) == 0
    assert judged.columns[-1] == SCORE


@settings(max_examples=15)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(list(ServiceKind)),
                "position_quality": st.sampled_from(["exact", "place", "none"]),
                "phone": st.sampled_from([None, "+390000000001"]),
                "opening_hours": st.sampled_from([None, "24/7"]),
            }
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_score_is_the_mean_of_its_marks_whoever_stands_beside(rows: list[dict[str, Any]]) -> None:
    base = {"name": "a", "source_id": "toy", "licence": "MIT", "retrieved_on": "2026-11-01", "is_demo": "false"}
    full = [{**base, "service_id": str(at), "source_key": str(at), **row} for at, row in enumerate(rows)]
    together = scores("services", seen_of("services", full))
    for at, row in enumerate(full):
        alone = scores("services", seen_of("services", [row])).iloc[0]
        marks = [bool(cell) for name, cell in alone.items() if name != SCORE and not pd.isna(cell)]
        assert alone[SCORE] == pytest.approx(sum(marks) / len(marks))
        assert together[SCORE].iloc[at] == pytest.approx(alone[SCORE])


DAYS = st.none() | st.dates(date(2020, 1, 1), TODAY).map(date.isoformat)


@given(st.lists(st.tuples(DAYS, DAYS, DAYS), min_size=1, max_size=5))
def test_the_age_counts_from_the_last_check_or_change_and_else_from_the_reading(
    days: list[tuple[str | None, str | None, str | None]],
) -> None:
    rows = pd.DataFrame(days, columns=["checked_on", "modified_on", "retrieved_on"]).astype("string")
    expected = [max((day for day in row[:2] if day), default=row[2]) for row in days]
    assert [None if pd.isna(day) else day for day in vouched_on(rows)] == expected
