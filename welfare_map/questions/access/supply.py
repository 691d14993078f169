"""What is offered: services with their places as stated, at least and at most."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from geodata.codes import OrganisationKind, ServiceGroup, ServiceKind, kinds_of
from geodata.crs import FloatArray
from geodata.errors import InputError
from welfare_map.model import RESIDENTS_OF, AccessQuery, PlacesBasis
from welfare_map.model.indicators import Indicator, Measure
from welfare_map.questions.coverage.areas import BoolArray, IntpArray
from welfare_map.questions.coverage.listed import Listed, listed
from welfare_map.questions.coverage.places import largest_stated, place_records
from welfare_map.questions.coverage.records import Records, joined
from welfare_map.snapshot import Snapshot

CHILD_SERVICES = frozenset({*kinds_of(ServiceGroup.SMALL_CHILDREN), *kinds_of(ServiceGroup.CHILDREN)})
OWN_KINDS = frozenset(kinds_of(ServiceGroup.SMALL_CHILDREN))
"""Kinds that a company may run for its own people alone."""
CARE_SECTORS = ("85", "87", "88")
"""ATECO divisions (education, residential and other social work) of companies whose trade such services are."""
AGES_MONTHS = {"residents_0_2": (0, 36), "residents_3_5": (36, 72)}
"""Column of residents -> youngest and oldest age; of the others age does not decide."""


@dataclass(frozen=True, eq=False)
class Supply:
    """
    Services that take part.

    Parameters
    ----------
    records
        One per service: places as stated, at least and at most, and its municipality.
    lon, lat
        Degrees, EPSG:4326; of a service without a point that of its municipality.
    listed
        Where no record means none.
    open_unknown_count
        Of them, nurseries of companies that do not say whether they take anybody from outside.
    closed_count, nowhere_count
        Services left out: known to take nobody from outside; without even a municipality.
    lost_high
        Places, at most, of the real ones of the latter, which may stand anywhere; infinity where there is no bound.
    """

    records: Records
    lon: FloatArray
    lat: FloatArray
    listed: Listed
    open_unknown_count: int
    closed_count: int
    nowhere_count: int
    lost_high: float


def residents_of(query: AccessQuery) -> str:
    """
    Return the column of residents whom the places are for.

    Raises
    ------
    InputError
        No kind is given, or one without such a column, or two for residents of different ages.
    """
    if not query.kinds:
        raise InputError("error.missing_option", option="--kind")
    without = [kind for kind in query.kinds if kind not in RESIDENTS_OF]
    if without:
        raise InputError("error.access_kind", value=_kind_keys(without), allowed=", ".join(RESIDENTS_OF))
    names = {RESIDENTS_OF[kind] for kind in query.kinds}
    if len(names) > 1:
        raise InputError("error.access_ages", value=_kind_keys(query.kinds))
    return names.pop()


def basis_of(query: AccessQuery) -> PlacesBasis:
    """Return which places count."""
    own = PlacesBasis.AUTHORISED if CHILD_SERVICES.issuperset(query.kinds) else PlacesBasis.ACCREDITED
    return query.places or own


@dataclass(frozen=True, eq=False)
class Offered:
    """
    Services of the kinds that are listed on the day, before those that are not for all are left out.

    Parameters
    ----------
    records
        What they add in places.
    is_closed
        Known to take nobody from outside.
    is_open_unknown
        A company's own, which does not say whether it takes anybody from outside.
    lon, lat
        Degrees, EPSG:4326; NaN where not even the municipality is known.
    """

    records: Records
    is_closed: BoolArray
    is_open_unknown: BoolArray
    lon: FloatArray
    lat: FloatArray

    def with_others(self, replaced: IntpArray, others: "Offered") -> "Offered":
        """Return them with others in the place of those in these rows of the services table."""
        kept = ~np.isin(self.records.row, replaced)
        return Offered(
            records=joined(self.records.take(kept), others.records),
            is_closed=np.concatenate([self.is_closed[kept], others.is_closed]),
            is_open_unknown=np.concatenate([self.is_open_unknown[kept], others.is_open_unknown]),
            lon=np.concatenate([self.lon[kept], others.lon]),
            lat=np.concatenate([self.lat[kept], others.lat]),
        )


def supply_of(snapshot: Snapshot, query: AccessQuery, residents_name: str) -> Supply:
    """Return the services of the kinds that are listed on the day and open to others."""
    return supply_from(snapshot, offered(snapshot, query, residents_name), query)


def offered(snapshot: Snapshot, query: AccessQuery, residents_name: str) -> Offered:
    """Return the services of the kinds that are listed on the day; bounds are those of the register."""
    columns, registered = snapshot.service_columns, snapshot.registered
    ages_months = AGES_MONTHS.get(residents_name)
    places = Indicator(code="access", measure=Measure.PLACES, unit="places", kinds=query.kinds, ages_months=ages_months)
    key = ("largest", query.kinds, ages_months, query.as_of_on, query.with_demo)
    largest = registered.kept(key, lambda: largest_stated(registered, _passing(registered, query), places))
    records = place_records(snapshot, _passing(snapshot, query), places, basis_of(query), 1.0, largest=largest)
    return Offered(
        records=records,
        is_closed=columns.is_closed_to_others[records.row],
        is_open_unknown=are_open_unknown(snapshot, records.row),
        lon=columns.lon[records.row],
        lat=columns.lat[records.row],
    )


def supply_from(snapshot: Snapshot, whole: Offered, query: AccessQuery) -> Supply:
    """
    Return those that are open to others.

    A company's own nursery that does not say whether it takes people from outside has none of its places for them at
    least, all of them at most.
    """
    is_placed = np.isfinite(whole.lon)
    is_open = ~whole.is_closed & is_placed
    records, lost = whole.records.take(is_open), whole.records.take(~whole.is_closed & ~is_placed)
    is_open_unknown = whole.is_open_unknown[is_open]
    return Supply(
        records=replace(records, low=np.where(is_open_unknown, 0.0, records.low)),
        lon=whole.lon[is_open],
        lat=whole.lat[is_open],
        listed=listed(snapshot.registered, query.kinds, query.as_of_on, with_demo=query.with_demo),
        open_unknown_count=int(is_open_unknown.sum()),
        closed_count=int(whole.is_closed.sum()),
        nowhere_count=len(lost.row),
        lost_high=float(lost.high[~lost.is_demo].sum()),
    )


def are_open_unknown(snapshot: Snapshot, services: IntpArray) -> BoolArray:
    """Tell which services are a company's own, for small children, and do not say whether they take outsiders."""
    organisations = snapshot.table("organisations")
    is_company = organisations["organisation_kind"] == OrganisationKind.COMPANY.value
    is_own = is_company & ~organisations["sector_code"].isin(CARE_SECTORS)
    cells, own_kinds = snapshot.service_columns.cells, np.isin(list(ServiceKind), list(OWN_KINDS))
    found = np.isin(cells["organisation_id"][services].astype(str), list(organisations["organisation_id"][is_own]))
    found &= own_kinds[snapshot.service_columns.kind_number[services]]
    return np.asarray(found & (cells["is_open_to_others"][services] == None))  # noqa: E711  # cells of an array


def _passing(snapshot: Snapshot, query: AccessQuery) -> IntpArray:
    columns = snapshot.service_columns
    passing = columns.no_longer_listed_on > query.as_of_on.isoformat()
    passing &= np.isin(list(ServiceKind), query.kinds)[columns.kind_number]
    if not query.with_demo:
        passing &= ~columns.cells["is_demo"].astype(bool)
    return np.flatnonzero(passing)


def _kind_keys(kinds: Iterable[ServiceKind]) -> str:
    """Return the text keys of kinds, for a sentence."""
    return ", ".join(f"codes.kind.{kind}" for kind in kinds)
