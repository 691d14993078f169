"""A server in this process that plays Socrata, CKAN, Overpass and a plain web server, and misbehaves on request."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from geodata.http import Client

Answer = Callable[[BaseHTTPRequestHandler], None]


class PlayedServer(ThreadingHTTPServer):
    """Gives the answers in order, the last one again and again; remembers what it was asked."""

    daemon_threads = True

    def __init__(self, *answers: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.bodies: list[bytes] = []

    @property
    def url(self) -> str:
        """Address of the server, without a path."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: PlayedServer

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Say nothing."""


class Network:
    """Starts played servers and makes their answers."""

    def __init__(self) -> None:
        self.started: list[PlayedServer] = []
        self.waited_s: list[float] = []

    def serve(self, *answers: Answer) -> PlayedServer:
        server = PlayedServer(*answers)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.started.append(server)
        return server

    def client(self, **options: object) -> Client:
        """Return a client that notes its waits instead of waiting."""
        return Client(**{"sleep": self.waited_s.append, "waits_s": (1, 2), **options})  # type: ignore[arg-type]

    @staticmethod
    def answer(status: int = 200, body: bytes = b"", **headers: str) -> Answer:
        def send(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        return send

    def cut(self, body: bytes, sent_bytes: int, **headers: str) -> Answer:
        """Say that all of the body comes, and send its beginning."""
        said = {"Content-Length": str(len(body)), **headers}
        return self.answer(200, body[:sent_bytes], **said)

    def file(self, body: bytes, etag: str = '"one"') -> Answer:
        """Give a file as web servers do: the rest of it on request, nothing when it has not changed."""

        def send(handler: BaseHTTPRequestHandler) -> None:
            asked = handler.headers
            if asked.get("If-None-Match") == etag:
                return self.answer(304, ETag=etag)(handler)
            if "Range" in asked and asked.get("If-Range") == etag:
                first = int(asked["Range"].removeprefix("bytes=").removesuffix("-"))
                if first >= len(body):
                    return self.answer(416)(handler)
                said = f"bytes {first}-{len(body) - 1}/{len(body)}"
                return self.answer(206, body[first:], ETag=etag, Content_Range=said)(handler)
            return self.answer(200, body, ETag=etag)(handler)

        return send

    @staticmethod
    def endless(handler: BaseHTTPRequestHandler) -> None:
        """Send more than anybody wants, without saying how much."""
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(10_000):
                handler.wfile.write(b"x" * 65_536)
        except OSError:
            return

    def soda(self, rows: list[dict[str, str]], *, as_csv: bool = False) -> Answer:
        """Play a SODA portal: a page by ``$limit`` and ``$offset``."""

        def send(handler: BaseHTTPRequestHandler) -> None:
            query = parse_qs(urlsplit(handler.path).query)
            first, count = int(query["$offset"][0]), int(query["$limit"][0])
            page = rows[first : first + count]
            body = _csv(list(rows[0]), page) if as_csv else json.dumps(page).encode()
            self.answer(200, body, ETag='"one"')(handler)

        return send


def _csv(names: list[str], rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, names, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.fixture
def network() -> Iterator[Network]:
    """Servers that are closed at the end of the test."""
    played = Network()
    yield played
    for server in played.started:
        server.shutdown()
        server.server_close()
