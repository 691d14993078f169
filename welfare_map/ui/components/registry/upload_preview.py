"""What is wrong with a file, and what it would change: as tables and on the map."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

import pandas as pd
import streamlit as st

from geodata.notices import Severity
from welfare_map.exports.csv import csv_text
from welfare_map.maps.parts import table
from welfare_map.maps.popups import escape
from welfare_map.maps.view import Bounds, Fit, MapPoint, MapView
from welfare_map.register.history.finding import NAME_COLUMNS
from welfare_map.register.uploads import Columns, Finding, Outcome, Plan, RowChange, Surroundings, Upload, import_answer
from welfare_map.texts import formats, has_text, text
from welfare_map.ui import data
from welfare_map.ui.components.map import show_map
from welfare_map.ui.components.registry.naming import record_name
from welfare_map.ui.components.registry.saying import Cells, cell_words, changes_html
from welfare_map.ui.context import Page
from welfare_map.vocabularies import ORGANISATION

SHOWN_FINDINGS: Final = 40
SHOWN_RECORDS: Final = 8
SHOWN_POINTS: Final = 2_000
MAP_HEIGHT_PX: Final = 360
MARGIN_DEGREES: Final = 0.02
NEW_COLUMNS: Final = (
    *("name", "organisation_name", "title_it", "organisation_id", "initiative_id", "service_id", "kind", "band"),
    *("organisation_kind", "municipality_code", "address", "capacity_authorised", "role", "direction", "free_count"),
)
"""What tells one record from another in the table of new ones, the first six that the file speaks of."""
FINDING_HEADS: Final = (
    *("upload.severity", "upload.rows", "upload.column", "upload.message", "upload.value", "upload.suggestion"),
)
MOST_COLUMNS: Final = 6
SHOWN_AS: Final = {"municipality_code": "municipality_name"}
"""Columns whose codes are shown by name."""


def show_findings(page: Page, plan: Plan, upload: Upload, columns: Columns) -> None:
    """Draw how many rows cannot be imported, then errors, warnings and remarks, and the whole list to download."""
    lang = page.lang
    st.subheader(text("upload.findings_title", lang), anchor=False)
    count = len(plan.error_lines)
    if count:
        words = text("upload.errors_one", lang) if count == 1 else text("upload.errors", lang, count=_n(count, lang))
        st.error(words)
    else:
        st.success(text("upload.no_errors", lang))
    _findings_table(page, plan.findings)
    if plan.findings:
        answer = import_answer(plan, upload, columns, outcome=Outcome.CHECKED, lang=lang)
        st.download_button(
            text("upload.findings_download", lang),
            csv_text(answer, lang),
            file_name="controllo.csv",
            mime="text/csv",
            type="tertiary",
            on_click="ignore",
        )


def _findings_table(page: Page, findings: Sequence[Finding]) -> None:
    if not findings:
        return
    heads = [text(key, page.lang) for key in FINDING_HEADS]
    rows = [_finding_cells(page, finding) for finding in findings[:SHOWN_FINDINGS]]
    found = table(heads, rows, text("upload.findings_title", page.lang))
    st.html(f'<div class="wm-findings">{found}</div>')
    if len(findings) > SHOWN_FINDINGS:
        st.caption(text("upload.more_findings", page.lang, count=_n(len(findings) - SHOWN_FINDINGS, page.lang)))


def _finding_cells(page: Page, finding: Finding) -> list[str]:
    style = {Severity.ERROR: "wm-error", Severity.WARNING: "wm-demo"}.get(finding.severity, "")
    severity = text(f"upload.severity_{finding.severity}", page.lang)
    return [
        f'<span class="wm-tag {style}">{escape(severity)}</span>',
        escape(finding.rows.replace("-", "–")),
        escape(_field_name(finding.column, page.lang)),
        escape(finding.message(page.lang)),
        escape(finding.value),
        escape(_suggestion_words(page, finding)),
    ]


def _field_name(name: str, lang: str) -> str:
    key = f"upload.field.{name}"
    return text(key, lang) if has_text(key) else name


def _suggestion_words(page: Page, finding: Finding) -> str:
    """Return a suggested code with its words."""
    if finding.rule != "unknown_code" or not finding.suggestion:
        return finding.suggestion
    return f"{cell_words(finding.column, finding.suggestion, page)} ({finding.suggestion})"


def show_preview(page: Page, plan: Plan, around: Surroundings) -> None:
    """Draw what an import would change: counts, new records, changes cell by cell, and where they stand."""
    lang = page.lang
    st.subheader(text("upload.preview_title", lang), anchor=False)
    counts = {"new": len(plan.new), "changed": len(plan.changes), "unchanged": plan.unchanged_count}
    st.markdown(text("upload.preview_counts", lang, **{name: _n(count, lang) for name, count in counts.items()}))
    fields = ", ".join(
        f"{_field_name(name, lang)} ({_n(count, lang)})" for name, count in plan.changed_fields().items()
    )
    if fields:
        st.caption(text("upload.preview_fields", lang, fields=fields))
    _new_records(page, plan)
    _changed_records(page, plan, around)
    _map(page, plan, around)


def _new_records(page: Page, plan: Plan) -> None:
    if plan.new.empty:
        return
    st.markdown(f"**{text('upload.preview_new', page.lang)}**")
    names = [name for name in NEW_COLUMNS if name in plan.new and plan.new[name].notna().any()][:MOST_COLUMNS]
    heads = [_field_name(SHOWN_AS.get(name, name), page.lang) for name in names]
    rows = [
        [escape(cell_words(name, cell, page)) for name, cell in zip(names, cells, strict=True)]
        for cells in _plain_rows(plan.new[names].head(SHOWN_RECORDS))
    ]
    st.html(table(heads, rows, text("upload.preview_new", page.lang)))
    _say_first(page, len(plan.new))


def _plain_rows(rows: pd.DataFrame) -> list[tuple[Any, ...]]:
    cells = rows.astype(object)
    return list(cells.where(cells.notna(), None).itertuples(index=False, name=None))


def _changed_records(page: Page, plan: Plan, around: Surroundings) -> None:
    if not plan.changes:
        return
    st.markdown(f"**{text('upload.preview_changed', page.lang)}**")
    names = _names(page, plan, around, plan.changes[:SHOWN_RECORDS])
    for change, name in zip(plan.changes, names, strict=False):
        rows = [(column, change.before[column], cell) for column, cell in change.after.items()]
        st.html(f'<p class="wm-place">{escape(name)}</p>')
        st.html(changes_html(page, rows, ("upload.preview_before", "upload.preview_after")))
    _say_first(page, len(plan.changes))


def _say_first(page: Page, count: int) -> None:
    if count > SHOWN_RECORDS:
        st.caption(text("upload.preview_more", page.lang, shown=SHOWN_RECORDS, count=_n(count, page.lang)))


def _names(page: Page, plan: Plan, around: Surroundings, changes: Sequence[RowChange]) -> list[str]:
    column, known = NAME_COLUMNS.get(plan.table), around.known[plan.table]
    key = known.columns[0]
    found: dict[str, Cells] = {}
    if column in known:
        wanted = known[known[key].isin([change.record_id for change in changes])]
        found = {
            str(record_id): {str(column): name} for record_id, name in zip(wanted[key], wanted[column], strict=True)
        }
    return [record_name(page, plan.table, found.get(change.record_id, {}), change.record_id) for change in changes]


def _map(page: Page, plan: Plan, around: Surroundings) -> None:
    """Draw the records that have a point of their own on the project's map, and count the others."""
    if "lon" not in plan.new:
        return
    points = tuple(islice(_points(page, plan, around), SHOWN_POINTS))
    placed_count = int(plan.new["lon"].notna().sum()) + sum("lon" in change.after for change in plan.changes)
    if points:
        st.markdown(f"**{text('upload.map_title', page.lang)}**")
        view = MapView(points=points, is_numbered=False, fit=_fit(points))
        assets = data.map_assets(page.snapshot, page.as_of_on)
        show_map(view, key="upload-map", lang=page.lang, assets=assets, height_px=MAP_HEIGHT_PX)
    if placed_count > len(points):
        st.caption(
            text("upload.map_capped", page.lang, shown=_n(len(points), page.lang), count=_n(placed_count, page.lang))
        )
    elsewhere_count = int(plan.new["lon"].isna().sum())
    if elsewhere_count:
        st.caption(text("upload.map_without", page.lang, count=_n(elsewhere_count, page.lang)))


