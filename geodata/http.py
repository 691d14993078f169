"""
The only door to the network: timeout, retries with back-off, conditional requests, size limit, offline switch.

What is fetched is either whole or an error: a body that is cut off is tried again, never passed on.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar

import requests

from geodata.errors import DownloadError, OfflineError

USER_AGENT = "welfare-map/0.1 (open data reader)"
TIMEOUT_S = (10.0, 60.0)
"""To connect, and between two pieces of the answer."""
WAITS_S = (1.0, 4.0, 16.0)
"""Before the second, third and fourth try."""
MAX_BYTES = 512 * 1024 * 1024
"""Largest body: the national registers are below it, and it fits the smallest disk that we support."""
CHUNK_BYTES = 64 * 1024
PAGE_ROWS = 5_000
"""Rows of one page of a SODA portal."""
MAX_PAGES = 2_000
TRIED_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
T = TypeVar("T")


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
    sleep
        Waits so many seconds; tests hand in a record keeper.
    """

    is_offline: bool = False
    timeout_s: tuple[float, float] = TIMEOUT_S
    waits_s: tuple[float, ...] = WAITS_S
    max_bytes: int = MAX_BYTES
    sleep: Callable[[float], None] = field(default=time.sleep)


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


class _TryAgainError(Exception):
    """A fault that may pass."""


def fetch(
    url: str,
    write: Callable[[Iterator[bytes]], T],
    *,
    client: Client,
    known: Validators = NOTHING_KNOWN,
    params: tuple[tuple[str, str], ...] = (),
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

    Returns
    -------
    result, validators
        What ``write`` returned, None when the body has not changed since ``known``; what the server says now.

    Raises
    ------
    OfflineError
        The network is switched off.
    DownloadError
        Every try failed, the server refused, or the body is too large.
    """
    if client.is_offline:
        raise OfflineError(f"the network is switched off: {url} is not fetched; give a file instead")
    waits_s = iter(client.waits_s)
    while True:
        try:
            return _try(url, write, client=client, known=known, params=params)
        except _TryAgainError as error:
            wait_s = next(waits_s, None)
            if wait_s is None:
                raise DownloadError(f"{url}: {error} ({len(client.waits_s) + 1} tries)") from error
            client.sleep(wait_s)


def _try(
    url: str,
    write: Callable[[Iterator[bytes]], T],
    *,
    client: Client,
    known: Validators,
    params: tuple[tuple[str, str], ...],
) -> tuple[T | None, Validators]:
    headers = {"User-Agent": USER_AGENT, **known.headers()}
    try:
        with requests.get(url, params=params, headers=headers, timeout=client.timeout_s, stream=True) as response:
            if response.status_code == HTTPStatus.NOT_MODIFIED:
                return None, known
            _check_status(url, response.status_code)
            return write(_pieces(url, response, client.max_bytes)), _validators(response)
    except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
        raise _TryAgainError(_reason(error)) from error
    except requests.RequestException as error:
        raise DownloadError(f"{url}: {_reason(error)}") from error


def _check_status(url: str, status: int) -> None:
    if status in TRIED_AGAIN:
        raise _TryAgainError(f"the server answered {status}")
    if status != HTTPStatus.OK:
        raise DownloadError(f"{url}: the server answered {status}; check the address or the code of the dataset")


def _pieces(url: str, response: requests.Response, max_bytes: int) -> Iterator[bytes]:
    said = response.headers.get("Content-Length", "")
    count = int(said) if said.isdigit() else 0
    if count > max_bytes:
        raise DownloadError(f"{url}: {count} bytes are more than the limit of {max_bytes}")
    count = 0
    for piece in response.iter_content(CHUNK_BYTES):
        count += len(piece)
        if count > max_bytes:
            raise DownloadError(f"{url}: more than the limit of {max_bytes} bytes")
        yield piece


def _validators(response: requests.Response) -> Validators:
    return Validators(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))


def _reason(error: requests.RequestException) -> str:
    """Put a fault of the network into a few words."""
    if isinstance(error, requests.Timeout):
        return "the server did not answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the answer was cut off"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return str(error).splitlines()[0]


def fetch_bytes(url: str, *, client: Client, params: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Fetch a small body into memory; raises as ``fetch`` does."""
    content, _ = fetch(url, b"".join, client=client, params=params)
    return content or b""


def fetch_soda_rows(
    url: str,
    *,
    client: Client,
    known: Validators = NOTHING_KNOWN,
    page_rows: int = PAGE_ROWS,
    progress: Callable[[int], None] | None = None,
) -> tuple[bytes | None, Validators]:
    """
    Fetch every row of a SODA dataset, page by page in a fixed order.

    Parameters
    ----------
    url
        ``…/resource/<id>.json``.
    known
        What the portal said last time of the first page.
    page_rows
        Rows of a page.
    progress
        Told the number of rows so far.

    Returns
    -------
    content, validators
        One JSON list as bytes, None when nothing has changed.

    Raises
    ------
    DownloadError
        As ``fetch``; or a page is not a JSON list, or there is no end of pages.
    """
    rows: list[object] = []
    first, validators = _soda_page(url, 0, client=client, known=known, page_rows=page_rows)
    if first is None:
        return None, validators
    page: list[object] | None = first
    while page:
        rows.extend(page)
        if progress:
            progress(len(rows))
        if len(page) < page_rows:
            break
        if len(rows) >= MAX_PAGES * page_rows:
            raise DownloadError(f"{url}: more than {len(rows)} rows; the portal does not end its pages")
        page, _ = _soda_page(url, len(rows), client=client, known=NOTHING_KNOWN, page_rows=page_rows)
    return json.dumps(rows, ensure_ascii=False).encode(), validators


def _soda_page(
    url: str, offset: int, *, client: Client, known: Validators, page_rows: int
) -> tuple[list[object] | None, Validators]:
    params = (("$limit", str(page_rows)), ("$offset", str(offset)), ("$order", ":id"))
    content, validators = fetch(url, b"".join, client=client, known=known, params=params)
    if content is None:
        return None, validators
    try:
        page = json.loads(content)
    except ValueError as error:
        raise DownloadError(f"{url}: the portal did not answer with JSON") from error
    if not isinstance(page, list):
        raise DownloadError(f"{url}: the portal did not answer with a list of rows")
    return page, validators
