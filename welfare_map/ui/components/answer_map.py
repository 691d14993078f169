"""From an answer to what the map shows: the same rows as the list, in the same order."""

from welfare_map.maps.view import Bounds, Fit, MapPoint, MapView, Origin
from welfare_map.model import CommuteRow, NearbyRow
from welfare_map.ui import state
from welfare_map.ui.components.asking import ServicesAnswer
from welfare_map.ui.components.layers import ShownLayers
from welfare_map.ui.components.place_search import Place


def nearby_view(place: Place | None, answer: ServicesAnswer | None, shown: ShownLayers) -> MapView:
    """Show the answer's rows, where the person starts from, and the layers that are on."""
    rows = answer.rows if answer else ()
    return MapView(
        layers=shown.layers,
        level=shown.level,
        points=tuple(_point(row) for row in rows),
        origin=Origin(place.lon, place.lat, place.name) if place else None,
        selected_id=state.get(state.SELECTED) or None,
        selected_municipality_code=state.get(state.TERRITORY) or None,
        fit=shown.fit or _fit(place, rows),
        tiles=shown.tiles,
    )


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


def _fit(place: Place | None, rows: tuple[NearbyRow | CommuteRow, ...]) -> Fit | None:
    """Move once per place: a filter keeps the view where it is."""
    if place is None:
        return None
    lons = [place.lon, *(row.lon for row in rows[:60])]
    lats = [place.lat, *(row.lat for row in rows[:60])]
    margin = 0.01
    bounds = Bounds(min(lons) - margin, min(lats) - margin, max(lons) + margin, max(lats) + margin)
    return Fit(bounds, token=f"{place.lon:.3f},{place.lat:.3f}")
