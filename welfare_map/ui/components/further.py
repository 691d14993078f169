"""The end of a list that is not drawn whole: the way to what follows, which is not on paper."""

import streamlit as st

from welfare_map.ui import state


def offer_further(label: str, key: str, next_count: int, *, said: str = "") -> None:
    """
    Draw the button that unfolds more of a list.

    Parameters
    ----------
    key, next_count
        What the visit keeps under which name once the button is clicked.
    said
        What stands under the button, or "".
    """
    with st.container(key="further"):
        st.button(label, on_click=state.put, args=(key, next_count))
        if said:
            st.caption(said)
