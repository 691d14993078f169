"""What a family knows of its means, and what services cost it: kept in the visit, in no address and no log."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from welfare_map.model import CostQuery, NearbyQuery, ServiceRow
from welfare_map.model.cost import MAX_AMOUNT_EUR
from welfare_map.questions.cost import cost
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.asking import Found
from welfare_map.ui.context import Page


def ask_means(lang: str) -> None:
    """Ask for ISEE and for the benefit that the family knows it gets."""
    with st.popover(text("cost.title", lang)):
        st.caption(text("cost.intro", lang))
        for name in (state.ISEE, state.BENEFIT):
            st.number_input(
                text(f"cost.ask_{name}", lang),
                min_value=0,
                max_value=MAX_AMOUNT_EUR,
                value=None,
                key=name,
                persist_state="session",
            )


def with_costs(page: Page, query: NearbyQuery, found: Found, rows: Sequence[ServiceRow]) -> Found:
    """Add what some services cost this family to an answer."""
    if not rows:
        return found
    asked = CostQuery(
        as_of_on=query.as_of_on,
        service_ids=tuple(row.service_id for row in rows),
        isee_eur=state.get(state.ISEE),
        child_age_months=query.child_age_months,
        benefit_eur=state.get(state.BENEFIT),
    )
    return replace(found, costs={row.service_id: row for row in cost(page.snapshot, asked).rows})
