"""*Registro* as a visitor, a curator and whoever runs a service use it; on a register of its own."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import axe_core_python
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from geodata.store import read_places
from geodata.territory import Territory
from welfare_map.register import open_register
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.signed_links import link_secret, sign_link
from welfare_map.register.history.editing import propose, read_record, save
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.reports import report_mistake
from welfare_map.register.history.revisions import history, pending
from welfare_map.settings import Settings

pytestmark = pytest.mark.browser
APP = Path(__file__).parents[2] / "app.py"
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PHONE = {"width_px": 375, "height_px": 812, "is_phone": True}
NARROW = {"width_px": 320, "height_px": 640, "is_phone": True}
WIDTHS = [pytest.param({}, id="desktop"), pytest.param(PHONE, id="phone")]
PASSWORD = "cavallo-batteria"  # noqa: S105  # of an account of this test
SCRIPT = "<img src=x onerror=alert(1)>"
NIDO = RecordRef("services", "demo:nursery-015118-8")
OTHER = RecordRef("services", "demo:nursery-015118-2")
ROOT = Actor("root", Role.ADMINISTRATOR)
LONG_ID = "demo:disability_day_centre-015118-1"
LONG_ADDRESS = "https://example.org/" + "un-indirizzo-che-non-finisce" * 4
FORMS = {
    "Proponi un servizio": "Gestore",
    "Proponi una buona pratica": "Titolo",
    "Aderisci a un accordo": "Nome dell'organizzazione",
    "Segnala un errore": "Nome o identificativo",
}
"""Form -> one of its fields."""
SECTIONS = ("Da esaminare", "Modifica una scheda", "Storia", "Proposte e segnalazioni")
OpenSite = Callable[..., Any]


@pytest.fixture(scope="session")
def registry_dir(real_territory: Territory, real_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a register with a curator of Legnano's district, apart from the one of the other journeys."""
    folder = tmp_path_factory.mktemp("registry-site") / "data"
    read_places(real_territory)
    shutil.copytree(real_data_dir, folder, ignore=shutil.ignore_patterns("register.sqlite*", "*.log"))
    engine = open_register(Settings(data_dir=folder, is_offline=True))
    now = datetime.now(UTC)
    add_account(engine, new_account("anna", Role.CURATOR, district_ids=("alto-milanese",), at=now), PASSWORD)
    engine.dispose()
    return folder


@pytest.fixture(scope="session")
def site(serve: Callable[..., str], registry_dir: Path) -> SimpleNamespace:
    """Serve the real application on the register of this file."""
    log_path = registry_dir / "server.log"
    address = serve(APP, log_path, WELFARE_MAP_DATA_DIR=str(registry_dir), WELFARE_MAP_OFFLINE="on")
    return SimpleNamespace(address=address, log_path=log_path)


@pytest.fixture
def engine(registry_dir: Path) -> Iterator[sa.Engine]:
    engine = open_register(Settings(data_dir=registry_dir, is_offline=True))
    yield engine
    engine.dispose()


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_role("button", name="Accedi").click()
    page.get_by_label("Nome dell'account").fill("anna")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Entra", exact=True).click()


def signed_in(open_site: OpenSite, section: str, **width: Any) -> Page:
    page: Page = open_site("/registro", **width).page
    sign_in(page)
    expect(page.get_by_role("button", name="Esci")).to_be_visible()
    choose(page, section)
    return page


def choose(page: Page, words: str) -> None:
    page.get_by_role("radio", name=words).first.click()


def open_record(page: Page, ref: RecordRef) -> None:
    page.get_by_label("Nome o identificativo").fill(ref.record_id)
    page.get_by_label("Nome o identificativo").press("Enter")
    page.get_by_role("button", name=ref.record_id).click()


