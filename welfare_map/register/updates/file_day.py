"""The day of a source's content: today in Italy from the portal; of a file what is said, its name or its date. Pure."""

import re
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
ISO_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


class DayFrom(StrEnum):
    """How the day of a source's content is known."""

    PORTAL = "portal"
    OPERATOR = "operator"
    FILE_NAME = "file_name"
    FILE_DATE = "file_date"


def italian_day(moment: datetime) -> date:
    """Return the day that a moment, which knows its time zone, has in Italy."""
    return moment.astimezone(ROME).date()


def day_of_file(name: str, written_at: datetime, *, said: date | None, today: date) -> tuple[date, DayFrom]:
    """
    Return the day of the content of a file, never later than today: it may have been fetched long ago.

    Parameters
    ----------
    name
        Name of the file; of several ISO dates in it the earliest counts, later ones than today do not.
    written_at
        When the file was written.
    said
        What the operator says, if anything.
    today
        Day of the run, in Italy.

    Returns
    -------
    day, day_from
        The operator's word comes before the name, the name before the date of the file.
    """
    if said is not None:
        return min(said, today), DayFrom.OPERATOR
    named = [day for day in map(_day, ISO_DAY.findall(name)) if day is not None and day <= today]
    if named:
        return min(named), DayFrom.FILE_NAME
    return min(italian_day(written_at), today), DayFrom.FILE_DATE


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
