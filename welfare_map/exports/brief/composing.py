"""The two pages: the figures with the map, then the tables and what is around them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from math import ceil
from typing import Final, TypeGuard

from geodata.geocode import normalise
from geodata.territory import Territory
from welfare_map.exports.brief.drawing import is_blank, map_of
from welfare_map.exports.brief.fitting import CAPTION_MM, PAGE_MM, SLACK_MM, head_mm, height_mm
from welfare_map.exports.document import Block, Document, Heading, NewPage, Paragraph, Table, Tone
from welfare_map.exports.envelope import envelope
from welfare_map.model import BriefAnswer, BriefLine, BriefPart, BriefPartKind, BriefTable, Phrase
from welfare_map.texts import formats, text

SCALES: Final = (0.9, 0.87, 0.84, 0.81, 0.78)
"""Letters of about 9 points; smaller ones only where two pages would not do."""
LEAST_MAP_MM, MOST_MAP_MM = 48.0, 100.0
"""The map takes the room that words leave."""
FIRST_PAGE: Final = frozenset(
    {
        BriefPartKind.ABOUT,
        BriefPartKind.OWN,
        BriefPartKind.FIRST_STEP,
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
MOST_IN_ONE, FEWEST_ROWS, ROWS_STEP = 10, 12, 2
"""Rows of a long list: so many stand in one column, so few are kept at least, so many go at a time."""
NO_LIST: Final = Table((), (), is_list=True)


def brief_name(district_id: str, municipality_name: str | None = None) -> str:
    """Return the name of the file of a brief, without its ending; that of a municipality begins with its name."""
    own = f"{normalise(municipality_name).replace(' ', '-')}-" if municipality_name else ""
    return f"scheda-{own}{district_id}"


def brief_json(answer: BriefAnswer, lang: str) -> bytes:
    """Return a brief as JSON: what the command prints, and what the next brief is compared with."""
    return (json.dumps(envelope(answer, lang), ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def brief_document(answer: BriefAnswer, lang: str, *, territory: Territory) -> Document:
    """
    Return a brief as a document of two pages.

    Every word and figure is the answer's; of many changes the last are counted, and so are the last municipalities of
    a table for which there is no room.

    Parameters
    ----------
    territory
        Its boundaries are drawn on the map.
    """
    title = answer.title.words(lang)
    label = answer.label.words(lang) if answer.label else ""
    first, second, row_count, scale, map_mm = _fitted(answer, title, label, lang)
    picture = _picture(answer, lang, territory, map_mm, row_count)
    day = formats.day(answer.made_on.isoformat(), lang)
    return Document(
        title=title,
        subtitle=text("brief.subtitle", lang, day=day),
        lang=lang,
        made_on=answer.made_on,
        blocks=(*first, *((picture,) if picture else ()), NewPage(), *second),
        footer=text("brief.footer", lang),
        is_demo=answer.has_demo,
        demo_words=label,
        demo_head=text("brief.demo.head", lang) if label else "",
        scale=scale,
    )


def _picture(answer: BriefAnswer, lang: str, territory: Territory, map_mm: float, row_count: int) -> Block | None:
    """Draw the map; where nothing can be told of any municipality say that instead."""
    if is_blank(answer):
        return Paragraph(text("brief.map.nothing", lang))
    return map_of(answer, lang, territory, height_mm=map_mm, row_count=row_count)


Blocks = tuple[Block, ...]


def _fitted(answer: BriefAnswer, title: str, label: str, lang: str) -> tuple[Blocks, Blocks, int, float, float]:
    """
    Return the words of both pages, rows in the list, size of letters and height of the map, so that each page holds it.

    Smaller letters come first, then other parts on the first page, then fewer rows of the long list.
    """
    arranged = [_arranged(answer, lang, first_page) for first_page in _first_pages(answer)]
    row_count = max(len(block.rows) for _, second in arranged for block in (*second, NO_LIST) if _is_list(block))
    for left_out in range(0, max(1, row_count - FEWEST_ROWS), ROWS_STEP):
        for scale in SCALES:
            for first, second in arranged:
                map_mm = _map_mm(title, label, first, scale, is_demo=answer.has_demo)
                folded = _folded(second, left_out, lang)
                if map_mm >= LEAST_MAP_MM and height_mm(folded, scale) <= PAGE_MM - SLACK_MM:
                    return first, folded, row_count - left_out, scale, min(map_mm, MOST_MAP_MM)
    first, second = arranged[0 if answer.municipality_code is None else -1]
    kept = min(row_count, FEWEST_ROWS)
    return first, _folded(second, row_count - kept, lang), kept, SCALES[-1], LEAST_MAP_MM


def _map_mm(title: str, label: str, first: Sequence[Block], scale: float, *, is_demo: bool) -> float:
    """Return the height that words leave to the map."""
    taken_mm = head_mm(title, scale, label=label, is_demo=is_demo) + height_mm(first, scale) + CAPTION_MM * scale
    return PAGE_MM - SLACK_MM - taken_mm


def _is_list(block: Block) -> TypeGuard[Table]:
    return isinstance(block, Table) and block.is_list


def _folded(blocks: Sequence[Block], left_out: int, lang: str) -> Blocks:
    """Stand long lists in two columns, without their last rows, which are counted."""
    return tuple(
        found for block in blocks for found in (_in_two(block, left_out, lang) if _is_list(block) else (block,))
    )


def _in_two(table: Table, left_out: int, lang: str) -> Iterator[Block]:
    rows = table.rows[: len(table.rows) - left_out]
    if len(rows) <= MOST_IN_ONE:
        yield table
    else:
        half = ceil(len(rows) / 2)
        nothing = ("",) * len(table.header)
        columns = {column + side * len(table.header) for side in (0, 1) for column in table.number_columns}
        yield replace(
            table,
            header=table.header * 2,
            rows=tuple((*left, *right) for left, right in zip_longest(rows[:half], rows[half:], fillvalue=nothing)),
            number_columns=frozenset(columns),
            width_shares=table.width_shares * 2,
        )
    if left_out:
        counts = {"shown": len(rows), "total": len(table.rows), "left_out": left_out}
        yield Paragraph(Phrase("brief.towns.rest_one" if left_out == 1 else "brief.towns.rest", counts).words(lang))


def brief_pages(answer: BriefAnswer, lang: str) -> tuple[Blocks, Blocks]:
    """Return the words of both pages; where there are changes to tell, the firms move to the first."""
    return _arranged(answer, lang, _first_pages(answer)[0])


def _first_pages(answer: BriefAnswer) -> tuple[frozenset[BriefPartKind], ...]:
    """Return what the first page may hold: a municipality's own lines push to the second what is not its own."""
    has_changes = any(part.part is BriefPartKind.CHANGES for part in answer.parts)
    with_firms = FIRST_PAGE | {BriefPartKind.FIRMS}
    usual = with_firms if has_changes else FIRST_PAGE
    if answer.municipality_code is None:
        return usual, with_firms
    return usual, FIRST_PAGE - {BriefPartKind.OTHERS}, FIRST_PAGE


def _arranged(answer: BriefAnswer, lang: str, first_page: frozenset[BriefPartKind]) -> tuple[Blocks, Blocks]:
    blocks = {part.part: tuple(_part(part, lang, has_title=part is not answer.parts[0])) for part in answer.parts}
    first = (block for kind, own in blocks.items() if kind in first_page for block in own)
    second = (block for kind, own in blocks.items() if kind not in first_page for block in own)
    return tuple(first), tuple(second)


def _part(part: BriefPart, lang: str, *, has_title: bool) -> Iterator[Block]:
    """Write a part; the first stands under the title of the brief."""
    if has_title:
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
        is_list=table.is_list,
    )


def _shortened(words: str) -> str:
    return words if len(words) <= MAX_CELL_LENGTH else f"{words[: MAX_CELL_LENGTH - 1]}…"
