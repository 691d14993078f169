"""What of a link could not be read, and what is used in its place: one sentence for all sections."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import streamlit as st

from welfare_map import share_whatif
from welfare_map.share_access import FIRST_KINDS
from welfare_map.share_siting import COUNTS, NUMBERS
from welfare_map.texts import formats, text
from welfare_map.ui import access_keys, brief_keys, coverage_keys, siting_keys, state, whatif_keys
from welfare_map.ui.components.coverage.naming import UNKNOWN
from welfare_map.ui.markdown import marked

LONGEST: Final = 60
"""Characters of what was written that are shown."""
MOST_UNKNOWN: Final = 5
"""Parts of which the page knows nothing that are named."""
Held = tuple[str, str]
"""Key of what the section holds, and where the words of its codes stand, "" for names and numbers."""
COVERAGE: Final[Mapping[str, Held]] = {
    "view": (coverage_keys.COVERAGE_TAB, ""),
    "indicator": (coverage_keys.INDICATOR, "coverage.name."),
    "areas": (coverage_keys.AREAS, "codes.level."),
    "within": (coverage_keys.WITHIN, ""),
    "basin": (coverage_keys.BASIN_CODES, ""),
    "unit": (coverage_keys.UNIT, ""),
    "places": (coverage_keys.PLACES, "coverage.places."),
    "part_time": (coverage_keys.PART_TIME, ""),
    "hours": (coverage_keys.HOURS, "fits.template."),
    "real": (coverage_keys.REAL, ""),
}
ACCESS: Final[Mapping[str, Held]] = {
    "services": (access_keys.KINDS, "codes.kind."),
    "method": (access_keys.METHOD, "access.method_name."),
    "radius": (access_keys.RADIUS, ""),
    "travel": (access_keys.TRAVEL, "codes.mode."),
    "decay": (access_keys.DECAY, "access.decay_name."),
    "threshold": (access_keys.THRESHOLD, ""),
    "show": (access_keys.SHOW, "access.show."),
}
SITING: Final[Mapping[str, Held]] = {
    "seek": (siting_keys.SEEK, "siting.target."),
    "seek_for": (siting_keys.SEEK_FOR, "coverage.name."),
    "whole": (siting_keys.WHOLE, ""),
    "seek_mode": (siting_keys.SEEK_MODE, "codes.mode."),
    "ends": (siting_keys.ENDS, "siting.ends."),
    **{parameter: (siting_keys.FIGURES[name], "") for name, (parameter, *_) in {**NUMBERS, **COUNTS}.items()},
}
SCENARIOS: Final[Mapping[str, Held]] = dict.fromkeys(share_whatif.SCENARIOS, (whatif_keys.SCENARIOS, ""))
BRIEF: Final[Mapping[str, Held]] = dict.fromkeys(("district", "municipality"), (brief_keys.BRIEF_PLACE, ""))
OWN: Final[Mapping[str, Mapping[str, Held]]] = {
    "coverage": COVERAGE,
    "access": ACCESS,
    "siting": SITING,
    "whatif": SCENARIOS,
    "brief": BRIEF,
}
"""Parameters of each section; those of the first are read by the others too."""


def say_unread(lang: str, section: str) -> None:
    """Say in a sentence what the section did not read of the link; nothing where all was read."""
    unread = state.get(state.UNREAD) or {}
    items = [
        _item(name, written, OWN[reader][name], lang)
        for reader in dict.fromkeys(("coverage", section))
        for name, written in unread.get(reader, {}).items()
        if name in OWN[reader]
    ]
    items += [
        marked("coverage.unread.unknown", lang, what=_cut(name), written=_cut(written))
        for name, written in list(unread.get(UNKNOWN, {}).items())[:MOST_UNKNOWN]
    ]
    if items:
        st.warning(text("coverage.unread.sentence", lang, items="; ".join(items)))


def _item(name: str, written: str, held: Held, lang: str) -> str:
    key, prefix = held
    cut = _cut(written)
    what = text(f"coverage.unread.name.{name}", lang)
    if name == "view":
        used = text(f"coverage.tab_{state.get(key)}", lang)
    else:
        used = "" if name.startswith("scenario") else _used(state.get(key), prefix, lang)
    if not used:
        return marked("coverage.unread.ignored", lang, what=what, written=cut)
    return marked("coverage.unread.item", lang, what=what, written=cut, used=used)


def _cut(written: str) -> str:
    shown = " ".join(written.split())
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def _used(value: Any, prefix: str, lang: str) -> str:
    """Return what is used in its place, in words; "" for nothing."""
    if value == FIRST_KINDS:
        return text("access.services.small_children", lang)
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return formats.exact(value, lang)
    if prefix:
        codes: Iterable[str] = (value,) if isinstance(value, str) else value
        return ", ".join(text(f"{prefix}{code}", lang) for code in codes)
    return ", ".join((value,) if isinstance(value, str) else ())
