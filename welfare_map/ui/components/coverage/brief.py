"""The section with the brief of a planning district or a municipality: read in the page, taken as DOCX, PDF or JSON."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.exports.brief import brief_document, brief_json, brief_name, brief_pages, is_untold
from welfare_map.exports.document import Block
from welfare_map.exports.docx import docx_bytes
from welfare_map.exports.pdf import pdf_bytes
from welfare_map.exports.preview import blocks_html
from welfare_map.maps.choropleth import choropleth
from welfare_map.maps.view import AreaFill, Bounds, Fit, Pick, PickWhat
from welfare_map.model import BriefAnswer, BriefMemory, BriefQuery, CoverageQuery
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.brief import Beyond, brief, read_memory
from welfare_map.questions.brief.gathering import LEP
from welfare_map.questions.coverage import coverage
from welfare_map.share_coverage import brief_params
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.brief_keys import BRIEF_PLACE, PREVIOUS
from welfare_map.ui.components.coverage.naming import found_unit
from welfare_map.ui.components.coverage.question import other_choices, question_row
from welfare_map.ui.components.coverage.section import Section
from welfare_map.ui.components.fault_place import fault_place
from welfare_map.ui.context import Page
from welfare_map.ui.coverage_keys import REAL, UNIT, WITHIN
from welfare_map.ui.markdown import error_marked, worded

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


def section(page: Page) -> Section:
    """Ask for a district or a municipality; tell its brief beside the map of the district."""
    place, more = _ask(page)
    with_demo = not state.get(REAL)
    district = _district_of(page, place)
    town = "" if place is None or place == district else place
    params = brief_params(district or "", town, with_demo=with_demo)
    if district is None:
        return Section(
            heading=text("brief.page.heading", page.lang),
            draw=lambda: None,
            level=Level.DISTRICT,
            params=params,
            on_pick=lambda pick: _choose_clicked(page, pick),
        )
    query = BriefQuery(as_of_on=page.as_of_on, district=district, municipality=town or None, with_demo=with_demo)
    with st.spinner(text("brief.page.composing", page.lang)):
        answer = _answered(page, query, more)
    first, second = brief_pages(answer, page.lang)

    def draw() -> None:
        _downloads(page, answer)
        _read(first)

    towns = coverage(
        page.snapshot,
        CoverageQuery(as_of_on=page.as_of_on, indicator=LEP, within=district, with_demo=with_demo),
    )
    shades = choropleth(towns, page.snapshot.territory, page.lang)
    if is_untold(answer):
        fills: tuple[AreaFill, ...] = ()
        legend = f'<p class="wm-legend">{escape(text("brief.map.uncoloured", page.lang))}</p>'
    else:
        unit = text(f"coverage.unit.{INDICATORS[LEP].unit}", page.lang)
        fills, legend = shades.fills, shades.legend(text("coverage.legend", page.lang, unit=unit))
    return Section(
        heading=worded(answer.sentence, page.lang),
        draw=draw,
        beneath=lambda: _read(second),
        level=Level.MUNICIPALITY,
        fills=fills,
        legend=legend,
        fit=_fit(page, district),
        has_demo=answer.has_demo,
        params=params,
        on_pick=lambda pick: _choose_clicked(page, pick),
    )


# --- asking ---------------------------------------------------------------------------------------------------------


def _ask(page: Page) -> "tuple[str | None, DeltaGenerator]":
    """Ask for the district or the municipality, that of the other sections first; return it and the folded choices."""
    names = _names(page)
    if state.get(BRIEF_PLACE) not in names:
        asked = (found_unit(page.snapshot, str(state.get(key) or "")) for key in (UNIT, WITHIN))
        state.put(BRIEF_PLACE, next((unit[1] for unit in asked if unit and unit[1] in names), None))
    with question_row():
        st.selectbox(
            text("brief.page.district", page.lang),
            list(names),
            index=None,
            format_func=lambda place: names[place],
            placeholder=text("brief.page.choose", page.lang),
            key=BRIEF_PLACE,
            persist_state="session",
        )
    more = other_choices(page.lang, "brief")
    if page.settings.has_demo:
        more.checkbox(text("coverage.ask.real", page.lang), key=REAL, persist_state="session")
    place = state.get(BRIEF_PLACE)
    return (None if place is None else str(place)), more


def _names(page: Page) -> dict[str, str]:
    """Return the districts by name, then the municipalities of them."""
    table = page.snapshot.territory.municipalities.dropna(subset=["district_id"])
    districts = dict(zip(table["district_id"], table["district_name"], strict=True))
    columns = (table[name] for name in ("municipality_code", "municipality_name", "province_short"))
    towns = {
        code: text("brief.page.town", page.lang, name=name, province=province)
        for code, name, province in zip(*columns, strict=True)
    }
    return {
        code: str(name) for names in (districts, towns) for code, name in sorted(names.items(), key=lambda one: one[1])
    }


def _district_of(page: Page, place: str | None) -> str | None:
    """Return the district of a municipality; a district is its own."""
    if place is None or not place.isdigit():
        return place
    territory = page.snapshot.territory
    return str(territory.municipalities["district_id"].iloc[territory.row_of(place)])


def _answered(page: Page, query: BriefQuery, more: "DeltaGenerator") -> BriefAnswer:
    """Answer, compared with a brief that the visitor gives; one that does not go with it is said and left out."""
    memory = _ask_previous(page, more)
    beyond = Beyond(partial(data.access_answer, page.snapshot), partial(data.siting_plan, page.snapshot))
    try:
        return brief(page.snapshot, replace(query, previous=memory), beyond)
    except InputError as error:
        with fault_place(PREVIOUS):
            st.warning(error_marked(error, page.lang))
        return brief(page.snapshot, query, beyond)


def _ask_previous(page: Page, more: "DeltaGenerator") -> BriefMemory | None:
    given = more.file_uploader(
        text("brief.page.previous_file", page.lang),
        type=["json"],
        help=text("brief.page.previous_help", page.lang),
        key=PREVIOUS,
    )
    if given is None:
        return None
    try:
        return read_memory(json.loads(given.getvalue()))
    except InputError as error:
        words = error_marked(error, page.lang)
    except ValueError:
        words = text("error.no_brief", page.lang)
    with fault_place(PREVIOUS):
        st.warning(words)
    return None


def _choose_clicked(page: Page, pick: Pick) -> None:
    """Tell the brief of the municipality that was clicked; outside the district that is told, first its district's."""
    if pick.what is not PickWhat.MUNICIPALITY:
        return
    district, told = _district_of(page, pick.item_id), state.get(BRIEF_PLACE)
    place = pick.item_id if district == _district_of(page, told) else district
    if place != told:
        state.put(BRIEF_PLACE, place)
        st.rerun()


