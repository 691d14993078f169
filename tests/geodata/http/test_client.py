from typing import Any

import pytest

from geodata.errors import DownloadError, OfflineError
from geodata.http import Call, Client, fetch, fetch_bytes, send

BODY = b"0123456789"


def test_the_pause_that_a_server_asks_for_is_kept(network: Any) -> None:
    server = network.serve(network.answer(429, Retry_After="30"), network.answer(200, BODY))

    assert fetch_bytes(server.url, client=network.client()) == BODY
    assert network.waited_s == [30]


def test_a_pause_as_a_date_counts_from_the_servers_own_clock(network: Any) -> None:
    busy = network.answer(503, Date="Sat, 01 Aug 2026 10:00:00 GMT", Retry_After="Sat, 01 Aug 2026 10:00:45 GMT")
    only_date = network.answer(503, Retry_After="no day at all")

    fetch_bytes(network.serve(only_date, network.answer(200, BODY)).url, client=network.client())
    assert network.waited_s == [1]
    with pytest.raises(DownloadError, match="503"):
        fetch_bytes(network.serve(busy).url, client=network.client(waits_s=()))


def test_a_server_that_wants_a_longer_pause_than_anybody_has_is_an_error(network: Any) -> None:
    server = network.serve(network.answer(429, Retry_After="86400"), network.answer(200, BODY))

    with pytest.raises(DownloadError, match="come back in 86400 seconds"):
        fetch_bytes(server.url, client=network.client())

    assert network.waited_s == []


@pytest.mark.parametrize(
    "headers",
    [{"Content_Type": "text/html; charset=utf-8"}, {"Content_Type": "application/xhtml+xml"}],
    ids=["HTML", "XHTML"],
)
def test_a_web_page_instead_of_data_is_refused_at_once(network: Any, headers: dict[str, str]) -> None:
    server = network.serve(network.answer(200, BODY, **headers))

    with pytest.raises(DownloadError, match="a web page"):
        fetch_bytes(server.url, client=network.client())

    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [b" \n<!DOCTYPE html><p>", b"\xef\xbb\xbf<HTML>"])
def test_a_web_page_that_says_it_is_data_is_refused(network: Any, body: bytes) -> None:
    with pytest.raises(DownloadError, match="a web page"):
        fetch_bytes(network.serve(network.answer(200, body, Content_Type="text/csv")).url, client=network.client())


def test_a_body_that_trickles_is_given_up(network: Any) -> None:
    moments_s = iter(range(0, 10_000, 7))

    with pytest.raises(DownloadError, match="did not end within 5 seconds"):
        fetch_bytes(
            network.serve(network.endless).url,
            client=network.client(clock=lambda: float(next(moments_s)), longest_answer_s=5),
        )


def test_the_token_of_a_portal_does_not_follow_to_another_host(network: Any) -> None:
    other = network.serve(network.answer(200, BODY))
    away = network.answer(302, Location=other.url.replace("127.0.0.1", "localhost") + "/x")
    first = network.serve(away)

    content, _ = fetch(first.url, b"".join, client=network.client(), headers={"X-App-Token": "secret"})

    assert content == BODY
    assert first.asked[0][1]["X-App-Token"] == "secret"
    assert "X-App-Token" not in other.asked[0][1]


def test_the_token_is_not_in_what_is_printed() -> None:
    assert "secret" not in repr(Client(soda_app_token="secret"))  # noqa: S106  # invented


def test_each_try_asks_what_is_to_be_asked_then(network: Any) -> None:
    server = network.serve(network.answer(500), network.answer(200, BODY))
    paths = iter(["/one", "/two"])

    assert send(lambda: Call(server.url + next(paths)), lambda answer: answer.status, client=network.client()) == 200
    assert [path for path, _ in server.asked] == ["/one", "/two"]


def test_a_post_does_not_leave_when_the_network_is_switched_off(network: Any) -> None:
    server = network.serve(network.answer(200, BODY))

    with pytest.raises(OfflineError):
        send(lambda: Call(server.url, form=(("data", "x"),)), lambda _: 1, client=network.client(is_offline=True))

    assert server.asked == []
