"""Monitoring of an agreement as HTML: what is counted by phase, with a column for each year."""

from collections.abc import Sequence

from welfare_map.maps.parts import table
from welfare_map.maps.popups import escape
from welfare_map.model import MonitoringRow
from welfare_map.texts import formats, text


def monitoring_table(rows: Sequence[MonitoringRow], lang: str) -> str:
    """
    Build the table of one agreement.

    Returns
    -------
    html
        A row for each kind and phase in the order of the rows, a column for each year, then one for what has no year
        where there is any, then the sum.
    """
    years = sorted({row.year for row in rows if row.year is not None})
    has_undated = any(row.year is None and row.count for row in rows)
    columns: list[int | None] = [*years, *([None] if has_undated else [])]
    heads = [
        text("monitoring.counted", lang),
        text("monitoring.phase", lang),
        *(text("monitoring.no_year", lang) if year is None else str(year) for year in columns),
        text("monitoring.total", lang),
    ]
    kinds = dict.fromkeys((row.monitored, row.phase) for row in rows)
    lines = [_line([row for row in rows if (row.monitored, row.phase) == kind], columns, lang) for kind in kinds]
    return table(heads, lines, text("monitoring.label", lang, initiative=rows[0].initiative_name)) if rows else ""


def _line(rows: Sequence[MonitoringRow], columns: Sequence[int | None], lang: str) -> list[str]:
    counts = {row.year: row.count for row in rows}
    total = sum(counts.values())
    phase = rows[0].phase_name.get(lang) or (text("monitoring.no_phase", lang) if total else "–")
    return [
        escape(text(f"monitoring.kind.{rows[0].monitored}", lang)),
        escape(phase),
        *(formats.number(counts[year], lang) if counts.get(year) else "–" for year in columns),
        formats.number(total, lang),
    ]
