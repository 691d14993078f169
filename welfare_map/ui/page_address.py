"""
Addresses below that of a page, those that a stray space or byte has spoilt, and those of no page.

Streamlit answers every unknown path with its start page, whose files lie beside it: below the first part of a path the
page stays blank. Such an address is led to the page that its last part names. Where there is none the page says so, and
the answer is a 404, for what reads no pages: search engines, checks of links.
"""

from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from welfare_map.ui.page_list import PATHS, path_below
from welfare_map.ui.policy import MAP_FRAME

UNDECODABLE: Final = "\ufffd"
"""What stands in a path for bytes that are no UTF-8; the script of the page cannot read them either."""


class PageAddress:
    """
    Middleware: a page at an address that it cannot have is asked for at another one, or not found; the rest passes.

    Parameters
    ----------
    app
        What answers.
    base
        Path under which the server runs, "" or "/name".
    """

    def __init__(self, app: ASGIApp, *, base: str) -> None:
        self._app, self._base = app, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http" or MAP_FRAME in scope["path"]:
            await self._app(scope, receive, send)
            return
        address, is_led = elsewhere(scope, self._base), False

        async def told(message: Message) -> None:
            nonlocal is_led
            if message["type"] == "http.response.start" and _is_page(message):
                is_led = bool(address)
                await (RedirectResponse(address)(scope, receive, send) if is_led else send(self._found(scope, message)))
            elif not is_led:
                await send(message)

        await self._app(scope, receive, told)

    def _found(self, scope: Scope, begun: Message) -> Message:
        """Return the beginning of a page, as that of one that is not there where the path is that of none."""
        path = path_below(self._base, scope["path"])
        return begun if path in PATHS or "." in path else {**begun, "status": HTTPStatus.NOT_FOUND}


def elsewhere(scope: Scope, base: str) -> str:
    """Return the address of the page that the last part of a path names, "" where the path is that already."""
    parts = path_below(base, scope["path"]).split("/")
    last = parts[-1].replace(UNDECODABLE, "").strip()
    query = scope["query_string"].decode("latin-1")
    return "" if parts == [last] else f"{base}/{quote(last)}{query and '?'}{query}"


def _is_page(begun: Message) -> bool:
    content_type = Headers(raw=begun["headers"]).get("content-type", "")
    return begun["status"] == HTTPStatus.OK and content_type.startswith("text/html")
