"""The application to join an agreement, as a document to complete, sign and send."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Final

from geodata.codes import SizeClass, size_of
from welfare_map.exports.document import (
    Block,
    Document,
    Fields,
    Heading,
    Paragraph,
    Signatures,
    Table,
    Ticks,
    Tone,
)
from welfare_map.maps.firm_cards import sector_words
from welfare_map.model import AdheringAnswer, AdheringRow, DocumentRow, Exchange, Firm, Standing
from welfare_map.texts import formats, has_text, text
from welfare_map.texts.hours import hours_in_words

EMPTY_ROW_COUNT: Final = 3
"""Rows of the table of offers and needs where the register holds none."""
ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
UNKNOWN_FIRM: Final = Firm(organisation_id="", organisation_name="", organisation_kind="")


def adhering_document(answer: AdheringAnswer, me: Firm | None, lang: str, *, made_on: date) -> Document:
    """
    Make the application of a firm to join an initiative; what nobody said is a blank.

    Parameters
    ----------
    answer
        Of the question ``adhering``; its first contact is the office on the form, none where several may answer.
    me
        The firm, None for an empty form.
    lang
        Language of the form.
    made_on
        Day on it.
    """
    (row,) = answer.rows
    return Document(
        title=text("adhering.document.title", lang),
        subtitle=row.initiative_name,
        lang=lang,
        made_on=made_on,
        blocks=tuple(_blocks(row, me or UNKNOWN_FIRM, lang)),
        sources=tuple(_sources(answer, row, me, lang)),
        footer=text("adhering.document.footer", lang, title=row.documents[0].title) if row.documents else "",
        is_demo=answer.has_demo,
    )


def _blocks(row: AdheringRow, me: Firm, lang: str) -> Iterator[Block]:
    yield Paragraph(text("adhering.document.draft", lang), tone=Tone.NOTE)
    if row.standing is not Standing.ONGOING:
        yield Paragraph(text(f"adhering.standing.{row.standing}", lang), tone=Tone.NOTICE)
    yield Heading(text("adhering.document.to", lang))
    yield Fields(tuple(_office(row, lang)))
    yield Heading(text("adhering.document.firm", lang))
    yield Fields(tuple(_firm(row, me, lang)))
    yield Paragraph(text("adhering.document.size", lang))
    yield Ticks(tuple((text(f"codes.size.{size}", lang), size == size_class(me)) for size in SizeClass))
    yield Heading(text("adhering.document.request", lang))
    yield Paragraph(text("adhering.document.asks", lang, name=row.initiative_name))
    if row.benefits:
        yield Paragraph(text("adhering.document.interests", lang))
        yield Ticks(tuple((f"{step.name[lang]}: {step.description[lang]}", False) for step in row.benefits))
    yield from _exchanges(me, lang)
    yield Heading(text("adhering.document.signatures", lang))
    yield Signatures((text("adhering.document.signs_firm", lang), text("adhering.document.signs_office", lang)))


def size_class(me: Firm) -> SizeClass | None:
    """Return the size class that is told, or follows from the number of employees."""
    if me.size_class:
        return SizeClass(me.size_class)
    return None if me.employee_count is None else size_of(me.employee_count)


def _office(row: AdheringRow, lang: str) -> Iterator[tuple[str, str]]:
    contact = row.contacts[0] if len(row.contacts) == 1 else None
    yield text("adhering.document.office", lang), contact.name[lang] if contact else ""
    yield text("adhering.document.phone", lang), " · ".join(map(_spaced, contact.phones)) if contact else ""
    yield text("adhering.document.email", lang), (contact.email or "") if contact else ""


def _firm(row: AdheringRow, me: Firm, lang: str) -> Iterator[tuple[str, str]]:
    kind = text(f"codes.organisation_kind.{me.organisation_kind}", lang) if me.organisation_kind else ""
    town = f"{row.municipality_name} ({row.province_short})" if row.municipality_name else me.municipality_name
    is_worded = has_text(f"sectors.division.{me.sector_code}")
    sector = sector_words(me.sector_code, lang) if me.sector_code and is_worded else me.sector_code
    count = "" if me.employee_count is None else formats.number(me.employee_count, lang)
    for key, value in (
        ("adhering.document.name", me.organisation_name),
        ("adhering.document.kind", kind),
        ("adhering.document.vat", me.vat_code),
        ("adhering.document.sector", sector),
        ("adhering.document.employees", count),
        ("adhering.document.address", me.address),
        ("adhering.document.municipality", town),
        ("adhering.document.district", row.district_name),
        ("adhering.document.phone", _spaced(me.phone or "")),
        ("adhering.document.mailbox", me.email),
        ("adhering.document.website", me.website),
        ("adhering.document.contact_role", ""),
    ):
        yield text(key, lang), value or ""


def _spaced(phone: str) -> str:
    return phone.replace("+39", "+39 ", 1)


def _exchanges(me: Firm, lang: str) -> Iterator[Block]:
    yield Heading(text("adhering.document.exchange", lang))
    if not me.exchanges:
        yield Paragraph(text("adhering.document.exchange_none", lang), tone=Tone.NOTE)
    header = tuple(
        text(key, lang)
        for key in (
            "adhering.document.direction",
            "adhering.document.what",
            "adhering.document.quantity",
            "adhering.document.details",
        )
    )
    rows = tuple(_exchange(one, lang) for one in me.exchanges) or (("", "", "", ""),) * EMPTY_ROW_COUNT
    yield Table(header, rows, width_shares=(1, 2, 1.4, 2.4))


def _exchange(one: Exchange, lang: str) -> tuple[str, str, str, str]:
    quantity = "" if one.quantity is None else formats.exact(one.quantity, lang)
    unit = text(f"codes.unit.{one.unit}", lang) if quantity and one.unit else ""
    theme = text(f"codes.theme.{one.theme}", lang) if one.theme else ""
    return (
        text(f"codes.direction.{one.direction}", lang),
        text(f"codes.exchange_kind.{one.exchange_kind}", lang),
        f"{quantity} {unit}".strip(),
        " · ".join(part for part in (theme, hours_in_words(one.hours or "", lang), one.description) if part) or "–",
    )


# --- sources --------------------------------------------------------------------------------------------------------


def _sources(answer: AdheringAnswer, row: AdheringRow, me: Firm | None, lang: str) -> Iterator[str]:
    for document in row.documents:
        numbers = _paragraphs(row, document.document_id)
        cited = f", {text('adhering.document.paragraphs', lang, numbers=numbers)}" if numbers else ""
        yield document_words(document, lang) + cited
    note = next((note for note in answer.sources if me is not None and note.source_id == me.source_id), None)
    if note is not None:
        day = formats.day(note.retrieved_on, lang)
        yield text("adhering.document.register", lang, name=note.names[lang], day=day)
    elif me is not None:
        yield text("adhering.document.told", lang)


def document_words(document: DocumentRow, lang: str) -> str:
    """Name a document: title, publisher, day or year where it has one."""
    publisher = document.publisher or text("agreements.publisher_unknown", lang)
    if not document.published_on:
        return text("adhering.document.source_undated", lang, title=document.title, publisher=publisher)
    is_day = ISO_DAY.fullmatch(document.published_on) is not None
    day = formats.day(document.published_on, lang) if is_day else document.published_on
    return text("adhering.document.source", lang, title=document.title, publisher=publisher, day=day)


def _paragraphs(row: AdheringRow, document_id: str) -> str:
    """Write the paragraphs that the form rests on, runs of them as "14–20"."""
    cited = [step.paragraph for step in row.benefits if step.document_id == document_id]
    cited += [contact.paragraph for contact in row.contacts if contact.document_id == document_id]
    numbers = sorted({number for number in cited if number is not None})
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
