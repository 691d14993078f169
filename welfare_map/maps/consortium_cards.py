"""Shared services as cards: free places that exist, groups with their site, costs and shares, what a change does."""

from collections.abc import Iterable, Sequence

from welfare_map.maps.parts import definition_list, table, tag
from welfare_map.maps.popups import escape
from welfare_map.model import (
    AssumptionRow,
    ConsortiumAnswer,
    ConsortiumRow,
    ExistingRow,
    GroupMember,
    SensitivityRow,
    ShareRow,
    SiteRow,
)
from welfare_map.texts import formats, text

SHARES = frozenset({"use_share", "child_share"})
EUROS = frozenset({"place_cost_eur", "fixed_cost_eur", "fee_eur"})


def existing_list(rows: Sequence[ExistingRow], unit: str, lang: str) -> str:
    """Build the list of free places that exist, numbered from one as on the map."""
    items = (_existing(row, number, unit, lang) for number, row in enumerate(rows, start=1))
    return f'<article class="wm-card wm-existing"><ul>{"".join(items)}</ul></article>'


def _existing(row: ExistingRow, number: int, unit: str, lang: str) -> str:
    said = [
        text(f"codes.exchange_kind.{row.kind}", lang),
        row.municipality_name or "",
        formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate),
        _free(row, unit, lang),
        _fee(row, lang),
    ]
    facts = " · ".join(part for part in said if part)
    return f"<li>{_number(number)} <strong>{escape(row.name)}</strong> {_demo(row, lang)}<br>{escape(facts)}</li>"


def _free(row: ExistingRow, unit: str, lang: str) -> str:
    if row.free_count is None:
        return text("consortium.card.free_unsaid", lang)
    values = {"count": formats.exact(row.free_count, lang), "unit": text(f"codes.unit.{unit}", lang)}
    day = formats.day(row.free_as_of_on, lang) if row.free_as_of_on else None
    return text("consortium.card.free_on" if day else "consortium.card.free", lang, **values, day=day)


def _fee(row: ExistingRow, lang: str) -> str:
    fee = formats.euros(row.monthly_fee_min_eur, row.monthly_fee_max_eur, lang)
    return text("consortium.card.fee", lang, fee=fee) if fee else ""


def _number(number: int | None) -> str:
    return "" if number is None else f'<span class="wm-number">{number}</span>'


def _demo(row: ExistingRow | GroupMember | SiteRow | ConsortiumRow, lang: str) -> str:
    return tag(text("card.demo", lang), style="wm-demo") if row.is_demo else ""


# --- groups ---------------------------------------------------------------------------------------------------------


def group_card(row: ConsortiumRow, lang: str, *, title: str, first_number: int | None) -> str:
    """
    Build the card of a group.

    Parameters
    ----------
    first_number
        Number of its site on the map, its firms being those that follow; None where the map does not show it.
    """
    return (
        f'<article class="wm-card wm-group"><div class="wm-card-head"><h3>{escape(title)}</h3>'
        f'<span class="wm-minutes">{escape(_places(row, lang))}</span></div>'
        f'<p class="wm-labels">{_labels(row, lang)}</p>{definition_list(_facts(row, lang, first_number))}'
        f"{_shares(row, lang, first_number)}</article>"
    )


def _places(row: ConsortiumRow, lang: str) -> str:
    return f"{formats.number(row.places, lang)} {text(f'codes.unit.{row.unit}', lang)}"


def _labels(row: ConsortiumRow, lang: str) -> str:
    labels = tag(text("consortium.card.some_estimated", lang)) if row.is_need_estimated else ""
    return labels + _demo(row, lang)


def _facts(row: ConsortiumRow, lang: str, first_number: int | None) -> Iterable[tuple[str, str]]:
    yield (
        text("consortium.card.where", lang),
        f"{_number(first_number)} {escape(_site(row.site, lang))} {_demo(row.site, lang)}",
    )
    if (row.fairest_site.lon, row.fairest_site.lat) != (row.site.lon, row.site.lat):
        yield text("consortium.card.fairest", lang), f"{escape(_site(row.fairest_site, lang))}"
    yield text("consortium.card.cost", lang), escape(_cost(row, lang))
    if row.structure_count > 1:
        yield text("consortium.card.structures", lang), formats.number(row.structure_count, lang)
    bridge = next(
        (one.organisation_name for one in row.members if one.organisation_id == row.bridge_organisation_id), ""
    )
    yield text("consortium.card.bridge", lang), escape(bridge)
    if row.potential_count is not None:
        yield text("consortium.card.potential", lang), escape(formats.number(row.potential_count, lang))
    yield text("consortium.card.break_even", lang), escape(_break_even(row, lang))


def _site(site: SiteRow, lang: str) -> str:
    total = formats.minutes(site.total_min, lang, is_approximate=site.is_approximate)
    worst = formats.minutes(site.worst_min, lang, is_approximate=site.is_approximate)
    name = text(f"consortium.site.{site.site_kind}", lang, name=site.name)
    return text("consortium.card.site", lang, name=name, total=total, worst=worst)


