"""The annexes: parameters and documents, and what is left to be completed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from geodata.licences import LICENCES
from welfare_map.exports.document import Blank, Block, Bullets, Fields, Heading, Paragraph, Table, Tone, Words
from welfare_map.exports.plan.words import day, kind_words
from welfare_map.model import AssumptionRow, DocumentRow, PlanAnswer, PlanMeasure, SourceNote
from welfare_map.texts import formats, text


def annex_part(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """Tell the parameters, how it was made, and the documents of the initiative."""
    yield Heading(text("plan.part.annex", lang))
    yield Fields(tuple(_parameters(answer, lang)))
    yield Paragraph(answer.method.words(lang), tone=Tone.NOTE)
    assumed = [(row, one) for row in answer.rows for one in row.cost.assumptions if one.value is not None]
    if assumed:
        yield Paragraph(text("plan.annex.assumptions_note", lang), is_with_next=True)
        heads = ("measure", "assumption", "value", "source")
        yield Table(
            tuple(text(f"plan.annex.{head}", lang) for head in heads),
            tuple(_assumption(row, one, lang) for row, one in assumed),
            number_columns=frozenset({2}),
            width_shares=(2.0, 3.2, 1.3, 4.2),
        )
    yield Paragraph(text("plan.annex.viewer", lang), tone=Tone.NOTE)
    if answer.initiative is not None and answer.initiative.sources:
        yield Heading(text("plan.annex.documents", lang), 2)
        yield Bullets(tuple(_document(document, lang) for document in answer.initiative.sources))
    if answer.sources:
        yield Heading(text("document.sources", lang), 2)
        yield Bullets(tuple(_source(source, lang) for source in answer.sources))


def _parameters(answer: PlanAnswer, lang: str) -> Iterator[tuple[str, str]]:
    asked = answer.parameters
    yield text("plan.annex.day", lang), day(str(asked["as_of_on"]), lang)
    yield text("plan.annex.mode", lang), text(f"codes.mode.{asked['mode']}", lang)
    limit = asked["limit_min"]
    if isinstance(limit, int | float):
        yield text("plan.annex.limit", lang), text("plan.annex.limit_value", lang, limit=formats.exact(limit, lang))
    if answer.point is not None:
        lat, lon = (formats.number(side, lang, decimals=3) for side in (answer.point.lat, answer.point.lon))
        yield text("plan.annex.point", lang), text("plan.annex.point_value", lang, lat=lat, lon=lon)


def _assumption(row: PlanMeasure, one: AssumptionRow, lang: str) -> tuple[Words, ...]:
    source = one.source[lang] or text("plan.annex.derived", lang)
    return (
        kind_words(row.exchange_kind, lang),
        text(f"plan.assumption.{one.assumption}", lang),
        formats.exact(one.value or 0, lang),
        text("plan.annex.source_of", lang, source=source, years=one.years) if one.years else source,
    )


def _document(document: DocumentRow, lang: str) -> str:
    publisher = document.publisher or text("plan.annex.no_publisher", lang)
    if not document.published_on:
        return text("plan.annex.document", lang, title=document.title, publisher=publisher)
    on = document.published_on
    said = formats.day(on, lang) if len(on) == len("2026-09-15") else on
    return text("plan.annex.document_on", lang, title=document.title, publisher=publisher, day=said)


def _source(source: SourceNote, lang: str) -> str:
    """Say where data come from, under which licence and as of when."""
    licence = LICENCES.get(source.licence)
    named = licence.name if licence else source.licence
    return text(
        "handout.source", lang, name=source.names[lang], licence=named, day=formats.day(source.retrieved_on, lang)
    )


def blanks_part(blanks: Iterable[tuple[str, Blank]], lang: str) -> Iterator[Block]:
    """List what is left to be completed, part by part: what, and of what."""
    of_part: defaultdict[str, defaultdict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for part, blank in blanks:
        of_part[part][blank.what] |= {blank.of: None} if blank.of else {}
    if of_part:
        yield Heading(text("plan.part.blanks", lang))
    for part, missing in of_part.items():
        yield Heading(part, 3)
        yield Bullets(tuple(_gap(what, tuple(of)) for what, of in missing.items()))


def _gap(what: str, of: tuple[str, ...]) -> str:
    return f"{what}: {'; '.join(of)}" if of else what
