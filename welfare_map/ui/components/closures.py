"""The button that gives the closures of a service for one's own calendar."""

from datetime import timedelta

import streamlit as st

from geodata.hours.calendar import chief_town_of, public_holidays
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
    first_on, last_on = page.as_of_on, page.as_of_on + AHEAD
    holidays = public_holidays(first_on.year, last_on.year, _chief_town(page, row))
    found = closures(row.opening_hours, first_on, last_on, public_holidays=holidays)
    return closures_ics(row, found, page.lang, made_on=first_on)


def _chief_town(page: Page, row: ServiceRow) -> str:
    """Return by what name the calendar knows the patron saint of the service's municipality, "" where it does not."""
    if row.municipality_code is None:
        return ""
    territory = page.snapshot.territory
    town = territory.municipalities.iloc[territory.row_of(row.municipality_code)]
    return chief_town_of(
        str(town["municipality_name"]), str(town["province_short"]), is_chief_town=bool(town["is_chief_town"])
    )
