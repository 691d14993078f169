"""
How a request is sent: tries with back-off, limits of size and time, offline switch, no web page instead of data.

What is fetched is either whole or an error: a body that is cut off is tried again, never passed on.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar

import requests

from geodata.errors import DownloadError, OfflineError

USER_AGENT = "welfare-map/0.1 (open data reader)"
TIMEOUT_S = (10.0, 60.0)
"""To connect, and between two pieces of the answer."""
WAITS_S = (1.0, 4.0, 16.0)
"""Before the second, third and fourth try."""
LONGEST_WAIT_S = 120.0
"""Nobody waits longer for a server that says when to come back."""
LONGEST_ANSWER_S = 3600.0
"""A body that trickles is given up after an hour: 512 MiB at 150 kB/s."""
MAX_BYTES = 512 * 1024 * 1024
"""Largest body: the national registers are below it, and it fits the smallest disk that we support."""
CHUNK_BYTES = 64 * 1024
TRIED_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
PAGE_TYPES = ("text/html", "application/xhtml+xml")
PAGE_BEGINNINGS = (b"<!doctype html", b"<html")
TOKEN_HEADER = "X-App-Token"  # noqa: S105  # the name of a header
T = TypeVar("T")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Client:
    """
    How the network is used.

    Parameters
    ----------
    is_offline
        Refuse every request.
    timeout_s
        To connect, and between two pieces of the answer, seconds.
    waits_s
        Seconds before each further try; their number is the number of further tries.
    max_bytes
        A larger body is refused.
    longest_wait_s
        A server that asks for a longer pause is not tried again.
    longest_answer_s
        A body that is not there after so many seconds is given up.
    soda_app_token
        Sent to SODA portals, "" for none; never shown.
    sleep
        Waits so many seconds; tests hand in a record keeper.
    clock
        Seconds that only grow.
    """

    is_offline: bool = False
    timeout_s: tuple[float, float] = TIMEOUT_S
    waits_s: tuple[float, ...] = WAITS_S
    max_bytes: int = MAX_BYTES
    longest_wait_s: float = LONGEST_WAIT_S
    longest_answer_s: float = LONGEST_ANSWER_S
    soda_app_token: str = field(default="", repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep)
    clock: Callable[[], float] = field(default=time.monotonic)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a body, to ask later whether it changed; "" where it said nothing."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers of a conditional request."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


NOTHING_KNOWN = Validators()


@dataclass(frozen=True, slots=True)
class Call:
    """
    One request.

    Parameters
    ----------
    url
        Address, http or https.
    params
        Query of the address.
    headers
        Beside our own.
    form, body
        Sent as a POST, as fields or as they are; a GET where there is neither.
    """

    url: str
    params: Pairs = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Pairs = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What a server sends: the body comes in pieces, once.

    Parameters
    ----------
    status
        One of those that the caller takes.
    headers
        Found in any case of their letters.
    pieces
        The body as it comes; raises where it is cut off, too large or a web page.
    """

    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes]

    @property
    def validators(self) -> Validators:
        """What the server says of the body."""
        return Validators(self.headers.get("ETag", ""), self.headers.get("Last-Modified", ""))


class TryAgainError(Exception):
    """A fault that may pass; ``wait_s`` is the pause that the server asks for, 0 where it asks for none."""

    def __init__(self, reason: str, wait_s: float = 0) -> None:
        self.wait_s = wait_s
        super().__init__(reason)


class _Session(requests.Session):
    """Keeps the portal's token from other hosts that the portal sends us to."""

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        super().rebuild_auth(prepared_request, response)  # type: ignore[no-untyped-call]  # their stubs
        before, after = response.request.url or "", prepared_request.url or ""
        if self.should_strip_auth(before, after):  # type: ignore[no-untyped-call]  # idem
            prepared_request.headers.pop(TOKEN_HEADER, None)


def send(
    make_call: Callable[[], Call],
    take: Callable[[Answer], T],
    *,
    client: Client,
    taken: frozenset[int] = frozenset({HTTPStatus.OK}),
) -> T:
    """
    Send a request until it succeeds or the tries are used up.

    Parameters
    ----------
    make_call
        Says what to ask; asked anew before each try.
    take
        Turns the answer into a result; called once per try, and keeps nothing that it cannot use when the body breaks
        off. It may raise ``TryAgainError``.
    taken
        Statuses that ``take`` understands.

    Raises
    ------
    OfflineError
        The network is switched off.
    DownloadError
        Every try failed, the server refused, or the body is too large, too slow or a web page.
    """
    waits_s = iter(client.waits_s)
    while True:
        call = make_call()
        if client.is_offline:
            raise OfflineError(
                f"the network is switched off: {call.url} is not fetched; give a file instead",
                key="error.offline",
                url=call.url,
            )
        try:
            return _try(call, take, client=client, taken=taken)
        except TryAgainError as error:
            wait_s = next(waits_s, None)
            if wait_s is None:
                raise DownloadError(f"{call.url}: {error} ({len(client.waits_s) + 1} tries)") from error
            client.sleep(_pause_s(call.url, max(wait_s, error.wait_s), client))


