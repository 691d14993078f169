"""Openings of many services: services with the same hours and the same holidays share one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geodata.hours.calendar import chief_town_of, public_holidays
from geodata.hours.opening import ALWAYS, Days, Opening, open_spans
from geodata.hours.school import SchoolCalendar, school_calendar
from welfare_map.questions.cells import records
from welfare_map.snapshot import Snapshot

MARGIN_DAYS = 2
"""Nights and trips reach into the days beside the period."""
NAMED_HOLIDAYS = re.compile(r"\b(PH|SH)\b")


@dataclass(frozen=True, slots=True)
class Place:
    """What decides about the holidays of a municipality: its patron saint (see ``chief_town_of``) and its region."""

    chief_town: str = ""
    region_code: str = ""


NOWHERE = Place()


@dataclass(frozen=True)
class Calendars:
    """The holidays of every municipality in a period and a little around it."""

    snapshot: Snapshot
    from_on: date
    to_on: date

    @cached_property
    def places(self) -> dict[str, Place]:
        """Municipality code -> its place."""
        table = self.snapshot.territory.municipalities
        names = ("municipality_code", "municipality_name", "province_short", "is_chief_town", "region_code")
        columns = zip(*(table[name].tolist() for name in names), strict=True)
        return {
            code: Place(chief_town_of(name, province, is_chief_town=bool(is_chief)), region)
            for code, name, province, is_chief, region in columns
        }

    def public_holidays(self, chief_town: str) -> frozenset[date]:
        """Return the public holidays of a place."""
        first, last = self._edges()
        return public_holidays(first.year, last.year, chief_town)

    @cached_property
    def feasting(self) -> frozenset[str]:
        """Chief towns whose patron saint falls into the period."""
        first, last = self._edges()
        national, towns = self.public_holidays(""), {place.chief_town for place in self.places.values()}
        return frozenset(
            town for town in towns if any(first <= on <= last for on in self.public_holidays(town) - national)
        )

    def days(self, place: Place) -> Days:
        """Return the days of the period with the holidays of a place."""
        return Days(*self._edges(), self.public_holidays(place.chief_town), self._school(place.region_code))

    def _edges(self) -> tuple[date, date]:
        return self.from_on - timedelta(days=MARGIN_DAYS), self.to_on + timedelta(days=MARGIN_DAYS)

    def _school(self, region_code: str) -> SchoolCalendar:
        if not region_code:
            return SchoolCalendar()
        return school_calendar(records(self.snapshot.table("school_calendars")), region_code)


def openings_of(
    calendars: Calendars, hours: Sequence[str | None], municipality_codes: Iterable[str | None]
) -> tuple[list[Opening], npt.NDArray[np.intp]]:
    """
    Return when services are open.

    Returns
    -------
    openings
        One per distinct hours and holidays.
    opening_number
        Which one is whose, in the order of ``hours``.
    """
    meant = {words: _meant(words) for words in set(hours)}
    keys = [
        (words, _place(calendars, meant[words], code) if meant[words] else NOWHERE)
        for words, code in zip(hours, municipality_codes, strict=True)
    ]
    distinct = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    openings = [open_spans(words, calendars.days(place)) for words, place in distinct]
    return openings, np.array([distinct[key] for key in keys], np.intp)


def _meant(words: str | None) -> frozenset[str]:
    """Return the holidays on which hours depend: those that they name, and public ones unless always open."""
    if not words or words.strip() == ALWAYS:
        return frozenset()
    return frozenset({"PH", *NAMED_HOLIDAYS.findall(words)})


def _place(calendars: Calendars, meant: frozenset[str], code: str | None) -> Place:
    """Return what the opening of a service depends on beside its hours, in this period."""
    place = calendars.places.get(code or "", NOWHERE)
    chief_town = place.chief_town if "PH" in meant and place.chief_town in calendars.feasting else ""
    return Place(chief_town, place.region_code if "SH" in meant else "")
