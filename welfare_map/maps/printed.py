"""What is on paper alone: what a list of the page has not unfolded yet, and what a print says of itself."""

from collections.abc import Sequence
from typing import TypeVar

from welfare_map.maps.parts import PRINTED, definition_list
from welfare_map.maps.popups import escape
from welfare_map.texts import formats, text

MOST_ENTRIES, MOST_ROWS = 24, 200
"""Services or firms of a list, and rows of a table, that go on paper; the files have them all."""
RowT = TypeVar("RowT")


def for_paper(rows: Sequence[RowT], shown_count: int) -> Sequence[RowT]:
    """Return the rows of a table that are drawn, those on paper alone among them."""
    return rows[: max(shown_count, MOST_ROWS)]


def printed_rest(lines: Sequence[str], shown_count: int, total: int, lang: str, *, foot: str = "") -> str:
    """
    Build, for paper, the entries that a list of cards has not unfolded yet.

    Parameters
    ----------
    lines
        HTML of the entries from the beginning of the list, ``MOST_ENTRIES`` at most.
    shown_count
        Entries that are drawn as cards, the first ones.
    total
        Entries of the whole list.
    foot
        HTML that closes the entries: what their cards would say beside.

    Returns
    -------
    html
        A numbered list, and in words how many entries even paper leaves out; "" where the cards are all.
    """
    if total <= shown_count:
        return ""
    items = "".join(f"<li>{line}</li>" for line in lines[shown_count:])
    rest = f'<ol start="{shown_count + 1}">{items}</ol>{foot}' if items else ""
    return f'<div class="{PRINTED}">{rest}{left_out(max(len(lines), shown_count), total, lang)}</div>'


def left_out(printed_count: int, total: int, lang: str) -> str:
    """Say on paper how many entries are on it and where the others are; "" where it has them all."""
    if printed_count >= total:
        return ""
    numbers = {"shown": formats.number(printed_count, lang), "total": formats.number(total, lang)}
    return f'<p class="{PRINTED}">{escape(text("app.printed_part", lang, **numbers))}</p>'


def imprint(data_on: str, lang: str, *, is_address_whole: bool) -> str:
    """
    Build what closes a printed page; the browser fills in day and address when it prints (``ui/scripts/document.js``).

    Parameters
    ----------
    data_on
        Day on which the newest source was read, ISO; "" for none.
    is_address_whole
        Whether the address carries what was asked, or only the way to the page: that of a signed link is a key.
    """
    part = "href" if is_address_whole else "pathname"
    facts = definition_list(
        (
            (text("app.printed_by", lang), escape(text("app.name", lang))),
            (text("app.printed_on", lang), '<span class="wm-printed-on"></span>'),
            (text("app.printed_data", lang), escape(formats.day(data_on, lang)) if data_on else ""),
            (text("app.printed_address", lang), f'<a class="wm-printed-address" data-part="{part}"></a>'),
        )
    )
    return f'<div class="{PRINTED} wm-imprint">{facts}</div>'
