"""
The read-only tables and spatial indexes that questions take; no I/O.

A snapshot is never changed in place: a new version of the register makes a new one.
"""

import hashlib
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import cKDTree

from geodata.codes import APPROXIMATE_QUALITIES, KIND_FACTS, AvailabilityBand, ServiceKind, Visibility
from geodata.crs import FloatArray, to_metric
from geodata.errors import InputError
from geodata.geocode import PlaceIndex, build_place_index
from geodata.sources import WholeList
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.firm_tables import guarded, read_firms
from welfare_map.model import COUNTS, BandPlaces, Firm, FirmSite, SourceNote


@dataclass(frozen=True)
class PointIndex:
    """
    Positions of a table's rows.

    Parameters
    ----------
    rows
        Row numbers of the table that have a position.
    x_m, y_m
        Metres, EPSG:32632, one per entry of ``rows``.
    tree
        Search tree over them; None when there is no position at all.
    """

    rows: np.ndarray
    x_m: FloatArray
    y_m: FloatArray
    tree: cKDTree | None

    def within(self, x_m: float, y_m: float, radius_m: float) -> np.ndarray:
        """Return positions in ``rows`` whose straight-line distance is at most the radius, in ascending order."""
        if self.tree is None:
            return np.empty(0, dtype=np.intp)
        return np.sort(np.asarray(self.tree.query_ball_point((x_m, y_m), radius_m), dtype=np.intp))


def index_points(table: pd.DataFrame) -> PointIndex:
    """Index the rows whose ``position_quality`` is not ``none``; ``lon`` and ``lat`` are degrees, EPSG:4326."""
    has_position = (table["position_quality"] != "none") & table["lon"].notna() & table["lat"].notna()
    rows = np.flatnonzero(has_position.to_numpy())
    x_m, y_m = to_metric(table["lon"].to_numpy(float)[rows], table["lat"].to_numpy(float)[rows])
    tree = cKDTree(np.column_stack([x_m, y_m])) if len(rows) else None
    return PointIndex(rows, x_m, y_m, tree)


KeptT = TypeVar("KeptT")
KEPT_COUNT: Final = 80
"""
Results of questions that a snapshot keeps; those not asked for longest leave first, such as those of another day.

One page of *E se…* takes 60, with those of access; about 20 of them grow with the services, up to 5 MB each for
100,000.
"""
_KEEPING = threading.Lock()
KIND_NUMBER = {kind.value: number for number, kind in enumerate(ServiceKind)}
BAND_NUMBER = {band.value: number for number, band in enumerate(AvailabilityBand)}
NOT_DELISTED = "9999-12-31"


@dataclass(frozen=True)
class ServiceColumns:
    """
    The services table as arrays, one entry per row in its order, so that a filter costs microseconds.

    Parameters
    ----------
    cells
        Column name -> plain Python values with None for missing; ``group`` and ``municipality_name`` are among them.
    kind_number
        Place of the kind in the vocabulary.
    min_age_months, max_age_months
        The record's own ages, else the usual ones of its kind; minus and plus infinity where there is no bound.
    capacity_count
        Accredited places, where there are none the authorised ones; NaN where unknown.
    is_closed_to_others, is_approximate
        Known to take nobody from outside; position that stands for an area.
    no_longer_listed_on
        ISO day, ``NOT_DELISTED`` where the source still lists it.
    lon, lat
        Degrees, EPSG:4326; of a row without position the point of its municipality, NaN where that is unknown too.
    unplaced_rows
        Row numbers without a position.
    """

    cells: Mapping[str, npt.NDArray[np.object_]]
    kind_number: npt.NDArray[np.intp]
    min_age_months: FloatArray
    max_age_months: FloatArray
    capacity_count: FloatArray
    is_closed_to_others: npt.NDArray[np.bool_]
    is_approximate: npt.NDArray[np.bool_]
    no_longer_listed_on: npt.NDArray[np.str_]
    lon: FloatArray
    lat: FloatArray
    unplaced_rows: npt.NDArray[np.intp]


