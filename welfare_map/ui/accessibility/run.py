"""
The last run of the accessibility tests, and the state of conformity that follows from it.

``make accessibility`` writes ``last_run.json``. ``assessed.toml`` is written by hand: criteria that the
developers judged. Nobody writes the state of conformity: it is computed.
"""

import json
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

RUN_PATH: Final = Path(__file__).with_name("last_run.json")
ASSESSED_PATH: Final = Path(__file__).with_name("assessed.toml")
CRITERIA: Final = {
    **dict.fromkeys(("1.1.1", "1.2.1", "1.2.2", "1.2.3", "1.3.1", "1.3.2", "1.3.3", "1.4.1", "1.4.2"), "A"),
    **dict.fromkeys(("2.1.1", "2.1.2", "2.1.4", "2.2.1", "2.2.2", "2.3.1", "2.4.1", "2.4.2", "2.4.3", "2.4.4"), "A"),
    **dict.fromkeys(("2.5.1", "2.5.2", "2.5.3", "2.5.4", "3.1.1", "3.2.1", "3.2.2", "3.3.1", "3.3.2"), "A"),
    **dict.fromkeys(("4.1.1", "4.1.2"), "A"),
    **dict.fromkeys(("1.2.4", "1.2.5", "1.3.4", "1.3.5", "1.4.3", "1.4.4", "1.4.5", "1.4.10", "1.4.11"), "AA"),
    **dict.fromkeys(("1.4.12", "1.4.13", "2.4.5", "2.4.6", "2.4.7", "3.1.2", "3.2.3", "3.2.4", "3.3.3"), "AA"),
    **dict.fromkeys(("3.3.4", "4.1.3"), "AA"),
}
"""Success criteria of levels A and AA of WCAG 2.1 (W3C Recommendation, 5 June 2018), which EN 301 549 takes up."""


class Outcome(StrEnum):
    """What the developers found of a criterion, by trying and reading."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


class Conformity(StrEnum):
    """The three states of the model statement of Implementing Decision (EU) 2018/1523."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Fault:
    """
    A rule that an element breaks.

    Parameters
    ----------
    rule, element
        Name of the rule; selector of the element, or what was found.
    state, document, lang, width_px, scheme
        Where: code of the state, ``page`` or ``map``, language, width in pixels, ``light`` or ``dark``.
    """

    rule: str
    element: str
    state: str
    document: str
    lang: str
    width_px: int
    scheme: str


@dataclass(frozen=True, slots=True)
class StateLooks:
    """How one state of a page was looked at: how often, in which languages, widths (pixels) and colours."""

    look_count: int
    langs: tuple[str, ...]
    widths_px: tuple[int, ...]
    schemes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """
    One run of the accessibility tests.

    Parameters
    ----------
    tested_on
        Day of the run.
    versions
        Program -> version: ``axe``, ``chromium``.
    rules
        Every rule that was asked -> criteria of WCAG 2.1 that it looks at.
    own_rules
        Those of the rules that are ours and not axe's.
    states
        Code of a state -> how it was looked at.
    answer_count
        How often a rule found something to judge in a document.
    undecided
        Rule of axe -> states in which it cannot decide.
    faults
        Every rule that was broken.
    failed_count
        Tests that failed: what they look at was not, or not fully, looked at.
    """

    tested_on: date
    versions: Mapping[str, str]
    rules: Mapping[str, tuple[str, ...]]
    own_rules: tuple[str, ...]
    states: Mapping[str, StateLooks]
    answer_count: int
    undecided: Mapping[str, tuple[str, ...]]
    faults: tuple[Fault, ...]
    failed_count: int

    @property
    def look_count(self) -> int:
        """How often a document was looked at."""
        return sum(looks.look_count for looks in self.states.values())

    @property
    def broken_criteria(self) -> frozenset[str]:
        """Criteria that a broken rule looks at."""
        return frozenset(criterion for fault in self.faults for criterion in self.rules[fault.rule])

    def rules_of(self, criterion: str) -> tuple[str, ...]:
        """Return the rules that look at a criterion."""
        return tuple(rule for rule, criteria in self.rules.items() if criterion in criteria)


def conformity(
    run: Run, assessed: Mapping[str, Outcome], known_states: Collection[str], known_faults: Collection[str]
) -> Conformity:
    """
    Return what may be said of the application.

    Rules find faults and prove nothing: it conforms where the run found no fault and left nothing out, and every
    criterion that applies has been judged as met. It does not conform where half of the criteria or more are broken.

    Parameters
    ----------
    run
        The last run of the tests.
    assessed
        Criterion -> what was found; those that nobody judged are not there.
    known_states
        States that a run has to look at.
    known_faults
        What is known not to be accessible although no rule looks at it.
    """
    broken = run.broken_criteria | {criterion for criterion, found in assessed.items() if found is Outcome.NOT_MET}
    if 2 * len(broken) >= len(CRITERIA):
        return Conformity.NONE
    is_complete = not run.failed_count and set(known_states) <= set(run.states) and set(CRITERIA) <= set(assessed)
    has_faults = bool(run.faults or broken or known_faults)
    return Conformity.FULL if is_complete and not has_faults else Conformity.PARTIAL


def read_run(path: Path = RUN_PATH) -> Run:
    """Return the last run."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Run(
        tested_on=date.fromisoformat(kept["tested_on"]),
        versions=kept["versions"],
        rules={rule: tuple(criteria) for rule, criteria in kept["rules"].items()},
        own_rules=tuple(kept["own_rules"]),
        states={state: _looks(looks) for state, looks in kept["states"].items()},
        answer_count=kept["answer_count"],
        undecided={rule: tuple(states) for rule, states in kept["undecided"].items()},
        faults=tuple(Fault(**fault) for fault in kept["faults"]),
        failed_count=kept["failed_count"],
    )


def write_run(run: Run, path: Path = RUN_PATH) -> None:
    """Keep a run, in a form whose differences can be read."""
    kept = {**asdict(run), "tested_on": run.tested_on.isoformat()}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_assessed(path: Path = ASSESSED_PATH) -> dict[str, Outcome]:
    """Return criterion -> what the developers found."""
    kept = tomllib.loads(path.read_text(encoding="utf-8"))
    return {criterion: Outcome(row["outcome"]) for criterion, row in kept.items()}


def _looks(kept: Mapping[str, object]) -> StateLooks:
    return StateLooks(**{name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()})  # type: ignore[arg-type]
