"""
Plant one defect at a time into a copy of the project, and demand that the test which is there for it fails.

``make planted`` runs it and writes ``docs/planted.md``; the list is ``defects.toml``. First every named test has to
pass without a defect. Then each defect is written in the place of the code that it takes, its test runs alone, and
the code is put back. A test that fails by anything but an assertion (an import error, a fixture that cannot be built)
has not noticed the defect.

``python tests/planted/plant.py WORD`` tries the defects whose promise, name, file or test holds the word, and writes
their rows alone.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Final

ROOT: Final = Path(__file__).parents[2]
LIST: Final = Path(__file__).with_name("defects.toml")
RESULTS: Final = ROOT / "docs" / "planted.md"
LEFT_BEHIND: Final = shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
MOST_COPIES: Final = 2
"""Defects that are tried at the same time: a browser test needs a core."""
LONGEST_S: Final = 900
BY_ASSERTION: Final = ("assert ", "AssertionError", "Failed: DID NOT RAISE", "Failed: DID NOT WARN")
"""How what pytest says of a failed assertion begins."""
NOTICED: Final = "noticed"


@dataclass(frozen=True, slots=True)
class Defect:
    """
    One defect and the test that has to notice it.

    Parameters
    ----------
    check
        What is promised, in words.
    name
        The defect in words.
    file
        Path below the project's folder.
    code, planted
        A piece that stands exactly once in the file, and what takes its place.
    test
        Identifier for pytest.
    """

    check: str
    name: str
    file: str
    code: str
    planted: str
    test: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a defect: ``noticed``, or what happened instead; seconds that the test took with its start."""

    defect: Defect
    outcome: str
    took_s: float


def read_defects() -> tuple[Defect, ...]:
    """Return the list, in its order."""
    given = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return tuple(Defect(check=check, **one) for check, several in given.items() for one in several)


def with_defect(defect: Defect, source: str) -> str:
    """
    Return the text of a file with the defect in it.

    Raises
    ------
    ValueError
        The piece of code does not stand exactly once in it.
    """
    if source.count(defect.code) != 1:
        raise ValueError(f"{defect.name}: its code stands {source.count(defect.code)} times in {defect.file}")
    return source.replace(defect.code, defect.planted)


def copy_of_project(folder: Path) -> Path:
    """Copy the project into a folder, and return where it is."""
    return Path(shutil.copytree(ROOT, folder / "project", ignore=LEFT_BEHIND, symlinks=True))


