"""*Un servizio insieme* as the owner of a workshop in Busto Garolfo goes through it."""

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
PAGE = "/imprese?lon=8.888&lat=45.546&tab=consortium"


@pytest.mark.parametrize("width", WIDTHS)
def test_from_free_places_to_a_group_whose_cost_is_ones_own(
    open_site: Callable[..., Any], width: dict[str, Any]
) -> None:
    visit = open_site(PAGE, **width)
    page = visit.page
    expect(page.get_by_text("Prima guardate qui").first).to_be_visible()
    group = page.locator("article.wm-group").first
    expect(group).to_contain_text("Gruppo 1")
    expect(group.get_by_role("table")).to_contain_text("Quanto aggiunge")
    visit.wait_until_still()
    page.get_by_text("I numeri su cui si basa: cambiali").click()
    cost = page.get_by_label("Costo di un posto (€ all'anno)")
    cost.fill("1000")
    cost.press("Enter")
    expect(group).to_contain_text(re.compile(r"3\d\.000 € all'anno, 1\.000 € a posto"))
    visit.wait_until_still()
    page.get_by_role("button", name="Usa questo gruppo").first.click()
    expect(page.get_by_role("button", name="È il vostro gruppo").first).to_be_disabled()
    visit.wait_until_still()
    assert "partners=" in page.url
