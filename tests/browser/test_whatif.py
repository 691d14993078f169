"""*E se…* in a real browser: a click on the map puts a new nursery there, and the figures follow."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CREMONA = (10.02, 45.13)
LONG_MS = 30_000
"""The first answer of a process reads opening hours."""
OpenSite = Callable[..., Any]


def test_a_click_and_a_button_imagine_a_nursery_and_a_missing_point_is_said_of_its_field(open_site: OpenSite) -> None:
    visit = open_site("/copertura?view=whatif")
    visit.wait_for_map()
    visit.wait_until_still()
    visit.page.get_by_role("button", name="Aggiungi all'ipotesi").click()
    field = visit.page.locator(".st-key-scenario_words input")
    expect(field).to_have_accessible_description(re.compile("Manca il punto"))
    expect(field).to_be_focused()
    visit.page.locator("iframe").first.scroll_into_view_if_needed()
    visit.page.mouse.click(*visit.point_on_page(*CREMONA))
    expect(visit.page.get_by_text("Punto scelto: Cremona")).to_be_visible(timeout=LONG_MS)
    visit.page.get_by_role("button", name="Aggiungi all'ipotesi").click()
    expect(visit.page.get_by_role("heading", name="Cremona passerebbe da")).to_be_visible(timeout=LONG_MS)
    visit.page.wait_for_url("**scenario=add%3Anursery%3A60%40**")
