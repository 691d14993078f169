"""The network of one mode and one sense of travel, as a search wants it: the arcs out of each node, side by side."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.codes import TravelMode
from geodata.store.roads import MODES, RoadNetwork


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """
    Compressed sparse rows.

    Parameters
    ----------
    first
        One more than nodes: the arcs out of node ``i`` are ``first[i]`` to ``first[i + 1]``.
    head
        Node that each arc leads to.
    seconds
        What it takes.
    """

    first: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    seconds: npt.NDArray[np.float32]


def arcs_of(network: RoadNetwork, mode: TravelMode, *, is_reversed: bool) -> Arcs:
    """
    Return the arcs of a mode.

    Parameters
    ----------
    is_reversed
        Turned round, to search from a destination back to the origins.
    """
    along, against = network.seconds[MODES.index(mode)]
    tail = np.concatenate([network.from_node, network.to_node])
    head = np.concatenate([network.to_node, network.from_node])
    seconds = np.concatenate([along, against])
    kept = np.flatnonzero(np.isfinite(seconds) & (tail != head))
    tail, head = (head[kept], tail[kept]) if is_reversed else (tail[kept], head[kept])
    order = np.argsort(tail, kind="stable")
    counts = np.bincount(tail, minlength=network.status.node_count)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return Arcs(first, head[order], seconds[kept][order])
