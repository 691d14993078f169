"""The change that is being put together: what happens, to which service or where; a click on the map fills it in."""

from collections.abc import Callable, Mapping
from datetime import time
from types import MappingProxyType
from typing import Final

import streamlit as st

from geodata.codes import ServiceKind
from geodata.errors import InputError
from welfare_map.maps.popups import escape
from welfare_map.maps.view import Pick, PickWhat
from welfare_map.model import (
    AddService,
    Ages,
    Change,
    ChangeHours,
    ChangePopulation,
    CloseService,
    EnlargeService,
    MoveService,
    OpenToOthers,
    Scenario,
    read_scenario,
)
from welfare_map.questions.units import find_unit
from welfare_map.questions.whatif.reading import read_changes
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.place_search import ask_place, choose_place, chosen_place, forget_place
from welfare_map.ui.components.registry.choosing import ask_record
from welfare_map.ui.components.registry.saying import say_fault
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import error_marked
from welfare_map.ui.state import Spot
from welfare_map.ui.whatif_keys import (
    ACTIVE,
    AGES,
    DAYS,
    IS_FORM_WANTED,
    KIND,
    OPENS,
    PCT,
    PLACES_COUNT,
    SCENARIOS,
    SERVICE,
    SHUTS,
    VERB,
    WHERE,
)

HERE: Final = Spot("scenario", "scenario_point", "scenario_name", "scenario_words", "scenario_candidates")
"""Where a new or a moved service would stand; it is in the address once it is part of a scenario."""
POINT_DECIMALS: Final = 4
"""About ten metres: more than a click on the map can mean."""
WEEKS: Final = ("Mo-Fr", "Mo-Sa", "Mo-Su")
DEFAULTS: Final[Mapping[str, object]] = MappingProxyType(
    {KIND: ServiceKind.NURSERY.value, PLACES_COUNT: 60, PCT: -5.0, OPENS: time(6), SHUTS: time(18)}
)

USUAL_PLACES: Final[Mapping[ServiceKind, int]] = MappingProxyType(
    {ServiceKind.MICRO_NURSERY: 10, ServiceKind.FAMILY_NURSERY: 5}
)
"""Kinds that are small by their name; of the others any number may be meant."""
SERVICE_SEARCH: Final = "scenario-service"
SERVICE_WORDS: Final = f"{SERVICE_SEARCH}-words"
FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "error.bad_places": PLACES_COUNT,
        "error.bad_population_pct": PCT,
        "error.unknown_name": WHERE,
        "error.unknown_territory": WHERE,
        "error.ambiguous_name": WHERE,
        "error.unreadable_hours": SHUTS,
        "error.no_service_to_change": SERVICE_WORDS,
        "error.open_already": SERVICE_WORDS,
        "error.point_outside_area": HERE.words,
    }
)
"""What is wrong with a change -> the field that it is wrong with."""


def scenarios() -> tuple[str, ...]:
    """Return the scenarios as they are written, one at least."""
    return tuple(state.get(SCENARIOS) or ("",))


def active() -> int:
    """Return which scenario is being put together."""
    return min(int(state.get(ACTIVE) or 0), len(scenarios()) - 1)


def put_scenario(number: int, words: str) -> None:
    """Write one scenario anew."""
    held = list(scenarios())
    held[number] = words
    state.put(SCENARIOS, tuple(held))


def ask_change(page: Page) -> None:
    """Draw the form of one change; a button adds it to the scenario."""
    lang = page.lang
    for key, value in DEFAULTS.items():
        if key not in st.session_state:
            state.put(key, value)
    verb = st.selectbox(
        text("whatif.page.what", lang),
        list(FORMS),
        format_func=lambda name: text(f"whatif.page.verb_{name}", lang),
        key=VERB,
        persist_state="session",
    )
    make = FORMS[str(verb)](page)
    if st.button(text("whatif.page.add", lang), type="primary", key="scenario-add"):
        _add(page, make)


