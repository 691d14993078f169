"""
Addresses below that of a page, those that a stray space or byte has spoilt, and those of no page.

Streamlit answers every unknown path with its start page, whose files lie beside it: below the first part of a path the
page stays blank. Such an address is led to the page that its last part names. Where there is none the page says so, and
the answer is a 404, for what reads no pages: search engines, checks of links, a browser that kept a page of an older
version and asks for a script that is gone. An address that is kept for files is led to no page.
"""

from http import HTTPStatus
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from welfare_map.ui.page_list import PATHS, is_of_a_file, is_of_the_map, page_below, path_below


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
        if scope["type"] != "http" or is_of_the_map(self._base, scope["path"]):
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
        is_ours = path_below(self._base, scope["path"]) in PATHS
        return begun if is_ours else {**begun, "status": HTTPStatus.NOT_FOUND}


def elsewhere(scope: Scope, base: str) -> str:
    """Return the address of the page that the last part of a path names, "" where it is that, or kept for files."""
    path, last = scope["path"], page_below(base, scope["path"])
    query = scope["query_string"].decode("latin-1")
    is_there = path_below(base, path) == last or is_of_a_file(base, path)
    return "" if is_there else f"{base}/{quote(last)}{query and '?'}{query}"


def _is_page(begun: Message) -> bool:
    content_type = Headers(raw=begun["headers"]).get("content-type", "")
    return begun["status"] == HTTPStatus.OK and content_type.startswith("text/html")