def service_columns(services: pd.DataFrame, index: PointIndex, municipalities: pd.DataFrame) -> ServiceColumns:
    """Turn the services table (with ``group``) into arrays; municipalities are the territory's."""
    known = municipalities.set_index("municipality_code")
    own = services["municipality_code"]
    named = services.assign(municipality_name=own.map(known["municipality_name"]))
    accredited = services["capacity_accredited"]
    facts = [KIND_FACTS[ServiceKind(kind)] for kind in services["kind"]]
    unplaced = np.setdiff1d(np.arange(len(services)), index.rows)
    lon, lat = _numbers(services["lon"]), _numbers(services["lat"])
    lon[unplaced] = _numbers(own.map(known["point_lon"]))[unplaced]
    lat[unplaced] = _numbers(own.map(known["point_lat"]))[unplaced]
    return ServiceColumns(
        cells={str(name): _plain(named[name]) for name in named.columns},
        kind_number=np.array([KIND_NUMBER[kind] for kind in services["kind"]], dtype=np.intp),
        min_age_months=_first_known(services["min_age_months"], [fact.min_age_months for fact in facts], -np.inf),
        max_age_months=_first_known(services["max_age_months"], [fact.max_age_months for fact in facts], np.inf),
        capacity_count=_first_known(accredited.mask(accredited.eq(0)), list(services["capacity_authorised"]), np.nan),
        is_closed_to_others=services["is_open_to_others"].eq(False).fillna(False).to_numpy(bool),
        is_approximate=services["position_quality"].isin(APPROXIMATE_QUALITIES).to_numpy(bool),
        no_longer_listed_on=services["no_longer_listed_on"].fillna(NOT_DELISTED).to_numpy("U10"),
        lon=lon,
        lat=lat,
        unplaced_rows=unplaced,
    )


def _municipality_rows(columns: ServiceColumns, territory: Territory) -> npt.NDArray[np.intp]:
    codes = columns.cells["municipality_code"]
    known = pd.Index(territory.municipalities["municipality_code"].astype(object))
    found: npt.NDArray[np.intp] = known.get_indexer(codes)
    for row in np.flatnonzero(codes == None):  # noqa: E711  # cells of an array
        found[row] = _row_holding(columns, int(row), territory)
    return found


def _row_holding(columns: ServiceColumns, service: int, territory: Territory) -> int:
    lon, lat, quality = (columns.cells[name][service] for name in ("lon", "lat", "position_quality"))
    if lon is None or lat is None or quality == "none":
        return -1
    try:
        return territory.row_of(territory.locate(lon, lat))
    except InputError:
        return -1


def _numbers(column: "pd.Series[Any]") -> FloatArray:
    return np.array(pd.to_numeric(column).astype("Float64").to_numpy(float, na_value=np.nan))


def _first_known(column: "pd.Series[Any]", otherwise: Sequence[object], default: float) -> FloatArray:
    first = _numbers(column)
    second = _numbers(pd.Series(otherwise, dtype=object))
    filled = np.where(np.isnan(first), second, first)
    return np.where(np.isnan(filled), default, filled)


def _plain(column: "pd.Series[Any]") -> npt.NDArray[np.object_]:
    values = np.empty(len(column), dtype=object)
    values[:] = [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]
    return values


PLACE_CELLS = tuple(field.name for field in fields(BandPlaces) if field.name not in {"is_expired", "is_asked"})


def band_places(availability: pd.DataFrame) -> Mapping[str, tuple[BandPlaces, ...]]:
    """Group the availability table by ``service_id``, bands in the order of the vocabulary."""
    columns = [_plain(availability[name]) for name in ("service_id", *PLACE_CELLS)]
    found: dict[str, list[BandPlaces]] = {}
    for service_id, *values in zip(*columns, strict=True):
        found.setdefault(service_id, []).append(BandPlaces(**dict(zip(PLACE_CELLS, values, strict=True))))
    return {
        service_id: tuple(sorted(bands, key=lambda one: BAND_NUMBER[one.band])) for service_id, bands in found.items()
    }


@dataclass(frozen=True)
class FreePlaces:
    """
    The free places as they were said, as arrays, an entry for each service and band.

    Parameters
    ----------
    service_row
        Row number of the services table.
    band_number
        Place of the band in the vocabulary.
    free_count
        Free places; NaN where unknown.
    expires_on
        ISO day; after it the count is unknown.
    """

    service_row: npt.NDArray[np.intp]
    band_number: npt.NDArray[np.intp]
    free_count: FloatArray
    expires_on: npt.NDArray[np.str_]


def free_places(availability: pd.DataFrame, services: pd.DataFrame) -> FreePlaces:
    """Turn the availability table into arrays; rows of services that are not here are left out."""
    service_row = pd.Index(services["service_id"].astype(object)).get_indexer(availability["service_id"].astype(object))
    is_here = service_row >= 0
    told = availability[is_here]
    return FreePlaces(
        service_row=service_row[is_here],
        band_number=np.array([BAND_NUMBER[band] for band in told["band"]], dtype=np.intp),
        free_count=_numbers(told["free_count"]),
        expires_on=told["expires_on"].to_numpy("U10"),
    )


