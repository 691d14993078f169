"""*Dati e metodo*: what every number comes from."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
WIDTHS = [
    pytest.param({}, id="desktop"),
    pytest.param({"width_px": 375, "height_px": 812, "is_phone": True}, id="phone"),
]
OpenSite = Callable[..., Any]


@pytest.mark.parametrize("width", WIDTHS)
def test_sources_come_with_licence_and_date_and_targets_with_their_source(
    open_site: OpenSite, width: dict[str, Any]
) -> None:
    visit = open_site("/dati", **width)
    sources = visit.page.get_by_role("region", name="Fonti")
    expect(sources).to_contain_text("Creative Commons Attribution 4.0")
    rows = [row.locator("td").all_inner_texts() for row in sources.locator("tr:has(td)").all()]
    assert rows
    assert all(name and licence and day[-4:].isdigit() for name, licence, day, *_ in rows)
    expect(sources.locator("tr", has_text="Dimostrazione")).to_have_count(1)
    targets = visit.page.get_by_role("region", name="Obiettivi e cifre di riferimento")
    expect(targets).to_contain_text("l. 234/2021")
    expect(targets.locator("tr", has_text="33")).not_to_have_count(0)
    rows = [row.locator("td").all_inner_texts() for row in targets.locator("tr:has(td)").all()]
    assert all(cells[-1].strip() for cells in rows)


def test_the_plain_statements_are_there(open_site: OpenSite) -> None:
    visit = open_site("/dati")
    for name in ("Minuti di viaggio", "Dati dimostrativi", "Che cosa non sappiamo", "Privacy", "Accessibilità"):
        expect(visit.page.get_by_role("heading", level=2, name=name)).to_be_visible()
    shown = visit.page.locator("main, [data-testid=stMain]").first.inner_text()
    for words in ("stime", "WCAG 2.1", "Nessuna pagina chiede qualcosa a server di terzi", "WELFARE_MAP_DEMO=off"):
        assert words in shown


def test_the_page_is_complete_in_english(open_site: OpenSite) -> None:
    visit = open_site("/dati?lang=en")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Data and method")
    expect(visit.page.get_by_role("region", name="Sources")).to_contain_text("2026")
    visit.page.wait_for_function("document.documentElement.lang === 'en'")
