"""*Registro*: what everybody can send, and where those who look after the register work."""

from collections.abc import Callable, Collection
from typing import Final

import streamlit as st

from welfare_map.register.accounts.actors import MODERATORS, Actor, Role
from welfare_map.register.accounts.signed_links import PARAMETER
from welfare_map.texts import text
from welfare_map.ui import state, visit_address
from welfare_map.ui.components.frame import title
from welfare_map.ui.components.registry import (
    confirming,
    duplicates,
    editing,
    history,
    public_forms,
    queue,
    recheck,
    upload,
)
from welfare_map.ui.components.registry.saying import say_now
from welfare_map.ui.components.registry.sign_in import current_actor, sign_in_bar
from welfare_map.ui.components.unread import say_unread
from welfare_map.ui.context import Page
from welfare_map.ui.registry_keys import FORM, SECTION, registry_params

SectionShow = Callable[[Page, Actor], None]
EVERYBODY: Final = frozenset(Role)
STAFF: Final = frozenset({Role.CONTRIBUTOR, Role.CURATOR, Role.ADMINISTRATOR})
SECTIONS: Final[tuple[tuple[str, SectionShow, Collection[Role]], ...]] = (
    ("registry.section.queue", queue.show, MODERATORS),
    ("registry.section.editing", editing.show, STAFF),
    ("registry.section.upload", upload.show, STAFF),
    ("registry.section.history", history.show, STAFF),
    ("duplicates.section", duplicates.show, MODERATORS),
    ("quality.recheck_section", recheck.show, STAFF),
    ("registry.section.public_forms", public_forms.show, EVERYBODY),
)
"""Text key of the name, function, and the roles that it is drawn for; what may be done is asked at each act."""
KEPT_PARAMETERS: Final = (PARAMETER, state.REPORT)
"""What the address of this page carries beside the view."""


def show(page: Page) -> None:
    """Draw the card of a signed link; else the sections of whoever is here."""
    unread_slot = title(text("registry.title", page.lang), page.lang)
    token = confirming.link_token()
    if token:
        say_now()
        confirming.show(page, token)
    else:
        actor = current_actor(page)
        sign_in_bar(page, actor)
        say_now()
        _sections(page, actor)
    visit_address.write_address(None, beside={**_kept(), **_chosen()})
    say_unread(unread_slot, page.lang, "registry")


def _kept() -> dict[str, str]:
    return {name: st.query_params[name] for name in KEPT_PARAMETERS if st.query_params.get(name)}


def _chosen() -> dict[str, str]:
    """Return the parameters of what was chosen, but for what is drawn anyhow."""
    section, form = state.get(SECTION), state.get(FORM)
    return registry_params(
        None if section == SECTIONS[0][0] else section, None if form == public_forms.first_form() else form
    )


def _sections(page: Page, actor: Actor) -> None:
    """Draw the choice of sections where there is one, and the section."""
    mine = {key: draw for key, draw, roles in SECTIONS if actor.role in roles}
    if len(mine) == 1:
        mine.popitem()[1](page, actor)
        return
    if state.get(SECTION) not in mine:
        state.put(SECTION, next(iter(mine)))
    st.segmented_control(
        text("registry.sections", page.lang),
        list(mine),
        required=True,
        format_func=lambda key: text(key, page.lang),
        key=SECTION,
        persist_state="session",
        label_visibility="collapsed",
    )
    mine[state.get(SECTION)](page, actor)
