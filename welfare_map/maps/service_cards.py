"""
The card of a service.

Cards say what is not known, mark approximate positions and name demonstration rows in words.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import quote

from geodata.licences import LICENCES
from welfare_map.maps.cost_words import cost_lines
from welfare_map.maps.parts import contact_html, definition_list, tag
from welfare_map.maps.popups import escape, link, page_link, picture
from welfare_map.maps.service_words import (
    ages_words,
    band_lines,
    capacity_words,
    hours_words,
    place_words,
    provider_words,
    travel_words,
    trips_words,
)
from welfare_map.model import CostRow, NearbyRow, ServiceRow, SourceNote
from welfare_map.texts import DEFAULT_LANGUAGE, formats, has_text, text
from welfare_map.vocabularies import symbol_svg


def service_card(  # noqa: PLR0913  # each says something of the card
    row: ServiceRow,
    lang: str,
    *,
    number: int | None,
    sources: Mapping[str, SourceNote],
    as_of_on: date,
    report_email: str,
    cost: CostRow | None = None,
    has_roads: bool = False,
) -> str:
    """
    Build the card of one service in an answer.

    Parameters
    ----------
    number
        Its number in the list and on the map, None for a card beside the list.
    sources
        Source notes by ``source_id``.
    report_email
        Mailbox for mistakes, or "" for no such link.
    cost
        What it costs this family, among the details; None where nobody asked.
    has_roads
        Minutes follow roads unless the row says that they are an estimate.
    """
    mark, anchor = "", ""
    if number is not None:
        mark, anchor = f'<span class="wm-number">{number}</span>', f' id="{escape(row.service_id)}"'
    minutes = f'<span class="wm-minutes">{escape(travel_words(row, lang, has_roads=has_roads))}</span>'
    head = f'<div class="wm-card-head">{mark}<h3>{escape(row.name)}</h3>{minutes}</div>'
    labels = picture(symbol_svg(row.group, is_demo=row.is_demo)) + tag(text(f"codes.kind.{row.kind}", lang))
    labels += _demo_label(row, lang)
    place = escape(place_words(row, lang))
    if row.is_approximate:
        quality = text(f"codes.quality.{row.position_quality}", lang)
        place += f" · {escape(text('card.approximate', lang, quality=quality))}"
    elif isinstance(row, NearbyRow):
        place += f" · {escape(text('card.distance', lang, distance=formats.distance(row.distance_m, lang)))}"
    facts = definition_list(_first_facts(row, lang))
    further = definition_list(_further_facts(row, cost, lang))
    details = f"<details><summary>{escape(text('card.details', lang))}</summary>{further}</details>" if further else ""
    foot = _provenance(row, lang, sources, as_of_on) + _report(row, lang, report_email)
    return (
        f'<article class="wm-card"{anchor}>{head}<p class="wm-labels">{labels}</p>'
        f'<p class="wm-place">{place}</p>{facts}{details}<p class="wm-source">{foot}</p></article>'
    )


def service_line(row: ServiceRow, lang: str, *, has_roads: bool = False) -> str:
    """Build one line about a service, for paper: name, kind, place, minutes, telephone."""
    kind, minutes = text(f"codes.kind.{row.kind}", lang), travel_words(row, lang, has_roads=has_roads)
    said = " · ".join(filter(None, (kind, place_words(row, lang), minutes, row.phone)))
    return f"<b>{escape(row.name)}</b> {_demo_label(row, lang)}<br>{escape(said)}"


def _demo_label(row: ServiceRow, lang: str) -> str:
    return tag(text("card.demo", lang), style="wm-demo") if row.is_demo else ""


def _first_facts(row: ServiceRow, lang: str) -> Iterable[tuple[str, str]]:
    """Yield what decides: trips of the day, hours, places, contact."""
    if trips := trips_words(row, lang):
        yield text("card.trips", lang), escape(trips)
    yield text("card.hours", lang), escape(hours_words(row, lang))
    yield text("card.capacity", lang), escape(capacity_words(row, lang))
    yield text("card.free", lang), _lines_html(band_lines((one for one in row.bands if one.is_asked), lang))
    yield text("card.contact", lang), contact_html(row.phone, row.email, row.website, lang)


def _further_facts(row: ServiceRow, cost: CostRow | None, lang: str) -> Iterable[tuple[str, str]]:
    """Yield what can wait: cost, places for other bands, ages and provider."""
    if cost is not None and (lines := cost_lines(cost, lang)):
        yield text("cost.title", lang), _lines_html(lines)
    if others := [places for places in row.bands if not places.is_asked]:
        yield text("card.other_bands", lang), _lines_html(band_lines(others, lang))
    yield text("card.ages", lang), escape(ages_words(row, lang))
    yield text("card.provider", lang), escape(provider_words(row, lang))


def _lines_html(lines: Iterable[str]) -> str:
    return "<br>".join(escape(line) for line in lines)


def _provenance(row: ServiceRow, lang: str, sources: Mapping[str, SourceNote], as_of_on: date) -> str:
    source = sources.get(row.source_id)
    licence = LICENCES.get(row.licence)
    said = text(
        "card.source",
        lang,
        source=source.names[lang] if source else row.source_id,
        licence=licence.name if licence else row.licence,
        day=formats.day(row.retrieved_on, lang),
        age=formats.age(row.retrieved_on, as_of_on, lang),
    )
    if row.checked_on:
        role = f"registry.role.{row.checked_by_role}"
        who = text(role, lang) if has_text(role) else row.checked_by_role or "–"
        said += "; " + text("card.checked", lang, day=formats.day(row.checked_on, lang), role=who)
    else:
        said += "; " + text("card.not_checked", lang)
    return escape(said)


def _report(row: ServiceRow, lang: str, report_email: str) -> str:
    """Return the ways to say that the card is wrong: the form of the register, and the operator's mailbox if any."""
    language = {} if lang == DEFAULT_LANGUAGE else {"lang": lang}
    form = " · " + page_link("registro", {"report": row.service_id, **language}, text("card.report_here", lang))
    if not report_email:
        return form
    subject = quote(text("card.report_subject", lang, service_id=row.service_id))
    body = quote(text("card.report_body", lang, name=row.name, service_id=row.service_id))
    return form + " · " + link(f"mailto:{report_email}?subject={subject}&body={body}", text("card.report", lang))
