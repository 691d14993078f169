"""Web addresses of records against servers on this machine; loopback is allowed by an argument."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.errors import OfflineError
from geodata.http import Client
from geodata.http.probe import Fault, Probe, anywhere
from welfare_map.register.upkeep.link_outcomes import LinkOutcome, outcome_of
from welfare_map.register.upkeep.links import LinkUse, check_links, known_checks, used_links
from welfare_map.snapshot import Snapshot

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLIENT = Client(sleep=lambda _: None)


class Server(ThreadingHTTPServer):
    """Answers by path with a status; remembers what it was asked and how many asked at the same time."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.busy_count = self.most_busy_count = 0
        self.guard = threading.Lock()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Answers with the status that the path begins with, 200 elsewhere."""

    server: Server

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        with self.server.guard:
            self.server.asked.append(self.path)
            self.server.busy_count += 1
            self.server.most_busy_count = max(self.server.most_busy_count, self.server.busy_count)
        status = int(self.path[1:4]) if self.path[1:4].isdigit() else 200
        with self.server.guard:
            self.server.busy_count -= 1
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/new")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    """Serve on a free port until the test ends."""
    serving = Server()
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield serving
    serving.shutdown()
    serving.server_close()
    thread.join()


def check(engine: sa.Engine, *urls: str, at: datetime = NOW) -> Mapping[str, tuple[str, str]]:
    made = check_links(engine, urls, client=CLIENT, may_ask=anywhere, at=at)
    return {item.url: (item.outcome.value, item.detail) for item in made}


def test_each_address_has_an_outcome_that_is_kept(engine: sa.Engine, server: Server) -> None:
    fine, gone, broken, moved = (f"{server.address}/{path}" for path in ("200", "404", "500", "301"))
    outcomes = check(engine, fine, gone, broken, moved)
    assert outcomes == {
        fine: ("ok", "200"),
        gone: ("dead", "404"),
        broken: ("unreachable", "500"),
        moved: ("moved", f"{server.address}/new"),
    }
    assert {url: (item.outcome.value, item.detail) for url, item in known_checks(engine).items()} == outcomes


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        (Probe(status=200), LinkOutcome.OK),
        (Probe(status=200, moved_to="https://b.example"), LinkOutcome.MOVED),
        (Probe(status=410), LinkOutcome.DEAD),
        (Probe(status=404, moved_to="https://b.example"), LinkOutcome.DEAD),
        (Probe(status=403), LinkOutcome.UNREACHABLE),
        (Probe(fault=Fault.UNKNOWN_HOST), LinkOutcome.DEAD),
        (Probe(fault=Fault.NOT_WEB), LinkOutcome.DEAD),
        (Probe(fault=Fault.TIMEOUT), LinkOutcome.UNREACHABLE),
        (Probe(fault=Fault.CERTIFICATE), LinkOutcome.UNREACHABLE),
        (Probe(fault=Fault.PRIVATE_ADDRESS), LinkOutcome.REFUSED),
    ],
)
def test_only_what_is_surely_gone_is_dead(found: Probe, outcome: LinkOutcome) -> None:
    assert outcome_of(found)[0] is outcome


def test_an_address_of_this_network_is_refused_unless_allowed(engine: sa.Engine, server: Server) -> None:
    (made,) = check_links(engine, [f"{server.address}/200"], client=CLIENT, at=NOW)
    assert made.outcome.value == "refused-private-address"
    assert server.asked == []


def test_an_address_is_asked_once_a_week(engine: sa.Engine, server: Server) -> None:
    url = f"{server.address}/200"
    check(engine, url, url)
    assert check(engine, url, at=NOW + timedelta(days=7, seconds=-1)) == {}
    assert len(server.asked) == 1
    assert check(engine, url, at=NOW + timedelta(days=7)) == {url: ("ok", "200")}
    assert len(server.asked) == 2


def test_a_host_is_asked_one_request_at_a_time_with_a_pause_between(engine: sa.Engine, server: Server) -> None:
    pauses: list[float] = []
    urls = [f"{server.address}/200/{number}" for number in range(4)]
    check_links(engine, urls, client=Client(sleep=pauses.append), may_ask=anywhere, at=NOW)
    assert server.most_busy_count == 1
    assert pauses == [1.0, 1.0, 1.0]


def test_progress_reaches_the_end(engine: sa.Engine, server: Server) -> None:
    told: list[tuple[int, int]] = []
    urls = [f"{server.address}/200", f"http://localhost:{server.server_port}/200"]
    check_links(
        engine, urls, client=CLIENT, may_ask=anywhere, at=NOW, progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 2), (2, 2)]


def test_offline_nothing_is_asked_and_nothing_is_kept(engine: sa.Engine) -> None:
    with pytest.raises(OfflineError):
        check_links(engine, ["http://a.example"], client=Client(is_offline=True), at=NOW)
    assert known_checks(engine) == {}


def test_addresses_of_invented_records_are_nobodys(
    make_snapshot: Callable[..., Snapshot], make_service: Callable[..., dict[str, Any]]
) -> None:
    rows = [
        make_service("a", (5, 5), website="http://a.example"),
        make_service("b", (5, 5)),
        make_service("c", (5, 5), "demo", website="http://c.example"),
    ]
    assert used_links(make_snapshot({"services": rows})) == (LinkUse("http://a.example", "services", "toy:a"),)
