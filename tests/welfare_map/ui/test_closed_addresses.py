from collections.abc import MutableMapping
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from welfare_map.ui.closed_addresses import ClosedAddresses


async def told(_: object) -> PlainTextResponse:
    """Answer with what is kept inside."""
    return PlainTextResponse("inside")


def status(base: str, path: str, method: str) -> int:
    """Return how an application below a base answers."""
    begun: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: MutableMapping[str, Any]) -> None:
        begun.append(message)

    routes = [Route("/{path:path}", told, methods=["GET", "OPTIONS"])]
    app = Starlette(routes=routes, middleware=[Middleware(ClosedAddresses, base=base)])
    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "root_path": "", "headers": []}
    with start_blocking_portal() as portal:  # browser tests leave a loop running in this thread
        portal.call(app, scope, receive, send)
    return int(begun[0]["status"])


@pytest.mark.parametrize("base", ["", "/map"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_the_counts_of_visits_are_not_found_and_what_pages_need_is(base: str, method: str) -> None:
    paths = ("/_stcore/metrics", "/_stcore/metrics/", "/_stcore/health", "/_stcore/host-config", "/")
    assert [status(base, f"{base}{path}", method) for path in paths] == [404, 404, 200, 200, 200]