def _fit(page: Page, district: str) -> Fit:
    units = page.snapshot.territory.units(Level.DISTRICT)
    west, south, east, north = (float(side) for side in units[units["code"] == district].total_bounds)
    return Fit(Bounds(west, south, east, north), token=f"brief:{district}")


# --- what is drawn --------------------------------------------------------------------------------------------------


def _downloads(page: Page, answer: BriefAnswer) -> None:
    """Offer the files; none is made before somebody asks for it."""

    def document(write: Callable[..., bytes]) -> Callable[[], bytes]:
        return lambda: write(brief_document(answer, page.lang, territory=page.snapshot.territory))

    makers = {
        "docx": document(docx_bytes),
        "pdf": document(pdf_bytes),
        "json": lambda: brief_json(answer, page.lang),
    }
    with st.container(horizontal=True, key="brief-files"):
        for ending, make in makers.items():
            st.download_button(
                text(f"brief.page.download_{ending}", page.lang),
                make,
                file_name=f"{brief_name(answer.district_id, answer.municipality_name)}.{ending}",
                mime=TYPES[ending],
                key=f"brief-{ending}",
                on_click="ignore",
                type="primary" if ending == "docx" else "secondary",
            )


def _read(blocks: tuple[Block, ...]) -> None:
    st.html(f'<article class="wm-card wm-plan">{blocks_html(blocks)}</article>')
