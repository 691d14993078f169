"""Where a firm is: asked here by every question and page, so that all say the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.codes import APPROXIMATE_QUALITIES, PositionQuality
from welfare_map.model import Firm, FirmSite

TownPoints = Mapping[str, tuple[float, float]]
"""Municipality code -> its point, degrees, EPSG:4326."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place of work, or the point of its municipality: degrees, EPSG:4326."""

    lon: float
    lat: float
    municipality_code: str | None
    position_quality: str

    @property
    def is_approximate(self) -> bool:
        """Tell whether it stands for an area."""
        return self.position_quality in APPROXIMATE_QUALITIES


def positions_of(firm: Firm, towns: TownPoints | None = None) -> tuple[Position, ...]:
    """
    Return where a firm is.

    Parameters
    ----------
    towns
        Where a firm whose position is not known stands for its municipality; None where it stands nowhere.

    Returns
    -------
    positions
        The sites of which it is known where they are, in their order, each place once; the first site of a firm is its
        own position, and of one that has no sites that alone.
    """
    sites: tuple[Firm | FirmSite, ...] = firm.sites or (firm,)
    found: dict[tuple[float, float], Position] = {}
    for site in sites:
        if site.lon is not None and site.lat is not None and site.position_quality != PositionQuality.NONE:
            position = Position(site.lon, site.lat, site.municipality_code, str(site.position_quality))
            found.setdefault((site.lon, site.lat), position)
    point = (towns or {}).get(firm.municipality_code or "")
    if found or point is None:
        return tuple(found.values())
    return (Position(*point, firm.municipality_code, PositionQuality.MUNICIPALITY.value),)
