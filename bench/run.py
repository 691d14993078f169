"""
Measure the budget and write ``bench/RESULTS.md``.

``--naive-rounds 0`` leaves the naive maps out (quick, without the ratios); ``--print`` writes to the terminal only.
The command fails when a promise is missed that ``promises.py`` does not name as known.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from accessing import measure_accessing
from briefing import measure_briefing
from browser import chromium
from consortium import measure_consortium
from crowd import measure_crowd
from firms_page import measure_firms_page
from maps import measure_maps
from nearby import measure_questions
from placing import measure_placing
from promises import Check, in_own_process, new_misses
from report import Starts, all_checks, report
from routing import measure_routing
from scale import measure_scale
from starting import first_answer_s
from tables import write_naive_tables
from writing import measure_writing

OTHERS = (
    measure_scale,
    measure_accessing,
    measure_placing,
    measure_briefing,
    measure_routing,
    measure_firms_page,
    measure_consortium,
    measure_writing,
    measure_crowd,
)
"""Benches that hand in a table of their own, each in a process of its own."""
RESULTS = Path(__file__).with_name("RESULTS.md")


def main(arguments: list[str]) -> int:
    """Run everything in a data folder of its own; 1 when a promise is missed that is not known as missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--naive-rounds", type=int, default=1)
    parser.add_argument("--print", action="store_true", dest="is_printed")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        words, checks = _measure(Path(folder), options.naive_rounds)
    if not options.is_printed:
        RESULTS.write_text(words, encoding="utf-8")
    print(words)
    return 1 if new_misses(checks) else 0


def _measure(folder: Path, naive_rounds: int) -> tuple[str, list[Check]]:
    data_dir, naive_dir = folder / "data", folder / "naive"
    starts = Starts(first_run_s=first_answer_s(data_dir), warm_s=first_answer_s(data_dir))
    questions = measure_questions(data_dir)
    others = [in_own_process(measure) for measure in OTHERS]
    write_naive_tables(data_dir, naive_dir)
    with chromium() as browser:
        figures = measure_maps(browser, data_dir, naive_dir, naive_rounds)
        words = report(figures, questions, starts, others, browser.version)
    return words, all_checks(figures, questions, starts, others)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
