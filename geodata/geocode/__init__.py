"""
A place as somebody types it -> candidates, best first. Pure: it searches tables that are given to it.

It understands coordinates, CAP, municipalities, places of the gazetteer and names of organisations, forgives accents,
capitals, apostrophes, "S." for "San" and slips of the finger, and says how precise each candidate is. Of a street
address it finds the municipality, no more: the quality says so.
"""

from geodata.geocode.index import Candidate, PlaceIndex, build_place_index, normalise
from geodata.geocode.search import MAX_CANDIDATES, MAX_WORDS_LENGTH, coordinates, geocode, is_address

__all__ = [
    "MAX_CANDIDATES",
    "MAX_WORDS_LENGTH",
    "Candidate",
    "PlaceIndex",
    "build_place_index",
    "coordinates",
    "geocode",
    "is_address",
    "normalise",
]
