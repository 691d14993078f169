"""
The state of a visit: what the session holds, by key.

Widgets carry their key and ``persist_state="session"``, so that a visitor finds a page as it was left. What of it the
address carries is in ``TRACKED`` here and in ``address_values``; when it is read and written, in ``visit_address``.
"""

from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from welfare_map.ui.shift_keys import FIT, FROM_ON, SHIFT, SHIFT_DAYS, SHIFT_END, SHIFT_START, SHIFT_WORDS, TO_ON

REPORT: Final = "report"
"""Parameter of *Registro*: the service whose card somebody found wrong."""
PANELS: Final = ("services", "adherents", "territories")
"""Panels that share the layers of the map."""
TYPED: Final = "typed"
"""Keys of the fields of forms into which somebody types: what stands there is the browser's until it is sent."""
FIELDS: Final = "form_fields"
"""Keys of all fields of forms: what stands there is nowhere else until it is sent."""
LANG: Final = "lang"
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

    @property
    def refused(self) -> str:
        """Key of words that are no place of the map: the words, the point that was chosen then, what was said."""
        return f"{self.name}_refused"

    @property
    def words_of(self) -> str:
        """Key of the point for which the words in the field stand already."""
        return f"{self.words}_of"


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
"""What the address carries of these; ``BESIDE`` in ``address_values`` says what else."""


def get(name: str) -> Any:
    """Return a value of the session, None when it is not there."""
    return st.session_state.get(name)


def put(name: str, value: object) -> None:
    """Put a value into the session; a callback of buttons."""
    st.session_state[name] = value


def typed(key: str) -> str:
    """Remember that a field of a form is typed into, and return its key."""
    put(TYPED, {*(get(TYPED) or ()), key})
    return field(key)


def field(key: str) -> str:
    """Remember that a widget is a field of a form, and return its key."""
    put(FIELDS, {*(get(FIELDS) or ()), key})
    return key


def panel_key(name: str) -> str:
    """Return the key of one panel of layers."""
    return f"{LAYERS}-{name}"
