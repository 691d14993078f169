"""Part 3: what the firms need and can offer, and what the people who work there answered."""

from collections.abc import Callable, Iterator

from welfare_map.exports.document import Block, Heading, Paragraph, Table, Tone, Words
from welfare_map.exports.plan.words import (
    day,
    hours_words,
    kind_words,
    missing,
    missing_cell,
    name,
    need_words,
    offer_words,
    or_missing,
    quantity_words,
)
from welfare_map.model import NeedBasis, PlanAnswer, PlanExchange, PlanMeasure, PlanNeed, PlanSaid, PlanWorkers
from welfare_map.texts import formats, has_text, text


def needs_part(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """Tell the needs that the viewer sees, counts of five and more alone."""
    yield Heading(text("plan.part.needs", lang))
    yield Heading(text("plan.needs.declared", lang), 2)
    if answer.needs:
        yield _exchanges(answer.needs, need_words, "who", lang)
    else:
        yield Paragraph(text("plan.needs.none", lang))
        yield Paragraph(missing(text("plan.blank.needs", lang), lang))
    yield from _estimated(answer, lang)
    yield Heading(text("plan.needs.workers", lang), 2)
    if answer.workers:
        yield _workers(answer, lang)
        yield Paragraph(text("plan.needs.suppressed", lang), tone=Tone.NOTE)
    else:
        yield Paragraph(missing(text("plan.blank.workers", lang), lang))
    if answer.offers:
        yield Heading(text("plan.needs.offered", lang), 2)
        yield _exchanges(answer.offers, offer_words, "who_offers", lang)


def _exchanges(
    exchanges: tuple[PlanExchange, ...], words_of: Callable[[PlanExchange, str], str], who: str, lang: str
) -> Table:
    heads = ("what", who, "quantity", "since", "hours")
    return Table(
        tuple(text(f"plan.needs.{head}", lang) for head in heads),
        tuple(_said_by(one, said, words_of(one, lang), lang) for one in exchanges for said in one.said),
        width_shares=(2.2, 3.4, 1.8, 1.7, 2.2),
    )


def _said_by(one: PlanExchange, said: PlanSaid, what: str, lang: str) -> tuple[Words, ...]:
    """Return what one firm said; what it did not say is left to it."""
    of = f"{what} – {said.organisation_name}"
    return (
        what,
        name(said.organisation_name),
        or_missing(quantity_words(said.quantity, one.unit, lang), text("plan.blank.quantity", lang), lang, of=of),
        or_missing(day(said.from_on, lang), text("plan.blank.since", lang), lang, of=of),
        or_missing(hours_words(said.hours, lang), text("plan.blank.hours", lang), lang, of=of),
    )


def _estimated(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """Tell of which firms the need of a shared service is an estimate, or not known at all."""
    rows = [
        (row, need) for row in answer.rows for need in row.cost.needs if need.need_basis != NeedBasis.DECLARED.value
    ]
    if not rows:
        return
    yield Heading(text("plan.needs.estimated", lang), 2)
    yield Table(
        tuple(text(f"plan.needs.{head}", lang) for head in ("what", "who_estimated", "estimate")),
        tuple(_estimate(row, need, lang) for row, need in rows),
        width_shares=(3.2, 5.2, 2.4),
    )
    yield Paragraph(text("plan.needs.estimated_note", lang), tone=Tone.NOTE)


def _estimate(row: PlanMeasure, need: PlanNeed, lang: str) -> tuple[Words, ...]:
    kind = kind_words(row.exchange_kind, lang)
    count = None if need.need_count is None else round(need.need_count, 1)
    said = quantity_words(count, str(row.cost.unit), lang)
    of = f"{kind} – {need.organisation_name}"
    return (
        kind,
        name(need.organisation_name),
        text("plan.needs.about", lang, count=said)
        if said
        else missing_cell(text("plan.blank.quantity", lang), lang, of=of),
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
