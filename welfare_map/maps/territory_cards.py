"""The card of a territory: residents, services and places, adherents, agreements, district office."""

from collections.abc import Iterable, Sequence

from welfare_map.maps.parts import column_heads, contact_html, definition_list, head_row, scrolled, tag
from welfare_map.maps.popups import escape
from welfare_map.model import KindCount, OfficeRow, TerritoryRow
from welfare_map.texts import formats, text

COUNTS = ("service_count", "capacity_authorised_count", "capacity_accredited_count")
"""Columns of the table of kinds after the kind."""


def territory_card(row: TerritoryRow, lang: str, *, initiative_names: Sequence[str]) -> str:
    """Build the card of a territory: residents, services and places, adherents, initiatives, district office."""
    title = f'<h3>{escape(row.name)}</h3><p class="wm-labels">{"".join(_labels(row, lang))}</p>'
    blocks = [
        definition_list(_resident_facts(row, lang)),
        f"<h4>{escape(text('card.territory.services', lang))}</h4>" + _kind_table(row.services, lang),
        f"<h4>{escape(text('card.territory.initiatives', lang))}</h4>" + _initiative_list(initiative_names, lang),
        definition_list(_adherent_and_office_facts(row, lang)),
    ]
    return f'<article class="wm-card wm-territory">{title}{"".join(blocks)}</article>'


def _labels(row: TerritoryRow, lang: str) -> Iterable[str]:
    yield tag(text(f"codes.level_one.{row.level}", lang))
    if row.district_name and row.level == "municipality":
        unverified = "" if row.district_is_verified else f" ({text('card.territory.district_unverified', lang)})"
        yield tag(f"{text('card.territory.district', lang)} {row.district_name}{unverified}")
    if row.province_short and row.level in {"municipality", "district"}:
        yield tag(row.province_short)


def _resident_facts(row: TerritoryRow, lang: str) -> Iterable[tuple[str, str]]:
    if row.residents is None:
        yield text("card.territory.residents", lang), escape(text("card.territory.residents_unknown", lang))
        return
    note = f" <small>{escape(text('card.territory.residents_note', lang))}</small>"
    yield text("card.territory.residents", lang), formats.number(row.residents, lang) + note
    bands = (
        ("age_0_2", row.residents_0_2),
        ("age_3_5", row.residents_3_5),
        ("age_6_14", row.residents_6_14),
        ("age_15_64", row.residents_15_64),
        ("age_65_plus", row.residents_65_plus),
        ("age_75_plus", row.residents_75_plus),
    )
    words = " · ".join(
        f"{text(f'card.territory.{key}', lang)}: {formats.number(count or 0, lang)}" for key, count in bands
    )
    yield text("card.territory.ages", lang), escape(words)


def _kind_table(kinds: Sequence[KindCount], lang: str) -> str:
    if not kinds:
        return f"<p>{escape(text('card.territory.no_services', lang))}</p>"
    heads = column_heads(text(f"card.territory.{key}", lang) for key in ("kind", *COUNTS))
    rows = "".join(_kind_row(kind, lang) for kind in kinds)
    made = f'<table class="wm-table">{head_row(heads)}{rows}</table>'
    return scrolled(made, text("card.territory.services", lang))


def _kind_row(kind: KindCount, lang: str) -> str:
    notes = []
    if kind.without_capacity_count:
        notes.append(text("card.territory.unknown_places", lang, count=kind.without_capacity_count))
    if kind.demo_count == kind.service_count:
        notes.append(text("card.territory.all_demo", lang))
    elif kind.demo_count:
        notes.append(text("card.territory.demo_note", lang, count=kind.demo_count))
    said = f" <small>{escape(', '.join(notes))}</small>" if notes else ""
    cells = "".join(f"<td>{_count(getattr(kind, name), lang)}</td>" for name in COUNTS)
    return f'<tr><th scope="row">{escape(text(f"codes.kind.{kind.kind}", lang))}{said}</th>{cells}</tr>'


def _count(count: int, lang: str) -> str:
    """Write a count; no service has no place at all, so a sum of nothing known is unknown and not zero."""
    return formats.number(count, lang) if count else "–"


def _initiative_list(names: Sequence[str], lang: str) -> str:
    if not names:
        return f"<p>{escape(text('card.territory.no_initiatives', lang))}</p>"
    return "<ul>" + "".join(f"<li>{escape(name)}</li>" for name in names) + "</ul>"


def _adherent_and_office_facts(row: TerritoryRow, lang: str) -> Iterable[tuple[str, str]]:
    adherents = formats.number(row.adherent_count, lang)
    if row.demo_adherent_count:
        adherents += ", " + text("card.territory.adherents_demo", lang, count=row.demo_adherent_count)
    yield text("card.territory.adherents", lang), escape(adherents)
    offices = (row.district_office,) if row.district_office else row.district_offices
    said = "<br>".join(_office(office, lang) for office in offices)
    yield text("card.territory.office", lang), said or escape(text("card.territory.office_none", lang))


def _office(office: OfficeRow, lang: str) -> str:
    name = office.name if lang == "it" else office.name_en
    return f"{escape(name)}: {contact_html(office.phone, office.email, office.website, lang)}"
