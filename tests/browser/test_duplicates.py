"""*Doppioni* as a curator uses it: two cards of one nursery become one on the map, and two again."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Page, expect

from geodata.store import read_places
from geodata.territory import Territory
from welfare_map.register import open_register
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import create
from welfare_map.settings import Settings

pytestmark = pytest.mark.browser
APP = Path(__file__).parents[2] / "app.py"
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDTHS = [
    pytest.param({}, id="desktop"),
    pytest.param({"width_px": 375, "height_px": 812, "is_phone": True}, id="phone"),
]
PASSWORD = "cavallo-batteria"  # noqa: S105  # of an invented account
ROOT = Actor("root", Role.ADMINISTRATOR)
GUFO = "Asilo nido Il Gufo <img src=x onerror=alert(1)>"
COPY = "NIDO IL GUFO IMG SRC X ONERROR ALERT 1"
NEAR = "/?lon=8.918&lat=45.594&kinds=nursery&limit=km&km=1"
OpenSite = Callable[..., Any]


@pytest.fixture(scope="session")
def doubled_dir(real_territory: Territory, real_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a register with a nursery of Legnano written twice, and a curator of its district."""
    folder = tmp_path_factory.mktemp("duplicates-site") / "data"
    read_places(real_territory)
    shutil.copytree(real_data_dir, folder, ignore=shutil.ignore_patterns("register.sqlite*", "*.log"))
    engine = open_register(Settings(data_dir=folder, is_offline=True))
    account = new_account("anna", Role.CURATOR, district_ids=("alto-milanese",), at=datetime.now(UTC))
    add_account(engine, account, PASSWORD)
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
    create(engine, ROOT, table="services", values=one, why="", record_id="curated:one")
    other = {**one, "name": COPY, "website": "https://gufo.example", "lon": 8.9181}
    create(engine, ROOT, table="services", values=other, why="", record_id="curated:other")
    engine.dispose()
    return folder


@pytest.fixture(scope="session")
def site(serve: Callable[..., str], doubled_dir: Path) -> SimpleNamespace:
    """Serve the real application on the register of this file."""
    log_path = doubled_dir / "server.log"
    address = serve(APP, log_path, WELFARE_MAP_DATA_DIR=str(doubled_dir), WELFARE_MAP_OFFLINE="on")
    return SimpleNamespace(address=address, log_path=log_path)


def sign_in(page: Page) -> None:
    page.get_by_role("button", name="Accedi").first.click()
    page.get_by_label("Nome dell'account").fill("anna")
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Entra", exact=True).click()
    page.get_by_role("radio", name="Doppioni").click()


def violations(page: Page) -> list[Any]:
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.evaluate(AXE)
    return page.evaluate(  # type: ignore[no-any-return]
        "async levels => (await axe.run(document, {runOnly: levels, iframes: false, resultTypes: ['violations']}))"
        ".violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.join(' ')]))",
        LEVELS,
    )


def assert_listed(visit: Any, count: int) -> None:
    """Hold the map's list to show so many cards of the nursery."""
    cards = visit.page.locator(".wm-card:has(.wm-number) h3", has_text=re.compile("il gufo", re.IGNORECASE))
    expect(cards).to_have_count(count)


@pytest.mark.parametrize("width", WIDTHS)
def test_two_cards_become_one_on_the_map_and_two_again(open_site: OpenSite, width: dict[str, Any]) -> None:
    desk = open_site("/registro", **width)
    sign_in(desk.page)
    expect(desk.page.get_by_role("heading", name="Il Gufo")).to_be_visible()
    assert_listed(open_site(NEAR), 2)

    desk.page.get_by_text("È la stessa cosa: unisci").click()
    desk.page.get_by_role("radiogroup", name="Nome").get_by_text(f"B: {COPY}").click()
    desk.page.get_by_role("button", name="Unisci", exact=True).click()
    expect(desk.page.get_by_text("Schede unite")).to_be_visible()
    shown = open_site(NEAR)
    assert_listed(shown, 1)
    expect(shown.page.get_by_role("heading", name=COPY)).to_be_visible()

    desk.page.get_by_role("button", name="Annulla l'unione").click()
    expect(desk.page.get_by_text("Unione annullata")).to_be_visible()
    expect(desk.page.get_by_role("heading", name="Il Gufo")).to_be_visible()
    assert_listed(open_site(NEAR), 2)


def test_differences_are_marked_by_a_sign_and_nothing_runs(open_site: OpenSite) -> None:
    visit = open_site("/registro")
    sign_in(visit.page)
    compared = visit.page.get_by_role("region", name="Le due schede a confronto")
    expect(compared.locator("tr.wm-differs")).to_have_count(2)
    expect(compared.get_by_role("img", name="diversi")).to_have_count(2)
    expect(compared).to_contain_text("<img src=x")
    expect(compared.locator("img")).to_have_count(0)
    visit.page.get_by_text("Perché", exact=True).click()
    expect(visit.page.get_by_text("stesso telefono")).to_be_visible()


def test_the_section_is_accessible_and_fits_a_narrow_screen(open_site: OpenSite) -> None:
    page = open_site("/registro", width_px=320, height_px=640, is_phone=True).page
    sign_in(page)
    page.get_by_text("È la stessa cosa: unisci").click()
    expect(page.get_by_role("button", name="Unisci", exact=True)).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
