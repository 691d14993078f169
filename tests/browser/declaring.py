"""
Run the tests that look at states of pages and keep the summary that the declaration of accessibility is drawn from.

``python tests/browser/declaring.py``, or ``make accessibility``. The summary is written whatever the tests find: it is
in it. The exit code is that of the tests.
"""

import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from welfare_map.ui.accessibility.run import Fault, Run, StateLooks, write_run

ROOT: Final = Path(__file__).parents[2]
PYTEST: Final = (
    *(sys.executable, "-m", "pytest", "-m", "accessibility", "tests/browser"),
    *("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"),
)
WHERE: Final = ("state", "document", "lang", "width_px", "scheme")


def main() -> int:
    """Run the tests, sum up, and return the exit code of the tests."""
    with tempfile.TemporaryDirectory() as kept:
        folder, report = Path(kept) / "looks", Path(kept) / "tests.xml"
        command = [*PYTEST, "--accessibility-to", str(folder), f"--junit-xml={report}"]
        ended = subprocess.run(command, cwd=ROOT, check=False)
        parts = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
        run = summary(parts, failed_count=_failed_count(report))
    write_run(run)
    counts = f"{len(run.states)} states, {run.look_count} looks, {len(run.faults)} faults"
    sys.stdout.write(f"{counts}, {run.failed_count} failed tests\n")
    return ended.returncode


def summary(parts: Iterable[Mapping[str, Any]], *, failed_count: int) -> Run:
    """
    Sum up what the processes of one run looked at.

    Parameters
    ----------
    parts
        What ``examining.write_looks`` wrote, one for each process.
    failed_count
        Tests that failed.
    """
    rules: dict[str, tuple[str, ...]] = {}
    own_rules: set[str] = set()
    versions: dict[str, str] = {}
    looks: list[Mapping[str, Any]] = []
    for part in parts:
        rules |= {rule: tuple(criteria) for rule, criteria in part["rules"].items()}
        own_rules |= set(part["own_rules"])
        versions |= part["versions"]
        looks += part["looks"]
    undecided = defaultdict(set)
    for look in looks:
        for rule in look["undecided"]:
            undecided[rule].add(look["state"])
    return Run(
        tested_on=datetime.now(UTC).date(),
        versions=versions,
        rules=dict(sorted(rules.items())),
        own_rules=tuple(sorted(own_rules)),
        states={state: _looks(state, looks) for state in sorted({look["state"] for look in looks})},
        answer_count=sum(len(look["passed"]) + len(look["undecided"]) + len(_broken(look)) for look in looks),
        undecided={rule: tuple(sorted(states)) for rule, states in sorted(undecided.items())},
        faults=tuple(sorted({fault for look in looks for fault in _faults(look)}, key=_order)),
        failed_count=failed_count,
    )


def _looks(state: str, looks: Sequence[Mapping[str, Any]]) -> StateLooks:
    ours = [look for look in looks if look["state"] == state]
    return StateLooks(
        look_count=len(ours),
        langs=tuple(sorted({look["lang"] for look in ours})),
        widths_px=tuple(sorted({look["width_px"] for look in ours if look["document"] == "page"})),
        schemes=tuple(sorted({look["scheme"] for look in ours}, reverse=True)),
    )


def _broken(look: Mapping[str, Any]) -> set[str]:
    return {rule for rule, _ in look["faults"]}


def _faults(look: Mapping[str, Any]) -> list[Fault]:
    where = {name: look[name] for name in WHERE}
    return [Fault(rule=rule, element=element, **where) for rule, element in look["faults"]]


def _order(fault: Fault) -> tuple[str, ...]:
    return (fault.rule, fault.state, fault.lang, str(fault.width_px), fault.scheme, fault.element)


def _failed_count(report: Path) -> int:
    """Return how many tests failed; a run without a report failed before it began."""
    if not report.exists():
        return 1
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314  # written by our own run a moment ago
    return sum(int(suite.get(name, "0")) for suite in suites for name in ("failures", "errors"))


if __name__ == "__main__":
    sys.exit(main())
