"""What is wrong with a form: all of it at once, each beside its field; nothing that was typed is lost."""

from collections.abc import Mapping

import streamlit as st

from geodata.errors import InputError
from welfare_map.maps.popups import escape
from welfare_map.register.history.cells import checked_cell
from welfare_map.texts import formats, text
from welfare_map.ui.components.fault_place import FAULT
from welfare_map.ui.components.registry.fields import Field
from welfare_map.ui.components.registry.saying import error_words, look_at
from welfare_map.ui.markdown import plain_markdown


def faults_of(fields: Mapping[str, Field], lang: str) -> dict[str, str]:
    """Return what is wrong with fields, in words, by their name; those that are sound are left out."""
    found = {name: _fault(field, lang) for name, field in fields.items()}
    return {name: words for name, words in found.items() if words}


def say_faults(fields: Mapping[str, Field], faults: Mapping[str, str], lang: str) -> None:
    """Say what is wrong beside each field, name them together here, and bring the keyboard into the first one."""
    for name, words in faults.items():
        fields[name].place.html(f'<p class="{FAULT}">{escape(words)}</p>')
    names = ", ".join(fields[name].words for name in fields if name in faults)
    st.error(text("registry.faults", lang, fields=plain_markdown(names)))
    look_at(f".{FAULT}")


def _fault(field: Field, lang: str) -> str:
    """Return what is wrong with a field, "" for nothing."""
    if field.cell is None:
        return text("error.missing_answer", lang, field=field.words) if field.is_required else ""
    count = len(field.cell) if isinstance(field.cell, str) else 0
    if count > field.maximum:
        shown = {"count": formats.number(count, lang), "maximum": formats.number(field.maximum, lang)}
        return text("error.too_long_answer", lang, field=field.words, **shown)
    try:
        if field.column is not None:
            checked_cell(field.column, field.cell)
    except InputError as error:
        return error_words(error, lang)
    return ""
