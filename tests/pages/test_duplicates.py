"""*Doppioni* without a browser: what is asked, what each answer does, and that data stay text."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import streamlit as st
from argon2 import PasswordHasher
from streamlit.testing.v1 import AppTest

from geodata.territory import Territory
from welfare_map.register import open_register
from welfare_map.register.accounts import passwords
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.sessions import open_session
from welfare_map.register.duplicates import ScoredPair, Verdict
from welfare_map.register.duplicates.register_pairs import RegisterPair
from welfare_map.register.history.editing import create, read_record
from welfare_map.register.history.merging import different_pairs, standing_merges
from welfare_map.settings import Settings, current_settings
from welfare_map.ui.components.registry.duplicates import chosen_values, differing
from welfare_map.ui.components.registry.sign_in import TOKEN
from welfare_map.ui.pages.registry import SECTION

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
ROOT = Actor("root", Role.ADMINISTRATOR)
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
HOSTILE = "Asilo nido Il Gufo <img src=x onerror=alert(1)>"
ONE, OTHER = "curated:one", "curated:other"
KEY = f"{ONE}-{OTHER}"


@pytest.fixture(scope="session")
def doubled_dir(real_territory: Territory, real_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a register once with a nursery of Legnano written twice; tests write into copies of it."""
    folder = tmp_path_factory.mktemp("duplicates") / "data"
    shutil.copytree(real_data_dir, folder)
    engine = open_register(Settings(data_dir=folder, is_offline=True))
    nursery = {
        "kind": "nursery",
        "municipality_code": "015118",
        "lon": 8.918,
        "lat": 45.594,
        "position_quality": "exact",
    }
    one = {**nursery, "name": HOSTILE, "address": "Via Melzi, 12", "phone": "+390331000007"}
    other = {**one, "name": "NIDO IL GUFO IMG SRC X ONERROR ALERT 1", "website": "https://gufo.example", "lon": 8.9181}
    create(engine, ROOT, table="services", values=one, why="", record_id=ONE)
    create(engine, ROOT, table="services", values=other, why="", record_id=OTHER)
    engine.dispose()
    return folder


@pytest.fixture
def engine(doubled_dir: Path, tmp_path: Path, embedded: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    """Open a register of this test with a curator of Legnano's district and one of another."""
    shutil.copytree(doubled_dir, tmp_path / "data")
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    current_settings.cache_clear()
    st.cache_resource.clear()
    engine = open_register(current_settings())
    for name, district in (("anna", "alto-milanese"), ("dario", "magenta")):
        add_account(engine, new_account(name, Role.CURATOR, district_ids=(district,), at=NOON), "cavallo-batteria")
    yield engine
    engine.dispose()
    monkeypatch.undo()
    current_settings.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def open_duplicates(open_page: OpenPage, engine: sa.Engine) -> OpenPage:
    """Draw the section for an account that has signed in."""

    def opened(account: str) -> AppTest:
        page = open_page("registry")
        page.session_state[TOKEN] = open_session(engine, account)
        page.session_state[SECTION] = "duplicates.section"
        return page.run()

    return opened


def test_the_pair_is_shown_as_text_with_its_differences_marked(open_duplicates: OpenPage) -> None:
    page = open_duplicates("anna")
    drawn = " ".join(element.proto.body for element in page.get("html"))
    assert "&lt;img src=x" in drawn
    assert "<img src=x" not in drawn
    assert drawn.count('class="wm-differs"') == 2
    assert not page.exception


def test_merging_keeps_the_chosen_cells_and_undoing_brings_both_back(
    open_duplicates: OpenPage, engine: sa.Engine, html_words: Words
) -> None:
    page = open_duplicates("anna")
    page.radio(f"duplicates-name-{KEY}").set_value("second")
    next(button for button in page.button if button.label == "Unisci").click().run()
    assert not page.exception
    (merge,) = standing_merges(engine, "services")
    assert (merge.kept_id, merge.merged_id) == (ONE, OTHER)
    cells = read_record(engine, "services", ONE)[0]
    assert (cells["name"], cells["website"]) == ("NIDO IL GUFO IMG SRC X ONERROR ALERT 1", "https://gufo.example")
    page.button(f"unmerge-{merge.merge_id}").click().run()
    assert standing_merges(engine, "services") == ()
    assert read_record(engine, "services", ONE)[0]["name"] == HOSTILE


def test_a_pair_told_apart_is_gone_and_one_put_off_comes_back(open_duplicates: OpenPage, engine: sa.Engine) -> None:
    page = open_duplicates("anna")
    page.button("duplicates-later").click().run()
    assert f"duplicates-different-{KEY}" not in {button.key for button in page.button}
    page.button("duplicates-again").click().run()
    page.button(f"duplicates-different-{KEY}").click().run()
    assert different_pairs(engine, "services") == {(ONE, OTHER)}
    assert f"duplicates-different-{KEY}" not in {button.key for button in page.button}


def test_a_curator_of_another_district_is_not_asked(open_duplicates: OpenPage) -> None:
    page = open_duplicates("dario")
    assert f"duplicates-different-{KEY}" not in {button.key for button in page.button}
    assert [info.value for info in page.info]


def test_the_position_is_chosen_as_a_whole() -> None:
    first = {"name": "A", "lon": 9.0, "lat": 45.0, "position_quality": "exact", "phone": None}
    second = {"name": "A", "lon": None, "lat": None, "position_quality": "none", "phone": "+390000000001"}
    pair = ScoredPair(first_id="a", second_id="b", score=0, verdict=Verdict.UNDECIDED, parts=(), distance_m=None)
    found = RegisterPair(pair, first, second)
    assert list(differing("services", found)) == ["phone", "lon"]
    assert chosen_values(found, {"phone": "second", "lon": "first"}, "first") == {"phone": "+390000000001"}
    assert chosen_values(found, {"phone": "second", "lon": "first"}, "second") == {
        "lon": 9.0,
        "lat": 45.0,
        "position_quality": "exact",
    }
