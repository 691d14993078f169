"""
A document to be printed, filled in and signed: what stands in it, in order. ``exports.docx`` writes it as a file.

A question's answer becomes ``Document`` by a function of its own (``adhesion.py``, the plan's); blocks know nothing of
questions. A value that is not known is the empty text, or a ``Blank`` that says what is missing: it becomes a marked
blank, never a guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

BLANK: Final = "________"
"""To be filled in by hand; the writer marks it wherever it stands."""


@dataclass(frozen=True, slots=True)
class Blank:
    """
    What stands in the place of something that is missing.

    Parameters
    ----------
    words
        Shown, and marked by the writers: "[to be completed: hours]".
    what, of
        What is missing and of what, for whoever fills it in: "hours", "nursery".
    """

    words: str
    what: str
    of: str = ""


Words = str | Blank


class Tone(StrEnum):
    """How a paragraph speaks: as the rest, as a remark, or so that nobody misses it."""

    PLAIN = "plain"
    NOTE = "note"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 opens a part, 2 and 3 stand below it. The document's title is no heading."""

    words: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, with bold words in front of it if there are any; it may have to stay with what follows."""

    words: Words
    lead: str = ""
    tone: Tone = Tone.PLAIN
    is_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short items."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes to tick, each with its words and whether it is ticked already."""

    items: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """A form: label and value of each line; an empty value is a blank."""

    rows: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table; an empty cell is a blank.

    Parameters
    ----------
    header, rows
        Words of the columns, and of each row.
    caption
        Said above it.
    number_columns
        Columns, counted from 0, that are set to the right.
    width_shares
        Parts of the width per column; equal ones where none are given.
    has_total
        The last row adds up the others.
    is_list
        A long list of short rows: they stand closer, in smaller letters, and an empty cell is no blank.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    caption: str = ""
    number_columns: frozenset[int] = frozenset()
    width_shares: tuple[float, ...] = ()
    has_total: bool = False
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture (PNG or JPEG bytes), said in words for who does not see it; its caption stands below."""

    content: bytes
    words: str
    caption: str = ""
    width_mm: float = 166.0


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs, each with room for name and role, place and day, signature."""

    parties: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""


Block = Heading | Paragraph | Bullets | Ticks | Fields | Table | Image | Signatures | NewPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    A whole document.

    Parameters
    ----------
    title, subtitle
        Above everything; the title is also that of the file.
    lang
        Language of its words, told to spelling checkers and screen readers.
    made_on
        Day on it; the clock is not asked, so the same document is the same bytes.
    blocks
        What stands in it.
    sources
        Where its facts come from, listed at the end.
    footer
        The shortest form of the sources, at the foot of each page.
    is_demo
        Invented records take part: said on top and at the head of each page.
    demo_words, demo_head
        How that is said where not everything is invented, on top and at the head of each page.
    scale
        Letters and the room between them are so many times as large as usual: below 1 for what has to be short.
    """

    title: str
    lang: str
    made_on: date
    blocks: tuple[Block, ...]
    subtitle: str = ""
    sources: tuple[str, ...] = ()
    footer: str = ""
    is_demo: bool = False
    demo_words: str = ""
    demo_head: str = ""
    scale: float = 1.0


def blanks_of(document: Document) -> tuple[tuple[str, Blank], ...]:
    """Return what is missing in a document, in order, each with the heading of level 1 that it stands under."""
    return tuple(_blanks(document.blocks))


def _blanks(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Blank]]:
    part = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            part = block.words
        yield from ((part, words) for words in _words(block) if isinstance(words, Blank))


def _words(block: Block) -> Iterator[Words]:
    """Yield the words of a block that may be missing."""
    match block:
        case Paragraph():
            yield block.words
        case Bullets(items):
            yield from items
        case Fields(rows):
            yield from (value for _, value in rows)
        case Table():
            yield from (cell for row in block.rows for cell in row)
        case Signatures(parties):
            yield from parties
