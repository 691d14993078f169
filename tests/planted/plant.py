"""
Plant one defect at a time into a copy of the project, and demand that the test which is there for it fails.

``make planted`` runs it and writes ``docs/planted.md``; the list is ``defects.toml``. First every named test has to
pass without a defect. Then each defect is written in the place of the code that it takes, its test runs alone, and
the code is put back. A test that fails by anything but an assertion (an import error, a fixture that cannot be built)
has not noticed the defect. What each test said is printed: whoever adds a defect sees if people rely on it.

Tried are the defects that have no row yet, and those that changed since their row was written, or whose test did;
``make planted ALL=1`` (``plant.py --all``) tries every one, ``plant.py WORD`` those whose promise, name, file or test
holds the word. The other rows stay.
"""

import argparse
import ast
import hashlib
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
STEP_TIMEOUT_MS: Final = 15_000
"""How long a browser test waits for what a defect keeps from coming; on a busy machine name more in the environment."""
BY_ASSERTION: Final = ("assert ", "AssertionError", "Failed: DID NOT RAISE", "Failed: DID NOT WARN")
"""How what pytest says of a failed assertion begins."""
NOTICED: Final = "noticed"
LONGEST_WORDS: Final = 300


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
    """
    What became of a defect: ``noticed``, or what happened instead.

    With it the seconds that the test took with its start, and the digest of defect and test as they were tried.
    """

    defect: Defect
    outcome: str
    took_s: float
    digest: str


def digest(defect: Defect, project: Path = ROOT) -> str:
    """Return what changes with a defect, with its test, and with what the test uses of its file."""
    file, _, name = defect.test.partition("::")
    parts = (defect.file, defect.code, defect.planted, name, *parts_of_test(project / file, name.partition("[")[0]))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]


def parts_of_test(path: Path, name: str) -> list[str]:
    """Return the source of a test, and of the functions, classes and constants of its file that it leads to."""
    text = path.read_text(encoding="utf-8")
    nodes = {name: node for node in ast.parse(text).body for name in _defined(node)}
    found, waiting = set[str](), {name}
    while waiting:
        found |= waiting
        waiting = {word for one in waiting for word in _words(nodes[one]) if word in nodes} - found
    lines = text.splitlines()
    return ["\n".join(lines[_first_line(nodes[one]) - 1 : nodes[one].end_lineno]) for one in sorted(found)]


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))


def _words(node: ast.stmt) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.arg):  # a fixture
            yield part.arg


