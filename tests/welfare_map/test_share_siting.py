"""The address of *Dove agire*: what is written is read again, and junk counts as absent."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import TravelMode
from welfare_map.model import AreaSense, CapacityEnd, PlacesBasis, SitingQuery, SitingTarget
from welfare_map.share_siting import FIRST, SITING_INDICATORS, read_siting, siting_params

ON = date(2026, 9, 15)
QUERIES = st.builds(
    SitingQuery,
    as_of_on=st.just(ON),
    target=st.sampled_from(SitingTarget),
    indicator=st.sampled_from(SITING_INDICATORS),
    within=st.sampled_from([None, "alto-milanese", "015"]),
    areas=st.sampled_from(AreaSense),
    mode=st.sampled_from(TravelMode),
    limit_min=st.integers(1, 240).map(float),
    site_count=st.integers(1, 100),
    figure=st.sampled_from([None, 0.0, 33.0, 28.88]),
    capacities=st.sampled_from(CapacityEnd),
    places=st.sampled_from([None, *PlacesBasis]),
    part_time_share=st.sampled_from([0.0, 0.5, 1.0]),
    with_demo=st.booleans(),
    enlarge_share=st.sampled_from([0.0, 0.2, 1.5]),
    least_new_count=st.integers(1, 1_000),
    most_new_count=st.integers(1, 1_000),
    new_place_eur=st.sampled_from([None, 0.0, 12_000.0]),
    added_place_eur=st.sampled_from([None, 4_000.5]),
    new_structure_eur=st.sampled_from([0.0, 100_000.0]),
    threshold_count=st.sampled_from([None, 1.0, 30.0]),
    use_share=st.sampled_from([None, 0.0, 0.015]),
)


@given(QUERIES)
def test_a_query_comes_back_from_its_address(query: SitingQuery) -> None:
    assert read_siting(siting_params(query), ON) == query


@given(st.dictionaries(st.sampled_from(["seek", "seek_for", "seek_min", "sites", "ends", "whole", "use"]), st.text()))
def test_no_address_raises(params: dict[str, str]) -> None:
    assert read_siting(params, ON).as_of_on == ON


def test_the_first_question_has_no_parameters() -> None:
    assert siting_params(FIRST) == {}


def test_the_wish_for_an_exact_answer_is_in_no_address() -> None:
    """Whoever opens a link does not start a long search."""
    query = SitingQuery(as_of_on=ON, target=SitingTarget.LEP, is_exact=True)
    assert siting_params(query) == {}


def test_costs_of_millions_and_the_time_limit_come_back() -> None:
    query = replace(
        FIRST, new_place_eur=1_500_000.0, added_place_eur=9_999_999.0, new_structure_eur=1e9, time_limit_s=90.0
    )
    assert read_siting(siting_params(query), query.as_of_on) == query
