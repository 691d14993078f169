"""
The state of a visit: the session holds it, the address is its image.

The address is read when a visit begins, and again where Back or a link brings another one, through ``share`` (junk
falls back); every page writes it back at its end. Widgets carry their key and ``persist_state="session"``, so that a
visitor finds a page as it was left.
"""

import functools
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import streamlit as st

from geodata.codes import Level
from welfare_map import share
from welfare_map.model import Carer, NearbyQuery
from welfare_map.parameters import Address
from welfare_map.register.accounts.signed_links import PARAMETER as CARD_LINK
from welfare_map.register.surveys.links import PARAMETER as SURVEY_LINK
from welfare_map.ui import access_keys, brief_keys, coverage_keys, registry_keys, siting_keys, whatif_keys
from welfare_map.ui.shift_keys import (
    FIT,
    FROM_ON,
    SHIFT,
    SHIFT_DAYS,
    SHIFT_END,
    SHIFT_START,
    SHIFT_WORDS,
    TO_ON,
    shift_values,
    shift_words,
)

MARKS_OF_SENDERS: Final = ("utm_", "mc_", "fbclid", "gclid")
"""Beginnings of parameters that newsletters and social networks put into links to count clicks."""
REPORT: Final = "report"
"""Parameter of *Registro*: the service whose card somebody found wrong."""
OF_ONE_PAGE: Final = frozenset({REPORT, CARD_LINK, SURVEY_LINK})
"""Parameters that a page reads by itself."""
OPENED: Final = "is_opened"
UNREAD: Final = "unread"
"""What of the address could not be read: ``VISIT`` or section of ``BESIDE`` -> parameter -> words as they came."""
VISIT, UNKNOWN = "visit", "unknown"
"""Where ``UNREAD`` keeps what every page may read, and what none does."""
UNREAD_AT: Final = "unread_at"
"""Page and address, but for the language, written beside it: it is said until the visitor changes something."""
LEFT_OUT: Final = "left_out"
"""What this run found that is not on this map, in the form of ``UNREAD``: leaving it out changes no page by itself."""
IS_CHECKED: Final = "is_checked"
IS_CARD_CHECKED: Final = "is_card_checked"
"""Places that the address names were looked for on this map; so was what its card is about."""
WRITTEN: Final = "written_address"
IMAGE: Final = "written_image"
PAGE: Final = "page"
WRITTEN_PAGE: Final = "written_page"
SAID: Final = "said_by_page"
"""Page -> whether its address has the nearby query, and whether it has what stands beside."""
PANELS: Final = ("services", "adherents", "territories")
"""Panels that share the layers of the map."""
TYPED: Final = "typed"
"""Keys of the fields of forms into which somebody types: what stands there is the browser's until it is sent."""
LANG: Final = "lang"
DRAWN_LANG: Final = "drawn_lang"
DRAWN_PAGE: Final = "drawn_page"
"""Language in which a page was last drawn, and which."""
POINT: Final = "point"
POINT_NAME: Final = "point_name"
WORDS: Final = "words"
CANDIDATES: Final = "candidates"
DROPS: Final = "drops"
COLLECTS: Final = "collects"
MODE: Final = "mode"
LIMIT: Final = "limit"
MINUTES: Final = "min"
KM: Final = "km"
GROUPS: Final = "groups"
KINDS: Final = "kinds"
AGE: Final = "age"
ELDER: Final = "elder"
CAPACITY: Final = "capacity"
OWNERSHIP: Final = "ownership"
OTHERS: Final = "others"
FREE: Final = "free"
ISEE: Final = "isee"
BENEFIT: Final = "benefit"
"""A family's means stay in the session: they are in no address."""
LAYERS: Final = "layers"
LEVEL: Final = "level"
GO_TO: Final = "go_to"
TILES: Final = "tiles"
TERRITORY: Final = "territory"
SELECTED: Final = "selected"
SAVED: Final = "saved"
SAVED_TOUCHED: Final = "is_saved_touched"
SAVED_RESTORED: Final = "is_saved_restored"
"""The visitor changed the saved list in this visit; the browser has given back the one that it kept."""
COMPARED: Final = "compared"
THEME: Final = "theme"
SIZE: Final = "size"
INITIATIVE: Final = "initiative"
SECTION: Final = "section"
WITH_DEMO: Final = "demo"
REACH: Final = "reach"
TERRITORY_WORDS: Final = "territory_words"
SHOWN_COUNT: Final = "shown_count"
PICK_SEEN: Final = "pick_seen"
PICK_POINT: Final = "pick_point"
EMPLOYER: Final = "employer"
TAB: Final = "tab"
ORGANISATION: Final = "organisation"
PARTNERS: Final = "partners"
FIRM_WORDS: Final = "firm_words"
SECTOR: Final = "sector"
ADHERENTS: Final = "adherents"
ALL_ORGANISATIONS: Final = "all"
ALL_SITES: Final = "sites"
PLAN_FRAME: Final = "plan_frame"
PLAN_MEASURES: Final = "plan_measures"
PLAN_COST: Final = "plan_cost"
PLAN_POINT: Final = "plan_point"
"""Degrees (lon, lat) of the place that the firms of the plan share; None for the workplace."""
CONSORTIUM_KIND: Final = "consortium_kind"
CONSORTIUM_VALUE: Final = "consortium_value"
CONSORTIUM_GROUP: Final = "consortium_group"
CONSORTIUM_COUNT: Final = "consortium_count"


