"""
Shortest ways, compiled: Dijkstra 1959 with buckets (Dial 1969) and a limit.

A node waits in the bucket of its seconds, and is taken again when it improves within its own bucket, so the result is
exact whatever the width. scipy's search visits every node of the network and fills a row of all of them per origin;
this one ends at the limit, or when the last node asked for is known (measured in ``bench/routing.py``). The first call
after an installation compiles and keeps the result beside this file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray
from geodata.routing.roads.arcs import Arcs

Function = TypeVar("Function", bound=Callable[..., Any])
IntArray = npt.NDArray[np.int32]
Graph = tuple[IntArray, IntArray, npt.NDArray[np.float32]]
"""First arc of each node; node that each arc leads to, and its seconds."""
Doorways = tuple[IntArray, FloatArray]
"""Nodes and seconds, as in ``Doors``."""
Marks = npt.NDArray[np.uint8]
Room = tuple[IntArray, IntArray, IntArray, float, FloatArray, IntArray]
"""First node of each bucket, node after and before each node, buckets per second; seconds to nodes, touched nodes."""
NOBODY: Final = -1
NOT_WAITING: Final = -2
WANTED: Final = 1
KNOWN: Final = 2
NOT_KNOWN_S: Final = np.inf
BUCKETS_PER_ARC: Final = 2
"""Width of a bucket: half the mean arc (8–16 s of 24 s were quickest)."""
MIN_WIDTH_S: Final = 0.01


def compiled(function: Function) -> Function:
    """Compile a function at its first call; other threads go on meanwhile."""
    return cast("Function", numba.njit(cache=True, nogil=True)(function))


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """
    Where trips enter or leave the network: at either end of the edge that a point lies on.

    Parameters
    ----------
    nodes
        Point × 2.
    seconds
        Point × 2: between point and node; infinite where that way is closed.
    """

    nodes: IntArray
    seconds: FloatArray


def travel_seconds(arcs: Arcs, starts: Doors, ends: Doors, limit_s: float) -> FloatArray:
    """
    Search from each start to all ends.

    Parameters
    ----------
    arcs
        Of one mode; turned round to search from destinations back to origins.
    limit_s
        What takes longer is infinite.

    Returns
    -------
    seconds
        A row per start, a column per end.
    """
    found = _matrix(_graph(arcs), (starts.nodes, starts.seconds), (ends.nodes, ends.seconds), limit_s, _width_s(arcs))
    return np.where(found <= limit_s, found, np.inf)


def node_seconds(arcs: Arcs, start: Doors, limit_s: float) -> FloatArray:
    """Search from one start; return the seconds to every node, infinite beyond the limit."""
    known_s = _from_one(_graph(arcs), (start.nodes, start.seconds), limit_s, _width_s(arcs))
    return np.where(known_s <= limit_s, known_s, np.inf)


def _graph(arcs: Arcs) -> Graph:
    return arcs.first, arcs.head, arcs.seconds


def _width_s(arcs: Arcs) -> float:
    return max(float(arcs.seconds.mean(dtype=np.float64)) / BUCKETS_PER_ARC, MIN_WIDTH_S) if len(arcs.head) else 1.0


@compiled
def _from_one(graph: Graph, starts: Doorways, limit_s: float, width_s: float) -> FloatArray:
    room = _room(graph, starts[1], width_s)
    _search(graph, starts, 0, limit_s, np.zeros(len(graph[0]) - 1, np.uint8), -1, room)
    return room[4]


@compiled
def _matrix(graph: Graph, starts: Doorways, ends: Doorways, limit_s: float, width_s: float) -> FloatArray:
    end_nodes, end_seconds = ends
    room = _room(graph, starts[1], width_s)
    first, _, before, _, known_s, touched = room
    mark, wanted_count = np.zeros(len(known_s), np.uint8), 0
    for end in range(len(end_nodes)):
        for side in range(2):
            if end_seconds[end, side] < np.inf and mark[end_nodes[end, side]] != WANTED:
                mark[end_nodes[end, side]] = WANTED
                wanted_count += 1
    travel_s = np.empty((len(starts[0]), len(end_nodes)))
    for start in range(len(starts[0])):
        touched_count = _search(graph, starts, start, limit_s, mark, wanted_count, room)
        for end in range(len(end_nodes)):
            travel_s[start, end] = min(
                known_s[end_nodes[end, 0]] + end_seconds[end, 0], known_s[end_nodes[end, 1]] + end_seconds[end, 1]
            )
        for place in range(touched_count):
            node = touched[place]
            known_s[node], before[node] = NOT_KNOWN_S, NOT_WAITING
            mark[node] = min(mark[node], WANTED)
        first[:] = NOBODY
    return travel_s


@compiled
def _room(graph: Graph, start_seconds: FloatArray, width_s: float) -> Room:
    """Make room for a search: as many buckets, a power of two, as may be in use at a time."""
    longest_s = graph[2].max() if len(graph[2]) else 0.0
    for seconds in start_seconds.ravel():
        if longest_s < seconds < np.inf:
            longest_s = seconds
    bucket_count = 1
    while bucket_count < longest_s / width_s + 2:
        bucket_count *= 2
    node_count = len(graph[0]) - 1
    return (
        np.full(bucket_count, NOBODY, np.int32),
        np.empty(node_count, np.int32),
        np.full(node_count, NOT_WAITING, np.int32),
        1.0 / width_s,
        np.full(node_count, NOT_KNOWN_S),
        np.empty(node_count, np.int32),
    )


@compiled
def _search(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917  # one function on purpose: see below
    graph: Graph, doors: Doorways, start: int, limit_s: float, mark: Marks, wanted_count: int, room: Room
) -> int:
    """
    Fill in the seconds to the nodes until the limit is passed or all wanted ones are known; count the touched.

    It is one function, for handing arrays on at every arc doubled the time (measured).
    """
    first_arc, head, seconds = graph
    first, after, before, buckets_per_s, known_s, touched = room
    slots, left, waiting_count, touched_count = len(first) - 1, wanted_count, 0, 0
    for door in range(2):
        node, reached_s = doors[0][start, door], doors[1][start, door]
        if reached_s < known_s[node]:
            if known_s[node] == NOT_KNOWN_S:
                touched[touched_count] = node
                touched_count += 1
            known_s[node] = reached_s
    bucket = np.int64(doors[1][start].min() * buckets_per_s)
    for place in range(touched_count):
        node = touched[place]
        slot = np.int64(known_s[node] * buckets_per_s) & slots
        second = first[slot]
        after[node], before[node], first[slot] = second, NOBODY, node
        if second != NOBODY:
            before[second] = node
        waiting_count += 1
    while waiting_count > 0:
        node = first[bucket & slots]
        if node == NOBODY:  # all of this bucket is known
            bucket += 1
            if left == 0 or bucket > limit_s * buckets_per_s:
                break
            continue
        following = after[node]
        first[bucket & slots], before[node] = following, NOT_WAITING
        if following != NOBODY:
            before[following] = NOBODY
        waiting_count -= 1
        if mark[node] == WANTED:
            mark[node] = KNOWN
            left -= 1
        from_s = known_s[node]
        for arc in range(first_arc[node], first_arc[node + 1]):
            other, reached_s = head[arc], from_s + seconds[arc]
            before_s = known_s[other]
            if reached_s >= before_s:
                continue
            known_s[other] = reached_s
            slot = np.int64(reached_s * buckets_per_s) & slots
            if before_s == NOT_KNOWN_S:
                touched[touched_count] = other
                touched_count += 1
            elif before[other] != NOT_WAITING:  # it waits for later: take it out, unless it stays where it is
                old_slot = np.int64(before_s * buckets_per_s) & slots
                if old_slot == slot:
                    continue
                previous, following = before[other], after[other]
                if previous == NOBODY:
                    first[old_slot] = following
                else:
                    after[previous] = following
                if following != NOBODY:
                    before[following] = previous
                waiting_count -= 1
            second = first[slot]
            after[other], before[other], first[slot] = second, NOBODY, other
            if second != NOBODY:
                before[second] = other
            waiting_count += 1
    return touched_count
