"""The compiled search against scipy's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.routing.roads.arcs import Arcs
from geodata.routing.roads.shortest import Doors, node_seconds, travel_seconds

NODE_COUNT = 12
ARCS = st.lists(
    st.tuples(st.integers(0, NODE_COUNT - 1), st.integers(0, NODE_COUNT - 1), st.integers(0, 400)), max_size=60
)
LIMITS_S = st.one_of(st.just(np.inf), st.floats(0, 1_000))


def arcs_from(triples: list[tuple[int, int, int]]) -> Arcs:
    """Keep the quickest of parallel arcs, as scipy would add them up."""
    quickest: dict[tuple[int, int], int] = {}
    for tail, head, seconds in triples:
        if tail != head:
            quickest[tail, head] = min(seconds, quickest.get((tail, head), seconds))
    ordered = sorted(quickest)
    counts = np.bincount([tail for tail, _ in ordered], minlength=NODE_COUNT) if ordered else np.zeros(NODE_COUNT, int)
    return Arcs(
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        np.array([head for _, head in ordered], dtype=np.int32),
        np.array([quickest[key] for key in ordered], dtype=np.float32),
    )


def at_nodes(*nodes: int) -> Doors:
    return Doors(
        np.array([[node, node] for node in nodes], dtype=np.int32), np.array([[0.0, np.inf]] * len(nodes), dtype=float)
    )


def by_scipy(arcs: Arcs) -> np.ndarray:
    seconds = np.maximum(arcs.seconds.astype(float), 1e-9)  # scipy takes a stored nought for no arc at all
    graph = csr_array((seconds, arcs.head, arcs.first), shape=(NODE_COUNT, NODE_COUNT))
    return np.asarray(dijkstra(graph))


@settings(deadline=None)
@given(ARCS, LIMITS_S)
def test_all_pairs_are_those_of_scipy(triples: list[tuple[int, int, int]], limit_s: float) -> None:
    arcs, everywhere = arcs_from(triples), at_nodes(*range(NODE_COUNT))
    expected = by_scipy(arcs)
    found = travel_seconds(arcs, everywhere, everywhere, limit_s)
    np.testing.assert_allclose(found, np.where(expected <= limit_s + 1e-6, expected, np.inf), atol=1e-6)


@settings(deadline=None)
@given(ARCS, LIMITS_S, st.lists(st.integers(0, NODE_COUNT - 1), min_size=1, max_size=3))
def test_few_ends_are_found_like_many(triples: list[tuple[int, int, int]], limit_s: float, ends: list[int]) -> None:
    arcs, everywhere = arcs_from(triples), at_nodes(*range(NODE_COUNT))
    few = travel_seconds(arcs, everywhere, at_nodes(*ends), limit_s)
    np.testing.assert_array_equal(few, travel_seconds(arcs, everywhere, everywhere, limit_s)[:, ends])


@settings(deadline=None)
@given(ARCS, LIMITS_S)
def test_one_search_over_all_nodes_is_a_row(triples: list[tuple[int, int, int]], limit_s: float) -> None:
    arcs = arcs_from(triples)
    row = travel_seconds(arcs, at_nodes(0), at_nodes(*range(NODE_COUNT)), limit_s)[0]
    np.testing.assert_array_equal(node_seconds(arcs, at_nodes(0), limit_s), row)


def test_the_better_door_counts() -> None:
    line = arcs_from([(0, 1, 100), (1, 2, 100), (2, 1, 100), (1, 0, 100)])
    start = Doors(np.array([[0, 2]], dtype=np.int32), np.array([[50.0, 10.0]]))
    end = Doors(np.array([[0, 1]], dtype=np.int32), np.array([[5.0, 1.0]]))
    assert travel_seconds(line, start, end, np.inf).tolist() == [[pytest.approx(55.0)]]
