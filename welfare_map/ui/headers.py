"""What the answers of the server tell the browser beside their content."""

from functools import partial

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from welfare_map.ui.page_list import is_of_the_map
from welfare_map.ui.policy import ALWAYS, frame_policy, page_policy
from welfare_map.ui.preloads import frame_links


class PageHeaders:
    """
    Middleware: every answer says what the browser may do with it; the map's frame names its files early.

    No request carries the page's address onwards, as it may hold a workplace.

    Parameters
    ----------
    app
        What answers.
    base
        Path under which the server runs, "" or "/name".
    map_files
        Addresses of the map's own files, below ``base``.
    tiles_url
        Background tiles that a visitor may switch on, or "".
    """

    def __init__(self, app: ASGIApp, *, base: str = "", map_files: tuple[str, ...] = (), tiles_url: str = "") -> None:
        self._app, self._base = app, base
        self._frame_links = frame_links(base, map_files)
        self._page_policy, self._frame_policy = page_policy(), frame_policy(tiles_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with more headers on HTTP answers."""
        await self._app(scope, receive, partial(self._send, scope, send) if scope["type"] == "http" else send)

    async def _send(self, scope: Scope, send: Send, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(ALWAYS)
            is_frame = is_of_the_map(self._base, scope["path"])
            headers["Content-Security-Policy"] = self._frame_policy if is_frame else self._page_policy
            if is_frame and message["status"] == 200 and headers.get("content-type", "").startswith("text/html"):
                headers["Link"] = self._frame_links
        await send(message)
