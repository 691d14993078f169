"""*Aderire* as the owner of a small workshop goes through it: from the card to the form and into the queue."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from welfare_map.register.history.editing import read_record
from welfare_map.register.history.revisions import pending

pytestmark = pytest.mark.browser
PHONE = {"width_px": 375, "height_px": 812, "is_phone": True}
WIDTHS = [pytest.param({}, id="desktop"), pytest.param(PHONE, id="phone")]
INITIATIVES = "/buone-pratiche?section=initiatives"
PACT = "accordo-pmi-alto-milanese-magentino-abbiatense"
TALL = [
    pytest.param({"height_px": 5_000}, id="desktop"),
    pytest.param({**PHONE, "height_px": 16_000}, id="phone"),
]
"""The whole page at once."""
OpenDesk = Callable[..., Any]


def choose(visit: Any, label: str, words: str) -> None:
    page = visit.page
    box = page.locator(".st-key-adhering").get_by_role("combobox", name=label)
    visit.open_list(box)
    expect(page.get_by_role("option").first).to_be_visible()
    if page.get_by_role("option", name=words, exact=True).count() == 0:
        box.fill(words[:7])
    page.get_by_role("option", name=words, exact=True).click()


@pytest.mark.parametrize("width", TALL)
def test_a_workshop_finds_its_office_takes_the_form_and_is_public_once_a_curator_accepts(
    open_desk: OpenDesk, desk_engine: sa.Engine, width: dict[str, Any], tmp_path: Path
) -> None:
    name = f"Officina <Prova> {len(width)}"
    visit = open_desk(INITIATIVES, **width)
    page = visit.page
    page.locator(f".st-key-adhere-{PACT} button").click()
    panel = page.locator(".st-key-adhering")
    expect(panel).to_contain_text("Piani di welfare alla firma")
    expect(panel).to_contain_text("comuni del castanese")
    choose(visit, "Comune della tua impresa", "Busto Garolfo")
    expect(panel).not_to_contain_text("comuni del castanese")
    expect(panel.get_by_role("link", name="+39 03311816367")).to_be_visible()

    path = tmp_path / "domanda.docx"
    visit.download(panel.get_by_role("button", name="Scarica la domanda (DOCX)")).save_as(path)
    cells = [cell.text for table in docx.Document(str(path)).tables for row in table.rows for cell in row.cells]
    assert "Busto Garolfo (MI)" in cells
    assert "Ufficio di Piano dell'Alto Milanese – comuni del legnanese" in cells

    panel.get_by_text("Segnala l'adesione al registro").click()
    visit.wait_until_still()
    choose(visit, "Che cos'è *", "Impresa")
    panel.get_by_label("Nome dell'organizzazione *").fill(name)
    panel.get_by_role("button", name="Invia", exact=True).click()
    expect(page.get_by_text("La proposta è arrivata")).to_be_visible()

    waiting = pending(desk_engine)
    (organisation,) = [item for item in waiting if item.after.get("organisation_name") == name]
    joined = [item for item in waiting if item.after.get("organisation_id") == organisation.record_id]
    (adhesion,) = [item for item in joined if item.table == "adhesions"]
    assert adhesion.after["initiative_id"] == PACT
    desk = open_desk("/registro", **width).sign_in(section="Da esaminare")
    for item in (organisation, adhesion):
        proposal = desk.locator(f".st-key-proposal-{item.revision_id}")
        proposal.get_by_role("button", name="Accetta e pubblica").click()
        expect(proposal).to_have_count(0)
    assert read_record(desk_engine, "organisations", organisation.record_id)[0]["organisation_name"] == name
    card = open_desk(f"{INITIATIVES}&initiative={PACT}", **width).page.locator(f"article#{PACT}")
    expect(card).to_contain_text(name)


def test_nobody_can_join_an_invented_agreement(open_site: OpenDesk) -> None:
    page = open_site(f"{INITIATIVES}&demo=true&initiative=demo-accordo-mi").page
    expect(page.get_by_text(re.compile("inventato per provare la mappa: nessuno può aderire"))).to_be_visible()
    expect(page.get_by_role("button", name="Scarica la domanda (DOCX)")).to_have_count(0)


@pytest.mark.accessibility
def test_the_panel_breaks_no_rule(open_site: OpenDesk) -> None:
    visit = open_site(f"{INITIATIVES}&initiative={PACT}")
    visit.page.get_by_text("Segnala l'adesione al registro").click()
    expect(visit.page.get_by_label("Nome dell'organizzazione *")).to_be_visible()
    assert visit.examine("adhering") == []
