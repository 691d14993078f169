"""What a visitor takes along: the address of the view, files, a print."""

import json
from typing import Any

import streamlit as st

from welfare_map.exports.answer_files import answer_geopackage, answer_xlsx
from welfare_map.exports.csv import csv_text
from welfare_map.exports.geojson import geojson
from welfare_map.exports.without_home import without_home
from welfare_map.maps.popups import escape, script_json
from welfare_map.model import Answer, CommuteAnswer
from welfare_map.share import home_params
from welfare_map.texts import text
from welfare_map.ui.components.asking import ServicesAnswer
from welfare_map.ui.components.day import Day
from welfare_map.ui.components.place_search import Place
from welfare_map.ui.context import Page


def share_bar(page: Page, day: Day, answer: ServicesAnswer) -> None:
    """Offer the address, the files of the answer, without the home, and a print of the page."""
    lang = page.lang
    taken = without_home(answer) if isinstance(answer, CommuteAnswer) else answer
    with st.expander(text("find.share_title", lang), key="share"):
        _address(lang)
        if day.home is not None:
            _address_with_home(day.home, lang)
        _files(page, taken, "servizi")


def share_answer(page: Page, answer: Answer[Any], *, file_name: str, note: str = "") -> None:
    """
    Offer the address, the files of any answer, and a print of the page.

    Parameters
    ----------
    file_name
        Of the files, without their ending.
    note
        What must be known before they are passed on.
    """
    with st.expander(text("find.share_title", page.lang), key="share"):
        _address(page.lang)
        if note:
            st.caption(note)
        _files(page, answer, file_name)


def _files(page: Page, answer: Answer[Any], file_name: str) -> None:
    lang = page.lang
    with st.container(horizontal=True):
        st.download_button(
            text("find.download_csv", lang),
            lambda: csv_text(answer, lang),
            file_name=f"{file_name}.csv",
            mime="text/csv",
            on_click="ignore",
        )
        st.download_button(
            text("find.download_geojson", lang),
            lambda: json.dumps(geojson(answer, lang, territory=page.snapshot.territory), ensure_ascii=False),
            file_name=f"{file_name}.geojson",
            mime="application/geo+json",
            on_click="ignore",
        )
        st.download_button(
            text("find.download_xlsx", lang),
            lambda: answer_xlsx(answer, lang, name=file_name),
            file_name=f"{file_name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
        )
        st.download_button(
            text("find.download_gpkg", lang),
            lambda: answer_geopackage(answer, lang, name=file_name, territory=page.snapshot.territory),
            file_name=f"{file_name}.gpkg",
            mime="application/geopackage+sqlite3",
            on_click="ignore",
        )
        _print(lang)


def _address(lang: str) -> None:
    """Show the address of the browser itself, which carries the whole view, and copy it on request."""
    label, copied = text("find.share_copy", lang), text("find.share_copied", lang)
    st.caption(text("find.share_help", lang))
    _script_button(
        "wm-copy",
        label,
        f"navigator.clipboard.writeText(location.href).then(() => {{ button.textContent = {script_json(copied)}; }})",
    )


def _address_with_home(home: Place, lang: str) -> None:
    """Copy, only for who asks, the address with the rounded point of home; the page itself never shows it."""
    st.caption(text("find.share_home_help", lang))
    label, copied = text("find.share_home", lang), text("find.share_copied", lang)
    (name, value), *_ = home_params(home.lon, home.lat).items()
    _script_button(
        "wm-copy-home",
        label,
        "const address = new URL(location.href);"
        f" address.searchParams.set({script_json(name)}, {script_json(value)});"
        f" navigator.clipboard.writeText(address.href).then(() => {{ button.textContent = {script_json(copied)}; }})",
    )


def _print(lang: str) -> None:
    _script_button("wm-print", text("find.print", lang), "window.print()")


def _script_button(element_id: str, label: str, action: str) -> None:
    """Draw a plain button whose click runs in the browser alone."""
    st.html(
        f'<button type="button" class="wm-button" id="{element_id}">{escape(label)}</button>'
        f'<script>(() => {{ const button = document.getElementById("{element_id}");'
        f" if (button) button.onclick = () => {{ {action} }}; }})();</script>",
        unsafe_allow_javascript=True,
    )
