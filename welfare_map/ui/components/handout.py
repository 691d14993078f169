"""The button that makes a sheet of chosen services; nothing is made before somebody asks for it."""

from urllib.parse import urlencode

import streamlit as st

from welfare_map import share
from welfare_map.model import CompareAnswer, CompareQuery, NearbyQuery
from welfare_map.questions.compare import compare
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.context import Page


def handout_button(page: Page, query: NearbyQuery, name: str) -> None:
    """
    Offer the sheet of a list of the visit.

    Parameters
    ----------
    query
        Gives the workplace and the mode.
    name
        ``state.SAVED`` or ``state.COMPARED``.
    """
    service_ids: tuple[str, ...] = state.get(name)
    link, travel_times = _link(page.lang, query, name, service_ids), data.travel_times()
    asked = CompareQuery(
        as_of_on=query.as_of_on, service_ids=service_ids, lon=query.lon, lat=query.lat, mode=query.mode
    )
    st.download_button(
        text("handout.download", page.lang),
        lambda: _sheet(
            page, query, compare(page.snapshot, asked, travel_times), title_key=f"handout.title_{name}", link=link
        ),
        file_name=text("handout.file_name", page.lang),
        mime="application/pdf",
        key=f"handout-{name}",
        on_click="ignore",
    )


def _sheet(page: Page, query: NearbyQuery, answer: CompareAnswer, *, title_key: str, link: str) -> bytes:
    from welfare_map.exports.handout import Handout, handout_pdf  # noqa: PLC0415  # fonts are loaded where one is made

    towns = page.snapshot.territory
    about = Handout(
        title_key=title_key,
        link=link,
        start_name=str(towns.municipalities["municipality_name"].iat[towns.row_of(towns.locate(query.lon, query.lat))]),
        made_on=page.as_of_on,
    )
    return handout_pdf(answer, about, page.lang, territory=towns)


def _link(lang: str, query: NearbyQuery, name: str, service_ids: tuple[str, ...]) -> str:
    """Return the address that opens the list from the same workplace; it knows nothing of a home."""
    plain = NearbyQuery(lon=query.lon, lat=query.lat, mode=query.mode, as_of_on=query.as_of_on)
    is_saved = name == state.SAVED
    view = share.ViewState(lang=lang, saved=service_ids if is_saved else (), compared=() if is_saved else service_ids)
    params = {**share.nearby_params(plain), **share.view_params(view)}
    return f"{(st.context.url or '').split('?')[0]}?{urlencode(params, safe=',:')}"
