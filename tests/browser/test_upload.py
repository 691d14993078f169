"""*Importa un file* as a curator uses it: upload, columns, check, preview, publish; on a register of its own."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import FilePayload, Page, expect

from geodata.store import read_places
from geodata.territory import Territory
from welfare_map.register import open_register
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Role
from welfare_map.register.history.editing import read_record
from welfare_map.register.history.revisions import pending
from welfare_map.settings import Settings

pytestmark = pytest.mark.browser
APP = Path(__file__).parents[2] / "app.py"
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PHONE = {"width_px": 375, "height_px": 812, "is_phone": True}
WIDTHS = [pytest.param({}, id="desktop"), pytest.param(PHONE, id="phone")]
PASSWORD = "cavallo-batteria"  # noqa: S105  # of an account of this test alone
SCRIPT = "<img src=x onerror=alert(1)>"
HEADER = "Denominazione;Tipologia;Comune;Indirizzo;Posti;Colore;Longitudine;Latitudine"
OpenSite = Callable[..., Any]


@pytest.fixture(scope="session")
def upload_dir(real_territory: Territory, real_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a register with a curator of Legnano's district, apart from the one of the other journeys."""
    folder = tmp_path_factory.mktemp("upload-site") / "data"
    read_places(real_territory)
    shutil.copytree(real_data_dir, folder, ignore=shutil.ignore_patterns("register.sqlite*", "*.log"))
    engine = open_register(Settings(data_dir=folder, is_offline=True))
    now = datetime.now(UTC)
    add_account(engine, new_account("anna", Role.CURATOR, district_ids=("alto-milanese",), at=now), PASSWORD)
    engine.dispose()
    return folder


@pytest.fixture(scope="session")
def site(serve: Callable[..., str], upload_dir: Path) -> SimpleNamespace:
    """Serve the real application on the register of this file."""
    log_path = upload_dir / "server.log"
    address = serve(APP, log_path, WELFARE_MAP_DATA_DIR=str(upload_dir), WELFARE_MAP_OFFLINE="on")
    return SimpleNamespace(address=address, log_path=log_path)


def upload(open_site: OpenSite, *lines: str, **width: Any) -> Page:
    """Sign in, open the section and give it a file."""
    page: Page = open_site("/registro", **width).page
    page.get_by_role("button", name="Accedi").click()
    page.get_by_label("Nome dell'account").fill("anna")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entra", exact=True).click()
    page.get_by_role("radio", name="Importa un file").first.click()
    content = "\n".join((HEADER, *lines)).encode("cp1252")
    payload: FilePayload = {"name": "servizi.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(payload)
    return page


def violations(page: Page) -> list[Any]:
    page.evaluate(AXE)
    return page.evaluate(  # type: ignore[no-any-return]
        "async levels => (await axe.run(document, {runOnly: levels, iframes: false, resultTypes: ['violations']}))"
        ".violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.join(' ')]))",
        LEVELS,
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_curator_imports_a_file_into_the_own_district(
    open_site: OpenSite, upload_dir: Path, width: dict[str, Any]
) -> None:
    name = f"Nido {SCRIPT} Perù {len(width)}"
    page = upload(open_site, f"{name};asilo nido;Legnano;VIA ROMA 1;30;rosso;8,918;45,594", **width)
    expect(page.get_by_text("1 righe lette (Windows-1252, ;).")).to_be_visible()
    expect(page.get_by_text("Non importate: Colore.")).to_be_visible()
    page.get_by_role("button", name="Controlla le righe").click()
    expect(page.get_by_text("Tutte le righe si possono importare.")).to_be_visible()
    expect(page.get_by_text("Nuove: 1 · cambiate: 0 · già così: 0.")).to_be_visible()
    expect(page.get_by_role("cell", name=name)).to_be_visible()
    expect(page.frame_locator('iframe[title="Mappa"]').locator("[data-ready=boundaries]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")
    assert violations(page) == []
    page.get_by_role("button", name="Pubblica").click()
    expect(page.get_by_text("Fatto. Schede nuove: 1 · cambiate: 0.")).to_be_visible()
    engine = open_register(Settings(data_dir=upload_dir, is_offline=True))
    record_id = f"curated:nido-img-src-x-onerror-alert-1-peru-{len(width)}-nursery-015118"
    assert read_record(engine, "services", record_id)[0]["capacity_authorised"] == 30
    engine.dispose()


def test_errors_are_said_and_left_out_only_on_purpose(open_site: OpenSite) -> None:
    page = upload(open_site, "Nido Bene;nido;Legnano;;;;;", "Nido Male;asilo nidoo;Legnano;;x;;;")
    page.get_by_role("button", name="Controlla le righe").click()
    expect(page.get_by_text("1 riga non si può importare.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Errore.*asilo nidoo.*Asilo nido \\(nursery\\)"))).to_be_visible()
    expect(page.get_by_role("button", name="Pubblica")).to_be_disabled()
    page.get_by_text("Importa le altre righe e lascia fuori quelle con errori").click()
    expect(page.get_by_role("button", name="Pubblica")).to_be_enabled()


def test_a_file_about_other_districts_goes_to_moderation(open_site: OpenSite, upload_dir: Path) -> None:
    page = upload(open_site, "Nido Lontano;nido;Cremona;;10;;;")
    page.get_by_role("button", name="Controlla le righe").click()
    expect(page.get_by_text("Non tutte le schede sono nei tuoi ambiti: il file va in moderazione.")).to_be_visible()
    expect(page.get_by_role("button", name="Pubblica")).to_have_count(0)
    page.get_by_role("button", name="Manda in moderazione").click()
    expect(page.get_by_text("Proposte mandate in moderazione: 1.")).to_be_visible()
    engine = open_register(Settings(data_dir=upload_dir, is_offline=True))
    assert [one.after["name"] for one in pending(engine)] == ["Nido Lontano"]
    engine.dispose()


def test_a_file_that_is_no_table_is_said(open_site: OpenSite) -> None:
    page = upload(open_site)
    expect(page.get_by_text("Il file ha solo l'intestazione: mancano le righe.")).to_be_visible()
