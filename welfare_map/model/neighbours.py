"""Which firms are near a point, or near a firm?"""

from dataclasses import dataclass
from datetime import date

from geodata.codes import TravelMode
from welfare_map.model.answer import Answer
from welfare_map.model.firms import PUBLIC, Firm, Viewer


@dataclass(frozen=True, kw_only=True)
class FirmsQuery:
    """
    Which firms are near?

    Parameters
    ----------
    as_of_on
        Day of the question.
    lon, lat
        Where minutes start, degrees, EPSG:4326.
    me
        The firm that asks; it is not its own neighbour.
    viewer
        Who looks.
    mode
        How people travel between firms.
    limit_min, limit_km
        Longest travel; exactly one of them is given. Minutes over 0 and up to 180, kilometres over 0 and up to 200.
    max_count
        Most rows that come back.
    """

    as_of_on: date
    lon: float
    lat: float
    me: Firm | None = None
    viewer: Viewer = PUBLIC
    mode: TravelMode = TravelMode.CAR
    limit_min: float | None = 15
    limit_km: float | None = None
    max_count: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmRow:
    """One firm within reach: the firm as the viewer sees it, where it stands, and the minutes to there."""

    firm: Firm
    lon: float
    lat: float
    travel_min: float
    distance_m: int
    is_estimate: bool
    is_approximate: bool


@dataclass(frozen=True, kw_only=True)
class FirmsAnswer(Answer[FirmRow]):
    """Firms within reach, nearest first, ties by exactness and then by ``organisation_id``."""

    origin_municipality_name: str
    found_count: int
    is_estimate: bool
