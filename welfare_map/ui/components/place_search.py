"""The one question of the first page: where do you work? Words, candidates, and the place that was chosen."""

from dataclasses import dataclass

import streamlit as st

from welfare_map import share
from welfare_map.model import PlaceQuery, PlaceRow
from welfare_map.questions.places import places
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.context import Page

EXAMPLES = ("Legnano", "Cremona", "37121")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works: degrees (EPSG:4326, rounded to three decimals), a name, and how precise it is."""

    lon: float
    lat: float
    label: str
    quality: str


def ask_place(page: Page) -> Place | None:
    """Ask for the workplace and return the one chosen, if any."""
    _search_box(page)
    return chosen_place(page)


def chosen_place(page: Page) -> Place | None:
    """Return the place that the address of the page carries."""
    point = share.read_point(state.parameters())
    if point is None:
        return None
    lon, lat = point
    label = st.session_state.get(state.ORIGIN_LABEL, {}).get(point)
    if label:
        return Place(lon, lat, *label)
    code = page.snapshot.territory.locate(lon, lat)
    row = page.snapshot.territory.municipalities.iloc[page.snapshot.territory.row_of(code)]
    return Place(lon, lat, str(row["municipality_name"]), "exact")


def choose_place(lon: float, lat: float, label: str, quality: str) -> None:
    """Write a place into the address of the page; its name stays in this session alone."""
    point = (round(lon, share.POINT_DECIMALS), round(lat, share.POINT_DECIMALS))
    st.session_state[state.ORIGIN_LABEL] = {point: (label, quality)}
    state.write("lon", [f"{point[0]:.3f}"])
    state.write("lat", [f"{point[1]:.3f}"])


def forget_place() -> None:
    """Take the place out of the address and out of this session."""
    for name in ("lon", "lat"):
        state.write(name, [])
    st.session_state.pop(state.ORIGIN_LABEL, None)
    st.session_state[state.WORDS] = ""


def _search_box(page: Page) -> None:
    lang = page.lang
    with st.form("place", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            words = st.text_input(
                text("find.place", lang),
                placeholder=text("find.place_placeholder", lang),
                help=text("find.place_help", lang),
                max_chars=200,
                key=state.WORDS,
            )
            is_asked = st.form_submit_button(text("find.search", lang), type="primary")
    if is_asked:
        st.session_state[state.CANDIDATE] = _candidates(page, words)
    _offer(page, words, st.session_state.get(state.CANDIDATE, ()))


def _candidates(page: Page, words: str) -> tuple[PlaceRow, ...]:
    rows = places(page.snapshot, PlaceQuery(as_of_on=page.as_of_on, words=words)).rows
    if rows and (len(rows) == 1 or rows[0].score > rows[1].score):
        choose_place(rows[0].lon, rows[0].lat, rows[0].label, rows[0].quality)
    return rows


def _offer(page: Page, words: str, rows: tuple[PlaceRow, ...]) -> None:
    if words and not rows:
        st.warning(text("find.no_candidates", page.lang, words=words[:60]))
    if len(rows) < 2:
        return
    with st.container(horizontal=True, key="candidates", gap="small"):
        st.caption(text("find.candidates", page.lang))
        for number, row in enumerate(rows[:6]):
            st.button(row.label, key=f"candidate-{number}", on_click=_take, args=(row,), type="tertiary")


def _take(row: PlaceRow) -> None:
    choose_place(row.lon, row.lat, row.label, row.quality)