def take_pick(page: Page, pick: Pick) -> None:
    """Put a click on the map into the form: ground for a new or moved service, a service for the other changes."""
    verb = str(state.get(VERB) or AddService.verb)
    is_service = pick.what in {PickWhat.POINT, PickWhat.ITEM}
    if pick.what is PickWhat.OUTSIDE:
        st.toast(text("find.outside", page.lang))
        return
    needs_point = verb == AddService.verb or (verb == MoveService.verb and not is_service)
    if needs_point:
        point = (round(pick.lon, POINT_DECIMALS), round(pick.lat, POINT_DECIMALS))
        choose_place(*point, _town(page, *point), "exact", HERE)
    elif is_service and _is_service(page, pick.item_id):
        state.put(SERVICE, pick.item_id)
    else:
        st.toast(text("whatif.page.click_service", page.lang))
        return
    state.put(IS_FORM_WANTED, True)
    st.rerun()


def _add(page: Page, make: Callable[[], Change | None]) -> None:
    """Add a change to the scenario; one that cannot hold is told."""
    number = active()
    try:
        change = make()
        if change is None:
            return
        wanted = Scenario((*read_scenario(scenarios()[number]).changes, change))
        read_changes(page.snapshot, wanted, page.as_of_on)
    except InputError as error:
        _say_fault(page, error)
        return
    put_scenario(number, wanted.text)
    forget_place(HERE)
    state.put(SERVICE, "")
    st.rerun()


def _say_fault(page: Page, error: InputError) -> None:
    words, field = error_marked(error, page.lang), FIELDS.get(error.key)
    if field is None:
        st.error(words)
    else:
        say_fault(words, key=field)


# --- forms: each draws its fields and returns what makes the change ---------------------------------------------------


def _new(page: Page) -> Callable[[], Change | None]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        kind = st.selectbox(
            text("whatif.page.kind", page.lang),
            list(ServiceKind),
            format_func=lambda code: text(f"codes.kind.{code}", page.lang),
            key=KIND,
            persist_state="session",
            on_change=_usual_places,
        )
        places = _ask_places(page)
    _ask_point(page)

    def make() -> Change | None:
        point = _point(page)
        return point and AddService(ServiceKind(str(kind)), places, *point)

    return make


def _closed(page: Page) -> Callable[[], Change | None]:
    return _of_service(page, CloseService)


def _opened(page: Page) -> Callable[[], Change | None]:
    return _of_service(page, OpenToOthers)


def _of_service(page: Page, kind: Callable[[str], Change]) -> Callable[[], Change | None]:
    _ask_service(page)

    def make() -> Change | None:
        service_id = _service(page)
        return kind(service_id) if service_id else None

    return make


def _larger(page: Page) -> Callable[[], Change | None]:
    _ask_service(page)
    places = _ask_places(page)

    def make() -> Change | None:
        service_id = _service(page)
        return EnlargeService(service_id, places) if service_id else None

    return make


def _moved(page: Page) -> Callable[[], Change | None]:
    _ask_service(page)
    _ask_point(page)

    def make() -> Change | None:
        service_id = _service(page)
        point = _point(page) if service_id else None
        return MoveService(service_id, *point) if point else None

    return make


def _other_hours(page: Page) -> Callable[[], Change | None]:
    _ask_service(page)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        days = st.selectbox(
            text("whatif.page.days", page.lang),
            WEEKS,
            format_func=lambda week: text(f"whatif.page.week_{WEEKS.index(week)}", page.lang),
            key=DAYS,
            persist_state="session",
        )
        opens = st.time_input(text("whatif.page.opens", page.lang), key=OPENS, persist_state="session")
        shuts = st.time_input(text("whatif.page.shuts", page.lang), key=SHUTS, persist_state="session")

    def make() -> Change | None:
        service_id = _service(page)
        return ChangeHours(service_id, f"{days} {opens:%H:%M}-{shuts:%H:%M}") if service_id else None

    return make


