"""*Il piano*: a draft plan of the visitor's firm and those put together, to read, complete, download and keep."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

import streamlit as st

from geodata.codes import EXCHANGE_KINDS
from geodata.errors import InputError
from welfare_map.exports.document import Document, blanks_of
from welfare_map.exports.docx import docx_bytes
from welfare_map.exports.pdf import pdf_bytes
from welfare_map.exports.plan import plan_document
from welfare_map.exports.preview import parts_html
from welfare_map.maps.popups import escape
from welfare_map.maps.view import MapPoint
from welfare_map.model import (
    CONSORTIUM_KINDS,
    MAX_COST_EUR,
    MAX_PLAN_MEASURE_COUNT,
    OWN_FIRM,
    NearbyRow,
    PlanAnswer,
    PlanFirm,
    PlanQuery,
)
from welfare_map.questions.plan import plan
from welfare_map.texts import text
from welfare_map.texts.errors import error_words
from welfare_map.ui import data, state, unread_words
from welfare_map.ui.components.firms.asked import AskedFirm, Section
from welfare_map.ui.components.firms.consortium import written_parameters
from welfare_map.ui.components.firms.firm_filters import initiative_names
from welfare_map.ui.components.firms.plan_keeping import keep_section, own_section, reached_of
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import worded
from welfare_map.vocabularies import ORGANISATION

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
MAKERS: Final[Mapping[str, Callable[[Document], bytes]]] = {"docx": docx_bytes, "pdf": pdf_bytes}
"""Ending of a file's name -> what makes it."""


def section(page: Page, asked: AskedFirm) -> Section:
    """Ask for the frame and the measures, and gather what stands in the plan."""
    if asked.me is None and not asked.partner_ids:
        return Section(heading=text("plan.page.heading", page.lang), draw=lambda: _without_firms(page))
    _ask(page)
    query = _query(page, asked)
    try:
        answer = plan(page.snapshot, query, data.travel_times())
    except InputError as error:
        return Section(heading=error_words(error, page.lang), draw=lambda: own_section(page))
    return Section(
        heading=worded(answer.sentence, page.lang),
        draw=lambda: _draw(page, query, answer),
        points=tuple(_points(answer)),
        has_demo=answer.has_demo,
    )


def _without_firms(page: Page) -> None:
    st.info(text("plan.page.no_firm", page.lang))
    own_section(page)


# --- what is asked --------------------------------------------------------------------------------------------------


def _ask(page: Page) -> None:
    """Draw the choice of the agreement and of the measures, and what each costs where somebody knows it."""
    lang = page.lang
    names = initiative_names(page)
    unread_words.keep_known(state.PLAN_FRAME, "frame", names)
    st.selectbox(
        text("plan.page.frame", lang),
        list(names),
        format_func=names.__getitem__,
        placeholder=text("plan.page.no_frame", lang),
        key=state.PLAN_FRAME,
        persist_state="session",
    )
    st.multiselect(
        text("plan.page.measures", lang),
        EXCHANGE_KINDS,
        format_func=lambda code: text(f"codes.exchange_kind.{code}", lang),
        placeholder=text("plan.page.measures_declared", lang),
        max_selections=MAX_PLAN_MEASURE_COUNT,
        key=state.PLAN_MEASURES,
        persist_state="session",
    )
    if state.get(state.PLAN_POINT):
        with st.container(horizontal=True, key="plan-point", vertical_alignment="center", gap="small"):
            st.caption(text("plan.page.point_of_group", lang), width="content")
            st.button(
                text("plan.page.point_of_page", lang),
                on_click=state.put,
                args=(state.PLAN_POINT, None),
                type="tertiary",
            )


def _query(page: Page, asked: AskedFirm) -> PlanQuery:
    own = asked.me.organisation_id if asked.me else None
    ids = tuple(item for item in asked.partner_ids if item != own)
    frame, measures = state.get(state.PLAN_FRAME), tuple(state.get(state.PLAN_MEASURES) or ())
    lon, lat = state.get(state.PLAN_POINT) or (asked.place.lon, asked.place.lat)
    return PlanQuery(
        as_of_on=page.as_of_on,
        organisation_ids=ids,
        me=asked.me,
        initiative_id=frame,
        measures=measures,
        lon=lon,
        lat=lat,
        mode=asked.mode,
        limit_min=asked.limit_min,
        costs_eur_per_year=tuple(_costs()),
        assumptions=tuple((kind, *one) for kind in CONSORTIUM_KINDS for one in written_parameters(kind)),
        reached_on=reached_of((*((own,) if own and own != OWN_FIRM else ()), *ids), frame, measures),
        viewer=asked.viewer,
    )


