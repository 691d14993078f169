"""Cards of firms: the one door from what firms say of themselves to HTML."""

from collections.abc import Iterable, Sequence

from geodata.codes import ExchangeUnit
from welfare_map.maps.parts import contact_html, definition_list, tag
from welfare_map.maps.popups import escape
from welfare_map.model import Exchange, FirmAdhesion, FirmRelay, FirmRow
from welfare_map.texts import formats, text
from welfare_map.texts.hours import hours_in_words


def firm_card(row: FirmRow, lang: str, *, number: int | None = None) -> str:
    """Build the card of one firm near somebody: what it has in common with mine comes first."""
    minutes = formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate)
    count = f'<span class="wm-number">{number}</span>' if number is not None else ""
    return (
        f'<article class="wm-card wm-firm" id="{escape(row.organisation_id)}"><div class="wm-card-head">{count}'
        f'<h3>{escape(row.organisation_name)}</h3><span class="wm-minutes">{escape(minutes)}</span></div>'
        f'<p class="wm-labels">{_labels(row, lang)}</p>{_common(row, lang)}'
        f'<p class="wm-place">{escape(_place(row, lang))}</p>{definition_list(_facts(row, lang))}</article>'
    )


def firm_line(row: FirmRow, lang: str) -> str:
    """Build one line about a firm, for paper: name, what it is, place, minutes."""
    minutes = formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate)
    said = " · ".join(filter(None, (_place(row, lang), minutes)))
    return f"<b>{escape(row.organisation_name)}</b> {_labels(row, lang)}<br>{escape(said)}"


def _labels(row: FirmRow, lang: str) -> str:
    labels = tag(text(f"codes.organisation_kind.{row.organisation_kind}", lang))
    if row.size_class:
        labels += tag(text(f"codes.size.{row.size_class}", lang))
    if not row.adhesions:
        labels += tag(text("firms.card.no_adhesion", lang))
    if row.is_demo:
        labels += tag(text("card.demo", lang), style="wm-demo")
    return labels


def _common(row: FirmRow, lang: str) -> str:
    if not row.common:
        return ""
    items = "".join(f"<li>{escape(phrase.words(lang))}</li>" for phrase in row.common)
    return f'<div class="wm-common"><h4>{escape(text("firms.card.common", lang))}</h4><ul>{items}</ul></div>'


def _place(row: FirmRow, lang: str) -> str:
    site = text("firms.card.site", lang, name=row.site_name or str(row.site_number)) if row.site_number > 1 else None
    return " · ".join(part for part in (site, row.address, row.municipality_name) if part)


def _facts(row: FirmRow, lang: str) -> Iterable[tuple[str, str]]:
    if row.sector_code:
        yield text("firms.card.sector", lang), escape(sector_words(row.sector_code, lang))
    yield text("firms.card.adhesions", lang), _adhesions(row.adhesions, lang)
    yield text("firms.card.needs", lang), _exchanges(row.needs, lang)
    yield text("firms.card.offers", lang), _exchanges(row.offers, lang)
    yield text("firms.card.shifts", lang), "<br>".join(escape(phrase.words(lang)) for phrase in row.shift_words)
    yield text("firms.card.practices", lang), "<br>".join(escape(item.title[lang]) for item in row.practices)
    yield text("firms.card.contact", lang), _contact(row, lang)


def sector_words(sector_code: str, lang: str) -> str:
    """Say an ATECO division: its title and its code."""
    return text("firms.card.sector_words", lang, title=text(f"sectors.division.{sector_code}", lang), code=sector_code)


def _adhesions(adhesions: Sequence[FirmAdhesion], lang: str) -> str:
    labels = (f" {tag(text('card.demo', lang), style='wm-demo')}" if one.is_demo else "" for one in adhesions)
    return "<br>".join(f"{escape(one.initiative_name)}{label}" for one, label in zip(adhesions, labels, strict=True))


def _exchanges(exchanges: Sequence[Exchange], lang: str) -> str:
    if not exchanges:
        return ""
    return "<ul>" + "".join(f"<li>{escape(exchange_words(one, lang))}</li>" for one in exchanges) + "</ul>"


def exchange_words(one: Exchange, lang: str) -> str:
    """Say a need or an offer on one line: what, how much, from when, in which hours, and to whom it is shown."""
    what = text(f"codes.exchange_kind.{one.exchange_kind}", lang)
    parts = [
        f"{what} ({text(f'codes.theme.{one.theme}', lang)})" if one.theme else what,
        _quantity(one, lang),
        text("firms.card.from_on", lang, day=formats.day(one.from_on, lang)) if one.from_on else "",
        hours_in_words(one.hours, lang) if one.hours else "",
        one.description or "",
        "" if one.visibility == "public" else text(f"codes.visibility.{one.visibility}", lang),
    ]
    said = " · ".join(part for part in parts if part)
    return said[:1].upper() + said[1:]


def _quantity(one: Exchange, lang: str) -> str:
    if one.quantity is None:
        return ""
    unit = one.unit or ""
    words = text(f"codes.unit.{unit}", lang) if unit in set(ExchangeUnit) else unit
    count = formats.exact(one.quantity, lang)
    return text("firms.card.quantity", lang, unit=words, count=count) if words else count


def _contact(row: FirmRow, lang: str) -> str:
    if row.is_demo:
        return escape(text("firms.card.contact_demo", lang))
    if row.email or row.phone or row.website:
        return contact_html(row.phone, row.email, row.website, lang)
    if not row.relays:
        return escape(text("firms.card.contact_none", lang))
    items = "".join(f"<li>{_relay(relay, lang)}</li>" for relay in row.relays)
    return f"{escape(text('firms.card.contact_relay', lang))}<ul>{items}</ul>"


def _relay(relay: FirmRelay, lang: str) -> str:
    contacts = [contact_html(phone, None, None, lang) for phone in relay.phones]
    contacts += [contact_html(None, relay.email, None, lang)] if relay.email else []
    return " · ".join((escape(relay.name[lang]), *contacts))
