"""
Our scripts that run in a page, beside what Streamlit draws.

Their text is constant and their values travel in an attribute, so the policy of the page names each one by its hash
and no other script written into a page runs.
"""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from welfare_map.maps.popups import escape, script_json

FOLDER: Final = Path(__file__).parent / "scripts"
NAMES: Final = ("assist", "copy", "document", "guard", "look", "print", "steps")
"""The files, each one function of its values."""


def run_script(name: str, *, beside: str = "", **values: object) -> None:
    """
    Run a script in the page, once for the same values.

    Parameters
    ----------
    name
        One of ``NAMES``.
    beside
        HTML drawn before it: what it works on.
    values
        What the script is given, as JSON.
    """
    st.html(f"{beside}{script_element(name, **values)}", unsafe_allow_javascript=True)


def script_element(name: str, **values: object) -> str:
    """Return a script of ``NAMES`` with what it is given, as HTML."""
    return f'<script data-values="{escape(script_json(values))}">{_source(name)}</script>'


def script_hashes() -> tuple[str, ...]:
    """Return the sources of the policy that let these scripts run, and no other inline ones."""
    return tuple(inline_hash(_source(name)) for name in NAMES)


def inline_hash(script: str) -> str:
    """Return the source of a Content-Security-Policy that stands for the text of one inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@cache
def _source(name: str) -> str:
    body = without_comments((FOLDER / f"{name}.js").read_text(encoding="utf-8"))
    return f"({body})(JSON.parse(document.currentScript.dataset.values));"


def without_comments(script: str) -> str:
    """
    Return the lines of a script but its comments, each of which has a line of its own.

    Raises
    ------
    ValueError
        A comment goes on after its line, or code stands behind one: half of it would travel.
    """
    lines = [line.strip() for line in script.splitlines()]
    for line in lines:
        if line.count("/*") != line.count("*/") or (line.startswith("/*") and not line.endswith("*/")):
            raise ValueError(f"a comment of a script has a line of its own, from /* to */: {line}")
    return "\n".join(line for line in lines if not line.startswith("/*"))
