"""What a visitor takes along: the address of the view, files, a print."""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from welfare_map.exports.csv import csv_text
from welfare_map.exports.geojson import geojson
from welfare_map.exports.without_home import without_home
from welfare_map.maps.popups import escape
from welfare_map.model import Answer, CommuteAnswer
from welfare_map.share import home_params
from welfare_map.texts import text
from welfare_map.ui.components.asking import ServicesAnswer
from welfare_map.ui.components.day import Day
from welfare_map.ui.components.place_search import Place
from welfare_map.ui.context import Page
from welfare_map.ui.page_scripts import run_script


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
            lambda: _xlsx(answer, lang, file_name),
            file_name=f"{file_name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
        )
        st.download_button(
            text("find.download_gpkg", lang),
            lambda: _geopackage(page, answer, file_name),
            file_name=f"{file_name}.gpkg",
            mime="application/geopackage+sqlite3",
            on_click="ignore",
        )
        _print(lang)


def _xlsx(answer: Answer[Any], lang: str, name: str) -> bytes:
    from welfare_map.exports.answer_files import answer_xlsx  # noqa: PLC0415  # loaded where a file is asked for

    return answer_xlsx(answer, lang, name=name)


def _geopackage(page: Page, answer: Answer[Any], name: str) -> bytes:
    from welfare_map.exports.answer_files import answer_geopackage  # noqa: PLC0415  # loaded where a file is asked for

    return answer_geopackage(answer, page.lang, name=name, territory=page.snapshot.territory)


def _address(lang: str) -> None:
    """Show the address of the browser itself, which carries the whole view, and copy it on request."""
    st.caption(text("find.share_help", lang))
    _copy_button("wm-copy", "find.share_copy", lang, {})


def _address_with_home(home: Place, lang: str) -> None:
    """Copy, only for who asks, the address with the rounded point of home; the page itself never shows it."""
    st.caption(text("find.share_home_help", lang))
    _copy_button("wm-copy-home", "find.share_home", lang, home_params(home.lon, home.lat))


def _copy_button(element_id: str, key: str, lang: str, added: Mapping[str, str]) -> None:
    """Draw a button that copies the address of the page with some values added."""
    copied = text("find.share_copied", lang)
    run_script("copy", beside=_button(element_id, key, lang), button=element_id, added=dict(added), copied=copied)


def _print(lang: str) -> None:
    run_script("print", beside=_button("wm-print", "find.print", lang), button="wm-print")


def _button(element_id: str, key: str, lang: str) -> str:
    """Return a plain button, whose click runs in the browser alone."""
    return f'<button type="button" class="wm-button" id="{element_id}">{escape(text(key, lang))}</button>'
