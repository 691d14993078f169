"""The invitation to a meeting of firms: as plain words to edit and send, and as an appointment for a calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from welfare_map.exports.docx.words import writable
from welfare_map.exports.ics import ZONE
from welfare_map.model import ExchangeGroup, ExchangeMember
from welfare_map.texts import formats, text

PRODUCT: Final = "-//welfare-map//exchange//IT"
LASTS: Final = timedelta(hours=2)
"""How long the appointment is: assumption of this project, changed in any calendar."""
MOST_CHARACTERS: Final = 10_000


def invitation_text(group: ExchangeGroup, lang: str, *, on: date | None = None, at: time | None = None) -> str:
    """Return the invitation; without a day it has a blank. It names firms, never persons."""
    return "\n".join(_lines(group, lang, on, at)) + "\n"


def _lines(group: ExchangeGroup, lang: str, on: date | None, at: time | None) -> Iterator[str]:
    themes = _themes(group.themes, lang)
    if group.is_demo:
        yield text("exchange.letter.demo", lang)
        yield ""
    yield text("exchange.letter.subject", lang, themes=themes)
    yield ""
    yield text("exchange.letter.hello", lang)
    yield text("exchange.letter.intro", lang, themes=themes)
    yield ""
    yield _when(lang, on, at)
    yield text("exchange.letter.where", lang, place=place_words(group))
    yield ""
    yield text("exchange.letter.who", lang)
    yield from (_member(member, lang) for member in group.members)
    yield ""
    yield text("exchange.letter.reply", lang)
    yield text("exchange.letter.note", lang)


def place_words(group: ExchangeGroup) -> str:
    """Name the place: firm, address, municipality."""
    parts = (group.place_name, group.place_address, group.municipality_name)
    return ", ".join(writable(part) for part in parts if part)


def _when(lang: str, on: date | None, at: time | None) -> str:
    if on is None or at is None:
        return text("exchange.letter.when_blank", lang)
    return text("exchange.letter.when", lang, day=formats.day(on.isoformat(), lang), hour=at.strftime("%H:%M"))


def _member(member: ExchangeMember, lang: str) -> str:
    said = []
    if member.tells:
        said.append(text("exchange.letter.tells", lang, themes=_themes(member.tells, lang)))
    if member.asks:
        said.append(text("exchange.letter.asks", lang, themes=_themes(member.asks, lang)))
    parts = ", ".join(said) or text("exchange.letter.listens", lang)
    name = writable(member.organisation_name)
    if member.is_host:
        return text("exchange.letter.line_host", lang, name=name, parts=parts)
    return text("exchange.letter.line", lang, name=name, parts=parts, minutes=max(1, round(member.travel_min)))


def _themes(themes: tuple[str, ...], lang: str) -> str:
    return ", ".join(text(f"codes.theme.{theme}", lang) for theme in themes)


def meeting_ics(group: ExchangeGroup, lang: str, *, starts_at: datetime, words: str, made_on: date) -> bytes:
    """
    Return the meeting as a calendar file of one tentative event.

    Parameters
    ----------
    starts_at
        Day and hour in Italy, without a zone.
    words
        The invitation, as somebody edited it; cut at ``MOST_CHARACTERS``.
    made_on
        Day on the event's stamp: the same file comes out however often it is asked for on a day.
    """
    begins = starts_at.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    themes = _themes(group.themes, lang)
    event = Event()
    event.add("uid", f"{meeting_id(group)}/{starts_at.date().isoformat()}@welfare-map")
    event.add("dtstamp", datetime.combine(made_on, time(0), UTC))
    event.add("dtstart", begins)
    event.add("dtend", begins + LASTS)
    event.add(
        "summary", text("exchange.letter.event_demo" if group.is_demo else "exchange.letter.event", lang, themes=themes)
    )
    event.add("location", place_words(group))
    event.add("description", words[:MOST_CHARACTERS])
    event.add("status", "TENTATIVE")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def meeting_id(group: ExchangeGroup) -> str:
    """Tell a group from others, so that a calendar knows it again."""
    return sha256("\n".join(sorted(group.organisation_ids)).encode()).hexdigest()[:16]
