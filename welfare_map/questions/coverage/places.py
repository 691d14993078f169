"""
Places of services as intervals.

- A number that the record states counts as stated.
- Accredited places that are not stated lie between none and the authorised ones; authorised ones between the accredited
  ones and a bound. The bound is the largest number of places, authorised or accredited, that any record of the same
  kind states; real records are bounded by real ones alone. Where no record of the kind states any there is no bound.
- A part-time place counts the given share of a full-time one. Where the record does not say how many are part-time,
  from none to all of them are.
- Of a service that also takes people outside the ages of the indicator, from none to all of its places are for them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.codes import ServiceKind
from geodata.crs import FloatArray
from welfare_map.model import Missing, PlacesBasis
from welfare_map.model.indicators import Indicator, Measure
from welfare_map.questions.coverage.areas import BoolArray, IntpArray
from welfare_map.questions.coverage.records import SERVICES, Records, municipality_rows
from welfare_map.snapshot import ServiceColumns, Snapshot


@dataclass(frozen=True, eq=False)
class LargestStated:
    """The largest places that a record of each kind states, among all and among real ones; -1 where none does."""

    of_all: FloatArray
    of_real: FloatArray

    def bounds(self, kind_number: IntpArray, is_demo: BoolArray) -> FloatArray:
        """Return the bound of each record; infinity where no record of its kind states any."""
        found = np.where(is_demo, self.of_all[kind_number], self.of_real[kind_number])
        return np.where(found < 0, np.inf, found)


def largest_stated(snapshot: Snapshot, services: IntpArray, indicator: Indicator) -> LargestStated:
    """Return the largest places, authorised or accredited, that services of an indicator state, by kind."""
    columns = snapshot.service_columns
    rows = services[_takes(columns, services, indicator.ages_months)]
    is_real = ~columns.cells["is_demo"][rows].astype(bool)
    stated = (numbers(columns.cells[name][rows]) for name in ("capacity_authorised", "capacity_accredited"))
    known, kind_number = np.nan_to_num(np.fmax(*stated), nan=-1.0), columns.kind_number[rows]
    of_all, of_real = np.full(len(ServiceKind), -1.0), np.full(len(ServiceKind), -1.0)
    np.maximum.at(of_all, kind_number, known)
    np.maximum.at(of_real, kind_number[is_real], known[is_real])
    return LargestStated(of_all, of_real)


def place_records(
    snapshot: Snapshot,
    services: IntpArray,
    indicator: Indicator,
    basis: PlacesBasis,
    part_time_share: float,
    *,
    largest: LargestStated,
) -> Records:
    """
    Return what the services add in places.

    Parameters
    ----------
    services
        Rows of the services that are of the indicator's kinds and listed.
    basis
        Which places count.
    part_time_share
        What a part-time place counts, 0 to 1.
    largest
        Bounds what records do not say.
    """
    columns = snapshot.service_columns
    rows = services[_takes(columns, services, indicator.ages_months)]
    is_demo = columns.cells["is_demo"][rows].astype(bool)
    bound = largest.bounds(columns.kind_number[rows], is_demo)
    stated, low, high = _stated_or_between(columns, rows, basis, bound)
    lacks = {Missing.PLACES: np.isnan(stated) & (high > low)}
    counted = np.where(np.isnan(stated), low, stated)
    if indicator.measure is Measure.FULL_TIME_PLACES:
        part_time = numbers(columns.cells["capacity_part_time"][rows])
        lacks[Missing.PART_TIME] = np.isnan(part_time) & (high > 0) & (part_time_share < 1)
        counted, low, high = _full_time(counted, low, high, part_time, part_time_share)
    straddles = _straddles(columns, rows, indicator.ages_months)
    lacks[Missing.AGES] = straddles & (high > 0)
    low = np.where(straddles, 0.0, low)
    return Records(
        SERVICES, rows, municipality_rows(snapshot, rows), counted, low, high, ~np.isnan(stated), is_demo, lacks
    )


def numbers(cells: npt.NDArray[np.object_]) -> FloatArray:
    """Return cells as numbers, NaN where missing."""
    return np.array([np.nan if cell is None else float(cell) for cell in cells], np.float64)


def _stated_or_between(
    columns: ServiceColumns, rows: IntpArray, basis: PlacesBasis, bound: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return places as stated (NaN where not), at least and at most."""
    authorised = numbers(columns.cells["capacity_authorised"][rows])
    accredited = numbers(columns.cells["capacity_accredited"][rows])
    if basis is PlacesBasis.ACCREDITED:
        stated, least = accredited, np.zeros(len(rows))
        most = np.where(np.isnan(authorised), bound, authorised)
    else:
        stated, least = authorised, np.nan_to_num(accredited)
        most = np.fmax(bound, least)
    is_missing = np.isnan(stated)
    return stated, np.where(is_missing, least, stated), np.where(is_missing, most, stated)


def _full_time(
    counted: FloatArray, low: FloatArray, high: FloatArray, part_time: FloatArray, share: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Turn places into full-time ones; where the part-time ones are not known, all may be, or none."""
    is_missing = np.isnan(part_time)
    at_least = np.where(high > low, np.nan_to_num(part_time), 0.0)
    least, most, stated = (np.fmax(places, at_least) for places in (low, high, counted))
    said = np.fmin(np.nan_to_num(part_time), least) * (1 - share)
    return (
        np.where(is_missing, counted, stated - said),
        np.where(is_missing, low * share, least - said),
        np.where(is_missing, high, most - said),
    )


def _takes(columns: ServiceColumns, rows: IntpArray, ages_months: tuple[int, int] | None) -> BoolArray:
    """Tell which services take somebody of the ages."""
    if ages_months is None:
        return np.ones(len(rows), bool)
    youngest, oldest = ages_months
    return (columns.min_age_months[rows] < oldest) & (columns.max_age_months[rows] > youngest)


def _straddles(columns: ServiceColumns, rows: IntpArray, ages_months: tuple[int, int] | None) -> BoolArray:
    """Tell which services also take people outside the ages."""
    if ages_months is None:
        return np.zeros(len(rows), bool)
    youngest, oldest = ages_months
    return (columns.min_age_months[rows] < youngest) | (columns.max_age_months[rows] > oldest)
