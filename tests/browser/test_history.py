"""Back, forward, and addresses that say what cannot be."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
LEGNANO = "/?lon=8.918&lat=45.594"
BLANK_COUNT = 1
"""Entries of the history before a visit: the browser's empty page."""
OpenSite = Callable[..., Any]


def sentence(page: Page) -> Locator:
    return page.get_by_role("heading", level=3, name=re.compile(r"servizi? entro|Nessun servizio"))


def test_back_and_forward_show_the_views_that_were_there_and_keep_what_was_saved(open_site: OpenSite) -> None:
    page = open_site(LEGNANO).page
    expect(sentence(page)).to_contain_text("in auto")
    in_the_car = sentence(page).inner_text()
    page.get_by_text("A piedi").click()
    page.wait_for_url(re.compile("mode=walk"))
    expect(sentence(page)).to_contain_text("a piedi")
    page.get_by_role("button", name="☆ Salva").first.click()
    expect(page.get_by_text("I miei salvati (1)")).to_be_visible()
    page.go_back()
    expect(sentence(page)).to_have_text(in_the_car)
    expect(page.get_by_text("I miei salvati (1)")).to_be_visible()
    page.go_forward()
    expect(sentence(page)).to_contain_text("a piedi")


def test_another_page_keeps_language_and_workplace_and_is_one_step_away(open_site: OpenSite) -> None:
    page = open_site(f"{LEGNANO}123&kinds=nursery&utm_source=letter").page
    page.wait_for_url(re.compile(r"lat=45\.594&kinds=nursery$"))
    assert page.evaluate("history.length") == BLANK_COUNT + 1
    page.get_by_text("English", exact=True).click()
    found = page.get_by_role("heading", level=3, name=re.compile("services? within|No service"))
    expect(found).to_be_visible()
    in_english = found.inner_text()
    page.get_by_role("link", name="Good practices and agreements").first.click()
    page.wait_for_url(re.compile("buone-pratiche.*lon=8.918"))
    practices = page.get_by_role("heading", level=3).first
    expect(practices).to_contain_text("with travel minutes")
    assert page.evaluate("history.length") == BLANK_COUNT + 2
    page.go_back()
    expect(found).to_have_text(in_english)
    page.go_forward()
    expect(practices).to_contain_text("with travel minutes")
    page.wait_for_url(re.compile("buone-pratiche.*lon=8.918"))


@pytest.mark.parametrize("junk", ["territory=999999", "territory=%3Cscript%3E", "capacity=99999999", "layers=nothing"])
def test_junk_in_the_address_leaves_the_answer_standing(open_site: OpenSite, junk: str) -> None:
    page = open_site(f"{LEGNANO}&{junk}").page
    expect(sentence(page)).to_be_visible()
    page.wait_for_url(re.compile(r"^(?!.*(territory|capacity|layers)=).*lon=8.918"))


def test_a_point_outside_the_area_is_said_and_the_question_stays(open_site: OpenSite) -> None:
    page = open_site("/?lon=-0.1&lat=51.5").page
    expect(page.get_by_role("alert").filter(has_text=re.compile("Italia|territorio|area"))).to_be_visible()
    expect(page.get_by_label("Luogo di lavoro")).to_be_visible()


def test_a_district_in_the_address_filters_the_agreements(open_site: OpenSite) -> None:
    page = open_site("/buone-pratiche?territory=alto-milanese").page
    expect(page.get_by_role("heading", level=3, name="Alto Milanese", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=3, name=re.compile("buone pratiche"))).to_be_visible()
