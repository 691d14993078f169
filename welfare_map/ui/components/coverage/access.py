"""The section about access: the places that are left once neighbours who want the same ones are counted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from geodata.codes import Level, TravelMode
from geodata.errors import InputError
from geodata.territory.area import LEVEL_COLUMNS
from welfare_map.maps.access_cards import access_card, access_table, equity_html, not_counted, scenarios_table
from welfare_map.maps.access_shades import access_shades
from welfare_map.maps.coverage_cards import sources_html
from welfare_map.maps.popups import escape
from welfare_map.maps.view import Bounds, Fit, Pick, PickWhat
from welfare_map.model import (
    MAX_ACCESS_MIN,
    OWN_DECAY,
    AccessAnswer,
    AccessMethod,
    AccessQuery,
    AccessRow,
    Decay,
    Disagreement,
    Phrase,
    PlacesBasis,
)
from welfare_map.questions.access.saying import depends_words
from welfare_map.share_access import MAX_THRESHOLD, Shown, access_params, carried_basin, linked
from welfare_map.texts import formats, text
from welfare_map.ui import state
from welfare_map.ui.access_keys import (
    ACCESS_AREAS,
    ACCESS_COUNT,
    ACCESS_ORDER,
    ACCESS_UNIT_CHOICE,
    CHOICES,
    DECAY,
    HELD,
    KINDS,
    METHOD,
    RADIUS,
    SHOW,
    THRESHOLD,
    TRAVEL,
    access_query,
)
from welfare_map.ui.components.coverage.naming import with_code
from welfare_map.ui.components.coverage.question import ask_where, begin_anew, other_choices, question_row
from welfare_map.ui.components.coverage.section import Section
from welfare_map.ui.components.further import offer_further
from welfare_map.ui.components.share_bar import share_answer
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import BASIN_CODES, PLACES, REAL, UNIT
from welfare_map.ui.data import access_answer
from welfare_map.ui.markdown import error_marked, worded

STEP: Final = 15
LEAST_MIN: Final = 5.0
WORST_FIRST: Final = (
    Disagreement.SHARED_OUT,
    Disagreement.BOTH_LOW,
    Disagreement.UNDECIDABLE,
    Disagreement.REACHED_NEARBY,
    Disagreement.BOTH_HIGH,
)
"""Where the plain ratio hides a lack comes first."""


def _at_least(row: AccessRow) -> float:
    """Return the figure, or the least that is possible where nobody can tell it: such an area may be the worst."""
    return row.value if row.value is not None else row.value_low or 0.0


ORDERS: Final[dict[str, Callable[[AccessRow], tuple[Any, ...]]]] = {
    "fewest": lambda row: (row.residents == 0, _at_least(row), row.unit_name),
    "most": lambda row: (row.value is None, -(row.value or 0), row.unit_name),
    "hidden": lambda row: (WORST_FIRST.index(row.disagreement), row.difference or 0, row.unit_name),
    "name": lambda row: (row.unit_name, row.unit_code),
}
"""How the table may be sorted."""


def section(page: Page) -> Section:
    """Ask which services, how far and how; answer on the map, in a table, and opened."""
    _ask(page)
    query, answer = _answered(page)
    shown = Shown(state.get(SHOW))
    shades = access_shades(answer, page.snapshot.territory, page.lang, shown)
    residents = text(f"access.residents.{answer.residents_name}", page.lang)
    unit = state.get(UNIT) if state.get(UNIT) in {row.unit_code for row in answer.rows} else ""

    heading, rest = _parted(answer.sentence)

    def draw() -> None:
        for one in rest:
            st.write(worded(one, page.lang))
        _ask_shown(page.lang)
        st.write(_said(answer, shown, page.lang))
        _opened(page, query, answer, unit)
        _areas(page, answer, shown)

    return Section(
        heading=worded(heading, page.lang),
        draw=draw,
        beneath=lambda: _beneath(page, answer),
        level=Level(answer.level),
        fills=shades.fills,
        legend=shades.legend(text(f"access.legend.{shown}", page.lang, residents=residents)),
        fit=_fit(page, query, answer),
        has_demo=answer.has_demo,
        params=access_params(query, shown=shown, unit=unit) | carried_basin(state.get(BASIN_CODES) or ()),
        on_pick=lambda pick: _open_clicked(page, answer, pick),
    )


def _parted(sentence: Phrase) -> tuple[Phrase, tuple[Phrase, ...]]:
    """Part the first sentence, the heading, from what else there is to say: on a phone it would fill the screen."""
    said, more = (sentence.values.get(name) for name in ("said", "more"))
    if not isinstance(said, Phrase):
        return sentence, ()
    head, rest = _parted(said)
    return (head, (*rest, more)) if isinstance(more, Phrase) else (Phrase(sentence.key, {"said": head}), rest)


# --- asking ---------------------------------------------------------------------------------------------------------


def _ask(page: Page) -> None:
    lang = page.lang
    chosen = {kinds: name for name, kinds in CHOICES.items()}
    offered = list(dict.fromkeys((*CHOICES.values(), tuple(state.get(KINDS)))))
    with question_row():
        st.selectbox(
            text("access.ask.services", lang),
            offered,
            format_func=lambda kinds: (
                text(f"access.services.{chosen[kinds]}", lang)
                if kinds in chosen
                else ", ".join(text(f"codes.kind.{kind}", lang) for kind in kinds)
            ),
            key=KINDS,
            persist_state="session",
            on_change=begin_anew,
        )
        ask_where(page)
    with other_choices(lang, "access"):
        _ask_parameters(page)


def _ask_parameters(page: Page) -> None:
    lang = page.lang
    st.segmented_control(
        text("coverage.ask.areas", lang),
        list(Level),
        required=True,
        format_func=lambda code: text(f"codes.level.{code}", lang),
        key=ACCESS_AREAS,
        persist_state="session",
        on_change=begin_anew,
    )
    st.slider(
        text("access.ask.radius", lang),
        LEAST_MIN,
        MAX_ACCESS_MIN,
        step=5.0,
        format="%d min",
        key=RADIUS,
        persist_state="session",
    )
    st.segmented_control(
        text("access.ask.travel", lang),
        list(TravelMode),
        required=True,
        format_func=lambda code: text(f"codes.mode.{code}", lang),
        key=TRAVEL,
        persist_state="session",
    )
    st.segmented_control(
        text("access.ask.method", lang),
        list(AccessMethod),
        required=True,
        format_func=lambda code: text(f"access.method_name.{code}", lang),
        key=METHOD,
        persist_state="session",
    )
    own = text(f"access.decay_name.{OWN_DECAY[AccessMethod(state.get(METHOD))]}", lang)
    st.segmented_control(
        text("access.ask.decay", lang),
        list(Decay),
        format_func=lambda code: text(f"access.decay_name.{code}", lang),
        help=text("access.ask.decay_help", lang, own=own),
        key=DECAY,
        persist_state="session",
    )
    st.segmented_control(
        text("coverage.ask.places", lang),
        list(PlacesBasis),
        format_func=lambda code: text(f"coverage.places.{code}", lang),
        help=text("access.ask.places_help", lang),
        key=PLACES,
        persist_state="session",
    )
    st.number_input(
        text("access.ask.threshold", lang),
        0.0,
        MAX_THRESHOLD,
        step=1.0,
        help=text("access.ask.threshold_help", lang),
        key=THRESHOLD,
        persist_state="session",
    )
    if page.settings.has_demo:
        st.checkbox(text("coverage.ask.real", lang), key=REAL, persist_state="session")


def _answered(page: Page) -> tuple[AccessQuery, AccessAnswer]:
    """Ask; a territory that is none is said and left out."""
    query = with_code(page.snapshot, access_query({name: state.get(name) for name in HELD}, page.as_of_on))
    with st.spinner(text("access.computing", page.lang)):
        try:
            return query, access_answer(page.snapshot, query)
        except InputError as error:
            st.warning(error_marked(error, page.lang))
            query = replace(query, within=None)
            return query, access_answer(page.snapshot, query)


# --- drawing --------------------------------------------------------------------------------------------------------


def _ask_shown(lang: str) -> None:
    """Let the visitor choose what the map shows of the answer."""
    st.selectbox(
        text("access.ask.show", lang),
        list(Shown),
        format_func=lambda code: text(f"access.show.{code}", lang),
        key=SHOW,
        persist_state="session",
    )


def _said(answer: AccessAnswer, shown: Shown, lang: str) -> str:
    """Say what the map shows."""
    if shown is Shown.DISAGREEMENT:
        return worded(answer.difference, lang)
    if shown is Shown.SENSITIVITY:
        said = worded(depends_words(answer.rows), lang)
        has_both = len({row.is_rank_demo for row in answer.rows if row.rank}) > 1
        return said + (" " + text("access.depends_apart", lang) if has_both else "")
    if answer.reference is None:
        return text("access.left_said_none", lang)
    between = ""
    if answer.reference_low != answer.reference_high:
        high = (
            text("coverage.no_bound", lang)
            if answer.reference_high is None
            else _one_decimal(answer.reference_high, lang)
        )
        between = text("access.between", lang, low=_one_decimal(answer.reference_low, lang), high=high)
    return text("access.left_said", lang, reference=_one_decimal(answer.reference, lang), between=between)


def _one_decimal(value: float | None, lang: str) -> str:
    return "–" if value is None else formats.exact(round(value, 1), lang)


def _opened(page: Page, query: AccessQuery, answer: AccessAnswer, unit: str) -> None:
    """Let an area be chosen by its name, and draw its figure."""
    names = {row.unit_code: _name(row) for row in sorted(answer.rows, key=ORDERS["name"])}
    if not names:
        return
    state.put(ACCESS_UNIT_CHOICE, unit or None)
    st.selectbox(
        text("coverage.open", page.lang),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=text("coverage.open_placeholder", page.lang),
        key=ACCESS_UNIT_CHOICE,
        on_change=_choose_unit,
    )
    if not unit:
        st.caption(text("coverage.open_hint", page.lang))
        return
    asked = replace(query, code=unit, within=None, is_explained=True)
    opened = linked(access_answer(page.snapshot, asked), asked)
    st.html(access_card(opened, page.lang))
    st.button(text("find.close", page.lang), on_click=state.put, args=(UNIT, ""))


def _choose_unit() -> None:
    state.put(UNIT, state.get(ACCESS_UNIT_CHOICE) or "")


def _name(row: AccessRow) -> str:
    return row.unit_name + (f" ({row.province_short})" if row.province_short else "")


def _areas(page: Page, answer: AccessAnswer, shown: Shown) -> None:
    """Draw the table of areas, sorted as asked, a part at a time."""
    order = st.segmented_control(
        text("coverage.sort", page.lang),
        list(ORDERS),
        required=True,
        default="fewest" if ACCESS_ORDER not in st.session_state else None,
        format_func=lambda name: text(f"access.order.{name}", page.lang),
        key=ACCESS_ORDER,
    )
    rows = sorted(answer.rows, key=ORDERS[order or "fewest"])
    if any(row.value is None and row.residents != 0 for row in rows):
        st.caption(text("access.order.open", page.lang))
    count = min(int(state.get(ACCESS_COUNT) or STEP), len(rows))
    st.html(access_table(rows, page.lang, shown, shown_count=count))
    if count < len(rows):
        label = text("coverage.more_areas", page.lang, count=len(rows) - count)
        offer_further(label, ACCESS_COUNT, count + 4 * STEP)


def _beneath(page: Page, answer: AccessAnswer) -> None:
    """Draw how evenly places are shared, other radii and decays, the method and the files."""
    lang = page.lang
    st.subheader(text("access.equity.title", lang), anchor=False)
    st.html(equity_html(answer, lang))
    with st.expander(text("access.scenarios", lang), key="access-scenarios"):
        st.write(text("access.scenarios_said", lang))
        st.html(scenarios_table(answer, lang))
    st.caption(worded(answer.caveat, lang))
    if left_out := not_counted(answer, lang):
        st.caption(left_out)
    with st.expander(text("coverage.method_title", lang), key="access-method"):
        st.html(f"<p>{escape(answer.method.words(lang))}</p><p>{sources_html(answer.sources, lang)}</p>")
    share_answer(page, answer, file_name="accesso", note=text("app.demo_banner", lang) if answer.has_demo else "")


def _fit(page: Page, query: AccessQuery, answer: AccessAnswer) -> Fit | None:
    """Move to the territory that was asked for, once; the whole area is where the map starts."""
    if not answer.rows or query.within is None:
        return None
    units = page.snapshot.territory.units(Level(answer.level))
    wanted = {row.unit_code for row in answer.rows}
    west, south, east, north = (float(side) for side in units[units["code"].isin(wanted)].total_bounds)
    return Fit(Bounds(west, south, east, north), token=f"within:{query.within}"[:200])


def _open_clicked(page: Page, answer: AccessAnswer, pick: Pick) -> None:
    """Open the area that was clicked."""
    territory = page.snapshot.territory
    column = territory.municipalities[LEVEL_COLUMNS[Level(answer.level)][0]]
    is_area = pick.what is PickWhat.MUNICIPALITY
    unit = str(column.iloc[territory.row_of(pick.item_id)]) if is_area else ""
    if unit not in {row.unit_code for row in answer.rows}:
        st.toast(text("coverage.not_here", page.lang))
        return
    state.put(UNIT, unit)
    st.rerun()
