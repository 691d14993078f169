"""The summary behind the declaration of accessibility is that of today's tests; nobody can write that it conforms."""

import ast
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from declaring import summary
from examining import OWN_RULES

from welfare_map.texts import keys
from welfare_map.ui.accessibility.run import (
    CRITERIA,
    Conformity,
    Fault,
    Outcome,
    Run,
    StateLooks,
    conformity,
    read_assessed,
    read_run,
    write_run,
)
from welfare_map.ui.pages.accessibility import known_states, outcome_of

BROWSER_TESTS = Path(__file__).parents[2] / "browser"
LOOKS = StateLooks(look_count=2, langs=("en", "it"), widths_px=(320, 1280), schemes=("light",))
FAULT = Fault("color-contrast", "p.pale", "one", "page", "it", 320, "light")
CLEAN = Run(
    tested_on=date(2026, 11, 1),
    versions={"axe": "1.2.3", "chromium": "100.0"},
    rules={"color-contrast": ("1.4.3",), "reflow": ("1.4.10",)},
    own_rules=("reflow",),
    states={"one": LOOKS, "two": LOOKS},
    answer_count=8,
    undecided={},
    faults=(),
    failed_count=0,
)
ALL_JUDGED = dict.fromkeys(CRITERIA, Outcome.MET)


def literals() -> set[str]:
    files = sorted(BROWSER_TESTS.glob("test_*.py"))
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_the_summary_has_exactly_the_states_that_have_words_and_that_tests_look_at() -> None:
    again = "the states of the tests have changed: run `make accessibility`"
    assert sorted(read_run().states) == sorted(known_states()), again
    assert set(known_states()) - literals() == set(), "no test looks at these states"


def test_the_summary_has_our_rules_of_today_and_each_has_words() -> None:
    run = read_run()
    assert set(run.own_rules) == set(OWN_RULES), "our rules have changed: run `make accessibility`"
    assert {rule: run.rules[rule] for rule in OWN_RULES} == {rule: (one,) for rule, one in OWN_RULES.items()}
    assert {f"declaration.rule.{rule}" for rule in OWN_RULES} == {
        key for key in keys("it") if ".rule." in key and "decl" in key
    }


def test_every_state_was_looked_at_and_every_one_of_our_rules_found_something_to_judge() -> None:
    run = read_run()
    assert all(looks.look_count and looks.langs and looks.widths_px for looks in run.states.values())
    sections = {
        state for state in run.states if state.startswith(("coverage", "firms_", "desk_", "method", "declaration"))
    }
    both = [state for state in sections if run.states[state].langs == ("en", "it")]
    assert len(both) > 15
    assert {run.states[state].widths_px for state in both} <= {(320, 1280), (320, 375, 1280)}


def test_there_are_fifty_criteria_and_what_rules_look_at_is_among_them() -> None:
    levels = list(CRITERIA.values())
    assert (levels.count("A"), levels.count("AA")) == (30, 20)
    known = {criterion for criteria in read_run().rules.values() for criterion in criteria}
    assert {criterion for criterion in known if criterion not in CRITERIA} <= {"1.4.6", "2.1.3", "2.4.9"}
    assert set(read_assessed()) <= set(CRITERIA)


def test_every_judgement_says_how_it_was_examined_and_nothing_else_does() -> None:
    said = {key.removeprefix("declaration.how.").replace("_", ".") for key in keys("it") if "declaration.how." in key}
    assert said == set(read_assessed())


@pytest.mark.parametrize(
    ("changes", "judged", "expected"),
    [
        pytest.param({}, ALL_JUDGED, Conformity.FULL, id="nothing wrong, all judged"),
        pytest.param({}, {}, Conformity.PARTIAL, id="nothing wrong, nothing judged"),
        pytest.param({"faults": (FAULT,)}, ALL_JUDGED, Conformity.PARTIAL, id="one fault"),
        pytest.param({"failed_count": 1}, ALL_JUDGED, Conformity.PARTIAL, id="a test failed"),
        pytest.param({"states": {"one": LOOKS}}, ALL_JUDGED, Conformity.PARTIAL, id="a state was left out"),
        pytest.param({}, ALL_JUDGED | {"1.1.1": Outcome.NOT_MET}, Conformity.PARTIAL, id="a person says no"),
        pytest.param(
            {"faults": (FAULT,), "rules": {"color-contrast": tuple(CRITERIA)[:25]}},
            ALL_JUDGED,
            Conformity.NONE,
            id="half of the criteria are broken",
        ),
    ],
)
def test_the_state_of_conformity_follows_from_the_run(
    changes: dict[str, Any], judged: dict[str, Outcome], expected: Conformity
) -> None:
    assert conformity(replace(CLEAN, **changes), judged, ("one", "two"), ()) is expected


def test_while_something_is_known_not_to_be_accessible_nothing_conforms() -> None:
    assert conformity(CLEAN, ALL_JUDGED, ("one", "two"), ("documents",)) is Conformity.PARTIAL


def test_a_person_cannot_talk_a_fault_away() -> None:
    assert outcome_of("1.4.3", replace(CLEAN, faults=(FAULT,)), ALL_JUDGED) == "broken"
    assert outcome_of("1.4.3", CLEAN, ALL_JUDGED) == "met"
    assert outcome_of("1.4.3", CLEAN, {}) == "unbroken"
    assert outcome_of("1.1.1", CLEAN, {}) == "unjudged"


def test_a_run_is_kept_and_read_again(tmp_path: Path) -> None:
    run = replace(CLEAN, faults=(FAULT,), undecided={"color-contrast": ("one",)})
    write_run(run, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == run


def test_what_processes_looked_at_is_summed_up_with_every_fault() -> None:
    look = {
        "state": "one",
        "document": "page",
        "lang": "it",
        "width_px": 320,
        "scheme": "light",
        "passed": ["reflow"],
        "undecided": [],
        "faults": [["color-contrast", "p.pale"]],
    }
    wide = {**look, "lang": "en", "width_px": 1280, "passed": [], "undecided": ["color-contrast"], "faults": []}
    part = {"rules": {"color-contrast": ["1.4.3"], "reflow": ["1.4.10"]}, "own_rules": ["reflow"], "versions": {}}
    run = summary([{**part, "looks": [look]}, {**part, "looks": [wide]}], failed_count=1)
    assert run.states == {"one": LOOKS}
    assert (run.answer_count, run.failed_count, run.faults) == (3, 1, (FAULT,))
    assert run.undecided == {"color-contrast": ("one",)}
    assert run.tested_on == datetime.now(UTC).date()
