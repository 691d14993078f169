"""Addresses that answer, moved, vanished or are none of our business; every server is on this machine."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from geodata.errors import OfflineError
from geodata.http import Client
from geodata.http.probe import Fault, Probe, anywhere, is_public, probe

CLIENT = Client(sleep=lambda _: None)


@dataclass
class Site:
    """A server: answers by path, and what it was asked."""

    address: str = ""
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve on a free port: ``site.answers[path] = (status, location)``; 200 elsewhere, HEAD is 405 below /no-head."""
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer("HEAD")

        def do_GET(self) -> None:
            self._answer("GET")

        def _answer(self, method: str) -> None:
            served.asked.append(f"{method} {self.path}")
            status, location = served.answers.get(self.path, (200, ""))
            if method == "HEAD" and self.path.startswith("/no-head"):
                status = 405
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


def ask(url: str, **options: Any) -> Probe:
    return probe(url, client=CLIENT, **{"may_ask": anywhere, **options})


def test_an_address_that_answers_is_asked_once_and_without_its_body(site: Site) -> None:
    assert ask(f"{site.address}/a") == Probe(status=200)
    assert site.asked == ["HEAD /a"]


def test_a_server_that_takes_no_head_is_asked_by_get(site: Site) -> None:
    assert ask(f"{site.address}/no-head") == Probe(status=200)
    assert site.asked == ["HEAD /no-head", "GET /no-head"]


def test_a_page_that_is_gone_is_asked_twice_to_be_sure(site: Site) -> None:
    site.answers["/gone"] = (404, "")
    assert ask(f"{site.address}/gone") == Probe(status=404)
    assert site.asked == ["HEAD /gone", "GET /gone"]


def test_a_permanent_redirect_tells_the_new_address(site: Site) -> None:
    site.answers |= {"/old": (301, "/newer"), "/newer": (308, "/newest")}
    assert ask(f"{site.address}/old") == Probe(status=200, moved_to=f"{site.address}/newest")


def test_a_temporary_redirect_is_followed_and_is_no_move(site: Site) -> None:
    site.answers |= {"/today": (302, "/there"), "/there": (301, "/elsewhere")}
    assert ask(f"{site.address}/today") == Probe(status=200)
    assert site.asked[-1] == "HEAD /elsewhere"


def test_a_circle_of_redirects_ends(site: Site) -> None:
    site.answers |= {"/a": (302, "/b"), "/b": (302, "/a")}
    assert ask(f"{site.address}/a").fault is Fault.TOO_MANY_REDIRECTS
    assert len(site.asked) == 6


def test_an_address_without_a_scheme_is_one_of_the_web(site: Site) -> None:
    assert ask(site.address.removeprefix("http://")).status == 200


@pytest.mark.parametrize(
    "url",
    ["javascript://%0aalert(1)", "ftp://127.0.0.1/a", "file:///etc/passwd", "http://", "http://[::1", "http://a:b/"],
)
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    assert ask(url).fault is Fault.NOT_WEB


def test_a_machine_of_this_network_is_refused_and_hears_nothing(site: Site) -> None:
    assert probe(f"{site.address}/a", client=CLIENT).fault is Fault.PRIVATE_ADDRESS
    assert site.asked == []


def test_a_redirect_into_this_network_is_refused(site: Site) -> None:
    port = site.address.rpartition(":")[2]
    site.answers["/out"] = (302, f"http://127.0.0.2:{port}/inside")
    answer = ask(f"{site.address}/out", may_ask=lambda address: address == "127.0.0.1")
    assert answer.fault is Fault.PRIVATE_ADDRESS
    assert site.asked == ["HEAD /out"]


def test_a_name_that_turns_private_after_the_look_up_is_refused_before_a_word_is_sent(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = socket.getaddrinfo
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80))]])

    def first_public(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        return next(answers, None) or true("127.0.0.1", port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", first_public)
    port = site.address.rpartition(":")[2]
    assert probe(f"http://rebinding.example:{port}/a", client=CLIENT).fault is Fault.PRIVATE_ADDRESS
    assert site.asked == []


@pytest.mark.parametrize(
    ("error", "fault"), [(socket.EAI_NONAME, Fault.UNKNOWN_HOST), (socket.EAI_AGAIN, Fault.NO_CONNECTION)]
)
def test_a_name_that_does_not_exist_is_not_a_name_server_that_is_away(
    monkeypatch: pytest.MonkeyPatch, error: int, fault: Fault
) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(error, "no")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert probe("http://nowhere.example", client=CLIENT).fault is fault


def test_a_closed_port_is_no_connection() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert ask(f"http://127.0.0.1:{free.getsockname()[1]}").fault is Fault.NO_CONNECTION


def test_each_request_waits_for_the_turn_of_its_host(site: Site) -> None:
    turns: list[str] = []

    @contextmanager
    def turn(host: str) -> Iterator[None]:
        turns.append(host)
        yield

    site.answers["/a"] = (302, "/b")
    ask(f"{site.address}/a", turn=turn)
    assert turns == ["127.0.0.1", "127.0.0.1"]


def test_offline_nothing_is_asked(site: Site) -> None:
    with pytest.raises(OfflineError):
        probe(site.address, client=Client(is_offline=True), may_ask=anywhere)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  # an address to refuse
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
    ],
)
def test_addresses_of_machines_nearby_are_not_public(address: str, expected: bool) -> None:  # noqa: FBT001  # a case
    assert is_public(address) is expected


def test_an_address_is_looked_at_before_and_after_connecting(site: Site) -> None:
    seen: list[str] = []

    def may_ask(address: str) -> bool:
        seen.append(address)
        return True

    ask(f"{site.address}/a", may_ask=may_ask)
    assert seen == ["127.0.0.1", "127.0.0.1"]
