"""What the address carries of a visit: parameters become values of the session, and those the view that is shared."""

import functools
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from geodata.codes import Level
from welfare_map import share
from welfare_map.model import Carer
from welfare_map.parameters import Address
from welfare_map.register.accounts.signed_links import PARAMETER as CARD_LINK
from welfare_map.register.surveys.links import PARAMETER as SURVEY_LINK
from welfare_map.ui import (
    access_keys,
    brief_keys,
    coverage_keys,
    registry_keys,
    siting_keys,
    state,
    unread_words,
    whatif_keys,
)
from welfare_map.ui.shift_keys import (
    FIT,
    FROM_ON,
    TO_ON,
    shift_values,
    shift_words,
)

MARKS_OF_SENDERS: Final = ("utm_", "mc_", "fbclid", "gclid")
"""Beginnings of parameters that newsletters and social networks put into links to count clicks."""
OF_ONE_PAGE: Final = frozenset({state.REPORT, CARD_LINK, SURVEY_LINK})
"""Parameters that a page reads by itself."""
BESIDE: Final[tuple[tuple[str, Iterable[str], Callable[[Mapping[str, str]], Mapping[str, object]]], ...]] = (
    ("coverage", coverage_keys.TRACKED, coverage_keys.coverage_values),
    ("access", access_keys.OWN, access_keys.access_values),
    ("whatif", whatif_keys.TRACKED, whatif_keys.whatif_values),
    ("siting", siting_keys.TRACKED, siting_keys.siting_values),
    ("brief", brief_keys.TRACKED, brief_keys.brief_values),
    ("registry", registry_keys.TRACKED, registry_keys.registry_values),
)
"""Section of *Copertura*, or *Registro*, the keys that it keeps in the address, what they hold for one: a line each."""


@functools.cache
def known_parameters() -> frozenset[str]:
    """Return the names of all that an address may say: those for which its readers look."""
    address = Address({})
    for values_of in readers().values():
        values_of(address)
    return OF_ONE_PAGE | address.sought


def is_unknown(name: str) -> bool:
    """Tell whether nothing here reads a parameter; marks that senders of links add are no part of an address."""
    return name not in known_parameters() and not name.startswith(MARKS_OF_SENDERS)


def readers() -> dict[str, Callable[[Mapping[str, str]], Mapping[str, object]]]:
    """Return who reads an address, by where ``unread_words.UNREAD`` keeps what they could not read."""
    return {unread_words.VISIT: visit_values, **{section: values_of for section, _, values_of in BESIDE}}


def keys_of_the_address() -> tuple[str, ...]:
    """Return the keys of all that the address carries."""
    return (*state.TRACKED, *(name for _, names, _ in BESIDE for name in names))


def view() -> share.ViewState:
    """Return the view as the session holds it."""
    return share.ViewState(
        lang=state.get(state.LANG),
        layers=tuple(state.get(state.LAYERS) or ()),
        level=None if state.get(state.LEVEL) in {None, Level.PROVINCE} else Level(state.get(state.LEVEL)),
        territory=state.get(state.TERRITORY),
        selected=state.get(state.SELECTED),
        saved=state.get(state.SAVED),
        compared=state.get(state.COMPARED),
        themes=_one(state.get(state.THEME)),
        size_classes=_one(state.get(state.SIZE)),
        initiative_ids=_one(state.get(state.INITIATIVE)),
        section=state.get(state.SECTION),
        with_demo=bool(state.get(state.WITH_DEMO)),
        drops=Carer(state.get(state.DROPS) or Carer.ME),
        collects=Carer(state.get(state.COLLECTS) or Carer.ME),
        **_shift_view(),
        with_reach=bool(state.get(state.REACH)),
        tab=state.get(state.TAB) or share.FIRM_TABS[0],
        organisation_id=state.get(state.ORGANISATION) or "",
        partner_ids=tuple(state.get(state.PARTNERS) or ()),
        sector_codes=_one(state.get(state.SECTOR)),
        only_adherents=bool(state.get(state.ADHERENTS)),
        include_others=bool(state.get(state.ALL_ORGANISATIONS)),
        from_all_sites=bool(state.get(state.ALL_SITES)),
        service=state.get(state.CONSORTIUM_KIND) or "",
        frame=state.get(state.PLAN_FRAME) or "",
        measures=tuple(state.get(state.PLAN_MEASURES) or ()),
        shared_point=state.get(state.PLAN_POINT),
    )


