"""
Connections from pages of our own address alone.

Streamlit looks at a WebSocket from elsewhere again: it asks a server on the internet for the address of this machine,
and answers nobody while it waits. Here no such connection reaches it.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

REFUSED = WebSocketClose(reason="a page of another address")
"""Sent before a connection is accepted: the browser gets a 403."""


class OwnOrigin:
    """
    Middleware: refuses a WebSocket that a page of another address opens; everything else passes.

    What names no page is no browser.

    Parameters
    ----------
    app
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        is_refused = scope["type"] == "websocket" and not _is_own(Headers(scope=scope))
        await (REFUSED if is_refused else self._app)(scope, receive, send)


def _is_own(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")
