"""Typed words -> candidates: reading the words in several ways and comparing each with the index."""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz, process

from geodata.codes import PositionQuality
from geodata.geocode.index import Candidate, PlaceIndex, normalise
from geodata.tables import LAT_RANGE, LON_RANGE

MAX_WORDS_LENGTH: Final = 200
"""Characters; nobody types a longer place."""
MAX_CANDIDATES: Final = 50

EXACT_SCORE: Final = 100.0
FIRST_WORDS_SCORE: Final = 92.0
BEGINNING_SCORE: Final = 88.0
SOME_WORDS_SCORE: Final = 84.0
CONTAINED_SCORE: Final = 72.0
CONTAINED_LENGTH_BONUS: Final = 8.0
FUZZY_FACTOR: Final = 0.85
FUZZY_CUTOFF: Final = 74.0
STRICT_CUTOFF: Final = 88.0
FUZZY_COUNT: Final = 20
STRIPPED_MALUS: Final = 1.0
HINT_MALUS: Final = 4.0
CERTAIN_SCORE: Final = EXACT_SCORE - STRIPPED_MALUS
NAMED_SCORE: Final = CERTAIN_SCORE - HINT_MALUS
"""
Scores are an order, not a probability: assumptions of this project. One slip in a name of four letters still passes the
cut-off; the stricter one is for words that begin like a street. The hint malus is for a candidate that does not lie in
the province, CAP or municipality typed beside its name. From the named score on the name itself is whole.
"""

