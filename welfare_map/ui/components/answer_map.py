"""From an answer to what the map shows: the same rows as the list, in the same order."""

from collections.abc import Iterable, Sequence
from itertools import islice

from welfare_map.maps.view import Bounds, Fit, MapPoint, MapView, Origin
from welfare_map.model import CommuteRow, NearbyRow
from welfare_map.ui import state
from welfare_map.ui.components.asking import ServicesAnswer
from welfare_map.ui.components.layers import ShownLayers
from welfare_map.ui.components.place_search import Place


def nearby_view(place: Place | None, home: Place | None, answer: ServicesAnswer | None, shown: ShownLayers) -> MapView:
    """Show the answer's rows, where the person works and lives, and the layers that are on."""
    rows = answer.rows if answer else ()
    return MapView(
        layers=shown.layers,
        level=shown.level,
        points=tuple(_point(row) for row in rows),
        origin=origin_of(place),
        home=origin_of(home) if place else None,
        selected_id=state.get(state.SELECTED) or None,
        selected_municipality_code=state.get(state.TERRITORY) or None,
        fit=shown.fit or _fit(place, home, rows),
        tiles=shown.tiles,
    )


def origin_of(place: Place | None) -> Origin | None:
    """Return a chosen place as the map shows it."""
    return Origin(place.lon, place.lat, place.name) if place else None


def _point(row: NearbyRow | CommuteRow) -> MapPoint:
    return MapPoint(
        item_id=row.service_id,
        lon=row.lon,
        lat=row.lat,
        code=row.kind,
        name=row.name,
        travel_min=row.travel_min if isinstance(row, NearbyRow) else row.added_total_min,
        is_approximate=row.is_approximate,
        is_demo=row.is_demo,
    )


def _fit(place: Place | None, home: Place | None, rows: Sequence[NearbyRow | CommuteRow]) -> Fit | None:
    return around((place, *((home,) if home else ())), rows) if place else None


def around(places: Sequence[Place], rows: Iterable[NearbyRow | CommuteRow | MapPoint]) -> Fit | None:
    """Move to the chosen places and the first rows, once per place: a filter keeps the view where it is."""
    if not places:
        return None
    seen = (*places, *islice(rows, 60))
    lons, lats = [one.lon for one in seen], [one.lat for one in seen]
    margin = 0.01
    bounds = Bounds(min(lons) - margin, min(lats) - margin, max(lons) + margin, max(lats) + margin)
    return Fit(bounds, token=";".join(f"{one.lon:.3f},{one.lat:.3f}" for one in places))
