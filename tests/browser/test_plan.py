"""*Il piano* as somebody goes through it: firms together, an agreement, a draft to read, two files to take along."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser
WIDTHS = [
    pytest.param({}, id="desktop"),
    pytest.param({"width_px": 375, "height_px": 812, "is_phone": True}, id="phone"),
]
PAGE = "/imprese?lon=8.888&lat=45.546&tab=plan&partners=demo:org-015046-1,demo:org-015118-2"


@pytest.mark.parametrize("width", WIDTHS)
def test_from_firms_to_a_draft_in_two_files(open_site: Callable[..., Any], width: dict[str, Any]) -> None:
    visit = open_site(PAGE, **width)
    page = visit.page
    expect(page.get_by_text("Bozza di piano per 2 imprese").first).to_be_visible()
    visit.wait_until_still()
    page.get_by_label("Accordo di riferimento").first.click()
    page.get_by_role("option", name="Accordo PMI Alto Milanese").click()
    plan = page.locator("article.wm-plan")
    expect(plan).to_contain_text("Accordo territoriale")
    visit.wait_for_map()
    visit.wait_until_still()
    plan.locator("summary", has_text="9. Firme").click()
    expect(plan.get_by_text("CGIL Camera del Lavoro del Ticino Olona (Firmatario)")).to_be_visible()
    visit.wait_until_still()
    assert "frame=accordo-pmi" in page.url

    editable = visit.download(page.get_by_role("button", name="Scarica per Word (DOCX)"))
    assert editable.suggested_filename == "piano-di-welfare.docx"
    file = docx.Document(io.BytesIO(Path(editable.path()).read_bytes()))
    assert file.paragraphs[0].text == "Bozza di piano di welfare interaziendale"
    pages = visit.download(page.get_by_role("button", name="Scarica in PDF"))
    assert pages.suggested_filename == "piano-di-welfare.pdf"
    said = PdfReader(io.BytesIO(Path(pages.path()).read_bytes())).pages[0].extract_text()
    assert "DIMOSTRAZIONE" in said

    page.get_by_text(re.compile(r"Che cosa resta da completare: \d+ voci")).click()
    expect(page.get_by_text("adesione all'accordo").first).to_be_visible()
    assert visit.width_px <= (width.get("width_px") or 1280)
    assert visit.violations("firms_plan") == []
