"""A hypothesis is saved by who signs in, found again, changed, brought back and taken away on the page."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Role
from welfare_map.register.accounts.sessions import open_session
from welfare_map.ui.registry_keys import TOKEN
from welfare_map.ui.whatif_keys import SCENARIOS

from .conftest import NOON, PASSWORD, Drawn

OpenScenario = Callable[..., Drawn]
NURSERY = "add:nursery:60@8.918,45.594"
HOME = "add:care_home:40@10.02,45.13"


@pytest.fixture
def open_scenario(
    open_page: Callable[..., AppTest], html_words: Callable[[AppTest], str], engine: sa.Engine
) -> OpenScenario:
    """Draw *E se…* for a visitor or an account."""
    add_account(engine, new_account("elio", Role.CONTRIBUTOR, organisation_ids=("one",), at=NOON), PASSWORD)
    add_account(engine, new_account("fia", Role.CONTRIBUTOR, organisation_ids=("two",), at=NOON), PASSWORD)

    def opened(account: str = "", **params: str) -> Drawn:
        page = open_page("coverage", view="whatif", **params)
        if account:
            page.session_state[TOKEN] = open_session(engine, account)
        return Drawn(page, html_words).run()

    return opened


def save(page: Drawn, name: str) -> Drawn:
    page.fill("Nome", name)
    return page.press("Salva l'ipotesi")


def test_a_hypothesis_is_saved_changed_and_brought_back(open_scenario: OpenScenario) -> None:
    page = save(open_scenario("elio", scenario=NURSERY), "Nido a Legnano")
    assert "Ipotesi salvata" in page.said
    page = open_scenario("elio", scenario=HOME)
    assert "Nido a Legnano" in page.words
    page.press("Salva quella aperta al suo posto")
    page.app.session_state["scenario-story-0"] = True
    page.run().press("Torna a questa")
    page.press("Apri")
    assert page.app.session_state[SCENARIOS] == (NURSERY,)
    page.press("Elimina")
    assert "Ancora nessuna ipotesi salvata" in " ".join(item.value for item in page.app.caption)


def test_a_saved_hypothesis_is_opened_beside_the_one_on_the_page(open_scenario: OpenScenario) -> None:
    save(open_scenario("elio", scenario=NURSERY), "Nido")
    page = open_scenario("elio", scenario=HOME).press("Apri accanto")
    assert page.app.session_state[SCENARIOS] == (HOME, NURSERY)


def test_another_account_sees_only_what_is_shared_and_a_role_for_its_author(open_scenario: OpenScenario) -> None:
    save(open_scenario("elio", scenario=NURSERY), "Privata")
    page = open_scenario("elio", scenario=NURSERY)
    next(box for box in page.app.checkbox if box.label.startswith("La vede anche")).check()
    save(page, "Condivisa")
    words = open_scenario("fia").words
    assert "Condivisa" in words
    assert "Privata" not in words
    assert "elio" not in words


def test_a_visitor_is_told_that_the_link_keeps_it(open_scenario: OpenScenario) -> None:
    page = open_scenario(scenario=NURSERY)
    assert any("Il link qui sopra conserva già l'ipotesi" in item.value for item in page.app.caption)
    assert not [button for button in page.app.button if button.label == "Salva l'ipotesi"]
