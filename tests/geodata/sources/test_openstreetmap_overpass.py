import io
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.sources.openstreetmap_overpass import SOURCE, overpass_query, parse

HOME = {"amenity": "social_facility", "social_facility": "nursing_home", "name": "Casa"}


def answer(*elements: object, **more: object) -> io.BytesIO:
    return io.BytesIO(json.dumps({"version": 0.6, "elements": elements, **more}).encode())


def test_nodes_ways_and_relations_have_their_point_and_their_key() -> None:
    stream = answer(
        {"type": "node", "id": 1, "lat": 45.5, "lon": 9.0, "tags": HOME},
        {"type": "way", "id": 1, "center": {"lat": 45.6, "lon": 9.1}, "nodes": [1], "tags": HOME},
        {"type": "relation", "id": 1, "center": {"lat": 45.7, "lon": 9.2}, "tags": HOME},
    )

    ((table, notices),) = parse(stream)

    assert table[["source_key", "lon", "lat"]].to_numpy().tolist() == [
        ["n1", 9.0, 45.5],
        ["w1", 9.1, 45.6],
        ["r1", 9.2, 45.7],
    ]
    assert notices == ()


def test_a_way_without_its_center_is_noticed() -> None:
    stream = answer(
        {"type": "way", "id": 1, "tags": HOME}, {"type": "node", "id": 1, "lat": 45.5, "lon": 9.0, "tags": HOME}
    )

    ((table, notices),) = parse(stream)

    assert len(table) == 1
    assert [notice.rule for notice in notices] == ["unusable_point"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "broken or cut off", id="nothing"),
        pytest.param(b'{"elements": [', "broken or cut off", id="cut off"),
        pytest.param(b"<html></html>", "broken or cut off", id="a web page"),
        pytest.param(b"[]", "no answer of an Overpass server", id="a list"),
        pytest.param(b'{"elements": [], "remark": "timed out"}', "not whole", id="a remark"),
        pytest.param(b'{"elements": []}', "no service", id="no elements"),
        pytest.param(b'{"elements": [7, {"tags": 3}, {"id": 1}]}', "no service", id="elements that are none"),
        pytest.param(b"[" * 100_000, "broken or cut off", id="deeply nested"),
    ],
)
def test_what_is_no_whole_answer_is_an_error(content: bytes, words: str) -> None:
    with pytest.raises(DataError, match=words):
        list(parse(io.BytesIO(content)))


def test_the_query_asks_for_each_part_of_the_area() -> None:
    query = overpass_query(("region:03", "province:023", "municipality:015146"))

    for code, level in (("03", 4), ("023", 6), ("015146", 8)):
        assert f'area["ref:ISTAT"="{code}"]["admin_level"="{level}"]' in query
    assert 'area["ISO3166-1"="IT"]' in overpass_query(("italy",))
    assert "group_home" not in query
    assert SOURCE.query == overpass_query(("region:03", "province:023"))


@given(st.binary())
def test_any_bytes_are_an_answer_or_an_error(content: bytes) -> None:
    with suppress(DataError):
        list(parse(io.BytesIO(content)))


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text()),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["lat", "lon", "name", "social_facility"]), inner),
)


@given(
    st.lists(st.fixed_dictionaries({"type": st.just("way"), "id": JSON, "center": JSON, "tags": JSON | st.just(HOME)}))
)
def test_any_elements_are_an_answer_or_an_error(elements: list[object]) -> None:
    with suppress(DataError):
        list(parse(io.BytesIO(json.dumps({"elements": elements}).encode())))
