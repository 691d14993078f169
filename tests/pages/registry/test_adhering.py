"""*Aderire* under the card of an initiative: what it brings, the office, the form, the entry in the queue."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from welfare_map.register.history.revisions import pending

PACT = "accordo-pmi-alto-milanese-magentino-abbiatense"
OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]


@pytest.fixture
def open_panel(engine: sa.Engine, open_page: OpenPage) -> OpenPage:
    """Open the panel of an initiative on a register of this test."""

    def opened(initiative_id: str = PACT, **params: str) -> AppTest:
        return open_page("agreements", section="initiatives", initiative=initiative_id, **params)

    return opened


def said(page: AppTest) -> str:
    kinds = (page.success, page.error, page.warning, page.info, page.markdown, page.caption)
    return " ".join(str(item.value) for kind in kinds for item in kind)


def field(page: AppTest, name: str) -> Any:
    kinds = (page.text_input, page.text_area, page.selectbox)
    return next(item for kind in kinds for item in kind if str(item.key).endswith(name))


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception
    return page


def test_a_button_under_each_documented_card_opens_its_panel(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("agreements", section="initiatives")
    buttons = [button for button in page.button if str(button.key).startswith("adhere-")]
    assert len(buttons) == 5
    assert "Che cosa porta aderire" not in html_words(page)

    buttons[0].click()
    page.run()
    assert not page.exception
    assert "Che cosa porta aderire" in html_words(page)
    assert page.query_params["initiative"]


def test_the_panel_says_what_adhesion_brings_and_the_office_follows_the_municipality(
    open_panel: OpenPage, html_words: Words
) -> None:
    page = open_panel()
    words = html_words(page)
    assert "Piani di welfare alla firma" in words
    assert "capoverso 16" in words
    panel = words[words.index("A chi scrivere") :]
    assert ("comuni del castanese" in panel, "comuni del legnanese" in panel) == (True, True)

    field(page, f"adhering-town-{PACT}").set_value("015041")
    page.run()
    words = html_words(page)
    panel = words[words.index("A chi scrivere") :]
    assert ("comuni del castanese" in panel, "comuni del legnanese" in panel) == (False, True)
    assert field(page, "-municipality_code").value == "015041"


def test_a_demonstration_agreement_says_that_nobody_can_join_and_offers_nothing(open_page: OpenPage) -> None:
    page = open_page("agreements", section="initiatives", demo="true", initiative="demo-accordo-mi")

    assert "nessuno può aderire" in said(page)
    assert "Scarica la domanda (DOCX)" not in [button.label for button in page.get("download_button")]
    assert not [button for button in page.button if button.label in {"Come aderire", "Invia"}]


def test_a_demonstration_firm_can_not_join_a_documented_agreement(open_panel: OpenPage, engine: sa.Engine) -> None:
    with engine.connect() as connection:
        firm = connection.execute(
            sa.text("SELECT organisation_id FROM organisations WHERE is_demo LIMIT 1")
        ).scalar_one()
    page = open_panel(organisation=firm)

    assert "impresa dimostrativa" in said(page)
    assert "Scarica la domanda (DOCX)" not in [button.label for button in page.get("download_button")]
    assert "Invia" not in [button.label for button in page.button]


def test_the_entry_in_the_queue_is_prefilled_with_agreement_and_firm(open_panel: OpenPage, engine: sa.Engine) -> None:
    page = open_panel(organisation="servimpresa")
    assert field(page, "-initiative_id").value == PACT
    assert field(page, "-organisation_id").value == "servimpresa"

    press(page, "Invia")
    assert "La proposta è arrivata" in said(page)
    (waiting,) = pending(engine)
    assert waiting.table == "adhesions"
    assert (waiting.after["organisation_id"], waiting.after["initiative_id"]) == ("servimpresa", PACT)
    assert (waiting.role, waiting.after["role"]) == ("visitor", "member")


def test_a_new_firm_is_proposed_with_its_adhesion_and_neither_is_public(
    open_panel: OpenPage, engine: sa.Engine
) -> None:
    page = open_panel()
    field(page, "-organisation_name").set_value("Officina Prova")
    field(page, "-organisation_kind").set_value("company")
    press(page, "Invia")

    organisation, adhesion = pending(engine)
    assert (organisation.table, adhesion.after["initiative_id"]) == ("organisations", PACT)
    with engine.connect() as connection:
        found = sa.text("SELECT count(*) FROM organisations WHERE organisation_name = 'Officina Prova'")
        assert connection.execute(found).scalar_one() == 0


def test_the_panel_speaks_english(open_panel: OpenPage, html_words: Words) -> None:
    page = open_panel(lang="en")

    assert "What adhesion brings" in html_words(page)
    assert page.get("download_button")
    assert re.search(r"does not say whether one can still join", said(page))
