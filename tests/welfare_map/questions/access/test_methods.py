"""Places shared among all who reach them, against PySAL and against the formulas written out place by place."""

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geodata.routing.pairs import Pairs
from welfare_map.model import Decay
from welfare_map.questions.access.decays import weights
from welfare_map.questions.access.methods import Catchments, catchments, e2sfca, spatial_availability

LIMIT_MIN = 30.0
Floats = npt.NDArray[np.float64]


@st.composite
def towns(draw: st.DrawFn) -> tuple[Floats, Floats, Floats]:
    """Draw minutes from points of demand to services, residents and places."""
    shape = draw(st.tuples(st.integers(1, 8), st.integers(1, 8)))
    minutes = draw(arrays(float, shape, elements=st.integers(0, 45).map(float)))
    residents = draw(arrays(float, shape[0], elements=st.integers(0, 2000).map(float)))
    places = draw(arrays(float, shape[1], elements=st.integers(0, 120).map(float)))
    return minutes, residents, places


def shared(town: tuple[Floats, Floats, Floats], decay: Decay) -> Catchments:
    minutes, residents, places = town
    origin, destination = np.nonzero(minutes <= LIMIT_MIN)
    travel_min = minutes[origin, destination]
    pairs = Pairs(origin.astype(np.int32), destination.astype(np.int32), travel_min, np.ones(len(origin), bool))
    return catchments(pairs, weights(travel_min, LIMIT_MIN, decay), residents, len(places))


@settings(max_examples=60)
@given(town=towns(), decay=st.sampled_from(list(Decay)))
def test_e2sfca_is_that_of_pysal_access(town: tuple[Floats, Floats, Floats], decay: Decay) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from access import fca  # noqa: PLC0415  # its import warns of libraries that it does not need here
    minutes, residents, places = town
    origin, destination = np.nonzero(minutes <= LIMIT_MIN)
    cost = pd.DataFrame({"origin": origin, "dest": destination, "cost": minutes[origin, destination]})
    demand = pd.DataFrame({"demand": residents}, index=pd.RangeIndex(len(residents), name="geoid"))
    supply = pd.DataFrame({"supply": places}, index=pd.RangeIndex(len(places), name="geoid"))
    theirs = fca.two_stage_fca(
        demand, supply, cost, LIMIT_MIN, weight_fn=lambda cost: weights(np.array([cost]), LIMIT_MIN, decay)[0]
    )
    ours = e2sfca(shared(town, decay), places)
    known = theirs.reindex(range(len(residents)))
    is_defined = np.isfinite(known.to_numpy(float))  # a service that nobody wants divides nought by nought there
    assert np.allclose(ours[is_defined], known.to_numpy(float)[is_defined], rtol=1e-9, atol=1e-9)
    is_wanted = shared(town, decay).wanted > 0
    if is_wanted.all():
        assert (ours[~is_defined] == 0).all()


@settings(max_examples=60)
@given(town=towns(), decay=st.sampled_from(list(Decay)))
def test_spatial_availability_is_its_formula_written_out(town: tuple[Floats, Floats, Floats], decay: Decay) -> None:
    minutes, residents, places = town
    of_minutes = {m: float(weights(np.array([m]), LIMIT_MIN, decay)[0]) for m in set(minutes.ravel()) if m <= LIMIT_MIN}
    expected = np.zeros(len(residents))
    for service, count in enumerate(places):
        factor = [of_minutes.get(minutes[point, service], 0.0) for point in range(len(residents))]
        everybody = sum(residents)
        by_population = [own / everybody if everybody else 0.0 for own in residents]
        by_impedance = [own / sum(factor) if sum(factor) else 0.0 for own in factor]
        balance = sum(p * c for p, c in zip(by_population, by_impedance, strict=True))
        for point in range(len(residents)):
            if balance:
                expected[point] += count * by_population[point] * by_impedance[point] / balance
    assert np.allclose(spatial_availability(shared(town, decay), places), expected, rtol=1e-9, atol=1e-9)


@settings(max_examples=100)
@given(town=towns(), decay=st.sampled_from(list(Decay)))
def test_what_is_shared_adds_up_to_the_places_reached(town: tuple[Floats, Floats, Floats], decay: Decay) -> None:
    found = shared(town, decay)
    _, residents, places = town
    reached = places[found.is_reached].sum()
    assert spatial_availability(found, places).sum() == pytest.approx(reached, rel=1e-9, abs=1e-9)
    assert (residents * e2sfca(found, places)).sum() == pytest.approx(reached, rel=1e-9, abs=1e-9)


@settings(max_examples=40)
@given(town=towns(), more=st.integers(1, 50), data=st.data())
def test_more_places_leave_nobody_with_fewer(
    town: tuple[Floats, Floats, Floats], more: int, data: st.DataObject
) -> None:
    found, places = shared(town, Decay.STEP), town[2]
    larger = places.copy()
    larger[data.draw(st.integers(0, len(places) - 1))] += more
    assert (spatial_availability(found, larger) >= spatial_availability(found, places) - 1e-9).all()


@pytest.mark.parametrize(
    ("decay", "minutes", "expected"),
    [
        pytest.param(Decay.STEP, 0, 1, id="step at the door"),
        pytest.param(Decay.STEP, 10, 1, id="step at the end of the first zone"),
        pytest.param(Decay.STEP, 10.01, 0.68, id="step behind it"),
        pytest.param(Decay.STEP, 20, 0.68, id="step at the end of the second zone"),
        pytest.param(Decay.STEP, 30, 0.22, id="step at the limit"),
        pytest.param(Decay.GAUSSIAN, 0, 1, id="curve at the door"),
        pytest.param(Decay.GAUSSIAN, 30, 0, id="curve at the limit"),
        pytest.param(Decay.GAUSSIAN, 15, (np.exp(-0.125) - np.exp(-0.5)) / (1 - np.exp(-0.5)), id="curve half way"),
        pytest.param(Decay.UNIFORM, 30, 1, id="uniform at the limit"),
    ],
)
def test_a_place_weighs_by_its_minutes(decay: Decay, minutes: Any, expected: float) -> None:
    assert weights(np.array([float(minutes)]), LIMIT_MIN, decay)[0] == pytest.approx(expected, abs=1e-12)


def test_two_towns_share_a_nursery_by_their_children() -> None:
    """30 places, reached by 60 and 40 children at the same distance: 18 and 12."""
    found = shared((np.array([[5.0], [5.0]]), np.array([60.0, 40.0]), np.array([30.0])), Decay.STEP)
    assert spatial_availability(found, np.array([30.0])).tolist() == pytest.approx([18, 12])
    assert e2sfca(found, np.array([30.0])).tolist() == pytest.approx([0.3, 0.3])
