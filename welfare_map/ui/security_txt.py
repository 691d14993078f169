"""Whom to tell of a weakness: ``/.well-known/security.txt`` (RFC 9116), where the operator says so."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PATH: Final = "/.well-known/security.txt"
VALID_DAYS: Final = 180
"""RFC 9116 asks for less than a year; the day moves on as long as the server runs."""


def security_routes(contact: str, base: str = "") -> list[Route]:
    """
    Return the route of the file; without a contact it says that there is none, where Streamlit would answer a page.

    Parameters
    ----------
    contact
        Address with its scheme (``mailto:``, ``https:``), or "".
    base
        Path under which the server runs, "" or "/name".
    """

    async def serve(_: Request) -> Response:
        if not contact:
            return PlainTextResponse("Not found", status_code=HTTPStatus.NOT_FOUND)
        return PlainTextResponse(security_txt(contact, datetime.now(UTC)), headers={"Cache-Control": "no-store"})

    return [Route(f"{base}{PATH}", serve, methods=["GET"])]


def security_txt(contact: str, at: datetime) -> str:
    """Return the file as it is at a moment."""
    expires = (at + timedelta(days=VALID_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    return f"Contact: {contact}\nExpires: {expires.isoformat().replace('+00:00', 'Z')}\nPreferred-Languages: it, en\n"