@dataclass(frozen=True)
class FirmSites:
    """
    The places of work of all organisations as arrays, an entry per site, organisations and their sites in order.

    Parameters
    ----------
    organisation_id, site, municipality_name
        Whose it is, the site itself, and its municipality, None where that is unknown.
    lon, lat
        Degrees, EPSG:4326; of a site without position the point of its municipality, NaN where that is unknown too.
    is_approximate
        The position stands for an area.
    index
        Positions of those that have one.
    """

    organisation_id: npt.NDArray[np.object_]
    site: npt.NDArray[np.object_]
    municipality_name: npt.NDArray[np.object_]
    lon: FloatArray
    lat: FloatArray
    is_approximate: npt.NDArray[np.bool_]
    index: PointIndex


SITE_CELLS = ("municipality_code", "lon", "lat", "position_quality")


def firm_sites(firms: Iterable[Firm], municipalities: pd.DataFrame) -> FirmSites:
    """Gather the sites of organisations; municipalities are the territory's."""
    pairs: list[tuple[str, FirmSite]] = [(firm.organisation_id, site) for firm in firms for site in firm.sites]
    cells = {name: [getattr(site, name) for _, site in pairs] for name in SITE_CELLS}
    table = pd.DataFrame(cells, dtype=object)
    index = index_points(table)
    known = municipalities.set_index("municipality_code")
    unplaced = np.setdiff1d(np.arange(len(table)), index.rows)
    lon, lat = _numbers(table["lon"]), _numbers(table["lat"])
    lon[unplaced] = _numbers(table["municipality_code"].map(known["point_lon"]))[unplaced]
    lat[unplaced] = _numbers(table["municipality_code"].map(known["point_lat"]))[unplaced]
    return FirmSites(
        organisation_id=np.array([organisation_id for organisation_id, _ in pairs], dtype=object),
        site=np.array([site for _, site in pairs], dtype=object),
        municipality_name=_plain(table["municipality_code"].map(known["municipality_name"])),
        lon=lon,
        lat=lat,
        is_approximate=table["position_quality"].isin(APPROXIMATE_QUALITIES).to_numpy(bool),
        index=index,
    )


@dataclass(frozen=True)
class Snapshot:
    """
    Everything a question may read.

    Parameters
    ----------
    version
        Changes with the register and with the territory; part of cache keys, and shown to nobody: it rises also when
        something changes that is hidden.
    public_version
        Twelve characters that change with what everybody may see, and with that alone.
    territory
        Municipalities with geometry, residents and districts.
    tables
        Contract name -> table that conforms to it, sorted by key, index 0…n-1. Never written to.
    services_index, organisations_index
        Positions of the two tables with a position.
    sources
        Every source that has rows here.
    places
        Gazetteer for typed places: name, lon, lat, what, municipality_code, postcode, population.
    place_index
        The gazetteer and the organisations, ready to be searched by typed words.
    service_columns
        The services table as arrays.
    band_places
        ``service_id`` -> its free places as they were said; ``places_on`` tells what is known of them on a day.
    free_places
        The same counts as arrays.
    firms
        ``organisation_id`` -> organisation with all that it declared, whoever may see it: read it through
        ``questions.firms_seen`` and ``questions.exchange_counts`` alone.
    public_firms
        The same with what everybody may see.
    firm_sites
        Their places of work as arrays.
    salt
        Secret of the register, hexadecimal digits: decides where a published count begins. "" where there is none.
    whole_lists
        Source id -> of what its list has every service; of the others nobody knows.
    base
        The snapshot of the register, where this one holds a hypothesis on top of it: what the register lists, and the
        bounds of what it does not say, are read there. None where this one is the register's.
    """

    version: str
    public_version: str
    territory: Territory
    tables: Mapping[str, pd.DataFrame]
    services_index: PointIndex
    organisations_index: PointIndex
    sources: tuple[SourceNote, ...]
    places: pd.DataFrame
    place_index: PlaceIndex
    service_columns: ServiceColumns
    band_places: Mapping[str, tuple[BandPlaces, ...]]
    free_places: FreePlaces
    firms: Mapping[str, Firm]
    public_firms: Mapping[str, Firm]
    firm_sites: FirmSites
    salt: str = field(default="", repr=False)
    whole_lists: Mapping[str, WholeList] = field(default_factory=dict)
    base: "Snapshot | None" = field(default=None, repr=False)

    @property
    def registered(self) -> "Snapshot":
        """What the register holds, without any hypothesis."""
        return self.base or self

    @cached_property
    def service_municipality(self) -> npt.NDArray[np.intp]:
        """
        Row of the municipality of each service, -1 where it is not known; found when first asked for, and kept.

        A service whose record does not name its municipality is in the one that holds its point.
        """
        return _municipality_rows(self.service_columns, self.territory)

    @cached_property
    def _kept(self) -> dict[Hashable, Any]:
        return {}

    def kept(self, key: Hashable, make: Callable[[], KeptT]) -> KeptT:
        """
        Return what a question computes from this snapshot, made when first asked for, and kept while others ask for it.

        Parameters
        ----------
        key
            Names what is computed and everything that it depends on beside the snapshot.
        make
            Computes it from the snapshot and the key alone; nobody writes to what it returns.
        """
        found = self._kept
        value: KeptT
        with _KEEPING:
            if key in found:
                value = found[key] = found.pop(key)  # the last asked for is the last to leave
                return value
        value = make()
        with _KEEPING:
            found[key] = value
            while len(found) > KEPT_COUNT:
                del found[next(iter(found))]
        return value

    def table(self, name: str) -> pd.DataFrame:
        """Return one table by its contract name."""
        return self.tables[name]

    def public_count(self, source_id: str) -> int:
        """Return how many rows of a source everybody may see."""
        public = (public_rows(name, table, self.public_firms) for name, table in self.tables.items())
        return sum(int((rows["source_id"] == source_id).sum()) for rows in public if "source_id" in rows)

    def places_on(self, service_id: str, day: date) -> tuple[BandPlaces, ...]:
        """Return the free places of a service that are known on a day; past their term the counts are None."""
        return tuple(places.on(day) for places in self.band_places.get(service_id, ()))

    def table_on(self, name: str, day: date) -> pd.DataFrame:
        """Return one table as it holds on a day: of free places past their term no count is known."""
        table = self.tables[name]
        if name != "availability":
            return table
        is_expired = table["expires_on"] < day.isoformat()
        return table.assign(**{count: table[count].mask(is_expired) for count in COUNTS})


