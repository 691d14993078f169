"""The button that gives the closures of a service for one's own calendar."""

from datetime import timedelta

import streamlit as st

from welfare_map.model import ServiceRow
from welfare_map.questions.closures import closures, has_closures, years_around
from welfare_map.questions.fits.hours import NOWHERE, Calendars
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
    st.download_button(
        text("closures.download", page.lang),
        lambda: _calendar(page, row),
        file_name=text("closures.file_name", page.lang),
        mime="text/calendar",
        key=f"closures-{place}-{row.service_id}",
        type="tertiary",
        on_click="ignore",
    )


def _calendar(page: Page, row: ServiceRow) -> bytes:
    from welfare_map.exports.ics import closures_ics  # noqa: PLC0415  # its library is for those who take it home

    first_on, last_on = page.as_of_on, page.as_of_on + AHEAD
    calendars = Calendars(page.snapshot, *years_around(first_on, last_on))
    days = calendars.days(calendars.places.get(row.municipality_code or "", NOWHERE))
    return closures_ics(row, closures(row.opening_hours, days, first_on, last_on), page.lang, made_on=first_on)
