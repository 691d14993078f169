"""*Un servizio insieme*: free places that exist, then with whom a service can be shared, where, and who pays what."""

from collections.abc import Iterator

import streamlit as st

from geodata.codes import ConsortiumParameter, ServiceKind
from geodata.errors import InputError
from welfare_map.maps.consortium_cards import (
    SHARES,
    assumption_words,
    existing_list,
    group_card,
    sensitivity_table,
    value_words,
)
from welfare_map.maps.view import MapPoint
from welfare_map.model import (
    CONSORTIUM_KINDS,
    MAX_PLAN_MEASURE_COUNT,
    AssumptionRow,
    ConsortiumAnswer,
    ConsortiumQuery,
    ConsortiumRow,
    ExistingRow,
)
from welfare_map.model.consortium import HIGHEST
from welfare_map.questions.consortium import consortium
from welfare_map.questions.consortium.assumptions import ABOVE_ZERO
from welfare_map.share import MAX_PARTNER_COUNT
from welfare_map.texts import formats, text
from welfare_map.texts.errors import error_words
from welfare_map.ui import data, state
from welfare_map.ui.components.firms.asked import AskedFirm, Section
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import marked, plain_markdown, worded
from welfare_map.vocabularies import ORGANISATION

MOST_GROUPS = 30
SHOWN_AT_FIRST = 3
SHOWN_EXISTING = 5


def section(page: Page, asked: AskedFirm) -> Section:
    """Ask which service, and answer with whom it can be shared."""
    _ask_kind(page)
    query = ConsortiumQuery(
        as_of_on=page.as_of_on,
        kind=_kind(),
        lon=asked.place.lon,
        lat=asked.place.lat,
        mode=asked.mode,
        limit_min=asked.limit_min,
        me=asked.me,
        with_ids=asked.partner_ids,
        assumptions=tuple(written_parameters(_kind())),
        viewer=asked.viewer,
        max_count=MOST_GROUPS,
    )
    try:
        with st.spinner(text("consortium.searching", page.lang)):
            answer = consortium(page.snapshot, query, data.travel_times())
    except InputError as error:
        return Section(heading=error_words(error, page.lang), draw=lambda: None)
    shown = _shown(answer)
    return Section(
        heading=worded(answer.sentence, page.lang),
        draw=lambda: _draw(page, asked, answer, shown),
        points=tuple(_points(answer, shown, page.lang)),
        has_demo=answer.has_demo,
    )


# --- what is asked --------------------------------------------------------------------------------------------------


def _kind() -> str:
    kind = state.get(state.CONSORTIUM_KIND)
    return kind if kind in CONSORTIUM_KINDS else CONSORTIUM_KINDS[0]


def _key(kind: str, parameter: str) -> str:
    return f"{state.CONSORTIUM_VALUE}-{kind}-{parameter}"


def written_parameters(kind: str) -> Iterator[tuple[ConsortiumParameter, float]]:
    """Yield what the visitor wrote in place of the table; a share is written in percent."""
    for parameter in ConsortiumParameter:
        value = state.get(_key(kind, parameter))
        is_blank = value is None or (value == 0 and parameter in ABOVE_ZERO)
        if not is_blank:
            yield parameter, float(value) / 100 if parameter in SHARES else float(value)


def put_parameter(kind: str, parameter: ConsortiumParameter, value: float | None) -> None:
    """Write what a visitor would write in place of the table; None for what the table says."""
    is_share = value is not None and parameter in SHARES
    state.put(_key(kind, parameter), 100 * float(value) if is_share and value is not None else value)


def _shown(answer: ConsortiumAnswer) -> ConsortiumRow | None:
    """Return the group that the map shows: the chosen one, else the first."""
    chosen = state.get(state.CONSORTIUM_GROUP)
    return next((row for row in answer.rows if row.organisation_ids == chosen), answer.rows[0] if answer.rows else None)


# --- the map --------------------------------------------------------------------------------------------------------


