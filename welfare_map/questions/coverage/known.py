"""What the register knows for an indicator: its records, what they add, and where lists cover the place."""

from datetime import date

import numpy as np

from geodata.codes import ServiceKind
from geodata.errors import InputError
from welfare_map.model import CoverageQuery, PlacesBasis
from welfare_map.model.indicators import INDICATORS, Indicator, Measure
from welfare_map.questions.coverage.areas import IntpArray
from welfare_map.questions.coverage.declared import employee_records, firm_records, practice_records
from welfare_map.questions.coverage.hours import open_records
from welfare_map.questions.coverage.listed import everywhere, listed
from welfare_map.questions.coverage.places import largest_stated, place_records
from welfare_map.questions.coverage.records import SERVICES, Records, counted_once, joined, municipality_rows
from welfare_map.questions.coverage.sums import MEASURES_OF_LISTS, Known, denominators, served
from welfare_map.snapshot import Snapshot

OF_FIRMS = frozenset({Measure.FIRMS, Measure.EMPLOYEES, Measure.PRACTICES})
"""What no service adds to."""
ASKED = ("as_of_on", "places", "part_time_share", "shift", "with_demo")
"""Of a query, all that decides what is known; areas do not."""


def indicator_asked(query: CoverageQuery) -> Indicator:
    """
    Return the indicator of a query.

    Raises
    ------
    InputError
        There is none with that code, a share is no share, or places are asked of what counts none.
    """
    if query.indicator not in INDICATORS:
        raise InputError("error.unknown_indicator", value=query.indicator, allowed=", ".join(INDICATORS))
    if not 0 <= query.part_time_share <= 1:
        raise InputError("error.bad_part_time_share", value=query.part_time_share)
    return INDICATORS[query.indicator]


def basis_of(indicator: Indicator, query: CoverageQuery) -> PlacesBasis | None:
    """Return which places count; None where no places do."""
    return None if indicator.basis is None else query.places or indicator.basis


def known(snapshot: Snapshot, indicator: Indicator, query: CoverageQuery) -> Known:
    """
    Return what the register knows for an indicator on a day; found when first asked for, and kept with the snapshot.

    Raises
    ------
    InputError
        The shift cannot be read.
    """
    key = (*(getattr(query, name) for name in ASKED), indicator.code)
    return snapshot.kept(
        ("known", *key), lambda: _known(snapshot, indicator, _evidence(snapshot, indicator, query), query)
    )


def known_with(
    snapshot: Snapshot, before: Known, replaced: IntpArray, indicator: Indicator, query: CoverageQuery
) -> Known:
    """
    Return what would be known if some services were others.

    Parameters
    ----------
    snapshot
        Holds the services as they would be, those that are changed or imagined and no others; its territory has the
        residents as they would be.
    before
        What the register knows.
    replaced
        Rows of the register's services that they take the place of.
    """
    if indicator.measure in OF_FIRMS:
        return _known(snapshot, indicator, before.evidence, query)
    rest = before.evidence.take(~np.isin(before.evidence.row, replaced))
    return _known(snapshot, indicator, joined(rest, _evidence(snapshot, indicator, query)), query)


def _known(snapshot: Snapshot, indicator: Indicator, evidence: Records, query: CoverageQuery) -> Known:
    listing = listed(snapshot.registered, indicator.kinds, query.as_of_on, with_demo=query.with_demo)
    residents, has_residents = denominators(snapshot, indicator)
    is_served = indicator.measure is Measure.MUNICIPALITIES_SERVED
    return Known(
        evidence=evidence,
        adding=served(snapshot, evidence) if is_served else evidence,
        listed=listing if indicator.measure in MEASURES_OF_LISTS else everywhere(snapshot),
        residents=residents,
        has_residents=has_residents,
    )


def _evidence(snapshot: Snapshot, indicator: Indicator, query: CoverageQuery) -> Records:
    found = _records(snapshot, indicator, query)
    return found if query.with_demo else found.take(~found.is_demo)


def _records(snapshot: Snapshot, indicator: Indicator, query: CoverageQuery) -> Records:
    match indicator.measure:
        case Measure.FIRMS:
            return firm_records(snapshot)
        case Measure.EMPLOYEES:
            return employee_records(snapshot)
        case Measure.PRACTICES:
            return practice_records(snapshot)
    services = _services(snapshot, indicator, query.as_of_on)
    basis = basis_of(indicator, query)
    if basis is not None:

        def in_register() -> IntpArray:
            return _services(snapshot.registered, indicator, query.as_of_on)

        key = ("largest", indicator.code, query.as_of_on)
        largest = snapshot.registered.kept(key, lambda: largest_stated(snapshot.registered, in_register(), indicator))
        return place_records(snapshot, services, indicator, basis, query.part_time_share, largest=largest)
    if indicator.measure is Measure.OPEN_SERVICES:
        return open_records(snapshot, services, query)
    if indicator.measure is Measure.UNPLACED_SERVICES:
        services = services[np.isin(services, snapshot.service_columns.unplaced_rows)]
    is_demo = snapshot.service_columns.cells["is_demo"][services].astype(bool)
    return counted_once(SERVICES, services, municipality_rows(snapshot, services), is_demo)


def _services(snapshot: Snapshot, indicator: Indicator, as_of_on: date) -> IntpArray:
    """Return the services of the indicator's kinds that are listed on the day."""
    columns = snapshot.service_columns
    passing = columns.no_longer_listed_on > as_of_on.isoformat()
    if indicator.kinds:
        passing &= np.isin(list(ServiceKind), indicator.kinds)[columns.kind_number]
    return np.flatnonzero(passing)
