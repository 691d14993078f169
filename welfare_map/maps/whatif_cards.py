"""Scenarios as HTML: one table of figures before and after, all scenarios side by side."""

from collections.abc import Sequence

from welfare_map.maps.parts import table, tag
from welfare_map.maps.popups import escape
from welfare_map.model import (
    AccessChange,
    AreaPart,
    CoverageStatus,
    ScenarioFigure,
    WhatifAnswer,
    WhatifRow,
    figure_words,
    range_words,
)
from welfare_map.questions.whatif.saying import LETTERS
from welfare_map.texts import formats, text

MOST_ACCESS = 30
"""Municipalities of each scenario in a table; the command gives them all."""
MOST_FIGURES = 250
"""Figures in a table, a row each; the file has them all."""


def scenario_name(number: int, lang: str) -> str:
    """Return the name of a scenario, from 1: "Ipotesi A"."""
    return text("whatif.page.scenario", lang, letter=LETTERS[number - 1])


def figures_table(answer: WhatifAnswer, lang: str, *, is_changed: bool) -> str:
    """
    Build the table of figures that some scenario changes, or of those that none does.

    Returns
    -------
    html
        A row per indicator and area, with what the register says and what each scenario would; "" without any. Where
        there are more than ``MOST_FIGURES``, a sentence says how many are in the file alone.
    """
    rows = [rows for rows in _side_by_side(answer) if any(row.is_changed for row in rows) is is_changed]
    count = len(answer.scenarios)
    after = [scenario_name(number, lang) for number in _numbers(count)]
    after = after if count > 1 else [text("whatif.page.after", lang)]
    heads = [*(text(f"whatif.page.{name}", lang) for name in ("figure", "before")), *after]
    label = text("whatif.page.changed" if is_changed else "whatif.page.unchanged", lang, count=len(rows))
    if not rows:
        return ""
    more = len(rows) - MOST_FIGURES
    note = f"<p>{escape(_beyond(more, lang))}</p>" if more > 0 else ""
    return table(heads, [_cells(one, lang) for one in rows[:MOST_FIGURES]], label) + note


def _beyond(count: int, lang: str) -> str:
    """Say how many figures are in the file alone."""
    return text(f"whatif.page.in_file{'_one' if count == 1 else ''}", lang, count=formats.number(count, lang))


def changed_areas(answer: WhatifAnswer) -> int:
    """Count the figures of indicators and areas that some scenario changes."""
    return sum(any(row.is_changed for row in rows) for rows in _side_by_side(answer))


def _numbers(count: int) -> range:
    return range(1, count + 1)


def _side_by_side(answer: WhatifAnswer) -> list[list[WhatifRow]]:
    """Group rows of the same indicator and area, a row per scenario, in the order of the answer."""
    found: dict[tuple[str, str, str], dict[int, WhatifRow]] = {}
    for row in answer.rows:
        found.setdefault((row.level, row.unit_code, row.indicator), {})[row.scenario] = row
    return [[rows[number] for number in _numbers(len(answer.scenarios))] for rows in found.values()]


def _cells(rows: Sequence[WhatifRow], lang: str) -> tuple[str, ...]:
    first = rows[0]
    part = text(f"whatif.part.{first.part}", lang)
    label = "" if first.part is AreaPart.TOUCHED else f" {tag(part)}"
    name = text(f"coverage.name.{first.indicator}", lang)
    what = f"<strong>{escape(first.unit_name)}</strong>{label}<br>{escape(name)}"
    return what, _figure(first.before, lang), *(_after(row, lang) for row in rows)


def _after(row: WhatifRow, lang: str) -> str:
    if not row.is_changed:
        return escape(text("whatif.page.same", lang))
    moved = formats.signed(row.difference, lang) if row.difference is not None else "0"
    is_said = row.is_status_changed or row.after.status is CoverageStatus.DEMONSTRATION
    said = _figure(row.after, lang) if is_said else escape(figure_words(row.after).words(lang))
    return said if moved == "0" else f"{said} <strong>({escape(moved)})</strong>"


def _figure(figure: ScenarioFigure, lang: str) -> str:
    said = escape(figure_words(figure).words(lang))
    if figure.status is CoverageStatus.NO_TARGET:
        return said
    style = "wm-demo" if figure.status is CoverageStatus.DEMONSTRATION else ""
    return f"{said} {tag(text(f'coverage.status.{figure.status}', lang), style=style)}"


def access_table(changes: Sequence[AccessChange], lang: str, *, is_single: bool) -> str:
    """Build the table of municipalities whose residents reach other places; "" without any."""
    heads = [text(f"whatif.page.access_{name}", lang) for name in ("where", "before", "after")]
    numbers = sorted({row.scenario for row in changes})
    shown = [row for number in numbers for row in [one for one in changes if one.scenario == number][:MOST_ACCESS]]
    rows = [_access_cells(row, lang, is_single=is_single) for row in shown]
    return table(heads, rows, text("whatif.page.access", lang)) if rows else ""


def _access_cells(row: AccessChange, lang: str, *, is_single: bool) -> tuple[str, ...]:
    letter = "" if is_single else f" {tag(scenario_name(row.scenario, lang))}"
    style = tag(text("coverage.status.demonstration", lang), style="wm-demo") if row.is_demo else ""
    whom = escape(text(f"whatif.page.whom_{row.residents_name}", lang))
    moved = "" if row.difference is None else f" <strong>({escape(formats.signed(row.difference, lang))})</strong>"
    return (
        f"<strong>{escape(row.unit_name)}</strong>{letter} {style}<br>{whom}",
        _reached(row.before, row.before_low, row.before_high, lang),
        f"{_reached(row.after, row.after_low, row.after_high, lang)}{moved}",
    )


def _reached(value: float | None, low: float | None, high: float | None, lang: str) -> str:
    return escape(range_words(value, low, high).words(lang))
