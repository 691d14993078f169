"""*Navetta* as two firms go through it: from the rounds to the sheet for their home-work travel plan."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
WIDTHS = [
    pytest.param({}, id="desktop"),
    pytest.param({"width_px": 375, "height_px": 812, "is_phone": True}, id="phone"),
]
PAGE = "/imprese?lon=9.09&lat=45.52&tab=shuttle&organisation=demo:org-015250-1&partners=demo:org-015118-3"


@pytest.mark.parametrize("width", WIDTHS)
def test_two_firms_go_from_the_rounds_to_the_sheet(open_site: Callable[..., Any], width: dict[str, Any]) -> None:
    visit = open_site(PAGE, **width)
    page = visit.page
    first = page.locator("article.wm-round").first
    expect(first).to_contain_text("07:58 da Monza")
    expect(first).to_contain_text("Costo: non noto")
    visit.wait_until_still()
    for label, value in (("Costo al km (€)", "2"), ("Costo all'ora (€)", "30")):
        field = page.get_by_label(label)
        field.fill(value)
        field.press("Enter")
        visit.wait_until_still()
    expect(first).to_contain_text(re.compile(r"Costo: \d+,\d\d €"))
    page.get_by_role("radio", name="ritorno").click()
    expect(first).to_contain_text("17:35 da Dimostrazione")
    visit.wait_until_still()
    assert visit.violations("firms_shuttle") == []
    assert visit.width_px <= width.get("width_px", 1280)
    download = visit.download(page.get_by_role("button", name="Foglio per il PSCL (XLSX)"))
    book = load_workbook(io.BytesIO(Path(download.path()).read_bytes()))
    assert "Origini" in book.sheetnames
    assert "Monza" in [row[4] for row in book["Origini"].iter_rows(values_only=True)]
