import gzip
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

import brotli
import pytest
from anyio.from_thread import start_blocking_portal
from starlette.responses import PlainTextResponse

from welfare_map.ui.packed_files import PackedFiles

SCRIPT = b"export const places = 12;\n" * 100
Answer = Callable[..., tuple[dict[str, str], bytes]]


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "places.abc.js"
    path.write_bytes(SCRIPT)
    return path


@pytest.fixture
def answer(script: Path) -> Answer:
    application = PackedFiles(PlainTextResponse("as it is"), files={"/static/js/places.abc.js": script})

    def ask(
        encodings: str, path: str = "/static/js/places.abc.js", method: str = "GET"
    ) -> tuple[dict[str, str], bytes]:
        """Return headers and body of an answer."""
        messages: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": b""}

        async def send(message: MutableMapping[str, Any]) -> None:
            messages.append(message)

        headers = [(b"accept-encoding", encodings.encode())]
        scope = {"type": "http", "method": method, "path": path, "headers": headers}
        with start_blocking_portal() as portal:  # browser tests leave a loop running in this thread
            portal.call(application, scope, receive, send)
        return {name.decode(): value.decode() for name, value in messages[0]["headers"]}, messages[1]["body"]

    return ask


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
    ],
)
def test_a_script_is_sent_packed_as_the_browser_takes_it_and_kept_for_good(
    answer: Answer, accepted: str, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    headers, body = answer(accepted)
    assert headers["content-encoding"] == encoding
    assert unpack(body) == SCRIPT
    assert headers["content-type"].startswith("text/javascript")
    assert "immutable" in headers["cache-control"]
    assert headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "path", "method"),
    [
        ("identity", "/static/js/places.abc.js", "GET"),
        ("br", "/static/js/places.abc.js", "POST"),
        ("br", "/static/js/../places.abc.js", "GET"),
        ("br", "/static/js/other.js", "GET"),
    ],
)
def test_everything_else_passes_as_it_is(answer: Answer, accepted: str, path: str, method: str) -> None:
    assert answer(accepted, path, method)[1] == b"as it is"


def test_a_file_is_read_once(answer: Answer, script: Path) -> None:
    first = answer("br")[1]
    script.write_bytes(b"another one")
    assert answer("br")[1] == first
