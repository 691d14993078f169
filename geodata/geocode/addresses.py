"""A street address -> its point among the house numbers of a municipality: the number itself, else the street."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from rapidfuzz import fuzz, process

from geodata.cleaning.streets import StreetAddress, split_address, street_key, street_parts
from geodata.codes import PositionQuality
from geodata.sources.anncsu import HouseNumber, Street, StreetBook, digits_of
from geodata.territory.names import fold

STREET_CUTOFF: Final = 92.0
"""Of 100: one slip in a name of a dozen letters; a shorter name must be written right."""
CLEAR_LEAD: Final = 4.0
"""The best of two similar streets must be nearer by so much; else neither is meant for sure."""
SHORTEST_WORD: Final = 3
"""Letters of the word by which a longer name is looked for."""
NEAR_NUMBERS: Final = 20
"""A number so near, on the same side, stands for the one that is missing; beyond, the middle of the street does."""


NUMBER_THEN_MORE: Final = re.compile(r"(.*?[^\W\d_].*?[\s,]\d{1,5}(?:\s*/?\s*[a-z]\b)?)\s*[,;(]", re.IGNORECASE)
BESIDE: Final = re.compile(r"\s-\s|\(|,?\s\b(?:fraz|loc|int|interno|scala|piano)\b", re.IGNORECASE)


class Addresses(Protocol):
    """The house numbers of an area, as ``geodata.store.AddressIndex`` keeps them; ``built_on`` is their day, ISO."""

    @property
    def built_on(self) -> str:
        """Day on which they were taken over."""

    def streets(self, municipality_code: str, /) -> StreetBook:
        """Return the streets of a municipality, the same book at each call."""

    def numbers(self, street_id: int, /) -> Sequence[HouseNumber]:
        """Return the placed house numbers of a street."""


@dataclass(frozen=True, slots=True)
class AddressPoint:
    """
    Where an address is.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326.
    quality
        ``address`` at the house number itself, ``street`` at a near number or in the middle of the street.
    street_name
        Official name.
    number
        House number, as the register has it; None for the street.
    """

    lon: float
    lat: float
    quality: PositionQuality
    street_name: str
    number: str | None = None


def find_address(words: str, municipality_code: str, addresses: Addresses) -> AddressPoint | None:
    """
    Find an address in a municipality.

    Parameters
    ----------
    words
        Street and house number, however written: abbreviations, "XXV Aprile", surname first.
    municipality_code
        ISTAT code.
    addresses
        House numbers of the area.

    Returns
    -------
    point
        None where no street, or more than one, is meant; where it has no position; and for a street of one name in two
        parts of the municipality when the words do not say which. Nothing is guessed.
    """
    book = addresses.streets(municipality_code)
    for asked in dict.fromkeys((split_address(words), split_address(_first_part(words)), StreetAddress(words))):
        street = _street(asked.street, words, book)
        if street:
            return _point(street, asked, addresses)
    return None


def _first_part(words: str) -> str:
    """Return the words up to what is beside street and number: "Via Roma, 5 - Fraz. Prova", "Via Roma, 5, int. 2"."""
    numbered = NUMBER_THEN_MORE.match(words)
    return numbered[1] if numbered else BESIDE.split(words, maxsplit=1)[0]


def _street(name: str, words: str, book: StreetBook) -> Street | None:
    key = street_key(name)
    if not key:
        return None
    return _only(book.by_key.get(key) or _with_names(name, book) or _similar(key, book), words)


def _only(found: Sequence[Street], words: str) -> Street | None:
    """Return the one street; of several, that whose locality is named."""
    if len(found) > 1:
        said = f" {fold(words)} "
        found = [street for street in found if street.locality and f" {fold(street.locality)} " in said]
    return found[0] if len(found) == 1 else None


def _with_names(name: str, book: StreetBook) -> list[Street]:
    """Return the streets that say more than the words, or spell out their initials: "Via G. Garibaldi"."""
    kind, wanted = street_parts(name)
    longest = max(wanted, key=len, default="")
    if len(longest) < SHORTEST_WORD:
        return []
    keys = [key for key in book.by_word.get(longest, ()) if _says_more(kind, wanted, key)]
    return list({street.street_id: street for key in keys for street in book.by_key[key]}.values())


def _says_more(kind: str, wanted: Sequence[str], key: str) -> bool:
    own_kind, *left = key.split()
    if kind != own_kind or digits_of(key) != tuple(sorted(word for word in wanted if word.isdecimal())):
        return False
    for word in sorted(wanted, key=len, reverse=True):
        same = next((other for other in left if other == word or (len(word) == 1 and other.startswith(word))), None)
        if same is None:
            return False
        left.remove(same)
    return True


def _similar(key: str, book: StreetBook) -> list[Street]:
    """Return the streets of the one name that is nearly the same; numbers in it must be the same."""
    known = book.keys_by_digits.get(digits_of(key), [])
    best = process.extract(key, known, scorer=fuzz.ratio, score_cutoff=STREET_CUTOFF - CLEAR_LEAD, limit=2)
    if not best or best[0][1] < STREET_CUTOFF:
        return []
    is_clear = len(best) == 1 or best[0][1] - best[1][1] >= CLEAR_LEAD
    return book.by_key[best[0][0]] if is_clear else []


def _point(street: Street, asked: StreetAddress, addresses: Addresses) -> AddressPoint | None:
    found = _number(asked, addresses.numbers(street.street_id)) if asked.number is not None else None
    if found and found.number == asked.number:
        said = f"{found.number}/{found.exponent.upper()}" if found.exponent else str(found.number)
        return AddressPoint(found.lon, found.lat, PositionQuality.ADDRESS, street.name, said)
    if found:
        return AddressPoint(found.lon, found.lat, PositionQuality.STREET, street.name)
    if street.lon is None or street.lat is None:
        return None
    return AddressPoint(street.lon, street.lat, PositionQuality.STREET, street.name)


def _number(asked: StreetAddress, numbers: Sequence[HouseNumber]) -> HouseNumber | None:
    """Return the number asked for, with its letter if that is there, else a near one on the same side."""
    number = asked.number or 0
    near = [
        found for found in numbers if abs(found.number - number) <= NEAR_NUMBERS and (found.number - number) % 2 == 0
    ]
    return min(
        near,
        key=lambda found: (abs(found.number - number), found.exponent != asked.exponent, found.exponent),
        default=None,
    )
