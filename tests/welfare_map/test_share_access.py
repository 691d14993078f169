"""Access query -> address -> query, and everything else that may stand in an address."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import Level, ServiceKind, TravelMode
from welfare_map.model import RESIDENTS_OF, AccessMethod, AccessQuery, Decay, PlacesBasis
from welfare_map.share import ViewState, view_params
from welfare_map.share_access import FIRST_KINDS, Shown, access_params, read_access, read_shown
from welfare_map.share_coverage import read_unit
from welfare_map.ui.access_keys import CHOICES, access_query, access_values
from welfare_map.ui.coverage_keys import coverage_values

ON = date(2026, 9, 10)
FIRST = AccessQuery(as_of_on=ON, kinds=FIRST_KINDS, level=Level.MUNICIPALITY)
ITEMS = st.text(min_size=1, max_size=200).filter(lambda item: item.isprintable() and item == item.strip())
QUERIES = st.builds(
    AccessQuery,
    as_of_on=st.just(ON),
    kinds=st.sampled_from([*CHOICES.values(), (ServiceKind.SPRING_SECTION,)]),
    method=st.sampled_from(AccessMethod),
    limit_min=st.integers(1, 60).map(float),
    mode=st.sampled_from(TravelMode),
    decay=st.none() | st.sampled_from(Decay),
    level=st.sampled_from(Level),
    within=st.none() | ITEMS,
    places=st.none() | st.sampled_from(PlacesBasis),
    threshold=st.none() | st.integers(0, 10_000).map(lambda tenths: tenths / 10),
    with_demo=st.booleans(),
)


@given(query=QUERIES, shown=st.sampled_from(Shown), unit=st.just("") | ITEMS)
def test_a_query_comes_back_from_its_address_and_from_the_widgets(query: AccessQuery, shown: Shown, unit: str) -> None:
    params = access_params(query, shown=shown, unit=unit)
    assert read_access(params, ON) == query
    assert (read_shown(params), read_unit(params)) == (shown, unit)
    assert access_query({**coverage_values(params), **access_values(params)}, ON) == query


@given(
    params=st.dictionaries(
        st.sampled_from(
            [
                "services",
                "method",
                "radius",
                "travel",
                "decay",
                "areas",
                "within",
                "places",
                "threshold",
                "real",
                "show",
            ]
        ),
        st.text(max_size=40) | st.integers() | st.none(),
    )
)
def test_junk_never_raises_and_asks_what_can_be_asked(params: dict[str, Any]) -> None:
    query = read_access(params, ON)
    assert len({RESIDENTS_OF[kind] for kind in query.kinds}) == 1
    assert 1 <= query.limit_min <= 60


@pytest.mark.parametrize(
    ("name", "junk"),
    [
        pytest.param("services", "nursery,care_home", id="services for different ages"),
        pytest.param("services", "shuttle", id="a service for nobody in particular"),
        pytest.param("radius", "61", id="too far"),
        pytest.param("radius", "0", id="nowhere"),
        pytest.param("method", "3sfca", id="a method that is not there"),
    ],
)
def test_junk_counts_as_absent(name: str, junk: str) -> None:
    assert read_access({name: junk}, ON) == FIRST


def test_the_first_view_has_an_empty_address() -> None:
    assert access_params(FIRST) == {}


def test_no_parameter_is_also_one_of_the_other_pages() -> None:
    named = access_params(
        AccessQuery(
            as_of_on=ON,
            kinds=(ServiceKind.CARE_HOME,),
            method=AccessMethod.E2SFCA,
            limit_min=30,
            mode=TravelMode.WALK,
            decay=Decay.UNIFORM,
            level=Level.PROVINCE,
        ),
        shown=Shown.SENSITIVITY,
    )
    full = ViewState(
        lang="en", layers=("a",), level=Level.REGION, territory="a", selected="a", saved=("a",), shift="late"
    )
    assert set(named).isdisjoint(view_params(full))
    assert {"unit", "within", "places", "real", "view"}.isdisjoint(view_params(full))