def _points(answer: ConsortiumAnswer, shown: ConsortiumRow | None, lang: str) -> Iterator[MapPoint]:
    """Yield the places that exist, then the site of the group and its firms: numbered as the cards say."""
    yield from map(_existing_point, answer.existing[:SHOWN_EXISTING])
    if shown is not None:
        yield MapPoint(
            item_id="consortium-site",
            lon=shown.site.lon,
            lat=shown.site.lat,
            code=_symbol(str(answer.parameters["kind"])),
            name=text("consortium.site_on_map", lang, name=shown.site.name),
            is_demo=shown.is_demo,
        )
        for member in shown.members:
            yield MapPoint(
                item_id=member.organisation_id,
                lon=member.lon,
                lat=member.lat,
                code=ORGANISATION,
                name=member.organisation_name,
                travel_min=member.travel_min,
                is_approximate=member.is_approximate,
                is_demo=member.is_demo,
            )


def _existing_point(row: ExistingRow) -> MapPoint:
    return MapPoint(
        item_id=row.item_id,
        lon=row.lon,
        lat=row.lat,
        code=_symbol(row.kind) if row.what == "service" else ORGANISATION,
        name=row.name,
        travel_min=row.travel_min,
        is_approximate=row.is_approximate,
        is_demo=row.is_demo,
    )


def _symbol(kind: str) -> str:
    return kind if kind in set(ServiceKind) else ORGANISATION


# --- the list -------------------------------------------------------------------------------------------------------


def _draw(page: Page, asked: AskedFirm, answer: ConsortiumAnswer, shown: ConsortiumRow | None) -> None:
    _draw_existing(page, answer)
    _draw_bridge(page, answer)
    _draw_groups(page, asked, answer, shown)
    _ask_parameters(page, answer)
    if answer.sensitivity:
        with st.expander(text("consortium.sensitivity.title", page.lang)):
            st.html(sensitivity_table(answer, page.lang))
    st.caption(_counts(page, answer))
    st.caption(worded(answer.method, page.lang))


def _ask_kind(page: Page) -> None:
    state.put(state.CONSORTIUM_KIND, _kind())
    st.selectbox(
        text("consortium.ask_kind", page.lang),
        CONSORTIUM_KINDS,
        format_func=lambda code: text(f"codes.exchange_kind.{code}", page.lang),
        key=state.CONSORTIUM_KIND,
        persist_state="session",
    )


def _draw_existing(page: Page, answer: ConsortiumAnswer) -> None:
    if answer.existing_sentence is None:
        return
    st.markdown(f"**{text('consortium.existing_title', page.lang)}**")
    rows = answer.existing[:SHOWN_EXISTING]
    st.html(existing_list(rows, answer.unit, page.lang))
    if len(answer.existing) > len(rows):
        st.caption(text("consortium.existing_more", page.lang, count=len(answer.existing) - len(rows)))


def _draw_groups(page: Page, asked: AskedFirm, answer: ConsortiumAnswer, shown: ConsortiumRow | None) -> None:
    count = state.get(state.CONSORTIUM_COUNT) or SHOWN_AT_FIRST
    for number, row in enumerate(answer.rows[:count], start=1):
        title = text("consortium.group", page.lang, number=number, count=formats.number(row.firm_count, page.lang))
        with st.container(key=f"card-group-{number}", gap="xsmall"):
            first = 1 + len(answer.existing[:SHOWN_EXISTING]) if row is shown else None
            st.html(group_card(row, page.lang, title=title, first_number=first))
            _group_buttons(page, asked, row, number, is_on_map=row is shown)
    if len(answer.rows) > count:
        label = text("consortium.more", page.lang, count=min(SHOWN_AT_FIRST, len(answer.rows) - count))
        st.button(
            label, key="consortium-more", on_click=state.put, args=(state.CONSORTIUM_COUNT, count + SHOWN_AT_FIRST)
        )
    if answer.found_count > len(answer.rows):
        known = "consortium.all_known" if answer.is_complete else "consortium.some_known"
        st.caption(text(known, page.lang, count=formats.number(answer.found_count, page.lang)))