POSTCODE: Final = re.compile(r"(?<![0-9])[0-9]{5}(?![0-9])")
PROVINCE_AT_END: Final = re.compile(r"[\s,(]([A-Za-z]{2})\)?$")
HOUSE_NUMBER: Final = re.compile(r"[0-9]+[a-z]?")
COORDINATES: Final = re.compile(
    r"([+-]?[0-9]{1,3}(?:[.,][0-9]{1,12})?) ?[NEne]?(?: ?[,;/] ?| )([+-]?[0-9]{1,3}(?:[.,][0-9]{1,12})?) ?[NEne]?"
)
STREET_WORDS: Final = frozenset(
    {
        *(
            "via",
            "viale",
            "vle",
            "piazza",
            "pza",
            "piazzale",
            "ple",
            "piazzetta",
            "corso",
            "cso",
            "largo",
            "lgo",
            "vicolo",
        ),
        *("vic", "contrada", "alzaia", "stradone", "lungolago", "lungadige", "bastioni"),
    }
)
FILLERS: Final = re.compile(
    r"^(?:(?:comune|citta|municipio) di |cap |frazione |localita |loc )+|(?: (?:italia|italy))+$"
)
WHAT_ORDER: Final = ("coordinates", "postcode", "municipality", "place", "organisation")
EXACT_WHAT_ORDER: Final = ("coordinates", "postcode", "municipality", "organisation", "place")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the words: a normalised name and what stood beside it; a strict one forgives little."""

    name: str
    postcode: str | None = None
    province_short: str | None = None
    town: str | None = None
    malus: float = 0.0
    is_strict: bool = False


def geocode(index: PlaceIndex, words: str, *, max_count: int = 8) -> tuple[Candidate, ...]:
    """
    Find what the words may mean.

    Parameters
    ----------
    index
        Made by ``build_place_index``.
    words
        Anything; nothing is found for empty words and for more than ``MAX_WORDS_LENGTH`` characters.
    max_count
        Most candidates that come back, 1 to ``MAX_CANDIDATES``.

    Returns
    -------
    candidates
        Best first: by score, then CAP, municipality, place, organisation (an organisation before a place when the name
        is exactly this), then the more populous, then by label. Organisations without any position come too, ``lon``
        None.
    """
    if len(words) > MAX_WORDS_LENGTH:
        return ()
    point = coordinates(words)
    if point is not None:
        label = f"{point[1]:.5f}, {point[0]:.5f}"
        return (Candidate(label, *point, PositionQuality.EXACT.value, "coordinates", score=EXACT_SCORE),)
    scores: dict[int, float] = {}
    for reading in readings(index, words):
        for row, score in _scored(index, reading):
            scores[row] = max(score, scores.get(row, 0.0))
    found = (replace(index.candidates[row], score=round(score, 1)) for row, score in scores.items())
    return tuple(sorted(found, key=_order)[: min(max(max_count, 1), MAX_CANDIDATES)])


def coordinates(words: str) -> tuple[float, float] | None:
    """
    Read typed coordinates, in either order: in Italy no latitude is a longitude.

    Returns
    -------
    lon, lat
        Degrees, EPSG:4326; None when the words are no coordinates in the bounding box of Italy.

    Examples
    --------
    >>> coordinates("45,594 8,918"), coordinates("8.918; 45.594")
    ((8.918, 45.594), (8.918, 45.594))
    """
    if len(words) > MAX_WORDS_LENGTH:
        return None
    found = COORDINATES.fullmatch(" ".join(re.sub("[()°]", " ", words).split()))
    if found is None:
        return None
    first, second = (float(found[group].replace(",", ".")) for group in (1, 2))
    for lon, lat in ((second, first), (first, second)):
        if LON_RANGE[0] <= lon <= LON_RANGE[1] and LAT_RANGE[0] <= lat <= LAT_RANGE[1]:
            return lon, lat
    return None


def is_address(words: str) -> bool:
    """Tell whether a part of the words begins like a street; of an address only the municipality is looked for."""
    parts = (normalise(part).split() for part in words[:MAX_WORDS_LENGTH].split(","))
    return any(len(part) > 1 and _begins_like_a_street(part) for part in parts)


def _begins_like_a_street(words: list[str]) -> bool:
    """Tell of "via", and of "p.za", which is two words once its point is gone."""
    return bool(words) and (words[0] in STREET_WORDS or "".join(words[:2]) in STREET_WORDS)


def _order(candidate: Candidate) -> tuple[float, int, int, str]:
    order = EXACT_WHAT_ORDER if candidate.score >= EXACT_SCORE else WHAT_ORDER
    return -candidate.score, order.index(candidate.what), -candidate.population, candidate.label


def readings(index: PlaceIndex, words: str) -> Iterator[Reading]:
    """Yield the words as they stand, then without what stands beside the name."""
    whole, has_street = normalise(words), is_address(words)
    yield Reading(whole, is_strict=has_street)
    found = POSTCODE.search(words)
    postcode = found[0] if found else None
    rest = POSTCODE.sub(" ", words).strip(" ,;-.")
    province = PROVINCE_AT_END.search(rest)
    for text, short in ((rest, None), *([(rest[: province.start()], province[1].upper())] if province else [])):
        if has_street:
            yield Reading(_town_of_address(index, text), postcode, short)
            continue
        first, *others = (FILLERS.sub("", normalise(part)) for part in text.split(","))
        together = " ".join([first, *others]).strip()
        yield Reading(together, postcode, short, malus=STRIPPED_MALUS if together != normalise(text) else 0.0)
        if others:
            yield Reading(first, postcode, short, town=others[0])


def _town_of_address(index: PlaceIndex, words: str) -> str:
    """Return the normalised municipality or place of a street address, "" where none is named."""
    parts = [normalise(part) for part in words.split(",")]
    if parts[0] and not _begins_like_a_street(parts[0].split()):
        return parts[0]
    for part in reversed(parts[1:]):
        town = _after_number(part.split())
        if town:
            return town
    tokens = parts[0].split()
    if any(HOUSE_NUMBER.fullmatch(token) for token in tokens):
        return _after_number(tokens)
    suffixes = (" ".join(tokens[start:]) for start in range(2, len(tokens)))
    return next((suffix for suffix in suffixes if suffix in index.rows_of), "")


def _after_number(tokens: list[str]) -> str:
    """Return the words after the last house number and its letter ("3/b")."""
    numbers = [place for place, token in enumerate(tokens) if HOUSE_NUMBER.fullmatch(token)]
    after = tokens[numbers[-1] + 1 :] if numbers else tokens
    if numbers and after and len(after[0]) == 1 and after[0] != "s":
        after = after[1:]
    return " ".join(after)


def _scored(index: PlaceIndex, reading: Reading) -> Iterator[tuple[int, float]]:
    """Yield candidates of one reading, possibly more than once, with their scores."""
    is_found = False
    for name, score in _similar_names(index, reading):
        for row in index.rows_of[name]:
            is_found = True
            yield row, score - reading.malus - HINT_MALUS * _disagreements(index, index.candidates[row], reading)
    if reading.postcode is not None and not is_found:
        yield from ((row, EXACT_SCORE) for row in index.rows_of_postcode.get(reading.postcode, ()))


def _disagreements(index: PlaceIndex, candidate: Candidate, reading: Reading) -> int:
    code = candidate.municipality_code or ""
    return sum(
        (
            reading.postcode is not None and reading.postcode not in index.postcodes_in.get(code, ()),
            reading.province_short not in {None, candidate.province_short},
            reading.town not in {None, normalise(candidate.municipality_name or "")},
        )
    )


def _similar_names(index: PlaceIndex, reading: Reading) -> Iterator[tuple[str, float]]:
    name = reading.name
    if not name:
        return
    if name in index.rows_of:
        yield name, EXACT_SCORE
    yield from _beginning_with(index, name)
    cutoff = STRICT_CUTOFF if reading.is_strict else FUZZY_CUTOFF
    for similar, ratio, _ in process.extract(
        name, index.names, scorer=fuzz.ratio, score_cutoff=cutoff, limit=FUZZY_COUNT
    ):
        yield similar, FUZZY_FACTOR * ratio
    if not reading.is_strict:
        yield from _with_words(index, name.split())
        yield from _inside(index, name.split())


def _beginning_with(index: PlaceIndex, name: str) -> Iterator[tuple[str, float]]:
    if len(name) < 2:
        return
    for similar in index.names[bisect.bisect_right(index.names, name) :]:
        if not similar.startswith(name):
            return
        yield similar, FIRST_WORDS_SCORE if similar[len(name)] == " " else BEGINNING_SCORE


def _with_words(index: PlaceIndex, words: list[str]) -> Iterator[tuple[str, float]]:
    """Yield the names that contain every typed word."""
    if max(map(len, words)) < 3:
        return
    numbers = set.intersection(*(set(index.numbers_with.get(word, ())) for word in words))
    yield from ((index.names[number], SOME_WORDS_SCORE) for number in numbers)


def _inside(index: PlaceIndex, words: list[str]) -> Iterator[tuple[str, float]]:
    """Yield the names that stand inside the typed words ("Legnano centro"), the longer the better."""
    typed_length = len(" ".join(words))
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            name = " ".join(words[start:end])
            if 4 <= len(name) < typed_length and name in index.rows_of:
                yield name, CONTAINED_SCORE + CONTAINED_LENGTH_BONUS * len(name) / typed_length
