"""Coverage as HTML: areas in a table, an opened figure, targets side by side, whom to telephone first."""

from collections.abc import Sequence

from welfare_map.maps.parts import contact_html, definition_list, stacked_table, table, tag
from welfare_map.maps.popups import escape
from welfare_map.maps.printed import MOST_ROWS, for_paper, left_out
from welfare_map.model import (
    AccessRow,
    CallRow,
    CoverageAnswer,
    CoverageRow,
    CoverageStatus,
    Explanation,
    SeriesRow,
    SourceNote,
    TargetNote,
    UsedRecord,
)
from welfare_map.texts import formats, text
from welfare_map.texts.values import amount

MOST_RECORDS = 100
"""Records of an opened figure that are drawn; the file has them all."""

FIRST_CALLS = 10
"""A morning at the telephone."""


def areas_table(rows: Sequence[CoverageRow], lang: str, *, shown_count: int = MOST_ROWS) -> str:
    """Build the twin of the map: areas with figure, interval and status; those after ``shown_count`` on paper alone."""
    drawn = for_paper(rows, shown_count)
    heads = [text(f"coverage.column.{name}", lang) for name in ("area", "figure", "interval", "status")]
    cells = [(_area(row, lang), figure(row.value, lang), interval(row, lang), status_tag(row, lang)) for row in drawn]
    made = stacked_table(heads, cells, text("coverage.table", lang), shown_count=shown_count)
    return made + left_out(len(drawn), len(rows), lang)


def figure_card(answer: CoverageAnswer, lang: str) -> str:
    """Build the card of the one opened figure of an answer: formula, numbers, records, residents, sources, link."""
    opened, row = answer.explanation, answer.rows[0]
    if opened is None:
        return ""
    facts = definition_list(
        (
            *((term, escape(words)) for term, words in figure_facts(opened, lang)),
            (text("coverage.card.sources", lang), sources_html(answer.sources, lang)),
            (text("coverage.card.link", lang), link_html(answer.link, lang)),
        )
    )
    title = f'<h3>{escape(row.unit_name)}</h3><p class="wm-labels">{status_tag(row, lang)}{_doubts(row, lang)}</p>'
    used = _records(opened, lang) + _residents(opened, lang)
    return f'<article class="wm-card wm-coverage">{title}{facts}{used}</article>'


def figure_facts(opened: Explanation, lang: str) -> tuple[tuple[str, str], ...]:
    """Return what an opened figure says in words: pairs of term and words, plain text."""
    caveats = (phrase.words(lang) for phrase in (opened.caveat, opened.one_place) if phrase is not None)
    return (
        (text("coverage.card.formula", lang), opened.formula.words(lang)),
        (text("coverage.card.filled", lang), opened.filled.words(lang)),
        (text("coverage.card.interval", lang), opened.interval.words(lang)),
        (text("coverage.card.caveat", lang), " ".join(caveats)),
    )


def targets_table(notes: Sequence[TargetNote], lang: str) -> str:
    """Build targets side by side: figure as published, whether it can be compared, meaning and source."""
    heads = [
        text(f"coverage.column.{name}", lang) for name in ("target", "published", "same_unit", "meaning", "source")
    ]
    rows = [_target(note, lang) for note in notes]
    return stacked_table(heads, rows, text("coverage.targets", lang)) if notes else ""


def calls_words(answer: CoverageAnswer, lang: str) -> str:
    """Say how many records are worth a call, and why they come in this order."""
    count = answer.to_call_count
    if not count:
        return text("coverage.call.nobody", lang)
    said = [text(f"coverage.call.count.{amount(count)}", lang, count=formats.number(count, lang))]
    if count > len(answer.to_call):
        said.append(text("coverage.call.cut", lang, shown=len(answer.to_call)))
    order = text("coverage.call.order", lang) if count > 1 else ""
    return " ".join((*said, text("coverage.call.meaning", lang), order)).strip()


def calls_list(answer: CoverageAnswer, lang: str) -> str:
    """Build the list of records to telephone about; those after the first ones unfold."""
    first, later = answer.to_call[:FIRST_CALLS], answer.to_call[FIRST_CALLS:]
    if not later:
        return _calls(first, lang)
    title = escape(text(f"coverage.call.later.{amount(len(later))}", lang, count=len(later)))
    unfolded = _calls(later, lang, start=FIRST_CALLS + 1)
    return f"{_calls(first, lang)}<details><summary>{title}</summary>{unfolded}</details>"


def figure(value: float | None, lang: str) -> str:
    """Write a figure with two decimals at most, a dash where it is not known."""
    return "–" if value is None else formats.exact(round(value, 2), lang)


def interval(row: CoverageRow | AccessRow | SeriesRow, lang: str) -> str:
    """Write what lies between the least and the most that is possible."""
    if row.value_low == row.value_high:
        return "–"
    if row.value_high is None:
        return escape(text("coverage.between.endless", lang, low=figure(row.value_low, lang)))
    return f"{figure(row.value_low, lang)} – {figure(row.value_high, lang)}"


def status_tag(row: CoverageRow, lang: str) -> str:
    """Build the label of a status: words, not colour alone."""
    style = "wm-demo" if row.status is CoverageStatus.DEMONSTRATION else ""
    return tag(text(f"coverage.status.{row.status}", lang), style=style)


