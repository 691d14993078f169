"""
The briefs of all districts in one go, and a hypothesis before and after.

Part of the whole run, and by itself: ``python bench/briefing.py``. On the register as it is shipped, demonstration set
included; the command is the one that an office gives, its processes and its reading of the register included. The
hypothesis is asked of 5,000 and 100,000 services, too: those of the set repeated, moved a little.
"""

import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from nearby import many_services, snapshot_of
from promises import Check, Measured, at_most, print_measured

from geodata.routing.estimate import Estimate
from welfare_map.model import WhatifQuery, read_scenario
from welfare_map.questions.whatif import whatif
from welfare_map.register import current
from welfare_map.settings import current_settings
from welfare_map.snapshot import Snapshot

TITLE: Final = "Briefs and hypotheses"
COMMAND: Final = (sys.executable, "-c", "import sys; from welfare_map.cli import main; sys.exit(main(sys.argv[1:]))")
SCENARIO: Final = "add:nursery:60@8.918,45.594"
ON: Final = date(2026, 9, 15)
LIMIT_S: Final = 60
SERVICE_COUNTS: Final = (5_000, 100_000)
HYPOTHESIS_LIMIT_S: Final = 5
"""With as many services as the larger number, before and after, who reaches what included."""
ROUNDS: Final = 3
MB_PER_KB: Final = 1 / 1024


def measure_briefing() -> Measured:
    """Measure both; run it in a process of its own, or the processor time of others counts too."""
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        os.environ.update({"WELFARE_MAP_DATA_DIR": f"{folder}/data", "WELFARE_MAP_OFFLINE": "on"})
        current_settings.cache_clear()
        snapshot = current.open_snapshot(current_settings())
        before = _register(Path(folder) / "data")
        started_s, started = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*COMMAND, "brief", "--all", "--output", f"{folder}/briefs"], check=True, capture_output=True)
        whole_s, ended = time.perf_counter() - started_s, resource.getrusage(resource.RUSAGE_CHILDREN)
        count = len(list(Path(folder, "briefs").iterdir()))
        if _register(Path(folder) / "data") != before:
            raise AssertionError("writing briefs wrote to the register")
    processor_s = ended.ru_utime + ended.ru_stime - started.ru_utime - started.ru_stime
    hypotheses, hypothesis_check = _measure_hypotheses(snapshot)
    return Measured(
        TITLE,
        (
            ("briefs of all districts, files", str(count)),
            ("by the clock; of the processor", f"{whole_s:.1f} s; {processor_s:.1f} s"),
            ("most memory of one of its processes", f"{ended.ru_maxrss * MB_PER_KB:.0f} MB"),
            *hypotheses,
        ),
        (at_most("briefs of all districts", whole_s, LIMIT_S, "s", 1), hypothesis_check),
    )


def _measure_hypotheses(shipped: Snapshot) -> tuple[list[tuple[str, str]], Check]:
    """Measure one on the register as it is shipped and on more services; hold the last to its limit."""
    rows, access_s = [], 0.0
    for number in (None, *SERVICE_COUNTS):
        snapshot, what = shipped, "the shipped services"
        if number is not None:
            snapshot = snapshot_of(many_services(number), shipped.territory, targets=shipped.table("targets"))
            what = f"{number:,} services"
        query = WhatifQuery(as_of_on=ON, scenarios=(read_scenario(SCENARIO),))
        alone_s, access_s = (
            min(_asked_s(partial(whatif, snapshot, query, times)) for _ in range(ROUNDS))
            for times in (None, Estimate())
        )
        rows.append((f"a hypothesis on {what}, before and after; with access", f"{alone_s:.2f} s; {access_s:.2f} s"))
    what = f"a hypothesis on {SERVICE_COUNTS[-1]:,} services, with access"
    return rows, at_most(what, access_s, HYPOTHESIS_LIMIT_S, "s", 1)


def _asked_s(ask: Callable[[], object]) -> float:
    started_s = time.perf_counter()
    ask()
    return time.perf_counter() - started_s


def _register(folder: Path) -> str:
    return hashlib.sha256((folder / "register.sqlite").read_bytes()).hexdigest()


if __name__ == "__main__":
    print_measured(measure_briefing())
