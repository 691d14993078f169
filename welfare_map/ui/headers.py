"""What every answer of the server tells the browser."""

from functools import partial

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class NoReferrer:
    """
    Middleware: no request carries the page's address onwards, as it may hold a workplace.

    Parameters
    ----------
    app
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with one more header on HTTP answers."""
        await self._app(scope, receive, partial(_send, send) if scope["type"] == "http" else send)


async def _send(send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        MutableHeaders(scope=message)["Referrer-Policy"] = "no-referrer"
    await send(message)
