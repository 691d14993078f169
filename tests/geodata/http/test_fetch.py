"""Fetching a body or the pages of a portal, from a server in this process that behaves and misbehaves."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from geodata.errors import DownloadError, OfflineError
from geodata.http import Validators, fetch, fetch_bytes, fetch_soda_rows

BODY = b"0123456789"


def test_a_body_is_fetched_whole_and_the_program_says_who_it_is(network: Any) -> None:
    server = network.serve(network.answer(200, BODY))

    assert fetch_bytes(server.url, client=network.client()) == BODY
    assert server.asked[0][1]["User-Agent"].startswith("welfare-map/")


def test_a_passing_fault_is_tried_again_after_the_waits(network: Any) -> None:
    content = fetch_bytes(
        network.serve(network.answer(500), network.answer(503), network.answer(200, BODY)).url, client=network.client()
    )

    assert content == BODY
    assert network.waited_s == [1, 2]


def test_a_fault_that_does_not_pass_is_an_error_with_the_number_of_tries(network: Any) -> None:
    server = network.serve(network.answer(500))

    with pytest.raises(DownloadError, match=r"answered 500 \(3 tries\)"):
        fetch_bytes(server.url, client=network.client())

    assert len(server.asked) == 3


def test_a_refusal_is_not_tried_again(network: Any) -> None:
    server = network.serve(network.answer(404))

    with pytest.raises(DownloadError, match="404"):
        fetch_bytes(server.url, client=network.client())

    assert len(server.asked) == 1


def test_a_body_that_is_cut_off_is_tried_again_and_never_passed_on(network: Any) -> None:
    assert (
        fetch_bytes(network.serve(network.cut(BODY, 3), network.answer(200, BODY)).url, client=network.client()) == BODY
    )
    with pytest.raises(DownloadError, match="cut off"):
        fetch_bytes(network.serve(network.cut(BODY, 3)).url, client=network.client())


def test_what_keeps_the_pieces_starts_anew_at_each_try(network: Any) -> None:
    kept: list[bytes] = []

    def keep(pieces: Iterator[bytes]) -> bytes:
        kept.clear()
        kept.extend(pieces)
        return b"".join(kept)

    content, _ = fetch(
        network.serve(network.cut(BODY, 3), network.answer(200, BODY)).url, keep, client=network.client()
    )

    assert content == BODY


def test_a_body_that_says_it_is_too_large_is_refused(network: Any) -> None:
    with pytest.raises(DownloadError, match="10 bytes are more than the limit of 9"):
        fetch_bytes(network.serve(network.answer(200, BODY)).url, client=network.client(max_bytes=9))


def test_a_body_at_exactly_the_limit_is_taken(network: Any) -> None:
    assert fetch_bytes(network.serve(network.answer(200, BODY)).url, client=network.client(max_bytes=10)) == BODY


def test_a_body_that_does_not_end_is_refused(network: Any) -> None:
    with pytest.raises(DownloadError, match="more than the limit"):
        fetch_bytes(network.serve(network.endless).url, client=network.client(max_bytes=100_000))


def test_no_connection_is_one_clear_line(network: Any) -> None:
    with pytest.raises(DownloadError, match=r"no connection \(3 tries\)") as caught:
        fetch_bytes("http://127.0.0.1:1/data", client=network.client())

    assert "\n" not in str(caught.value)


def test_an_address_that_is_none_is_an_error(network: Any) -> None:
    with pytest.raises(DownloadError, match="nowhere"):
        fetch_bytes("nowhere", client=network.client())


def test_a_body_that_has_not_changed_is_not_sent_again(network: Any) -> None:
    server = network.serve(
        network.answer(200, BODY, ETag='"one"', Last_Modified="Sat, 01 Aug 2026 00:00:00 GMT"), network.answer(304)
    )

    _, said = fetch(server.url, b"".join, client=network.client())
    content, said_again = fetch(server.url, b"".join, client=network.client(), known=said)

    assert content is None
    assert said_again == said == Validators('"one"', "Sat, 01 Aug 2026 00:00:00 GMT")
    assert server.asked[1][1]["If-None-Match"] == '"one"'


def test_no_request_leaves_when_the_network_is_switched_off(network: Any) -> None:
    server = network.serve(network.answer(200, BODY))

    with pytest.raises(OfflineError, match="give a file"):
        fetch_bytes(server.url, client=network.client(is_offline=True))

    assert server.asked == []


@pytest.mark.parametrize("row_count", [1, 2, 3, 4, 5])
def test_every_row_of_a_paged_dataset_is_fetched_once_in_a_fixed_order(network: Any, row_count: int) -> None:
    rows = [{"code": str(number)} for number in range(row_count)]
    server = network.serve(network.soda(rows))
    told: list[int] = []

    content, said = fetch_soda_rows(server.url, client=network.client(), page_rows=2, progress=told.append)

    assert json.loads(content or b"") == rows
    assert said.etag == '"one"'
    assert told[-1] == row_count
    assert all("%24order=%3Aid" in path for path, _ in server.asked)


def test_a_dataset_without_rows_is_an_empty_list(network: Any) -> None:
    content, _ = fetch_soda_rows(network.serve(network.soda([])).url, client=network.client())

    assert content == b"[]"


def test_a_dataset_that_has_not_changed_is_not_read_again(network: Any) -> None:
    content, _ = fetch_soda_rows(
        network.serve(network.answer(304)).url, client=network.client(), known=Validators('"one"')
    )

    assert content is None


@pytest.mark.parametrize("body", [b"<html>maintenance</html>", b'{"error": true}'])
def test_an_answer_that_is_no_list_of_rows_is_refused(network: Any, body: bytes) -> None:
    with pytest.raises(DownloadError, match="did not answer with"):
        fetch_soda_rows(network.serve(network.answer(200, body)).url, client=network.client())


def test_a_server_that_does_not_answer_in_time_is_one_clear_line(network: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/data"

        with pytest.raises(DownloadError, match="did not answer in time"):
            fetch_bytes(url, client=network.client(timeout_s=(1.0, 0.05)))
