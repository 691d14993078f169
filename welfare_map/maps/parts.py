"""Pieces of HTML that cards share; every value is escaped by ``popups``."""

from collections.abc import Iterable, Sequence
from typing import Final

from welfare_map.maps.popups import escape, link
from welfare_map.texts import text

PRINTED: Final = "wm-printed"
"""Class of what is seen on paper alone."""


def definition_list(pairs: Iterable[tuple[str, str]]) -> str:
    """Build a list of terms and values; values are HTML already, terms are plain text."""
    items = "".join(f"<dt>{escape(term)}</dt><dd>{value}</dd>" for term, value in pairs if value)
    return f'<dl class="wm-facts">{items}</dl>' if items else ""


def tag(words: str, *, style: str = "") -> str:
    """Build a small label."""
    return f'<span class="wm-tag {escape(style)}">{escape(words)}</span>'


def contact_html(phone: str | None, email: str | None, website: str | None, lang: str) -> str:
    """Build links to telephone, mailbox and site; only http(s) sites become links."""
    parts = []
    if phone:
        parts.append(link(f"tel:{phone}", phone.replace("+39", "+39 ", 1)))
    if email:
        parts.append(link(f"mailto:{email}", email))
    if website:
        parts.append(link(website, website))
    return " · ".join(parts) or escape(text("card.contact_unknown", lang))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], label: str) -> str:
    """Build a table; heads and label are plain text, cells HTML."""
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return _table("wm-table", heads, cells, label, None)


def stacked_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], label: str, *, shown_count: int | None = None
) -> str:
    """
    Build a table whose rows become short lists on a phone: each cell carries the words of its head.

    Rows after ``shown_count`` are on paper alone.
    """
    cells = [_labelled(heads, row) for row in rows]
    return _table("wm-table wm-stacked", heads, cells, label, shown_count)


def _table(style: str, heads: Sequence[str], rows: Sequence[str], label: str, shown_count: int | None) -> str:
    body = "".join(_row(row, is_shown=shown_count is None or number < shown_count) for number, row in enumerate(rows))
    made = f'<table class="{style}" aria-label="{escape(label)}">{head_row(column_heads(heads))}{body}</table>'
    return scrolled(made, label)


def column_heads(heads: Iterable[str]) -> str:
    """Build the heads of columns from plain text."""
    return "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)


def head_row(cells: str) -> str:
    """Build the first row of a table, which comes again on each printed sheet; its cells are HTML."""
    return f"<thead><tr>{cells}</tr></thead>"


def _row(cells: str, *, is_shown: bool) -> str:
    start = "<tr>" if is_shown else f'<tr class="{PRINTED}">'
    return f"{start}{cells}</tr>"


def _labelled(heads: Sequence[str], row: Sequence[str]) -> str:
    cells = zip(heads, row, strict=True)
    return "".join(f'<td data-label="{escape(words)}">{cell}</td>' for words, cell in cells)


def scrolled(html: str, label: str) -> str:
    """Let wide HTML scroll in a region of its own, by mouse and by keyboard; the label says what it is."""
    return f'<div class="wm-scroll" role="region" aria-label="{escape(label)}" tabindex="0">{html}</div>'
