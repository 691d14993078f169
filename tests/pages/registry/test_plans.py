"""A plan is saved, found again, moved on and brought back on the page; who is none of its firms sends it on."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.sessions import open_session
from welfare_map.register.history.editing import create
from welfare_map.register.history.revisions import pending
from welfare_map.ui import state
from welfare_map.ui.registry_keys import TOKEN

from .conftest import NOON, PASSWORD, Drawn

OpenPlan = Callable[..., Drawn]
ANNA = Actor("anna", Role.CURATOR, district_ids=("alto-milanese",))
OWN = "curated:officina"
PLACE = {"lon": "8.888", "lat": "45.546", "tab": "plan"}


@pytest.fixture
def open_plan(open_page: Callable[..., AppTest], html_words: Callable[[AppTest], str], engine: sa.Engine) -> OpenPlan:
    """Draw the plan of a workshop and a demonstration firm, for a visitor or an account."""
    values = {"organisation_id": OWN, "organisation_name": "Officina Nota", "organisation_kind": "company"}
    place = {"municipality_code": "015041", "lon": 8.888, "lat": 45.546, "position_quality": "exact"}
    create(engine, ANNA, table="organisations", values={**values, **place}, why="")
    add_account(engine, new_account("elio", Role.CONTRIBUTOR, organisation_ids=(OWN,), at=NOON), PASSWORD)

    def opened(account: str = "", **params: str) -> Drawn:
        asked = {**PLACE, "partners": f"{OWN},demo:org-015046-1", "measures": "nursery", **params}
        page = open_page("firms", **asked)
        if account:
            page.session_state[TOKEN] = open_session(engine, account)
        return Drawn(page, html_words).run()

    return opened


def save(page: Drawn, title: str, label: str = "Salva") -> Drawn:
    page.fill("Titolo", title)
    return page.press(label)


def own_count(page: Drawn) -> str:
    return next(found.label for found in page.app.expander if found.label.startswith("I tuoi piani"))


def test_a_firm_saves_its_plan_finds_it_moves_it_on_and_brings_it_back(open_plan: OpenPlan) -> None:
    page = save(open_plan("elio"), "Nido insieme")
    assert "Piano salvato" in page.said
    assert own_count(page) == "I tuoi piani: 1"
    assert "bozza, dal" in page.words

    page.app.selectbox(key="plan-phase-0").set_value("signed")
    page.press("Segna")
    assert "firmato, dal" in page.words
    page.press("Apri")
    assert "A che punto è firmato" in " ".join(page.words.split())

    page.app.session_state["plan-history-0"] = True
    page.run()
    lines = [str(item.value).replace("\\", "") for item in page.app.markdown]
    assert [line.split(" · ")[:2] for line in lines if line[:2] in {"1.", "2."}] == [
        ["2. modificata", "firmato"],
        ["1. creata", "bozza"],
    ]
    page.press("Torna a questa")
    assert "bozza, dal" in page.words


def test_a_saved_plan_comes_back_with_its_own_costs_place_and_minutes_and_no_other_plans(open_plan: OpenPlan) -> None:
    page = open_plan("elio", min="30", mode="cycle")
    cost, minutes = f"{state.PLAN_COST}-nursery", state.MINUTES
    page.app.number_input(key=cost).set_value(9000.0).run()
    save(page, "Primo con il costo")
    page = open_plan("elio", lon="10.024", lat="45.133", min="15", mode="car", measures="nursery,canteen")
    save(page, "Secondo senza costo")
    opens = {title: page.words.index(title) for title in ("Primo con il costo", "Secondo senza costo")}
    first, second = (sorted(opens.values()).index(place) for place in opens.values())

    page.app.button(key=f"plan-open-{first}").click().run()
    assert page.app.number_input(key=cost).value == 9000.0
    assert (page.app.selectbox(key=minutes).value, page.app.session_state[state.MODE]) == (30, "cycle")
    assert page.app.session_state[state.WORKPLACE.point] == (8.888, 45.546)
    page.app.button(key=f"plan-open-{second}").click().run()
    assert page.app.number_input(key=cost).value is None
    assert (page.app.selectbox(key=minutes).value, page.app.session_state[state.MODE]) == (15, "car")
    assert page.app.session_state[state.WORKPLACE.point] == (10.024, 45.133)


def test_a_new_draft_of_the_same_firms_has_not_come_as_far_as_the_saved_one(open_plan: OpenPlan) -> None:
    page = save(open_plan("elio"), "Nido insieme")
    page.app.selectbox(key="plan-phase-0").set_value("signed")
    page.press("Segna").press("Apri")
    assert "A che punto è firmato" in " ".join(page.words.split())
    page.app.multiselect(key=state.PLAN_MEASURES).set_value(["canteen"])
    page.run()
    assert "A che punto è firmato" not in " ".join(page.words.split())


def test_the_plan_of_others_is_seen_by_the_curator_of_its_firms_and_by_no_other(open_plan: OpenPlan) -> None:
    save(open_plan("elio"), "Nido insieme")
    assert "Nido insieme" in open_plan("anna").words
    for other in ("dario", "carla"):
        page = open_plan(other)
        assert "Nido insieme" not in page.words
        assert own_count(page) == "I tuoi piani: 0"
    assert "Nido insieme" not in open_plan().words


@pytest.mark.parametrize("account", ["", "carla"])
def test_who_is_none_of_its_firms_sends_a_plan_to_be_reviewed(
    open_plan: OpenPlan, engine: sa.Engine, account: str
) -> None:
    page = save(open_plan(account), "Una proposta", "Manda in revisione")
    assert "La bozza è arrivata a chi cura il registro" in page.said
    (proposal,) = pending(engine)
    assert (proposal.table, proposal.after["title"], proposal.after["visibility"]) == (
        "plans",
        "Una proposta",
        "adherents",
    )


def test_a_plan_without_a_title_is_not_sent_and_says_why(open_plan: OpenPlan, engine: sa.Engine) -> None:
    page = open_plan("elio").press("Salva")
    assert "Titolo" in page.said
    assert own_count(page) == "I tuoi piani: 0"


def test_a_public_plan_that_names_others_goes_to_moderation(open_plan: OpenPlan, engine: sa.Engine) -> None:
    page = open_plan("elio")
    next(box for box in page.app.checkbox if box.label == "Visibile a tutti").check()
    save(page, "Pubblico")
    assert "La bozza è arrivata" in page.said
    assert own_count(page) == "I tuoi piani: 0"
    assert [item.after["visibility"] for item in pending(engine)] == ["public"]
