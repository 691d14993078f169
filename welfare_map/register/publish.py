"""
Builds the snapshot that questions read out of the register's rows.

What is left out: rows that their source no longer lists, records merged into another one, services outside the area,
and the demonstration rows that real records replace (one kind in one province at a time) or that the operator switched
off. Rows that refer to a merged record refer to the kept one.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import sqlalchemy as sa

from geodata.codes import PositionQuality, Visibility
from geodata.store import whole_lists
from geodata.territory import Territory
from welfare_map.model import SourceNote
from welfare_map.register.history.as_of import rows_on, told_years
from welfare_map.register.history.merged_rows import without_merged
from welfare_map.register.history.merging import Merge, read_merges
from welfare_map.register.history.records import CURATED
from welfare_map.register.packages import package_notes
from welfare_map.register.shipped.embedded import MANUAL
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import SourceRow, current_version, read_salt, read_sources, read_tables
from welfare_map.register.sql.schema import REFERENCES
from welfare_map.settings import Settings
from welfare_map.snapshot import Snapshot, build_snapshot

Tables = Mapping[str, pd.DataFrame]


def build_current_snapshot(
    engine: sa.Engine, settings: Settings, *, territory: Territory, places: pd.DataFrame
) -> Snapshot:
    """
    Build the snapshot of the register's present version.

    Parameters
    ----------
    engine
        The register, as ``open_register`` gives it.
    settings
        Says whether demonstration rows may take part.
    territory
        The configured area; services outside it are left out.
    places
        Gazetteer for typed places.

    Returns
    -------
    snapshot
        Its version changes with the register, the territory and the demonstration switch.

    Raises
    ------
    StoreError
        The register cannot be read.
    """
    with reading(engine) as connection:
        stored = _stored(connection)
    return _built(stored, settings, territory=territory, places=places, has_demo=settings.has_demo)


def build_yearly_snapshots(
    engine: sa.Engine, settings: Settings, present: Snapshot, today: date
) -> dict[date, Snapshot]:
    """
    Build a snapshot of the end of each past year of which a whole list told something new, and of today.

    Services stand as they did on that day (see ``history.as_of``); everything else, merges included, is as it is now.
    Invented records have no past and are left out.

    Parameters
    ----------
    present
        The snapshot of now: its territory and its places are taken.

    Returns
    -------
    snapshots
        By day, the earliest first; none where no whole list is in the register.

    Raises
    ------
    StoreError
        The register cannot be read.
    """
    with reading(engine) as connection:
        stored = _stored(connection)
        years = told_years(connection, "services", set(present.whole_lists))
        days = [*(date(year, 12, 31) for year in years if year < today.year), *[today] * bool(years)]
        services = stored.tables["services"]
        past = {day: rows_on(connection, "services", services, day) for day in days}
    found = {}
    for day, rows in past.items():
        then = replace(stored, version=f"{stored.version}@{day}", tables={**stored.tables, "services": rows})
        found[day] = _built(then, settings, territory=present.territory, places=present.places, has_demo=False)
    return found


@dataclass(frozen=True, eq=False)
class _Stored:
    """What the register has at one moment."""

    version: str
    sources: tuple[SourceRow, ...]
    tables: Tables
    merges: tuple[Merge, ...]
    salt: str


def _stored(connection: sa.Connection) -> _Stored:
    return _Stored(
        str(current_version(connection)),
        read_sources(connection),
        read_tables(connection),
        read_merges(connection),
        read_salt(connection),
    )


def _built(
    stored: _Stored, settings: Settings, *, territory: Territory, places: pd.DataFrame, has_demo: bool
) -> Snapshot:
    tables = published_tables(without_merged(stored.tables, stored.merges), territory, has_demo=has_demo)
    snapshot = build_snapshot(
        tables,
        territory=territory,
        version=f"{stored.version}-{'demo' if has_demo else 'real'}-{territory_fingerprint(territory)}",
        sources=source_notes(stored.sources, tables),
        places=places,
        whole_lists=whole_lists(settings.data_dir / "sources"),
    )
    return replace(snapshot, salt=stored.salt)


def published_tables(stored: Tables, territory: Territory, *, has_demo: bool) -> dict[str, pd.DataFrame]:
    """
    Choose the rows that people see.

    Parameters
    ----------
    stored
        Every table of the register, conforming to its contract.
    territory
        The configured area.
    has_demo
        Demonstration rows may take part.

    Returns
    -------
    tables
        The same tables with fewer rows; rows that stand for a municipality carry its point. ``stored`` is unchanged.
    """
    tables = dict(stored) if has_demo else {name: without_demo(table) for name, table in stored.items()}
    services = _inside(tables["services"][tables["services"]["no_longer_listed_on"].isna()], territory)
    tables["services"] = at_municipality(services[~is_displaced(services)], territory)
    organisations = tables["organisations"]
    is_local = organisations["is_demo"].eq(False).fillna(True) | _is_inside(organisations, territory)
    tables["organisations"] = at_municipality(organisations[is_local], territory)
    tables["sites"] = at_municipality(tables["sites"], territory)
    tables["initiatives"] = _local_initiatives(tables["initiatives"], territory)
    return without_dangling_demo(tables)


def without_demo(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are not invented."""
    return table[~table["is_demo"].fillna(False).astype(bool)] if "is_demo" in table else table


