"""A street address as somebody types it, town and all -> its point in the town that was found for it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from geodata.cleaning.names import title_case
from geodata.geocode.addresses import Addresses, find_address
from geodata.geocode.index import Candidate, normalise
from geodata.geocode.search import EXACT_SCORE, MAX_WORDS_LENGTH, NAMED_SCORE, POSTCODE, is_address

TRIED_COUNT: Final = 3
"""Towns in which a street is looked for, the likeliest first."""
BEHIND_SCORE: Final = 99.0
"""Of the towns themselves, once the address is found in one of them."""


def with_address(words: str, candidates: Iterable[Candidate], addresses: Addresses) -> tuple[Candidate, ...]:
    """
    Put the typed address itself before the towns that were found for it.

    Parameters
    ----------
    words
        As typed.
    candidates
        What ``geocode`` found, best first.
    addresses
        House numbers of the area.

    Returns
    -------
    candidates
        The same, after one of ``what`` "address" and quality ``address`` or ``street`` where the first towns have the
        street. Where the words name no street, or it is not found, nothing changes. A town that is named whole is not
        left for one that is called like it; in one that is a guess the address is no better than its town.
    """
    known = tuple(candidates)
    if len(words) > MAX_WORDS_LENGTH or not is_address(words):
        return known
    towns = [candidate for candidate in known if candidate.what in {"municipality", "place"}]
    towns = [town for town in towns if town.score >= NAMED_SCORE] or towns
    found = next(filter(None, (_in_town(words, town, addresses) for town in towns[:TRIED_COUNT])), None)
    if found is None:
        return known
    return (found, *(replace(candidate, score=min(candidate.score, BEHIND_SCORE)) for candidate in known))


def _in_town(words: str, town: Candidate, addresses: Addresses) -> Candidate | None:
    street = _street_words(words, town)
    point = find_address(street, town.municipality_code, addresses) if street and town.municipality_code else None
    if point is None:
        return None
    named = " ".join(filter(None, (title_case(point.street_name), point.number)))
    return replace(
        town,
        label=f"{named}, {town.municipality_name} ({town.province_short})",
        lon=point.lon,
        lat=point.lat,
        quality=point.quality.value,
        what="address",
        score=EXACT_SCORE if town.score >= NAMED_SCORE else town.score,
    )


def _street_words(words: str, town: Candidate) -> str:
    """Return what is left of the words without CAP, town and province, at either end."""
    tokens = POSTCODE.sub(" ", words).replace(",", " , ").split()
    for name in _names(town):
        for cut in range(1, len(tokens)):
            if normalise(" ".join(tokens[cut:])) == name:
                return " ".join(tokens[:cut]).strip(" ,-")
            if normalise(" ".join(tokens[:cut])) == name:
                return " ".join(tokens[cut:]).strip(" ,-")
    return " ".join(tokens).replace(" ,", ",").strip(" ,-")


def _names(town: Candidate) -> tuple[str, ...]:
    """Return the ways in which the town may stand beside the street, the longest first."""
    place = town.label.partition("(")[0]
    bare = (place, place.partition(",")[0], town.municipality_name or "")
    return tuple(
        dict.fromkeys(normalise(f"{name} {more}") for name in bare for more in (town.province_short or "", "") if name)
    )
