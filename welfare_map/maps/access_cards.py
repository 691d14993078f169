"""Access as HTML: areas in a table, one area opened, other radii and decays, how evenly places are shared."""

from collections.abc import Sequence

from welfare_map.maps.coverage_cards import MOST_RECORDS, figure, interval, link_html, sources_html
from welfare_map.maps.parts import definition_list, stacked_table, table, tag
from welfare_map.maps.popups import escape
from welfare_map.maps.printed import MOST_ROWS, for_paper, left_out
from welfare_map.model import AccessAnswer, AccessExplanation, AccessRow, AccessStatus, Phrase, ReachedService
from welfare_map.share_access import Shown
from welfare_map.texts import formats, text
from welfare_map.texts.values import amount


def access_table(rows: Sequence[AccessRow], lang: str, shown: Shown, *, shown_count: int = MOST_ROWS) -> str:
    """Build the twin of the map: what it shows, in words, with the figures; rows after a count on paper alone."""
    drawn = for_paper(rows, shown_count)
    heads: tuple[str, ...]
    cells: list[tuple[str, ...]]
    if shown is Shown.SENSITIVITY:
        heads = ("area", "left", "rank", "fifth", "depends_on")
        cells = [
            (
                *(_area(row, lang), figure(row.value, lang), escape(_ranks(row, lang)), _fifths(row)),
                escape(_depends(row, lang)),
            )
            for row in drawn
        ]
    elif shown is Shown.DISAGREEMENT:
        heads = ("area", "left", "inside", "says")
        cells = [
            (
                _area(row, lang),
                figure(row.value, lang),
                figure(row.ratio, lang),
                escape(row.disagreement_words.words(lang)),
            )
            for row in drawn
        ]
    else:
        heads = ("area", "left", "interval", "inside", "status")
        cells = [
            (
                _area(row, lang, has_status=True),
                figure(row.value, lang),
                interval(row, lang),
                figure(row.ratio, lang),
                _status(row, lang),
            )
            for row in drawn
        ]
    named = [text(f"access.column.{name}", lang) for name in heads]
    made = stacked_table(named, cells, text("access.table", lang), shown_count=shown_count)
    return made + left_out(len(drawn), len(rows), lang)


def access_card(answer: AccessAnswer, lang: str) -> str:
    """Build the card of the one opened area: its figure with the numbers filled in, and what it is compared with."""
    if answer.explanation is None:
        return ""
    row = answer.rows[0]
    facts = definition_list(
        (
            *((term, escape(words)) for term, words in access_facts(answer.explanation, row, lang)),
            (text("coverage.card.sources", lang), sources_html(answer.sources, lang)),
            (text("coverage.card.link", lang), link_html(answer.link, lang)),
        )
    )
    title = f'<h3>{escape(row.unit_name)}</h3><p class="wm-labels">{_status(row, lang)}{_doubts(row, lang)}</p>'
    return f'<article class="wm-card wm-coverage">{title}{facts}{_used(answer, lang)}</article>'


def access_facts(opened: AccessExplanation, row: AccessRow, lang: str) -> tuple[tuple[str, str], ...]:
    """Return what an opened area says in words: pairs of term and words, plain text; what is not there is left out."""
    said: tuple[tuple[str, Phrase | None], ...] = (
        ("access.card.left", opened.filled),
        ("access.card.interval", opened.interval),
        ("access.card.beyond", opened.beyond),
        ("access.card.inside", opened.filled_inside),
        ("access.card.says", row.disagreement_words),
        ("access.card.threshold", opened.threshold),
        ("access.card.services", opened.reached),
    )
    ranks = (("access.card.rank", _ranks(row, lang)), ("access.column.depends_on", _depends(row, lang)))
    return (
        *((text(key, lang), phrase.words(lang)) for key, phrase in said if phrase is not None),
        *((text(key, lang), words) for key, words in ranks if row.rank),
    )


def _used(answer: AccessAnswer, lang: str) -> str:
    if not answer.services:
        return ""
    heads = [text(f"access.service.{name}", lang) for name in ("name", "left", "minutes", "places", "wanted", "source")]
    shown = answer.services[:MOST_RECORDS]
    made = table(heads, [_service(service, lang) for service in shown], text("access.card.records_label", lang))
    more = len(answer.services) - len(shown)
    said = text(f"access.card.more_records.{amount(more)}", lang, count=more) if more else ""
    note = f"<p>{escape(said)}</p>" if said else ""
    title = escape(text("access.card.records", lang, count=formats.number(len(answer.services), lang)))
    return f"<details><summary>{title}</summary>{made}{note}</details>"