def _shift_view() -> dict[str, Any]:
    """Return the hours of work and the days of interest; without a shift there are none."""
    words = shift_words(st.session_state)
    return (
        {"shift": words, "from_on": state.get(FROM_ON), "to_on": state.get(TO_ON), "fit": state.get(FIT)}
        if words
        else {}
    )


def point_params() -> dict[str, str]:
    """Return the chosen place alone, so that pages without a nearby query keep it."""
    point = state.get(state.POINT)
    return {name: f"{value:.{share.POINT_DECIMALS}f}" for name, value in zip(("lon", "lat"), point or (), strict=False)}


def visit_values(params: Mapping[str, str]) -> dict[str, object]:
    """Return what the address says to every page, by widget key."""
    return {**query_values(params), **_view_values(params)}


def query_values(params: Mapping[str, str]) -> dict[str, object]:
    """Return what the address says about the nearby query, by widget key."""
    query = share.read_nearby_from((0.0, 0.0), params, date.min)
    named = share.nearby_params(query)
    return {
        state.POINT: share.read_point(params),
        state.POINT_NAME: None,
        state.MODE: query.mode,
        state.LIMIT: "minutes" if query.limit_km is None else "km",
        state.MINUTES: query.limit_min or share.DEFAULT_LIMIT_MIN,
        state.KM: query.limit_km or share.DEFAULT_LIMIT_KM,
        state.GROUPS: _split(named.get("groups")),
        state.KINDS: _split(named.get("kinds")),
        state.AGE: query.child_age_months,
        state.ELDER: query.elder_role,
        state.CAPACITY: query.min_capacity_count,
        state.OWNERSHIP: query.ownership,
        state.OTHERS: query.only_open_to_others,
        state.FREE: query.only_with_free_places,
    }


def _view_values(params: Mapping[str, str]) -> dict[str, object]:
    read = share.read_view(params)
    return {
        state.LANG: read.lang,
        state.LAYERS: list(read.layers),
        **{state.panel_key(name): None for name in state.PANELS},
        state.LEVEL: Level.PROVINCE if read.level in {None, Level.REGION} else read.level,
        state.TERRITORY: read.territory,
        state.SELECTED: read.selected,
        state.SAVED: read.saved,
        state.COMPARED: read.compared,
        state.THEME: _first(read.themes),
        state.SIZE: _first(read.size_classes),
        state.INITIATIVE: _first(read.initiative_ids),
        state.SECTION: read.section,
        state.WITH_DEMO: read.with_demo,
        state.DROPS: read.drops,
        state.COLLECTS: read.collects,
        **shift_values(read.shift),
        FROM_ON: read.from_on,
        TO_ON: read.to_on,
        FIT: read.fit,
        **({state.HOME.point: read.home, state.HOME.point_name: None} if read.home else {}),
        state.REACH: read.with_reach,
        state.TAB: read.tab,
        state.ORGANISATION: read.organisation_id,
        state.PARTNERS: read.partner_ids,
        state.SECTOR: _first(read.sector_codes),
        state.ADHERENTS: read.only_adherents,
        state.ALL_ORGANISATIONS: read.include_others,
        state.ALL_SITES: read.from_all_sites,
        state.CONSORTIUM_KIND: read.service,
        state.PLAN_FRAME: read.frame or None,
        state.PLAN_MEASURES: list(read.measures),
        state.PLAN_POINT: read.shared_point,
    }


def _split(joined: str | None) -> list[str]:
    return joined.split(",") if joined else []


def _first(items: Iterable[Any]) -> Any:
    return next(iter(items), None)


def _one(item: Any) -> tuple[Any, ...]:
    return () if item is None else (item,)
