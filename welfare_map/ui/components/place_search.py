"""The one question of the first page: where do you work? Words, candidates, and the place that was chosen."""

from dataclasses import dataclass

import streamlit as st

from geodata.errors import InputError
from welfare_map.model import PlaceQuery, PlaceRow
from welfare_map.questions.places import places
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.context import Page

EXAMPLES = ("Legnano", "Cremona", "37121")
OFFERED_COUNT = 3
SURE_SCORE = 100
AREA_QUALITIES = frozenset({"place", "municipality"})
STREET = "street"
LINKED = "link"
"""Quality of a point that came with the address: somebody's point, rounded."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works: degrees (EPSG:4326), a name, and how precise it is."""

    lon: float
    lat: float
    name: str
    quality: str


def ask_place(page: Page) -> Place | None:
    """Ask for the workplace and return the one chosen, if any."""
    lang = page.lang
    with st.form("place", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            text("find.place", lang),
            label_visibility="collapsed",
            placeholder=text("find.place_placeholder", lang),
            key=state.WORDS,
            persist_state="session",
        )
        if st.form_submit_button(text("find.search", lang), type="primary"):
            _search(page, words)
    _offer(page, words)
    return chosen_place(page)


def chosen_place(page: Page) -> Place | None:
    """Return the place that this visit has chosen; a point outside the area is said, and leaves the address."""
    point = state.get(state.POINT)
    if point is None:
        return None
    territory = page.snapshot.territory
    try:
        code = territory.locate(*point)
    except InputError as error:
        st.warning(text(error.key, page.lang, **error.values))
        forget_place()
        return None
    municipality = str(territory.municipalities["municipality_name"].iloc[territory.row_of(code)])
    name, quality = state.get(state.POINT_NAME) or (municipality, LINKED)
    return Place(point[0], point[1], name, quality)


def say_start(place: Place, lang: str) -> None:
    """Say from where minutes are counted, and how precise that is."""
    said = place.quality if place.quality in {LINKED, STREET} else "exact"
    precision = "area" if place.quality in AREA_QUALITIES else said
    st.caption(text(f"find.start_{precision}", lang, name=place.name))


def forget_place() -> None:
    """Forget the place."""
    state.put(state.POINT, None)
    state.put(state.POINT_NAME, None)


def choose_place(lon: float, lat: float, name: str, quality: str) -> None:
    """Choose a place; name and exact point stay in this session, the rounded point goes into the address."""
    state.put(state.POINT, (lon, lat))
    state.put(state.POINT_NAME, (name, quality))
    state.put(state.CANDIDATES, ())
    state.put(state.SELECTED, "")


def _search(page: Page, words: str) -> None:
    """Take the one place that the words mean; offer the others where they are not quite sure."""
    answer = places(page.snapshot, PlaceQuery(as_of_on=page.as_of_on, words=words), data.addresses())
    rows = answer.rows
    state.put(state.CANDIDATES, rows)
    if rows and (len(rows) == 1 or rows[0].score > rows[1].score):
        _take(rows[0])
        state.put(state.CANDIDATES, () if rows[0].score >= SURE_SCORE else rows[1:])
    elif not rows:
        st.warning(answer.sentence.words(page.lang))


def _offer(page: Page, words: str) -> None:
    """Offer the other candidates, or examples while nothing was asked yet."""
    rows: tuple[PlaceRow, ...] = state.get(state.CANDIDATES) or ()
    if not rows and (words or state.get(state.POINT)):
        return
    with st.container(horizontal=True, key="candidates", gap="small", vertical_alignment="center"):
        if rows:
            st.caption(
                text("find.candidates_else" if state.get(state.POINT) else "find.candidates", page.lang),
                width="content",
            )
            for number, row in enumerate(rows[:OFFERED_COUNT]):
                st.button(row.label, key=f"candidate-{number}", on_click=_take, args=(row,), type="tertiary")
        else:
            st.caption(text("find.examples", page.lang), width="content")
            for words_of_example in EXAMPLES:
                st.button(words_of_example, on_click=_try, args=(page, words_of_example), type="tertiary")


def _take(row: PlaceRow) -> None:
    choose_place(row.lon, row.lat, row.label, row.quality)


def _try(page: Page, words: str) -> None:
    state.put(state.WORDS, words)
    _search(page, words)
