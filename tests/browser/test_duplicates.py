"""*Doppioni* as a curator uses it: two cards of one nursery become one on the map, and two again."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import create
from welfare_map.register.history.finding import find_records

pytestmark = pytest.mark.browser
WIDTHS = [
    pytest.param({}, id="desktop"),
    pytest.param({"width_px": 375, "height_px": 812, "is_phone": True}, id="phone"),
]
ROOT = Actor("root", Role.ADMINISTRATOR)
GUFO = "Asilo nido Il Gufo <img src=x onerror=alert(1)>"
COPY = "NIDO IL GUFO IMG SRC X ONERROR ALERT 1"
ONE = "curated:one"
NEAR = "/?lon=8.918&lat=45.594&kinds=nursery&limit=km&km=1"
OpenDesk = Callable[..., Any]


@pytest.fixture
def open_desk(open_desk: OpenDesk, desk_engine: sa.Engine) -> OpenDesk:
    """Write a nursery of Legnano twice, once per file of tests."""
    if not find_records(desk_engine, "services", ONE):
        _write_twice(desk_engine)
    return open_desk


def _write_twice(engine: sa.Engine) -> None:
    one = {
        "name": GUFO,
        "kind": "nursery",
        "municipality_code": "015118",
        "address": "Via Melzi, 12",
        "phone": "+390331000007",
        "lon": 8.918,
        "lat": 45.594,
        "position_quality": "exact",
    }
    other = {**one, "name": COPY, "website": "https://gufo.example", "lon": 8.9181}
    create(engine, ROOT, table="services", values=one, why="", record_id=ONE)
    create(engine, ROOT, table="services", values=other, why="", record_id="curated:other")


def assert_listed(visit: Any, count: int) -> None:
    """Hold the map's list to show so many cards of the nursery."""
    cards = visit.page.locator(".wm-card:has(.wm-number) h3", has_text=re.compile("il gufo", re.IGNORECASE))
    expect(cards).to_have_count(count)


@pytest.mark.parametrize("width", WIDTHS)
def test_two_cards_become_one_on_the_map_and_two_again(open_desk: OpenDesk, width: dict[str, Any]) -> None:
    desk = open_desk("/registro", **width)
    desk.sign_in(section="Doppioni")
    expect(desk.page.get_by_role("heading", name="Il Gufo")).to_be_visible()
    assert_listed(open_desk(NEAR), 2)

    desk.page.get_by_text("È la stessa cosa: unisci").click()
    desk.page.get_by_role("radiogroup", name="Nome").get_by_text(f"B: {COPY}").click()
    desk.page.get_by_role("button", name="Unisci", exact=True).click()
    expect(desk.page.get_by_text("Schede unite")).to_be_visible()
    shown = open_desk(NEAR)
    assert_listed(shown, 1)
    expect(shown.page.get_by_role("heading", name=COPY)).to_be_visible()

    desk.page.get_by_role("button", name="Annulla l'unione").click()
    expect(desk.page.get_by_text("Unione annullata")).to_be_visible()
    expect(desk.page.get_by_role("heading", name="Il Gufo")).to_be_visible()
    assert_listed(open_desk(NEAR), 2)


def test_differences_are_marked_by_a_sign_and_nothing_runs(open_desk: OpenDesk) -> None:
    visit = open_desk("/registro")
    visit.sign_in(section="Doppioni")
    compared = visit.page.get_by_role("region", name="Le due schede a confronto")
    expect(compared.locator("tr.wm-differs")).to_have_count(2)
    expect(compared.get_by_role("img", name="diversi")).to_have_count(2)
    expect(compared).to_contain_text("<img src=x")
    expect(compared.locator("img")).to_have_count(0)
    visit.page.get_by_text("Perché", exact=True).click()
    expect(visit.page.get_by_text("stesso telefono")).to_be_visible()


@pytest.mark.accessibility
def test_the_section_breaks_no_rule(open_desk: OpenDesk) -> None:
    visit = open_desk("/registro")
    page = visit.sign_in(section="Doppioni")
    page.get_by_text("È la stessa cosa: unisci").click()
    expect(page.get_by_role("button", name="Unisci", exact=True)).to_be_visible()
    assert visit.examine("desk_duplicates") == []
