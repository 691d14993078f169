"""Every row of a dataset on a SODA portal (Socrata), page by page in a fixed order."""

import csv
import io
import json
from collections.abc import Callable

from geodata.errors import DownloadError
from geodata.http.client import NOTHING_KNOWN, TOKEN_HEADER, Client, Validators, fetch

PAGE_ROWS = 5_000
"""Rows of one page."""
MAX_PAGES = 2_000
ROW_ID = ":id"
"""The portal's own number of a row: the order that always exists."""
RowProgress = Callable[[int], None]
"""Told the number of rows so far."""


def fetch_soda_rows(
    url: str,
    *,
    client: Client,
    known: Validators = NOTHING_KNOWN,
    order_by: str = ROW_ID,
    page_rows: int = PAGE_ROWS,
    progress: RowProgress | None = None,
) -> tuple[bytes | None, Validators]:
    """
    Fetch every row of a SODA dataset as JSON.

    Parameters
    ----------
    url
        ``…/resource/<id>.json``.
    known
        What the portal said last time of the first page.
    order_by
        Column that keeps the pages in order.
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
        As ``fetch``; or a page is not a JSON list, there is no end of pages, or all of them are too large.
    """
    rows: list[object] = []

    def keep(content: bytes) -> int:
        page = _json_page(url, content)
        rows.extend(page)
        return len(page)

    pages = _Pages(url, client, order_by, page_rows, progress)
    validators = pages.read(known, keep)
    return None if validators is None else json.dumps(rows, ensure_ascii=False).encode(), validators or known


def fetch_soda_csv(
    url: str,
    *,
    client: Client,
    known: Validators = NOTHING_KNOWN,
    order_by: str = ROW_ID,
    page_rows: int = PAGE_ROWS,
    progress: RowProgress | None = None,
) -> tuple[bytes | None, Validators]:
    """
    Fetch every row of a SODA dataset as one CSV, UTF-8 with one header; see ``fetch_soda_rows``.

    Parameters
    ----------
    url
        ``…/resource/<id>.csv``.
    """
    lines = io.StringIO(newline="")
    header: list[str] = []

    def keep(content: bytes) -> int:
        first, *page = _csv_page(url, content)
        if header and first != header:
            raise DownloadError(f"{url}: the portal changed the columns between two pages; try again later")
        csv.writer(lines, lineterminator="\n").writerows(page if header else [first, *page])
        header[:] = first
        return len(page)

    pages = _Pages(url, client, order_by, page_rows, progress)
    validators = pages.read(known, keep)
    return None if validators is None else lines.getvalue().encode(), validators or known


class _Pages:
    """The pages of one dataset."""

    def __init__(self, url: str, client: Client, order_by: str, page_rows: int, progress: RowProgress | None) -> None:
        self.url, self.client, self.order_by, self.page_rows = url, client, order_by, page_rows
        self.progress = progress or (lambda _count: None)

    def read(self, known: Validators, keep: Callable[[bytes], int]) -> Validators | None:
        """Hand each page to ``keep``, which counts its rows; None when the first one has not changed."""
        content, validators = self._page(0, known)
        if content is None:
            return None
        row_count, byte_count = keep(content), len(content)
        last_count = row_count
        self.progress(row_count)
        while last_count >= self.page_rows:
            self._check(row_count, byte_count)
            content, _ = self._page(row_count, NOTHING_KNOWN)
            last_count = keep(content or b"")
            row_count, byte_count = row_count + last_count, byte_count + len(content or b"")
            self.progress(row_count)
        return validators

    def _page(self, offset: int, known: Validators) -> tuple[bytes | None, Validators]:
        params = (("$limit", str(self.page_rows)), ("$offset", str(offset)), ("$order", self.order_by))
        token = self.client.soda_app_token
        headers = {TOKEN_HEADER: token} if token else {}
        return fetch(self.url, b"".join, client=self.client, known=known, params=params, headers=headers)

    def _check(self, row_count: int, byte_count: int) -> None:
        if row_count >= MAX_PAGES * self.page_rows:
            raise DownloadError(f"{self.url}: more than {row_count} rows; the portal does not end its pages")
        if byte_count > self.client.max_bytes:
            raise DownloadError(f"{self.url}: the pages are more than the limit of {self.client.max_bytes} bytes")


def _json_page(url: str, content: bytes) -> list[object]:
    try:
        page = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DownloadError(f"{url}: the portal did not answer with JSON") from error
    if not isinstance(page, list):
        raise DownloadError(f"{url}: the portal did not answer with a list of rows")
    return page


def _csv_page(url: str, content: bytes) -> list[list[str]]:
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise DownloadError(f"{url}: the portal did not answer with CSV") from error
    if not lines:
        raise DownloadError(f"{url}: the portal did not answer with a header")
    return lines
