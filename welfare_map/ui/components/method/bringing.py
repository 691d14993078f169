"""The administrator brings the official lists here from the page; nobody else sees it."""

from collections.abc import Callable, Iterable
from typing import Final

import streamlit as st

from geodata.errors import WelfareMapError
from geodata.sources import Access, Reader
from welfare_map.register import UpdateReport, run_update
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.permissions import Action, may, require
from welfare_map.register.upkeep.quality import known_sources
from welfare_map.texts import formats, text
from welfare_map.texts.errors import error_words
from welfare_map.ui import data, state
from welfare_map.ui.components.method.sources import readers
from welfare_map.ui.components.registry.sign_in import actor_meanwhile
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import plain_markdown

STEPS: Final = ("fetch", "parse", "check", "write")
BROUGHT: Final = "method_brought"
"""What the last click did, source by source: (went well, words)."""
CHOSEN: Final = "method_chosen_sources"


def show_bringing(page: Page) -> None:
    """Draw the choice of lists and the button that brings them, for whoever may; say how the last click went."""
    actor = actor_meanwhile(page)
    if not may(actor, Action.UPDATE_SOURCES):
        return
    with st.container(border=True, key="bringing"):
        st.subheader(text("method.bring_title", page.lang), anchor=False)
        _say_brought(page.lang)
        if page.settings.is_offline:
            st.info(text("method.bring_offline", page.lang))
        else:
            _ask(page, actor)


def _say_brought(lang: str) -> None:
    for is_well, words in state.get(BROUGHT) or ():
        (st.success if is_well else st.error)(words if is_well else plain_markdown(words))


def _ask(page: Page, actor: Actor) -> None:
    fetched = {name: reader for name, reader in readers(page).items() if reader.source.access is not Access.FILE}
    known = {source.source_id for source in known_sources(data.register())}
    missing = [name for name, reader in fetched.items() if name not in known and reader.source.comes_unasked]
    is_first = not known & fetched.keys()
    st.write(text("method.bring_first" if is_first else "method.bring_again", page.lang))
    if state.get(CHOSEN) is None:
        state.put(CHOSEN, missing)
    chosen = st.multiselect(
        text("method.bring_which", page.lang),
        list(fetched),
        format_func=lambda name: fetched[name].source.name,
        key=CHOSEN,
        persist_state="session",
    )
    if st.button(text("method.bring", page.lang), type="primary", disabled=not chosen, key="bring"):
        _bring(page, actor, [fetched[name] for name in chosen])


def _bring(page: Page, actor: Actor, wanted: Iterable[Reader]) -> None:
    """Run the sources one after the other, each with its own end; what is known of them is said after a rerun."""
    require(actor, Action.UPDATE_SOURCES)
    chosen = list(wanted)
    bar = st.progress(0.0, text("method.bring_begins", page.lang))
    brought = []
    for number, reader in enumerate(chosen):
        brought.append(_bring_one(page, reader, _teller(bar, page.lang, reader, number / len(chosen), len(chosen))))
    bar.empty()
    state.put(BROUGHT, tuple(brought))
    st.rerun()


def _teller(
    bar: "st.delta_generator.DeltaGenerator", lang: str, reader: Reader, start: float, count: int
) -> Callable[[str], None]:
    """Return what moves the bar when a step of a source begins."""

    def tell(step: str) -> None:
        share = start + (STEPS.index(step) if step in STEPS else 0) / len(STEPS) / count
        bar.progress(min(share, 1.0), f"{reader.source.name}: {text(f'update.step.{step}', lang)}")

    return tell


def _bring_one(page: Page, reader: Reader, tell: Callable[[str], None]) -> tuple[bool, str]:
    """Run one source; return whether it went well, and how in words."""
    source = reader.source
    try:
        report = run_update(
            data.register(),
            source.source_id,
            settings=page.settings,
            territory=page.snapshot.territory,
            progress=tell,
            readers=readers(page),
        )
    except WelfareMapError as error:
        return False, f"{source.name}: {error_words(error, page.lang)}"
    return True, _report_words(report, page.lang)


def _report_words(report: UpdateReport, lang: str) -> str:
    counts = ("row_count", "added_count", "changed_count", "gone_count")
    return text(
        "method.brought",
        lang,
        source=report.source_name,
        **{name: formats.number(getattr(report, name), lang) for name in counts},
        notice_count=formats.number(len(report.notices), lang),
    )