def _first_line(node: ast.stmt) -> int:
    return min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])


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
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--golden", "compare"]
        own = {"PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "", "TMPDIR": folder}
        try:
            ended = subprocess.run(
                [*command, "--junitxml", str(report), *options, *tests],
                cwd=project,
                env={"STEP_TIMEOUT_MS": str(STEP_TIMEOUT_MS), **os.environ, **own},
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


def try_defect(project: Path, built: Path, defect: Defect) -> Tried:
    """Plant a defect into a copy, run its test on a copy of what was built without it, put the code back."""
    path, started_s = project / defect.file, time.monotonic()
    whole = path.read_text(encoding="utf-8")
    path.write_text(with_defect(defect, whole), encoding="utf-8")
    try:
        with tempfile.TemporaryDirectory(prefix="welfare-map-planted-") as own:
            shutil.copytree(built, own, dirs_exist_ok=True)
            failures, _ = run_tests(project, [defect.test], "--force-reruns", "0", "--built-in", own)
    finally:
        path.write_text(whole, encoding="utf-8")
    tried = Tried(defect, outcome(failures), time.monotonic() - started_s, digest(defect, project))
    said = " ".join(failures[0].split())[:LONGEST_WORDS] if tried.outcome == NOTICED else ""
    sys.stdout.write(f"{tried.took_s:4.0f} s  {defect.name}: {tried.outcome} {said}\n")
    sys.stdout.flush()
    return tried


def try_all(defects: Sequence[Defect]) -> Iterator[Tried]:
    """Try each defect in a copy that no other one is in, and yield what became of them in their order."""
    if not defects:
        return
    count = min(MOST_COPIES, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory(prefix="welfare-map-planted-") as folder, ThreadPoolExecutor(count) as pool:
        copies = [copy_of_project(Path(folder) / str(number)) for number in range(count)]
        built = Path(folder) / "built"
        built.mkdir()
        require_passing(copies[0], built, defects)
        free: SimpleQueue[Path] = SimpleQueue()
        for project in copies:
            free.put(project)

        def one(defect: Defect) -> Tried:
            project = free.get()
            try:
                return try_defect(project, built, defect)
            finally:
                free.put(project)

        yield from pool.map(one, defects)


def require_passing(project: Path, built: Path, defects: Sequence[Defect]) -> None:
    """Stop where a named test fails although nothing is planted; leave territory and register in a folder."""
    tests = sorted({defect.test for defect in defects})
    workers = ("-n", str(min(MOST_COPIES, os.cpu_count() or 1)), "--dist", "loadfile", "--built-in", str(built))
    failures, said = run_tests(project, tests, *workers)
    if failures != ["passed"]:
        raise SystemExit(f"without any defect the tests do not pass: {failures}\n{said}")


HEAD: Final = """# Planted defects

Written by `make planted` ([the list](../tests/planted/defects.toml)): promises of the map, each with a test
that has been seen to fail. A defect is planted into a copy of the program, its test runs alone, and has to fail by an
assertion; without the defect it passes. Last on {machine}; {count} defects.
Seconds are those of a test alone with its start, at times beside other work of the machine.

What is **not** in the list: what no defect of ours can break, the framework's and the browser's own behaviour; known
weaknesses of the packages, which `make audit` asks of the network; what takes longer than a test may, the half hour of
`make soak` and the figures of `make bench` in full; and what no piece of a file holds: that small packets leave at once
is the work of a package that Streamlit takes where it is installed (uvloop), and its test, that of the bytes of the
code, fails where that is taken away. A promise that many tests keep, such as every state of every page without a fault
of axe, has one of them here.

Each other check of bytes and ratios, of many visitors, of accessibility, privacy, security, faults, look and documents
has a row here, some of them several. A check that is added later gets its row with it.

The last column says which defect and which test a row is of; where either has changed the row is tried again. It sees
the defect, its test, and what the test uses of its own file. It does **not** see what a test leans on elsewhere: the
fixtures of a `conftest.py`, the modules beside tests (`visits.py`, `examining.py`, `nginx.py`, those of `bench/`), the
rest of the program, the packages. Who changes those tries the rows that lean on them with
`python tests/planted/plant.py WORD`, or all of them with `make planted ALL=1`.

| promise | defect | in | test | outcome | day | s | of |
|---|---|---|---|---|---|---|---|
"""
"""The last column is ``digest``."""
Row = tuple[str, ...]
"""Cells of one line of the page."""


def row(tried: Tried) -> Row:
    """Return what the page tells of a defect: what it is, its outcome, the day, the seconds of its test, its digest."""
    day = datetime.now(UTC).date().isoformat()
    result = (tried.outcome.replace("|", "/"), day, f"{tried.took_s:.0f}", tried.digest)
    return (*identity(tried.defect), *result)


def identity(defect: Defect) -> Row:
    """Return the cells that say which defect a line is about."""
    return defect.check, defect.name, f"`{defect.file}`", f"`{defect.test.removeprefix('tests/')}`"


def is_of_today(defect: Defect, rows: Mapping[Row, Row]) -> bool:
    """Tell whether the row of a defect was written for the defect and the test of today."""
    return rows.get(identity(defect), ("",))[-1] == digest(defect)


def read_rows() -> dict[Row, Row]:
    """Return the lines of the page by what they are about."""
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    cells = [tuple(line.strip("| ").split(" | ")) for line in lines if line.startswith("| ")]
    return {one[:4]: one for one in cells[1:]}


def page(rows: Mapping[Row, Row]) -> str:
    """Write the page, in the order of the list; what is in the list no more leaves it."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    known = [rows[identity(one)] for one in read_defects() if identity(one) in rows]
    return HEAD.format(machine=machine, count=len(known)) + "".join(f"| {' | '.join(cells)} |\n" for cells in known)


def chosen(arguments: Sequence[str]) -> list[Defect]:
    """Return the defects that are asked for: those with a word, all, or those without a row of today."""
    parser = argparse.ArgumentParser(description="Plant defects one by one, and demand that tests notice them.")
    parser.add_argument("word", nargs="*", help="only those whose promise, name, file or test holds it")
    parser.add_argument("--all", action="store_true", help="also those that have not changed since they were tried")
    asked = parser.parse_args(arguments)
    word, rows = " ".join(asked.word), read_rows()
    found = [one for one in read_defects() if any(word in said for said in (one.check, one.name, one.file, one.test))]
    if word and not found:
        parser.error(f"no defect of the list has {word!r} in it")
    return found if word or asked.all else [one for one in found if not is_of_today(one, rows)]


def main(arguments: Sequence[str]) -> int:
    """Try the defects, keep the row of each when it is there, and fail when one was not noticed."""
    defects, noticed_count = chosen(arguments), 0
    for one in try_all(defects):
        RESULTS.write_text(page({**read_rows(), identity(one.defect): row(one)}), encoding="utf-8")
        noticed_count += one.outcome == NOTICED
    sys.stdout.write(f"{noticed_count} of {len(defects)} noticed\n")
    return 0 if noticed_count == len(defects) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