def _group_buttons(page: Page, asked: AskedFirm, row: ConsortiumRow, number: int, *, is_on_map: bool) -> None:
    own = asked.me.organisation_id if asked.me else None
    others = tuple(item for item in row.organisation_ids if item != own)
    is_used = set(others) == set(asked.partner_ids) and _is_in_plan(row)
    with st.container(horizontal=True, gap="small"):
        st.button(
            text("consortium.used" if is_used else "consortium.use", page.lang),
            key=f"use-group-{number}",
            disabled=is_used or len(others) > MAX_PARTNER_COUNT,
            on_click=_use,
            args=(row, others),
        )
        if not is_on_map:
            st.button(
                text("consortium.show", page.lang),
                key=f"show-group-{number}",
                type="tertiary",
                on_click=state.put,
                args=(state.CONSORTIUM_GROUP, row.organisation_ids),
            )
    if len(others) > MAX_PARTNER_COUNT:
        st.caption(text("consortium.too_many", page.lang, maximum=MAX_PARTNER_COUNT))


def _is_in_plan(row: ConsortiumRow) -> bool:
    return _kind() in (state.get(state.PLAN_MEASURES) or ()) and state.get(state.PLAN_POINT) == _point_of(row)


def _point_of(row: ConsortiumRow) -> tuple[float, float]:
    return row.site.lon, row.site.lat


def _use(row: ConsortiumRow, others: tuple[str, ...]) -> None:
    """Put a group's firms together, and its service and its place into the plan; a callback."""
    state.put(state.PARTNERS, others)
    measures = dict.fromkeys((*(state.get(state.PLAN_MEASURES) or ()), _kind()))
    state.put(state.PLAN_MEASURES, list(measures)[-MAX_PLAN_MEASURE_COUNT:])
    state.put(state.PLAN_POINT, _point_of(row))


def _draw_bridge(page: Page, answer: ConsortiumAnswer) -> None:
    if answer.bridge is not None and answer.bridge.is_in_every_group:
        st.info(marked("consortium.bridge", page.lang, name=answer.bridge.organisation_name))


def _ask_parameters(page: Page, answer: ConsortiumAnswer) -> None:
    kind = str(answer.parameters["kind"])
    has_blank = any(row.assumption == ConsortiumParameter.THRESHOLD and row.value is None for row in answer.assumptions)
    with st.expander(text("consortium.parameters.title", page.lang), expanded=has_blank, key="consortium-parameters"):
        st.write(text("consortium.parameters.intro", page.lang))
        for row in answer.assumptions:
            _ask_parameter(page, kind, row)


def _ask_parameter(page: Page, kind: str, row: AssumptionRow) -> None:
    parameter, is_given = ConsortiumParameter(row.assumption), row.basis == "given"
    scale = 100 if parameter in SHARES else 1
    known = "" if row.value is None or is_given else value_words(parameter, row.value, page.lang)
    unit = " (%)" if parameter in SHARES else ""
    st.number_input(
        text(f"consortium.parameter.{parameter}", page.lang) + unit,
        min_value=0.0,
        max_value=float(HIGHEST[parameter] * scale),
        value=None,
        placeholder=known or text("consortium.parameters.blank", page.lang),
        key=_key(kind, parameter),
        persist_state="session",
    )
    st.caption(plain_markdown(assumption_words(row, page.lang)))


def _counts(page: Page, answer: ConsortiumAnswer) -> str:
    """Say whose needs were counted and whose are not known."""
    names = ("firm_count", "declared_count", "estimated_count", "unknown_need_count", "without_position_count")
    return text(
        "consortium.counts", page.lang, **{name: formats.number(getattr(answer, name), page.lang) for name in names}
    )
