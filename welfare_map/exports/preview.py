"""A ``Document`` as a page reads it out: its parts as HTML, blanks marked, without what only paper needs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from welfare_map.exports.document import (
    BLANK,
    Blank,
    Block,
    Bullets,
    Document,
    Fields,
    Heading,
    Paragraph,
    Signatures,
    Table,
    Ticks,
    Tone,
    Words,
)
from welfare_map.maps.parts import definition_list, stacked_table
from welfare_map.maps.popups import escape


def parts_html(document: Document) -> tuple[tuple[str, str], ...]:
    """
    Return the parts of a document, each with its title (plain text) and its HTML.

    A part begins at a heading of level 1. Pictures are left out: the page has a map of the same.
    """
    return tuple((title, "".join(map(_html, blocks))) for title, blocks in _parts(document.blocks))


def blocks_html(blocks: Iterable[Block]) -> str:
    """Return the HTML of blocks, one below the other."""
    return "".join(map(_html, blocks))


def _parts(blocks: tuple[Block, ...]) -> Iterator[tuple[str, list[Block]]]:
    title: str | None = None
    inside: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            if title is not None:
                yield title, inside
            title, inside = block.words, []
        else:
            inside.append(block)
    if title is not None:
        yield title, inside


def _html(block: Block) -> str:
    write = WRITERS.get(type(block))
    return write(block) if write else ""


def _said(words: Words) -> str:
    """Return words between tags; what is missing is marked."""
    if isinstance(words, Blank):
        return f'<mark class="wm-blank">{escape(words.words)}</mark>'
    return escape(words.strip() or BLANK)


def _heading(block: Heading) -> str:
    return f"<h4>{escape(block.words)}</h4>"


def _paragraph(block: Paragraph) -> str:
    lead = f"<strong>{escape(block.lead)}</strong> " if block.lead else ""
    style = "" if block.tone is Tone.PLAIN else ' class="wm-place"'
    return f"<p{style}>{lead}{_said(block.words)}</p>"


def _bullets(block: Bullets) -> str:
    return f"<ul>{''.join(f'<li>{_said(words)}</li>' for words in block.items)}</ul>"


def _ticks(block: Ticks) -> str:
    return f"<ul>{''.join(f'<li>{_said(words)}</li>' for words, _ in block.items)}</ul>"


def _fields(block: Fields) -> str:
    return definition_list((label, _said(value)) for label, value in block.rows)


def _table(block: Table) -> str:
    label = block.caption or block.header[0]
    caption = f'<p class="wm-place">{escape(block.caption)}</p>' if block.caption else ""
    return caption + stacked_table(
        block.header,
        [[escape(str(cell)) if block.is_list else _said(cell) for cell in row] for row in block.rows],
        label,
    )


def _signatures(block: Signatures) -> str:
    return f"<ul>{''.join(f'<li>{_said(party)}</li>' for party in block.parties)}</ul>"


WRITERS: Final[Mapping[type[Block], Callable[[Any], str]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Ticks: _ticks,
    Fields: _fields,
    Table: _table,
    Signatures: _signatures,
}
"""Kind of block -> its HTML; the others are for paper."""
