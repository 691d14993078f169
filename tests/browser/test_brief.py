"""The section *Scheda* in a real browser, as an officer of a planning office uses it."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 800}
OpenSite = Callable[..., Any]


def test_an_officer_chooses_a_district_takes_its_brief_along_and_compares_the_next(
    open_site: OpenSite, tmp_path: Path
) -> None:
    visit = open_site("/copertura?view=brief")
    page = visit.page
    box = page.get_by_role("combobox", name="Ambito")
    visit.open_list(box)
    box.fill("Alto Mil")
    page.get_by_role("option", name="Alto Milanese", exact=True).click()
    page.wait_for_url("**district=alto-milanese**")
    expect(page.get_by_role("heading", name="Ambito Alto Milanese: scheda dimostrativa")).to_be_visible()
    expect(page.get_by_role("heading", name="A chi telefonare per primi")).to_be_visible()
    visit.wait_for_map()

    pdf = visit.download(page.get_by_role("button", name="Scarica in PDF")).path()
    assert len(PdfReader(pdf).pages) == 2
    docx = visit.download(page.get_by_role("button", name="Scarica per Word (DOCX)")).path()
    assert "Scheda dell'ambito Alto Milanese" in "\n".join(
        one.text for one in Document(io.BytesIO(docx.read_bytes())).paragraphs
    )
    kept = json.loads(visit.download(page.get_by_role("button", name="Scarica i dati (JSON)")).path().read_bytes())
    assert kept["district_id"] == "alto-milanese"

    (tmp_path / "scheda.json").write_text(json.dumps(kept), encoding="utf-8")
    visit.unfold_choices()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(tmp_path / "scheda.json")
    expect(page.get_by_role("heading", name="Che cosa è cambiato dalla scheda")).to_be_visible()


@pytest.mark.parametrize("lang", ["it", "en"])
def test_axe_finds_nothing_on_the_section_with_a_brief_open(open_site: OpenSite, lang: str) -> None:
    visit = open_site(f"/copertura?view=brief&district=alto-milanese&lang={lang}")
    visit.wait_for_map()
    assert visit.violations() == []
    assert visit.map_violations() == []
    visit.page.set_viewport_size(PHONE)
    visit.wait_for_map()
    assert visit.violations() == []
    assert visit.width_px <= PHONE["width"]
