"""Which engine gives the minutes: a Valhalla server if one is named, else roads if built, else the estimate."""

from pathlib import Path

from geodata.errors import DataError
from geodata.routing import TravelTimes
from geodata.routing.estimate import Estimate
from geodata.routing.falling_back import WithEstimate
from geodata.routing.valhalla import Valhalla, make_client
from geodata.store.roads import ROADS_NAME, read_roads


def open_travel_times(data_dir: Path, *, valhalla_url: str = "", is_offline: bool = False) -> TravelTimes:
    """
    Return the best engine that this installation has.

    A road network that must be built again is left aside; ``welfare-map roads status`` says why.

    Parameters
    ----------
    data_dir
        The user's data folder.
    valhalla_url
        Address of a Valhalla server, "" for none.
    is_offline
        No request leaves this machine.
    """
    if valhalla_url:
        return WithEstimate(Valhalla(valhalla_url, make_client(is_offline=is_offline)))
    path = data_dir / ROADS_NAME
    if not path.is_file():
        return Estimate()
    from geodata.routing.roads.engine import Roads  # noqa: PLC0415  # compiled code is loaded where there are roads

    try:
        return WithEstimate(Roads(read_roads(path)))
    except DataError:
        return Estimate()
