"""What the answers of the server tell the browser beside their content."""

from functools import partial

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from welfare_map.ui.preloads import preload_links


class PageHeaders:
    """
    Middleware: no request carries the page's address onwards, as it may hold a workplace; a page names its files early.

    Parameters
    ----------
    app
        What answers.
    base
        Path under which the server runs, "" or "/name".
    map_files
        Addresses of the map's own files, below ``base``.
    """

    def __init__(self, app: ASGIApp, *, base: str = "", map_files: tuple[str, ...] = ()) -> None:
        self._app = app
        self._links = preload_links(base, map_files)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with more headers on HTTP answers."""
        await self._app(scope, receive, partial(self._send, send) if scope["type"] == "http" else send)

    async def _send(self, send: Send, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Referrer-Policy"] = "no-referrer"
            if message["status"] == 200 and headers.get("content-type", "").startswith("text/html"):
                headers["Link"] = self._links
        await send(message)
