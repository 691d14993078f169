"""District offices that are documented, and the municipalities that each one serves."""

import streamlit as st

from welfare_map.maps.parts import contact_html, definition_list
from welfare_map.maps.popups import escape
from welfare_map.texts import text
from welfare_map.ui.context import Page


def offices_section(page: Page) -> None:
    """Draw one card per documented office, and say that the others are not known."""
    territory = page.snapshot.territory
    names = territory.municipalities.set_index("municipality_code")["municipality_name"]
    st.caption(text("agreements.offices_note", page.lang))
    for office in territory.offices.to_dict("records"):
        served = sorted(
            str(names[code]) for code, office_id in territory.office_of.items() if office_id == office["office_id"]
        )
        facts = definition_list(
            (
                (
                    text("card.contact", page.lang),
                    contact_html(office["phone"], office["email"], office["website"], page.lang),
                ),
                (text("agreements.office_municipalities", page.lang), escape(", ".join(served))),
            )
        )
        st.html(f'<article class="wm-card"><h3>{escape(office[f"office_name_{page.lang}"])}</h3>{facts}</article>')
