"""What every section of *Imprese e piani* is given, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from geodata.codes import PositionQuality, TravelMode
from welfare_map.maps.view import MapArea, MapPoint
from welfare_map.model import PUBLIC, Firm, FirmSite, Viewer
from welfare_map.questions.firm_positions import positions_of
from welfare_map.ui.components.place_search import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFirm:
    """
    Who asks, from where, how far, and with whom.

    Parameters
    ----------
    place
        Where minutes start.
    mode, limit_min
        How people travel, and for how long at most.
    me
        The visitor's firm: one of the register, or ``OWN_FIRM`` as described in the open page; None while unknown.
    viewer
        Who looks: ``PUBLIC`` unless somebody signed in for an organisation.
    partner_ids
        Firms that the visitor put together, in the order in which they were added; all are in the register.
    """

    place: Place
    mode: TravelMode = TravelMode.CAR
    limit_min: float = 15
    me: Firm | None = None
    viewer: Viewer = PUBLIC
    partner_ids: tuple[str, ...] = ()

    def standing(self) -> Firm | None:
        """Return the visitor's firm where it is; one of which nobody knows where stands where the visitor says."""
        if self.me is None or positions_of(self.me):
            return self.me
        where: dict[str, Any] = {"lon": self.place.lon, "lat": self.place.lat}
        where["position_quality"] = self.place.quality or PositionQuality.EXACT.value
        site = FirmSite(site_number=1, site_name=None, municipality_code=self.me.municipality_code, **where)
        return replace(self.me, sites=(site,), **where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """
    A section with its answer already computed: the map is drawn from it first, then the list beside the map.

    Parameters
    ----------
    draw
        Draws the list beside the map.
    heading
        The answer in one sentence, written above map and list; "" where ``draw`` says it.
    points, areas
        What the map shows of the same answer.
    has_demo
        Demonstration data took part.
    """

    draw: Callable[[], None]
    heading: str = ""
    points: tuple[MapPoint, ...] = ()
    areas: tuple[MapArea, ...] = ()
    has_demo: bool = False
