"""Parts 4 and 5: a sheet for each measure, and what exists already within reach."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from geodata.codes import ResourceKind, ServiceKind
from welfare_map.exports.document import Block, Fields, Heading, Paragraph, Table, Ticks, Tone, Words
from welfare_map.exports.plan.drawing import numbered
from welfare_map.exports.plan.words import (
    day,
    hours_words,
    kind_words,
    listed,
    minutes_words,
    missing,
    name,
    phone_words,
    quantity_words,
    sum_words,
    with_theme,
)
from welfare_map.model import (
    CostRow,
    NearbyRow,
    NeedBasis,
    PlanAnswer,
    PlanExchange,
    PlanMeasure,
    PlanSaid,
    PracticeRow,
)
from welfare_map.texts import formats, text

SORTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("nursery", "micro_nursery", "family_nursery", "early_childhood_centre"), "care"),
    **dict.fromkeys(("spring_section", "preschool"), "care"),
    **dict.fromkeys(("day_camp", "youth_centre", "before_after_school", "homework_babysitting"), "activities"),
    ServiceKind.SHUTTLE: "shuttle",
    **dict.fromkeys((ServiceKind.CANTEEN, ServiceKind.ERRANDS, ServiceKind.COWORKING), "daily"),
    **dict.fromkeys((ResourceKind.WELFARE_PLATFORM, ResourceKind.JOINT_PURCHASING), "purchase"),
    **dict.fromkeys((ResourceKind.TRAINING, ResourceKind.TRAINING_ROOM), "shared"),
    **dict.fromkeys((ResourceKind.CARE_MANAGER, ResourceKind.KNOW_HOW), "shared"),
}
"""Kind -> what it takes to begin; the other kinds are support for elders, disability and families."""
OF_FIRMS: Final = (ResourceKind.TRAINING, ResourceKind.TRAINING_ROOM, ResourceKind.KNOW_HOW)
"""What serves those who work in the firms, and not their families."""
DESCRIPTION_LENGTH: Final = 420


def measures_part(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """Write the sheet of each measure."""
    yield Heading(text("plan.part.measures", lang))
    if not answer.rows:
        yield Paragraph(missing(text("plan.blank.measure", lang), lang))
    for row in answer.rows:
        yield Heading(kind_words(row.exchange_kind, lang), 2)
        yield Fields(tuple(_sheet(answer, row, lang)))
        yield Paragraph(text("plan.measure.start", lang), is_with_next=True)
        yield Ticks(tuple((line, False) for line in _start(row.exchange_kind, lang)))


def _start(kind: str, lang: str) -> list[str]:
    return text(f"plan.start.{SORTS.get(kind, 'support')}", lang).strip().splitlines()


def _sheet(answer: PlanAnswer, row: PlanMeasure, lang: str) -> Iterator[tuple[str, Words]]:
    kind = kind_words(row.exchange_kind, lang)
    yield text("plan.measure.what", lang), text(f"plan.what.{row.exchange_kind}", lang)
    yield text("plan.measure.target", lang), _target(row, lang)
    yield text("plan.measure.provider", lang), _provider(answer, row, kind, lang)
    said = [one for need in row.needs for one in need.said]
    hours = _by_firm([(one, hours_words(one.hours, lang)) for one in said], lang)
    yield text("plan.measure.hours", lang), hours or missing(text("plan.blank.hours", lang), lang, of=kind)
    places = _places(row, lang)
    yield text("plan.measure.places", lang), places or missing(text("plan.blank.quantity", lang), lang, of=kind)
    since = _by_firm([(one, day(one.from_on, lang)) for one in said], lang)
    yield text("plan.measure.since", lang), since or missing(text("plan.blank.since", lang), lang, of=kind)
    yield text("plan.measure.cost", lang), _cost(row, kind, lang)


def _by_firm(said: Sequence[tuple[PlanSaid, str]], lang: str) -> str:
    """Say what firms answered, and of whom where not all answered the same; "" where none did."""
    of_words: dict[str, list[str]] = {}
    for one, words in said:
        of_words.setdefault(words, []).append(one.organisation_name)
    silent = of_words.pop("", [])
    if not silent and len(of_words) == 1:
        return next(iter(of_words))
    told = [text("plan.measure.said_by", lang, said=words, names=listed(names)) for words, names in of_words.items()]
    return "; ".join([*told, text("plan.measure.unsaid", lang, names=listed(silent))] if silent and told else told)


def _places(row: PlanMeasure, lang: str) -> str:
    """Say how much is needed: what a shared service is counted for, else what firms declared; "" where none did."""
    if row.cost.places is None:
        said = ((need, sum_words(need, lang)) for need in row.needs)
        return "; ".join(with_theme(words, need, lang) for need, words in said if words)
    counts = {
        basis: math.fsum(need.need_count or 0 for need in row.cost.needs if need.need_basis == basis)
        for basis in NeedBasis
    }
    key = "both" if all(counts.values()) else "estimated" if counts[NeedBasis.ESTIMATED] else "declared"
    parts = {basis.value: formats.exact(round(count, 1), lang) for basis, count in counts.items()}
    places = quantity_words(row.cost.places, str(row.cost.unit), lang)
    return text(f"plan.measure.counted_{key}", lang, places=places, **parts)


def _target(row: PlanMeasure, lang: str) -> str:
    if row.elder_role is not None:
        return text(f"plan.elder.{row.elder_role}", lang)
    if row.min_age_months is not None and row.max_age_months is not None:
        return text("plan.measure.ages", lang, minimum=row.min_age_months, maximum=row.max_age_months)
    return text("plan.measure.staff" if row.exchange_kind in OF_FIRMS else "plan.measure.workers", lang)


def _provider(answer: PlanAnswer, row: PlanMeasure, kind: str, lang: str) -> Words:
    said = [_offered(offer, lang) for offer in row.offers]
    if row.found_count:
        limit, counts = answer.parameters["limit_min"], {"found": row.found_count, "free": row.with_free_count}
        words = {key: formats.number(value, lang) for key, value in counts.items()}
        said.append(text("plan.measure.existing", lang, limit=_plain(limit, lang), **words))
    return "; ".join(said) or missing(text("plan.blank.provider", lang), lang, of=kind)


def _offered(offer: PlanExchange, lang: str) -> str:
    names, quantity = with_theme(listed(offer.organisation_names), offer, lang), sum_words(offer, lang)
    if not quantity:
        return text("plan.measure.offered_by_some", lang, names=names)
    return text("plan.measure.offered_by", lang, names=names, quantity=quantity)


def _cost(row: PlanMeasure, kind: str, lang: str) -> Words:
    if row.cost.cost_eur_per_year is None:
        return missing(text("plan.blank.cost", lang), lang, of=kind)
    cost = formats.exact(row.cost.cost_eur_per_year, lang)
    if row.cost.basis == "given" or row.cost.places is None:
        return text("plan.measure.cost_given", lang, cost=cost)
    places, unit = formats.number(row.cost.places, lang), text(f"codes.unit.{row.cost.unit}", lang)
    return text("plan.measure.cost_consortium", lang, cost=cost, places=places, unit=unit)


def _plain(value: object, lang: str) -> str:
    return formats.exact(value, lang) if isinstance(value, int | float) else str(value)


# --- what exists ----------------------------------------------------------------------------------------------------


def nearby_part(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """List the services within reach, those with known free places first, and the practices that apply."""
    yield Heading(text("plan.part.nearby", lang))
    if answer.point is not None and any(row.exchange_kind in set(ServiceKind) for row in answer.rows):
        mode = text(f"codes.mode_in_sentence.{answer.parameters['mode']}", lang)
        limit = _plain(answer.parameters["limit_min"], lang)
        yield Paragraph(text("plan.nearby.intro", lang, limit=limit, mode=mode), is_with_next=True)
    fees = {fee.service_id: fee for fee in answer.fees}
    for row in answer.rows:
        if row.exchange_kind in set(ServiceKind) and answer.point is not None:
            yield Heading(kind_words(row.exchange_kind, lang), 2)
            yield from _services(answer, row, fees, lang)
    if answer.point is None:
        yield Paragraph(missing(text("plan.blank.place", lang), lang))
    if answer.without_position_count:
        count = formats.number(answer.without_position_count, lang)
        yield Paragraph(text("plan.nearby.without_position", lang, count=count), tone=Tone.NOTE)
    if answer.practices:
        yield Heading(text("plan.nearby.practices", lang), 2)
        yield _practices(answer.practices, lang)


def _services(answer: PlanAnswer, row: PlanMeasure, fees: Mapping[str, CostRow], lang: str) -> Iterator[Block]:
    if not row.services:
        yield Paragraph(text("plan.nearby.found_none", lang))
        return
    counts = {"found": row.found_count, "free": row.with_free_count, "listed": len(row.services)}
    said = {name: formats.number(count, lang) for name, count in counts.items()}
    yield Paragraph(text("plan.nearby.found", lang, **said), is_with_next=True)
    numbers = numbered(answer)
    heads = ("number", "name", "town", "minutes", "free", "fee", "phone")
    yield Table(
        tuple(text(f"plan.nearby.{head}", lang) for head in heads),
        tuple(_service(numbers[one.service_id], one, fees.get(one.service_id), lang) for one in row.services),
        number_columns=frozenset({3}),
        width_shares=(0.75, 3.0, 1.6, 1.5, 1.9, 1.55, 1.7),
    )
    proofs = dict.fromkeys(_proof(fees[one.service_id], lang) for one in row.services if one.service_id in fees)
    for proof in proofs:
        yield Paragraph(proof, tone=Tone.NOTE)


def _service(number: int, row: NearbyRow, fee: CostRow | None, lang: str) -> tuple[Words, ...]:
    named = name(row.name)
    cost = formats.euros(fee.fee_min_eur, fee.fee_max_eur, lang) if fee else ""
    return (
        str(number),
        text("plan.nearby.demo", lang, name=named) if row.is_demo else named,
        row.municipality_name or "–",
        minutes_words(row.travel_min, lang, is_approximate=row.is_approximate),
        _free(row, lang),
        cost or text("plan.nearby.unknown_fee", lang),
        phone_words(row.phone) or "–",
    )


def _free(row: NearbyRow, lang: str) -> str:
    if row.free_count is None or row.free_as_of_on is None:
        return text("plan.nearby.unknown", lang)
    count = formats.number(row.free_count, lang)
    return text("plan.nearby.free_on", lang, count=count, day=formats.day(row.free_as_of_on, lang))


def _proof(fee: CostRow, lang: str) -> str:
    return text("plan.nearby.fees_from", lang, source=name(str(fee.fee_source)), day=day(fee.fee_as_of_on, lang))


def _practices(rows: tuple[PracticeRow, ...], lang: str) -> Table:
    heads = ("practice", "practice_about", "practice_source")
    return Table(
        tuple(text(f"plan.nearby.{head}", lang) for head in heads),
        tuple(_practice(row, lang) for row in rows),
        width_shares=(2.6, 5.2, 2.8),
    )


def _practice(row: PracticeRow, lang: str) -> tuple[Words, ...]:
    about = row.description[lang]
    cut = about if len(about) <= DESCRIPTION_LENGTH else f"{about[: DESCRIPTION_LENGTH - 1]}…"
    source = text("plan.nearby.practice_document", lang, title=row.source_document, paragraph=row.source_paragraph)
    return name(row.title[lang]), cut or "–", source
