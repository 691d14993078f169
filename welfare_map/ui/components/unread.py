"""What of a link could not be read, and what is used in its place: one sentence for all pages."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from streamlit.delta_generator import DeltaGenerator

from welfare_map import share_whatif
from welfare_map.share_access import FIRST_KINDS
from welfare_map.share_siting import COUNTS, NUMBERS
from welfare_map.texts import formats, text
from welfare_map.ui import (
    access_keys,
    brief_keys,
    coverage_keys,
    registry_keys,
    shift_keys,
    siting_keys,
    state,
    unread_words,
)
from welfare_map.ui.markdown import marked

LONGEST: Final = 40
"""Characters of what was written that are shown: a link is anybody's, and the sentence is ours."""
NAMED: Final = re.compile(r"[A-Za-z_-]{1,30}")
"""What an unknown part has to be called so that it is named: a word that was mistyped, not a message or a number."""
MOST_UNKNOWN: Final = 5
"""Parts of which the page knows nothing that are named; their values are never shown."""
Held = tuple[str, str]
"""Key of what is used in its place, "" for nothing that can be said, and the text key of its codes, if it holds any."""
NOTHING: Final[Held] = ("", "")
VISIT: Final[Mapping[str, Held]] = {
    **dict.fromkeys(("lon", "lat", "age", "elder", "capacity", "ownership", "others", "free"), NOTHING),
    **dict.fromkeys(("layers", "territory", "selected", "saved", "compared", "initiative", "demo"), NOTHING),
    **dict.fromkeys(("home", "shift", "from", "to", "reach", "organisation", "partners", "sector"), NOTHING),
    **dict.fromkeys(("adherents", "all", "sites", "frame", "at", "service"), NOTHING),
    "mode": (state.MODE, "codes.mode.{}"),
    "limit": (state.LIMIT, "find.limit_{}"),
    "min": (state.MINUTES, ""),
    "km": (state.KM, ""),
    "groups": (state.GROUPS, "codes.group.{}"),
    "kinds": (state.KINDS, "codes.kind.{}"),
    "lang": (state.LANG, "codes.language.{}"),
    "level": (state.LEVEL, "codes.level.{}"),
    "theme": (state.THEME, "codes.theme.{}"),
    "size": (state.SIZE, "codes.size.{}"),
    "section": (state.SECTION, "agreements.tab_{}"),
    "drops": (state.DROPS, "codes.carer.{}"),
    "collects": (state.COLLECTS, "codes.carer.{}"),
    "fit": (shift_keys.FIT, "codes.fit_shown.{}"),
    "tab": (state.TAB, "firms.tab_{}"),
    "measures": (state.PLAN_MEASURES, "codes.exchange_kind.{}"),
}
COVERAGE: Final[Mapping[str, Held]] = {
    "view": (coverage_keys.COVERAGE_TAB, "coverage.tab_{}"),
    "indicator": (coverage_keys.INDICATOR, "coverage.name.{}"),
    "areas": (coverage_keys.AREAS, "codes.level.{}"),
    "within": (coverage_keys.WITHIN, ""),
    "basin": (coverage_keys.BASIN_CODES, ""),
    "unit": (coverage_keys.UNIT, ""),
    "places": (coverage_keys.PLACES, "coverage.places.{}"),
    "part_time": (coverage_keys.PART_TIME, ""),
    "hours": (coverage_keys.HOURS, "fits.template.{}"),
    "real": (coverage_keys.REAL, ""),
}
ACCESS: Final[Mapping[str, Held]] = {
    "services": (access_keys.KINDS, "codes.kind.{}"),
    "method": (access_keys.METHOD, "access.method_name.{}"),
    "radius": (access_keys.RADIUS, ""),
    "travel": (access_keys.TRAVEL, "codes.mode.{}"),
    "decay": (access_keys.DECAY, "access.decay_name.{}"),
    "threshold": (access_keys.THRESHOLD, ""),
    "show": (access_keys.SHOW, "access.show.{}"),
}
SITING: Final[Mapping[str, Held]] = {
    "seek": (siting_keys.SEEK, "siting.target.{}"),
    "seek_for": (siting_keys.SEEK_FOR, "coverage.name.{}"),
    "whole": (siting_keys.WHOLE, ""),
    "seek_mode": (siting_keys.SEEK_MODE, "codes.mode.{}"),
    "ends": (siting_keys.ENDS, "siting.ends.{}"),
    **{parameter: (siting_keys.FIGURES[name], "") for name, (parameter, *_) in {**NUMBERS, **COUNTS}.items()},
}
SCENARIOS: Final[Mapping[str, Held]] = dict.fromkeys(share_whatif.SCENARIOS, NOTHING)
BRIEF: Final[Mapping[str, Held]] = dict.fromkeys(("district", "municipality"), (brief_keys.BRIEF_PLACE, ""))
REGISTRY: Final[Mapping[str, Held]] = {
    "desk": (registry_keys.SECTION, "{}"),
    "form": (registry_keys.FORM, "registry.form_name.{}"),
}
OWN: Final[Mapping[str, str]] = {"section": "agreements", "tab": "firms"}
"""Parameters of a visit that one page alone reads; elsewhere nothing is used in their place."""
READ: Final[Mapping[str, Mapping[str, Held]]] = {
    unread_words.VISIT: VISIT,
    "coverage": COVERAGE,
    "access": ACCESS,
    "siting": SITING,
    "whatif": SCENARIOS,
    "brief": BRIEF,
    "registry": REGISTRY,
    **{page: {} for page in OWN.values()},
}
"""Who reads what: every page, the sections of *Copertura*, *Registro*, and the pages of ``OWN``."""


