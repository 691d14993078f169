"""
Words typed into the forms by somebody who means harm, and where they are shown afterwards: they stay words.

One register for the file: visitors type, an administrator clears, everybody looks. ``tests/pages`` goes through every
page and document without a browser; here the browser itself would run what is wrong.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from welfare_map.exports.csv import original
from welfare_map.register.accounts.accounts import add_account, find_account, new_account
from welfare_map.register.accounts.actors import Role
from welfare_map.register.accounts.signed_links import link_secret, sign_link
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.revisions import pending
from welfare_map.settings import Settings

pytestmark = pytest.mark.browser
NAME = (
    '"><img src=x onerror=window.__xss=1><script>window.__xss=2</script>[x](https://elsewhere.example/) **b** {{7*7}}'
)
WORDS = (
    "'><svg onload=window.__xss=3> </script><script src=https://elsewhere.example/s.js></script>"
    " ![x](https://elsewhere.example/i.png) :red[r] $x^2$ <a href=javascript:window.__xss=4>x</a>"
)
FORMULA = '=HYPERLINK("https://elsewhere.example";"x")'
HARM = """() => [window.__xss ?? null, ...[...document.querySelectorAll(
    "img[src=x], [onerror], [onload], [onmouseover], [href^=javascript], [href*=elsewhere], [src*=elsewhere]")]
    .map(e => e.outerHTML)]"""
"""What ran, and what stands in the document that no page of ours has."""
NIDO = RecordRef("services", "demo:nursery-015118-8")
MENDED = RecordRef("services", "demo:nursery-015118-3")
PACT = "accordo-pmi-alto-milanese-magentino-abbiatense"
ROOT, PASSWORD = "bruno", "cavallo-batteria"  # an account of these tests alone
OpenDesk = Callable[..., Any]


def assert_harmless(visit: Any) -> None:
    """Nothing ran and nothing was made of the words, on the page and in each of its frames."""
    visit.wait_until_still()
    for frame in visit.page.frames:
        assert frame.evaluate(HARM) == [None]


def shown(place: Page | Locator, words: str) -> Locator:
    """Return where words stand as they were typed."""
    return place.get_by_text(words).first


@pytest.fixture
def administrator(desk_engine: sa.Engine) -> str:
    """Return the name of an account that may clear everything."""
    if find_account(desk_engine, ROOT) is None:
        add_account(desk_engine, new_account(ROOT, Role.ADMINISTRATOR, at=datetime.now(UTC)), PASSWORD)
    return ROOT


def sign_in(page: Page, name: str) -> None:
    page.get_by_role("button", name="Accedi").click()
    page.get_by_label("Nome dell'account").fill(name)
    page.get_by_label("Password *", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entra", exact=True).click()
    expect(page.get_by_role("button", name="Esci")).to_be_visible()


def open_form(visit: Any, name: str, field: str) -> Page:
    page: Page = visit.page
    page.get_by_role("radio", name=name).click()
    expect(page.get_by_label(field, exact=True).first).to_be_visible()
    return page


def fill(page: Page, cells: dict[str, str]) -> None:
    for label, words in cells.items():
        page.get_by_label(label, exact=True).fill(words)


def choose(visit: Any, label: str, words: str) -> None:
    box = visit.page.get_by_role("combobox", name=label, exact=True)
    visit.open_list(box)
    box.fill(words[:12])
    visit.page.get_by_role("option", name=words, exact=True).click()


def send(visit: Any, thanks: str, button: str = "Invia") -> None:
    visit.page.get_by_role("button", name=button, exact=True).first.click()
    expect(visit.page.get_by_text(thanks)).to_be_visible()
    assert_harmless(visit)


def type_into_every_public_form(visit: Any, link: str, address: str) -> None:
    """Propose a service, a practice and an adhesion, report a mistake, correct a card by its link."""
    page, note = visit.page, "Nota per chi esamina (facoltativa)"
    fill(page, {"Nome *": NAME, "Gestore": FORMULA, "Indirizzo": WORDS, note: WORDS})
    choose(visit, "Tipo *", "Asilo nido")
    choose(visit, "Comune", "Legnano (MI)")
    send(visit, "La proposta è arrivata")
    open_form(visit, "Proponi una buona pratica", "Titolo *")
    fill(page, {"Titolo *": NAME, "Descrizione": WORDS, "Risultato": FORMULA, note: WORDS})
    for label in ("Accordo o progetto *", "Documento che la descrive *", "Temi *"):
        visit.open_list(page.get_by_role("combobox", name=label, exact=True))
        page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    send(visit, "La proposta è arrivata")
    open_form(visit, "Aderisci a un accordo", "Nome dell'organizzazione *")
    visit.open_list(page.get_by_role("combobox", name="Accordo o progetto *", exact=True))
    page.get_by_role("option", name="Accordo").first.click()
    fill(page, {"Nome dell'organizzazione *": NAME, note: WORDS})
    choose(visit, "Che cos'è *", "Impresa")
    choose(visit, "Comune", "Legnano (MI)")
    send(visit, "La proposta è arrivata")
    page.goto(f"{address}/registro?report={NIDO.record_id}")
    page.get_by_label("Che cosa non va?").fill(WORDS)
    send(visit, "La segnalazione è arrivata", "Invia la segnalazione")
    page.goto(f"{address}{link}")
    expect(page.get_by_role("button", name="Confermo che è giusto")).to_be_visible()
    visit.wait_until_still()
    page.get_by_text("Qualcosa non va: proponi una correzione").click()
    fill(page, {"Nome *": NAME, "Gestore": FORMULA, note: WORDS})
    send(visit, "La proposta è arrivata")


def clear_everything(visit: Any, engine: sa.Engine) -> None:
    """Look at each proposal and at the report as the administrator, and clear them with a hostile reason."""
    page = visit.page
    page.get_by_role("radio", name="Da esaminare").first.click()
    expect(page.locator(".wm-message").filter(has_text=WORDS)).to_be_visible()
    assert_harmless(visit)
    waiting = sorted(pending(engine), key=lambda one: one.table == "adhesions")  # after the organisation
    assert len(waiting) == 5
    for item in waiting:
        visit.wait_until_still()
        proposal = page.locator(f".st-key-proposal-{item.revision_id}")
        expect(shown(proposal, WORDS)).to_be_visible()
        proposal.get_by_label("Motivo").fill(WORDS)
        proposal.get_by_role("button", name="Accetta e pubblica").click()
        expect(proposal).to_have_count(0)
    page.get_by_label("Esito").fill(WORDS)
    page.get_by_role("button", name="Chiudi la segnalazione").click()
    expect(page.locator(".wm-message")).to_have_count(0)
    assert_harmless(visit)


def edit_and_look_back(visit: Any) -> None:
    """Find the card by its hostile name, edit it, and read its history."""
    page = visit.page
    page.get_by_role("radio", name="Modifica una scheda").first.click()
    page.get_by_label("Nome o identificativo").fill(NAME)
    page.get_by_label("Nome o identificativo").press("Enter")
    expect(page.locator(".st-key-editing-found-1 button")).to_be_visible()
    assert_harmless(visit)
    page.get_by_label("Nome o identificativo").fill(MENDED.record_id)
    page.get_by_label("Nome o identificativo").press("Enter")
    page.locator(".st-key-editing-found-0 button").click()
    expect(page.get_by_label("Nome *", exact=True)).to_have_value(NAME)
    fill(page, {"Indirizzo": WORDS, "Motivo": WORDS})
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.get_by_text("Salvato")).to_be_visible()
    page.get_by_role("radio", name="Storia").first.click()
    expect(shown(page, WORDS)).to_be_visible()
    assert_harmless(visit)


def look_at_the_services(visit: Any, address: str, ids: tuple[str, str], tmp_path: Path) -> None:
    """See the cards, the comparison, the map and the file."""
    page = visit.page
    asked = "lon=8.918&lat=45.594&groups=small_children&min=30"
    page.goto(f"{address}/?{asked}&saved={','.join(ids)}&compared={','.join(ids)}")
    expect(shown(page.locator(".wm-compare"), NAME)).to_be_visible()
    page.get_by_text("I miei salvati (2)").click()
    expect(page.locator("article.wm-card").filter(has_text=NAME, visible=True)).not_to_have_count(0)
    visit.wait_for_map()
    assert_harmless(visit)
    page.get_by_text("Condividi e scarica").click()
    path = tmp_path / "servizi.csv"
    visit.download(page.get_by_role("button", name="Scarica CSV")).save_as(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.DictReader(lines) if row["service_id"] in ids]
    assert {row["name"] for row in rows} == {NAME}
    assert {row["provider_name"] for row in rows} == {f"'{FORMULA}"}
    assert {original(row["provider_name"]) for row in rows} == {FORMULA}
    assert_harmless(visit)


def test_what_visitors_type_stays_words_for_curators_and_for_everybody(
    open_desk: OpenDesk, desk_site: Any, desk_dir: Path, desk_engine: sa.Engine, administrator: str, tmp_path: Path
) -> None:
    visit = open_desk("/registro", height_px=2_000)
    link = f"/registro?confirm={sign_link(link_secret(Settings(data_dir=desk_dir)), MENDED)}"
    type_into_every_public_form(visit, link, desk_site.address)
    proposed = next(one.record_id for one in pending(desk_engine) if one.after.get("address") == WORDS)
    visit.page.goto(f"{desk_site.address}/registro")
    sign_in(visit.page, administrator)
    clear_everything(visit, desk_engine)
    edit_and_look_back(visit)
    look_at_the_services(visit, desk_site.address, (proposed, MENDED.record_id), tmp_path)
    for path, place in (
        ("/buone-pratiche", "article.wm-card"),
        (f"/buone-pratiche?section=initiatives&initiative={PACT}", f"article#{PACT}"),
        ("/imprese?lon=8.918&lat=45.594&min=15&all=true", "article.wm-firm"),
    ):
        visit.page.goto(f"{desk_site.address}{path}")
        expect(shown(visit.page.locator(place), NAME)).to_be_visible()
        assert_harmless(visit)
    log = desk_site.log_path.read_text(encoding="utf-8")
    assert [words for words in ("__xss", "elsewhere", NIDO.record_id, PASSWORD) if words in log] == []


@pytest.fixture
def away(desk_dir: Path) -> Iterator[Callable[[], Path]]:
    """Give what takes the register's file away and returns where it is; it is back at the end."""
    file, aside = desk_dir / "register.sqlite", desk_dir / "register.away"
    yield lambda: file.rename(aside)
    if aside.exists():
        aside.rename(file)


