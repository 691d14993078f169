"""The two pages: the figures with the map, then the tables and what is around them."""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from geodata.territory import Territory
from welfare_map.exports.brief.drawing import map_of
from welfare_map.exports.brief.fitting import CAPTION_MM, PAGE_MM, SLACK_MM, head_mm, height_mm
from welfare_map.exports.document import Block, Document, Heading, NewPage, Paragraph, Table, Tone
from welfare_map.exports.envelope import envelope
from welfare_map.model import BriefAnswer, BriefLine, BriefPart, BriefPartKind, BriefTable
from welfare_map.texts import formats, text

SCALES: Final = (0.9, 0.87, 0.84, 0.81, 0.78)
"""Letters of about 9 points; smaller ones only where two pages would not do."""
LEAST_MAP_MM, MOST_MAP_MM = 48.0, 100.0
"""The map takes the room that words leave."""
FIRST_PAGE: Final = frozenset(
    {
        BriefPartKind.ABOUT,
        BriefPartKind.MET,
        BriefPartKind.NOT_MET,
        BriefPartKind.DEMONSTRATION,
        BriefPartKind.UNKNOWN,
        BriefPartKind.BEYOND,
        BriefPartKind.OTHERS,
    }
)
MOST_CHANGES: Final = 6
MAX_CELL_LENGTH: Final = 90


def brief_name(district_id: str) -> str:
    """Return the name of the file of a brief, without its ending."""
    return f"scheda-{district_id}"


def brief_json(answer: BriefAnswer, lang: str) -> bytes:
    """Return a brief as JSON: what the command prints, and what the next brief is compared with."""
    return (json.dumps(envelope(answer, lang), ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def brief_document(answer: BriefAnswer, lang: str, *, territory: Territory) -> Document:
    """
    Return a brief as a document of two pages.

    Every word and figure is the answer's; of many changes the last are counted.

    Parameters
    ----------
    territory
        Its boundaries are drawn on the map.
    """
    title = text("brief.title", lang, name=answer.district_name)
    first, second = brief_pages(answer, lang)
    scale, map_mm = _fitted(title, first, second, is_demo=answer.has_demo)
    picture = map_of(answer, lang, territory, height_mm=map_mm)
    day = formats.day(answer.made_on.isoformat(), lang)
    return Document(
        title=title,
        subtitle=text("brief.subtitle", lang, day=day),
        lang=lang,
        made_on=answer.made_on,
        blocks=(*first, *((picture,) if picture else ()), NewPage(), *second),
        footer=text("brief.footer", lang),
        is_demo=answer.has_demo,
        scale=scale,
    )


def _fitted(title: str, first: Sequence[Block], second: Sequence[Block], *, is_demo: bool) -> tuple[float, float]:
    """Return how large letters are, and how high the map, so that each of the two pages holds what stands on it."""
    room_mm = PAGE_MM - SLACK_MM
    for scale in SCALES:
        taken_mm = head_mm(title, scale, is_demo=is_demo) + height_mm(first, scale) + CAPTION_MM * scale
        left_mm = room_mm - taken_mm
        if left_mm >= LEAST_MAP_MM and height_mm(second, scale) <= room_mm:
            return scale, min(left_mm, MOST_MAP_MM)
    return SCALES[-1], LEAST_MAP_MM


def brief_pages(answer: BriefAnswer, lang: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the words of both pages; where there are changes to tell, the firms move to the first."""
    has_changes = any(part.part is BriefPartKind.CHANGES for part in answer.parts)
    first_page = FIRST_PAGE | {BriefPartKind.FIRMS} if has_changes else FIRST_PAGE
    first = (block for part in answer.parts if part.part in first_page for block in _part(part, lang))
    second = (block for part in answer.parts if part.part not in first_page for block in _part(part, lang))
    return tuple(first), tuple(second)


def _part(part: BriefPart, lang: str) -> Iterator[Block]:
    if part.part is not BriefPartKind.ABOUT:
        yield Heading(part.title.words(lang), 2)
    is_note = part.part is BriefPartKind.NOTES
    lines = part.lines[:MOST_CHANGES] if part.part is BriefPartKind.CHANGES else part.lines
    if is_note:
        yield Paragraph(" ".join(one.words.words(lang) for one in lines), tone=Tone.NOTE)
    else:
        yield from (_line(one, lang) for one in lines)
    if len(lines) < len(part.lines):
        yield Paragraph(text("brief.changes.more", lang, count=len(part.lines) - len(lines)))
    if part.table is not None:
        yield _table(part.table, lang)
    if part.below:
        yield Paragraph(" ".join(one.words.words(lang) for one in part.below))


def _line(one: BriefLine, lang: str) -> Paragraph:
    return Paragraph(one.words.words(lang), lead=one.lead.words(lang) if one.lead else "")


def _table(table: BriefTable, lang: str) -> Table:
    return Table(
        header=tuple(head.words(lang) for head in table.header),
        rows=tuple(tuple(_shortened(cell.words(lang)) for cell in row) for row in table.rows),
        number_columns=frozenset(table.number_columns),
        width_shares=table.width_shares,
    )


def _shortened(words: str) -> str:
    return words if len(words) <= MAX_CELL_LENGTH else f"{words[: MAX_CELL_LENGTH - 1]}…"
