"""*Chi ho vicino*: the firms within reach, on the map and in a list that say the same."""

import streamlit as st

from welfare_map.maps.firm_cards import firm_card
from welfare_map.maps.view import MapPoint
from welfare_map.model import FirmRow, FirmsAnswer, FirmsQuery
from welfare_map.questions.firms import firms
from welfare_map.texts import text
from welfare_map.ui import data
from welfare_map.ui.components.firms.asked import AskedFirm, Section
from welfare_map.ui.components.firms.partners import partner_button
from welfare_map.ui.context import Page
from welfare_map.vocabularies import ORGANISATION


def section(page: Page, asked: AskedFirm) -> Section:
    """Answer which firms are near."""
    query = FirmsQuery(
        as_of_on=page.as_of_on,
        lon=asked.place.lon,
        lat=asked.place.lat,
        me=asked.me,
        viewer=asked.viewer,
        mode=asked.mode,
        limit_min=asked.limit_min,
    )
    answer = firms(page.snapshot, query, data.travel_times())
    return Section(
        draw=lambda: _draw(page, asked, answer),
        points=tuple(map(_point, answer.rows)),
        has_demo=answer.has_demo,
    )


def _point(row: FirmRow) -> MapPoint:
    return MapPoint(
        item_id=row.organisation_id,
        lon=row.lon,
        lat=row.lat,
        code=ORGANISATION,
        name=row.organisation_name,
        travel_min=row.travel_min,
        is_approximate=row.is_approximate,
        is_demo=row.is_demo,
    )


def _draw(page: Page, asked: AskedFirm, answer: FirmsAnswer) -> None:
    st.subheader(answer.sentence.words(page.lang), anchor=False)
    for number, row in enumerate(answer.rows, start=1):
        with st.container(key=f"card-firm-{row.organisation_id}", gap="xsmall"):
            st.html(firm_card(row, page.lang, number=number))
            partner_button(page.lang, asked.partner_ids, row.organisation_id)
    if not answer.rows:
        st.info(text("firms.nothing", page.lang))
    st.caption(answer.method.words(page.lang))