def _more_people(page: Page) -> Callable[[], Change | None]:
    lang = page.lang
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        pct = st.number_input(text("whatif.page.pct", lang), -100.0, 500.0, step=1.0, key=PCT, persist_state="session")
        ages = st.selectbox(
            text("whatif.page.ages", lang),
            list(Ages),
            format_func=lambda code: text(f"whatif.ages.{Ages(code).name.lower()}", lang),
            key=AGES,
            persist_state="session",
        )
        where = st.text_input(
            text("whatif.page.where", lang),
            placeholder=text("agreements.territory_placeholder", lang),
            max_chars=100,
            key=WHERE,
            persist_state="session",
        )

    def make() -> Change | None:
        unit = find_unit(page.snapshot, where.strip()) if where.strip() else None
        return ChangePopulation(float(pct), Ages(str(ages)), unit.code if unit else where.strip() or "–")

    return make


FORMS: Final[Mapping[str, Callable[[Page], Callable[[], Change | None]]]] = {
    AddService.verb: _new,
    EnlargeService.verb: _larger,
    CloseService.verb: _closed,
    MoveService.verb: _moved,
    ChangeHours.verb: _other_hours,
    OpenToOthers.verb: _opened,
    ChangePopulation.verb: _more_people,
}
"""Verb of a change -> its form, in the order in which they are offered."""


# --- fields -----------------------------------------------------------------------------------------------------------


def _usual_places() -> None:
    """Offer as many places as a service of the chosen kind usually has."""
    state.put(PLACES_COUNT, USUAL_PLACES.get(ServiceKind(str(state.get(KIND))), DEFAULTS[PLACES_COUNT]))


def _ask_places(page: Page) -> int:
    label = text("whatif.page.places", page.lang)
    return int(st.number_input(label, 1, 2000, step=1, key=PLACES_COUNT, persist_state="session", width=140))


def _ask_point(page: Page) -> None:
    """Ask for a point by words, or by a click on the map, and say which one is chosen."""
    st.caption(text("whatif.page.point_hint", page.lang))
    place = ask_place(page, HERE)
    if place:
        st.html(f'<p class="wm-place">{escape(text("whatif.page.point", page.lang, name=place.name))}</p>')


def _point(page: Page) -> tuple[float, float] | None:
    place = chosen_place(page, HERE)
    if place is None:
        say_fault(text("whatif.page.no_point", page.lang), key=HERE.words)
        return None
    return round(place.lon, POINT_DECIMALS), round(place.lat, POINT_DECIMALS)


def _ask_service(page: Page) -> None:
    """Ask for a service by words, or by a click on the map, and say which one is chosen."""
    st.caption(text("whatif.page.service_hint", page.lang))
    found = ask_record(page, key=SERVICE_SEARCH, tables=("services",))
    if found is not None:
        state.put(SERVICE, found.record_id)
    service_id = str(state.get(SERVICE) or "")
    name = _name(page, service_id)
    if name:
        said = text("whatif.page.service", page.lang, name=name)
        st.html(f'<p class="wm-place">{escape(said)}</p>')


def _service(page: Page) -> str:
    service_id = str(state.get(SERVICE) or "")
    if not service_id:
        say_fault(text("whatif.page.no_service", page.lang), key=SERVICE_WORDS)
    return service_id


def _is_service(page: Page, item_id: str) -> bool:
    return bool(_name(page, item_id))


def _name(page: Page, service_id: str) -> str:
    cells = page.snapshot.service_columns.cells
    found = (cells["service_id"] == service_id).nonzero()[0]
    if not len(found):
        return ""
    parts = (cells["name"][found[0]], cells["municipality_name"][found[0]])
    return " · ".join(str(part) for part in parts if part)


def _town(page: Page, lon: float, lat: float) -> str:
    territory = page.snapshot.territory
    try:
        row = territory.row_of(territory.locate(lon, lat))
    except InputError:
        return ""
    return str(territory.municipalities["municipality_name"].iloc[row])
