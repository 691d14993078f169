"""
Monitoring of a toy agreement: two phases with years (2018–2020, 2021–2023), who joined, what was tried, which plans.

The number of each cell can be counted in the rows below.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import InputError
from welfare_map.maps.monitoring_table import monitoring_table
from welfare_map.model import MonitoringAnswer, MonitoringQuery
from welfare_map.questions.monitoring import monitoring
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
FIRM = {"organisation_kind": "company", "position_quality": "none"}
Make = Callable[..., dict[str, Any]]
With = Callable[..., Snapshot]
Cell = tuple[str, str | None, int | None]


def pact(initiative_id: str) -> dict[str, Any]:
    return {"initiative_id": initiative_id, "name": f"Patto <{initiative_id}>", "territory": "province:901"}


PHASES = [
    {
        "initiative_id": "patto",
        "phase_number": number,
        "name_it": f"Fase {number}",
        "name_en": f"Phase {number}",
        "start_year": start,
        "end_year": end,
        "document_id": "paper",
    }
    for number, start, end in ((1, 2018, 2020), (2, 2021, 2023))
]
DOCUMENTS = [
    {"document_id": "paper", "title": "Paper", "language": "it", "published_on": "2019-10-30"},
    {"document_id": "undated", "title": "Undated", "language": "it"},
]


@pytest.fixture(scope="session")
def registered(make_snapshot: With, make_row: Make) -> With:
    """Make a register of two agreements, one of them the demonstration's, with adhesions, practices and plans."""

    def made(
        adhesions: Mapping[str, tuple[str, int | None]],
        practices: Mapping[str, tuple[str | None, str]] | None = None,
        plans: Mapping[str, tuple[str, str, str]] | None = None,
    ) -> Snapshot:
        firms = [*adhesions, "maker"]
        return make_snapshot(
            {
                "documents": DOCUMENTS,
                "initiatives": [make_row("patto", **pact("patto")), make_row("invented", "demo", **pact("invented"))],
                "initiative_phases": [make_row(f"phase{row['phase_number']}", **row) for row in PHASES],
                "organisations": [
                    make_row(name, organisation_id=name, organisation_name=name, **FIRM) for name in firms
                ],
                "adhesions": [
                    make_row(name, organisation_id=name, initiative_id="patto", role=role, since_year=year)
                    for name, (role, year) in adhesions.items()
                ],
                "practices": [
                    make_row(
                        name,
                        practice_id=name,
                        title_it=name,
                        themes="smart_working",
                        initiative_id="patto",
                        phase=phase,
                        document_id=document,
                        paragraph=1,
                    )
                    for name, (phase, document) in (practices or {}).items()
                ],
                "plans": [
                    make_row(
                        name,
                        plan_id=name,
                        title=name,
                        organisation_ids="maker",
                        initiative_id="patto",
                        plan_phase=phase,
                        phase_on=day,
                        visibility=visibility,
                    )
                    for name, (phase, day, visibility) in (plans or {}).items()
                ],
            }
        )

    return made


def ask(snapshot: Snapshot, **asked: Any) -> MonitoringAnswer:
    return monitoring(snapshot, MonitoringQuery(as_of_on=DAY, **asked))


def cells(answer: MonitoringAnswer) -> dict[Cell, int]:
    return {(row.monitored.value, row.phase, row.year): row.count for row in answer.rows if row.count}


@pytest.fixture
def patto(registered: With) -> Snapshot:
    return registered(
        {
            "lead": ("lead", 2018),
            "union": ("signatory", 2018),
            "first": ("member", 2020),
            "second": ("member", 2021),
            "third": ("member", 2021),
            "late": ("member", 2025),
            "undated": ("member", None),
        },
        {"tried": ("experimented", "paper"), "meant": ("proposed", "paper"), "vague": (None, "undated")},
        {
            "draft": ("draft", "2024-05-01", "public"),
            "signed": ("signed", "2024-06-01", "public"),
            "hidden": ("signed", "2024-06-01", "adherents"),
            "counted": ("running", "2024-06-01", "counts"),
        },
    )


