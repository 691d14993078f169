"""
Layers as static files: the things a visitor can switch on, packed once per version of the register and day.

The browser fetches a layer when it is first shown and keeps it; a filter then sends only which layers are on.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from geodata.codes import APPROXIMATE_QUALITIES, ServiceGroup
from geodata.routing import TravelTimes
from welfare_map.maps.encode import flags, one_line, packed_codes, packed_points
from welfare_map.model import PracticeRow, PracticesQuery
from welfare_map.questions.cells import records
from welfare_map.questions.initiatives import territories
from welfare_map.questions.practices import practices
from welfare_map.questions.trust import listed_services
from welfare_map.snapshot import Snapshot, index_points
from welfare_map.texts import LANGUAGES
from welfare_map.vocabularies import INITIATIVE_COLOURS, ORGANISATION, PRACTICE, LayerFamily, layer_id


@dataclass(frozen=True, slots=True)
class LayerFile:
    """
    What the browser fetches for one layer.

    Parameters
    ----------
    layer
        Identifier of the layer.
    stem
        Beginning of a file name: lower case letters, digits and hyphens.
    content
        JSON: packed points with names and identifiers, or the municipalities of a territory.
    """

    layer: str
    stem: str
    content: bytes


def layer_files(snapshot: Snapshot, as_of_on: date, travel_times: TravelTimes) -> Iterator[LayerFile]:
    """
    Yield a file for every layer with something to draw: services by group, adherents, practices, territories.

    Parameters
    ----------
    as_of_on
        Day of the question: services that are no longer listed on it are left out.
    travel_times
        Engine of the practices question; no minutes are asked for here.
    """
    services = listed_services(snapshot, as_of_on)
    for group in ServiceGroup:
        table = services[services["group"] == group.value]
        yield from _points_file(layer_id(LayerFamily.SERVICES, group), table, "service_id", "name", table["kind"])
    yield from _adherents(snapshot)
    answer = practices(snapshot, PracticesQuery(as_of_on=as_of_on), travel_times)
    yield from _practices(snapshot, answer.rows)
    yield from _territories(snapshot)


def _points_file(
    layer: str, table: pd.DataFrame, id_column: str, name_column: str, codes: "pd.Series[Any]"
) -> Iterator[LayerFile]:
    placed = table.iloc[index_points(table).rows]
    if placed.empty:
        return
    packed = packed_points(placed["lon"], placed["lat"], codes.loc[placed.index])
    qualities = placed["position_quality"].isin(APPROXIMATE_QUALITIES)
    packed["flags"] = [
        flags(is_demo=bool(is_demo), is_approximate=bool(is_approximate))
        for is_demo, is_approximate in zip(placed["is_demo"], qualities, strict=True)
    ]
    packed["ids"] = list(placed[id_column])
    packed["names"] = [one_line(name) for name in placed[name_column]]
    yield _file(layer, packed)


def _adherents(snapshot: Snapshot) -> Iterator[LayerFile]:
    organisations, adhesions = snapshot.table("organisations"), snapshot.table("adhesions")
    codes = pd.Series(ORGANISATION, index=organisations.index)
    for initiative_id in snapshot.table("initiatives")["initiative_id"]:
        members = adhesions.loc[adhesions["initiative_id"] == initiative_id, "organisation_id"]
        table = organisations[organisations["organisation_id"].isin(members)]
        layer = layer_id(LayerFamily.ORGANISATIONS, initiative_id)
        yield from _points_file(layer, table, "organisation_id", "organisation_name", codes)


def _practices(snapshot: Snapshot, rows: Iterable[PracticeRow]) -> Iterator[LayerFile]:
    """Yield practices where they stand; those of a whole territory stand as a count in its middle."""
    middles = _middles(snapshot)
    placed = [(row, at) for row in rows if (at := _place(row, middles)) is not None]
    if not placed:
        return
    packed = packed_points((at[0] for _, at in placed), (at[1] for _, at in placed), [PRACTICE] * len(placed))
    packed["flags"] = [
        flags(is_demo=row.is_demo, is_approximate=row.is_approximate or row.lon is None) for row, _ in placed
    ]
    packed["ids"] = [row.practice_id for row, _ in placed]
    for lang in LANGUAGES:
        packed[f"names_{lang}"] = [one_line(row.title[lang]) for row, _ in placed]
    yield _file(LayerFamily.PRACTICES, packed)


def _place(row: PracticeRow, middles: Mapping[str, tuple[float, float]]) -> tuple[float, float] | None:
    if row.lon is not None and row.lat is not None:
        return row.lon, row.lat
    return middles.get(row.initiative_id)


def _middles(snapshot: Snapshot) -> dict[str, tuple[float, float]]:
    """Return the municipality nearest to the mean of each initiative's municipalities, degrees, EPSG:4326."""
    municipalities = snapshot.territory.municipalities.set_index("municipality_code")
    found = {}
    for initiative_id, codes in territories(snapshot).items():
        points = municipalities.loc[list(codes), ["point_lon", "point_lat"]]
        if len(points):
            distances = ((points - points.mean()) ** 2).sum(axis="columns")
            middle = points.loc[distances.idxmin()]
            found[initiative_id] = (float(middle["point_lon"]), float(middle["point_lat"]))
    return found


def _territories(snapshot: Snapshot) -> Iterator[LayerFile]:
    covered, initiatives = territories(snapshot), snapshot.table("initiatives")
    for number, row in enumerate(records(initiatives)):
        content = {
            "codes": packed_codes(covered[row["initiative_id"]]),
            "name": one_line(row["short_name"] or row["name"]),
            "colour": INITIATIVE_COLOURS[number % len(INITIATIVE_COLOURS)].name,
        }
        yield _file(layer_id(LayerFamily.INITIATIVES, row["initiative_id"]), content)


def _file(layer: str, values: Mapping[str, Any]) -> LayerFile:
    content = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return LayerFile(layer, re.sub(r"[^a-z0-9]+", "-", layer.lower()).strip("-")[:60], content)
