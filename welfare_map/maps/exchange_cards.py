"""Cards of shared know-how: groups that should meet, firms that would tell, practices with their reasons."""

from collections.abc import Iterable, Sequence

from welfare_map.maps.agreement_cards import practice_card
from welfare_map.maps.firm_cards import exchange_words
from welfare_map.maps.parts import contact_html, definition_list, table, tag
from welfare_map.maps.popups import escape
from welfare_map.model import ExchangeGroup, ExchangeMember, ExchangePractice, ExchangeTeller, FirmRelay, Phrase
from welfare_map.texts import formats, text


def exchange_group_card(row: ExchangeGroup, lang: str, *, number: int) -> str:
    """Build the card of a group: why, where, and what each firm brings and asks, with its minutes."""
    label = tag(text("card.demo", lang), style="wm-demo") if row.is_demo else ""
    place = " · ".join(part for part in (row.place_name, row.place_address, row.municipality_name) if part)
    how = text("exchange.exact" if row.is_exact else "exchange.searched", lang)
    return (
        f'<article class="wm-card wm-exchange"><h3>{escape(text("exchange.group", lang, number=number))}</h3>'
        f'<p class="wm-labels">{label}</p><p>{escape(row.why.words(lang))}</p>'
        f"{definition_list([(text('exchange.place', lang), escape(place))])}"
        f'{_members(row.members, lang)}<p class="wm-source">{escape(how)}</p></article>'
    )


def _members(members: Sequence[ExchangeMember], lang: str) -> str:
    keys = ("exchange.member", "exchange.tells", "exchange.asks", "exchange.minutes")
    heads = [text(key, lang) for key in keys]
    return table(heads, [_member(member, lang) for member in members], text("exchange.member", lang))


def _member(member: ExchangeMember, lang: str) -> tuple[str, str, str, str]:
    name = escape(member.organisation_name)
    town = f"<br><small>{escape(member.municipality_name)}</small>" if member.municipality_name else ""
    if member.is_host:
        minutes = text("exchange.host", lang)
    else:
        minutes = formats.minutes(member.travel_min, lang, is_approximate=member.is_approximate)
    return f"{name}{town}", _themes(member.tells, lang), _themes(member.asks, lang), escape(minutes)


def _themes(themes: Sequence[str], lang: str) -> str:
    return escape(", ".join(text(f"codes.theme.{theme}", lang) for theme in themes)) or "–"


def teller_card(row: ExchangeTeller, lang: str) -> str:
    """Build the card of a firm that would tell: what, why it concerns me, how to reach it."""
    minutes = formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate)
    label = tag(text("card.demo", lang), style="wm-demo") if row.is_demo else ""
    offers = "<br>".join(escape(exchange_words(one, lang)) for one in row.offers)
    facts = ((text("exchange.offers", lang), offers), (text("exchange.contact", lang), _contact(row, lang)))
    return (
        f'<article class="wm-card wm-firm"><div class="wm-card-head"><h3>{escape(row.organisation_name)}</h3>'
        f'<span class="wm-minutes">{escape(minutes)}</span></div><p class="wm-labels">{label}</p>'
        f'<p class="wm-place">{escape(row.municipality_name or "")}</p>{reasons_html(row.reasons, lang)}'
        f"{definition_list(facts)}</article>"
    )


def _contact(row: ExchangeTeller, lang: str) -> str:
    if row.email:
        return contact_html(None, row.email, None, lang)
    return "<br>".join(_relay(relay, lang) for relay in row.relays)


def _relay(relay: FirmRelay, lang: str) -> str:
    contacts = [contact_html(phone, None, None, lang) for phone in relay.phones]
    contacts += [contact_html(None, relay.email, None, lang)] if relay.email else []
    return " · ".join((escape(text("exchange.relay", lang, name=relay.name[lang])), *contacts))


def like_practice_card(one: ExchangePractice, lang: str) -> str:
    """Build the card of a practice under the reasons why it concerns the firm."""
    return f"{reasons_html(one.reasons, lang)}{practice_card(one.practice, lang)}"


def reasons_html(reasons: Iterable[Phrase], lang: str) -> str:
    """Build the list of reasons, nothing where there is none."""
    listed = "".join(f"<li>{escape(phrase.words(lang))}</li>" for phrase in reasons)
    title = escape(text("exchange.reasons", lang))
    return f'<div class="wm-common"><h4>{title}</h4><ul>{listed}</ul></div>' if listed else ""
