"""Which services are open at the hours of a shift: for sure, maybe, or not."""

from datetime import timedelta

import numpy as np

from geodata.hours.opening import Opening
from welfare_map.model import CoverageQuery, Missing
from welfare_map.model.shifts import read_shifts
from welfare_map.questions.coverage.areas import IntpArray
from welfare_map.questions.coverage.records import SERVICES, Records, municipality_rows
from welfare_map.questions.fits.hours import Calendars, openings_of
from welfare_map.questions.fits.needs import NO, UNKNOWN, YES, Needs, verdicts
from welfare_map.questions.fits.worked import Worked, shifts_between
from welfare_map.snapshot import Snapshot

PERIOD = timedelta(days=27)
"""Beyond the day of the question: four weeks in all."""


def open_records(snapshot: Snapshot, services: IntpArray, query: CoverageQuery) -> Records:
    """
    Return the services, each one adding 1 where it is open at the hours of the shift.

    A service is, when on more than half of the days worked in the four weeks from the day of the question it is open
    without a break from the start of the shift to its end; national holidays are no days at work unless the shift says
    so. Where hours, or a calendar that they need, are not known, so is this.

    Raises
    ------
    InputError
        The shift cannot be read, or nothing is worked in the four weeks.
    """
    from_on, to_on = query.as_of_on, query.as_of_on + PERIOD
    calendars = Calendars(snapshot, from_on, to_on)
    worked = shifts_between(read_shifts(query.shift, from_on), from_on, to_on, calendars.public_holidays(""))
    columns = snapshot.service_columns.cells
    hours, codes = (columns[name][services].tolist() for name in ("opening_hours", "municipality_code"))
    openings, number = openings_of(calendars, hours, codes)
    verdict = np.array([_verdict(opening, worked) for opening in openings], np.int8)[number]
    return Records(
        table=SERVICES,
        row=services,
        municipality=municipality_rows(snapshot, services),
        counted=(verdict == YES).astype(float),
        low=(verdict == YES).astype(float),
        high=(verdict != NO).astype(float),
        is_stated=verdict != UNKNOWN,
        is_demo=columns["is_demo"][services].astype(bool),
        lacks={Missing.HOURS: verdict == UNKNOWN},
    )


def _verdict(opening: Opening, worked: Worked) -> int:
    """Tell whether something is open on most of the days."""
    found = verdicts(opening, Needs(worked.starts_min, worked.ends_min))
    half = len(found) / 2
    if (found == YES).sum() > half:
        return YES
    return UNKNOWN if (found != NO).sum() > half else NO
