"""A ``Document`` to be read in a page: the same blocks as the files, without what is for paper alone."""

from collections.abc import Iterable

from welfare_map.exports.document import (
    BLANK,
    Blank,
    Block,
    Bullets,
    Document,
    Fields,
    Heading,
    Paragraph,
    Table,
    Words,
)
from welfare_map.maps.popups import escape

FIRST_LEVEL = 4
"""Below the page's own headings."""


def reading_html(document: Document) -> str:
    """Return the document's blocks as HTML; words from data are escaped, what is missing is marked."""
    return f'<div class="wm-reading" lang="{escape(document.lang)}">{"".join(map(_block, document.blocks))}</div>'


def _block(block: Block) -> str:
    match block:
        case Heading():
            level = min(FIRST_LEVEL + block.level - 1, 6)
            return f"<h{level}>{escape(block.words)}</h{level}>"
        case Paragraph():
            lead = f"<b>{escape(block.lead)}</b> " if block.lead else ""
            return f"<p>{lead}{_words(block.words)}</p>"
        case Bullets():
            return f"<ul>{''.join(f'<li>{_words(item)}</li>' for item in block.items)}</ul>"
        case Fields():
            return _table((), block.rows)
        case Table():
            caption = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
            return _table(block.header, block.rows, caption=caption)
        case _:
            return ""


def _table(header: Iterable[str], rows: Iterable[Iterable[Words]], *, caption: str = "") -> str:
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in header)
    body = "".join(f"<tr>{''.join(f'<td>{_words(cell)}</td>' for cell in row)}</tr>" for row in rows)
    table = f'<table class="wm-table">{caption}{f"<tr>{head}</tr>" if head else ""}{body}</table>'
    return f'<div class="wm-scroll" tabindex="0">{table}</div>'


def _words(words: Words) -> str:
    if isinstance(words, Blank):
        return f'<mark class="wm-blank">{escape(words.words)}</mark>'
    return escape(words) or f'<mark class="wm-blank">{BLANK}</mark>'
