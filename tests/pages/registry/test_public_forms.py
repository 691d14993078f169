"""What everybody can send: proposals, adhesions, reports; what is wrong is said, what is sent waits."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.register.history.editing import read_record
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.reports import open_reports
from welfare_map.register.history.revisions import pending
from welfare_map.ui.components.registry import guarding
from welfare_map.ui.rate_limit import RateLimit
from welfare_map.ui.registry_keys import SECTION

OpenRegistry = Callable[..., Any]
NIDO = RecordRef("services", "demo:nursery-015118-8")


def fill_service(page: Any, name: str = "Nido Prova", town: str = "015118") -> Any:
    page.fill("-name", name)
    page.fill("-kind", "nursery")
    page.fill("-municipality_code", town)
    return page


def test_a_visitor_sees_the_public_forms_and_no_desk(open_registry: OpenRegistry) -> None:
    page = open_registry()
    assert page.app.title[0].value == "Registro"
    assert not [group for group in page.app.button_group if group.key == SECTION]
    assert "Invia" in page.buttons


def test_a_proposed_service_waits_and_nothing_public_changes(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = fill_service(open_registry()).press("Invia")
    assert "La proposta è arrivata" in page.said
    (waiting,) = pending(engine)
    assert (waiting.role, waiting.author, waiting.after["municipality_code"]) == ("visitor", "", "015118")
    with pytest.raises(InputError):
        read_record(engine, "services", waiting.record_id)
    assert page.field("-name").value == ""


@pytest.mark.parametrize(
    ("filled", "faults"),
    [
        pytest.param({"-name": ""}, ["Manca «Nome»."], id="no name"),
        pytest.param({"-name": "x" * 201}, ["«Nome» è troppo lungo: 201 caratteri, al massimo 200."], id="a long name"),
        pytest.param(
            {"-note": "x" * 1_001}, ["«Nota» è troppo lungo: 1.001 caratteri, al massimo 1.000."], id="a long note"
        ),
        pytest.param(
            {"-name": "", "-postcode": "abc", "-email": "mario.rossi@example.org", "-note": "x" * 1_001},
            ["Manca «Nome».", "CAP: «abc» non è scritto", "E-mail del servizio: l'indirizzo", "«Nota» è troppo lungo"],
            id="all at once",
        ),
    ],
)
def test_everything_that_is_wrong_is_said_beside_its_field_and_the_form_keeps_its_words(
    open_registry: OpenRegistry, engine: sa.Engine, filled: dict[str, str], faults: list[str]
) -> None:
    page = fill_service(open_registry())
    for name, value in filled.items():
        page.fill(name, value)
    page.press("Invia")
    assert page.html.count('class="wm-fault"') == len(faults)
    assert all(words in page.words for words in faults)
    assert page.said.startswith("Da correggere: ")
    assert pending(engine) == ()
    assert all(page.field(name).value == value for name, value in filled.items())
    assert page.field("-municipality_code").value == "015118"


def test_what_is_just_as_long_as_may_be_is_sent(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    fill_service(open_registry(), "x" * 200).fill("-note", "y" * 1_000).press("Invia")
    (waiting,) = pending(engine)
    assert (waiting.after["name"], waiting.why) == ("x" * 200, "y" * 1_000)


def test_the_municipality_is_one_of_todays_by_name(open_registry: OpenRegistry) -> None:
    offered = open_registry().field("-municipality_code").options
    assert "Legnano (MI)" in offered
    assert offered == sorted(offered, key=lambda words: words.rpartition(" (")[0])
    assert len(offered) == 1_600


def test_a_form_that_was_put_right_says_no_faults_any_more(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = fill_service(open_registry(), "").press("Invia")
    page.fill("-name", "Nido Prova").press("Invia")
    assert "La proposta è arrivata" in page.said
    assert "wm-fault" not in page.html
    assert len(pending(engine)) == 1


def test_a_filled_trap_is_thanked_and_nothing_is_kept(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = fill_service(open_registry())
    page.app.text_input(key=next(str(i.key) for i in page.app.text_input if "trap" in str(i.key))).input("spam")
    assert "La proposta è arrivata" in page.press("Invia").said
    assert pending(engine) == ()


def test_a_flood_is_stopped_and_the_words_stay(
    open_registry: OpenRegistry, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = RateLimit(most_count=1)
    monkeypatch.setattr(guarding.data, "submissions", lambda: limit)
    page = fill_service(open_registry()).press("Invia")
    page = fill_service(page, "Nido Due").press("Invia")
    assert "troppe" in page.said
    assert len(pending(engine)) == 1
    assert page.field("-name").value == "Nido Due"


def test_an_adhesion_of_a_new_organisation_makes_two_proposals(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = open_registry()
    page.app.session_state["registry_form"] = "adhesion"
    page.run()
    initiatives = page.field("-initiative_id")
    initiatives.select_index(0)
    page.fill("-organisation_name", "Ditta Prova")
    page.fill("-organisation_kind", "company")
    page = page.press("Invia")
    organisation, adhesion = pending(engine)
    assert (organisation.table, adhesion.table) == ("organisations", "adhesions")
    assert adhesion.after["organisation_id"] == organisation.record_id


def test_an_adhesion_without_agreement_and_organisation_says_all_that_is_missing(
    open_registry: OpenRegistry, engine: sa.Engine
) -> None:
    page = open_registry()
    page.app.session_state["registry_form"] = "adhesion"
    page.run().press("Invia")
    for words in ("Manca «Accordo o progetto».", "Manca «Nome dell'organizzazione».", "Manca «Che cos'è»."):
        assert words in page.words
    assert pending(engine) == ()


def test_a_known_organisation_adheres_without_being_described_again(
    open_registry: OpenRegistry, engine: sa.Engine
) -> None:
    page = open_registry()
    page.app.session_state["registry_form"] = "adhesion"
    page.run()
    free = sa.text(
        "SELECT organisation_id, initiative_id FROM organisations, initiatives WHERE NOT organisations.is_demo"
        " AND NOT initiatives.is_demo EXCEPT SELECT organisation_id, initiative_id FROM adhesions LIMIT 1"
    )
    with engine.connect() as connection:
        organisation_id, initiative_id = connection.execute(free).one()
    page.fill("-organisation_id", organisation_id).fill("-initiative_id", initiative_id)
    assert "La proposta è arrivata" in page.press("Invia").said
    assert [item.table for item in pending(engine)] == ["adhesions"]


def test_a_practice_is_proposed_with_its_document(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = open_registry()
    page.app.session_state["registry_form"] = "practice"
    page.run()
    page.fill("-title_it", "Banca ore")
    page.fill("-themes", ["working_hours"])
    for name in ("-initiative_id", "-document_id"):
        page.field(name).select_index(0)
    assert "La proposta è arrivata" in page.press("Invia").said
    assert pending(engine)[0].after["themes"] == "working_hours"


def test_a_link_on_a_card_opens_the_report_of_that_card(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = open_registry(report=NIDO.record_id)
    assert NIDO.record_id in page.words
    page.fill("-message", "Il numero non risponde")
    assert "La segnalazione è arrivata" in page.press("Invia la segnalazione").said
    assert [item.message for item in open_reports(engine)] == ["Il numero non risponde"]


def test_a_report_without_words_says_what_is_missing(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = open_registry(report=NIDO.record_id).press("Invia la segnalazione")
    assert "Manca «Che cosa non va?»." in page.words
    assert open_reports(engine) == ()


def test_a_report_of_a_card_that_is_none_is_refused(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = open_registry(report="demo:nothing")
    assert "non c'è" in page.said
    assert open_reports(engine) == ()


def test_the_page_speaks_english(open_registry: OpenRegistry) -> None:
    page = open_registry("bruno", lang="en")
    assert page.app.title[0].value == "Register"
    assert "Sign out" in page.buttons
