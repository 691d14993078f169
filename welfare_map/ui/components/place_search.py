"""Where do you work, where do you live? Words, candidates, and the place that was chosen."""

from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from geodata.errors import InputError
from geodata.geocode import MAX_WORDS_LENGTH
from welfare_map.model import Phrase, PlaceAnswer, PlaceQuery, PlaceRow
from welfare_map.questions.places import places
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.components.fault_place import fault_place
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import error_marked, marked, plain_markdown, worded
from welfare_map.ui.state import WORKPLACE, Spot

EXAMPLES = ("Legnano", "Cremona", "37121")
OFFERED_COUNT = 3
SURE_SCORE = 100
AREA_QUALITIES = frozenset({"place", "municipality"})
STREET = "street"
OUTSIDE = "places.sentence.outside"
"""What is said of a town that is known, and not on this map."""
LINKED = "link"
"""Quality of a point that came with the address: somebody's point, rounded."""
AXES = ("lon", "lat")
MOST_CHARACTERS = 10 * MAX_WORDS_LENGTH
"""The field refuses a longer paste without a word; what is too long to be looked for is said up to here."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works or lives: degrees (EPSG:4326), a name, and how precise it is."""

    lon: float
    lat: float
    name: str
    quality: str


def ask_place(page: Page, spot: Spot = WORKPLACE) -> Place | None:
    """Ask for a spot and return the place chosen, if any."""
    lang = page.lang
    _name_what_nobody_typed(page, spot)
    with st.form(f"place-{spot.name}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            text(f"find.place_{spot.name}", lang),
            label_visibility="collapsed",
            placeholder=text(f"find.placeholder_{spot.name}", lang),
            key=spot.words,
            max_chars=MOST_CHARACTERS,
            persist_state="session",
        )
        if st.form_submit_button(text("find.search", lang), type="primary" if spot is WORKPLACE else "secondary"):
            _search(page, words, spot)
    _say_refusal(page, spot)
    _offer(page, words, spot)
    return chosen_place(page, spot)


def chosen_place(page: Page, spot: Spot = WORKPLACE) -> Place | None:
    """
    Return the place that this visit has chosen; a point outside the area is said, and leaves the address.

    A link does not say how precise its point is: the centre of a municipality is known by its rounded degrees.
    """
    try:
        return _place_of(page, spot)
    except InputError as error:
        st.warning(error_marked(error, page.lang))
        forget_place(spot)
        return None


def _place_of(page: Page, spot: Spot) -> Place | None:
    point = state.get(spot.point)
    if point is None:
        return None
    territory = page.snapshot.territory
    row = territory.municipalities.iloc[territory.row_of(territory.locate(*point))]
    is_centre = all(round(row[f"point_{axis}"], 3) == round(side, 3) for axis, side in zip(AXES, point, strict=True))
    linked = (str(row["municipality_name"]), "municipality" if is_centre else LINKED)
    name, quality = state.get(spot.point_name) or linked
    return Place(point[0], point[1], name, quality)


def _name_what_nobody_typed(page: Page, spot: Spot) -> None:
    """Write the name of a place into the field once: it came with the address, or was clicked."""
    key, point = spot.words_of, state.get(spot.point)
    if point == state.get(key):
        return
    state.put(key, point)
    with suppress(InputError):
        place = _place_of(page, spot)
        if place:
            state.put(spot.words, place.name)


def say_start(place: Place, lang: str) -> None:
    """Say from where minutes are counted, how precise that is, and whether it is not what was typed last."""
    if _refused(WORKPLACE):
        st.caption(marked("find.start_before", lang, name=place.name))
    said = place.quality if place.quality in {LINKED, STREET} else "exact"
    precision = "area" if place.quality in AREA_QUALITIES else said
    st.caption(marked(f"find.start_{precision}", lang, name=place.name))


def forget_place(spot: Spot = WORKPLACE) -> None:
    """Forget a place; the words stay where they were typed."""
    state.put(spot.point, None)
    state.put(spot.point_name, None)


def choose_place(lon: float, lat: float, name: str, quality: str, spot: Spot = WORKPLACE) -> None:
    """Choose a place; name and exact point stay in this session, of a workplace the rounded point is in the address."""
    state.put(spot.point, (lon, lat))
    state.put(spot.point_name, (name, quality))
    state.put(spot.candidates, ())
    state.put(state.SELECTED, "")


def choose_point(lon: float, lat: float) -> None:
    """Choose the point of something that was kept: its municipality is its name."""
    forget_place()
    state.put(WORKPLACE.point, (lon, lat))
    state.put(WORKPLACE.candidates, ())
    state.put(state.SELECTED, "")


def _search(page: Page, words: str, spot: Spot) -> None:
    """Take the one place that the words mean; offer the others where they are not quite sure."""
    answer = places(page.snapshot, PlaceQuery(as_of_on=page.as_of_on, words=words), data.addresses())
    rows, refusal = answer.rows, _refusal(answer)
    state.put(spot.candidates, rows)
    state.put(spot.refused, (words, state.get(spot.point), refusal) if refusal else None)
    if refusal:
        return
    _take(rows[0], spot)
    state.put(spot.words_of, state.get(spot.point))
    state.put(spot.candidates, () if rows[0].score >= SURE_SCORE else rows[1:])


def _refusal(answer: PlaceAnswer) -> Phrase | None:
    """Return why the words are not one place of this map, None where they are."""
    first, *others = answer.rows or (None,)
    if first is None or answer.is_outside or answer.is_guess:
        return answer.sentence
    return Phrase("find.several") if others and others[0].score >= first.score else None


def _refused(spot: Spot) -> Phrase | None:
    """Return why the words in the field are no place, as long as they stand beside a place that they do not mean."""
    words, point, refusal = state.get(spot.refused) or (None, None, None)
    return refusal if (words, point) == (state.get(spot.words), state.get(spot.point)) else None


def _say_refusal(page: Page, spot: Spot) -> None:
    refusal = _refused(spot)
    if refusal:
        with fault_place(spot.words):
            st.warning(worded(refusal, page.lang))


def _offer(page: Page, words: str, spot: Spot) -> None:
    """Offer the other candidates, or examples of workplaces while nothing was asked yet."""
    rows: tuple[PlaceRow, ...] = state.get(spot.candidates) or ()
    if not rows and (words or state.get(spot.point) or spot is not WORKPLACE):
        return
    with st.container(horizontal=True, key=f"candidates-{spot.name}", gap="small", vertical_alignment="center"):
        if rows:
            st.caption(text(_offered_as(spot), page.lang), width="content")
            for number, row in enumerate(rows[:OFFERED_COUNT]):
                key = f"candidate-{spot.name}-{number}"
                st.button(plain_markdown(row.label), key=key, on_click=_take, args=(row, spot), type="tertiary")
        else:
            st.caption(text("find.examples", page.lang), width="content")
            for words_of_example in EXAMPLES:
                st.button(words_of_example, on_click=_try, args=(page, words_of_example), type="tertiary")


def _offered_as(spot: Spot) -> str:
    """Return the key of what stands before the candidates: they are alike, what may be meant, or the other ones."""
    refusal = _refused(spot)
    if refusal:
        return "find.candidates_alike" if refusal.key == OUTSIDE else "find.candidates"
    return "find.candidates_else" if state.get(spot.point) else "find.candidates"


def _take(row: PlaceRow, spot: Spot) -> None:
    choose_place(row.lon, row.lat, row.label, row.quality, spot)


def _try(page: Page, words: str) -> None:
    state.put(state.WORDS, words)
    _search(page, words, WORKPLACE)
