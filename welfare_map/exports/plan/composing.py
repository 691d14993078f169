"""The whole plan: its head, its parts in order, its annexes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from geodata.codes import PlanPhase
from geodata.territory import Territory
from welfare_map.exports.document import Block, Bullets, Document, Fields, Heading, Paragraph, Words, blanks_of
from welfare_map.exports.plan.annex import annex_part, blanks_part
from welfare_map.exports.plan.firms import firms_part, territory_part
from welfare_map.exports.plan.following import indicators_part, signatures_part, timetable_part
from welfare_map.exports.plan.measures import measures_part, nearby_part
from welfare_map.exports.plan.money import costs_part
from welfare_map.exports.plan.needs import needs_part
from welfare_map.exports.plan.words import firm_names, kind_words, listed, missing, name
from welfare_map.model import PlanAnswer
from welfare_map.texts import formats, text

MOST_NAMES: Final = 2
"""So many firms are named under the title; more are counted, and named just below."""


def plan_document(answer: PlanAnswer, lang: str, *, made_on: date, territory: Territory) -> Document:
    """
    Return a draft plan as a document.

    Every organisation, number and date in it comes from the answer; what the answer does not know is a blank.

    Parameters
    ----------
    made_on
        Day on it.
    territory
        Its boundaries are drawn on the map.
    """
    parts = tuple(_parts(answer, lang, territory))
    draft = Document(
        title=text("plan.title_firm" if len(answer.firms) == 1 else "plan.title_firms", lang),
        subtitle=_subtitle(answer, lang, made_on),
        lang=lang,
        made_on=made_on,
        blocks=(*_summary(answer, 0, lang), *parts),
        footer=text("plan.footer", lang),
        is_demo=answer.has_demo,
    )
    blanks = blanks_of(draft)
    summary = tuple(_summary(answer, len(blanks), lang))
    return replace(draft, blocks=(*summary, *parts, *blanks_part(blanks, lang)))


def _subtitle(answer: PlanAnswer, lang: str, made_on: date) -> str:
    names = [firm.organisation_name for firm in answer.firms]
    is_long = len(names) > MOST_NAMES
    who = text("plan.sentence_firms", lang, count=len(names)) if is_long else listed(names)
    day = formats.day(made_on.isoformat(), lang)
    if answer.initiative is None:
        return text("plan.subtitle", lang, who=who, day=day)
    return text("plan.subtitle_in", lang, who=who, initiative=answer.initiative.short_name, day=day)


def _parts(answer: PlanAnswer, lang: str, territory: Territory) -> Iterator[Block]:
    yield from firms_part(answer, lang)
    yield from territory_part(answer, lang, territory)
    yield from needs_part(answer, lang)
    yield from measures_part(answer, lang)
    yield from nearby_part(answer, lang)
    yield from costs_part(answer, lang)
    yield from timetable_part(answer, lang)
    yield from indicators_part(answer, lang)
    yield from signatures_part(answer, lang)
    yield from annex_part(answer, lang)


def _summary(answer: PlanAnswer, blank_count: int, lang: str) -> Iterator[Block]:
    yield Heading(text("plan.part.summary", lang))
    yield Paragraph(answer.sentence.words(lang))
    yield Fields(tuple(_facts(answer, blank_count, lang)))
    if answer.remarks:
        yield Heading(text("plan.summary.remarks", lang), 3)
        yield Bullets(tuple(remark.words(lang) for remark in answer.remarks))


def _facts(answer: PlanAnswer, blank_count: int, lang: str) -> Iterator[tuple[str, Words]]:
    frame = answer.initiative
    yield text("plan.summary.firms", lang), firm_names(answer.firms)
    initiative = frame.name if frame else text("plan.summary.no_initiative", lang)
    yield text("plan.summary.initiative", lang), initiative
    yield text("plan.summary.place", lang), _place(answer, lang)
    measures = ", ".join(kind_words(row.exchange_kind, lang) for row in answer.rows)
    yield text("plan.summary.measures", lang), measures or missing(text("plan.blank.measure", lang), lang)
    yield text("plan.summary.state", lang), text(f"codes.plan_phase.{_phase(answer)}", lang)
    count = text("plan.summary.missing_count", lang, count=formats.number(blank_count, lang))
    yield text("plan.summary.missing", lang), count


def _phase(answer: PlanAnswer) -> str:
    """Return the last phase that the plan has come to."""
    reached = [phase for phase in PlanPhase if phase in answer.reached_on]
    return reached[-1] if reached else PlanPhase.DRAFT


def _place(answer: PlanAnswer, lang: str) -> Words:
    point = answer.point
    if point is None:
        return missing(text("plan.blank.place", lang), lang)
    if point.is_approximate:
        return text("plan.summary.place_area", lang, town=point.municipality_name)
    if point.organisation_name is None:
        return point.municipality_name
    return text("plan.summary.place_at", lang, town=point.municipality_name, name=name(point.organisation_name))
