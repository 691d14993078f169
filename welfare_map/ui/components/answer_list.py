"""The answer as a list of cards, beside the map: choose, save, compare."""

import streamlit as st

from welfare_map.maps.cards import comparison_table, service_card
from welfare_map.model import NearbyAnswer, NearbyRow
from welfare_map.share import MAX_COMPARED_COUNT, MAX_SAVED_COUNT
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.context import Page

PAGE_COUNT = 8


def show_list(page: Page, answer: NearbyAnswer) -> None:
    """Draw the sentence, what is left out, and one card per row, the chosen one first."""
    lang = page.lang
    st.subheader(answer.sentence.words(lang), anchor=False)
    st.caption(answer.method.words(lang))
    if answer.without_position_count:
        key = "find.without_position_one" if answer.without_position_count == 1 else "find.without_position"
        st.caption(text(key, lang, count=answer.without_position_count))
    if not answer.rows:
        st.info(text("find.nothing", lang))
        return
    _comparison(page, answer)
    shown_count = st.session_state.get(state.SHOWN, PAGE_COUNT)
    for number, row in _chosen_first(answer.rows)[:shown_count]:
        _card(page, answer, number, row)
    _more(lang, shown_count, len(answer.rows))


def _chosen_first(rows: tuple[NearbyRow, ...]) -> list[tuple[int, NearbyRow]]:
    selected = state.view().selected
    numbered = list(enumerate(rows, start=1))
    return sorted(numbered, key=lambda item: item[1].service_id != selected)


def _card(page: Page, answer: NearbyAnswer, number: int, row: NearbyRow) -> None:
    is_chosen = row.service_id == state.view().selected
    with st.container(key=f"card-{'chosen-' if is_chosen else ''}{number}"):
        st.html(
            service_card(
                row,
                page.lang,
                number=number,
                sources={source.source_id: source for source in answer.sources},
                as_of_on=page.as_of_on,
                report_email=page.settings.report_email,
            )
        )
        with st.container(horizontal=True, gap="small"):
            _toggle(page.lang, "saved", "find.save", row, MAX_SAVED_COUNT)
            _toggle(page.lang, "compared", "find.compare", row, MAX_COMPARED_COUNT)


def _toggle(lang: str, name: str, key: str, row: NearbyRow, max_count: int) -> None:
    """Draw one switch that puts the service into a list of the address, or takes it out."""
    listed = getattr(state.view(), name)
    is_on = row.service_id in listed
    st.button(
        ("✓ " if is_on else "") + text(key, lang),
        key=f"{name}-{row.service_id}",
        type="tertiary",
        disabled=not is_on and len(listed) >= max_count,
        help=row.name,
        on_click=_switch,
        args=(name, row.service_id, listed),
    )


def _switch(name: str, service_id: str, listed: tuple[str, ...]) -> None:
    kept = [item for item in listed if item != service_id]
    state.write(name, kept if len(kept) < len(listed) else [*kept, service_id])


def _comparison(page: Page, answer: NearbyAnswer) -> None:
    compared = state.view().compared
    rows = [row for row in answer.rows if row.service_id in compared]
    if not rows:
        return
    with st.container(key="comparison", border=True):
        st.markdown(f"**{text('find.compare_title', page.lang)}**")
        st.html(comparison_table(rows, page.lang))
        st.button(text("find.compare_clear", page.lang), on_click=state.write, args=("compared", ()))


def _more(lang: str, shown_count: int, total: int) -> None:
    st.caption(text("find.showing", lang, shown=min(shown_count, total), total=total))
    rest = min(PAGE_COUNT, total - shown_count)
    if rest > 0:
        st.button(text("find.show_more", lang, count=rest), on_click=_show_more, args=(shown_count,))


def _show_more(shown_count: int) -> None:
    st.session_state[state.SHOWN] = shown_count + PAGE_COUNT
