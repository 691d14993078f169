"""Part 3: what the firms need and can offer, and what the people who work there answered."""

from collections.abc import Iterator

from welfare_map.exports.document import Block, Heading, Paragraph, Table, Tone, Words
from welfare_map.exports.plan.words import day, hours_words, kind_words, listed, missing, or_missing, quantity_words
from welfare_map.model import PlanAnswer, PlanExchange, PlanWorkers
from welfare_map.texts import formats, has_text, text


def needs_part(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """Tell the needs that the viewer sees, counts of five and more alone."""
    yield Heading(text("plan.part.needs", lang))
    yield Heading(text("plan.needs.declared", lang), 2)
    if answer.needs:
        yield _exchanges(answer.needs, "who", lang)
    else:
        yield Paragraph(text("plan.needs.none", lang))
        yield Paragraph(missing(text("plan.blank.needs", lang), lang))
    yield Heading(text("plan.needs.workers", lang), 2)
    if answer.workers:
        yield _workers(answer, lang)
        yield Paragraph(text("plan.needs.suppressed", lang), tone=Tone.NOTE)
    else:
        yield Paragraph(missing(text("plan.blank.workers", lang), lang))
    if answer.offers:
        yield Heading(text("plan.needs.offered", lang), 2)
        yield _exchanges(answer.offers, "who_offers", lang)


def _exchanges(exchanges: tuple[PlanExchange, ...], who: str, lang: str) -> Table:
    heads = ("what", who, "quantity", "since", "hours")
    return Table(
        tuple(text(f"plan.needs.{head}", lang) for head in heads),
        tuple(_exchange(one, lang) for one in exchanges),
        width_shares=(2.2, 3.4, 1.8, 1.7, 2.2),
    )


def _exchange(one: PlanExchange, lang: str) -> tuple[Words, ...]:
    kind = kind_words(one.exchange_kind, lang)
    return (
        kind,
        listed(one.organisation_names),
        or_missing(quantity_words(one, lang), text("plan.blank.quantity", lang), lang, of=kind),
        or_missing(day(one.from_on, lang), text("plan.blank.since", lang), lang, of=kind),
        or_missing(hours_words(one, lang), text("plan.blank.hours", lang), lang, of=kind),
    )


def _workers(answer: PlanAnswer, lang: str) -> Table:
    heads = ("question", "answer", "count", "firm_count", "as_of")
    return Table(
        tuple(text(f"plan.needs.{head}", lang) for head in heads),
        tuple(_cell(cell, lang) for cell in answer.workers),
        number_columns=frozenset({2, 3}),
        width_shares=(3.2, 3.2, 1.6, 1.2, 2.2),
    )


def _cell(cell: PlanWorkers, lang: str) -> tuple[Words, ...]:
    count = formats.number(cell.worker_count, lang)
    return (
        _said(f"survey.question.{cell.question}", cell.question, lang),
        _said(f"survey.answer.{cell.question}.{cell.answer}", cell.answer, lang),
        text("plan.at_least", lang, count=count) if cell.is_at_least else count,
        formats.number(cell.firm_count, lang),
        day(cell.as_of_on, lang),
    )


def _said(key: str, code: str, lang: str) -> str:
    """Return the words of a question or an answer; one that is in no vocabulary is said as it is."""
    return text(key, lang) if has_text(key) else code
