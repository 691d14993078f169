"""*Dati e metodo*: what every number comes from."""

import re
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
    sources = visit.page.get_by_role("region", name="Fonti", exact=True)
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
    for words in ("stime", "WCAG 2.1", "può toglierli tutti"):
        assert words in shown
    assert "WELFARE_MAP_" not in shown
    link = visit.page.get_by_role("paragraph").get_by_role("link", name="Privacy", exact=True)
    expect(link).to_have_attribute("href", "privacy")


def test_the_page_is_complete_in_english(open_site: OpenSite) -> None:
    visit = open_site("/dati?lang=en")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Data and method")
    expect(visit.page.get_by_role("region", name="Sources", exact=True)).to_contain_text("2026")
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")


def test_other_sources_unfold_with_the_command_that_brings_them(open_site: OpenSite) -> None:
    visit = open_site("/dati")
    visit.page.get_by_text("Altre fonti che si possono portare qui").click()
    others = visit.page.get_by_role("region", name="Altre fonti")
    expect(others).to_contain_text("welfare-map update regione-lombardia-rsa")
    expect(others.get_by_role("link").first).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_quality_is_filtered_by_kind_and_fits_the_page(open_site: OpenSite, width: dict[str, Any]) -> None:
    visit = open_site("/dati", **width)
    quality = visit.page.get_by_role("region", name="Quanto sono complete le schede")
    expect(quality).to_contain_text("Dimostrazione")
    kinds = visit.page.get_by_role("combobox", name=re.compile("Tipo$"))
    kinds.evaluate("box => box.scrollIntoView({block: 'center'})")  # a list that is open closes when the page scrolls
    kinds.click()
    visit.page.get_by_role("option", name="Asilo nido", exact=True).click()
    expect(quality.locator("th").first).to_have_text("Ambito")  # on a telephone the rows carry their heads
    visit.page.get_by_text("I criteri, uno per uno").click()
    expect(visit.page.get_by_role("region", name="I criteri")).to_contain_text("Posizione precisa")
    assert visit.page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")


def test_a_table_and_the_catalogue_are_downloaded(open_site: OpenSite) -> None:
    visit = open_site("/dati")
    table = visit.download(visit.page.get_by_role("button", name="Scarica la tabella"))
    assert table.suggested_filename == "services.csv"
    assert table.path().read_text(encoding="utf-8").startswith("is_demo,service_id,")
    catalogue = visit.download(visit.page.get_by_role("button", name="Scarica il catalogo DCAT-AP_IT"))
    content = catalogue.path().read_text(encoding="utf-8")
    assert f"{visit.page.url.partition('/dati')[0]}/dati#dataset-services" in content


def test_a_visitor_is_not_offered_to_bring_the_lists(open_site: OpenSite) -> None:
    visit = open_site("/dati")
    expect(visit.page.get_by_role("heading", level=2, name="Scarica i dati")).to_be_visible()
    expect(visit.page.get_by_role("heading", name="Porta qui gli elenchi ufficiali")).to_have_count(0)