def _pause_s(url: str, wait_s: float, client: Client) -> float:
    if wait_s > client.longest_wait_s:
        raise DownloadError(f"{url}: the server asks to come back in {wait_s:.0f} seconds; try again later")
    return wait_s


def _try(call: Call, take: Callable[[Answer], T], *, client: Client, taken: frozenset[int]) -> T:
    headers = {"User-Agent": USER_AGENT, **call.headers}
    body = call.body or dict(call.form) or None
    try:
        with (
            _Session() as session,
            session.request(
                "GET" if body is None else "POST",
                call.url,
                params=call.params,
                data=body,
                headers=headers,
                timeout=client.timeout_s,
                stream=True,
            ) as response,
        ):
            _check_status(call.url, response, taken)
            return take(Answer(response.status_code, response.headers, _pieces(call.url, response, client)))
    except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
        raise TryAgainError(_reason(error)) from error
    except requests.RequestException as error:
        raise DownloadError(f"{call.url}: {_reason(error)}") from error


def _check_status(url: str, response: requests.Response, taken: frozenset[int]) -> None:
    status = response.status_code
    if status in TRIED_AGAIN:
        raise TryAgainError(f"the server answered {status}", _asked_wait_s(response))
    if status not in taken:
        raise DownloadError(f"{url}: the server answered {status}; check the address or the code of the dataset")


def _asked_wait_s(response: requests.Response) -> float:
    """Return the pause of ``Retry-After``, in seconds or as a date beside the server's own; 0 without one."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        until, now = (_moment(words) for words in (said, response.headers.get("Date", "")))
        return max((until - now).total_seconds(), 0.0)
    except (ValueError, OverflowError):
        return 0.0


def _moment(words: str) -> datetime:
    found = parsedate_to_datetime(words)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _pieces(url: str, response: requests.Response, client: Client) -> Iterator[bytes]:
    said = response.headers.get("Content-Length", "")
    count = int(said) if said.isdecimal() else 0
    if count > client.max_bytes:
        raise DownloadError(f"{url}: {count} bytes are more than the limit of {client.max_bytes}")
    _refuse_page(url, response.headers.get("Content-Type", "").lower().startswith(PAGE_TYPES))
    count, end_s = 0, client.clock() + client.longest_answer_s
    for piece in response.iter_content(CHUNK_BYTES):
        if not count and response.status_code == HTTPStatus.OK:
            _refuse_page(url, piece[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(PAGE_BEGINNINGS))
        count += len(piece)
        if count > client.max_bytes:
            raise DownloadError(f"{url}: more than the limit of {client.max_bytes} bytes")
        if client.clock() > end_s:
            raise DownloadError(f"{url}: the body did not end within {client.longest_answer_s:.0f} seconds")
        yield piece


def _refuse_page(url: str, is_page: bool) -> None:  # noqa: FBT001  # the one thing that it is about
    if is_page:
        raise DownloadError(f"{url}: the server did not answer with data but with a web page; check the address")


def _reason(error: requests.RequestException) -> str:
    """Put a fault of the network into a few words."""
    if isinstance(error, requests.Timeout):
        return "the server did not answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the answer was cut off"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return (str(error).splitlines() or ["this address cannot be asked"])[0]


def fetch(
    url: str,
    write: Callable[[Iterator[bytes]], T],
    *,
    client: Client,
    known: Validators = NOTHING_KNOWN,
    params: Pairs = (),
    headers: Mapping[str, str] | None = None,
) -> tuple[T | None, Validators]:
    """
    Fetch a body piece by piece.

    Parameters
    ----------
    url
        Address, http or https.
    write
        Takes the pieces, as they come, and keeps them; it is called once per try and must keep nothing when they raise.
    known
        What the server said last time.
    params
        Query of the address.
    headers
        Beside our own.

    Returns
    -------
    result, validators
        What ``write`` returned, None when the body has not changed since ``known``; what the server says now.

    Raises
    ------
    OfflineError
        The network is switched off.
    DownloadError
        Every try failed, the server refused, or the body is too large, too slow or a web page.
    """
    call = Call(url, params, {**(headers or {}), **known.headers()})

    def take(answer: Answer) -> tuple[T | None, Validators]:
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return None, known
        return write(answer.pieces), answer.validators

    return send(lambda: call, take, client=client, taken=frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}))


def fetch_bytes(url: str, *, client: Client, params: Pairs = ()) -> bytes:
    """Fetch a small body into memory; raises as ``fetch`` does."""
    content, _ = fetch(url, b"".join, client=client, params=params)
    return content or b""