@dataclass(frozen=True, slots=True)
class Spot:
    """
    The keys of a place that a visitor chooses.

    Parameters
    ----------
    name
        Code of the spot; text keys and widgets are named after it.
    point, point_name
        Degrees (lon, lat) and the words and quality of the chosen place.
    words, candidates
        What was typed, and the places that it may mean.
    """

    name: str
    point: str
    point_name: str
    words: str
    candidates: str


WORKPLACE: Final = Spot("work", POINT, POINT_NAME, WORDS, CANDIDATES)
HOME: Final = Spot("home", "home", "home_name", "home_words", "home_candidates")
OTHER_WORK: Final = Spot("other_work", "other_work", "other_work_name", "other_work_words", "other_work_candidates")
OTHER_SITE: Final = Spot("site", "site_point", "site_name", "site_words", "site_candidates")
"""These three stay in the session: home is in no address but the one that a visitor asks for, the others in none."""

TRACKED: Final = (
    *(SHIFT, SHIFT_DAYS, SHIFT_START, SHIFT_END, SHIFT_WORDS, FROM_ON, TO_ON, FIT),
    *(POINT, DROPS, COLLECTS, MODE, LIMIT, MINUTES, KM),
    *(GROUPS, KINDS, AGE, ELDER, CAPACITY, OWNERSHIP, OTHERS, FREE),
    *(TAB, ORGANISATION, PARTNERS, SECTOR, ADHERENTS, ALL_ORGANISATIONS, ALL_SITES, CONSORTIUM_KIND),
    *(PLAN_FRAME, PLAN_MEASURES, PLAN_POINT),
    *(LANG, LAYERS, LEVEL, TERRITORY, SELECTED, SAVED, COMPARED, THEME, SIZE, INITIATIVE, SECTION, WITH_DEMO, REACH),
)
"""What the address carries of the visit; ``BESIDE`` says what else."""

BESIDE: Final[tuple[tuple[str, Iterable[str], Callable[[Mapping[str, str]], Mapping[str, object]]], ...]] = (
    ("coverage", coverage_keys.TRACKED, coverage_keys.coverage_values),
    ("access", access_keys.OWN, access_keys.access_values),
    ("whatif", whatif_keys.TRACKED, whatif_keys.whatif_values),
    ("siting", siting_keys.TRACKED, siting_keys.siting_values),
    ("brief", brief_keys.TRACKED, brief_keys.brief_values),
    ("registry", registry_keys.TRACKED, registry_keys.registry_values),
)
"""Section of *Copertura*, or *Registro*, the keys that it keeps in the address, what they hold for one: a line each."""


def open_address() -> None:
    """Read the address into the session, once per visit."""
    if OPENED not in st.session_state:
        _read_address()


def follow_address(page_path: str) -> bool:
    """
    Read the address again when the visitor went back or forward.

    That is when the address is not the one last written although nothing was changed on the page. A page opened from
    the navigation has an empty address and keeps what the session holds. The language stays the one last chosen, the
    saved list that of the visit, and what the page writes into no address of its own as it was.

    Returns
    -------
    is_read
        The session changed: draw the page anew.
    """
    written = get(WRITTEN)
    is_ours = written is None or dict(st.query_params) == written
    put(PAGE, page_path)
    is_new_page = get(WRITTEN_PAGE) != page_path
    if is_ours or get(IMAGE) != _image() or (is_new_page and not st.query_params):
        return False
    _read_address(but={LANG, SAVED, *_unsaid(page_path)})
    put(WRITTEN, dict(st.query_params))
    return True


def _unsaid(page_path: str) -> Iterable[str]:
    """Yield the keys of which the address of a page, as it was last written, can say nothing."""
    has_query, has_beside = (get(SAID) or {}).get(page_path, (True, True))
    if not has_query:
        yield from _query_values({}).keys() - {POINT, POINT_NAME}
    if not has_beside:
        yield from (name for _, _, values_of in BESIDE for name in values_of({}))


