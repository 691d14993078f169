"""Answers as tables that people read in a terminal: fewer columns than the other formats, whose rows are whole."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from welfare_map.cli.opened import Opened, opened
from welfare_map.maps.service_words import ages_words, capacity_words, free_words, hours_words, travel_words
from welfare_map.model import (
    AccessAnswer,
    AccessRow,
    AdheringAnswer,
    AdheringRow,
    Answer,
    BriefAnswer,
    BriefFigure,
    ChangeAnswer,
    ChangeRow,
    CommuteAnswer,
    CommuteRow,
    CompareAnswer,
    CompareRow,
    ConsortiumAnswer,
    ConsortiumRow,
    CostAnswer,
    CostRow,
    CoverageAnswer,
    CoverageRow,
    DeskAnswer,
    DeskRow,
    ExchangeAnswer,
    ExchangeCountRow,
    ExchangeCountsAnswer,
    ExchangeGroup,
    FirmRow,
    FirmsAnswer,
    FitsAnswer,
    FitsRow,
    IndicatorRow,
    IndicatorsAnswer,
    InitiativeRow,
    InitiativesAnswer,
    LayerRow,
    LayersAnswer,
    MatchesAnswer,
    MatchRow,
    MonitoringAnswer,
    MonitoringRow,
    NearbyAnswer,
    NearbyRow,
    PlaceAnswer,
    PlaceRow,
    PlanAnswer,
    PlanMeasure,
    PracticeRow,
    PracticesAnswer,
    ProjectionAnswer,
    ProjectionRow,
    ReachAnswer,
    ReachRow,
    SeriesAnswer,
    SeriesRow,
    ShuttleAnswer,
    ShuttleRound,
    SitingAnswer,
    SitingRow,
    TerritoryAnswer,
    TerritoryRow,
    WhatifAnswer,
    WhatifRow,
    figure_words,
)
from welfare_map.texts import formats, text
from welfare_map.texts.hours import hours_in_words

Cells = tuple[str, ...]
PIPE_WIDTH = 160
"""Characters of a line where the output is no terminal."""
NUMBERS = frozenset(
    (
        *("score", "minutes", "added_out", "added_back", "added_total", "distance", "authorised", "accredited"),
        *("residents", "services", "count", "without_position", "demo_count", "at_least", "round_min", "round_km"),
        *("value", "at_most", "numerator", "denominator", "target", "difference"),
        *("value", "at_most", "numerator", "denominator", "target", "places_added", "people_served"),
    )
)


def print_table(answer: Answer[Any], lang: str) -> None:
    """Print an answer: its sentence, its rows, then what makes it trustworthy."""
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    console = Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)
    console.print(Text(shown(answer.sentence.words(lang))))
    columns, cells = TABLES[type(answer)]
    if answer.rows:
        console.print(_table(columns, [cells(row, lang) for row in answer.rows], lang))
    if (figure := opened(answer, lang)) is not None:
        _print_opened(console, figure)
    for line in _small_print(answer, lang):
        console.print(Text(shown(line)))


def _print_opened(console: Console, figure: Opened) -> None:
    for term, words in figure.facts:
        console.print(Text(shown(f"{term}: {words}")))
    for used in figure.used:
        console.print(Text(shown(used.title)))
        if used.cells:
            sides: list[JustifyMethod] = [
                "right" if n in used.number_columns else "left" for n in range(len(used.heads))
            ]
            console.print(_drawn(list(zip(used.heads, sides, strict=True)), used.cells))


def report_table(columns: Sequence[str], rows: Sequence[Cells], lang: str) -> None:
    """Print the report of an administrative command."""
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    console = Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)
    console.print(_table(columns, rows, lang))


def shown(words: str) -> str:
    """Return text without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in words)


def _table(columns: Sequence[str], rows: Sequence[Cells], lang: str) -> Table:
    return _drawn(
        [(text(f"cli.column.{name}", lang), "right" if name in NUMBERS else "left") for name in columns], rows
    )


def _drawn(heads: Sequence[tuple[str, JustifyMethod]], rows: Sequence[Cells]) -> Table:
    """Draw a table; a cell may have several lines."""
    table = Table()
    for head, justify in heads:
        table.add_column(head, justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*(Text("\n".join(map(shown, cell.split("\n")))) for cell in row))
    return table


