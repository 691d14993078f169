"""The door to the network, against a server in this process that behaves and misbehaves."""

import json
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from geodata.errors import DownloadError, OfflineError
from geodata.http import Client, Validators, fetch, fetch_bytes, fetch_soda_rows

Answer = Callable[[BaseHTTPRequestHandler], None]
BODY = b"0123456789"


class Server(ThreadingHTTPServer):
    """Gives the answers in order, the last one again and again; remembers what it was asked."""

    daemon_threads = True

    def __init__(self, *answers: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        """Address of the data."""
        return f"http://127.0.0.1:{self.server_address[1]}/data"


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the server's next answer."""

    server: Server

    def do_GET(self) -> None:
        """Answer a request."""
        self.server.asked.append((self.path, dict(self.headers)))
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Say nothing."""


def whole(body: bytes = BODY, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def status(code: int) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(BODY)))
    handler.end_headers()
    handler.wfile.write(BODY[:3])


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Send more than anybody wants, without saying how much."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(10_000):
            handler.wfile.write(b"x" * 65_536)
    except OSError:
        return


def soda(rows: list[dict[str, str]]) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        query = parse_qs(urlsplit(handler.path).query)
        first, count = int(query["$offset"][0]), int(query["$limit"][0])
        whole(json.dumps(rows[first : first + count]).encode(), ETag='"one"')(handler)

    return answer


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start servers that give some answers; they are closed at the end."""
    started: list[Server] = []

    def start(*answers: Answer) -> Server:
        server = Server(*answers)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


def client(waited_s: list[float] | None = None, **options: object) -> Client:
    """Return a client that notes its waits instead of waiting."""
    sleep = (waited_s if waited_s is not None else []).append
    return Client(sleep=sleep, waits_s=(1, 2), **options)  # type: ignore[arg-type]


def test_a_body_is_fetched_whole_and_the_program_says_who_it_is(serve: Callable[..., Server]) -> None:
    server = serve(whole())

    assert fetch_bytes(server.url, client=client()) == BODY
    assert server.asked[0][1]["User-Agent"].startswith("welfare-map/")


def test_a_passing_fault_is_tried_again_after_the_waits(serve: Callable[..., Server]) -> None:
    waited_s: list[float] = []

    content = fetch_bytes(serve(status(500), status(503), whole()).url, client=client(waited_s))

    assert content == BODY
    assert waited_s == [1, 2]


def test_a_fault_that_does_not_pass_is_an_error_with_the_number_of_tries(serve: Callable[..., Server]) -> None:
    server = serve(status(500))

    with pytest.raises(DownloadError, match=r"answered 500 \(3 tries\)"):
        fetch_bytes(server.url, client=client())

    assert len(server.asked) == 3


def test_a_refusal_is_not_tried_again(serve: Callable[..., Server]) -> None:
    server = serve(status(404))

    with pytest.raises(DownloadError, match="404"):
        fetch_bytes(server.url, client=client())

    assert len(server.asked) == 1


def test_a_body_that_is_cut_off_is_tried_again_and_never_passed_on(serve: Callable[..., Server]) -> None:
    assert fetch_bytes(serve(cut_off, whole()).url, client=client()) == BODY
    with pytest.raises(DownloadError, match="cut off"):
        fetch_bytes(serve(cut_off).url, client=client())


def test_what_keeps_the_pieces_starts_anew_at_each_try(serve: Callable[..., Server]) -> None:
    kept: list[bytes] = []

    def keep(pieces: Iterator[bytes]) -> bytes:
        kept.clear()
        kept.extend(pieces)
        return b"".join(kept)

    content, _ = fetch(serve(cut_off, whole()).url, keep, client=client())

    assert content == BODY


def test_a_body_that_says_it_is_too_large_is_refused(serve: Callable[..., Server]) -> None:
    with pytest.raises(DownloadError, match="10 bytes are more than the limit of 9"):
        fetch_bytes(serve(whole()).url, client=client(max_bytes=9))


def test_a_body_at_exactly_the_limit_is_taken(serve: Callable[..., Server]) -> None:
    assert fetch_bytes(serve(whole()).url, client=client(max_bytes=10)) == BODY


def test_a_body_that_does_not_end_is_refused(serve: Callable[..., Server]) -> None:
    with pytest.raises(DownloadError, match="more than the limit"):
        fetch_bytes(serve(endless).url, client=client(max_bytes=100_000))


def test_no_connection_is_one_clear_line() -> None:
    with pytest.raises(DownloadError, match=r"no connection \(3 tries\)") as caught:
        fetch_bytes("http://127.0.0.1:1/data", client=client())

    assert "\n" not in str(caught.value)


def test_an_address_that_is_none_is_an_error(serve: Callable[..., Server]) -> None:
    with pytest.raises(DownloadError, match="nowhere"):
        fetch_bytes("nowhere", client=client())


def test_a_body_that_has_not_changed_is_not_sent_again(serve: Callable[..., Server]) -> None:
    server = serve(whole(ETag='"one"', Last_Modified="Sat, 01 Aug 2026 00:00:00 GMT"), status(304))

    _, said = fetch(server.url, b"".join, client=client())
    content, said_again = fetch(server.url, b"".join, client=client(), known=said)

    assert content is None
    assert said_again == said == Validators('"one"', "Sat, 01 Aug 2026 00:00:00 GMT")
    assert server.asked[1][1]["If-None-Match"] == '"one"'


def test_no_request_leaves_when_the_network_is_switched_off(serve: Callable[..., Server]) -> None:
    server = serve(whole())

    with pytest.raises(OfflineError, match="give a file"):
        fetch_bytes(server.url, client=client(is_offline=True))

    assert server.asked == []


@pytest.mark.parametrize("row_count", [1, 2, 3, 4, 5])
def test_every_row_of_a_paged_dataset_is_fetched_once_in_a_fixed_order(
    serve: Callable[..., Server], row_count: int
) -> None:
    rows = [{"code": str(number)} for number in range(row_count)]
    server = serve(soda(rows))
    told: list[int] = []

    content, said = fetch_soda_rows(server.url, client=client(), page_rows=2, progress=told.append)

    assert json.loads(content or b"") == rows
    assert said.etag == '"one"'
    assert told[-1] == row_count
    assert all("%24order=%3Aid" in path for path, _ in server.asked)


def test_a_dataset_without_rows_is_an_empty_list(serve: Callable[..., Server]) -> None:
    content, _ = fetch_soda_rows(serve(soda([])).url, client=client())

    assert content == b"[]"


def test_a_dataset_that_has_not_changed_is_not_read_again(serve: Callable[..., Server]) -> None:
    content, _ = fetch_soda_rows(serve(status(304)).url, client=client(), known=Validators('"one"'))

    assert content is None


@pytest.mark.parametrize("body", [b"<html>maintenance</html>", b'{"error": true}'])
def test_an_answer_that_is_no_list_of_rows_is_refused(serve: Callable[..., Server], body: bytes) -> None:
    with pytest.raises(DownloadError, match="did not answer with"):
        fetch_soda_rows(serve(whole(body)).url, client=client())


def test_a_server_that_does_not_answer_in_time_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/data"

        with pytest.raises(DownloadError, match="did not answer in time"):
            fetch_bytes(url, client=client(timeout_s=(1.0, 0.05)))
