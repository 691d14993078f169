"""
Addresses of the framework that nobody here needs.

Streamlit tells everybody who asks how many visits are open, what each keeps in memory, and names of its inside.
"""

from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from welfare_map.ui.page_list import path_below

CLOSED: Final = frozenset({"_stcore/metrics"})
"""Paths below that of the server."""
NOT_FOUND = PlainTextResponse("Not Found", status_code=404)


class ClosedAddresses:
    """
    Middleware: what stands at a closed address is not found; everything else passes.

    Parameters
    ----------
    app
        What answers.
    base
        Path under which the server runs, "" or "/name".
    """

    def __init__(self, app: ASGIApp, *, base: str = "") -> None:
        self._app, self._base = app, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        is_closed = scope["type"] == "http" and path_below(self._base, scope["path"]) in CLOSED
        await (NOT_FOUND if is_closed else self._app)(scope, receive, send)
