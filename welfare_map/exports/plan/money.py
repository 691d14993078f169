"""Part 6: who pays what."""

from collections.abc import Iterator

from welfare_map.exports.document import Block, Heading, Paragraph, Table, Tone, Words
from welfare_map.exports.plan.words import kind_words, missing, missing_cell, name
from welfare_map.model import PlanAnswer, PlanMeasure, PlanShare
from welfare_map.texts import formats, text


def costs_part(answer: PlanAnswer, lang: str) -> Iterator[Block]:
    """Split what is known to cost something; of the rest, say the shares alone."""
    yield Heading(text("plan.part.costs", lang))
    if len(answer.firms) == 1:
        yield Paragraph(text("plan.costs.alone", lang))
    else:
        yield Paragraph(text("plan.costs.intro", lang), is_with_next=True)
        yield _shares(answer, lang)
    for row in answer.rows:
        kind = kind_words(row.exchange_kind, lang)
        if row.cost.cost_eur_per_year is None:
            yield Paragraph(missing(text("plan.blank.cost", lang), lang, of=kind), lead=f"{kind}:")
        elif len(answer.firms) == 1 or not _is_split(row):
            yield Paragraph(_of_measure(row, kind, lang))
        else:
            yield from _split(row, kind, lang)
        if row.cost.group is not None:
            yield Paragraph(row.cost.group.words(lang), tone=Tone.NOTE)


def _is_split(row: PlanMeasure) -> bool:
    """Tell whether it is known who pays what."""
    return any(one.headcount_eur_per_year is not None for one in row.cost.shares)


def _of_measure(row: PlanMeasure, kind: str, lang: str) -> str:
    cost = formats.exact(row.cost.cost_eur_per_year or 0, lang)
    return text("plan.costs.of_measure", lang, measure=kind, cost=cost)


def _shares(answer: PlanAnswer, lang: str) -> Table:
    rows = [
        (
            name(firm.organisation_name),
            _number(firm.employee_count, firm.organisation_name, lang),
            _percent(firm.headcount_share, firm.organisation_name, lang),
        )
        for firm in answer.firms
    ]
    return Table(
        tuple(text(f"plan.costs.{head}", lang) for head in ("firm", "employees", "share")),
        tuple(rows),
        caption=text("plan.costs.shares", lang),
        number_columns=frozenset({1, 2}),
        width_shares=(5, 1.6, 1.6),
    )


def _number(count: int | None, firm: str, lang: str) -> Words:
    if count is None:
        return missing_cell(text("plan.blank.employees", lang), lang, of=firm)
    return formats.number(count, lang)


def _percent(share: float | None, firm: str, lang: str) -> Words:
    if share is None:
        return missing_cell(text("plan.blank.share", lang), lang, of=firm)
    return f"{formats.number(100 * share, lang, decimals=1)} %"


def _split(row: PlanMeasure, kind: str, lang: str) -> Iterator[Block]:
    """Write euros a year by employees and, where it was computed, by what each firm's presence adds."""
    has_shapley = any(share.shapley_eur_per_year is not None for share in row.cost.shares)
    heads = ("firm", "by_headcount", *(("by_shapley",) if has_shapley else ()))
    rows = [_paid(share, lang, has_shapley=has_shapley) for share in row.cost.shares]
    total = formats.number(row.cost.cost_eur_per_year or 0, lang, decimals=2)
    rows.append((text("plan.costs.total", lang), *(total for _ in heads[1:])))
    yield Table(
        tuple(text(f"plan.costs.{head}", lang) for head in heads),
        tuple(rows),
        caption=_of_measure(row, kind, lang),
        number_columns=frozenset(range(1, len(heads))),
        width_shares=(4.4, *(1.9 for _ in heads[1:])),
        has_total=True,
    )
    if has_shapley:
        yield Paragraph(text("plan.costs.shapley_note", lang), tone=Tone.NOTE)


def _paid(share: PlanShare, lang: str, *, has_shapley: bool) -> tuple[Words, ...]:
    amounts = [share.headcount_eur_per_year, *([share.shapley_eur_per_year] if has_shapley else [])]
    blank = missing_cell(text("plan.blank.share", lang), lang, of=share.organisation_name)
    said = (blank if amount is None else formats.number(amount, lang, decimals=2) for amount in amounts)
    return name(share.organisation_name), *said
