"""Coverage query -> address -> query, and everything else that may stand in an address."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import Level
from welfare_map.model import CoverageQuery, PlacesBasis
from welfare_map.model.indicators import INDICATORS
from welfare_map.share import ViewState, view_params
from welfare_map.share_coverage import (
    COVERAGE_TABS,
    FIRST_INDICATOR,
    FIRST_LEVEL,
    coverage_link,
    coverage_params,
    read_coverage,
    read_tab,
    read_unit,
    tab_params,
)

ON = date(2026, 9, 10)
FIRST = CoverageQuery(as_of_on=ON, indicator=FIRST_INDICATOR, level=FIRST_LEVEL)
ITEMS = st.text(min_size=1, max_size=200).filter(lambda item: item.isprintable() and item == item.strip())
COMMON = {
    "as_of_on": st.just(ON),
    "indicator": st.sampled_from(list(INDICATORS)),
    "part_time_share": st.integers(0, 1000).map(lambda value: value / 1000),
    "shift": st.sampled_from(["early", "late", "Mo-Fr 05:00-13:00"]),
    "with_demo": st.booleans(),
}
QUERIES = st.one_of(
    st.builds(CoverageQuery, level=st.sampled_from(Level), within=st.none() | ITEMS, **COMMON),
    st.builds(
        CoverageQuery,
        municipality_codes=st.lists(
            st.from_regex(r"[0-9]{6}", fullmatch=True), min_size=1, max_size=200, unique=True
        ).map(tuple),
        **COMMON,
    ),
)


@given(query=QUERIES, unit=st.just("") | ITEMS)
def test_a_query_comes_back_from_its_address(query: CoverageQuery, unit: str) -> None:
    params = coverage_params(query, unit=unit)
    assert read_coverage(params, ON) == query
    assert read_unit(params) == unit


@pytest.mark.parametrize("indicator", [code for code, one in INDICATORS.items() if one.basis])
@pytest.mark.parametrize("places", PlacesBasis)
def test_places_come_back_unless_they_are_the_own_ones(indicator: str, places: PlacesBasis) -> None:
    read = read_coverage(coverage_params(CoverageQuery(as_of_on=ON, indicator=indicator, places=places)), ON).places
    assert read == (None if places is INDICATORS[indicator].basis else places)


@given(query=QUERIES)
def test_a_link_is_an_address_of_the_page(query: CoverageQuery) -> None:
    address = urlsplit(coverage_link(query))
    assert address.path == "/copertura"
    assert read_coverage(dict(parse_qsl(address.query)), ON) == query


def test_an_empty_address_is_as_the_page_begins() -> None:
    assert read_coverage({}, ON) == FIRST
    assert coverage_params(FIRST) == {"indicator": FIRST_INDICATOR}


@pytest.mark.parametrize(
    "params",
    [
        pytest.param({"indicator": "happiness"}, id="unknown indicator"),
        pytest.param({"areas": "continent"}, id="unknown level"),
        pytest.param({"places": "empty"}, id="unknown places"),
        pytest.param({"part_time": "2"}, id="share above one"),
        pytest.param({"part_time": "half"}, id="share in words"),
        pytest.param({"hours": "dawn"}, id="no shift"),
        pytest.param({"within": "a,b"}, id="two territories"),
        pytest.param({"real": "maybe"}, id="no switch"),
    ],
)
def test_junk_counts_as_absent(params: dict[str, str]) -> None:
    assert read_coverage(params, ON) == FIRST


@given(
    params=st.dictionaries(
        st.sampled_from(["indicator", "areas", "basin", "part_time", "hours", "unit"]), st.text() | st.integers()
    )
)
def test_nothing_that_a_browser_sends_raises(params: dict[str, Any]) -> None:
    assert read_coverage(params, ON).indicator in INDICATORS
    assert isinstance(read_unit(params), str)


def test_no_parameter_of_coverage_is_one_of_the_other_pages() -> None:
    own = set(
        coverage_params(
            CoverageQuery(
                as_of_on=ON,
                indicator=FIRST_INDICATOR,
                level=Level.REGION,
                within="901",
                places=PlacesBasis.ACCREDITED,
                part_time_share=0.2,
                shift="late",
                with_demo=False,
            ),
            unit="901",
        )
    )
    full = ViewState(
        lang="en", layers=("a",), level=Level.REGION, territory="a", selected="a", saved=("a",), shift="late"
    )
    assert own.isdisjoint(view_params(full))
    assert {"view"}.isdisjoint(view_params(full))


@pytest.mark.parametrize("tab", COVERAGE_TABS)
def test_a_section_comes_back_from_its_address(tab: str) -> None:
    assert read_tab(tab_params(tab)) == tab


@pytest.mark.parametrize("junk", ["", "queue", "neighbours", "coverage,access", "%"])
def test_a_section_that_does_not_exist_is_the_first(junk: str) -> None:
    assert read_tab({"view": junk}) == "coverage"
