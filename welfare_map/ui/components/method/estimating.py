"""How far the estimate of minutes is from the roads, as it was measured."""

import streamlit as st

from welfare_map.maps.parts import stacked_table
from welfare_map.maps.popups import escape
from welfare_map.texts import formats, text
from welfare_map.ui import data
from welfare_map.ui.context import Page

HEADS = ("mode", "line", "typical_error", "large_error")


def show_estimating(page: Page) -> None:
    """Draw the errors of the estimate by mode and distance, and say how they were measured."""
    lang, errors = page.lang, data.estimate_errors()
    rows = [
        (
            escape(text(f"codes.mode.{row['mode']}", lang)),
            escape(
                text(
                    "method.line_km",
                    lang,
                    from_km=formats.exact(row["from_km"], lang),
                    until_km=formats.exact(row["until_km"], lang),
                )
            ),
            *(
                escape(
                    text(
                        "method.within",
                        lang,
                        share=formats.exact(row[f"{size}_error_pct"], lang),
                        minutes=formats.exact(row[f"{size}_error_min"], lang),
                    )
                )
                for size in ("typical", "large")
            ),
        )
        for row in errors.to_dict("records")
    ]
    heads = [text(f"method.column.{head}", lang) for head in HEADS]
    st.html(stacked_table(heads, rows, text("method.estimating_title", lang)))
    st.markdown(text("method.estimating_note", lang, measured_on=formats.day(str(errors["measured_on"].iat[0]), lang)))