def _small_print(answer: Answer[Any], lang: str) -> list[str]:
    lines = [answer.method.words(lang)]
    if isinstance(answer, SitingAnswer) and answer.wider_district_name is not None:
        lines.insert(0, text("siting.wider.address", lang, name=answer.wider_district_name, link=answer.wider_link))
    if answer.without_position_count:
        lines.append(text("cli.without_position", lang, count=answer.without_position_count))
    if answer.without_places_count:
        lines.append(text("cli.without_places", lang, count=answer.without_places_count))
    if answer.has_demo:
        lines.append(text("cli.has_demo", lang))
    lines.extend(f"{note.name} – {note.licence} – {note.retrieved_on}" for note in answer.sources)
    return lines


def _count(value: int | None, lang: str) -> str:
    return "–" if value is None else formats.number(value, lang)


def _demo(*, is_demo: bool, lang: str) -> str:
    return text("cli.demo", lang) if is_demo else ""


def _nearby(row: NearbyRow, lang: str) -> Cells:
    return (
        row.name,
        text(f"codes.kind.{row.kind}", lang),
        row.municipality_name or "–",
        formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate),
        formats.distance(row.distance_m, lang),
        _count(row.capacity_authorised, lang),
        _count(row.capacity_accredited, lang),
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _commute(row: CommuteRow, lang: str) -> Cells:
    added = (row.whole_added_out_min, row.whole_added_back_min, row.whole_added_min)
    return (
        row.name,
        text(f"codes.kind.{row.kind}", lang),
        row.municipality_name or "–",
        *(formats.added_minutes(value, lang, is_approximate=row.is_approximate) for value in added),
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _fits(row: FitsRow, lang: str) -> Cells:
    days = "–" if row.fitting_day_count is None else formats.number(row.fitting_day_count, lang)
    return (
        row.name,
        text(f"codes.kind.{row.kind}", lang),
        row.municipality_name or "–",
        text(f"fits.verdict.{row.fit}", lang),
        f"{days}/{formats.number(row.worked_day_count, lang)}",
        formats.minutes(row.total_min, lang, is_approximate=row.is_approximate),
        "; ".join(reason.words(lang) for reason in row.reasons),
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _reach(row: ReachRow, lang: str) -> Cells:
    return (
        f"{formats.exact(row.limit_min, lang)} min",
        f"{formats.number(row.area_km2, lang, decimals=1)} km²",
        _count(row.residents, lang),
        _count(row.service_count, lang),
        _count(row.demo_count, lang),
    )


def _territory(row: TerritoryRow, lang: str) -> Cells:
    return (
        row.code,
        row.name,
        row.province_short or "–",
        row.district_name or "–",
        _count(row.residents, lang),
        _count(sum(kind.service_count for kind in row.services), lang),
        row.district_office.phone or "–" if row.district_office else "–",
    )


def _initiatives(row: InitiativeRow, lang: str) -> Cells:
    years = "–".join(str(year) for year in (row.start_year, row.end_year) if year is not None)
    names = ", ".join(member.organisation_name for member in row.members)
    return (
        row.name,
        years,
        names or "–",
        _count(len(row.municipality_codes), lang),
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _compare(row: CompareRow, lang: str) -> Cells:
    return (
        row.name,
        text(f"codes.kind.{row.kind}", lang),
        row.municipality_name or "–",
        travel_words(row, lang),
        hours_words(row, lang),
        ages_words(row, lang) or "–",
        capacity_words(row, lang),
        free_words(row, lang),
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _cost(row: CostRow, lang: str) -> Cells:
    return (
        row.name,
        text(f"codes.kind.{row.kind}", lang),
        row.municipality_name or "–",
        _euros(row.fee_min_eur, row.fee_max_eur, lang),
        _euros(row.cost_min_eur, row.cost_max_eur, lang),
        ", ".join(benefit.name[lang] for benefit in row.benefits) or "–",
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _consortium(row: ConsortiumRow, lang: str) -> Cells:
    places = f"{formats.number(row.places, lang)} {text(f'codes.unit.{row.unit}', lang)}"
    return (
        ", ".join(member.organisation_name for member in row.members),
        places if not row.is_need_estimated else f"{places}{text('consortium.estimated', lang)}",
        row.site.name,
        formats.minutes(row.worst_min, lang, is_approximate=row.site.is_approximate),
        _euros(row.cost_eur_per_year, row.cost_eur_per_year, lang),
        next((one.organisation_name for one in row.members if one.organisation_id == row.bridge_organisation_id), "–"),
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _shuttle(row: ShuttleRound, lang: str) -> Cells:
    stops = (f"{stop.at} {stop.name} {_on_off(stop.on_count, stop.off_count)}" for stop in row.stops)
    return (
        text(f"shuttle.way.{row.way}", lang),
        hours_in_words(row.days, lang),
        row.leaves_at,
        " · ".join(stops),
        f"{row.seats_filled}/{row.seats}",
        formats.number(row.minutes, lang),
        formats.number(row.km, lang, decimals=1),
        text("shuttle.unknown", lang) if row.cost_eur is None else _euros(row.cost_eur, row.cost_eur, lang),
        text(f"shuttle.quality.{row.origin_quality}", lang),
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _on_off(on_count: int, off_count: int) -> str:
    return " ".join([f"+{on_count}"] * bool(on_count) + [f"−{off_count}"] * bool(off_count))


def _euros(low: float | None, high: float | None, lang: str) -> str:
    known = dict.fromkeys("–" if value is None else f"{formats.exact(value, lang)} €" for value in (low, high))
    return " – ".join(known)


def _desk(row: DeskRow, lang: str) -> Cells:
    office = row.district_office
    unverified = "" if row.district_is_verified else f" ({text('card.territory.district_unverified', lang)})"
    return (
        text(f"desk.where.{row.where}", lang),
        row.municipality_name,
        row.district_name + unverified if row.district_name else "–",
        (office.phone or office.email or "–") if office else "–",
        ", ".join(item.name for item in row.initiatives) or "–",
    )


WAYS = {1: "up", 0: "same", -1: "down", None: "unknown"}
"""Direction of a change -> name of its words."""


def _change(row: ChangeRow, lang: str) -> Cells:
    values = (row.value_before, row.value, row.change, row.numerator_effect, row.denominator_effect)
    return (
        row.unit_code,
        row.unit_name,
        *(_two(value, lang) for value in values),
        text(f"cli.which_way.{WAYS[row.direction]}", lang),
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _projection(row: ProjectionRow, lang: str) -> Cells:
    return (
        row.unit_name,
        str(row.year),
        formats.number(round(row.residents), lang),
        *(_two(value, lang) for value in (row.value, row.residents_effect, row.places_to_stay, row.places_to_target)),
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _series(row: SeriesRow, lang: str) -> Cells:
    values = (row.value, row.value_low, row.value_high, row.numerator, row.change)
    return (
        row.unit_name,
        str(row.year),
        *(_two(value, lang) for value in values),
        text(f"cli.which_way.{WAYS[row.direction]}", lang),
    )


def _two(value: float | None, lang: str) -> str:
    return "–" if value is None else formats.exact(round(value, 2), lang)


def _monitoring(row: MonitoringRow, lang: str) -> Cells:
    return (
        row.initiative_name,
        text(f"monitoring.kind.{row.monitored}", lang),
        row.phase_name.get(lang) or "–",
        "–" if row.year is None else str(row.year),
        formats.number(row.count, lang),
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _exchange_counts(row: ExchangeCountRow, lang: str) -> Cells:
    return (
        row.district_name,
        text(f"codes.direction.{row.direction}", lang),
        text(f"codes.exchange_kind.{row.exchange_kind}", lang),
        formats.number(row.at_least_count, lang),
    )


def _firms(row: FirmRow, lang: str) -> Cells:
    return (
        row.organisation_name,
        text(f"codes.organisation_kind.{row.organisation_kind}", lang),
        row.municipality_name or "–",
        formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate),
        text(f"codes.size.{row.size_class}", lang) if row.size_class else "–",
        ", ".join(one.initiative_name for one in row.adhesions) or "–",
        "; ".join(phrase.words(lang) for phrase in row.common) or "–",
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _plan(row: PlanMeasure, lang: str) -> Cells:
    declared = ", ".join(dict.fromkeys(name for need in row.needs for name in need.organisation_names))
    cost_eur = row.cost.cost_eur_per_year
    return (
        text(f"codes.exchange_kind.{row.exchange_kind}", lang),
        declared or "–",
        _count(row.found_count, lang),
        _count(row.with_free_count, lang),
        "–" if cost_eur is None else f"{formats.exact(cost_eur, lang)} €",
    )


def _practices(row: PracticeRow, lang: str) -> Cells:
    minutes = "–"
    if row.travel_min is not None:
        minutes = formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate)
    return (
        row.title[lang],
        ", ".join(text(f"codes.theme.{theme}", lang) for theme in row.themes),
        row.initiative_name,
        minutes,
        f"{row.source_document} § {row.source_paragraph}",
    )


def _matches(row: MatchRow, lang: str) -> Cells:
    kind = text(f"codes.exchange_kind.{row.exchange_kind}", lang)
    is_demo = row.is_demo or (row.bridge is not None and row.bridge.is_demo)
    return (
        text(f"matches.side.{row.side}", lang),
        formats.number(row.score, lang, decimals=2),
        row.organisation_name,
        kind if row.bridge is None else text("matches.with_bridge", lang, kind=kind, name=row.bridge.organisation_name),
        ", ".join(words.words(lang) for words in row.why),
        ", ".join(words.words(lang) for words in row.why_not),
        _demo(is_demo=is_demo, lang=lang),
    )


def _layers(row: LayerRow, lang: str) -> Cells:
    counts = (row.count, row.without_position_count, row.demo_count)
    return row.layer_id, row.label.words(lang), *(_count(count, lang) for count in counts)


def _places(row: PlaceRow, lang: str) -> Cells:
    position = f"{row.lon:.5f}, {row.lat:.5f}"
    return row.label, text(f"codes.quality.{row.quality}", lang), position, _demo(is_demo=row.is_demo, lang=lang)


def _exchange(row: ExchangeGroup, lang: str) -> Cells:
    return (
        ", ".join(member.organisation_name for member in row.members),
        ", ".join(text(f"codes.theme.{theme}", lang) for theme in row.themes),
        " · ".join(part for part in (row.place_name, row.municipality_name) if part),
        formats.number(row.total_travel_min, lang),
        _demo(is_demo=row.is_demo, lang=lang),
    )


def _adhering(row: AdheringRow, lang: str) -> Cells:
    offices = (" ".join((office.name[lang], *office.phones, office.email or "")).strip() for office in row.contacts)
    return (
        row.initiative_name,
        text(f"adhering.standing.{row.standing}", lang),
        "; ".join(step.name[lang] for step in row.benefits) or "–",
        "; ".join(offices) or "–",
    )


def _siting(row: SitingRow, lang: str) -> Cells:
    return (
        row.name,
        text(f"siting.origin.{row.origin}", lang),
        _count(row.places_added, lang),
        formats.number(round(row.people_count), lang),
        row.sentence.words(lang),
    )


def _coverage(row: CoverageRow, lang: str) -> Cells:
    return (row.unit_code, row.unit_name, *_interval(row, lang))


def _brief(row: BriefFigure, lang: str) -> Cells:
    return (text(f"coverage.name.{row.indicator}", lang), *_interval(row, lang))


def _interval(row: CoverageRow | BriefFigure, lang: str) -> Cells:
    return (
        _figure(row.value, lang),
        _figure(row.value_low, lang),
        _bound(row.value_low, row.value_high, lang),
        _figure(row.numerator, lang),
        _figure(row.denominator, lang),
        _figure(row.target, lang),
        text(f"coverage.status.{row.status}", lang),
    )


def _access(row: AccessRow, lang: str) -> Cells:
    return (
        row.unit_code,
        row.unit_name,
        _figure(row.value, lang),
        _figure(row.value_low, lang),
        _bound(row.value_low, row.value_high, lang),
        _figure(row.ratio, lang),
        row.disagreement_words.words(lang),
        "–" if row.depends_on is None else text(f"access.depends_on.{row.depends_on}", lang),
        text(f"access.status.{row.status}", lang),
    )


def _bound(low: float | None, high: float | None, lang: str) -> str:
    return text("coverage.no_bound", lang) if high is None and low is not None else _figure(high, lang)


def _figure(value: float | None, lang: str) -> str:
    return (
        "–" if value is None else formats.number(round(value, 2), lang, decimals=0 if float(value).is_integer() else 2)
    )


def _indicators(row: IndicatorRow, lang: str) -> Cells:
    return row.code, row.name.words(lang), row.formula.words(lang), ", ".join(row.target_ids) or "–"


def _whatif(row: WhatifRow, lang: str) -> Cells:
    return (
        str(row.scenario),
        text(f"coverage.name.{row.indicator}", lang),
        f"{row.unit_name} ({text(f'whatif.part.{row.part}', lang)})",
        *(figure_words(figure).words(lang) for figure in (row.before, row.after)),
        "–" if row.difference is None else formats.signed(row.difference, lang),
        *(text(f"coverage.status.{figure.status}", lang) for figure in (row.before, row.after)),
    )


TABLES: dict[type[Answer[Any]], tuple[Cells, Callable[[Any, str], Cells]]] = {
    NearbyAnswer: (
        ("name", "kind", "municipality", "minutes", "distance", "authorised", "accredited", "demo"),
        _nearby,
    ),
    CommuteAnswer: (
        ("name", "kind", "municipality", "added_out", "added_back", "added_total", "demo"),
        _commute,
    ),
    FitsAnswer: (("name", "kind", "municipality", "fit", "fitting_days", "minutes", "reasons", "demo"), _fits),
    ReachAnswer: (("limit", "area", "residents", "services", "demo_count"), _reach),
    TerritoryAnswer: (("code", "name", "province", "district", "residents", "services", "office"), _territory),
    InitiativesAnswer: (("name", "years", "members", "municipalities", "demo"), _initiatives),
    CompareAnswer: (
        ("name", "kind", "municipality", "minutes", "hours", "ages", "capacity", "free", "demo"),
        _compare,
    ),
    CostAnswer: (("name", "kind", "municipality", "fee", "left_to_pay", "benefits", "demo"), _cost),
    FirmsAnswer: (
        ("name", "kind", "municipality", "minutes", "size", "adhesions", "common", "demo"),
        _firms,
    ),
    ConsortiumAnswer: (("group", "capacity", "site", "minutes", "cost_per_year", "bridge", "demo"), _consortium),
    PlanAnswer: (("measure", "needed_by", "services", "free", "cost_per_year"), _plan),
    ShuttleAnswer: (
        (
            *("way", "days", "leaves", "stops_in_order", "seats_filled", "round_min", "round_km", "round_cost"),
            *("origin_quality", "demo"),
        ),
        _shuttle,
    ),
    SitingAnswer: (("sites", "kind", "places_added", "people_served", "in_words"), _siting),
    CoverageAnswer: (
        ("code", "name", "value", "at_least", "at_most", "numerator", "denominator", "target", "status"),
        _coverage,
    ),
    AccessAnswer: (
        ("code", "name", "left", "at_least", "at_most", "inside", "disagreement", "depends_on", "status"),
        _access,
    ),
    WhatifAnswer: (
        ("scenario", "indicator", "scenario_area", "before", "after", "difference", "status_before", "status_after"),
        _whatif,
    ),
    BriefAnswer: (
        ("indicator", "value", "at_least", "at_most", "numerator", "denominator", "target", "status"),
        _brief,
    ),
    IndicatorsAnswer: (("code", "indicator", "formula", "targets"), _indicators),
    DeskAnswer: (("where", "municipality", "district", "office", "initiatives"), _desk),
    ExchangeAnswer: (("group", "themes", "site", "minutes", "demo"), _exchange),
    ChangeAnswer: (
        ("code", "name", "before", "value", "change", "from_places", "from_residents", "which_way", "demo"),
        _change,
    ),
    ProjectionAnswer: (
        ("name", "year", "projected_residents", "value", "from_residents", "to_stay", "to_target", "demo"),
        _projection,
    ),
    SeriesAnswer: (("name", "year", "value", "at_least", "at_most", "numerator", "change", "which_way"), _series),
    MonitoringAnswer: (("initiative", "counted", "phase", "year", "count", "demo"), _monitoring),
    ExchangeCountsAnswer: (("district", "direction", "kind", "at_least", "demo"), _exchange_counts),
    AdheringAnswer: (("initiative", "standing", "brings", "offices"), _adhering),
    PracticesAnswer: (("title", "themes", "initiative", "minutes", "source"), _practices),
    MatchesAnswer: (("side", "score", "name", "kind", "why", "why_not", "demo"), _matches),
    LayersAnswer: (("layer", "label", "count", "without_position", "demo_count"), _layers),
    PlaceAnswer: (("label", "quality", "position", "demo"), _places),
}
"""Columns and cells of each type of answer."""
