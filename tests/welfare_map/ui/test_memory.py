"""What is searched for garbage while no visitor is answered, and what a page loads."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from welfare_map.ui import data

REPOSITORY = Path(__file__).parents[3]
MAX_LEFT = 0.02
"""Share of all objects that a search still looks through."""


@dataclass(eq=False)
class Ring:
    """Garbage that only a search finds."""

    own: "list[Ring]" = field(default_factory=list)

    def closed(self) -> "Ring":
        self.own.append(self)
        return self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    data._settle_memory.clear()  # type: ignore[attr-defined]
    gc.unfreeze()


def test_what_stays_is_not_searched_again() -> None:
    gc.unfreeze()
    before = len(gc.get_objects())
    _settle("one")
    assert len(gc.get_objects()) < MAX_LEFT * before


def test_what_another_page_loads_is_not_searched_again_either(monkeypatch: pytest.MonkeyPatch) -> None:
    _settle("one")
    loaded = [Ring().closed() for _ in range(10_000)]
    monkeypatch.setitem(sys.modules, "a_page_loaded_later", sys)
    _settle("one")
    assert len(gc.get_objects()) < len(loaded)


def test_what_an_older_version_leaves_behind_is_given_back() -> None:
    ring = Ring().closed()
    left = weakref.ref(ring)
    _settle("one")
    del ring
    gc.collect()
    assert left() is not None, "it was set apart"
    _settle("two")
    assert left() is None


def test_streamlit_does_not_search_the_memory_of_all_visitors_after_each_answer() -> None:
    script = "from streamlit import config; print(config.get_option('runner.postScriptGC'))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert ran.stdout.strip() == "False"


def _settle(version: str) -> None:
    data.settle_memory(SimpleNamespace(version=version))  # type: ignore[arg-type]


HEAVY = (
    "numba",
    "fpdf",
    "fontTools",
    "docx",
    "openpyxl",
    "pyogrio",
    "scipy.stats",
    "scipy.optimize",
    "alembic",
    "osmium",
    "holidays",
)
"""What documents, solvers and file formats need: with the rest of the pages 200 MB."""


def test_the_first_page_loads_nothing_that_only_others_need() -> None:
    script = f"import sys, welfare_map.ui.pages.find; print([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
