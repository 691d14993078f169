"""Closures of a service as a calendar file (RFC 5545): one event of whole days each."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, vText

from welfare_map.maps.service_words import place_words
from welfare_map.model import ServiceRow
from welfare_map.questions.closures import Closure
from welfare_map.texts import formats, text

PRODUCT = "-//welfare-map//closures//IT"
ZONE = "Europe/Rome"


def closures_ics(row: ServiceRow, closures: Iterable[Closure], lang: str, *, made_on: date) -> bytes:
    """
    Return the closures of a service as a calendar.

    Parameters
    ----------
    row
        The service; a demonstration one says so in each event.
    closures
        When it is closed, both days included (``questions.closures``); its first day tells an event from the others, so
        that a calendar knows it again in a later file.
    lang
        Language of the events.
    made_on
        Day on the events' stamp: the same file comes out however often it is asked for on a day.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(text("closures.calendar", lang, name=_name(row))))
    calendar.add("x-wr-timezone", ZONE)
    for closure in closures:
        calendar.add_component(_event(row, closure, lang, made_on))
    return bytes(calendar.to_ical())


def _event(row: ServiceRow, closure: Closure, lang: str, made_on: date) -> Event:
    event = Event()
    event.add("uid", f"{row.service_id}/{closure.first_on.isoformat()}@welfare-map")
    event.add("dtstamp", datetime.combine(made_on, time(0), UTC))
    event.add("dtstart", closure.first_on)
    event.add("dtend", closure.last_on + timedelta(days=1))
    event.add("summary", text("closures.event_demo" if row.is_demo else "closures.event", lang, name=_name(row)))
    event.add("location", place_words(row, lang))
    read_on = formats.day(row.retrieved_on, lang)
    event.add("description", text("closures.description", lang, day=read_on))
    event.add("transp", "TRANSPARENT")
    return event


def _name(row: ServiceRow) -> str:
    """Return the name on one line."""
    return " ".join(row.name.split())
