"""
The start page of Streamlit with one line more, so that nobody who works in the dark sees it flash white.

Until the script of the page has run the browser shows its own ground; the line lets that follow the visitor's system.
"""

from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from welfare_map.ui.policy import MAP_FRAME

HEAD: Final = b"<head>"
LINE: Final = b'<meta name="color-scheme" content="light dark">'


class StartPage:
    """Middleware: a page gets the line; everything else passes as it is, the map's frame too, whose page decides."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http" or MAP_FRAME in scope["path"]:
            await self._app(scope, receive, send)
        else:
            await self._app(_as_it_is(scope), receive, _Lined(send).send)


def _as_it_is(scope: Scope) -> Scope:
    """Return a request for a page that asks for it as it is: a line cannot be put into what is compressed."""
    headers = Headers(scope=scope)
    if "text/html" not in headers.get("accept", ""):
        return scope
    return {**scope, "headers": [(name, value) for name, value in headers.raw if name != b"accept-encoding"]}


class _Lined:
    """One answer, whose beginning waits for its first part: only then its length is known."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._begun: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._begun = message
            return
        if self._begun is not None:
            begun, self._begun = self._begun, None
            message = _with_line(begun, message)
            await self._send(begun)
        await self._send(message)


def _is_page(begun: Message) -> bool:
    headers = MutableHeaders(scope=begun)
    is_html = headers.get("content-type", "").startswith("text/html")
    return begun["status"] == HTTPStatus.OK and is_html and "content-encoding" not in headers


def _with_line(begun: Message, first: Message) -> Message:
    """Return the first part of a page with the line; its length in the beginning follows."""
    body = first.get("body", b"")
    lined = body.replace(HEAD, HEAD + LINE, 1)
    headers = MutableHeaders(scope=begun)
    if "content-length" in headers:
        headers["content-length"] = str(int(headers["content-length"]) + len(lined) - len(body))
    return {**first, "body": lined}
