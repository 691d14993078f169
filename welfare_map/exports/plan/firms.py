"""Parts 1 and 2: the firms and what they joined, the territory and the offices that answer."""

from collections.abc import Iterator

from geodata.territory import Territory
from welfare_map.exports.document import Block, Heading, Paragraph, Table, Tone, Words
from welfare_map.exports.plan.drawing import map_of
from welfare_map.exports.plan.words import (
    letter,
    listed,
    minutes_words,
    missing,
    missing_cell,
    name,
    or_missing,
    phone_words,
)
from welfare_map.model import AdhesionRow, OfficeRow, PlanAnswer, PlanFirm, PlanPlace, PlanPoint
from welfare_map.texts import formats, text


def firms_part(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """Tell who makes the plan, and what each firm joined as far as a document tells it."""
    yield Heading(text("plan.part.firms", lang))
    mode = text(f"codes.mode_in_sentence.{answer.parameters['mode']}", lang)
    yield Paragraph(text("plan.firms.intro", lang, mode=mode), tone=Tone.NOTE, is_with_next=True)
    heads = ("letter", "name", "about", "employees", "town", "minutes")
    yield Table(
        tuple(text(f"plan.firms.{head}", lang) for head in heads),
        tuple(_firm(letter(number), firm, answer.point, lang) for number, firm in enumerate(answer.firms)),
        number_columns=frozenset({3, 5}),
        width_shares=(0.5, 3.1, 3.1, 1.4, 1.8, 1.2),
    )
    yield Heading(text("plan.firms.adhesions", lang), 2)
    yield _adhesions(answer, lang)
    yield from _missing_adhesions(answer, lang)


def _firm(mark: str, firm: PlanFirm, point: PlanPoint | None, lang: str) -> tuple[Words, ...]:
    is_here = point is not None and point.organisation_id == firm.organisation_id
    count = formats.number(firm.employee_count, lang) if firm.employee_count is not None else ""
    return (
        mark,
        name(firm.organisation_name),
        " · ".join(_about(firm, lang)),
        or_missing(count, text("plan.blank.employees", lang), lang, of=firm.organisation_name),
        or_missing(firm.municipality_name or "", text("plan.blank.town", lang), lang, of=firm.organisation_name),
        text("plan.firms.here", lang)
        if is_here
        else minutes_words(firm.travel_min, lang, is_approximate=firm.is_approximate),
    )


def _about(firm: PlanFirm, lang: str) -> Iterator[str]:
    yield text(f"codes.organisation_kind.{firm.organisation_kind}", lang)
    if firm.sector_code:
        yield text("plan.firms.sector", lang, code=firm.sector_code)
    if firm.size_class:
        yield text(f"codes.size.{firm.size_class}", lang)
    if firm.is_own:
        yield text("plan.firms.own", lang)
    if firm.is_demo:
        yield text("plan.firms.demo", lang)


def _adhesions(answer: PlanAnswer, lang: str) -> Table:
    heads = ("letter", "adhesion", "since", "document")
    rows = [
        row
        for number, firm in enumerate(answer.firms)
        for row in ([_adhesion(letter(number), one, lang) for one in firm.adhesions] or [_none(letter(number), lang)])
    ]
    return Table(
        tuple(text(f"plan.firms.{head}", lang) for head in heads), tuple(rows), width_shares=(0.5, 4.5, 0.9, 5.0)
    )


def _adhesion(mark: str, adhesion: AdhesionRow, lang: str) -> tuple[Words, ...]:
    role = text(f"codes.role.{adhesion.role}", lang)
    document = adhesion.document.title if adhesion.document else text("plan.firms.demo_document", lang)
    since = str(adhesion.since_year) if adhesion.since_year else "–"
    return mark, f"{name(adhesion.initiative_name)} · {role}", since, document


def _none(mark: str, lang: str) -> tuple[Words, ...]:
    return mark, text("plan.firms.no_adhesion", lang), "–", "–"


def _missing_adhesions(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """Ask for the adhesion to the plan's initiative of each firm of which no document tells it."""
    names = [firm.organisation_name for firm in answer.firms if firm.is_adherent is False]
    if names and answer.initiative:
        said = text("plan.firms.adherence", lang, initiative=answer.initiative.name)
        yield Paragraph(said, is_with_next=True)
        for name_of in names:
            blank = missing(text("plan.blank.adherence", lang), lang, of=name_of)
            yield Paragraph(blank, lead=f"{name(name_of)}:")


def territory_part(answer: PlanAnswer, lang: str, territory: Territory) -> Iterator[Block]:
    """Tell where the firms are and which office answers there, with the map."""
    yield Heading(text("plan.part.territory", lang))
    if answer.places:
        yield _places(answer, lang)
        yield Paragraph(text("plan.territory.note", lang), tone=Tone.NOTE)
    else:
        yield Paragraph(missing(text("plan.blank.place", lang), lang))
    outside = [place.municipality_name for place in answer.places if place.is_covered is False]
    if outside:
        yield Paragraph(text("plan.territory.outside", lang, names=listed(outside)), tone=Tone.NOTE)
    picture = map_of(answer, lang, territory)
    if picture is not None:
        yield picture


def _places(answer: PlanAnswer, lang: str) -> Table:
    heads = ("town", "district", "office", "residents", "small", "old")
    return Table(
        tuple(text(f"plan.territory.{head}", lang) for head in heads),
        tuple(_place(place, lang) for place in answer.places),
        number_columns=frozenset({3, 4, 5}),
        width_shares=(2.0, 2.1, 4.0, 1.65, 1.1, 1.15),
    )


def _place(place: PlanPlace, lang: str) -> tuple[Words, ...]:
    town = f"{place.municipality_name} ({place.province_short})"
    counts = (place.residents, place.residents_0_2, place.residents_75_plus)
    return (
        town,
        or_missing(_district(place, lang), text("plan.blank.district", lang), lang, of=place.municipality_name),
        _office(place.district_office, lang)
        or missing_cell(text("plan.blank.office", lang), lang, of=place.municipality_name),
        *("–" if count is None else formats.number(count, lang) for count in counts),
    )


def _district(place: PlanPlace, lang: str) -> str:
    if not place.district_name or place.district_is_verified:
        return place.district_name or ""
    return text("plan.territory.to_verify", lang, name=place.district_name)


def _office(office: OfficeRow | None, lang: str) -> str:
    if office is None:
        return ""
    named = office.name_en if lang == "en" else office.name
    return " · ".join(part for part in (named, phone_words(office.phone), office.email) if part)
