"""Sites as rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from welfare_map.model import Phrase, ServedArea, SiteOrigin, SitingArea, SitingRow
from welfare_map.questions.coverage.naming import named_records
from welfare_map.questions.siting.field import Field
from welfare_map.snapshot import Snapshot

Served = tuple[int, float, float | None, float | None]
"""Area, residents, places, minutes."""


@dataclass(frozen=True, slots=True)
class Site:
    """A new site, which bears the name of its municipality, or a service; degrees, EPSG:4326."""

    origin: SiteOrigin
    service_id: str | None
    name: str
    municipality_code: str
    municipality_name: str
    province_short: str
    lon: float
    lat: float


def new_site(snapshot: Snapshot, field: Field, area: int) -> Site:
    """Return a new site in the centre of an area."""
    row = snapshot.territory.municipalities.iloc[int(field.rows[area])]
    return Site(
        origin=SiteOrigin.NEW,
        service_id=None,
        name=field.names[area],
        municipality_code=field.codes[area],
        municipality_name=field.names[area],
        province_short=str(row["province_short"]),
        lon=float(row["point_lon"]),
        lat=float(row["point_lat"]),
    )


def existing_site(snapshot: Snapshot, field: Field, number: int) -> Site:
    """Return the site of a service."""
    area = int(field.whose[number])
    named = named_records(snapshot, field.services, [number])[number]
    columns = snapshot.service_columns
    row = int(field.services.row[number])
    return replace(
        new_site(snapshot, field, area),
        origin=SiteOrigin.EXISTING,
        service_id=named.record_id,
        name=str(named.cells["name"] or field.names[area]),
        lon=float(columns.lon[row]),
        lat=float(columns.lat[row]),
    )


def served_areas(field: Field, served: Iterable[Served]) -> tuple[ServedArea, ...]:
    """Return whom a site serves, most first, then by code."""
    ordered = sorted(served, key=lambda one: (-one[1], field.codes[one[0]]))
    return tuple(
        ServedArea(
            municipality_code=field.codes[area],
            municipality_name=field.names[area],
            people_count=round(people, 2),
            places=None if places is None else round(places, 3),
            travel_min=None if travel_min is None or not np.isfinite(travel_min) else round(float(travel_min), 1),
        )
        for area, people, places, travel_min in ordered
    )


def site_row(
    site: Site, areas: Sequence[ServedArea], sentence: Phrase, *, is_estimate: bool, is_demo: bool
) -> SitingRow:
    """Return the row of a site without what its target alone says, not yet ranked."""
    return SitingRow(
        rank=0,
        origin=site.origin,
        service_id=site.service_id,
        name=site.name,
        municipality_code=site.municipality_code,
        municipality_name=site.municipality_name,
        province_short=site.province_short,
        lon=site.lon,
        lat=site.lat,
        people_count=round(sum(area.people_count for area in areas), 2),
        areas=tuple(areas),
        sentence=sentence,
        is_estimate=is_estimate,
        is_demo=is_demo,
    )


def area_rows(field: Field) -> list[SitingArea]:
    """Return the municipalities with their residents."""
    return [
        SitingArea(
            municipality_code=code,
            municipality_name=field.names[number],
            people_count=round(float(field.people[number]), 2),
        )
        for number, code in enumerate(field.codes)
    ]
