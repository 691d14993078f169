"""
What the address of the page carries beside the bound widgets, and the names of every key.

Widgets that carry ``bind="query-params"`` write their own parameter; the rest (place, saved, compared, territory) goes
through ``share``, which accepts anything.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import streamlit as st

from welfare_map import share

LANG: Final = "lang"
WORDS: Final = "words"
CANDIDATE: Final = "candidate"
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
SHOWN: Final = "shown_count"
PICK_SEEN: Final = "pick_seen"
ORIGIN_LABEL: Final = "origin_label"
ORIGIN_QUALITY: Final = "origin_quality"


def parameters() -> Mapping[str, str]:
    """Return the parameters of the address, one value each, repeated ones joined by commas."""
    return {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}


def view() -> share.ViewState:
    """Return the view state of the address; junk falls back to nothing."""
    return share.read_view(parameters())


def write(name: str, values: Iterable[str]) -> None:
    """Write one parameter of the address, or take it out when there is nothing to write."""
    joined = ",".join(values)
    if joined:
        st.query_params[name] = joined
    else:
        st.query_params.pop(name, None)
