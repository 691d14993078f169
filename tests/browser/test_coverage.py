"""The page of coverage in a real browser: a click on the map opens a figure, and an address restores it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CREMONA = (10.02, 45.13)
OpenSite = Callable[..., Any]


def test_a_click_on_the_map_opens_the_figure_of_its_area(open_site: OpenSite) -> None:
    visit = open_site("/copertura?indicator=care_home_places_per_1000_aged_65&areas=province")
    visit.wait_for_map()
    visit.wait_until_still()
    visit.page.locator("iframe").first.scroll_into_view_if_needed()
    visit.page.mouse.click(*visit.point_on_page(*CREMONA))
    visit.page.wait_for_url("**unit=019**")
    card = visit.page.locator(".wm-coverage")
    expect(card.get_by_role("heading", name="Cremona", exact=True)).to_be_visible()
    expect(card.get_by_text("posti accreditati ÷")).to_be_visible()


def test_an_address_restores_the_opened_figure(open_site: OpenSite) -> None:
    visit = open_site("/copertura?indicator=lep_nursery&unit=alto-milanese&part_time=0.7")
    expect(visit.page.locator(".wm-coverage").get_by_text("un posto part-time vale 0,7")).to_be_visible()
    visit.wait_for_map()
