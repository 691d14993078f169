"""
A place as somebody types it -> candidates, best first. Pure: it searches tables that are given to it.

It understands coordinates, CAP, municipalities, places of the gazetteer and names of organisations, forgives accents,
capitals, apostrophes, "S." for "San" and slips of the finger, and says how precise each candidate is. Of a street
address it finds the municipality; with the house numbers of the area (``addresses``, ``typed``) the street and the
number too. The quality says so. ``levels`` places records in the same way; ``online`` asks a server, when the operator
wants that.
"""

from geodata.geocode.addresses import Addresses, AddressPoint, find_address
from geodata.geocode.guess import is_guess
from geodata.geocode.index import Candidate, PlaceIndex, build_place_index, normalise
from geodata.geocode.outside import outside_by_name, town_outside
from geodata.geocode.search import MAX_CANDIDATES, MAX_WORDS_LENGTH, coordinates, geocode, is_address
from geodata.geocode.typed import with_address

__all__ = [
    "MAX_CANDIDATES",
    "MAX_WORDS_LENGTH",
    "AddressPoint",
    "Addresses",
    "Candidate",
    "PlaceIndex",
    "build_place_index",
    "coordinates",
    "find_address",
    "geocode",
    "is_address",
    "is_guess",
    "normalise",
    "outside_by_name",
    "town_outside",
    "with_address",
]
