"""*Il piano*: the draft plan of one's own firm and those put together with it, to be read and taken along."""

from collections.abc import Iterator

import streamlit as st

from geodata.codes import EXCHANGE_KINDS, NeedDirection
from geodata.errors import InputError
from welfare_map.exports.document import Document, blanks_of
from welfare_map.exports.docx import docx_bytes
from welfare_map.exports.pdf import pdf_bytes
from welfare_map.exports.plan import plan_document
from welfare_map.exports.reading import reading_html
from welfare_map.maps.view import MapPoint
from welfare_map.model import InitiativesQuery, PlanAnswer, PlanQuery
from welfare_map.model.plan import MAX_PLAN_MEASURE_COUNT
from welfare_map.questions.firms_seen import firm_seen
from welfare_map.questions.initiatives import initiatives
from welfare_map.questions.plan import plan
from welfare_map.texts import text
from welfare_map.texts.errors import error_words
from welfare_map.ui import data, state
from welfare_map.ui.components.firms.asked import AskedFirm, Section
from welfare_map.ui.context import Page
from welfare_map.vocabularies import ORGANISATION

TYPES = {
    "docx": (docx_bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf_bytes, "application/pdf"),
}
"""Ending of a file -> what writes it, and its type."""


def section(page: Page, asked: AskedFirm) -> Section:
    """Ask in the frame of which agreement and with which measures, and answer with the draft."""
    ids = _organisation_ids(asked)
    me = asked.me if asked.me and asked.me.organisation_id not in ids else None
    if not ids and me is None:
        return Section(heading=text("plan_section.nobody", page.lang), draw=lambda: None)
    initiative_id, measures = _ask(page, asked)
    query = PlanQuery(
        as_of_on=page.as_of_on,
        organisation_ids=ids,
        me=me,
        initiative_id=initiative_id,
        measures=measures,
        lon=asked.place.lon,
        lat=asked.place.lat,
        mode=asked.mode,
        limit_min=asked.limit_min,
        viewer=asked.viewer,
    )
    try:
        answer = plan(page.snapshot, query, data.travel_times())
    except InputError as error:
        return Section(heading=error_words(error, page.lang), draw=lambda: None)
    return Section(
        heading=answer.sentence.words(page.lang),
        draw=lambda: _draw(page, answer),
        points=tuple(_points(answer)),
        has_demo=answer.has_demo,
    )


def _organisation_ids(asked: AskedFirm) -> tuple[str, ...]:
    """Return the firms of the register that make the plan, one's own first."""
    own = (asked.me.organisation_id,) if asked.me and asked.me.source_id else ()
    return tuple(dict.fromkeys((*own, *asked.partner_ids)))


def _ask(page: Page, asked: AskedFirm) -> tuple[str | None, tuple[str, ...]]:
    """Ask for the agreement and the measures; those that the firms look for are chosen at first."""
    known = initiatives(page.snapshot, InitiativesQuery(as_of_on=page.as_of_on, include_demo=page.settings.has_demo))
    names = {row.initiative_id: row.short_name for row in known.rows}
    initiative_id = st.selectbox(
        text("plan_section.initiative", page.lang),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=text("plan_section.no_initiative", page.lang),
        key=state.PLAN_INITIATIVE,
        persist_state="session",
    )
    measures = st.multiselect(
        text("plan_section.measures", page.lang),
        EXCHANGE_KINDS,
        default=list(_needed(page, asked)),
        format_func=lambda kind: text(f"codes.exchange_kind.{kind}", page.lang),
        max_selections=MAX_PLAN_MEASURE_COUNT,
        placeholder=text("plan_section.measures_placeholder", page.lang),
        key=state.PLAN_MEASURES,
        persist_state="session",
    )
    return initiative_id, tuple(measures)


def _needed(page: Page, asked: AskedFirm) -> Iterator[str]:
    """Yield the kinds that the firms of the plan look for, each once, in the order of the vocabulary."""
    partners = (firm_seen(page.snapshot, item, asked.viewer) for item in asked.partner_ids)
    firms = (*((asked.me,) if asked.me else ()), *partners)
    needed = {one.exchange_kind for firm in firms for one in firm.exchanges if one.direction == NeedDirection.NEED}
    yield from (kind for kind in EXCHANGE_KINDS if kind in needed)


def _points(answer: PlanAnswer) -> Iterator[MapPoint]:
    for firm in answer.firms:
        if firm.lon is not None and firm.lat is not None:
            yield MapPoint(
                item_id=firm.organisation_id,
                lon=firm.lon,
                lat=firm.lat,
                code=ORGANISATION,
                name=firm.organisation_name,
                travel_min=firm.travel_min,
                is_approximate=firm.is_approximate,
                is_demo=firm.is_demo,
            )


def _draw(page: Page, answer: PlanAnswer) -> None:
    document = plan_document(answer, page.lang, made_on=page.as_of_on, territory=page.snapshot.territory)
    for remark in answer.remarks:
        st.info(remark.words(page.lang))
    with st.container(horizontal=True, gap="small"):
        for ending in TYPES:
            _download(page.lang, document, ending)
    blanks = blanks_of(document)
    with st.expander(text("plan_section.blanks", page.lang, count=len(blanks))):
        for part, blank in blanks:
            st.text(" · ".join(words for words in (part, blank.of, blank.what) if words))
    with st.expander(text("plan_section.read", page.lang), expanded=True):
        st.html(reading_html(document))
    st.caption(text("plan_section.register", page.lang))


def _download(lang: str, document: Document, ending: str) -> None:
    write, mime = TYPES[ending]
    st.download_button(
        text(f"plan_section.download_{ending}", lang),
        lambda: write(document),
        file_name=text("plan_section.file_name", lang, ending=ending),
        mime=mime,
        key=f"plan-{ending}",
        on_click="ignore",
        type="primary" if ending == "docx" else "secondary",
    )
