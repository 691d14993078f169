"""Which services a person means, and what an answer tells of each: shared by every question about services."""

import dataclasses
import math

import numpy as np
import numpy.typing as npt

from geodata.codes import KIND_FACTS, AvailabilityBand, ServiceKind
from geodata.crs import FloatArray
from geodata.errors import InputError
from welfare_map.model import MAX_CHILD_AGE_MONTHS, BandPlaces, ServiceFilter, ServiceRow
from welfare_map.snapshot import Snapshot

BAND_AGES_MONTHS: dict[AvailabilityBand, tuple[float, float]] = {
    AvailabilityBand.INFANTS: (3, 11),
    AvailabilityBand.TODDLERS: (12, 23),
    AvailabilityBand.TWO_YEAR_OLDS: (24, 36),
    AvailabilityBand.CHILDREN: (0, math.inf),
}
"""First and last month of each band for children; a child in its twelfth month belongs to the older band."""
NURSERIES = (ServiceKind.NURSERY, ServiceKind.MICRO_NURSERY, ServiceKind.FAMILY_NURSERY)
"""One takes the place of another for a family: whoever needs one is shown them all."""
RESULT_COLUMNS = ("free_count", "free_as_of_on", "bands", "is_approximate")
CELL_NAMES = tuple(field.name for field in dataclasses.fields(ServiceRow) if field.name not in RESULT_COLUMNS)


def served_by(kind: str) -> tuple[ServiceKind, ...]:
    """Return the kinds of service that serve who needs something, itself first; none for what is no service."""
    if kind in NURSERIES:
        return (ServiceKind(kind), *(other for other in NURSERIES if other != kind))
    return (ServiceKind(kind),) if kind in set(ServiceKind) else ()


def check_filter(wanted: ServiceFilter) -> None:
    """
    Refuse a filter that means nothing.

    Raises
    ------
    InputError
        The child's age or the number of places is out of bounds.
    """
    age = wanted.child_age_months
    if age is not None and not 0 <= age <= MAX_CHILD_AGE_MONTHS:
        raise InputError("error.bad_child_age", value=age, maximum=MAX_CHILD_AGE_MONTHS)
    if wanted.min_capacity_count is not None and wanted.min_capacity_count < 0:
        raise InputError("error.bad_capacity", value=wanted.min_capacity_count)


def passing(snapshot: Snapshot, wanted: ServiceFilter) -> npt.NDArray[np.bool_]:
    """Tell of each service whether it passes every filter but the limit."""
    return passing_and_silent(snapshot, wanted)[0]


