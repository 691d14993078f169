"""Where the people of the visitor's firm live, as it is typed in the open page: it stays there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from geodata.codes import Level
from welfare_map.model import Commuters, Firm
from welfare_map.questions.units import find_unit
from welfare_map.snapshot import Snapshot
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.fault_place import fault_place
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import plain_markdown

HOMES: Final = "own_homes"
LINE: Final = re.compile(r"\s*(?P<town>.*?\S)[\s:;,.–-]+(?P<count>\d{1,5})\s*")
MAX_LINES, MAX_CHARACTERS = 100, 4000


@dataclass(frozen=True, slots=True)
class Homes:
    """Municipality code -> people, and the lines that could not be read."""

    counts: tuple[tuple[str, int], ...] = ()
    unread: tuple[str, ...] = ()


def read_homes(snapshot: Snapshot, words: str) -> Homes:
    """Read lines such as "Legnano 12"; a municipality that is named twice counts both times."""
    counts: dict[str, int] = {}
    unread: list[str] = []
    for line in _lines(words):
        found = LINE.fullmatch(line)
        unit = find_unit(snapshot, found["town"]) if found else None
        if found is None or unit is None or unit.level is not Level.MUNICIPALITY or int(found["count"]) == 0:
            unread.append(line.strip()[:60])
        else:
            counts[unit.code] = counts.get(unit.code, 0) + int(found["count"])
    return Homes(tuple(counts.items()), tuple(unread))


def _lines(words: str) -> Iterable[str]:
    return [line for line in words.splitlines() if line.strip()][:MAX_LINES]


def typed_homes(snapshot: Snapshot) -> Homes:
    """Return what the visitor typed."""
    return read_homes(snapshot, str(state.get(HOMES) or ""))


def with_homes(firm: Firm, homes: Homes) -> tuple[Commuters, ...]:
    """Return where the firm's people live: as it was typed, else as it is known."""
    if not homes.counts:
        return firm.commuters
    return tuple(Commuters(municipality_code=code, shift_number=0, worker_count=count) for code, count in homes.counts)


def ask_homes(page: Page, firm: Firm, homes: Homes) -> None:
    """Ask where people live, a municipality a line."""
    with st.expander(text("shuttle.page.homes", page.lang), expanded=not firm.commuters, key="shuttle-homes"):
        st.caption(text("shuttle.page.homes_help", page.lang))
        st.text_area(
            text("shuttle.page.homes_label", page.lang),
            placeholder=text("shuttle.page.homes_placeholder", page.lang),
            max_chars=MAX_CHARACTERS,
            key=HOMES,
            persist_state="session",
        )
        with fault_place(HOMES):
            for line in homes.unread[:3]:
                st.warning(text("shuttle.page.homes_unread", page.lang, line=plain_markdown(line)))
