"""*Doppioni* without a browser: what is asked, what each answer does, and that data stay text."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.duplicates import ScoredPair, Verdict
from welfare_map.register.duplicates.register_pairs import RegisterPair
from welfare_map.register.history.editing import create, read_record
from welfare_map.register.history.merging import different_pairs, standing_merges
from welfare_map.ui.components.registry.duplicates import chosen_values, differing

OpenRegistry = Callable[..., Any]
ROOT = Actor("root", Role.ADMINISTRATOR)
HOSTILE = "Asilo nido Il Gufo <img src=x onerror=alert(1)>"
ONE, OTHER = "curated:one", "curated:other"
KEY = f"{ONE}-{OTHER}"


@pytest.fixture
def engine(engine: sa.Engine) -> sa.Engine:
    """Write a nursery of Legnano twice into the register of a test."""
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
    return engine


def test_the_pair_is_shown_as_text_with_its_differences_marked(open_registry: OpenRegistry) -> None:
    page = open_registry("anna", "duplicates.section")
    drawn = page.html
    assert "&lt;img src=x" in drawn
    assert "<img src=x" not in drawn
    assert drawn.count('class="wm-differs"') == 2


def test_merging_keeps_the_chosen_cells_and_undoing_brings_both_back(
    open_registry: OpenRegistry, engine: sa.Engine
) -> None:
    page = open_registry("anna", "duplicates.section").app
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


def test_a_pair_told_apart_is_gone_and_one_put_off_comes_back(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = open_registry("anna", "duplicates.section").app
    page.button("duplicates-later").click().run()
    assert f"duplicates-different-{KEY}" not in {button.key for button in page.button}
    page.button("duplicates-again").click().run()
    page.button(f"duplicates-different-{KEY}").click().run()
    assert different_pairs(engine, "services") == {(ONE, OTHER)}
    assert f"duplicates-different-{KEY}" not in {button.key for button in page.button}


def test_a_curator_of_another_district_is_not_asked(open_registry: OpenRegistry) -> None:
    page = open_registry("dario", "duplicates.section").app
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
