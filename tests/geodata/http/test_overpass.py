from typing import Any
from urllib.parse import parse_qs

import pytest

from geodata.errors import DownloadError
from geodata.http import fetch_overpass

WHOLE = b'{"elements": []}'
QUERY = "[out:json];node(1);out;"


def test_the_query_is_sent_as_a_form(network: Any) -> None:
    server = network.serve(network.answer(200, WHOLE))

    assert fetch_overpass(server.url, QUERY, client=network.client()) == WHOLE
    assert parse_qs(server.bodies[0].decode()) == {"data": [QUERY]}


@pytest.mark.parametrize("status", [429, 504])
def test_a_busy_server_is_asked_again_after_the_pause_it_wants(network: Any, status: int) -> None:
    server = network.serve(network.answer(status, Retry_After="9"), network.answer(200, WHOLE))

    assert fetch_overpass(server.url, QUERY, client=network.client()) == WHOLE
    assert network.waited_s == [9]


def test_an_answer_that_timed_out_inside_a_200_is_tried_again_then_an_error(network: Any) -> None:
    broken = network.answer(200, b'{"elements": [], "remark": "runtime error: Query timed out in \\"query\\""}')

    assert fetch_overpass(network.serve(broken, network.answer(200, WHOLE)).url, QUERY, client=network.client())
    with pytest.raises(DownloadError, match=r"not whole \(runtime error: Query timed out.*3 tries"):
        fetch_overpass(network.serve(broken).url, QUERY, client=network.client())


def test_another_remark_is_an_error_at_once(network: Any) -> None:
    server = network.serve(network.answer(200, b'{"elements": [{"id": 1}], "remark": "runtime error: no such set"}'))

    with pytest.raises(DownloadError, match="no such set"):
        fetch_overpass(server.url, QUERY, client=network.client())

    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [b'{"elements": [', b"[]", b"{}", b'{"elements": 3}', b"<html>busy</html>"])
def test_an_answer_that_is_none_is_an_error(network: Any, body: bytes) -> None:
    with pytest.raises(DownloadError):
        fetch_overpass(network.serve(network.answer(200, body)).url, QUERY, client=network.client())


def test_an_answer_that_is_cut_off_is_tried_again(network: Any) -> None:
    server = network.serve(network.cut(WHOLE, 5), network.answer(200, WHOLE))

    assert fetch_overpass(server.url, QUERY, client=network.client()) == WHOLE
