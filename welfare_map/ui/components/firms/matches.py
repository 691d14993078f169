"""*Chi può aiutarmi*: what others can give to the firm, and whom it can help."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import streamlit as st

from welfare_map.maps.match_cards import match_card
from welfare_map.maps.view import MapPoint
from welfare_map.model import PUBLIC, Firm, MatchesAnswer, MatchesQuery, MatchRow, MatchSide, Phrase
from welfare_map.questions.matches import matches
from welfare_map.texts import formats, text
from welfare_map.ui import data
from welfare_map.ui.components.firms.asked import AskedFirm, Section
from welfare_map.ui.components.firms.partners import partner_button
from welfare_map.ui.components.share_bar import share_answer
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import plain_markdown, worded
from welfare_map.vocabularies import ORGANISATION

MOST_SHOWN: Final = 12
"""Cards of a list: those below are counted."""


def section(page: Page, asked: AskedFirm) -> Section:
    """Answer who could exchange something with the visitor's firm."""
    me = asked.standing()
    if me is None or not me.exchanges:
        return Section(
            draw=lambda: _nothing_declared(page, asked.me),
            heading=_heading(page, asked.me, Phrase("matches.sentence.nothing_declared")) if asked.me else "",
            has_demo=bool(asked.me and asked.me.is_demo),
        )
    query = MatchesQuery(
        as_of_on=page.as_of_on,
        me=me,
        viewer=asked.viewer,
        mode=asked.mode,
        limit_min=asked.limit_min,
    )
    answer = matches(page.snapshot, query, data.travel_times())
    lists = ((side, is_fitting) for side in MatchSide for is_fitting in (True, False))
    shown = [row for side, is_fitting in lists for row in _list(answer, side, is_fitting=is_fitting)]
    placed = dict.fromkeys(row.organisation_id for row in shown if row.lon is not None)
    numbers = {organisation_id: number for number, organisation_id in enumerate(placed, start=1)}
    return Section(
        draw=lambda: _draw(page, asked, answer, numbers),
        heading=_heading(page, me, answer.sentence),
        points=tuple(_points(shown, numbers)),
        has_demo=answer.has_demo,
    )


def _list(answer: MatchesAnswer, side: MatchSide, *, is_fitting: bool) -> list[MatchRow]:
    return [row for row in answer.rows if (row.side, row.is_fitting) == (side, is_fitting)][:MOST_SHOWN]


def _points(rows: Sequence[MatchRow], numbers: Mapping[str, int]) -> Iterator[MapPoint]:
    """Yield a point for each firm of the lists, in their order, then for the shuttles that lead to them."""
    first = {row.organisation_id: row for row in reversed(rows)}
    for organisation_id in numbers:
        row = first[organisation_id]
        if row.lon is not None and row.lat is not None:
            yield MapPoint(
                item_id=row.organisation_id,
                lon=row.lon,
                lat=row.lat,
                code=ORGANISATION,
                name=row.organisation_name,
                travel_min=row.travel_min,
                is_approximate=row.is_approximate,
                is_demo=row.is_demo,
            )
    bridges = {row.bridge.organisation_id: row.bridge for row in rows if row.bridge is not None}
    for bridge in bridges.values():
        if bridge.organisation_id not in numbers:
            yield MapPoint(
                item_id=bridge.organisation_id,
                lon=bridge.lon,
                lat=bridge.lat,
                code=ORGANISATION,
                name=bridge.organisation_name,
                is_demo=bridge.is_demo,
            )


# --- words and cards ------------------------------------------------------------------------------------------------


def _heading(page: Page, me: Firm, sentence: Phrase) -> str:
    """Return a sentence as Markdown in which the firm's name is plain text."""
    return worded(sentence, page.lang)


def _nothing_declared(page: Page, me: Firm | None) -> None:
    if me is None:
        st.info(text("matches.page.no_firm", page.lang))
        return
    st.info(text("matches.page.declare", page.lang))


def _draw(page: Page, asked: AskedFirm, answer: MatchesAnswer, numbers: Mapping[str, int]) -> None:
    buttons: set[str] = set()
    for side in MatchSide:
        if (side is MatchSide.RECEIVE and not answer.need_count) or (side is MatchSide.GIVE and not answer.offer_count):
            st.caption(text(f"matches.page.undeclared_{side}", page.lang))
            continue
        _draw_side(page, asked, answer, side, numbers, buttons)
    if answer.rows:
        note = "" if asked.viewer == PUBLIC else text("firms.share_reserved", page.lang)
        share_answer(page, answer, file_name="scambi", note=note)
    st.caption(worded(answer.method, page.lang))


def _draw_side(
    page: Page,
    asked: AskedFirm,
    answer: MatchesAnswer,
    side: MatchSide,
    numbers: Mapping[str, int],
    buttons: set[str],
) -> None:
    """Draw the exchanges of one side: those that fit, then, folded away, those that lack something."""
    fitting, almost = (_list(answer, side, is_fitting=is_fitting) for is_fitting in (True, False))
    st.markdown(f"### {text(f'matches.page.title_{side}', page.lang)}")
    if not fitting:
        st.info(text(f"matches.page.none_{side}", page.lang))
    _cards(page, asked, fitting, numbers, buttons)
    if almost:
        with st.expander(text("matches.page.almost", page.lang, count=formats.number(len(almost), page.lang))):
            _cards(page, asked, almost, numbers, buttons)


def _cards(
    page: Page, asked: AskedFirm, rows: Sequence[MatchRow], numbers: Mapping[str, int], buttons: set[str]
) -> None:
    mine = {one.need_offer_id: one for one in (asked.me.exchanges if asked.me else ())}
    for row in rows:
        key = f"card-match-{row.own_need_offer_id}-{row.need_offer_id}"
        with st.container(key=key, gap="xsmall"):
            st.html(match_card(row, mine[row.own_need_offer_id], page.lang, number=numbers.get(row.organisation_id)))
            _partner(page, asked, row.organisation_id, row.organisation_name, buttons)
            if row.bridge is not None:
                _partner(page, asked, row.bridge.organisation_id, row.bridge.organisation_name, buttons)


def _partner(page: Page, asked: AskedFirm, organisation_id: str, name: str, buttons: set[str]) -> None:
    """Draw the button that puts a firm together with the others, once a page; its name says whom."""
    if organisation_id not in buttons:
        buttons.add(organisation_id)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            partner_button(page.lang, asked.partner_ids, organisation_id, where="match")
            st.caption(plain_markdown(name))
