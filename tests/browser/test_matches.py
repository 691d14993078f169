"""*Chi può aiutarmi* as the owner of a firm with a canteen uses it: from the firm's name to somebody to call."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
WIDTHS = [
    pytest.param({}, id="desktop"),
    pytest.param({"width_px": 375, "height_px": 812, "is_phone": True}, id="phone"),
]
FIRM = "demo:org-108033-7"
OpenSite = Callable[..., Any]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_firm_finds_whom_it_can_help_reads_why_and_puts_them_together(
    open_site: OpenSite, width: dict[str, Any]
) -> None:
    visit = open_site(f"/imprese?lon=9.27&lat=45.58&organisation={FIRM}", **width)
    page = visit.page
    page.get_by_role("radio", name="Chi può aiutarmi").click()
    card = page.locator("article.wm-match").first
    expect(card).to_contain_text("Perché sì")
    expect(card).to_contain_text("Dimostrazione")
    expect(card.locator(".wm-bar")).to_be_visible()
    card.get_by_text("Come si arriva al punteggio").click()
    expect(card.get_by_role("row", name=re.compile("che cosa"))).to_be_visible()
    assert visit.violations("firms_matches") == []
    assert visit.width_px <= width.get("width_px", 1280)
    page.get_by_role("button", name="+ Metti insieme").first.click()
    page.wait_for_url(re.compile("partners="))
    chosen = parse_qs(urlsplit(page.url).query)
    assert chosen["tab"] == ["matches"]
    expect(page.get_by_role("button", name="✓ Insieme: togli").first).to_be_visible()
    visit.wait_for_map()


def test_a_visitor_without_a_firm_is_told_what_comes_first(open_site: OpenSite) -> None:
    visit = open_site("/imprese?lon=8.888&lat=45.546&tab=matches")
    expect(visit.page.get_by_text(re.compile("Di. qual è la tua impresa, in «La tua impresa»"))).to_be_visible()
