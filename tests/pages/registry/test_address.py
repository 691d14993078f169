"""The section of *Registro* and the form stand in the address, so that Back and a link find them again."""

from collections.abc import Callable
from typing import Any

import pytest

from welfare_map.ui.pages.registry import SECTIONS
from welfare_map.ui.registry_keys import FORM, FORMS, SECTION, registry_params, registry_values
from welfare_map.ui.registry_keys import SECTIONS as CODES

PASSWORD = "cavallo-batteria"  # noqa: S105  # of the accounts of these tests
OpenRegistry = Callable[..., Any]


def address(page: Any) -> dict[str, str]:
    return {name: str(value) for name, value in page.app.query_params.items()}


def test_every_section_and_every_form_has_a_code_that_is_read_again() -> None:
    assert list(CODES.values()) == [key for key, *_ in SECTIONS]
    for section in CODES.values():
        for form in FORMS:
            assert registry_values(registry_params(section, form)) == {SECTION: section, FORM: form}


def test_a_form_is_opened_by_its_link_and_written_into_the_address(open_registry: OpenRegistry) -> None:
    page = open_registry(form="practice")
    assert page.field("-title_it") is not None
    page.app.session_state[FORM] = "adhesion"
    assert address(page.run()) == {"form": "adhesion"}
    page.app.session_state[FORM] = "service"
    assert address(page.run()) == {}


def test_a_link_to_a_section_of_the_desk_waits_for_who_signs_in(open_registry: OpenRegistry) -> None:
    page = open_registry(desk="history")
    assert address(page) == {"desk": "history"}
    assert "Invia" in page.buttons
    page.fill("Nome dell'account", "anna").fill("Password", PASSWORD).press("Entra")
    assert page.app.session_state[SECTION] == CODES["history"]
    assert address(page) == {"desk": "history"}
    page.press("Esci")
    assert address(page) == {}


def test_a_section_that_is_not_for_who_is_there_is_not_drawn(open_registry: OpenRegistry) -> None:
    page = open_registry("carla", desk="queue")
    assert page.app.session_state[SECTION] == CODES["editing"]


@pytest.mark.parametrize(("name", "said"), [("desk", "sezione"), ("form", "modulo")])
def test_a_section_that_there_is_not_is_said(open_registry: OpenRegistry, name: str, said: str) -> None:
    page = open_registry(**{name: "throne"})
    assert f"{said} «throne»" in page.said
