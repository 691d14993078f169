"""
The toy snapshot: a few records on the toy territory of ``tests/conftest.py``.

Kilometres from the south-west corner; the workplace of most tests is (5, 5), the centre of municipality Uno::

    toy:nursery-1km       (6, 5)    Uno   exact          nursery, 30 accredited places, private, free places known
    toy:nursery-firm      (5, 4)    Uno   address        nursery of a company that takes nobody from outside, 12 places
    toy:nursery-gone      (5, 6)    Uno   exact          nursery that its source no longer lists since 2026-01-01
    toy:nursery-10km      (15, 5)   Due   exact          nursery, 20 authorised places, public
    toy:micro-area        (15, 5)   Due   municipality   micro-nursery, places unknown
    toy:care-9km          (14, 5)   Due   exact          care home, 80 authorised and 75 accredited places
    toy:clinic-far        (25, 15)  Sei   exact          family clinic
    toy:nursery-nowhere   –         Uno   none           nursery
    toy:nursery-unknown   –         –     none           nursery, not even its municipality is known
    demo:day-3km          (5, 8)    Uno   exact          demonstration day centre, 25 authorised places
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from geodata.codes import Level, ServiceKind
from geodata.sources import WholeList
from geodata.store import whole_lists
from geodata.tables import CONTRACTS, conform
from geodata.territory import Territory
from welfare_map.model import SourceNote
from welfare_map.register import publish
from welfare_map.register.history import municipalities
from welfare_map.snapshot import Snapshot, build_snapshot

Rows = Sequence[Mapping[str, Any]]
AtKm = Callable[[float, float], tuple[float, float]]

TOY_SOURCES = (
    SourceNote("demo", "Demonstration set", "CC-BY-4.0", "", "2026-09-01", is_demo=True),
    SourceNote("toy", "Toy source", "IODL-2.0", "https://example.org/toy", "2026-09-01"),
    SourceNote("unused", "A source without rows", "IODL-2.0", "https://example.org/unused", "2026-09-01"),
)
EVERY_KIND = tuple(kind.value for kind in ServiceKind)
TOY_LISTS = {
    "toy": WholeList(EVERY_KIND, Level.DISTRICT),
    "regione-lombardia-toy": WholeList(EVERY_KIND, Level.PROVINCE),
}
"""Lists that have every service there is, beside those of the catalogue."""


@pytest.fixture(autouse=True, scope="session")
def _the_toy_municipalities_exist(toy_territory: Territory) -> Iterator[None]:
    """Let codes of the toy territory be given beside those of Italy."""
    codes = municipalities.today_codes() | set(toy_territory.municipalities["municipality_code"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(municipalities, "today_codes", lambda: codes)
        yield


@pytest.fixture(autouse=True, scope="session")
def _lists_of_the_catalogue_are_for_the_toy_region() -> Iterator[None]:
    """Let a list of Lombardy cover the toy territory, whose region is another one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "whole_lists", lambda _folder: toy_lists())
        yield


def toy_lists() -> dict[str, WholeList]:
    """Return the whole lists of the catalogue, for any region, and the toy ones."""
    return {**{name: replace(one, region_code="") for name, one in whole_lists().items()}, **TOY_LISTS}


@pytest.fixture(scope="session")
def make_row() -> Callable[..., dict[str, Any]]:
    """Make a row with provenance: source ``toy`` and key, cells given by name."""

    def row(source_key: str, source_id: str = "toy", **cells: Any) -> dict[str, Any]:
        return {
            "source_id": source_id,
            "source_key": source_key,
            "licence": "IODL-2.0",
            "retrieved_on": "2026-09-01",
            "is_demo": "true" if source_id == "demo" else "false",
            **cells,
        }

    return row


@pytest.fixture(scope="session")
def make_service(make_row: Callable[..., dict[str, Any]], at_km: AtKm) -> Callable[..., dict[str, Any]]:
    """Make a service ``<source_id>:<key>`` at kilometres ``at`` (None: without position)."""

    def service(key: str, at: tuple[float, float] | None, source_id: str = "toy", **cells: Any) -> dict[str, Any]:
        lon, lat = at_km(*at) if at is not None else (None, None)
        defaults = {
            "service_id": f"{source_id}:{key}",
            "name": key.replace("-", " ").title(),
            "kind": "nursery",
            "lon": lon,
            "lat": lat,
            "position_quality": "none" if at is None else "exact",
        }
        return make_row(key, source_id, **{**defaults, **cells})

    return service


@pytest.fixture(scope="session")
def make_snapshot(toy_territory: Territory, toy_places: pd.DataFrame) -> Callable[..., Snapshot]:
    """Make a snapshot out of rows by contract name; the territory and the gazetteer are the toy ones unless given."""

    def snapshot(
        tables: Mapping[str, Rows],
        *,
        territory: Territory = toy_territory,
        places: pd.DataFrame = toy_places,
        version: str = "toy",
        sources: tuple[SourceNote, ...] = TOY_SOURCES,
    ) -> Snapshot:
        conformed = {name: conform(pd.DataFrame(list(rows)), CONTRACTS[name]) for name, rows in tables.items() if rows}
        return build_snapshot(
            conformed,
            territory=territory,
            version=version,
            sources=sources,
            places=places,
            whole_lists=toy_lists(),
        )

    return snapshot


