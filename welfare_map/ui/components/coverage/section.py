"""What every section of *Copertura* gives to the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from geodata.codes import Level
from welfare_map.maps.view import AreaFill, Fit, MapArea, MapPoint, Pick


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """
    A section that has asked its question and computed its answer: heading, map and list are drawn from it.

    Parameters
    ----------
    draw
        Draws the list beside the map.
    beneath
        Draws what stands below map and list, in full width; None for nothing.
    heading
        The answer in one sentence, written above map and list.
    level
        Boundaries that stand out; None for those that the visitor chose.
    fills, points, areas
        What the map shows of the same answer.
    legend
        HTML below the map, or "".
    fit
        Where the map moves, once; None leaves it where it is.
    has_demo
        Demonstration data took part.
    params
        What the address carries of the question.
    on_pick
        What a click on the map does, called once for each; None for nothing.
    """

    draw: Callable[[], None]
    heading: str
    beneath: Callable[[], None] | None = None
    level: Level | None = None
    fills: tuple[AreaFill, ...] = ()
    points: tuple[MapPoint, ...] = ()
    areas: tuple[MapArea, ...] = ()
    legend: str = ""
    fit: Fit | None = None
    has_demo: bool = False
    params: Mapping[str, str] = field(default_factory=dict)
    on_pick: Callable[[Pick], None] | None = None
