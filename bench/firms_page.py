"""
The page of firms with 2,000 firms, section by section: what one rerun of it takes, without a browser.

Part of the whole run, and by itself: ``python bench/firms_page.py [COUNT]``. Seconds are those of the processor, so
that a busy machine does not change them much. The firm that asks has described nothing but which one of the register it
is; the first run of a section finds its caches cold, the others are those of a visitor who changes something and comes
back.
"""

import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final
from unittest.mock import patch

from firms import OWN, snapshot_of
from promises import Measured, at_most, print_measured
from streamlit.testing.v1 import AppTest

from geodata.store import load_territory
from welfare_map.settings import DEFAULT_AREA
from welfare_map.share import FIRM_TABS
from welfare_map.ui import data

TITLE: Final = "Page of firms"
FIRM_COUNT: Final = 2_000
BUDGET_S: Final = 0.5
ROUNDS: Final = 5
ADDRESS: Final = {"lon": "8.888", "lat": "45.546"}
SCRIPT: Final = """
from welfare_map.settings import current_settings
from welfare_map.ui import data, visit_address
from welfare_map.ui.context import Page
from welfare_map.ui.pages.firms import show

visit_address.open_address()
show(Page(snapshot=data.snapshot(), settings=current_settings(), lang="it", as_of_on=data.today()))
"""


def runs_s(tab: str, organisation_id: str) -> list[float]:
    """Return the seconds of the first run of a section, and of the runs after it."""
    page = AppTest.from_string(SCRIPT, default_timeout=300)
    for name, value in {**ADDRESS, "tab": tab, "organisation": organisation_id}.items():
        page.query_params[name] = value
    found = []
    for _ in range(1 + ROUNDS):
        start = process_time()
        page.run()
        found.append(process_time() - start)
        if page.exception:
            raise RuntimeError(f"{tab}: {page.exception[0].message}")
    return found


def measure_firms_page(count: int = FIRM_COUNT) -> Measured:
    """Measure each section, in a data folder of its own; run it in a process of its own, as it sets the environment."""
    rows, checks = [], []
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        os.environ |= {"WELFARE_MAP_DATA_DIR": folder, "WELFARE_MAP_OFFLINE": "on"}
        snapshot = snapshot_of(count, load_territory(Path(folder), DEFAULT_AREA))
        with patch.object(data, "snapshot", lambda: snapshot):
            for tab in FIRM_TABS:
                first_s, *again_s = runs_s(tab, OWN)
                then_s = median(again_s)
                rows.append((f"{count:,} firms, section {tab}: first; then", f"{first_s:.2f} s; {then_s:.2f} s"))
                checks.append(at_most(f"page of firms, {tab}", then_s, BUDGET_S, "s", 2))
    return Measured(TITLE, tuple(rows), tuple(checks))


if __name__ == "__main__":
    print_measured(measure_firms_page(*(int(word) for word in sys.argv[1:])))