def open_nido(page: Page) -> None:
    page.get_by_label("Nome o identificativo").fill(NIDO.record_id)
    page.get_by_label("Nome o identificativo").press("Enter")
    page.locator(".st-key-editing-found-0 button").click()
    expect(page.get_by_label("Nome *", exact=True)).to_be_visible()


def test_a_register_that_goes_under_a_curator_is_said_and_comes_back(
    open_desk: OpenDesk, desk_dir: Path, away: Callable[[], Path]
) -> None:
    visit = open_desk("/registro")
    page = visit.sign_in(section="Modifica una scheda")
    open_nido(page)
    fill(page, {"Sito": "https://example.org/nido", "Motivo": "telefonata"})
    visit.wait_until_still()
    aside = away()
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.get_by_text("vedi gli ultimi dati letti")).to_be_visible()
    expect(page.get_by_text("non è stato salvato né inviato")).to_be_visible()
    page.get_by_role("button", name="Riprova").click()
    expect(page.get_by_text("Tentativi: 1")).to_be_visible()
    aside.rename(desk_dir / "register.sqlite")
    page.get_by_role("button", name="Riprova").click()
    expect(page.get_by_label("Sito", exact=True)).to_have_value("https://example.org/nido")
    expect(page.get_by_label("Motivo", exact=True)).to_have_value("telefonata")
    aside = away()
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.get_by_text("non è stato salvato né inviato")).to_be_visible()
    page.get_by_role("link", name="Trova servizi", exact=True).click()
    expect(page.get_by_text("Cercare, confrontare e scaricare funziona")).to_be_visible()
    page.get_by_label("Luogo di lavoro").fill("Legnano")
    page.get_by_role("button", name="Cerca", exact=True).click()
    expect(page.get_by_role("heading", level=3, name="da Legnano")).to_be_visible()
    aside.rename(desk_dir / "register.sqlite")
    page.get_by_role("link", name="Registro", exact=True).click()
    expect(page.get_by_role("button", name="Esci")).to_be_visible()
    expect(page.get_by_text("vedi gli ultimi dati letti")).to_have_count(0)
    expect(page.get_by_label("Sito", exact=True)).to_have_value("https://example.org/nido")
    expect(page.get_by_label("Motivo", exact=True)).to_have_value("telefonata")
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.get_by_text("Salvato")).to_be_visible()


def test_a_proposal_that_meets_no_register_is_said_to_be_unsent_and_goes_when_it_is_back(
    open_desk: OpenDesk, desk_dir: Path, away: Callable[[], Path]
) -> None:
    visit = open_desk("/registro")
    page = visit.page
    fill(page, {"Nome *": "Nido nuovo"})
    choose(visit, "Tipo *", "Asilo nido")
    choose(visit, "Comune", "Legnano (MI)")
    aside = away()
    page.get_by_role("button", name="Invia", exact=True).first.click()
    expect(page.get_by_text("Non è stato inviato")).to_be_visible()
    expect(page.get_by_label("Nome *", exact=True)).to_have_value("Nido nuovo")
    aside.rename(desk_dir / "register.sqlite")
    send(visit, "La proposta è arrivata")
