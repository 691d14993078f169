"""*Buone pratiche e accordi*: what was tried, who signed what, which office to call."""

import streamlit as st

from geodata.codes import PracticeTheme, SizeClass
from welfare_map.maps.agreement_cards import initiative_card, practice_card
from welfare_map.maps.legend import tints_html
from welfare_map.maps.view import AreaFill, MapView
from welfare_map.model import InitiativesAnswer, InitiativesQuery, PracticesAnswer, PracticesQuery
from welfare_map.questions.initiatives import initiatives
from welfare_map.questions.practices import practices
from welfare_map.questions.units import find_unit
from welfare_map.share import SECTIONS
from welfare_map.texts import text
from welfare_map.ui import data, state, unread_words, visit_address
from welfare_map.ui.components.adhering import adhering_panel
from welfare_map.ui.components.demo_banner import demo_banner
from welfare_map.ui.components.frame import say_sources, title
from welfare_map.ui.components.layers import ShownLayers
from welfare_map.ui.components.map_panel import map_panel
from welfare_map.ui.components.monitoring import monitoring_section
from welfare_map.ui.components.offices import offices_section
from welfare_map.ui.components.picks import handle_pick
from welfare_map.ui.components.place_search import chosen_place
from welfare_map.ui.components.territory_card import open_territory, territory_section
from welfare_map.ui.components.unread import say_unread
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import marked, worded
from welfare_map.vocabularies import INITIATIVE_COLOURS


def show(page: Page) -> None:
    """Show practices, initiatives and district offices, with the territories of the initiatives on the map."""
    unread_slot = title(text("agreements.title", page.lang), page.lang)
    st.write(text("agreements.intro", page.lang))
    known = initiatives(page.snapshot, InitiativesQuery(as_of_on=page.as_of_on, include_demo=_with_demo(page)))
    query = _ask_filters(page, known)
    answer = practices(page.snapshot, query, data.travel_times())
    opened = open_territory(page)
    banner_slot = st.container(key="slot-banner")
    map_column, list_column = st.columns(2, gap="medium")
    with map_column:
        fills = _fills(known)
        shown, pick = map_panel(page, lambda layers: _view(fills, layers))
        st.html(tints_html(fills, page.lang))
    with list_column:
        territory_section(page, opened, can_choose_place=False)
        _sections(page, query, answer)
    with banner_slot:
        answers = (known, answer, opened)
        demo_banner(page.lang, is_shown=shown.has_demo or any(item and item.has_demo for item in answers))
    visit_address.write_address(None)
    say_unread(unread_slot, page.lang, "agreements")
    handle_pick(page, pick)


def _with_demo(page: Page) -> bool:
    return bool(page.settings.has_demo and state.get(state.WITH_DEMO))


def _ask_filters(page: Page, known: InitiativesAnswer) -> PracticesQuery:
    """Draw the filters and return the query that they make; the open territory is one of them."""
    lang = page.lang
    names = {row.initiative_id: row.short_name for row in known.rows}
    unread_words.keep_known(state.INITIATIVE, "initiative", names)
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom"):
        theme = st.selectbox(
            text("agreements.theme", lang),
            list(PracticeTheme),
            format_func=lambda code: text(f"codes.theme.{code}", lang),
            placeholder=text("agreements.any_theme", lang),
            key=state.THEME,
            persist_state="session",
        )
        size = st.selectbox(
            text("agreements.size", lang),
            list(SizeClass),
            format_func=lambda code: text(f"codes.size.{code}", lang),
            placeholder=text("agreements.any_size", lang),
            key=state.SIZE,
            persist_state="session",
        )
        initiative = st.selectbox(
            text("agreements.initiative", lang),
            list(names),
            format_func=names.__getitem__,
            placeholder=text("agreements.any_initiative", lang),
            key=state.INITIATIVE,
            persist_state="session",
        )
        st.text_input(
            text("agreements.territory", lang),
            placeholder=text("agreements.territory_placeholder", lang),
            key=state.TERRITORY_WORDS,
            on_change=_choose_territory,
            args=(page,),
        )
    place = chosen_place(page)
    return PracticesQuery(
        as_of_on=page.as_of_on,
        themes=(PracticeTheme(theme),) if theme else (),
        size_classes=(SizeClass(size),) if size else (),
        initiative_ids=(initiative,) if initiative else (),
        municipality_codes=_municipality_codes(page),
        lon=place.lon if place else None,
        lat=place.lat if place else None,
    )


def _choose_territory(page: Page) -> None:
    """Open the territory that was typed; empty words close it, unknown ones are said."""
    words = str(state.get(state.TERRITORY_WORDS) or "").strip()
    unit = find_unit(page.snapshot, words) if words else None
    state.put(state.TERRITORY, unit.code if unit else "")
    if words and unit is None:
        st.toast(marked("agreements.territory_unknown", page.lang, words=words[:60]))


def _municipality_codes(page: Page) -> tuple[str, ...]:
    """Return the municipalities of the open territory, whatever its level."""
    opened = open_territory(page)
    if opened is None:
        return ()
    return page.snapshot.territory.municipality_codes_of(f"{opened.level}:{opened.rows[0].code}")


def _fills(known: InitiativesAnswer) -> tuple[AreaFill, ...]:
    """Tint the territory of the chosen initiative, or of all the documented ones."""
    chosen = state.get(state.INITIATIVE)
    return tuple(
        AreaFill(row.municipality_codes, INITIATIVE_COLOURS[number % len(INITIATIVE_COLOURS)], row.short_name)
        for number, row in enumerate(known.rows)
        if row.initiative_id == chosen or not (chosen or row.is_demo)
    )


def _view(fills: tuple[AreaFill, ...], shown: ShownLayers) -> MapView:
    return MapView(
        layers=shown.layers,
        level=shown.level,
        fills=fills,
        selected_municipality_code=state.get(state.TERRITORY) or None,
        fit=shown.fit,
        tiles=shown.tiles,
    )


def _sections(page: Page, query: PracticesQuery, answer: PracticesAnswer) -> None:
    """Draw the section that was asked for: practices, initiatives or offices."""
    section = st.segmented_control(
        text("agreements.sections", page.lang),
        SECTIONS,
        required=True,
        format_func=lambda name: text(f"agreements.tab_{name}", page.lang),
        key=state.SECTION,
        persist_state="session",
        label_visibility="collapsed",
    )
    if section == "practices":
        st.subheader(worded(answer.sentence, page.lang), anchor=False)
        for row in answer.rows:
            st.html(practice_card(row, page.lang))
        if answer.rows:
            say_sources(answer.sources, page.lang)
    elif section == "initiatives":
        _initiatives(page, query)
    else:
        offices_section(page)


def _initiatives(page: Page, query: PracticesQuery) -> None:
    """Draw the initiatives that pass the same filters."""
    if page.settings.has_demo:
        st.checkbox(text("agreements.include_demo", page.lang), key=state.WITH_DEMO, persist_state="session")
    asked = InitiativesQuery(
        as_of_on=page.as_of_on,
        municipality_codes=query.municipality_codes,
        theme=query.themes[0] if query.themes else None,
        include_demo=_with_demo(page),
    )
    listed = initiatives(page.snapshot, asked)
    st.subheader(worded(listed.sentence, page.lang), anchor=False)
    chosen = [row for row in listed.rows if row.initiative_id in (query.initiative_ids or (row.initiative_id,))]
    for row in chosen:
        st.html(initiative_card(row, page.lang))
        adhering_panel(page, row)
    if chosen:
        say_sources(listed.sources, page.lang)
    monitoring_section(page, chosen)
