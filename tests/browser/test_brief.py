"""The section *Scheda* in a real browser, as an officer of a planning office uses it."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import FilePayload, expect
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.accessibility]
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
    upload = page.get_by_test_id("stFileUploaderDropzoneInput")
    expect(upload).to_have_attribute("aria-label", "Scegli un file")
    upload.set_input_files(tmp_path / "scheda.json")
    expect(page.get_by_role("heading", name="Che cosa è cambiato dalla scheda")).to_be_visible()
    given: FilePayload = {"name": "scheda.json", "mimeType": "application/json", "buffer": b"{}"}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(given)
    expect(page.get_by_role("alert").filter(has_text="non è una scheda precedente")).to_be_visible()
    assert visit.violations("brief_no_brief") == []