def _service(service: ReachedService, lang: str) -> tuple[str, ...]:
    place = f", {escape(service.municipality_name)}" if service.municipality_name else ""
    high = text("coverage.no_bound", lang) if service.places_high is None else figure(service.places_high, lang)
    is_known = service.places_low == service.places_high
    places = figure(service.places, lang) if is_known else f"{figure(service.places_low, lang)} – {escape(high)}"
    return (
        escape(service.name) + place + (_demo(lang) if service.is_demo else ""),
        figure(service.left, lang),
        ("≈ " if service.is_estimate else "") + formats.number(round(service.travel_min), lang),
        places,
        formats.number(round(service.wanted_residents), lang),
        escape(f"{service.source_name} – {service.retrieved_on} – {service.licence}"),
    )


def not_counted(answer: AccessAnswer, lang: str) -> str:
    """Say what the figures leave out or leave open, a sentence each; "" where there is nothing of it."""
    counts = {
        "unknown": answer.unknown_count,
        "open_unknown": answer.open_unknown_count,
        "nowhere": answer.without_position_count,
        "closed": answer.closed_count,
        "unreached": answer.unreached_count,
    }
    said = (
        text(f"access.not_counted.{what}.{amount(count)}", lang, count=formats.number(count, lang))
        for what, count in counts.items()
        if count
    )
    return " ".join(said)


def scenarios_table(answer: AccessAnswer, lang: str) -> str:
    """Build the table of other radii and decays."""
    heads = [text(f"access.column.{name}", lang) for name in ("radius", "decay", "changed", "gini")]
    rows = [
        (
            f"{figure(one.limit_min, lang)} min",
            escape(text(f"access.decay_name.{one.decay}", lang)),
            escape(text("access.as_asked", lang)) if one.is_asked else figure(one.changed_count, lang),
            figure(one.gini, lang),
        )
        for one in answer.scenarios
    ]
    return table(heads, rows, text("access.scenarios", lang)) if rows else ""


def equity_html(answer: AccessAnswer, lang: str) -> str:
    """Build how evenly places are shared: Gini, Palma, residents with few places, classes where a table is given."""
    found = answer.equity

    def people(count: float | None) -> str:
        return "" if count is None else formats.number(round(count), lang)

    limit = text("access.card.limit", lang, value=figure(found.threshold, lang))
    facts = definition_list(
        (
            (text("access.equity.gini", lang), "" if found.gini is None else figure(found.gini, lang)),
            (text("access.equity.palma", lang), "" if found.palma is None else figure(found.palma, lang)),
            (
                text("access.card.threshold", lang),
                "" if found.threshold is None else escape(_with_source(limit, answer)),
            ),
            (text("access.equity.desert", lang), people(found.desert_residents)),
            (text("access.equity.no_desert", lang), people(found.no_desert_residents)),
            (text("access.equity.undecidable", lang), people(found.undecidable_residents)),
            (text("access.equity.demonstration", lang), people(found.demonstration_residents)),
        )
    )
    return facts + f"<p>{escape(found.note.words(lang))}</p>"


def _with_source(words: str, answer: AccessAnswer) -> str:
    source = answer.equity.threshold_source
    return f"{words} ({source})" if source else words


def _area(row: AccessRow, lang: str, *, has_status: bool = False) -> str:
    said = escape(row.unit_name) + (f" ({escape(row.province_short)})" if row.province_short else "")
    return said + (_demo(lang) if row.is_demo and not has_status else "") + _doubts(row, lang)


def _demo(lang: str) -> str:
    return " " + tag(text("access.status.demonstration", lang), style="wm-demo")


def _doubts(row: AccessRow, lang: str) -> str:
    notes = []
    if row.is_near_edge:
        notes.append(text("access.near_edge", lang))
    if row.district_is_verified is False:
        notes.append(text("card.territory.district_unverified", lang))
    return "".join(f" <small>{escape(note)}</small>" for note in notes)


def _status(row: AccessRow, lang: str) -> str:
    style = "wm-demo" if row.status is AccessStatus.DEMONSTRATION else ""
    label = tag(text(f"access.status.{row.status}", lang), style=style)
    is_said = row.is_demo and row.status is not AccessStatus.DEMONSTRATION
    return label + (_demo(lang) if is_said else "")


def _ranks(row: AccessRow, lang: str) -> str:
    if row.rank is None:
        return "–"
    rank, best, worst, count = (
        formats.number(one or 0, lang) for one in (row.rank, row.rank_best, row.rank_worst, row.ranked_count)
    )
    said = text("access.card.rank_of", lang, rank=rank, count=count) + ("" if best == worst else f" ({best}–{worst})")
    return said + (f" {text('access.card.rank_apart', lang)}" if row.is_rank_demo else "")


def _fifths(row: AccessRow) -> str:
    if row.fifth is None:
        return "–"
    return str(row.fifth) + (
        "" if row.fifth_lowest == row.fifth_highest else f" ({row.fifth_lowest}–{row.fifth_highest})"
    )


def _depends(row: AccessRow, lang: str) -> str:
    return "–" if row.depends_on is None else text(f"access.depends_on.{row.depends_on}", lang)
