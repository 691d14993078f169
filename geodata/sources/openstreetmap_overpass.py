"""
Nurseries, preschools and homes for the old on OpenStreetMap, asked of an Overpass server.

``openstreetmap`` tells how tags become kinds. The area is found by the ISTAT code that Italian boundaries carry
(``ref:ISTAT``).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from geodata.cleaning.municipality_names import NO_MUNICIPALITIES, MunicipalityList
from geodata.errors import DataError
from geodata.sources import Access, Chunk, Reader, Source
from geodata.sources.openstreetmap import (
    AMENITIES,
    FACILITIES,
    KINDS,
    LICENCE,
    PAGE_HOST,
    PAGE_PATH,
    PUBLISHER,
    Element,
    services,
)

TIMEOUT_S = 180
ADMIN_LEVELS = {"region": 4, "province": 6, "municipality": 8}
LETTERS = {"node": "n", "way": "w", "relation": "r"}


def overpass_query(area: Iterable[str]) -> str:
    """
    Return the question for an area.

    Parameters
    ----------
    area
        Items ``region:03``, ``province:023``, ``municipality:015146`` or ``italy``.

    Examples
    --------
    >>> "ref:ISTAT" in overpass_query(["province:023"])
    True
    """
    areas = "".join(_area(item) for item in area)
    return (
        f"[out:json][timeout:{TIMEOUT_S}];({areas})->.a;("
        f'nwr["amenity"~"^({"|".join(AMENITIES)})$"](area.a);'
        f'nwr["social_facility"~"(^|;) *({"|".join(FACILITIES)}) *(;|$)"](area.a);'
        ");out tags center qt;"
    )


def _area(item: str) -> str:
    level, _, code = item.partition(":")
    if level not in ADMIN_LEVELS:
        return 'area["ISO3166-1"="IT"]["admin_level"="2"];'
    return f'area["ref:ISTAT"="{code}"]["admin_level"="{ADMIN_LEVELS[level]}"];'


SOURCE = Source(
    source_id="openstreetmap-overpass",
    name="OpenStreetMap (Overpass)",
    publisher=PUBLISHER,
    licence=LICENCE,
    portal_url=PAGE_HOST,
    dataset_id="",
    page_path=PAGE_PATH,
    table="services",
    kinds=tuple(kind.value for kind in KINDS),
    access=Access.OVERPASS,
    resource_url="https://overpass-api.de/api/interpreter",
    query=overpass_query(("region:03", "province:023")),
    is_tried=False,
)


def parse(stream: BinaryIO, municipalities: MunicipalityList = NO_MUNICIPALITIES, /) -> Iterator[Chunk]:
    """
    Read the answer of an Overpass server.

    Yields
    ------
    table, notices
        One chunk, see ``openstreetmap.services``.

    Raises
    ------
    DataError
        It is no such answer, it is not whole, or no service is in it.
    """
    table, notices = services(_elements(stream.read()), SOURCE.source_id)
    if table.empty:
        raise DataError(f"{SOURCE.source_id}: the answer has no service of a known kind; check the area of the query")
    yield table, notices


def _elements(content: bytes) -> Iterator[Element]:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{SOURCE.source_id}: the JSON is broken or cut off ({error})") from error
    elements = said.get("elements") if isinstance(said, Mapping) else None
    if not isinstance(elements, list):
        raise DataError(f"{SOURCE.source_id}: this is no answer of an Overpass server")
    if said.get("remark"):
        raise DataError(f"{SOURCE.source_id}: the answer is not whole ({said['remark']!s:.200})")
    yield from (_element(found) for found in elements if isinstance(found, Mapping))


def _element(found: Mapping[str, object]) -> Element:
    tags, center = found.get("tags"), found.get("center")
    place = center if isinstance(center, Mapping) else found
    lon, lat = (_degrees(place.get(name)) for name in ("lon", "lat"))
    letter = LETTERS.get(str(found.get("type")), "x")
    named = {str(key): str(value) for key, value in tags.items()} if isinstance(tags, Mapping) else {}
    return Element(f"{letter}{found.get('id')}", lon, lat, named)


def _degrees(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and abs(value) < 1000 else None


READER = Reader(SOURCE, parse)
