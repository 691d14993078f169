"""How far the listed agreements have come, for those who promote them."""

from collections.abc import Iterable

import streamlit as st

from welfare_map.maps.monitoring_table import monitoring_table
from welfare_map.maps.popups import escape
from welfare_map.model import InitiativeRow, MonitoringQuery
from welfare_map.questions.monitoring import monitoring
from welfare_map.texts import text
from welfare_map.ui.components.share_bar import share_answer
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded


def monitoring_section(page: Page, listed: Iterable[InitiativeRow]) -> None:
    """Draw a table for each of the agreements, how it was counted, and the files."""
    rows = tuple(listed)
    if not rows:
        return
    ids = tuple(row.initiative_id for row in rows)
    query = MonitoringQuery(as_of_on=page.as_of_on, initiative_ids=ids, include_demo=any(row.is_demo for row in rows))
    answer = monitoring(page.snapshot, query)
    st.subheader(text("monitoring.title", page.lang), anchor=False)
    st.write(text("monitoring.intro", page.lang))
    st.write(worded(answer.sentence, page.lang))
    for row in rows:
        own = [one for one in answer.rows if one.initiative_id == row.initiative_id]
        table = monitoring_table(own, page.lang)
        st.html(f"<details><summary>{escape(row.short_name)}</summary>{table}</details>")
    st.caption(worded(answer.method, page.lang))
    share_answer(
        page, answer, file_name="monitoraggio", note=text("app.demo_banner", page.lang) if answer.has_demo else ""
    )
