"""Where it is said what is wrong with a field: the page ties the words to the field (``scripts/assist.js``)."""

from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

FAULT: Final = "wm-fault"
"""Class of the line under a field, and beginning of the key of what is said of fields elsewhere."""


def fault_key(key: str) -> str:
    """Return the key of what is wrong with the field, or the container of fields, that has a key."""
    return f"{FAULT}-{key}"


def fault_place(key: str) -> DeltaGenerator:
    """Return the place for what is wrong with a field; the keyboard stays where it is."""
    return st.container(key=fault_key(key))
