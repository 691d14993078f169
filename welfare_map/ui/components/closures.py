"""The button that gives the closures of a service for one's own calendar."""

from datetime import timedelta

import streamlit as st

from welfare_map.exports.ics import closures_ics
from welfare_map.model import ServiceRow
from welfare_map.questions.closures import closures, has_closures
from welfare_map.texts import text
from welfare_map.ui.context import Page

AHEAD = timedelta(days=365)


def closures_button(page: Page, row: ServiceRow, *, place: str) -> None:
    """
    Offer the closures of the next year, where the opening hours name any.

    Parameters
    ----------
    place
        Where the card stands: the same service may have several.
    """
    if not has_closures(row.opening_hours):
        return
    first_on, lang = page.as_of_on, page.lang
    st.download_button(
        text("closures.download", lang),
        lambda: closures_ics(row, closures(row.opening_hours, first_on, first_on + AHEAD), lang, made_on=first_on),
        file_name=text("closures.file_name", lang),
        mime="text/calendar",
        key=f"closures-{place}-{row.service_id}",
        type="tertiary",
        on_click="ignore",
    )