def public_rows(name: str, table: pd.DataFrame, public_firms: Mapping[str, Firm]) -> pd.DataFrame:
    """Return the rows of a table for everybody; of commuters those that the firms seen by everybody hold."""
    if "visibility" not in table:
        return table
    rows = table[table["visibility"] == Visibility.PUBLIC.value]
    if name != "commuters":
        return rows
    told = {
        (organisation_id, one.municipality_code, one.shift_number)
        for organisation_id, firm in public_firms.items()
        for one in firm.commuters
    }
    keys = rows[["organisation_id", "municipality_code", "shift_number"]]
    return rows[[key in told for key in keys.itertuples(index=False, name=None)]]


def fingerprint(tables: Mapping[str, pd.DataFrame]) -> str:
    """Return twelve characters that change with the cells of tables and their order."""
    digest = hashlib.sha256()
    for name, table in tables.items():
        digest.update(f"{name}:{len(table)};".encode())
        if len(table):
            digest.update(pd.util.hash_pandas_object(table.astype(str), index=False).to_numpy().tobytes())
    return digest.hexdigest()[:12]


def build_snapshot(
    tables: Mapping[str, pd.DataFrame],
    *,
    territory: Territory,
    version: str,
    sources: tuple[SourceNote, ...],
    places: pd.DataFrame,
    whole_lists: Mapping[str, WholeList] = MappingProxyType({}),
) -> Snapshot:
    """
    Build a snapshot, without a salt, out of tables that conform to their contracts.

    A contract without a table becomes an empty table. Services get a column ``group`` from their kind.
    """
    full: dict[str, pd.DataFrame] = {}
    for name, contract in CONTRACTS.items():
        table = tables.get(name, pd.DataFrame(columns=list(contract.column_names)))
        full[name] = table.sort_values(list(contract.key), kind="stable").reset_index(drop=True)
    full = guarded(full)
    group_of = {kind.value: KIND_FACTS[kind].group.value for kind in ServiceKind}
    full["services"] = full["services"].assign(group=full["services"]["kind"].map(group_of))
    services_index = index_points(full["services"])
    firms = read_firms(full, territory)
    public_firms = {name: firm.shown_to({Visibility.PUBLIC}) for name, firm in firms.items()}
    public = {name: public_rows(name, table, public_firms) for name, table in full.items()}
    return Snapshot(
        version=version,
        public_version=fingerprint(public),
        territory=territory,
        tables=full,
        services_index=services_index,
        organisations_index=index_points(full["organisations"]),
        sources=sources,
        places=places,
        place_index=build_place_index(places, full["organisations"], territory.municipalities),
        service_columns=service_columns(full["services"], services_index, territory.municipalities),
        band_places=band_places(full["availability"]),
        free_places=free_places(full["availability"], full["services"]),
        whole_lists=whole_lists,
        firms=firms,
        public_firms=public_firms,
        firm_sites=firm_sites(firms.values(), territory.municipalities),
    )
