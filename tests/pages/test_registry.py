"""*Registro* without a browser: who sees which section, what is sent, what is decided, and what is refused."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import streamlit as st
from argon2 import PasswordHasher
from streamlit.testing.v1 import AppTest

from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.register import open_register
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts import passwords
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.sessions import open_session
from welfare_map.register.accounts.signed_links import link_secret, sign_link
from welfare_map.register.history.editing import read_record, save
from welfare_map.register.history.merging import merge_records
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.reports import open_reports
from welfare_map.register.history.revisions import history, pending
from welfare_map.settings import Settings, current_settings
from welfare_map.ui.components.registry import guarding, sign_in
from welfare_map.ui.components.registry.choosing import CHOSEN
from welfare_map.ui.components.registry.sign_in import SECTION, TOKEN, provider_account, provider_name
from welfare_map.ui.rate_limit import RateLimit

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
NIDO = RecordRef("services", "demo:nursery-015118-8")
OTHER_NIDO = RecordRef("services", "demo:nursery-015118-1")
GOOD = "cavallo-batteria"
ROOT = Actor("root", Role.ADMINISTRATOR)
SCRIPT = "<script>alert(1)</script>"
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def filled_dir(real_territory: Territory, real_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a register once; tests write into copies of it."""
    folder = tmp_path_factory.mktemp("registry") / "data"
    shutil.copytree(real_data_dir, folder)
    open_register(Settings(data_dir=folder, is_offline=True)).dispose()
    return folder


