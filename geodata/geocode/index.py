"""What a typed place can mean: municipalities, CAP, gazetteer places and organisations, by normalised name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import pandas as pd

from geodata.codes import PositionQuality

ItemT = TypeVar("ItemT")

SAINT: Final = re.compile(r"\b(?:s|ss|san|sant|santa|santo|santi|sta|sto)\b")
INITIALS: Final = re.compile(r"\b(?:[a-z]\. ?)+[a-z]\b\.?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    One place that the words may mean.

    Parameters
    ----------
    label
        Name with its municipality and the short code of its province, e.g. "San Giorgio su Legnano (MI)".
    lon, lat
        Degrees, EPSG:4326; None for an organisation whose position is not known.
    quality
        ``PositionQuality`` of the point: a municipality's point stands for the whole of it.
    what
        ``coordinates``, ``postcode``, ``municipality``, ``place`` or ``organisation``.
    municipality_code, municipality_name, province_short
        Where it lies, None where unknown (for coordinates always: the caller knows the borders).
    score
        0–100, an order and not a probability.
    population
        Residents, to put the larger of two equal names first.
    source_id
        Source of an organisation, else None.
    is_demo
        An organisation of the demonstration set.
    """

    label: str
    lon: float | None
    lat: float | None
    quality: str
    what: str
    municipality_code: str | None = None
    municipality_name: str | None = None
    province_short: str | None = None
    score: float = 0.0
    population: int = 0
    source_id: str | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class PlaceIndex:
    """
    Candidates with the normalised names that lead to them; built once, never changed.

    Parameters
    ----------
    candidates
        Every candidate, score 0.
    names
        Normalised names, sorted, each once.
    rows_of
        Name -> numbers of its candidates.
    numbers_with
        Word -> numbers of the names that contain it.
    rows_of_postcode
        CAP -> numbers of its candidates.
    postcodes_in
        Municipality -> its CAPs.
    """

    candidates: tuple[Candidate, ...]
    names: tuple[str, ...]
    rows_of: Mapping[str, tuple[int, ...]]
    numbers_with: Mapping[str, tuple[int, ...]]
    rows_of_postcode: Mapping[str, tuple[int, ...]]
    postcodes_in: Mapping[str, tuple[str, ...]]


def normalise(words: str) -> str:
    """
    Return words without accents, capitals, apostrophes and other signs; every form of "saint" becomes "s".

    Examples
    --------
    >>> normalise("Sant’Angelo Lodigiano"), normalise("S.ANGELO LODIGIANO")
    ('s angelo lodigiano', 's angelo lodigiano')
    >>> normalise("Cantù"), normalise("A.P.I. Milano")
    ('cantu', 'api milano')
    """
    plain = unicodedata.normalize("NFKD", words).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = INITIALS.sub(lambda found: re.sub(r"[.\s]", "", found[0]), plain)
    return SAINT.sub("s", " ".join(re.findall(r"[^\W_]+", plain)))


def build_place_index(places: pd.DataFrame, organisations: pd.DataFrame, municipalities: pd.DataFrame) -> PlaceIndex:
    """
    Build the index that ``geocode`` searches.

    A place that bears the name of its own municipality is left out: the municipality stands for it. An organisation
    without a position stands at its municipality's point, with that quality.

    Parameters
    ----------
    places
        Gazetteer: name, lon, lat, what (municipality, place or postcode), municipality_code, postcode, population.
    organisations
        Table of the contract ``organisations``.
    municipalities
        The territory's: municipality_code, municipality_name, province_short, point_lon, point_lat.
    """
    towns = {str(row["municipality_code"]): row for row in _records(municipalities, TOWN_COLUMNS)}
    gazetteer = (_place(row, towns.get(row["municipality_code"], {})) for row in _records(places, PLACE_COLUMNS))
    firms = (
        _organisation(row, towns.get(row["municipality_code"], {}))
        for row in _records(organisations, ORGANISATION_COLUMNS)
    )
    named = [*(pair for pair in gazetteer if not _is_its_town(*pair)), *firms]
    rows_of = _grouped(
        (alias, row) for row, (name, c) in enumerate(named) if c.what != "postcode" for alias in _aliases(name)
    )
    names = tuple(sorted(rows_of))
    postcodes = [(name, row, c) for row, (name, c) in enumerate(named) if c.what == "postcode"]
    return PlaceIndex(
        candidates=tuple(candidate for _, candidate in named),
        names=names,
        rows_of=rows_of,
        numbers_with=_grouped((word, number) for number, name in enumerate(names) for word in set(name.split())),
        rows_of_postcode=_grouped((name, row) for name, row, _ in postcodes),
        postcodes_in=_grouped((c.municipality_code, name) for name, _, c in postcodes if c.municipality_code),
    )


TOWN_COLUMNS: Final = ("municipality_code", "municipality_name", "province_short", "point_lon", "point_lat")
PLACE_COLUMNS: Final = ("name", "lon", "lat", "what", "municipality_code", "postcode", "population")
ORGANISATION_COLUMNS: Final = (
    *("organisation_name", "lon", "lat", "position_quality", "municipality_code", "source_id", "is_demo"),
)


def _records(table: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    cells = table.reindex(columns=list(columns)).astype(object)
    return [
        dict(zip(columns, row, strict=True))
        for row in cells.where(cells.notna(), None).itertuples(index=False, name=None)
    ]


def _place(row: Mapping[str, Any], town: Mapping[str, Any]) -> tuple[str, Candidate]:
    what = str(row["what"])
    name = str(row["postcode"] or row["name"]) if what == "postcode" else str(row["name"])
    quality = PositionQuality.PLACE if what == "place" else PositionQuality.MUNICIPALITY
    return name, Candidate(
        label=_label(name, town, has_town=what != "municipality"),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        quality=quality.value,
        what=what,
        municipality_code=row["municipality_code"],
        municipality_name=town.get("municipality_name"),
        province_short=town.get("province_short"),
        population=int(row["population"] or 0),
    )


def _organisation(row: Mapping[str, Any], town: Mapping[str, Any]) -> tuple[str, Candidate]:
    name = str(row["organisation_name"])
    lon, lat, quality = row["lon"], row["lat"], str(row["position_quality"])
    if quality == PositionQuality.NONE or lon is None or lat is None:
        lon, lat = town.get("point_lon"), town.get("point_lat")
        quality = PositionQuality.NONE if lon is None else PositionQuality.MUNICIPALITY
    return name, Candidate(
        label=_label(name, town, has_town=True),
        lon=lon,
        lat=lat,
        quality=str(quality),
        what="organisation",
        municipality_code=row["municipality_code"],
        municipality_name=town.get("municipality_name"),
        province_short=town.get("province_short"),
        source_id=row["source_id"],
        is_demo=bool(row["is_demo"]),
    )


def _label(name: str, town: Mapping[str, Any], *, has_town: bool) -> str:
    if not town:
        return name
    named = f"{name}, {town['municipality_name']}" if has_town else name
    return f"{named} ({town['province_short']})"


def _is_its_town(name: str, candidate: Candidate) -> bool:
    return candidate.what == "place" and normalise(name) == normalise(candidate.municipality_name or "")


def _aliases(name: str) -> tuple[str, ...]:
    """Return the normalised name; a bilingual one ("Bolzano/Bozen") is found by either half too."""
    parts = (name, *(name.split("/") if "/" in name else ()))
    return tuple(dict.fromkeys(alias for alias in map(normalise, parts) if alias))


def _grouped(pairs: Iterable[tuple[str, ItemT]]) -> dict[str, tuple[ItemT, ...]]:
    found: dict[str, list[ItemT]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in found.items()}
