"""
The card of a service, and the comparison of a few.

Cards say what is not known, mark approximate positions and name demonstration rows in words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import quote

from geodata.licences import LICENCES
from welfare_map.maps.parts import contact_html, definition_list, scrolled, tag
from welfare_map.maps.popups import escape, link, page_link, picture
from welfare_map.model import CommuteRow, NearbyRow, ServiceRow, SourceNote
from welfare_map.texts import DEFAULT_LANGUAGE, formats, has_text, text
from welfare_map.texts.hours import hours_in_words
from welfare_map.vocabularies import symbol_svg


def service_card(
    row: ServiceRow,
    lang: str,
    *,
    number: int | None,
    sources: Mapping[str, SourceNote],
    as_of_on: date,
    report_email: str,
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
    """
    mark, anchor = "", ""
    if number is not None:
        mark, anchor = f'<span class="wm-number">{number}</span>', f' id="{escape(row.service_id)}"'
    minutes = f'<span class="wm-minutes">{escape(_travel(row, lang))}</span>'
    head = f'<div class="wm-card-head">{mark}<h3>{escape(row.name)}</h3>{minutes}</div>'
    labels = picture(symbol_svg(row.group, is_demo=row.is_demo)) + tag(text(f"codes.kind.{row.kind}", lang))
    labels += _demo_label(row, lang)
    place = escape(_where(row) or text("card.address_unknown", lang))
    if row.is_approximate:
        quality = text(f"codes.quality.{row.position_quality}", lang)
        place += f" · {escape(text('card.approximate', lang, quality=quality))}"
    elif isinstance(row, NearbyRow):
        place += f" · {escape(text('card.distance', lang, distance=formats.distance(row.distance_m, lang)))}"
    facts = definition_list(_first_facts(row, lang))
    further = definition_list(_further_facts(row, lang))
    details = f"<details><summary>{escape(text('card.details', lang))}</summary>{further}</details>" if further else ""
    foot = _provenance(row, lang, sources, as_of_on) + _report(row, lang, report_email)
    return (
        f'<article class="wm-card"{anchor}>{head}<p class="wm-labels">{labels}</p>'
        f'<p class="wm-place">{place}</p>{facts}{details}<p class="wm-source">{foot}</p></article>'
    )


def _where(row: ServiceRow) -> str:
    return ", ".join(part for part in (row.address, row.municipality_name) if part)


def _demo_label(row: ServiceRow, lang: str) -> str:
    return tag(text("card.demo", lang), style="wm-demo") if row.is_demo else ""


def _first_facts(row: ServiceRow, lang: str) -> Iterable[tuple[str, str]]:
    """Yield what decides: trips of the day, hours, places, contact."""
    if trips := _trips(row, lang):
        yield text("card.trips", lang), escape(trips)
    yield text("card.hours", lang), escape(_hours(row, lang))
    yield text("card.capacity", lang), escape(capacity_words(row, lang))
    yield text("card.free", lang), escape(_free(row, lang))
    yield text("card.contact", lang), contact_html(row.phone, row.email, row.website, lang)


def _further_facts(row: ServiceRow, lang: str) -> Iterable[tuple[str, str]]:
    """Yield what can wait: ages and provider."""
    if row.min_age_months is not None and row.max_age_months is not None:
        ages = text("card.ages_value", lang, minimum=row.min_age_months, maximum=row.max_age_months)
        yield text("card.ages", lang), escape(ages)
    yield text("card.provider", lang), escape(_provider(row, lang))


def _hours(row: ServiceRow, lang: str) -> str:
    return hours_in_words(row.opening_hours, lang) if row.opening_hours else text("card.hours_unknown", lang)


def capacity_words(row: ServiceRow, lang: str) -> str:
    """Say the places in words; unknown stays unknown."""
    known = {
        name: value
        for name, value in (("authorised", row.capacity_authorised), ("accredited", row.capacity_accredited))
        if value is not None
    }
    if not known:
        return text("card.capacity_unknown", lang)
    key = "card.capacity_both" if len(known) == 2 else f"card.capacity_{next(iter(known))}"
    return text(key, lang, **{name: formats.number(value, lang) for name, value in known.items()})


def _travel(row: ServiceRow, lang: str) -> str:
    """Say the minutes: of the trip from work, or those that the service adds to the day."""
    match row:
        case NearbyRow():
            return formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate)
        case CommuteRow():
            return formats.added_minutes(row.whole_added_min, lang, is_approximate=row.is_approximate)
    return ""


def _trips(row: ServiceRow, lang: str) -> str:
    """Say what a service adds to each trip of the day, "+6 min la mattina, +4 la sera"; "" where no trip is asked."""
    if not isinstance(row, CommuteRow):
        return ""
    added = {"out": row.added_out_min, "back": row.added_back_min}
    return ", ".join(
        text(f"card.added_{way}", lang, minutes=formats.added_minutes(value, lang, is_approximate=False))
        for way, value in added.items()
        if value is not None
    )


def _free(row: ServiceRow, lang: str) -> str:
    if row.free_count is None or not row.free_as_of_on:
        return text("card.free_unknown", lang)
    return text("card.free_value", lang, count=row.free_count, day=formats.day(row.free_as_of_on, lang))


def _provider(row: ServiceRow, lang: str) -> str:
    parts = [row.provider_name, text(f"codes.ownership.{row.ownership}", lang).lower() if row.ownership else None]
    if row.is_open_to_others is not None:
        parts.append(text("card.others_yes" if row.is_open_to_others else "card.others_no", lang))
    return ", ".join(part for part in parts if part)


def _provenance(row: ServiceRow, lang: str, sources: Mapping[str, SourceNote], as_of_on: date) -> str:
    source = sources.get(row.source_id)
    licence = LICENCES.get(row.licence)
    said = text(
        "card.source",
        lang,
        source=source.name if source else row.source_id,
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


def comparison_table(rows: Sequence[ServiceRow], lang: str) -> str:
    """Build a table that holds up to four services side by side."""
    lines: tuple[tuple[str, Callable[[ServiceRow], str]], ...] = (
        ("card.minutes_label", lambda row: _travel(row, lang)),
        ("card.kind", lambda row: text(f"codes.kind.{row.kind}", lang)),
        ("card.hours", lambda row: _hours(row, lang)),
        ("card.capacity", lambda row: capacity_words(row, lang)),
        ("card.free", lambda row: _free(row, lang)),
        ("card.provider", lambda row: _provider(row, lang) or "–"),
        ("card.address", lambda row: _where(row) or text("card.address_unknown", lang)),
    )
    heads = "".join(f'<th scope="col">{escape(row.name)} {_demo_label(row, lang)}</th>' for row in rows)
    body = "".join(
        f'<tr><th scope="row">{escape(text(key, lang))}</th>'
        + "".join(f"<td>{escape(say(row))}</td>" for row in rows)
        + "</tr>"
        for key, say in lines
    )
    made = f'<table class="wm-table wm-compare"><tr><td></td>{heads}</tr>{body}</table>'
    return scrolled(made, text("find.compare_title", lang))