def run_tests(project: Path, tests: Sequence[str], *options: str) -> tuple[list[str], str]:
    """Run tests of a copy; return each failure as pytest begins to tell it, and the last lines that it printed."""
    with tempfile.TemporaryDirectory(prefix="welfare-map-planted-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "--force-reruns", "0", "--junitxml", str(report), *options]
        environment = {**os.environ, "PYTHONPATH": str(project), "TMPDIR": folder}
        try:
            ended = subprocess.run(
                [*command, "-p", "no:cacheprovider", *tests],
                cwd=project,
                env=environment,
                capture_output=True,
                text=True,
                timeout=LONGEST_S * max(1, len(tests) // 9),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return ["too slow"], ""
        said = "\n".join(ended.stdout.splitlines()[-15:])
        return (list(_failures(report)) if report.exists() else ["no report"]) or ["passed"] * (
            not ended.returncode
        ), said


def _failures(report: Path) -> Iterator[str]:
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314  # pytest wrote it
        for one in (*case.iter("failure"), *case.iter("error")):
            message = one.get("message", "")
            in_teardown = message.partition('failed on teardown with "')[2]
            yield in_teardown or message


def outcome(failures: Sequence[str]) -> str:
    """Tell whether a run noticed its defect."""
    if failures and all(words.startswith(BY_ASSERTION) for words in failures):
        return NOTICED
    return f"not noticed: {'; '.join(words.partition(chr(10))[0][:120] for words in failures) or 'no test ran'}"


def try_defect(project: Path, defect: Defect) -> Tried:
    """Plant a defect into a copy, run its test, put the code back."""
    path, started_s = project / defect.file, time.monotonic()
    whole = path.read_text(encoding="utf-8")
    path.write_text(with_defect(defect, whole), encoding="utf-8")
    try:
        failures, _ = run_tests(project, [defect.test])
    finally:
        path.write_text(whole, encoding="utf-8")
    tried = Tried(defect, outcome(failures), time.monotonic() - started_s)
    sys.stdout.write(f"{tried.took_s:4.0f} s  {defect.name}: {tried.outcome}\n")
    sys.stdout.flush()
    return tried


def try_all(defects: Sequence[Defect]) -> list[Tried]:
    """Try each defect in a copy that no other one is in."""
    count = min(MOST_COPIES, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory(prefix="welfare-map-planted-") as folder, ThreadPoolExecutor(count) as pool:
        free: SimpleQueue[Path] = SimpleQueue()
        for number in range(count):
            free.put(copy_of_project(Path(folder) / str(number)))

        def one(defect: Defect) -> Tried:
            project = free.get()
            try:
                return try_defect(project, defect)
            finally:
                free.put(project)

        return list(pool.map(one, defects))


def require_passing(defects: Sequence[Defect]) -> None:
    """Stop where a named test fails although nothing is planted."""
    with tempfile.TemporaryDirectory(prefix="welfare-map-planted-") as folder:
        tests = sorted({defect.test for defect in defects})
        workers = ("-n", str(min(MOST_COPIES, os.cpu_count() or 1)), "--dist", "loadfile")
        failures, said = run_tests(copy_of_project(Path(folder)), tests, *workers)
        if failures != ["passed"]:
            raise SystemExit(f"without any defect the tests do not pass: {failures}\n{said}")


HEAD: Final = """# Planted defects

Written by `make planted` ([the list](../tests/planted/defects.toml)): promises of the map, each with a test
that has been seen to fail. A defect is planted into a copy of the program, its test runs alone, and has to fail by an
assertion; without the defect it passes. Last on {machine}.

What is **not** in the list yet: most of what only a browser shows (axe, focus, reflow, requests to other hosts,
cookies, the logs of a journey and of the proxy), bytes and ratios, and the faults (register gone, read-only, full disk,
damaged files, engine, clock). Most of their tests were seen to fail by hand when they were written; nothing shows it.

| promise | defect | in | test | outcome | day | s |
|---|---|---|---|---|---|---|
"""
Row = tuple[str, ...]
"""Cells of one line of the page."""


def row(tried: Tried) -> Row:
    """Return what the page tells of a defect: what it is, its outcome, the day, the seconds of its test."""
    day = datetime.now(UTC).date().isoformat()
    return (*identity(tried.defect), tried.outcome.replace("|", "/"), day, f"{tried.took_s:.0f}")


def identity(defect: Defect) -> Row:
    """Return the cells that say which defect a line is about."""
    return defect.check, defect.name, f"`{defect.file}`", f"`{defect.test.removeprefix('tests/')}`"


def read_rows() -> dict[Row, Row]:
    """Return the lines of the page by what they are about."""
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    cells = [tuple(line.strip("| ").split(" | ")) for line in lines if line.startswith("| ")]
    return {one[:4]: one for one in cells[1:]}


def page(rows: Mapping[Row, Row]) -> str:
    """Write the page, in the order of the list; what is in the list no more leaves it."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    known = [rows[identity(one)] for one in read_defects() if identity(one) in rows]
    return HEAD.format(machine=machine) + "".join(f"| {' | '.join(cells)} |\n" for cells in known)


def main(arguments: Sequence[str]) -> int:
    """Try the defects, write the page, and fail when one was not noticed."""
    word = " ".join(arguments)
    defects = [one for one in read_defects() if any(word in said for said in (one.check, one.name, one.file, one.test))]
    if not defects:
        raise SystemExit(f"no defect of the list has {word!r} in it")
    require_passing(defects)
    tried = try_all(defects)
    RESULTS.write_text(page({**read_rows(), **{identity(one.defect): row(one) for one in tried}}), encoding="utf-8")
    noticed_count = sum(one.outcome == NOTICED for one in tried)
    sys.stdout.write(f"{noticed_count} of {len(tried)} noticed\n")
    return 0 if noticed_count == len(tried) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