def _cost(row: ConsortiumRow, lang: str) -> str:
    if row.cost_eur_per_year is None or row.cost_eur_per_place is None:
        return text("consortium.cost.unknown", lang)
    values = {"cost": _euros(row.cost_eur_per_year, lang), "place": _euros(row.cost_eur_per_place, lang)}
    return text("consortium.card.cost_is", lang, **values)


def _break_even(row: ConsortiumRow, lang: str) -> str:
    if row.break_even_fee_eur is None:
        return ""
    fee = text("consortium.card.break_even_fee", lang, fee=_euros(row.break_even_fee_eur, lang))
    return f"{fee} {_given_fee(row, lang)}".strip()


def _given_fee(row: ConsortiumRow, lang: str) -> str:
    """Say at how many places the given fee pays: with several structures not at every number above the first."""
    first, always = row.break_even_places, row.break_even_always_places
    if first is None:
        return ""
    key = "always" if first == always else "full" if always is None else "gaps"
    counts = {"count": first, "capacity": row.capacity_count, "always": always}
    values = {name: formats.number(count, lang) for name, count in counts.items() if count is not None}
    return text(f"consortium.card.break_even_{key}", lang, **values)


def _euros(amount_eur: float | None, lang: str) -> str:
    return "–" if amount_eur is None else f"{formats.number(amount_eur, lang)} €"


def _shares(row: ConsortiumRow, lang: str, first_number: int | None) -> str:
    """Build who pays what: open in the group that the map shows, folded in the others."""
    state = "" if first_number is None else " open"
    return (
        f"<details{state}><summary>{escape(text('consortium.card.shares', lang))}</summary>"
        f"{_share_table(row, lang, first_number)}{_share_notes(row, lang)}</details>"
    )


def _share_table(row: ConsortiumRow, lang: str, first_number: int | None) -> str:
    heads = [text(f"consortium.column.{name}", lang) for name in ("firm", "shapley", "headcount", "need", "minutes")]
    pairs = zip(row.members, row.shares, strict=True)
    rows = [
        _share_cells(one, share, lang, None if first_number is None else first_number + number)
        for number, (one, share) in enumerate(pairs, start=1)
    ]
    return table(heads, rows, text("consortium.card.shares", lang))


def _share_cells(member: GroupMember, share: ShareRow, lang: str, number: int | None) -> list[str]:
    return [
        f"{_number(number)} {escape(member.organisation_name)}",
        escape(_euros(share.shapley_eur_per_year, lang)),
        escape(_euros(share.headcount_eur_per_year, lang)),
        escape(_need(member, lang)),
        escape(formats.minutes(member.travel_min, lang, is_approximate=member.is_approximate)),
    ]


def _need(member: GroupMember, lang: str) -> str:
    if member.need_count is None:
        return text("consortium.card.need_unknown", lang)
    count = formats.number(member.need_count, lang, decimals=0 if member.need_count.is_integer() else 1)
    return count if member.need_basis == "declared" else text("consortium.card.need_estimated", lang, count=count)


def _share_notes(row: ConsortiumRow, lang: str) -> str:
    notes = [text("consortium.card.shares_note", lang)]
    if row.shapley_error_eur:
        notes.append(text("consortium.card.shares_sampled", lang, error=_euros(row.shapley_error_eur, lang)))
    return f"<p><small>{escape(' '.join(notes))}</small></p>"


# --- parameters -----------------------------------------------------------------------------------------------------


def assumption_words(row: AssumptionRow, lang: str) -> str:
    """Say where the value of a parameter comes from."""
    source = text("consortium.parameters.source", lang, source=row.source[lang], years=row.years or "–")
    return " ".join(part for part in (row.note[lang], source if row.source[lang] else "") if part)


def value_words(name: str, value: float, lang: str) -> str:
    """Write the value of a parameter with its unit."""
    if name in SHARES:
        return f"{formats.exact(round(value * 100, 4), lang)} %"
    unit = " €" if name in EUROS else " min" if name == "limit_min" else ""
    return f"{formats.exact(round(value, 2), lang)}{unit}"


def sensitivity_table(answer: ConsortiumAnswer, lang: str) -> str:
    """Build a table that says in words what becomes of it when one parameter is a fifth lower or higher."""
    heads = [text(f"consortium.sensitivity.{name}", lang) for name in ("change", "first", "fewest", "cost")]
    rows = [_change_cells(row, lang) for row in answer.sensitivity]
    return table(heads, rows, text("consortium.sensitivity.title", lang))


def _change_cells(row: SensitivityRow, lang: str) -> list[str]:
    name = text(f"consortium.parameter.{row.assumption}", lang)
    way = "lower" if row.change_share < 0 else "higher"
    value = value_words(row.assumption, row.value, lang)
    first = "none" if row.is_enough is None else "enough" if row.is_enough else "short"
    fewest = "–" if row.fewest_firm_count is None else formats.number(row.fewest_firm_count, lang)
    return [
        escape(text(f"consortium.sensitivity.{way}", lang, name=name, value=value)),
        escape(text(f"consortium.sensitivity.{first}", lang)),
        escape(fewest),
        escape(_euros(row.cost_eur_per_year, lang)),
    ]