def _points(page: Page, plan: Plan, around: Surroundings) -> Iterator[MapPoint]:
    """Yield new records, then those that move."""
    name_column = NAME_COLUMNS[plan.table]
    key = plan.new.columns[0]
    placed = plan.new[plan.new["lon"].notna()].head(SHOWN_POINTS)
    kinds = placed["kind"] if plan.table == "services" else [ORGANISATION] * len(placed)
    columns = (placed[key], placed["lon"], placed["lat"], kinds, placed[name_column])
    for item_id, lon, lat, code, name in zip(*columns, strict=True):
        yield MapPoint(item_id=str(item_id), lon=float(lon), lat=float(lat), code=str(code), name=str(name))
    moved = [change for change in plan.changes if change.after.get("lon") is not None and "lat" in change.after]
    for change, name in zip(moved, _names(page, plan, around, moved), strict=True):
        lon, lat = (float(str(change.after[axis])) for axis in ("lon", "lat"))
        yield MapPoint(item_id=change.record_id, lon=lon, lat=lat, code=ORGANISATION, name=name)


def _fit(points: Sequence[MapPoint]) -> Fit:
    lons, lats = [point.lon for point in points], [point.lat for point in points]
    west, south, east, north = min(lons), min(lats), max(lons), max(lats)
    margin = MARGIN_DEGREES
    token = f"{len(points)}:{west:.4f},{south:.4f},{east:.4f},{north:.4f}"
    return Fit(Bounds(west - margin, south - margin, east + margin, north + margin), token=token)


def _n(count: int, lang: str) -> str:
    return formats.number(count, lang)