def _read_address(*, but: Container[str] = ()) -> None:
    params = {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}
    values: dict[str, object] = {OPENED: True}
    unread = {UNKNOWN: {name: words for name, words in params.items() if _is_unknown(name)}}
    for reader, values_of in _readers().items():
        address = Address(params)
        values |= values_of(address)
        unread[reader] = address.unread
    values |= {UNREAD: unread, UNREAD_AT: None, IS_CHECKED: False, IS_CARD_CHECKED: False}
    for name, value in values.items():
        if name not in but:
            st.session_state[name] = value


@functools.cache
def known_parameters() -> frozenset[str]:
    """Return the names of all that an address may say: those for which its readers look."""
    address = Address({})
    for values_of in _readers().values():
        values_of(address)
    return OF_ONE_PAGE | address.sought


def _is_unknown(name: str) -> bool:
    """Tell whether nothing here reads a parameter; marks that senders of links add are no part of an address."""
    return name not in known_parameters() and not name.startswith(MARKS_OF_SENDERS)


def _readers() -> dict[str, Callable[[Mapping[str, str]], Mapping[str, object]]]:
    """Return who reads an address, by where ``UNREAD`` keeps what they could not read."""
    return {VISIT: _visit_values, **{section: values_of for section, _, values_of in BESIDE}}


def leave_out(reader: str, name: str, words: str) -> None:
    """Remember that a parameter names what is not on this map; the page says it, if it is drawn anew too."""
    for key in (UNREAD, LEFT_OUT):
        unread = dict(get(key) or {})
        put(key, {**unread, reader: {**unread.get(reader, {}), name: words}})


def keep_known(key: str, parameter: str, known: Container[str]) -> None:
    """Forget a choice that is not on this map; a parameter of the address that named it is left out."""
    chosen = get(key)
    if chosen not in known:
        if chosen:
            leave_out(VISIT, parameter, chosen)
        put(key, None)


def _image() -> str:
    """Return what the visitor chose and typed, to tell whether anything changed on the page."""
    return repr([get(name) for name in (*_of_the_address(), HOME.point, WORKPLACE.words, HOME.words)])


def get(name: str) -> Any:
    """Return a value of the session, None when it is not there."""
    return st.session_state.get(name)


def put(name: str, value: object) -> None:
    """Put a value into the session; a callback of buttons."""
    st.session_state[name] = value


def typed(key: str) -> str:
    """Remember that a field of a form is typed into, and return its key."""
    put(TYPED, {*(get(TYPED) or ()), key})
    return key


def say_choices_again(lang: str, page_path: str) -> None:
    """
    Hand choices to the browser anew: every one where the language has changed, those of the address on another page.

    The browser keeps a choice by its words and sends them at each click: those of the other language would be no choice
    any more, and come back as a value of their own. And what a visit began with belongs to the widget of its first
    page: that of the next page would find nothing while the page is drawn, and the address lose it. What is typed into
    a form stays: the session knows nothing of it until it is sent.
    """
    if get(DRAWN_LANG) not in {None, lang}:
        _forget_unread_language()
        typed = get(TYPED) or ()
        for name, value in st.session_state.items():
            if name not in typed and isinstance(value, (str, int, list, tuple)) and not isinstance(value, bool):
                st.session_state[name] = value
    if get(DRAWN_PAGE) not in {None, page_path}:
        for name in _of_the_address():
            put(name, get(name))
    put(DRAWN_LANG, lang)
    put(DRAWN_PAGE, page_path)


def _forget_unread_language() -> None:
    """Take the language out of what could not be read: the visitor has chosen one, and the rest is said in it."""
    unread = dict(get(UNREAD) or {})
    put(UNREAD, {**unread, VISIT: {name: words for name, words in unread.get(VISIT, {}).items() if name != LANG}})


def _of_the_address() -> tuple[str, ...]:
    return (*TRACKED, *(name for _, names, _ in BESIDE for name in names))


def write_address(query: NearbyQuery | None, *, beside: Mapping[str, str] | None = None) -> None:
    """Write the address of what is on a page: the nearby query, if there is one, the view, and what stands beside."""
    asked = share.nearby_params(query) if query else _point_params()
    wanted = {**asked, **share.view_params(view()), **(beside or {})}
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)
    _keep_unread((get(PAGE), *((name, words) for name, words in wanted.items() if name != LANG)))
    put(WRITTEN, wanted)
    put(IMAGE, _image())
    put(WRITTEN_PAGE, get(PAGE))
    put(SAID, {**(get(SAID) or {}), get(PAGE): (query is not None, beside is not None)})


def _keep_unread(place: tuple[object, ...]) -> None:
    """Forget what could not be read where the visitor changed page or address, but for what this run left out."""
    if get(UNREAD_AT) not in {None, place}:
        put(UNREAD, get(LEFT_OUT) or {})
    put(UNREAD_AT, place)
    put(LEFT_OUT, {})


