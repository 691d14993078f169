"""Which place do these words mean?"""

from dataclasses import dataclass
from datetime import date

from welfare_map.model.answer import Answer


@dataclass(frozen=True, kw_only=True)
class PlaceQuery:
    """A place as somebody types it: firm, address, CAP, municipality, place or coordinates."""

    as_of_on: date
    words: str
    max_count: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One candidate: ``what`` is address, coordinates, organisation, postcode, municipality, place; ``score`` 0–100."""

    label: str
    lon: float
    lat: float
    quality: str
    what: str
    municipality_code: str | None
    municipality_name: str | None
    province_short: str | None
    score: float
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class PlaceAnswer(Answer[PlaceRow]):
    """
    Candidates, best first.

    Parameters
    ----------
    is_outside
        The words name a municipality that is not on this map: the candidates are merely called like it.
    is_guess
        The words name no place of this map whole: the best candidate is like them, or bears them in its name.
    """

    is_outside: bool = False
    is_guess: bool = False
