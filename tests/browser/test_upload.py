"""*Importa un file* as a curator uses it: upload, columns, check, preview, publish; on a register of its own."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import FilePayload, expect

from welfare_map.register.history.editing import read_record
from welfare_map.register.history.revisions import pending

pytestmark = pytest.mark.browser
PHONE = {"width_px": 375, "height_px": 812, "is_phone": True}
WIDTHS = [pytest.param({}, id="desktop"), pytest.param(PHONE, id="phone")]
SCRIPT = "<img src=x onerror=alert(1)>"
HEADER = "Denominazione;Tipologia;Comune;Indirizzo;Posti;Colore;Longitudine;Latitudine"
OpenDesk = Callable[..., Any]


def upload(open_desk: OpenDesk, *lines: str, **width: Any) -> Any:
    """Sign in, open the section and give it a file."""
    visit = open_desk("/registro", **width)
    page = visit.sign_in(section="Importa un file")
    content = "\n".join((HEADER, *lines)).encode("cp1252")
    payload: FilePayload = {"name": "servizi.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(payload)
    return visit


@pytest.mark.accessibility
@pytest.mark.parametrize("width", WIDTHS)
def test_a_curator_imports_a_file_into_the_own_district(
    open_desk: OpenDesk, desk_engine: sa.Engine, width: dict[str, Any]
) -> None:
    name = f"Nido {SCRIPT} Perù {len(width)}"
    visit = upload(open_desk, f"{name};asilo nido;Legnano;VIA ROMA 1;30;rosso;8,918;45,594", **width)
    page = visit.page
    expect(page.get_by_text("1 riga letta (Windows-1252, ;).")).to_be_visible()
    expect(page.get_by_text("Non importate: Colore.")).to_be_visible()
    page.get_by_role("button", name="Controlla le righe").click()
    expect(page.get_by_text("Tutte le righe si possono importare.")).to_be_visible()
    expect(page.get_by_text("Nuove: 1 · cambiate: 0 · già così: 0.")).to_be_visible()
    expect(page.get_by_role("cell", name=name)).to_be_visible()
    expect(page.frame_locator('iframe[title="Mappa"]').locator("[data-ready=boundaries]")).to_be_visible()
    assert visit.width_px <= page.evaluate("window.innerWidth")
    assert visit.violations("desk_upload_preview") == []
    page.get_by_role("button", name="Pubblica").click()
    expect(page.get_by_text("Fatto. Schede nuove: 1 · cambiate: 0.")).to_be_visible()
    record_id = f"curated:nido-img-src-x-onerror-alert-1-peru-{len(width)}-nursery-015118"
    assert read_record(desk_engine, "services", record_id)[0]["capacity_authorised"] == 30


@pytest.mark.accessibility
def test_errors_are_said_and_left_out_only_on_purpose(open_desk: OpenDesk) -> None:
    visit = upload(open_desk, "Nido Bene;nido;Legnano;;;;;", "Nido Male;asilo nidoo;Legnano;;x;;;")
    page = visit.page
    page.get_by_role("button", name="Controlla le righe").click()
    expect(page.get_by_text("1 riga non si può importare.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Errore.*asilo nidoo.*Asilo nido \\(nursery\\)"))).to_be_visible()
    expect(page.get_by_role("button", name="Pubblica")).to_be_disabled()
    assert visit.violations("desk_upload_errors") == []
    page.get_by_text("Importa le altre righe e lascia fuori quelle con errori").click()
    expect(page.get_by_role("button", name="Pubblica")).to_be_enabled()


def test_a_file_about_other_districts_goes_to_moderation(open_desk: OpenDesk, desk_engine: sa.Engine) -> None:
    page = upload(open_desk, "Nido Lontano;nido;Cremona;;10;;;").page
    page.get_by_role("button", name="Controlla le righe").click()
    expect(page.get_by_text("Non tutte le schede sono nei tuoi ambiti: il file va in moderazione.")).to_be_visible()
    expect(page.get_by_role("button", name="Pubblica")).to_have_count(0)
    page.get_by_role("button", name="Manda in moderazione").click()
    expect(page.get_by_text("Proposte mandate in moderazione: 1.")).to_be_visible()
    assert [one.after["name"] for one in pending(desk_engine)] == ["Nido Lontano"]


def test_a_file_that_is_no_table_is_said(open_desk: OpenDesk) -> None:
    page = upload(open_desk).page
    expect(page.get_by_text("Il file ha solo l'intestazione: mancano le righe.")).to_be_visible()