def is_displaced(services: pd.DataFrame) -> "pd.Series[bool]":
    """
    Tell which services are demonstration ones of a kind that has real records in their province.

    Parameters
    ----------
    services
        Rows still listed; the province is that of ``municipality_code``, a row without one displaces and loses nothing.
    """
    is_demo = services["is_demo"].fillna(False).astype(bool)
    group = services["kind"].astype(str) + " " + services["municipality_code"].str[:3].astype(str)
    real_groups = set(group[~is_demo & services["municipality_code"].notna()])
    return is_demo & group.isin(real_groups)


def _is_inside(table: pd.DataFrame, territory: Territory) -> "pd.Series[bool]":
    """Tell which rows are in the area; a row without municipality is not known to be outside."""
    code = table["municipality_code"]
    return code.isna() | code.isin(territory.municipalities["municipality_code"])


def _inside(table: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    return table[_is_inside(table, territory)]


def _local_initiatives(initiatives: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Leave out demonstration agreements of provinces outside the area; documented initiatives stay."""

    def is_local(items: str) -> bool:
        return any(territory.municipality_codes_of(item) for item in items.split("|"))

    is_demo = initiatives["is_demo"].fillna(False).astype(bool)
    return initiatives[~is_demo | initiatives["territory"].map(is_local).astype(bool)]


def at_municipality(table: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """
    Give rows that stand for a municipality its point.

    Returns
    -------
    table
        Rows of quality ``municipality`` without coordinates take the municipality's; those whose municipality is
        unknown or outside the area become ``none``.
    """
    points = territory.municipalities.set_index("municipality_code")[["point_lon", "point_lat"]]
    wants = (table["position_quality"] == PositionQuality.MUNICIPALITY.value) & table["lon"].isna()
    row = pd.Index(points.index).get_indexer(table["municipality_code"])
    found = wants.to_numpy() & (row >= 0)
    lon, lat = points["point_lon"].to_numpy(float)[row], points["point_lat"].to_numpy(float)[row]
    return table.assign(
        lon=np.where(found, lon, table["lon"]),
        lat=np.where(found, lat, table["lat"]),
        position_quality=table["position_quality"].mask(wants & ~found, PositionQuality.NONE.value),
    )


def without_dangling_demo(tables: Tables) -> dict[str, pd.DataFrame]:
    """Leave out demonstration rows, and any availability, whose service, organisation or initiative is left out."""
    kept = dict(tables)
    for reference in REFERENCES:
        if "is_demo" in kept[reference.table]:
            kept[reference.table] = _referring(kept, reference.table, reference.column, reference.target_table)
    return kept


def _referring(tables: Tables, name: str, column: str, target: str) -> pd.DataFrame:
    table = tables[name]
    is_free = table["is_demo"].eq(False).fillna(True) & (target != "services")
    return table[is_free | table[column].isna() | table[column].isin(tables[target][column])]


def source_notes(sources: Iterable[SourceRow], tables: Tables) -> tuple[SourceNote, ...]:
    """
    Return the notes of the sources with rows for everybody in the tables, and those of the territory and its places.

    The day of the records made here is that of the last change of such a row, so that it does not move with others.
    """
    public = {name: _for_everybody(table) for name, table in tables.items()}
    present = {MANUAL} if any(len(table) for table in public.values() if "source_id" not in table) else set[str]()
    for table in public.values():
        present |= set(table["source_id"].unique()) if "source_id" in table else set()
    notes = [_note(source) for source in sources if source.source_id in present]
    return (
        *(replace(one, retrieved_on=_last_day(public)) if one.source_id == CURATED else one for one in notes),
        *package_notes(),
    )


def _for_everybody(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["visibility"] == Visibility.PUBLIC.value] if "visibility" in table else table


def _last_day(tables: Tables) -> str:
    """Return the day of the last change of the records made here."""
    days = ["retrieved_on", "modified_on"]
    made = [table.loc[table["source_id"] == CURATED, days] for table in tables.values() if "source_id" in table]
    return max((str(day) for rows in made for day in rows.to_numpy().ravel() if not pd.isna(day)), default="")


def _note(source: SourceRow) -> SourceNote:
    return SourceNote(
        source_id=source.source_id,
        name=source.name,
        licence=source.licence,
        url=source.url,
        retrieved_on=source.retrieved_on,
        is_demo=source.is_demo,
    )


def territory_fingerprint(territory: Territory) -> str:
    """Return eight characters that change with the area, its municipalities, districts and residents."""
    columns = ["municipality_code", "district_id", "residents", "point_lon", "point_lat"]
    rows = pd.util.hash_pandas_object(territory.municipalities[columns].astype(str), index=False).to_numpy()
    return hashlib.sha256(",".join(territory.area).encode() + rows.tobytes()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Displaced:
    """Demonstration services of a kind that real records keep out of a province."""

    kind: str
    province_code: str
    count: int


def displaced_by(services: pd.DataFrame, service: Mapping[str, object], territory: Territory) -> int:
    """
    Count the demonstration services that leave the map when a service is published.

    Parameters
    ----------
    services
        Those that people see: what real records keep out already is not among them.
    service
        Its cells; one that is no longer listed or lies outside the area is not published, and displaces nothing.
    """
    if service.get("no_longer_listed_on"):
        return 0
    columns = ["kind", "municipality_code", "is_demo"]
    cells = {name: [service.get(name)] for name in columns}
    one = _inside(pd.DataFrame(cells).astype(services[columns].dtypes.to_dict()), territory)
    return int(is_displaced(pd.concat([services[columns], one], ignore_index=True)).sum())


def displaced_counts(services: pd.DataFrame, kinds: AbstractSet[str]) -> tuple[Displaced, ...]:
    """
    Count the demonstration services that real records keep out.

    Parameters
    ----------
    services
        The register's table.
    kinds
        Kinds of service to count.

    Returns
    -------
    displaced
        By kind and province.
    """
    listed = services[services["no_longer_listed_on"].isna()]
    gone = listed[is_displaced(listed) & listed["kind"].isin(kinds)]
    counts = Counter(zip(gone["kind"], gone["municipality_code"].str[:3], strict=True))
    return tuple(Displaced(kind, code, count) for (kind, code), count in sorted(counts.items()))
