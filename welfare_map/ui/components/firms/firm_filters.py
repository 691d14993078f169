"""What narrows the list of firms; each filter writes its own parameter into the address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from geodata.codes import SECTOR_CODES, PracticeTheme, SizeClass
from welfare_map.maps.firm_cards import sector_words
from welfare_map.questions.firm_positions import positions_of
from welfare_map.texts import text
from welfare_map.ui import state, unread_words
from welfare_map.ui.components.firms.asked import AskedFirm
from welfare_map.ui.context import Page


@dataclass(frozen=True, slots=True)
class FirmFilters:
    """What the visitor asks for; empty asks for nothing. Minutes start from all sites of the own firm, or the place."""

    initiative_ids: tuple[str, ...]
    sector_codes: tuple[str, ...]
    size_classes: tuple[SizeClass, ...]
    themes: tuple[PracticeTheme, ...]
    only_adherents: bool
    include_others: bool
    from_all_sites: bool


def ask_firm_filters(page: Page, asked: AskedFirm) -> FirmFilters:
    """Draw the filters, folded away, and return what they ask for."""
    lang = page.lang
    names = initiative_names(page)
    unread_words.keep_known(state.INITIATIVE, "initiative", names)
    with st.popover(_label(lang)):
        initiative = _choose(lang, "initiative", list(names), names.__getitem__, state.INITIATIVE)
        sector = _choose(lang, "sector", SECTOR_CODES, lambda code: sector_words(code, lang), state.SECTOR)
        size = _choose(lang, "size", list(SizeClass), lambda code: text(f"codes.size.{code}", lang), state.SIZE)
        theme = _choose(lang, "theme", list(PracticeTheme), lambda code: text(f"codes.theme.{code}", lang), state.THEME)
        only = st.checkbox(text("firms.filter.adherents", lang), key=state.ADHERENTS, persist_state="session")
        others = st.checkbox(text("firms.filter.others", lang), key=state.ALL_ORGANISATIONS, persist_state="session")
        from_all = _ask_all_sites(lang, asked)
    return FirmFilters(
        initiative_ids=(initiative,) if initiative else (),
        sector_codes=(sector,) if sector else (),
        size_classes=(SizeClass(size),) if size else (),
        themes=(PracticeTheme(theme),) if theme else (),
        only_adherents=bool(only),
        include_others=bool(others),
        from_all_sites=from_all,
    )


def initiative_names(page: Page) -> dict[str, str]:
    """Return the initiatives to which a firm may adhere, by id: short names, the invented ones last."""
    table = page.snapshot.table("initiatives")
    cells = (table[name] for name in ("initiative_id", "name", "short_name", "is_demo"))
    rows = [(bool(demo), short or name, key) for key, name, short, demo in zip(*cells, strict=True)]
    return {str(key): str(name) for _, name, key in sorted(rows)}


def _choose(lang: str, name: str, options: Sequence[str], words: Callable[[str], str], key: str) -> str | None:
    return st.selectbox(
        text(f"firms.filter.{name}", lang),
        options,
        index=None,
        format_func=words,
        placeholder=text("firms.filter.any", lang),
        key=key,
        persist_state="session",
    )


def _label(lang: str) -> str:
    """Name the popover; say how many filters are on."""
    keys = (state.INITIATIVE, state.SECTOR, state.SIZE, state.THEME, state.ADHERENTS, state.ALL_ORGANISATIONS)
    count = sum(bool(state.get(key)) for key in keys)
    return text("firms.filter.title_on", lang, count=count) if count else text("firms.filter.title", lang)


def _ask_all_sites(lang: str, asked: AskedFirm) -> bool:
    """Ask whether minutes start from every site of the own firm; with one site there is nothing to ask."""
    if asked.me is None or len(positions_of(asked.me)) < 2:
        return False
    return bool(st.checkbox(text("firms.filter.all_sites", lang), key=state.ALL_SITES, persist_state="session"))
