"""Each main task with the keyboard alone: nobody touches a mouse between the first Tab and the last Enter."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from pypdf import PdfReader

from welfare_map.register.history.editing import read_record

pytestmark = [pytest.mark.browser, pytest.mark.accessibility]
PLAN = "/imprese?lon=8.888&lat=45.546&tab=plan&partners=demo:org-015046-1,demo:org-015118-2"
RECORD = "demo:nursery-015118-4"
CURATOR, PASSWORD = "anna", "cavallo-batteria"
OpenSite = Callable[..., Any]


def test_a_firm_chooses_an_agreement_and_takes_its_draft_along(open_site: OpenSite) -> None:
    visit = open_site(PLAN)
    page = visit.page
    expect(page.get_by_text("Bozza di piano per 2 imprese").first).to_be_visible()
    visit.wait_until_still()
    with visit.by_keyboard("firms_plan"):
        visit.tab_to("Accordo di riferimento")
        page.keyboard.type("PMI Alto")
        page.keyboard.press("Enter")
        expect(page.locator("article.wm-plan")).to_contain_text("Accordo territoriale")
        visit.wait_until_still()
        visit.tab_to("Scarica in PDF")
        with page.expect_download() as waiting:
            page.keyboard.press("Enter")
        assert "DIMOSTRAZIONE" in PdfReader(Path(waiting.value.path())).pages[0].extract_text()


def test_an_office_asks_for_another_indicator_and_opens_a_figure(open_site: OpenSite) -> None:
    visit = open_site("/copertura?areas=province")
    page = visit.page
    expect(page.get_by_role("heading", level=3).first).to_contain_text("Province: 13")
    visit.wait_until_still()
    with visit.by_keyboard("coverage"):
        visit.tab_to("Che cosa vuoi sapere")
        page.keyboard.type("65 anni")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=3).first).to_contain_text("1.000 residenti di 65 anni")
        expect(page.get_by_role("status").filter(has_text="1.000 residenti di 65 anni")).to_have_count(1)
        visit.wait_until_still()
        visit.tab_to("Apri la cifra di")
        page.keyboard.type("Pavia")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Con i numeri")).to_be_visible()
        page.wait_for_url("**unit=018**")


def test_a_curator_signs_in_and_mends_a_card(open_desk: OpenSite, desk_engine: sa.Engine) -> None:
    visit = open_desk("/registro")
    page = visit.page
    expect(page.get_by_role("button", name="Accedi")).to_be_visible()
    visit.wait_until_still()
    with visit.by_keyboard("desk_editing"):
        visit.tab_to("Accedi")
        page.keyboard.press("Enter")
        for name, words in (("Nome dell'account", CURATOR), ("Password", PASSWORD)):
            visit.tab_to(name)
            page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Esci")).to_be_visible()
        visit.wait_until_still()
        visit.tab_to("Da esaminare")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Nome o identificativo")).to_be_visible()
        visit.wait_until_still()
        visit.tab_to("Nome o identificativo")
        page.keyboard.type(RECORD)
        page.keyboard.press("Enter")
        expect(page.locator(".st-key-editing-found-0 button")).to_be_visible()
        visit.wait_until_still()
        visit.tab_to("Dimostrazione")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Telefono").first).to_be_visible()
        visit.wait_until_still()
        visit.tab_to("Telefono")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("+39 0331 123456")
        visit.tab_to("Salva")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Salvato").first).to_be_visible()
        assert read_record(desk_engine, "services", RECORD)[0]["phone"] == "+390331123456"