def view() -> share.ViewState:
    """Return the view as the session holds it."""
    return share.ViewState(
        lang=get(LANG),
        layers=tuple(get(LAYERS) or ()),
        level=None if get(LEVEL) in {None, Level.PROVINCE} else Level(get(LEVEL)),
        territory=get(TERRITORY),
        selected=get(SELECTED),
        saved=get(SAVED),
        compared=get(COMPARED),
        themes=_one(get(THEME)),
        size_classes=_one(get(SIZE)),
        initiative_ids=_one(get(INITIATIVE)),
        section=get(SECTION),
        with_demo=bool(get(WITH_DEMO)),
        drops=Carer(get(DROPS) or Carer.ME),
        collects=Carer(get(COLLECTS) or Carer.ME),
        **_shift_view(),
        with_reach=bool(get(REACH)),
        tab=get(TAB) or share.FIRM_TABS[0],
        organisation_id=get(ORGANISATION) or "",
        partner_ids=tuple(get(PARTNERS) or ()),
        sector_codes=_one(get(SECTOR)),
        only_adherents=bool(get(ADHERENTS)),
        include_others=bool(get(ALL_ORGANISATIONS)),
        from_all_sites=bool(get(ALL_SITES)),
        service=get(CONSORTIUM_KIND) or "",
        frame=get(PLAN_FRAME) or "",
        measures=tuple(get(PLAN_MEASURES) or ()),
        shared_point=get(PLAN_POINT),
    )


def _shift_view() -> dict[str, Any]:
    """Return the hours of work and the days of interest; without a shift there are none."""
    words = shift_words(st.session_state)
    return {"shift": words, "from_on": get(FROM_ON), "to_on": get(TO_ON), "fit": get(FIT)} if words else {}


def _point_params() -> dict[str, str]:
    """Return the chosen place alone, so that pages without a nearby query keep it."""
    point = get(POINT)
    return {name: f"{value:.{share.POINT_DECIMALS}f}" for name, value in zip(("lon", "lat"), point or (), strict=False)}


def _visit_values(params: Mapping[str, str]) -> dict[str, object]:
    """Return what the address says to every page, by widget key."""
    return {**_query_values(params), **_view_values(params)}


def _query_values(params: Mapping[str, str]) -> dict[str, object]:
    """Return what the address says about the nearby query, by widget key."""
    query = share.read_nearby_from((0.0, 0.0), params, date.min)
    named = share.nearby_params(query)
    return {
        POINT: share.read_point(params),
        POINT_NAME: None,
        MODE: query.mode,
        LIMIT: "minutes" if query.limit_km is None else "km",
        MINUTES: query.limit_min or share.DEFAULT_LIMIT_MIN,
        KM: query.limit_km or share.DEFAULT_LIMIT_KM,
        GROUPS: _split(named.get("groups")),
        KINDS: _split(named.get("kinds")),
        AGE: query.child_age_months,
        ELDER: query.elder_role,
        CAPACITY: query.min_capacity_count,
        OWNERSHIP: query.ownership,
        OTHERS: query.only_open_to_others,
        FREE: query.only_with_free_places,
    }


def _view_values(params: Mapping[str, str]) -> dict[str, object]:
    read = share.read_view(params)
    return {
        LANG: read.lang,
        LAYERS: list(read.layers),
        **{panel_key(name): None for name in PANELS},
        LEVEL: Level.PROVINCE if read.level in {None, Level.REGION} else read.level,
        TERRITORY: read.territory,
        SELECTED: read.selected,
        SAVED: read.saved,
        COMPARED: read.compared,
        THEME: _first(read.themes),
        SIZE: _first(read.size_classes),
        INITIATIVE: _first(read.initiative_ids),
        SECTION: read.section,
        WITH_DEMO: read.with_demo,
        DROPS: read.drops,
        COLLECTS: read.collects,
        **shift_values(read.shift),
        FROM_ON: read.from_on,
        TO_ON: read.to_on,
        FIT: read.fit,
        **({HOME.point: read.home, HOME.point_name: None} if read.home else {}),
        REACH: read.with_reach,
        TAB: read.tab,
        ORGANISATION: read.organisation_id,
        PARTNERS: read.partner_ids,
        SECTOR: _first(read.sector_codes),
        ADHERENTS: read.only_adherents,
        ALL_ORGANISATIONS: read.include_others,
        ALL_SITES: read.from_all_sites,
        CONSORTIUM_KIND: read.service,
        PLAN_FRAME: read.frame or None,
        PLAN_MEASURES: list(read.measures),
        PLAN_POINT: read.shared_point,
    }


def panel_key(name: str) -> str:
    """Return the key of one panel of layers."""
    return f"{LAYERS}-{name}"


def _split(joined: str | None) -> list[str]:
    return joined.split(",") if joined else []


def _first(items: Iterable[Any]) -> Any:
    return next(iter(items), None)


def _one(item: Any) -> tuple[Any, ...]:
    return () if item is None else (item,)
