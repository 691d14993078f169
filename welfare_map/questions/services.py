"""Which services a person means, and what an answer tells of each: shared by every question about services."""

import dataclasses
import math

import numpy as np
import numpy.typing as npt

from geodata.codes import KIND_FACTS, AvailabilityBand, ServiceKind
from geodata.errors import InputError
from welfare_map.model import MAX_CHILD_AGE_MONTHS, ServiceFilter, ServiceRow
from welfare_map.snapshot import FreePlaces, Snapshot

BAND_AGES_MONTHS: dict[AvailabilityBand, tuple[float, float]] = {
    AvailabilityBand.INFANTS: (3, 11),
    AvailabilityBand.TODDLERS: (12, 23),
    AvailabilityBand.TWO_YEAR_OLDS: (24, 36),
    AvailabilityBand.CHILDREN: (0, math.inf),
}
"""First and last month of each band for children; a child in its twelfth month belongs to the older band."""
RESULT_COLUMNS = ("free_count", "free_as_of_on", "is_approximate")
CELL_NAMES = tuple(field.name for field in dataclasses.fields(ServiceRow) if field.name not in RESULT_COLUMNS)


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
    free = [
        _free(snapshot.free_places.get(service_id, ()), kind, wanted)
        for service_id, kind in zip(cells["service_id"], cells["kind"], strict=True)
    ]
    return {
        **cells,
        "is_approximate": columns.is_approximate[rows].tolist(),
        "free_count": [count for count, _ in free],
        "free_as_of_on": [day for _, day in free],
    }


def _free(places: tuple[FreePlaces, ...], kind: str, wanted: ServiceFilter) -> tuple[int | None, str | None]:
    """Return free places and the oldest day of their data; unknown is None, and so is what is past its term."""
    if not places:
        return None, None
    known = [
        (band.free_count, band.as_of_on)
        for band in places
        if band.free_count is not None
        and band.expires_on >= wanted.as_of_on.isoformat()
        and _is_for_age(band, None if KIND_FACTS[ServiceKind(kind)].elder_role is not None else wanted.child_age_months)
    ]
    return (sum(count for count, _ in known), min(day for _, day in known)) if known else (None, None)


def _is_for_age(places: FreePlaces, age_months: int | None) -> bool:
    if age_months is None:
        return True
    first, last = BAND_AGES_MONTHS.get(AvailabilityBand(places.band), (math.inf, -math.inf))
    return first <= age_months <= last