def say_unread(slot: DeltaGenerator, lang: str, *sections: str) -> None:
    """
    Say in a sentence what the page did not read of the link; nothing where all was read.

    Parameters
    ----------
    slot
        Where: below the title, which leaves room for it.
    sections
        Those of ``READ`` that the page shows, the one that all of them read first. What they read is theirs.
    """
    unread = state.get(unread_words.UNREAD) or {}
    theirs = {name for section in sections for name in READ[section]}
    names = {**{section: READ[section].keys() for section in sections}, unread_words.VISIT: VISIT.keys() - theirs}
    items = [
        _item(reader, name, written, lang) if OWN.get(name) in {None, *sections} else _elsewhere(name, lang)
        for reader in names
        for name, written in unread.get(reader, {}).items()
        if name in names[reader]
    ]
    items += _unknown(unread.get(unread_words.UNKNOWN, {}), lang)
    if items:
        slot.warning(text("unread.sentence", lang, items="; ".join(items)))


def _unknown(names: Collection[str], lang: str) -> list[str]:
    """Name what looks like a parameter; that there is something else is said once, without its words."""
    named = [name for name in names if NAMED.fullmatch(name)]
    items = [marked("unread.unknown", lang, what=name) for name in named[:MOST_UNKNOWN]]
    return items if len(named) == len(names) else [*items, text("unread.unnamed", lang)]


def _elsewhere(name: str, lang: str) -> str:
    return marked("unread.elsewhere", lang, what=name)


def _item(reader: str, name: str, written: str, lang: str) -> str:
    key, words_key = READ[reader][name]
    what = text(f"unread.name.{name}" if reader == unread_words.VISIT else f"coverage.unread.name.{name}", lang)
    used = _used(state.get(key), words_key, lang) if key else ""
    if not used:
        return marked("unread.ignored", lang, what=what, written=_cut(written))
    return marked("unread.item", lang, what=what, written=_cut(written), used=used)


def _cut(written: str) -> str:
    shown = " ".join(written.split())
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def _used(value: Any, words_key: str, lang: str) -> str:
    """Return what is used in its place, in words; "" for nothing."""
    if value == FIRST_KINDS:
        return text("access.services.small_children", lang)
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return formats.exact(value, lang)
    if words_key:
        codes: Iterable[str] = (value,) if isinstance(value, str) else value
        return ", ".join(text(words_key.format(code), lang) for code in codes)
    return value if isinstance(value, str) else ""
