"""*Registro* as a visitor, a curator and whoever runs a service use it; on a register of its own."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.signed_links import link_secret, sign_link
from welfare_map.register.history.editing import propose, read_record, save
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.reports import report_mistake
from welfare_map.register.history.revisions import history, pending
from welfare_map.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.accessibility]
PHONE = {"width_px": 375, "height_px": 812, "is_phone": True}
WIDTHS = [pytest.param({}, id="desktop"), pytest.param(PHONE, id="phone")]
SCRIPT = "<img src=x onerror=alert(1)>"
NIDO = RecordRef("services", "demo:nursery-015118-8")
OTHER = RecordRef("services", "demo:nursery-015118-2")
MOVED = RecordRef("services", "demo:nursery-015118-3")
ROOT = Actor("root", Role.ADMINISTRATOR)
LONG_ID = "demo:disability_day_centre-015118-1"
LONG_ADDRESS = "https://example.org/" + "un-indirizzo-che-non-finisce" * 4
FORM_STATES = ("registry_service", "registry_practice", "registry_adhesion", "registry_mistake")
DESK_STATES = (
    "desk_queue",
    "desk_editing",
    "desk_upload",
    "desk_history",
    "desk_duplicates",
    "desk_recheck",
    "desk_forms",
)
"""Public forms, and sections of the desk, in their order, as the declaration names them."""
OpenDesk = Callable[..., Any]


def choose(page: Page, words: str) -> None:
    page.get_by_role("radio", name=words).first.click()


def choose_town(page: Page, name: str) -> None:
    town = page.get_by_role("combobox", name="Comune")
    town.click()
    town.fill(name[:6])
    page.get_by_role("option", name=name, exact=True).click()


def open_record(page: Page, ref: RecordRef) -> None:
    page.get_by_label("Nome o identificativo").fill(ref.record_id)
    page.get_by_label("Nome o identificativo").press("Enter")
    page.locator(".st-key-editing-found-0 button").click()


def link(desk_dir: Path, ref: RecordRef = NIDO) -> str:
    secret = link_secret(Settings(data_dir=desk_dir))
    return f"/registro?confirm={sign_link(secret, ref)}"


@pytest.mark.parametrize("width", WIDTHS)
def test_what_a_visitor_proposes_is_public_once_a_curator_accepts_it(
    open_desk: OpenDesk, desk_engine: sa.Engine, width: dict[str, Any]
) -> None:
    name = f"Nido {SCRIPT} {len(width)}"
    page = open_desk("/registro", **width).page
    page.get_by_label("Nome *").fill(name)
    page.get_by_role("combobox", name="Tipo *").click()
    page.get_by_role("option", name="Asilo nido", exact=True).click()
    choose_town(page, "Legnano (MI)")
    page.get_by_role("button", name="Invia", exact=True).click()
    expect(page.get_by_text("La proposta è arrivata")).to_be_in_viewport()
    (waiting,) = [item for item in pending(desk_engine) if item.after.get("name") == name]
    desk = open_desk("/registro", **width).sign_in(section="Da esaminare")
    expect(desk.get_by_text(name).first).to_be_visible()
    proposal = desk.locator(f".st-key-proposal-{waiting.revision_id}")
    proposal.get_by_role("button", name="Accetta e pubblica").click()
    expect(desk.get_by_text("ora è pubblica")).to_be_visible()
    assert read_record(desk_engine, "services", waiting.record_id)[0]["name"] == name


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_wrong_is_said_beside_each_field_and_nothing_typed_is_lost(
    open_desk: OpenDesk, width: dict[str, Any]
) -> None:
    visit = open_desk("/registro", **width)
    page = visit.page
    note = page.get_by_label("Nota per chi esamina (facoltativa)")
    required = page.locator("input[aria-required=true], textarea[aria-required=true]")
    expect(required).to_have_count(2)
    expect(page.get_by_label("Nome *", exact=True).and_(required)).to_be_visible()
    expect(page.get_by_role("combobox", name="Tipo *").and_(required)).to_be_visible()
    note.fill("x" * 1_200)
    page.get_by_label("CAP").fill("abc")
    choose_town(page, "Legnano (MI)")
    page.get_by_role("button", name="Invia", exact=True).click()
    faults = page.locator(".wm-fault")
    expect(faults).to_have_text(
        [
            "Manca «Nome».",
            "Manca «Tipo».",
            "CAP: «abc» non è scritto nella forma prevista. Per esempio: 20025.",
            "«Nota» è troppo lungo: 1.200 caratteri, al massimo 1.000.",
        ]
    )
    expect(faults.first).to_be_in_viewport()
    expect(page.get_by_label("Nome *", exact=True)).to_be_focused()
    expect(page.locator("[aria-invalid=true]")).to_have_count(4)
    expect(page.get_by_label("CAP")).to_have_accessible_description(re.compile("«abc» non è scritto"))
    expect(page.get_by_role("combobox", name="Tipo *")).to_have_accessible_description(re.compile("Manca «Tipo»"))
    expect(page.get_by_label("Telefono")).not_to_have_attribute("aria-invalid", "true")
    expect(note).to_have_value("x" * 1_200)
    expect(page.get_by_role("combobox", name="Comune")).to_have_value("Legnano (MI)")
    assert visit.violations("registry_faults") == []
    paper = visit.printed()
    assert [words for words in ("CAPabc", "Legnano(MI)", "x" * 1_200) if words not in paper] == []
    page.emulate_media(media="screen")
    page.get_by_label("Gestore").fill("Cooperativa")
    visit.switch_language()
    expect(page.get_by_label("Provider")).to_have_value("Cooperativa")
    expect(page.get_by_label("Postcode")).to_have_value("abc")


def test_a_click_on_the_map_moves_the_point_and_keeps_what_was_typed(
    open_desk: OpenDesk, desk_engine: sa.Engine
) -> None:
    visit = open_desk("/registro")
    page = visit.sign_in(section="Modifica una scheda")
    open_record(page, MOVED)
    visit.wait_for_map()
    page.get_by_label("Telefono").fill("+390000000003")
    before = page.get_by_label("Longitudine").input_value()
    page.locator('iframe[title="Mappa"]').scroll_into_view_if_needed()
    page.mouse.click(*visit.point_on_page(8.911, 45.601))
    expect(page.get_by_text("Il punto è spostato")).to_be_visible()
    expect(page.get_by_label("Longitudine")).not_to_have_value(before)
    expect(page.get_by_label("Telefono")).to_have_value("+390000000003")
    assert visit.violations("desk_moved") == []
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.get_by_text("Salvato")).to_be_in_viewport()
    cells = read_record(desk_engine, MOVED.table, MOVED.record_id)[0]
    assert (cells["lon"], cells["lat"]) == pytest.approx((8.911, 45.601), abs=0.001)
    assert (cells["phone"], cells["position_quality"]) == ("+390000000003", "exact")


def test_a_card_of_the_map_leads_to_the_report_of_its_mistake(open_desk: OpenDesk) -> None:
    page = open_desk("/?lon=8.918&lat=45.594&groups=small_children&mode=walk&min=45").page
    card = page.locator("article.wm-card").first
    name = card.get_by_role("heading").inner_text()
    card.get_by_role("link", name="Segnala nel registro").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Registro")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    page.get_by_label("Che cosa non va?").fill(f"Il numero non risponde {SCRIPT}")
    page.get_by_role("button", name="Invia la segnalazione").click()
    expect(page.get_by_text("La segnalazione è arrivata")).to_be_visible()
    desk = open_desk("/registro").sign_in(section="Da esaminare")
    expect(desk.locator(".wm-message").filter(has_text=f"Il numero non risponde {SCRIPT}")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_whoever_runs_a_service_confirms_its_card_by_a_link(
    open_desk: OpenDesk, desk_dir: Path, desk_engine: sa.Engine, width: dict[str, Any]
) -> None:
    page = open_desk(link(desk_dir), **width).page
    expect(page.locator("article.wm-card")).to_contain_text("Asilo nido")
    page.get_by_role("button", name="Confermo che è giusto").click()
    expect(page.get_by_text("La scheda risulta controllata oggi")).to_be_visible()
    assert read_record(desk_engine, NIDO.table, NIDO.record_id)[0]["checked_by_role"] == "provider"
    page.reload()
    expect(page.locator("article.wm-card")).to_contain_text("Controllata il")


def test_a_forged_link_says_so(open_desk: OpenDesk) -> None:
    visit = open_desk("/registro?confirm=forged")
    page = visit.page
    expect(page.get_by_text("Questo collegamento non è valido")).to_be_visible()
    assert visit.violations("registry_forged") == []
    expect(page.get_by_role("button", name="Confermo che è giusto")).to_have_count(0)


def test_the_second_of_two_curators_is_shown_both_versions(open_desk: OpenDesk, desk_engine: sa.Engine) -> None:
    visit = open_desk("/registro")
    page = visit.sign_in(section="Modifica una scheda")
    open_record(page, OTHER)
    phone = page.get_by_label("Telefono")
    expect(phone).to_be_visible()
    number = read_record(desk_engine, OTHER.table, OTHER.record_id)[1]
    save(desk_engine, ROOT, table=OTHER.table, record_id=OTHER.record_id, changes={"phone": "+390000000001"},
         seen_number=number, why="prima io")  # fmt: skip
    phone.fill("+390000000002")
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.get_by_text("Non è andato perso nulla")).to_be_visible()
    for words in ("+390000000001", "+390000000002", "prima io"):
        expect(page.get_by_text(words).first).to_be_visible()
    assert visit.violations("desk_conflict") == []
    page.get_by_role("button", name="Tieni la mia").click()
    expect(page.get_by_text("Salvato")).to_be_visible()
    assert read_record(desk_engine, OTHER.table, OTHER.record_id)[0]["phone"] == "+390000000002"
    choose(page, "Storia")
    expect(page.get_by_text("prima io")).to_be_visible()
    page.get_by_text("Torna a com'era dopo la revisione").last.click()
    page.get_by_label("Motivo").last.fill("era giusto")
    page.get_by_role("button", name="Ripristina").last.click()
    expect(page.get_by_text("Scheda riportata alla revisione")).to_be_visible()
    assert history(desk_engine, OTHER.record_id)[-1].action == "restored"


def test_a_page_loaded_again_asks_again_and_sets_no_cookie(open_desk: OpenDesk) -> None:
    page = open_desk("/registro").sign_in(section="Storia")
    assert [cookie["name"] for cookie in page.context.cookies() if "xsrf" not in cookie["name"]] == []
    page.reload()
    expect(page.get_by_role("button", name="Accedi")).to_be_visible()
    expect(page.get_by_role("button", name="Esci")).to_have_count(0)


def test_a_wrong_password_is_refused_in_words(open_desk: OpenDesk) -> None:
    visit = open_desk("/registro")
    page = visit.sign_in(password="sbagliata-davvero")  # noqa: S106  # of nobody
    expect(page.get_by_text("Nome o password non sono giusti")).to_be_visible()
    password = page.get_by_label("Password *", exact=True)
    expect(password).to_have_accessible_description(re.compile("Nome o password non sono giusti"))
    expect(page.locator("[aria-invalid=true]")).to_have_count(2)
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()
    expect(page.get_by_role("button", name="Mostra la password")).to_be_visible()
    assert visit.violations("registry_refused") == []


def test_the_page_works_by_keyboard(open_desk: OpenDesk) -> None:
    page = open_desk("/registro").page
    page.get_by_label("Nome *").focus()
    page.keyboard.type("Nido da tastiera")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Tipo *")).to_be_focused()


def test_no_public_form_breaks_a_rule(open_desk: OpenDesk) -> None:
    visit = open_desk("/registro")
    found = {}
    for number, state in enumerate(FORM_STATES):
        visit.page.locator(".st-key-registry_form [role=radio]").nth(number).click()
        found[state] = visit.examine(state)
    assert found == {state: [] for state in FORM_STATES}
    assert visit.walk(FORM_STATES[-1]) == []


def test_no_section_of_the_desk_breaks_a_rule_however_long_the_words_are(
    open_desk: OpenDesk, desk_engine: sa.Engine
) -> None:
    report_mistake(desk_engine, table="services", record_id=LONG_ID, message=LONG_ID * 3)
    propose(
        desk_engine, VISITOR, table="services", record_id=LONG_ID, values={"website": LONG_ADDRESS}, why=LONG_ID * 3
    )
    visit = open_desk("/registro")
    page = visit.sign_in(section="Modifica una scheda")
    open_record(page, NIDO)
    expect(page.get_by_label("Telefono")).to_be_visible()
    found = {}
    for number, state in enumerate(DESK_STATES):
        page.locator(".st-key-registry_section [role=radio]").nth(number).click()
        visit.wait_until_still()
        found[state] = visit.examine(state)
    assert found == {state: [] for state in DESK_STATES}


def test_a_linked_card_and_the_sign_in_break_no_rule(open_desk: OpenDesk, desk_dir: Path) -> None:
    visit = open_desk(link(desk_dir))
    page = visit.page
    page.get_by_text("Qualcosa non va: proponi una correzione").click()
    expect(page.get_by_label("Telefono")).to_be_visible()
    assert visit.examine("registry_linked") == []
    visit = open_desk("/registro")
    page = visit.page
    page.get_by_role("button", name="Accedi").click()
    expect(page.get_by_label("Nome dell'account")).to_be_visible()
    assert visit.violations("registry_sign_in") == []


def test_the_page_is_complete_in_english(open_desk: OpenDesk) -> None:
    page = open_desk("/registro?lang=en").page
    expect(page.get_by_role("heading", level=1)).to_have_text("Register")
    for form in ("Propose a service", "Propose a good practice", "Adhere to an agreement", "Report a mistake"):
        expect(page.get_by_role("radio", name=form)).to_be_visible()
    expect(page.get_by_text(re.compile("municipality", re.IGNORECASE)).first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("radio", name="Propose a good practice").click()
    page.wait_for_url("**form=practice**")
    page.go_back()
    expect(page.get_by_role("radio", name="Propose a service")).to_be_checked()
