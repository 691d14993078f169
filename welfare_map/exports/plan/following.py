"""Parts 7 to 9: the timetable, the indicators, the signatures."""

from collections.abc import Iterator

from geodata.codes import PlanPhase
from welfare_map.exports.document import Block, Heading, Paragraph, Signatures, Table, Tone, Words
from welfare_map.exports.plan.words import day, kind_words, listed, missing, missing_cell, name, phone_words
from welfare_map.model import InitiativeRow, PlanAnswer, PlanIndicator, PlanSignature, StepRow
from welfare_map.texts import formats, text

PARTIES = ("firm", "union", "employers")


def timetable_part(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """Write the phases of the initiative, then the steps of the plan, which no agreement prescribes."""
    yield Heading(text("plan.part.timetable", lang))
    if answer.initiative is not None:
        yield from _phases(answer.initiative, lang)
    yield Heading(text("plan.timetable.steps", lang), 2)
    yield Paragraph(text("plan.timetable.generic", lang), tone=Tone.NOTE, is_with_next=True)
    heads = ("step", "do", "when", "who")
    yield Table(
        tuple(text(f"plan.timetable.{head}", lang) for head in heads),
        tuple(_step(phase, answer, lang) for phase in PlanPhase),
        width_shares=(1.9, 4.3, 2.0, 2.0),
    )


def _phases(frame: InitiativeRow, lang: str) -> Iterator[Block]:
    yield Heading(text("plan.timetable.of_initiative", lang, initiative=frame.name), 2)
    if not frame.phases:
        yield Paragraph(missing(text("plan.blank.phases", lang), lang))
        return
    heads = ("number", "phase", "about", "years", "ours")
    yield Table(
        tuple(text(f"plan.timetable.{head}", lang) for head in heads),
        tuple(_phase(step, lang) for step in frame.phases),
        width_shares=(0.5, 2.3, 4.2, 1.3, 2.3),
    )
    named = {document.document_id: document.title for document in frame.sources}
    titles = listed(dict.fromkeys(named[step.document_id] for step in frame.phases if step.document_id in named))
    if titles:
        yield Paragraph(text("plan.timetable.source", lang, titles=titles), tone=Tone.NOTE)


def _phase(step: StepRow, lang: str) -> tuple[Words, ...]:
    years = "–".join(str(year) for year in (step.start_year, step.end_year) if year)
    if step.start_year and not step.end_year:
        years += "–"
    return (
        str(step.number),
        step.name[lang] or "–",
        step.description[lang] or "–",
        years or text("plan.timetable.no_years", lang),
        missing_cell(text("plan.blank.in_phase", lang), lang, of=step.name[lang]),
    )


def _step(phase: PlanPhase, answer: PlanAnswer, lang: str) -> tuple[Words, ...]:
    words = text(f"codes.plan_phase.{phase}", lang)
    return (
        words[:1].upper() + words[1:],
        text(f"plan.step.{phase}", lang),
        day(answer.reached_on.get(phase), lang) or missing_cell(text("plan.blank.when", lang), lang, of=words),
        missing_cell(text("plan.blank.who", lang), lang, of=words),
    )


# --- indicators -----------------------------------------------------------------------------------------------------


def indicators_part(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """Write what the plan is watched by."""
    yield Heading(text("plan.part.indicators", lang))
    yield Paragraph(text("plan.indicators.note", lang), tone=Tone.NOTE, is_with_next=True)
    heads = ("name", "how", "today", "target")
    yield Table(
        tuple(text(f"plan.indicators.{head}", lang) for head in heads),
        tuple(_indicator(one, lang) for one in answer.indicators),
        number_columns=frozenset({2, 3}),
        width_shares=(3.2, 3.4, 1.9, 1.9),
    )


def _indicator(one: PlanIndicator, lang: str) -> tuple[Words, ...]:
    named = text(f"plan.indicator.name.{one.code}", lang)
    if one.measure is not None:
        named = text("plan.indicators.of_measure", lang, measure=kind_words(one.measure, lang), name=named)
    return (
        named,
        text(f"plan.indicator.how.{one.code}", lang),
        _baseline(one, named, lang),
        missing_cell(text("plan.blank.target", lang), lang, of=named),
    )


def _baseline(one: PlanIndicator, named: str, lang: str) -> Words:
    if one.baseline is None:
        return missing_cell(text("plan.blank.today", lang), lang, of=named)
    count = formats.exact(one.baseline, lang)
    return text("plan.at_least", lang, count=count) if one.is_at_least else count


# --- signatures -----------------------------------------------------------------------------------------------------


def signatures_part(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """Leave room to sign for the firms, the unions and the employers' associations."""
    yield Heading(text("plan.part.signatures", lang))
    is_named = any(one.organisation_name for one in answer.signatures if one.party != PARTIES[0])
    intro = text("plan.signing.intro" if is_named else "plan.signing.intro_generic", lang)
    yield Paragraph(intro, is_with_next=True)
    if answer.initiative is not None:
        contact = _contact(answer.initiative, lang) or missing(text("plan.blank.contact", lang), lang)
        yield Paragraph(contact, lead=f"{text('plan.signing.send', lang)}:", is_with_next=True)
    for party in PARTIES:
        yield Heading(text(f"plan.signing.{party}", lang), 2)
        yield Signatures(tuple(_party(one, lang) for one in answer.signatures if one.party == party))


def _contact(frame: InitiativeRow, lang: str) -> str:
    phones = [phone_words(phone) for phone in frame.contact_phones]
    parts = (frame.contact_name[lang], *phones, frame.contact_email)
    known = [part for part in parts if part]
    return " · ".join(known) if phones or frame.contact_email else ""


def _party(one: PlanSignature, lang: str) -> Words:
    if one.organisation_name is None:
        return missing(text(f"plan.blank.{one.party}", lang), lang)
    named = name(one.organisation_name)
    return text("plan.signing.role", lang, name=named, role=text(f"codes.role.{one.role}", lang)) if one.role else named