def _costs() -> Iterator[tuple[str, float]]:
    for kind in EXCHANGE_KINDS:
        cost_eur = state.get(f"{state.PLAN_COST}-{kind}")
        if cost_eur is not None:
            yield kind, float(cost_eur)


def _ask_costs(page: Page, answer: PlanAnswer) -> None:
    """Ask what each measure costs, folded away; a cost that is computed stays until another is written."""
    lang = page.lang
    with st.expander(text("plan.page.costs", lang), key="plan-costs"):
        st.caption(text("plan.page.costs_help", lang))
        for row in answer.rows:
            st.number_input(
                text(f"codes.exchange_kind.{row.exchange_kind}", lang) + " (€)",
                min_value=0.0,
                max_value=float(MAX_COST_EUR),
                value=None,
                placeholder=text("plan.page.unknown", lang),
                key=f"{state.PLAN_COST}-{row.exchange_kind}",
                persist_state="session",
            )


# --- the map --------------------------------------------------------------------------------------------------------


def _points(answer: PlanAnswer) -> Iterator[MapPoint]:
    """Yield the services first, so that their numbers are those of the lists, then the firms."""
    services = {row.service_id: row for measure in answer.rows for row in measure.services}
    yield from map(_service, services.values())
    yield from (_firm(firm) for firm in answer.firms if firm.lon is not None and firm.lat is not None)


def _firm(firm: PlanFirm) -> MapPoint:
    return MapPoint(
        item_id=firm.organisation_id,
        lon=float(firm.lon or 0),
        lat=float(firm.lat or 0),
        code=ORGANISATION,
        name=firm.organisation_name,
        travel_min=firm.travel_min,
        is_approximate=firm.is_approximate,
        is_demo=firm.is_demo,
    )


def _service(row: NearbyRow) -> MapPoint:
    return MapPoint(
        item_id=row.service_id,
        lon=row.lon,
        lat=row.lat,
        code=row.kind,
        name=row.name,
        travel_min=row.travel_min,
        is_approximate=row.is_approximate,
        is_demo=row.is_demo,
    )


# --- the plan -------------------------------------------------------------------------------------------------------


def _draw(page: Page, query: PlanQuery, answer: PlanAnswer) -> None:
    document = plan_document(answer, page.lang, made_on=page.as_of_on, territory=page.snapshot.territory)
    _downloads(page, document)
    _gaps(page, document)
    _ask_costs(page, answer)
    keep_section(page, query, answer)
    own_section(page)
    _preview(page, document)


def _downloads(page: Page, document: Document) -> None:
    """Offer the two files; neither is made before somebody asks for it."""
    with st.container(horizontal=True, key="plan-files"):
        for ending, make in MAKERS.items():
            st.download_button(
                text(f"plan.page.download_{ending}", page.lang),
                partial(make, document),
                file_name=f"{text('plan.page.file_name', page.lang)}.{ending}",
                mime=TYPES[ending],
                key=f"plan-{ending}",
                on_click="ignore",
                type="primary" if ending == "docx" else "secondary",
            )


def _gaps(page: Page, document: Document) -> None:
    """List what is left to be completed."""
    found = blanks_of(document)
    if not found:
        return
    with st.expander(text("plan.page.gaps", page.lang, count=len(found)), key="plan-gaps"):
        st.caption(text("plan.page.gaps_help", page.lang))
        *_, (_, html) = parts_html(document)
        st.html(f'<div class="wm-plan">{html}</div>')


def _preview(page: Page, document: Document) -> None:
    """Read the plan out, part by part."""
    st.html(f'<h3 class="wm-entry">{escape(text("plan.page.preview", page.lang))}</h3>')
    last = text("plan.part.blanks", page.lang)
    parts = [(title, html) for title, html in parts_html(document) if title != last]
    folded = "".join(
        f"<details{' open' if number == 0 else ''}><summary>{escape(title)}</summary>{html}</details>"
        for number, (title, html) in enumerate(parts)
    )
    st.html(f'<article class="wm-card wm-plan">{folded}</article>')
