"""A figure, opened, for the terminal: the facts of its card on the page, and every row that it was computed from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from welfare_map.maps.access_cards import access_facts
from welfare_map.maps.coverage_cards import figure, figure_facts
from welfare_map.model import (
    AccessAnswer,
    Answer,
    CoverageAnswer,
    Explanation,
    ReachedService,
    UsedRecord,
    UsedResidents,
)
from welfare_map.texts import formats, text


@dataclass(frozen=True, slots=True)
class UsedRows:
    """A table of what a figure was computed from; ``number_columns`` are those of numbers, from 0."""

    title: str
    heads: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    number_columns: frozenset[int]


@dataclass(frozen=True, slots=True)
class Opened:
    """Pairs of term and words, and the tables of what was used."""

    facts: tuple[tuple[str, str], ...]
    used: tuple[UsedRows, ...]


def opened(answer: Answer[Any], lang: str) -> Opened | None:
    """Return the opened figure of an answer, None where none was asked for."""
    if isinstance(answer, CoverageAnswer) and answer.explanation is not None:
        facts = figure_facts(answer.explanation, lang)
        return Opened(_with_link(facts, answer.link, lang), _used_for_coverage(answer.explanation, lang))
    if isinstance(answer, AccessAnswer) and answer.explanation is not None:
        caveat = (text("coverage.card.caveat", lang), answer.explanation.caveat.words(lang))
        facts = (*access_facts(answer.explanation, answer.rows[0], lang), caveat)
        return Opened(_with_link(facts, answer.link, lang), (_services(answer.services, lang),))
    return None


def _with_link(facts: tuple[tuple[str, str], ...], link: str, lang: str) -> tuple[tuple[str, str], ...]:
    return (*facts, (text("coverage.card.link", lang), link)) if link else facts


def _used_for_coverage(explanation: Explanation, lang: str) -> tuple[UsedRows, ...]:
    records = _records(explanation.records, lang)
    return (records, _residents(explanation.residents, lang)) if explanation.residents else (records,)


def _records(records: Sequence[UsedRecord], lang: str) -> UsedRows:
    heads = ("record", "counted", "least_most", "missing", "source")
    count = formats.number(len(records), lang)
    return UsedRows(
        title=text("coverage.card.records", lang, count=count) if records else text("coverage.card.no_records", lang),
        heads=tuple(text(f"coverage.column.{name}", lang) for name in heads),
        cells=tuple(_record(record, lang) for record in records),
        number_columns=frozenset({1, 2}),
    )


def _record(record: UsedRecord, lang: str) -> tuple[str, ...]:
    return (
        f"{_named(record, lang)}\n{record.record_id}",
        figure(record.counted, lang),
        _between(record.low, record.high, lang) if record.low != record.high else "–",
        ", ".join(text(f"coverage.missing.{what}", lang) for what in record.missing) or "–",
        _source(record),
    )


def _residents(residents: Sequence[UsedResidents], lang: str) -> UsedRows:
    return UsedRows(
        title=text("coverage.card.residents", lang),
        heads=tuple(text(f"coverage.column.{name}", lang) for name in ("area", "residents")),
        cells=tuple((one.municipality_name, figure(one.residents, lang)) for one in residents),
        number_columns=frozenset({1}),
    )


def _services(services: Sequence[ReachedService], lang: str) -> UsedRows:
    heads = ("name", "left", "minutes", "places", "wanted", "source")
    count = formats.number(len(services), lang)
    return UsedRows(
        title=text("access.card.records", lang, count=count) if services else text("coverage.card.no_records", lang),
        heads=tuple(text(f"access.service.{name}", lang) for name in heads),
        cells=tuple(_service(service, lang) for service in services),
        number_columns=frozenset({1, 2, 3, 4}),
    )


def _service(service: ReachedService, lang: str) -> tuple[str, ...]:
    is_known = service.places_low == service.places_high
    return (
        f"{_named(service, lang)}\n{service.record_id}",
        figure(service.left, lang),
        formats.minutes(service.travel_min, lang, is_approximate=service.is_estimate),
        figure(service.places, lang) if is_known else _between(service.places_low, service.places_high, lang),
        formats.number(round(service.wanted_residents), lang),
        _source(service),
    )


def _named(record: UsedRecord | ReachedService, lang: str) -> str:
    place = f", {record.municipality_name}" if record.municipality_name else ""
    return f"{record.name}{place}" + (f" ({text('cli.demo', lang)})" if record.is_demo else "")


def _between(low: float, high: float | None, lang: str) -> str:
    return f"{figure(low, lang)} – {text('coverage.no_bound', lang) if high is None else figure(high, lang)}"


def _source(record: UsedRecord | ReachedService) -> str:
    return f"{record.source_name} – {record.retrieved_on} – {record.licence}"
