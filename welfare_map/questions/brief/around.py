"""Firms, practices, agreements and offices of a district, and what a reader has to know about the figures."""

from collections.abc import Iterator
from datetime import date

from geodata.licences import LICENCES
from welfare_map.model import BriefLine, OfficeRow, Phrase, SourceNote, Value
from welfare_map.questions.brief.gathering import FIGURES, LEP, Gathered
from welfare_map.questions.brief.words import count_of, line, named, parted, phone_words

NAMED, NAMED_PRACTICES = 4, 2


def firm_lines(gathered: Gathered) -> Iterator[BriefLine]:
    """Say which firms joined an agreement, which agreements hold here, which practices they tell of."""
    if gathered.firms:
        values = {
            "count": count_of("firms", len(gathered.firms)),
            "names": named([firm.name for firm in gathered.firms], "other_firms", NAMED),
        }
        key = "brief.firms.some_one" if len(gathered.firms) == 1 else "brief.firms.some"
        yield line(Phrase(key, values), Phrase("brief.lead.firms"))
    else:
        yield line(Phrase("brief.firms.none"), Phrase("brief.lead.firms"))
    if gathered.initiatives:
        key = "brief.firms.initiatives_one" if len(gathered.initiatives) == 1 else "brief.firms.initiatives"
        names = named(gathered.initiatives, "other_agreements", NAMED)
        yield line(Phrase(key, {"names": names}), Phrase("brief.lead.agreements"))
    elif gathered.past_initiatives:
        names = named(gathered.past_initiatives, "other_agreements", NAMED)
        yield line(Phrase("brief.firms.past", {"names": names}), Phrase("brief.lead.agreements"))
    else:
        yield line(Phrase("brief.firms.no_initiatives"), Phrase("brief.lead.agreements"))
    if gathered.practices:
        key = "brief.firms.practices_one" if len(gathered.practices) == 1 else "brief.firms.practices"
        titles = [Phrase("brief.names.quoted", {"first": one.name}) for one in gathered.practices]
        names = named(titles, "other_practices", NAMED_PRACTICES)
        yield line(Phrase(key, {"total": len(titles), "names": names}), Phrase("brief.lead.practices"))


def office_lines(gathered: Gathered) -> Iterator[BriefLine]:
    """Say which documented offices answer, or what to do where none is documented."""
    offices = gathered.place.district_offices
    words = parted([_office(office) for office in offices]) if offices else Phrase("brief.office.none")
    yield line(Phrase("brief.office.some", {"offices": words}) if offices else words, Phrase("brief.lead.office"))


def _office(office: OfficeRow) -> Phrase:
    contacts = " · ".join(part for part in (phone_words(office.phone or ""), office.email, office.website) if part)
    values: dict[str, Value] = {"name": {"it": office.name, "en": office.name_en}, "contacts": contacts}
    return Phrase("brief.office.one" if contacts else "brief.office.without", values)


def note_lines(gathered: Gathered) -> Iterator[BriefLine]:
    """Say how to read the figures, what they leave out, and where they come from."""
    legal = [
        Phrase(f"brief.law.{indicator}", {"value": note.value, "source": note.source})
        for indicator in FIGURES
        for note in gathered.figures[indicator].targets
        if note.is_legal
    ]
    yield line(Phrase("brief.notes.reading"))
    if legal:
        yield line(Phrase("brief.notes.law", {"laws": parted(legal)}))
    nowhere_count = gathered.figures[LEP].without_municipality_count
    if nowhere_count:
        yield line(Phrase("brief.notes.nowhere", {"services": count_of("nurseries", nowhere_count)}))
    if not gathered.place.district_is_verified:
        yield line(Phrase("brief.notes.to_verify"))
    if gathered.sources:
        yield line(Phrase("brief.notes.sources", {"sources": parted([_source(note) for note in gathered.sources])}))


def _source(note: SourceNote) -> Phrase:
    licence = LICENCES.get(note.licence)
    named_licence = licence.name if licence else note.licence
    day = date.fromisoformat(note.retrieved_on)
    return Phrase("brief.notes.source", {"name": note.names, "licence": named_licence, "day": day})
