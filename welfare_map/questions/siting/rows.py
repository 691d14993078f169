"""Sites as rows."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from welfare_map.model import Phrase, ServedArea, SiteOrigin, SitingArea, SitingRow
from welfare_map.questions.coverage.naming import named_records
from welfare_map.questions.siting.field import Field
from welfare_map.snapshot import Snapshot

Served = tuple[int, float, float | None, float | None]
"""Area, residents, places, minutes."""


def new_site(snapshot: Snapshot, field: Field, area: int) -> dict[str, Any]:
    """Return who a new site in the centre of an area is."""
    row = snapshot.territory.municipalities.iloc[int(field.rows[area])]
    return {
        "origin": SiteOrigin.NEW,
        "service_id": None,
        "name": field.names[area],
        "municipality_code": field.codes[area],
        "municipality_name": field.names[area],
        "province_short": str(row["province_short"]),
        "lon": float(row["point_lon"]),
        "lat": float(row["point_lat"]),
    }


def existing_site(snapshot: Snapshot, field: Field, number: int) -> dict[str, Any]:
    """Return who a service is."""
    area = int(field.whose[number])
    named = named_records(snapshot, field.services, [number])[number]
    columns = snapshot.service_columns
    row = int(field.services.row[number])
    return {
        **new_site(snapshot, field, area),
        "origin": SiteOrigin.EXISTING,
        "service_id": named.record_id,
        "name": str(named.cells["name"] or field.names[area]),
        "lon": float(columns.lon[row]),
        "lat": float(columns.lat[row]),
    }


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


def site_row(site: dict[str, Any], areas: Sequence[ServedArea], sentence: Phrase, **said: Any) -> SitingRow:
    """Return the row of a site; what is not said of it is blank."""
    blank: dict[str, Any] = dict.fromkeys(
        ("places_added", "structure_count", "places_before", "unmet_places", "mean_min", "cost_eur", "firms")
    )
    people = round(sum(area.people_count for area in areas), 2)
    return SitingRow(
        **site,
        **{**blank, "people_count": people, **said},
        rank=0,
        areas=tuple(areas),
        sentence=sentence,
    )


def area_rows(field: Field, **columns: Sequence[Any]) -> tuple[SitingArea, ...]:
    """Return the municipalities with what is known of each; a column that is not given is blank."""
    blank = (None,) * len(field.codes)
    names = (
        *("needed_places", "lacking_places", "is_covered_before", "is_covered_after"),
        *("travel_min_before", "travel_min_after"),
    )
    return tuple(
        SitingArea(
            municipality_code=code,
            municipality_name=field.names[number],
            people_count=round(float(field.people[number]), 2),
            **{name: columns.get(name, blank)[number] for name in names},
        )
        for number, code in enumerate(field.codes)
    )
