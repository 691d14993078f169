"""*Dove agire* in a real browser: an office finds how many places it lacks, where, and what to do first."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LONG_MS = 30_000
"""The first plan of a process compiles its search."""
OpenSite = Callable[..., Any]


def test_an_office_reads_what_its_district_lacks_and_looks_for_something_else(open_site: OpenSite) -> None:
    visit = open_site("/copertura?view=siting")
    page = visit.page
    page.get_by_role("textbox", name="Dove: ambito").fill("Alto Milanese")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="ne ha 33 ogni 100 bambini")
    expect(heading).to_be_visible(timeout=LONG_MS)
    first = page.locator(".wm-card").first
    expect(first.locator(".wm-number")).to_have_text("1")
    expect(first.get_by_text("posti a").first).to_be_visible()
    expect(page.get_by_text("nel caso migliore servono almeno")).to_be_visible()
    visit.wait_for_map()
    visit.wait_until_still()
    visit.choose("Che cosa cerchi", "Sedi che avvicinano più persone")
    expect(page.get_by_role("heading", name="entro 15 min da un servizio")).to_be_visible(timeout=LONG_MS)
    page.wait_for_url("**seek=cover**")
    assert "within=alto-milanese" in page.url
