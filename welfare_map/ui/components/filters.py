"""The filters of *Trova servizi*; each one writes its own parameter into the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from geodata.codes import ElderRole, Ownership, ServiceGroup, ServiceKind, TravelMode, kinds_of
from welfare_map.maps.parts import PRINTED
from welfare_map.maps.popups import escape
from welfare_map.model import MAX_CHILD_AGE_MONTHS, NearbyQuery
from welfare_map.share import LIMITS, MAX_CAPACITY_COUNT
from welfare_map.texts import formats, text
from welfare_map.ui import state
from welfare_map.ui.components.place_search import Place
from welfare_map.ui.context import Page

MINUTES = (5, 10, 15, 20, 30, 45, 60)
SHOWN_COUNT = 150
"""Most services on one map and list; the page says when there are more."""
KILOMETRES = (1, 2, 5, 10, 20, 40)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the popover of further filters asks for; ``None`` and "" ask for nothing."""

    kinds: tuple[ServiceKind, ...]
    child_age_months: int | None
    elder_role: ElderRole | None
    min_capacity_count: int | None
    ownership: Ownership | None
    only_open_to_others: bool
    only_with_free_places: bool


def ask_filters(page: Page, place: Place) -> NearbyQuery:
    """Draw the filters and return the query that they make."""
    lang = page.lang
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom", gap="small"):
        groups = st.pills(
            text("find.looking_for", lang),
            list(ServiceGroup),
            selection_mode="multi",
            format_func=_words("group", lang),
            key=state.GROUPS,
            wrap=True,
            persist_state="session",
        )
        mode = st.segmented_control(
            text("find.mode", lang),
            list(TravelMode),
            required=True,
            format_func=_words("mode", lang),
            key=state.MODE,
            persist_state="session",
        )
        limit_min, limit_km = _ask_limit(lang)
        with st.popover(text("find.more_filters", lang)):
            narrowing = _ask_narrowing(lang, [ServiceGroup(group) for group in groups])
        if said := _said(narrowing, lang):
            st.html(f'<p class="{PRINTED}">{escape(said)}</p>')
    return NearbyQuery(
        lon=place.lon,
        lat=place.lat,
        as_of_on=page.as_of_on,
        mode=mode or TravelMode.CAR,
        limit_min=limit_min,
        limit_km=limit_km,
        kinds=narrowing.kinds or tuple(kind for group in groups for kind in kinds_of(ServiceGroup(group))),
        child_age_months=narrowing.child_age_months,
        elder_role=narrowing.elder_role,
        min_capacity_count=narrowing.min_capacity_count,
        ownership=narrowing.ownership,
        only_open_to_others=narrowing.only_open_to_others,
        only_with_free_places=narrowing.only_with_free_places,
        max_count=SHOWN_COUNT,
    )


def _ask_limit(lang: str) -> tuple[float | None, float | None]:
    """Ask for minutes, or for kilometres where the further filters say so and there is no home."""
    if not state.get(state.HOME.point) and state.get(state.LIMIT) == "km":
        km = st.selectbox(
            text("find.km", lang),
            with_present(KILOMETRES, state.KM),
            format_func=lambda value: formats.number(value, lang),
            key=state.KM,
            persist_state="session",
            width=120,
        )
        return None, float(km)
    minutes = st.selectbox(
        text("find.minutes_added" if state.get(state.HOME.point) else "find.minutes", lang),
        with_present(MINUTES, state.MINUTES),
        format_func=lambda value: formats.number(value, lang),
        key=state.MINUTES,
        persist_state="session",
        width=120,
    )
    return float(minutes), None


def _ask_narrowing(lang: str, groups: Sequence[ServiceGroup]) -> Narrowing:
    if not state.get(state.HOME.point):
        _ask_limit_unit(lang)
    offered = [kind for group in groups or ServiceGroup for kind in kinds_of(group)]
    kinds = st.multiselect(
        text("find.kinds", lang),
        list(ServiceKind),
        format_func=_words("kind", lang),
        placeholder=text("find.any_kind", lang),
        key=state.KINDS,
        persist_state="session",
    )
    age = st.number_input(
        text("find.child_age", lang),
        min_value=0,
        max_value=MAX_CHILD_AGE_MONTHS,
        help=text("find.child_age_help", lang),
        key=state.AGE,
        persist_state="session",
    )
    role = st.selectbox(
        text("find.elder_role", lang),
        list(ElderRole),
        format_func=_words("elder_role", lang),
        placeholder=text("find.any_role", lang),
        key=state.ELDER,
        persist_state="session",
    )
    capacity = st.number_input(
        text("find.capacity", lang),
        min_value=1,
        max_value=MAX_CAPACITY_COUNT,
        help=text("find.capacity_help", lang),
        key=state.CAPACITY,
        persist_state="session",
    )
    ownership = st.selectbox(
        text("find.ownership", lang),
        list(Ownership),
        format_func=_words("ownership", lang),
        placeholder=text("find.any_ownership", lang),
        key=state.OWNERSHIP,
        persist_state="session",
    )
    is_open = st.checkbox(text("find.open_to_others", lang), key=state.OTHERS, persist_state="session")
    has_places = st.checkbox(
        text("find.only_free", lang),
        help=text("find.only_free_help", lang),
        key=state.FREE,
        persist_state="session",
    )
    return Narrowing(
        kinds=tuple(ServiceKind(kind) for kind in kinds if kind in offered),
        child_age_months=None if age is None else int(age),
        elder_role=None if role is None else ElderRole(role),
        min_capacity_count=None if capacity is None else int(capacity),
        ownership=None if ownership is None else Ownership(ownership),
        only_open_to_others=bool(is_open),
        only_with_free_places=bool(has_places),
    )


def _said(narrowing: Narrowing, lang: str) -> str:
    """Say for paper, on which nothing can be opened, what the further filters are set to; "" where none is."""
    set_to = {
        "kinds": ", ".join(map(_words("kind", lang), narrowing.kinds)) or None,
        "child_age": narrowing.child_age_months,
        "elder_role": narrowing.elder_role and text(f"codes.elder_role.{narrowing.elder_role}", lang),
        "capacity": narrowing.min_capacity_count,
        "ownership": narrowing.ownership and text(f"codes.ownership.{narrowing.ownership}", lang),
    }
    marks = {"open_to_others": narrowing.only_open_to_others, "only_free": narrowing.only_with_free_places}
    said = [f"{text(f'find.{name}', lang)}: {value}" for name, value in set_to.items() if value is not None]
    return "; ".join((*said, *(text(f"find.{name}", lang) for name, is_on in marks.items() if is_on)))


def _ask_limit_unit(lang: str) -> None:
    """Ask whether minutes or kilometres limit the list; on the way from home they are always minutes."""
    st.segmented_control(
        text("find.limit", lang),
        LIMITS,
        required=True,
        format_func=lambda limit: text(f"find.limit_{limit}", lang),
        key=state.LIMIT,
        persist_state="session",
    )


def with_present(usual: Sequence[float], key: str) -> list[float]:
    """Return the usual choices with the one that a link asked for among them."""
    return sorted({*map(float, usual), float(state.get(key))})


def _words(vocabulary: str, lang: str) -> Any:
    """Return the function that puts codes of a vocabulary into words."""

    def say(code: str) -> str:
        return text(f"codes.{vocabulary}.{code}", lang)

    return say
