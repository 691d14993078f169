"""What a card says of the cost: the fee, what it includes, what is left to pay; nothing where no fee is known."""

from collections.abc import Iterator

from welfare_map.model import BenefitRow, CostRow
from welfare_map.texts import formats, text


def cost_lines(cost: CostRow, lang: str) -> tuple[str, ...]:
    """Say what a service costs a month, line by line; none where no fee is known."""
    if cost.fee_min_eur is None and cost.fee_max_eur is None:
        return ()
    return tuple(_lines(cost, lang))


def _lines(cost: CostRow, lang: str) -> Iterator[str]:
    fee = formats.euros(cost.fee_min_eur, cost.fee_max_eur, lang)
    yield text("cost.fee_by_isee" if cost.is_by_isee else "cost.fee", lang, fee=fee)
    if includes := cost.fee_includes.get(lang):
        yield text("cost.includes", lang, what=includes)
    if cost.isee_fee_bands:
        yield text("cost.bands", lang, bands="; ".join(_band_words(cost, lang)))
    for benefit in cost.benefits:
        yield _benefit_words(benefit, lang)
    if cost.cost_min_eur is not None or cost.cost_max_eur is not None:
        yield text("cost.left", lang, cost=formats.euros(cost.cost_min_eur, cost.cost_max_eur, lang))
    if cost.fee_source and cost.fee_as_of_on:
        yield text("cost.source", lang, source=cost.fee_source, day=formats.day(cost.fee_as_of_on, lang))
    yield text("cost.check", lang)


def _band_words(cost: CostRow, lang: str) -> Iterator[str]:
    for band in cost.isee_fee_bands:
        fee = _euros(band.monthly_fee_eur, lang)
        if band.up_to_isee_eur is None:
            yield text("cost.band_last", lang, fee=fee)
        else:
            yield text("cost.band", lang, bound=_euros(band.up_to_isee_eur, lang), fee=fee)


def _benefit_words(benefit: BenefitRow, lang: str) -> str:
    name = benefit.name[lang]
    if benefit.monthly_amount_eur is not None:
        return text("cost.benefit_amount", lang, name=name, amount=_euros(benefit.monthly_amount_eur, lang))
    if benefit.fee_share is not None:
        return text("cost.benefit_share", lang, name=name, share=formats.number(100 * benefit.fee_share, lang))
    return text("cost.benefit_unknown", lang, name=name)


def _euros(value: float, lang: str) -> str:
    return f"{formats.exact(value, lang)} €"
