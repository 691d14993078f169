"""The section *Accesso* in a real browser, as a statistician uses it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LEGNANO = "015118"
OpenSite = Callable[..., Any]


def test_a_statistician_asks_changes_the_method_opens_a_figure_and_hands_it_on(open_site: OpenSite) -> None:
    visit = open_site("/copertura")
    page = visit.page
    page.get_by_role("radio", name="Accesso").click()
    expect(page.get_by_role("heading", name="Entro 20 min in auto, contando anche i vicini")).to_be_visible()
    visit.wait_for_map()
    expect(page.get_by_text("Posti che restano ogni 100 bambini di 0-2 anni")).to_be_visible()
    expect(page.get_by_role("region", name="Aree con posti che restano").get_by_role("row")).to_have_count(16)
    visit.unfold_choices()
    page.get_by_role("radio", name="E2SFCA").click()
    page.wait_for_url("**method=e2sfca**")
    visit.wait_until_still()
    box = page.get_by_role("combobox", name="Apri la cifra di")
    visit.open_list(box)
    box.fill("Legnano")
    page.get_by_role("option", name="Legnano (MI)", exact=True).click()
    page.wait_for_url(f"**unit={LEGNANO}**")
    card = page.locator(".wm-coverage")
    expect(card.get_by_role("heading", name="Legnano", exact=True)).to_be_visible()
    said = card.get_by_text("bambini di 0-2 anni × 100 =").first.inner_text()
    handed_on = card.get_by_role("link", name="Il link che riapre questa cifra").get_attribute("href")
    again = open_site(handed_on).page.locator(".wm-coverage")
    expect(again.get_by_text("bambini di 0-2 anni × 100 =").first).to_have_text(said)