def passing_and_silent(
    snapshot: Snapshot, wanted: ServiceFilter
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """
    Tell of each service whether it passes every filter but the limit.

    Returns
    -------
    passing
        It passes.
    silent
        It would, but it is not known whether it has the free places that are asked for.
    """
    others = _passing_others(snapshot, wanted)
    if not wanted.only_with_free_places:
        return others, np.zeros_like(others)
    free_count = _free_counts(snapshot, wanted)
    return others & (free_count > 0), others & np.isnan(free_count)


def _passing_others(snapshot: Snapshot, wanted: ServiceFilter) -> npt.NDArray[np.bool_]:
    """Tell of each service whether it passes every filter but the limit and the free places."""
    columns = snapshot.service_columns
    passing = np.isin(list(ServiceKind), wanted.kinds)[columns.kind_number] if wanted.kinds else True
    passing &= columns.no_longer_listed_on > wanted.as_of_on.isoformat()
    if wanted.child_age_months is not None or wanted.elder_role is not None:
        passing &= _for_whom(snapshot, wanted)
    if wanted.min_capacity_count is not None:
        passing &= columns.capacity_count >= wanted.min_capacity_count
    if wanted.ownership is not None:
        passing &= columns.cells["ownership"] == wanted.ownership.value
    if wanted.only_open_to_others:
        passing &= ~columns.is_closed_to_others
    if wanted.service_ids:
        passing &= np.isin(columns.cells["service_id"].astype(str), wanted.service_ids)
    return np.asarray(passing, dtype=bool)


def _for_whom(snapshot: Snapshot, wanted: ServiceFilter) -> npt.NDArray[np.bool_]:
    columns = snapshot.service_columns
    roles = [KIND_FACTS[kind].elder_role for kind in ServiceKind]
    is_right_role = _of_kind([role is not None and role is wanted.elder_role for role in roles], columns.kind_number)
    if wanted.child_age_months is None:
        return is_right_role
    has_ages = np.isfinite(columns.min_age_months) | np.isfinite(columns.max_age_months)
    is_for_children = has_ages & _of_kind([role is None for role in roles], columns.kind_number)
    age = wanted.child_age_months
    takes_child = is_for_children & (columns.min_age_months <= age) & (age <= columns.max_age_months)
    return np.asarray(takes_child | is_right_role)


def _of_kind(answers: list[bool], kind_number: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    return np.array(answers, dtype=bool)[kind_number]


def service_cells(snapshot: Snapshot, rows: npt.NDArray[np.intp], wanted: ServiceFilter) -> dict[str, list[object]]:
    """
    Return the fields of ``ServiceRow`` for some services.

    Parameters
    ----------
    rows
        Row numbers of the services table.
    wanted
        Says for which age and on which day places count as free.

    Returns
    -------
    cells
        Field name -> one plain value per row, in the order of ``rows``.
    """
    columns = snapshot.service_columns
    cells = {name: columns.cells[name][rows].tolist() for name in CELL_NAMES}
    bands = [
        _bands(snapshot, service_id, kind, wanted)
        for service_id, kind in zip(cells["service_id"], cells["kind"], strict=True)
    ]
    free = [_free(places) for places in bands]
    return {
        **cells,
        "is_approximate": columns.is_approximate[rows].tolist(),
        "free_count": [count for count, _ in free],
        "free_as_of_on": [day for _, day in free],
        "bands": bands,
    }


def _free_counts(snapshot: Snapshot, wanted: ServiceFilter) -> FloatArray:
    """Return the free places of each service for whom they are wanted, NaN where unknown; as ``_free`` does of one."""
    free, service_count = snapshot.free_places, len(snapshot.service_columns.kind_number)
    is_known = np.isfinite(free.free_count) & (free.expires_on >= wanted.as_of_on.isoformat())
    is_asked = _are_asked(snapshot, wanted.child_age_months)
    known, unknown = is_asked & is_known, is_asked & ~is_known
    count = np.bincount(free.service_row[known], free.free_count[known], minlength=service_count)
    has_known = np.bincount(free.service_row[known], minlength=service_count) > 0
    has_unknown = np.bincount(free.service_row[unknown], minlength=service_count) > 0
    return np.where(has_known & ~(has_unknown & (count == 0)), count, math.nan)


def _are_asked(snapshot: Snapshot, age_months: int | None) -> npt.NDArray[np.bool_]:
    """Tell of each entry of ``free_places`` whether it is for the child; of an elder's service every one is."""
    free = snapshot.free_places
    if age_months is None:
        return np.ones(len(free.service_row), dtype=bool)
    is_for_age = np.array([_is_for_age(band, age_months) for band in AvailabilityBand])[free.band_number]
    is_for_elders = np.array([KIND_FACTS[kind].elder_role is not None for kind in ServiceKind])
    return np.asarray(is_for_age | is_for_elders[snapshot.service_columns.kind_number[free.service_row]])


def _bands(snapshot: Snapshot, service_id: str, kind: str, wanted: ServiceFilter) -> tuple[BandPlaces, ...]:
    """Return what is known of the free places on the day, the bands for the child first."""
    places = snapshot.places_on(service_id, wanted.as_of_on)
    if not places or wanted.child_age_months is None or KIND_FACTS[ServiceKind(kind)].elder_role is not None:
        return places
    age = wanted.child_age_months
    told = [dataclasses.replace(one, is_asked=_is_for_age(AvailabilityBand(one.band), age)) for one in places]
    return tuple(sorted(told, key=lambda one: not one.is_asked))


def _free(places: tuple[BandPlaces, ...]) -> tuple[int | None, str | None]:
    """Return free places and the oldest day of their data; none beside a band that is unknown is not known: None."""
    asked = [one for one in places if one.is_asked]
    known = [(one.free_count, one.as_of_on) for one in asked if one.free_count is not None]
    count = sum(count for count, _ in known)
    if not known or (count == 0 and len(known) < len(asked)):
        return None, None
    return count, min(day for _, day in known)


def _is_for_age(band: AvailabilityBand, age_months: int) -> bool:
    first, last = BAND_AGES_MONTHS.get(band, (math.inf, -math.inf))
    return first <= age_months <= last