@pytest.fixture
def engine(filled_dir: Path, tmp_path: Path, embedded: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    """Open a register of this test with a curator of Legnano's district, an administrator and a contributor."""
    shutil.copytree(filled_dir, tmp_path / "data")
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    current_settings.cache_clear()
    st.cache_resource.clear()
    engine = open_register(current_settings())
    add_account(engine, new_account("anna", Role.CURATOR, district_ids=("alto-milanese",), at=NOON), GOOD)
    add_account(engine, new_account("bruno", Role.ADMINISTRATOR, at=NOON), GOOD)
    add_account(engine, new_account("carla", Role.CONTRIBUTOR, organisation_ids=("x",), at=NOON), GOOD)
    yield engine
    engine.dispose()
    monkeypatch.undo()
    current_settings.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def open_registry(open_page: OpenPage, engine: sa.Engine) -> OpenPage:
    """Draw the page for a visitor, or for an account that has signed in."""

    def opened(account: str = "", section: str = "", ref: RecordRef | None = None, **params: str) -> AppTest:
        page = open_page("registry", **params)
        if account:
            page.session_state[TOKEN] = open_session(engine, account)
        if section:
            page.session_state[SECTION] = f"registry.section.{section}"
        if ref:
            page.session_state[CHOSEN] = (ref.table, ref.record_id)
        page.run()
        assert not page.exception
        return page

    return opened


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def field(page: AppTest, name: str) -> str:
    """Return the whole key of the widget that ends like this."""
    kinds = (page.text_input, page.text_area, page.selectbox, page.multiselect, page.number_input)
    return next(str(item.key) for kind in kinds for item in kind if item.key and item.key.endswith(name))


def said(page: AppTest) -> str:
    return " ".join(str(item.value) for kind in (page.success, page.error, page.warning, page.info) for item in kind)


def fill_service(page: AppTest, name: str = "Nido Prova", town: str = "Legnano") -> AppTest:
    page.text_input(key=field(page, "-name")).input(name)
    page.selectbox(key=field(page, "-kind")).select("nursery")
    page.text_input(key=field(page, "-municipality_code")).input(town)
    return page


def test_a_visitor_sees_the_public_forms_and_no_desk(open_registry: OpenPage) -> None:
    page = open_registry()
    assert page.title[0].value == "Registro"
    assert not [group for group in page.button_group if group.key == SECTION]
    assert "Invia" in [button.label for button in page.button]


def test_a_proposed_service_waits_and_nothing_public_changes(open_registry: OpenPage, engine: sa.Engine) -> None:
    page = press(fill_service(open_registry()), "Invia")
    assert "La proposta è arrivata" in said(page)
    (waiting,) = pending(engine)
    assert (waiting.role, waiting.author, waiting.after["municipality_code"]) == ("visitor", "", "015118")
    with pytest.raises(InputError):
        read_record(engine, "services", waiting.record_id)
    assert page.text_input(key=field(page, "-name")).value == ""


@pytest.mark.parametrize(
    ("name", "town", "words"),
    [
        pytest.param("", "Legnano", "Nome", id="no name"),
        pytest.param("Nido", "Atlantide", "Atlantide", id="a town that is none"),
        pytest.param("x" * 201, "Legnano", "Nome", id="a name longer than the field takes"),
    ],
)
def test_a_service_that_is_not_sound_is_refused_and_the_form_keeps_its_words(
    open_registry: OpenPage, engine: sa.Engine, name: str, town: str, words: str
) -> None:
    page = press(fill_service(open_registry(), name, town), "Invia")
    assert words in said(page)
    assert pending(engine) == ()
    assert page.text_input(key=field(page, "-municipality_code")).value == town


def test_a_filled_trap_is_thanked_and_nothing_is_kept(open_registry: OpenPage, engine: sa.Engine) -> None:
    page = fill_service(open_registry())
    page.text_input(key=next(str(i.key) for i in page.text_input if "trap" in str(i.key))).input("spam")
    assert "La proposta è arrivata" in said(press(page, "Invia"))
    assert pending(engine) == ()


def test_a_flood_is_stopped_and_the_words_stay(
    open_registry: OpenPage, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = RateLimit(most_count=1)
    monkeypatch.setattr(guarding.data, "submissions", lambda: limit)
    page = press(fill_service(open_registry()), "Invia")
    page = press(fill_service(page, "Nido Due"), "Invia")
    assert "troppe" in said(page)
    assert len(pending(engine)) == 1
    assert page.text_input(key=field(page, "-name")).value == "Nido Due"


def test_an_adhesion_of_a_new_organisation_makes_two_proposals(open_registry: OpenPage, engine: sa.Engine) -> None:
    page = open_registry()
    page.session_state["registry_form"] = "adhesion"
    page.run()
    initiatives = page.selectbox(key=field(page, "-initiative_id"))
    initiatives.select_index(0)
    page.text_input(key=field(page, "-organisation_name")).input("Ditta Prova")
    page.selectbox(key=field(page, "-organisation_kind")).select("company")
    page = press(page, "Invia")
    organisation, adhesion = pending(engine)
    assert (organisation.table, adhesion.table) == ("organisations", "adhesions")
    assert adhesion.after["organisation_id"] == organisation.record_id


def test_a_practice_is_proposed_with_its_document(open_registry: OpenPage, engine: sa.Engine) -> None:
    page = open_registry()
    page.session_state["registry_form"] = "practice"
    page.run()
    page.text_input(key=field(page, "-title_it")).input("Banca ore")
    page.multiselect(key=field(page, "-themes")).select("working_hours")
    for name in ("-initiative_id", "-document_id"):
        page.selectbox(key=field(page, name)).select_index(0)
    assert "La proposta è arrivata" in said(press(page, "Invia"))
    assert pending(engine)[0].after["themes"] == "working_hours"


def test_a_link_on_a_card_opens_the_report_of_that_card(
    open_registry: OpenPage, engine: sa.Engine, html_words: Words
) -> None:
    page = open_registry(report=NIDO.record_id)
    assert NIDO.record_id in html_words(page)
    page.text_area(key=field(page, "-message")).input("Il numero non risponde")
    assert "La segnalazione è arrivata" in said(press(page, "Invia la segnalazione"))
    assert [item.message for item in open_reports(engine)] == ["Il numero non risponde"]


def test_a_report_of_a_card_that_is_none_is_refused(open_registry: OpenPage, engine: sa.Engine) -> None:
    page = open_registry(report="demo:nothing")
    assert "non c'è" in said(page)
    assert open_reports(engine) == ()


def test_name_and_password_open_the_desk_and_signing_out_closes_it(open_registry: OpenPage) -> None:
    page = open_registry()
    page.text_input[0].input("anna")
    page.text_input[1].input("sbagliata-davvero")
    page = press(page, "Entra")
    assert "non sono giusti" in said(page)
    page.text_input[0].input("anna")
    page.text_input[1].input(GOOD)
    page = press(page, "Entra")
    assert "Ciao, anna" in said(page)
    token = page.session_state[TOKEN]
    assert page.session_state[SECTION] == "registry.section.queue"
    page = press(page, "Esci")
    assert page.session_state[TOKEN] is None
    page.session_state[TOKEN] = token
    page.run()
    assert "La sessione è finita" in said(page)


def test_a_planted_token_signs_nobody_in(open_registry: OpenPage) -> None:
    page = open_registry()
    page.session_state[TOKEN] = "planted"
    page.run()
    assert "La sessione è finita" in said(page)
    assert "Esci" not in [button.label for button in page.button]


def test_the_queue_shows_both_versions_and_acceptance_publishes(
    open_registry: OpenPage, engine: sa.Engine, real_territory: Territory, html_words: Words
) -> None:
    desk = Desk(engine, real_territory)
    before = read_record(engine, NIDO.table, NIDO.record_id)[0]["name"]
    desks.propose(desk, VISITOR, NIDO.table, NIDO.record_id, values={"name": f"Nido {SCRIPT}"}, why=SCRIPT)
    page = open_registry("anna", "queue")
    assert str(before) in html_words(page)
    bodies = " ".join(element.proto.body for element in page.get("html"))
    assert "<script>alert(1)" not in bodies
    assert "&lt;script&gt;alert(1)" in bodies
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["name"] == before
    page = press(page, "Accetta e pubblica")
    assert "ora è pubblica" in said(page)
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["name"] == f"Nido {SCRIPT}"
    assert history(engine, NIDO.record_id)[-1].decided_by == "anna"


def test_a_proposal_that_was_overtaken_is_accepted_only_in_sight_of_the_newer_edit(
    open_registry: OpenPage, engine: sa.Engine, real_territory: Territory, html_words: Words
) -> None:
    desk = Desk(engine, real_territory)
    desks.propose(desk, VISITOR, NIDO.table, NIDO.record_id, values={"phone": "+390000000001"}, why="")
    page = open_registry("anna", "queue")
    save(engine, ROOT, table=NIDO.table, record_id=NIDO.record_id, changes={"phone": "+390000000002"}, seen_number=0,
         why="più nuovo")  # fmt: skip
    page = press(page, "Accetta e pubblica")
    assert "ha cambiato gli stessi campi" in said(page)
    assert all(words in html_words(page) for words in ("+390000000001", "+390000000002", "più nuovo"))
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["phone"] == "+390000000002"
    assert "ora è pubblica" in said(press(page, "Accetta comunque"))
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["phone"] == "+390000000001"


def test_a_rejection_needs_a_reason(open_registry: OpenPage, engine: sa.Engine, real_territory: Territory) -> None:
    desks.propose(
        Desk(engine, real_territory), VISITOR, NIDO.table, NIDO.record_id, values={"name": "Altro nome"}, why=""
    )
    page = press(open_registry("anna", "queue"), "Rifiuta")
    assert "Scrivi il motivo" in said(page)
    assert len(pending(engine)) == 1
    next(item for item in page.text_input if item.label == "Motivo").input("doppione")
    assert "rifiutata" in said(press(page, "Rifiuta"))
    assert pending(engine) == ()


def test_a_curator_is_not_asked_about_other_districts(
    open_registry: OpenPage, engine: sa.Engine, real_territory: Territory
) -> None:
    far = {"name": "Nido lontano", "kind": "nursery", "municipality_code": "019036"}
    desks.propose(Desk(engine, real_territory), VISITOR, "services", None, values=far, why="")
    assert "Accetta e pubblica" not in [button.label for button in open_registry("anna", "queue").button]
    assert "Accetta e pubblica" in [button.label for button in open_registry("bruno", "queue").button]


def test_a_curator_edits_at_once_in_the_district(open_registry: OpenPage, engine: sa.Engine) -> None:
    page = open_registry("anna", "editing", NIDO)
    page.text_input(key=field(page, "-website")).input("https://example.org/nido")
    page = press(page, "Salva")
    assert "Salvato" in said(page)
    (revision,) = history(engine, NIDO.record_id)
    assert (revision.author, dict(revision.after)) == ("anna", {"website": "https://example.org/nido"})


@pytest.mark.parametrize("account", ["carla", "anna"])
def test_what_is_not_ones_own_goes_to_moderation(
    open_registry: OpenPage, engine: sa.Engine, real_territory: Territory, account: str
) -> None:
    ref = NIDO
    if account == "anna":
        nurseries = sa.text("SELECT service_id FROM services WHERE municipality_code = '019036' LIMIT 1")
        with engine.connect() as connection:
            ref = RecordRef("services", str(connection.execute(nurseries).scalar_one()))
    page = open_registry(account, "editing", ref)
    assert "Salva" not in [button.label for button in page.button]
    page.text_input(key=field(page, "-website")).input("https://example.org/nido")
    page = press(page, "Manda in revisione")
    assert "Inviato" in said(page)
    assert [item.author for item in pending(engine)] == [account]
    assert read_record(engine, ref.table, ref.record_id)[0]["website"] != "https://example.org/nido"


@pytest.mark.parametrize(
    ("button", "phone", "website"),
    [
        pytest.param("Tieni la mia", "+390000000002", "https://example.org/mio", id="mine"),
        pytest.param("Tieni l'altra", "+390000000001", "https://example.org/mio", id="theirs"),
    ],
)
def test_the_second_of_two_curators_sees_both_versions_and_loses_nothing(
    open_registry: OpenPage, engine: sa.Engine, html_words: Words, button: str, phone: str, website: str
) -> None:
    page = open_registry("anna", "editing", NIDO)
    save(engine, ROOT, table=NIDO.table, record_id=NIDO.record_id, changes={"phone": "+390000000001"}, seen_number=0,
         why="prima")  # fmt: skip
    page.text_input(key=field(page, "-phone")).input("+390000000002")
    page.text_input(key=field(page, "-website")).input(website)
    page = press(page, "Salva")
    words = html_words(page)
    assert "Non è andato perso nulla" in said(page)
    assert "+390000000001" in words
    assert "+390000000002" in words
    assert "prima" in words
    page = press(page, button)
    cells = read_record(engine, NIDO.table, NIDO.record_id)[0]
    assert (cells["phone"], cells["website"]) == (phone, website)


def test_a_conflict_can_be_settled_field_by_field(open_registry: OpenPage, engine: sa.Engine) -> None:
    page = open_registry("anna", "editing", NIDO)
    theirs = {"phone": "+390000000001", "email": "altri@example.org"}
    save(engine, ROOT, table=NIDO.table, record_id=NIDO.record_id, changes=theirs, seen_number=0, why="")
    page.text_input(key=field(page, "-phone")).input("+390000000002")
    page.text_input(key=field(page, "-email")).input("miei@example.org")
    page = press(press(page, "Salva"), "Salva")
    assert "ogni campo" in said(page)
    page.radio(key="conflict-phone").set_value("mine")
    page.radio(key="conflict-email").set_value("theirs")
    page = press(page, "Salva")
    cells = read_record(engine, NIDO.table, NIDO.record_id)[0]
    assert (cells["phone"], cells["email"]) == ("+390000000002", "altri@example.org")


def test_history_goes_back_to_a_revision(open_registry: OpenPage, engine: sa.Engine, html_words: Words) -> None:
    for number, name in enumerate(("Nome uno", f"Nome {SCRIPT}")):
        save(engine, ROOT, table=NIDO.table, record_id=NIDO.record_id, changes={"name": name}, seen_number=number,
             why="perché sì")  # fmt: skip
    page = open_registry("anna", "history", NIDO)
    assert "perché sì" in html_words(page)
    next(item for item in page.text_input if item.label == "Motivo").input("era giusto")
    page = press(page, "Ripristina")
    assert "riportata alla revisione 1" in said(page)
    assert read_record(engine, NIDO.table, NIDO.record_id)[0]["name"] == "Nome uno"


def test_a_report_is_closed_with_its_outcome(
    open_registry: OpenPage, engine: sa.Engine, real_territory: Territory
) -> None:
    desks.report(Desk(engine, real_territory), VISITOR, NIDO, "Il numero non risponde")
    page = open_registry("anna", "queue")
    next(item for item in page.text_input if item.label == "Esito").input("corretto")
    assert "Segnalazione chiusa" in said(press(page, "Chiudi la segnalazione"))
    assert open_reports(engine) == ()


def link(days: int = 30, *, ref: RecordRef = NIDO, at: datetime | None = None) -> str:
    return sign_link(link_secret(current_settings()), ref, days=days, at=at)


def test_a_signed_link_confirms_a_card_without_an_account(open_registry: OpenPage, engine: sa.Engine) -> None:
    modified = read_record(engine, NIDO.table, NIDO.record_id)[0]["modified_on"]
    page = press(open_registry(confirm=link()), "Confermo che è giusto")
    assert "controllata oggi" in said(page)
    cells = read_record(engine, NIDO.table, NIDO.record_id)[0]
    assert cells["checked_by_role"] == "provider"
    assert cells["checked_on"]
    assert cells["modified_on"] == modified


def test_a_card_that_changed_since_it_was_opened_is_shown_again(open_registry: OpenPage, engine: sa.Engine) -> None:
    page = open_registry(confirm=link())
    save(engine, ROOT, table=NIDO.table, record_id=NIDO.record_id, changes={"name": "Altro"}, seen_number=0, why="")
    page = press(page, "Confermo che è giusto")
    assert "la scheda è cambiata" in said(page)
    assert not read_record(engine, NIDO.table, NIDO.record_id)[0]["checked_on"]
    assert "controllata oggi" in said(press(page, "Confermo che è giusto"))


def test_a_signed_link_takes_a_correction_to_moderation(open_registry: OpenPage, engine: sa.Engine) -> None:
    page = open_registry(confirm=link())
    page.text_input(key=field(page, "-phone")).input("+390000000003")
    assert "La proposta è arrivata" in said(press(page, "Invia"))
    (waiting,) = pending(engine)
    assert (waiting.role, dict(waiting.after)) == ("provider", {"phone": "+390000000003"})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda: "forged", "non è valido", id="forged"),
        pytest.param(lambda: link()[:-4] + "AAAA", "non è valido", id="cut and pasted wrongly"),
        pytest.param(lambda: link(1, at=NOON - timedelta(days=900)), "è scaduto", id="expired"),
        pytest.param(lambda: link(ref=replace(NIDO, record_id="demo:nothing")), "non c'è più", id="unknown card"),
        pytest.param(lambda: link(ref=OTHER_NIDO), "unita a un'altra", id="merged card"),
    ],
)
def test_a_link_that_is_not_good_says_why(
    open_registry: OpenPage, engine: sa.Engine, make: Callable[[], str], words: str
) -> None:
    merge_records(
        engine, ROOT, table="services", kept_id=NIDO.record_id, merged_id=OTHER_NIDO.record_id, why="doppione"
    )
    page = open_registry(confirm=make())
    assert words in said(page)
    assert "Confermo che è giusto" not in [button.label for button in page.button]