def violations(page: Page) -> list[Any]:
    """Return what axe finds once the page is drawn: what is being redrawn is paler than it will be."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    page.evaluate(AXE)
    return page.evaluate(  # type: ignore[no-any-return]
        "async levels => (await axe.run(document, {runOnly: levels, iframes: false, resultTypes: ['violations']}))"
        ".violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.join(' ')]))",
        LEVELS,
    )


def link(registry_dir: Path, ref: RecordRef = NIDO) -> str:
    secret = link_secret(Settings(data_dir=registry_dir))
    return f"/registro?confirm={sign_link(secret, ref)}"


@pytest.mark.parametrize("width", WIDTHS)
def test_what_a_visitor_proposes_is_public_once_a_curator_accepts_it(
    open_site: OpenSite, engine: sa.Engine, width: dict[str, Any]
) -> None:
    name = f"Nido {SCRIPT} {len(width)}"
    page = open_site("/registro", **width).page
    page.get_by_label("Nome *").fill(name)
    page.get_by_role("combobox", name="Tipo *").click()
    page.get_by_role("option", name="Asilo nido", exact=True).click()
    page.get_by_label("Comune", exact=True).fill("Legnano")
    page.get_by_role("button", name="Invia", exact=True).click()
    expect(page.get_by_text("La proposta è arrivata")).to_be_visible()
    (waiting,) = [item for item in pending(engine) if item.after.get("name") == name]
    desk = signed_in(open_site, "Da esaminare", **width)
    expect(desk.get_by_text(name).first).to_be_visible()
    proposal = desk.locator(f".st-key-proposal-{waiting.revision_id}")
    proposal.get_by_role("button", name="Accetta e pubblica").click()
    expect(desk.get_by_text("ora è pubblica")).to_be_visible()
    assert read_record(engine, "services", waiting.record_id)[0]["name"] == name


def test_a_card_of_the_map_leads_to_the_report_of_its_mistake(open_site: OpenSite) -> None:
    page = open_site("/?lon=8.918&lat=45.594&groups=small_children&mode=walk&min=45").page
    card = page.locator("article.wm-card").first
    name = card.get_by_role("heading").inner_text()
    card.get_by_role("link", name="Segnala nel registro").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Registro")
    expect(page.get_by_text(name)).to_be_visible()
    page.get_by_label("Che cosa non va?").fill(f"Il numero non risponde {SCRIPT}")
    page.get_by_role("button", name="Invia la segnalazione").click()
    expect(page.get_by_text("La segnalazione è arrivata")).to_be_visible()
    desk = signed_in(open_site, "Da esaminare")
    expect(desk.locator(".wm-message").filter(has_text=f"Il numero non risponde {SCRIPT}")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_whoever_runs_a_service_confirms_its_card_by_a_link(
    open_site: OpenSite, registry_dir: Path, engine: sa.Engine, width: dict[str, Any]
) -> None:
    page = open_site(link(registry_dir), **width).page
    expect(page.locator("article.wm-card")).to_contain_text("Asilo nido")
    page.get_by_role("button", name="Confermo che è giusto").click()
    expect(page.get_by_text("La scheda risulta controllata oggi")).to_be_visible()
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["checked_by_role"] == "provider"
    page.reload()
    expect(page.locator("article.wm-card")).to_contain_text("Controllata il")


def test_a_forged_link_says_so(open_site: OpenSite) -> None:
    page = open_site("/registro?confirm=forged").page
    expect(page.get_by_text("Questo collegamento non è valido")).to_be_visible()
    expect(page.get_by_role("button", name="Confermo che è giusto")).to_have_count(0)


def test_the_second_of_two_curators_is_shown_both_versions(open_site: OpenSite, engine: sa.Engine) -> None:
    page = signed_in(open_site, "Modifica una scheda")
    open_record(page, OTHER)
    phone = page.get_by_label("Telefono")
    expect(phone).to_be_visible()
    number = read_record(engine, OTHER.table, OTHER.record_id)[1]
    save(engine, ROOT, table=OTHER.table, record_id=OTHER.record_id, changes={"phone": "+390000000001"},
         seen_number=number, why="prima io")  # fmt: skip
    phone.fill("+390000000002")
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.get_by_text("Non è andato perso nulla")).to_be_visible()
    for words in ("+390000000001", "+390000000002", "prima io"):
        expect(page.get_by_text(words).first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Tieni la mia").click()
    expect(page.get_by_text("Salvato")).to_be_visible()
    assert read_record(engine, OTHER.table, OTHER.record_id)[0]["phone"] == "+390000000002"
    choose(page, "Storia")
    expect(page.get_by_text("prima io")).to_be_visible()
    page.get_by_text("Torna a com'era dopo la revisione").last.click()
    page.get_by_label("Motivo").last.fill("era giusto")
    page.get_by_role("button", name="Ripristina").last.click()
    expect(page.get_by_text("Scheda riportata alla revisione")).to_be_visible()
    assert history(engine, OTHER.record_id)[-1].action == "restored"


def test_a_page_loaded_again_asks_again_and_sets_no_cookie(open_site: OpenSite) -> None:
    page = signed_in(open_site, "Storia")
    assert [cookie["name"] for cookie in page.context.cookies() if "xsrf" not in cookie["name"]] == []
    page.reload()
    expect(page.get_by_role("button", name="Accedi")).to_be_visible()
    expect(page.get_by_role("button", name="Esci")).to_have_count(0)


def test_a_wrong_password_is_refused_in_words(open_site: OpenSite) -> None:
    page = open_site("/registro").page
    sign_in(page, "sbagliata-davvero")
    expect(page.get_by_text("Nome o password non sono giusti")).to_be_visible()


def test_the_page_works_by_keyboard(open_site: OpenSite) -> None:
    page = open_site("/registro").page
    page.get_by_label("Nome *").focus()
    page.keyboard.type("Nido da tastiera")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Tipo *")).to_be_focused()


@pytest.mark.parametrize(("form", "field"), FORMS.items(), ids=list(FORMS))
def test_axe_finds_nothing_in_the_public_forms(open_site: OpenSite, form: str, field: str) -> None:
    page = open_site("/registro").page
    choose(page, form)
    expect(page.get_by_label(field).first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("section", SECTIONS)
def test_axe_finds_nothing_at_the_desk(open_site: OpenSite, section: str, width: dict[str, Any]) -> None:
    page = signed_in(open_site, section, **width)
    expect(page.get_by_role("radio", name=section)).to_be_checked()
    if section == "Modifica una scheda":
        open_record(page, NIDO)
        expect(page.get_by_label("Telefono")).to_be_visible()
    assert violations(page) == []


def test_axe_finds_nothing_on_a_linked_card_and_in_the_sign_in(open_site: OpenSite, registry_dir: Path) -> None:
    page = open_site(link(registry_dir)).page
    page.get_by_text("Qualcosa non va: proponi una correzione").click()
    expect(page.get_by_label("Telefono")).to_be_visible()
    assert violations(page) == []
    page = open_site("/registro").page
    page.get_by_role("button", name="Accedi").click()
    expect(page.get_by_label("Nome dell'account")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_nothing_overflows_at_320_pixels(open_site: OpenSite, engine: sa.Engine, section: str) -> None:
    report_mistake(engine, table="services", record_id=LONG_ID, message=LONG_ID * 3)
    propose(engine, VISITOR, table="services", record_id=LONG_ID, values={"website": LONG_ADDRESS}, why=LONG_ID * 3)
    page = signed_in(open_site, section, **NARROW)
    expect(page.get_by_role("radio", name=section)).to_be_checked()
    scrolled = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
    assert max(page.evaluate(scrolled)) <= NARROW["width_px"]


def test_the_page_is_complete_in_english(open_site: OpenSite) -> None:
    page = open_site("/registro?lang=en").page
    expect(page.get_by_role("heading", level=1)).to_have_text("Register")
    for form in ("Propose a service", "Propose a good practice", "Adhere to an agreement", "Report a mistake"):
        expect(page.get_by_role("radio", name=form)).to_be_visible()
    expect(page.get_by_text(re.compile("municipality", re.IGNORECASE)).first).to_be_visible()
    page.wait_for_function("document.documentElement.lang === 'en'")
