"""What breaks while the map runs: the page says what still works, and what was mended is there without a restart."""

import gc
import math
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geodata.codes import TravelMode
from geodata.errors import EngineError
from geodata.routing import Trips
from geodata.routing.estimate import Estimate
from geodata.routing.falling_back import WithEstimate
from geodata.store import ADDRESSES_NAME
from geodata.store.roads import ROADS_NAME
from welfare_map.settings import current_settings
from welfare_map.ui import data

MAIN = Path(__file__).parents[2] / "welfare_map" / "ui" / "main.py"
LEGNANO = {"lon": "8.918", "lat": "45.594", "groups": "elders", "mode": "car", "min": "15"}
AWAY, BROKEN, OURS = "Il registro non risponde", "I dati non si leggono", "è un errore nostro"
ABOUT = re.compile(r"circa \d+ min")
Open = Callable[..., AppTest]


@pytest.fixture
def data_dir(embedded: None, real_data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Copy the data folder of this run, for one test to break."""
    shutil.copytree(real_data_dir, tmp_path / "data")
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path / "data"))
    _forget()
    yield tmp_path / "data"
    _forget()


def _forget() -> None:
    current_settings.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def running(embedded: None) -> Open:
    """Open the application itself, as a visitor does, on the data of this run."""
    return _opened


@pytest.fixture
def visit(data_dir: Path) -> Open:
    """Open it on data that this test may break."""
    return _opened


def _opened() -> AppTest:
    page = AppTest.from_file(str(MAIN), default_timeout=120)
    for name, value in LEGNANO.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    kinds = (page.error, page.warning)
    return " ".join(str(item.value) for kind in kinds for item in kind)


def answer(page: AppTest) -> str:
    return " ".join(str(item.value) for item in page.subheader)


def away(file: Path) -> Path:
    return file.rename(file.with_suffix(".away"))


# --- nothing of the data is broken: first, so that the others find a register that is filled ---------------------


@dataclass
class Shaky:
    """An engine that knows each trip to take half of the estimate, until it crashes."""

    is_down: bool = False
    name: str = "valhalla"
    estimate: Estimate = field(default_factory=Estimate)

    def one_to_many(
        self,
        lon: float,
        lat: float,
        lons: npt.ArrayLike,
        lats: npt.ArrayLike,
        mode: TravelMode,
        *,
        limit_min: float = math.inf,  # noqa: ARG002  # nothing is searched here
    ) -> Trips:
        """Travel from one point to many."""
        if self.is_down:
            raise EngineError("no answer")
        travel_min = self.estimate.one_to_many(lon, lat, lons, lats, mode).travel_min / 2
        return Trips(travel_min, np.zeros(len(travel_min), dtype=bool))

    def reach_m(self, travel_min: float, mode: TravelMode) -> float:
        """Return the metres within which everything is that is reached."""
        return self.estimate.reach_m(2 * travel_min, mode)

    def facts(self, _mode: TravelMode) -> dict[str, float | str]:
        """Return what the method says of a mode."""
        return {"overhead_min": 3.0}


def test_while_the_engine_is_down_the_estimate_answers_and_the_engine_is_asked_again(
    running: Open, monkeypatch: pytest.MonkeyPatch, html_words: Callable[[AppTest], str]
) -> None:
    engine = Shaky()
    monkeypatch.setattr(data, "travel_times", lambda: WithEstimate(engine))
    page = running()
    on_roads = answer(page)
    assert not ABOUT.search(html_words(page))
    engine.is_down = True
    page.run()
    assert said(page) == ""
    assert "servizi" in answer(page) != on_roads
    assert ABOUT.search(html_words(page))
    engine.is_down = False
    page.run()
    assert answer(page) == on_roads
    assert not ABOUT.search(html_words(page))


def test_a_clock_that_jumps_ahead_and_back_leaves_the_answer(running: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    page = running()
    before = answer(page)
    for day in (date(2039, 2, 28), date(1999, 12, 31)):
        with monkeypatch.context() as patch:
            patch.setattr(data, "today", lambda day=day: day)
            page.run()
        assert said(page) == ""
        assert answer(page) == before
    page.run()
    assert answer(page) == before


def test_a_fault_of_ours_is_a_sentence_and_is_noted_without_what_the_visitor_asked(
    running: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = running()

    def crash() -> None:
        raise ZeroDivisionError(LEGNANO["lon"])

    with monkeypatch.context() as patch:
        patch.setattr(data, "travel_times", crash)
        page.run()
    assert OURS in said(page)
    assert "ZeroDivisionError" in caplog.text
    assert "crash" in caplog.text
    assert LEGNANO["lon"] not in caplog.text
    page.run()
    assert said(page) == ""


def test_who_only_opened_a_page_that_cannot_be_drawn_is_not_told_that_a_click_was_lost() -> None:
    page = AppTest.from_string("from welfare_map.ui.components.away import say_away\nsay_away('registry', 'it')").run()
    (box,) = page.error
    assert "Se con l'ultimo clic volevi salvare o inviare qualcosa, non è stato" in box.value


def test_a_visit_sets_what_stays_apart_from_the_search_for_garbage(visit: Open) -> None:
    gc.unfreeze()
    visit()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()


# --- data that break -----------------------------------------------------------------------------------------------


def test_a_register_that_goes_while_the_map_runs_leaves_the_last_data_and_comes_back(
    visit: Open, data_dir: Path
) -> None:
    page = visit()
    whole = answer(page)
    assert "servizi" in whole
    hidden = away(data_dir / "register.sqlite")
    page.run()
    assert AWAY in said(page)
    assert answer(page) == whole
    assert not (data_dir / "register.sqlite").exists()
    hidden.rename(data_dir / "register.sqlite")
    page.run()
    assert said(page) == ""
    assert answer(page) == whole


def test_a_register_that_is_damaged_while_the_map_runs_leaves_the_last_data(visit: Open, data_dir: Path) -> None:
    page = visit()
    whole = answer(page)
    data.register().dispose()  # connections are made anew sooner or later
    file = data_dir / "register.sqlite"
    content = file.read_bytes()
    file.write_bytes(b"no database" * 1000)
    page.run()
    assert AWAY in said(page)
    assert answer(page) == whole
    for side in data_dir.glob("register.sqlite-*"):
        side.unlink()
    file.write_bytes(content)
    page.run()
    assert said(page) == ""


def test_without_any_data_read_the_page_says_so_and_tries_again(visit: Open, data_dir: Path) -> None:
    visit()
    data.register().dispose()
    file = data_dir / "register.sqlite"
    content = file.read_bytes()
    file.write_bytes(b"no database" * 1000)
    _forget()
    page = visit()
    assert BROKEN in said(page)
    assert answer(page) == ""
    file.write_bytes(content)
    page.run()
    assert said(page) == ""
    assert "servizi" in answer(page)


@pytest.mark.parametrize("name", [ROADS_NAME, ADDRESSES_NAME])
def test_a_damaged_file_beside_the_register_leaves_the_answer(visit: Open, data_dir: Path, name: str) -> None:
    (data_dir / name).write_bytes(b"damaged" * 100)
    page = visit()
    assert said(page) == ""
    assert "servizi" in answer(page)


def test_damaged_boundaries_are_written_anew(visit: Open, data_dir: Path) -> None:
    visit()
    (kept,) = data_dir.glob("built/*/boundaries-*.sealed")
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    _forget()
    assert said(visit()) == ""
    assert kept.read_bytes() == whole


def test_a_damaged_territory_is_built_anew(visit: Open, data_dir: Path) -> None:
    built = [path for path in data_dir.glob("built/**/*") if path.is_file() and "boundaries" not in path.name]
    assert built
    for path in built:
        path.write_bytes(b"damaged")
    _forget()
    page = visit()
    assert said(page) == ""
    assert "servizi" in answer(page)


def test_a_disk_that_is_full_when_territory_and_boundaries_have_to_be_made_leaves_the_map(
    visit: Open, data_dir: Path
) -> None:
    shutil.rmtree(data_dir / "built")
    (data_dir / "built").write_bytes(b"")  # no folder can be made here
    page = visit()
    assert said(page) == ""
    assert "servizi" in answer(page)