def test_no_identity_provider_is_offered_unless_it_is_configured(
    open_registry: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Entra con il tuo ente" not in [button.label for button in open_registry().button]
    monkeypatch.setattr(sign_in, "has_provider", lambda: True)
    monkeypatch.setattr(sign_in, "_known_by_provider", lambda _page: None)
    assert "Entra con il tuo ente" in [button.label for button in open_registry().button]


NOW = NOON.timestamp()


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        pytest.param({"iat": NOW, "email": "a@b.it", "email_verified": True, "sub": "7"}, "a@b.it", id="verified"),
        pytest.param({"iat": NOW, "email": "a@b.it", "email_verified": False, "sub": "7"}, "7", id="not verified"),
        pytest.param({"iat": NOW, "email": "a@b.it", "sub": "7"}, "7", id="nobody says verified"),
        pytest.param({"iat": NOW, "email": "a@b.it", "email_verified": "true", "sub": "7"}, "7", id="said as a word"),
        pytest.param({"iat": NOW}, None, id="nobody"),
        pytest.param({"iat": NOW - 8 * 3600, "sub": "7"}, "7", id="eight hours ago"),
        pytest.param({"iat": NOW - 8 * 3600 - 1, "sub": "7"}, None, id="longer ago"),
        pytest.param({"sub": "7"}, None, id="no day"),
    ],
)
def test_an_identity_is_its_verified_mailbox_or_its_subject(claims: dict[str, object], name: str | None) -> None:
    assert provider_name(claims, NOON) == name


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        pytest.param({"sub": "anna"}, None, id="a subject like an account with a password"),
        pytest.param({"sub": "dora"}, "dora", id="a subject like one without"),
        pytest.param({"sub": "7", "email": "anna", "email_verified": True}, "anna", id="a verified mailbox"),
        pytest.param({"sub": "anna", "email": "dora", "email_verified": False}, None, id="a mailbox not verified"),
        pytest.param({"sub": "nobody"}, None, id="nobody"),
    ],
)
def test_a_subject_opens_no_account_that_has_a_password(
    engine: sa.Engine, claims: dict[str, object], name: str | None
) -> None:
    add_account(engine, new_account("dora", Role.ADMINISTRATOR, at=NOON), None)
    account = provider_account(engine, {"iat": NOW, **claims}, NOON)
    assert (account.name if account else None) == name


def test_headers_of_a_file_stay_words(open_registry: OpenPage) -> None:
    page = open_registry("anna", "upload")
    file = ("prova.csv", b"Nome;![x](https://evil.example/p.png)\nNido;1\n", "text/csv")
    page.file_uploader[0].upload(*file).run()
    assert not page.exception
    shown = [str(item.value) for kind in (page.caption, page.markdown, page.error) for item in kind]
    shown += [str(item.label) for item in page.selectbox]
    assert any("evil" in words for words in shown)
    assert not any("![x](" in words for words in shown)


def test_the_page_speaks_english(open_registry: OpenPage) -> None:
    page = open_registry("bruno", lang="en")
    assert page.title[0].value == "Register"
    assert "Sign out" in [button.label for button in page.button]
