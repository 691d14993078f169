"""Keeping hypotheses: saving what is on the page, opening what is saved, its revisions, and taking it away."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.popups import escape
from welfare_map.model import MAX_SCENARIO_COUNT
from welfare_map.register.accounts.actors import MODERATORS, Actor, Role
from welfare_map.register.accounts.scenarios import (
    NAME_CHARACTERS,
    NOTE_CHARACTERS,
    SavedScenario,
    change_scenario,
    may_change_scenario,
    may_keep_scenarios,
    restore_scenario,
    save_scenario,
    scenario_story,
    seen_scenarios,
    withdraw_scenario,
)
from welfare_map.texts import formats, text
from welfare_map.ui import data, state
from welfare_map.ui.components.registry.fields import marked_required
from welfare_map.ui.components.registry.guarding import ROUND, form_key
from welfare_map.ui.components.registry.saying import say_error, say_next, say_now
from welfare_map.ui.components.registry.sign_in import actor_meanwhile, sign_in_bar
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import plain_markdown
from welfare_map.ui.whatif_keys import ACTIVE, SCENARIOS

KEPT: Final = "scenario-keep"
NO_FIELDS: Final[Mapping[str, str]] = MappingProxyType({})


def keep_section(page: Page) -> None:
    """Draw what saves the hypotheses of the page and what opens saved ones; a visitor is asked to sign in."""
    lang = page.lang
    actor = actor_meanwhile(page)
    say_now()
    with st.expander(text("whatif.keep.title", lang), key=KEPT):
        if not may_keep_scenarios(actor):
            st.caption(text("whatif.keep.visitor", lang))
            if actor.role is Role.VISITOR:
                sign_in_bar(page, actor)
            return
        _ask_saving(page, actor)
        found = seen_scenarios(data.register(), actor)
        if not found:
            st.caption(text("whatif.keep.none", lang))
        for number, saved in enumerate(found):
            with st.container(border=True, key=f"card-scenario-{number}", gap="xsmall"):
                _saved(page, actor, saved, number)


def _ask_saving(page: Page, actor: Actor) -> None:
    """Draw the form that saves what is on the page."""
    lang, texts = page.lang, _texts()
    if not texts:
        st.caption(text("whatif.keep.nothing", lang))
        return
    key = form_key("keep-scenario")
    label = marked_required(text("whatif.keep.name", lang))
    with st.form(key, border=False):
        name = st.text_input(label, max_chars=NAME_CHARACTERS, key=state.typed(f"{key}-name"))
        note = st.text_area(
            text("whatif.keep.note", lang), max_chars=NOTE_CHARACTERS, key=state.typed(f"{key}-note"), height=80
        )
        is_shared = st.checkbox(text("whatif.keep.share", lang), key=state.field(f"{key}-share"))
        is_sent = st.form_submit_button(text("whatif.keep.save", lang), type="primary")
    if is_sent:
        _act(
            page,
            lambda: save_scenario(data.register(), actor, name=name, texts=texts, note=note, is_shared=is_shared),
            text("whatif.keep.saved", lang),
            {"error.scenario_name": f"{key}-name", "error.scenario_note": f"{key}-note"},
        )


def _saved(page: Page, actor: Actor, saved: SavedScenario, number: int) -> None:
    lang = page.lang
    who = _author(page, actor, saved)
    shared = text("whatif.keep.is_shared" if saved.is_shared else "whatif.keep.is_private", lang)
    when = formats.day(saved.at[:10], lang)
    st.html(
        f'<h4 class="wm-entry">{escape(saved.name)}</h4><p class="wm-place">{escape(f"{who} · {when} · {shared}")}</p>'
        + (f"<p>{escape(saved.note)}</p>" if saved.note else "")
    )
    with st.container(horizontal=True):
        st.button(text("whatif.keep.open", lang), key=f"scenario-open-{number}", on_click=_open, args=(saved.texts,))
        beside = (*_texts(), *saved.texts)
        if _texts() and len(beside) <= MAX_SCENARIO_COUNT:
            label = text("whatif.keep.beside", lang)
            st.button(label, key=f"scenario-beside-{number}", on_click=_open, args=(beside,), type="tertiary")
        if may_change_scenario(actor, saved):
            _change_buttons(page, actor, saved, number)
    _story(page, actor, saved, number)


def _change_buttons(page: Page, actor: Actor, saved: SavedScenario, number: int) -> None:
    lang, texts, engine = page.lang, _texts(), data.register()
    if texts and texts != saved.texts and st.button(text("whatif.keep.update", lang), key=f"scenario-update-{number}"):
        _act(
            page,
            lambda: change_scenario(
                engine,
                actor,
                saved.scenario_id,
                seen_number=saved.number,
                name=saved.name,
                texts=texts,
                note=saved.note,
                is_shared=saved.is_shared,
            ),
            text("whatif.keep.saved", lang),
        )
    if st.button(text("whatif.keep.withdraw", lang), key=f"scenario-withdraw-{number}", type="tertiary"):
        _act(
            page,
            lambda: withdraw_scenario(engine, actor, saved.scenario_id, seen_number=saved.number),
            text("whatif.keep.withdrawn", lang),
        )


def _story(page: Page, actor: Actor, saved: SavedScenario, number: int) -> None:
    """Draw the earlier revisions, the last one first, each to be looked at or brought back."""
    if saved.number == 1:
        return
    section = st.expander(text("whatif.keep.story", page.lang), key=f"scenario-story-{number}", on_change="rerun")
    if not section.open:
        return
    engine = data.register()
    with section:
        for one in reversed(scenario_story(engine, actor, saved.scenario_id)):
            line = f"{one.number}. {one.name} · {formats.day(one.at[:10], page.lang)} · {_author(page, actor, one)}"
            st.markdown(plain_markdown(line))
            is_earlier = one.number != saved.number and may_change_scenario(actor, saved)
            key = f"scenario-back-{number}-{one.number}"
            if is_earlier and st.button(text("whatif.keep.back", page.lang), key=key, type="tertiary"):
                _act(page, _bringing_back(actor, saved, one.number), text("whatif.keep.saved", page.lang))


def _bringing_back(actor: Actor, saved: SavedScenario, number: int) -> Callable[[], object]:
    return lambda: restore_scenario(data.register(), actor, saved.scenario_id, number=number, seen_number=saved.number)


def _author(page: Page, actor: Actor, saved: SavedScenario) -> str:
    """Return who made a revision: names of accounts, which may be mailboxes, are for moderators and oneself."""
    if actor.role in MODERATORS or saved.author == actor.name:
        return saved.author
    return text(f"registry.role.{saved.role}", page.lang)


def _texts() -> tuple[str, ...]:
    return tuple(words for words in state.get(SCENARIOS) or () if words)


def _open(texts: tuple[str, ...]) -> None:
    """Bring hypotheses onto the page; a callback."""
    state.put(SCENARIOS, texts)
    state.put(ACTIVE, 0)


def _act(page: Page, act: Callable[[], object], thanks: str, fields: Mapping[str, str] = NO_FIELDS) -> None:
    """Do something with a saved hypothesis, say what was wrong, and with which field, or say that it is done."""
    try:
        act()
    except InputError as error:
        say_error(error, page.lang, key=fields.get(error.key, ""))
        return
    state.put(ROUND, (state.get(ROUND) or 0) + 1)
    say_next(thanks)
    st.rerun()