def test_each_thing_is_counted_in_its_phase_and_its_year(patto: Snapshot) -> None:
    assert cells(ask(patto)) == {
        ("promoters", "1", 2018): 2,
        ("adherents", "1", 2020): 1,
        ("adherents", "2", 2021): 2,
        ("adherents", None, 2025): 1,
        ("adherents", None, None): 1,
        ("practices", "proposed", 2019): 1,
        ("practices", "experimented", 2019): 1,
        ("practices", None, None): 1,
        ("plans", "draft", 2024): 1,
        ("plans", "signed", 2024): 1,
    }


def test_a_plan_that_is_not_public_is_in_no_count(patto: Snapshot) -> None:
    assert ask(patto).totals["plans"] == 2


def test_rows_go_by_year_and_by_how_far_a_phase_is(patto: Snapshot) -> None:
    practices = [row.phase for row in ask(patto).rows if row.monitored == "practices"]
    assert practices == ["proposed", "experimented", None]
    assert [row.phase for row in ask(patto).rows if row.monitored == "plans"] == ["draft", "signed"]


def test_up_to_a_year_all_of_the_kind_are_counted_that_have_one(patto: Snapshot) -> None:
    adherents = {row.year: row.up_to_count for row in ask(patto).rows if row.monitored == "adherents"}
    assert adherents == {2020: 1, 2021: 3, 2025: 4, None: None}


def test_none_at_all_is_said(registered: With) -> None:
    answer = ask(registered({"lead": ("lead", 2018)}))
    assert [(row.monitored.value, row.count) for row in answer.rows] == [
        ("promoters", 1),
        ("adherents", 0),
        ("practices", 0),
        ("plans", 0),
    ]
    assert answer.sentence.words("it") == (
        "Accordi: 1. Chi promuove o firma: 1; adesioni: 0; buone pratiche: 0; piani pubblici: 0."
    )


def test_demonstration_agreements_are_left_out_unless_asked_for_and_labelled(patto: Snapshot) -> None:
    assert not ask(patto).has_demo
    answer = ask(patto, include_demo=True)
    assert answer.has_demo
    assert {row.initiative_id: row.is_demo for row in answer.rows} == {"patto": False, "invented": True}


def test_one_agreement_alone_and_one_that_is_not_there(patto: Snapshot) -> None:
    assert {row.initiative_id for row in ask(patto, initiative_ids=("patto",)).rows} == {"patto"}
    with pytest.raises(InputError):
        ask(patto, initiative_ids=("nobody",))


ROLES = ("lead", "promoter", "signatory", "partner", "technical_support", "member")


@given(
    joined=st.lists(st.tuples(st.sampled_from(ROLES), st.none() | st.integers(2016, 2026)), max_size=8),
    shift=st.integers(0, 7),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_add_up_to_what_the_register_holds_in_any_order(
    registered: With, joined: list[tuple[str, int | None]], shift: int
) -> None:
    named = {f"o{number}": cell for number, cell in enumerate(joined)}
    turned = dict([*named.items()][shift:] + [*named.items()][:shift])
    answer = ask(registered(named))
    assert answer.totals["adherents"] == sum(role == "member" for role, _ in joined)
    assert answer.totals["adherents"] + answer.totals["promoters"] == len(joined)
    assert cells(ask(registered(turned))) == cells(answer)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_table_has_a_column_for_each_year_and_its_rows_add_up(patto: Snapshot, lang: str) -> None:
    made = monitoring_table(ask(patto).rows, lang)
    heads = ["2018", "2019", "2020", "2021", "2024", "2025"]
    assert [year for year in range(2016, 2027) if f">{year}</th>" in made] == [int(year) for year in heads]
    assert {"it": "Fase 1", "en": "Phase 1"}[lang] in made
    assert "<patto>" not in made