def sources_html(notes: Sequence[SourceNote], lang: str) -> str:
    """Build sources with licence and day, one a line."""
    said = []
    for note in notes:
        read = formats.day(note.retrieved_on, lang) if note.retrieved_on else text("coverage.card.no_day", lang)
        said.append(escape(text("coverage.card.source", lang, name=note.names[lang], licence=note.licence, day=read)))
    return "<br>".join(said)


def link_html(address: str, lang: str) -> str:
    """Build the link that restores a figure; "" without an address."""
    if not address:
        return ""
    return f'<a href="{escape(address)}" target="_self">{escape(text("coverage.card.link_words", lang))}</a>'


def _area(row: CoverageRow, lang: str) -> str:
    said = escape(row.unit_name) + (f" ({escape(row.province_short)})" if row.province_short else "")
    return said + _doubts(row, lang)


def _doubts(row: CoverageRow, lang: str) -> str:
    notes = []
    if row.district_is_verified is False:
        notes.append(text("card.territory.district_unverified", lang))
    if not row.is_complete:
        notes.append(text("coverage.partial", lang))
    return "".join(f" <small>{escape(note)}</small>" for note in notes)


def _target(note: TargetNote, lang: str) -> tuple[str, ...]:
    name = escape(note.name[lang]) + (" " + tag(text("coverage.legal_tag", lang)) if note.is_legal else "")
    same = (
        text("coverage.not_comparable", lang) if note.comparable_value is None else figure(note.comparable_value, lang)
    )
    year = f" ({escape(note.valid_year)})" if note.valid_year else ""
    return name, figure(note.value, lang) + year, escape(same), escape(note.meaning[lang]), escape(note.source)


def _calls(calls: Sequence[CallRow], lang: str, *, start: int = 1) -> str:
    items = "".join(f"<li>{_call(call, lang)}</li>" for call in calls)
    return f'<ol class="wm-calls" start="{start}">{items}</ol>' if items else ""


def _call(call: CallRow, lang: str) -> str:
    missing = ", ".join(text(f"coverage.missing.{what}", lang) for what in call.missing)
    demo = " " + tag(text("coverage.status.demonstration", lang), style="wm-demo") if call.is_demo else ""
    place = f" – {escape(call.municipality_name)}" if call.municipality_name else ""
    lines = (
        f"<strong>{escape(call.name)}</strong>{place}{demo}",
        escape(text("coverage.call.ask", lang, missing=missing)),
        escape(_settles(call, lang)),
        f"{escape(text('card.contact', lang))}: {contact_html(call.phone, call.email, call.website, lang)}",
    )
    return "<br>".join(lines)


def _settles(call: CallRow, lang: str) -> str:
    """Say which areas an answer may settle, with how many residents, and how many of them whatever it is."""
    areas = ", ".join(area.name for area in call.areas)
    may = text(f"coverage.call.may.{amount(call.area_count)}", lang, count=call.area_count, areas=areas)
    people = round(call.resident_count)
    if people:
        count = formats.number(people, lang)
        may = text(f"coverage.call.people.{amount(people)}", lang, may=may, count=count)
    form = "all" if call.sure_area_count == call.area_count else "some" if call.sure_area_count else "none"
    return text(f"coverage.call.surely.{form}", lang, may=may, count=call.sure_area_count)


def _records(opened: Explanation, lang: str) -> str:
    if not opened.records:
        return f"<p>{escape(text('coverage.card.no_records', lang))}</p>"
    heads = [text(f"coverage.column.{name}", lang) for name in ("record", "counted", "least_most", "missing", "source")]
    shown = opened.records[:MOST_RECORDS]
    made = table(heads, [_record(record, lang) for record in shown], text("coverage.card.records_label", lang))
    more = len(opened.records) - len(shown)
    said = text(f"coverage.card.more_records.{amount(more)}", lang, count=more) if more else ""
    note = f"<p>{escape(said)}</p>" if said else ""
    title = escape(text("coverage.card.records", lang, count=formats.number(len(opened.records), lang)))
    return f"<details><summary>{title}</summary>{made}{note}</details>"


def _record(record: UsedRecord, lang: str) -> tuple[str, ...]:
    place = f", {escape(record.municipality_name)}" if record.municipality_name else ""
    high = text("coverage.no_bound", lang) if record.high is None else figure(record.high, lang)
    between = "–" if record.low == record.high else f"{figure(record.low, lang)} – {escape(high)}"
    missing = ", ".join(text(f"coverage.missing.{what}", lang) for what in record.missing) or "–"
    demo = " " + tag(text("coverage.status.demonstration", lang), style="wm-demo") if record.is_demo else ""
    return (
        f"{escape(record.name)}{place}{demo}<br><small>{escape(record.record_id)}</small>",
        figure(record.counted, lang),
        between,
        escape(missing),
        escape(f"{record.source_name} – {record.retrieved_on} – {record.licence}"),
    )


def _residents(opened: Explanation, lang: str) -> str:
    if len(opened.residents) < 2:
        return ""
    heads = [text(f"coverage.column.{name}", lang) for name in ("area", "residents")]
    rows = [(escape(one.municipality_name), figure(one.residents, lang)) for one in opened.residents]
    made = table(heads, rows, text("coverage.card.residents", lang))
    return f"<details><summary>{escape(text('coverage.card.residents', lang))}</summary>{made}</details>"