@pytest.fixture(scope="session")
def toy_places(toy_territory: Territory, at_km: AtKm) -> pd.DataFrame:
    """Gazetteer: the nine municipalities, a place in Due and one in Tre, a CAP of Uno and Due and one of Tre."""
    table = toy_territory.municipalities
    rows: list[tuple[Any, ...]] = [
        (
            row.municipality_name,
            row.point_lon,
            row.point_lat,
            "municipality",
            row.municipality_code,
            None,
            row.residents,
        )
        for row in table.itertuples()
    ]
    rows += [
        ("Borgo Sant'Elia", *at_km(12, 2), "place", "901002", None, 300),
        ("San Biagio", *at_km(22, 2), "place", "901003", None, 200),
        ("99001", *at_km(5, 5), "postcode", "901001", "99001", 0),
        ("99001", *at_km(15, 5), "postcode", "901002", "99001", 0),
        ("99003", *at_km(25, 5), "postcode", "901003", "99003", 0),
    ]
    columns = ["name", "lon", "lat", "what", "municipality_code", "postcode", "population"]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture(scope="session")
def toy_services(make_service: Callable[..., dict[str, Any]]) -> Rows:
    """Rows of the table at the head of this file."""
    return (
        make_service(
            "nursery-1km",
            (6, 5),
            municipality_code="901001",
            capacity_accredited=30,
            capacity_authorised=32,
            ownership="private",
            address="via Prova 1",
            phone="+390000000002",
        ),
        make_service(
            "nursery-firm",
            (5, 4),
            position_quality="address",
            municipality_code="901001",
            capacity_accredited=12,
            ownership="private",
            is_open_to_others="false",
        ),
        make_service("nursery-gone", (5, 6), municipality_code="901001", no_longer_listed_on="2026-01-01"),
        make_service("nursery-10km", (15, 5), municipality_code="901002", capacity_authorised=20, ownership="public"),
        make_service(
            "micro-area", (15, 5), kind="micro_nursery", position_quality="municipality", municipality_code="901002"
        ),
        make_service(
            "care-9km",
            (14, 5),
            kind="care_home",
            municipality_code="901002",
            capacity_authorised=80,
            capacity_accredited=75,
        ),
        make_service("clinic-far", (25, 15), kind="family_clinic", municipality_code="902002"),
        make_service("nursery-nowhere", None, municipality_code="901001"),
        make_service("nursery-unknown", None),
        make_service(
            "day-3km",
            (5, 8),
            "demo",
            kind="integrated_day_centre",
            municipality_code="901001",
            capacity_authorised=25,
            name="Dimostrazione – Centro diurno",
        ),
    )


@pytest.fixture(scope="session")
def toy_availability(make_row: Callable[..., dict[str, Any]]) -> Rows:
    """Give the nursery at 1 km 2 places for infants and 3 for toddlers in September, 1 for two-year-olds in August."""
    bands = (
        ("infants_3_12_months", 2, "2026-09-01", "2026-09-30"),
        ("toddlers_12_24_months", 3, "2026-08-20", "2026-09-30"),
        ("two_year_olds_24_36_months", 1, "2026-06-01", "2026-08-31"),
    )
    return tuple(
        make_row(
            f"nursery-1km/{band}",
            service_id="toy:nursery-1km",
            band=band,
            free_count=free_count,
            as_of_on=as_of_on,
            expires_on=expires_on,
            author_role="manager",
        )
        for band, free_count, as_of_on, expires_on in bands
    )


@pytest.fixture(scope="session")
def toy_organisations(make_row: Callable[..., dict[str, Any]], at_km: AtKm) -> Rows:
    """Give three organisations (one placed, one known by its municipality, one by nothing) and a demonstration firm."""

    def organisation(organisation_id: str, name: str, at: tuple[float, float] | None, **cells: Any) -> dict[str, Any]:
        lon, lat = at_km(*at) if at is not None else (None, None)
        quality = "none" if at is None else "exact"
        defaults = {"organisation_kind": "company", "lon": lon, "lat": lat, "position_quality": quality}
        return make_row(
            organisation_id, **{"organisation_id": organisation_id, "organisation_name": name, **defaults, **cells}
        )

    return (
        organisation("filanda", "Filanda S.r.l.", (7, 7), municipality_code="901001", size_class="small"),
        organisation("unione", "C.G.I.L. Valle", None, municipality_code="901002", organisation_kind="union"),
        organisation("ovunque", "Rete Ovunque", None, organisation_kind="association"),
        organisation(
            "demo-forno",
            "Forno (dimostrazione)",
            (15, 15),
            municipality_code="902001",
            source_id="demo",
            is_demo="true",
        ),
    )


@pytest.fixture(scope="session")
def toy_tables(
    toy_services: Rows,
    toy_availability: Rows,
    toy_organisations: Rows,
) -> Mapping[str, Rows]:
    """Rows of the toy snapshot by contract name."""
    return {"services": toy_services, "availability": toy_availability, "organisations": toy_organisations}


@pytest.fixture(scope="session")
def toy_snapshot(make_snapshot: Callable[..., Snapshot], toy_tables: Mapping[str, Rows]) -> Snapshot:
    """Return the toy snapshot; never written to."""
    return make_snapshot(toy_tables)
