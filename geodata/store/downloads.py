"""
Downloads that go on where they were cut off, and the one way to fetch any source.

While a file is on its way it lies aside as ``<name>.part``, with what the server said of it in ``<name>.part.json``;
only a whole file takes its name.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from geodata.errors import DownloadError, StoreError
from geodata.http import (
    NOTHING_KNOWN,
    Answer,
    Call,
    Client,
    TryAgainError,
    Validators,
    fetch_overpass,
    fetch_soda_csv,
    fetch_soda_rows,
    find_ckan_file,
    send,
)
from geodata.sources import Access, Source
from geodata.store.files import read_bytes, write_atomically

TAKEN = frozenset(
    {
        HTTPStatus.OK,
        HTTPStatus.PARTIAL_CONTENT,
        HTTPStatus.NOT_MODIFIED,
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    }
)
MAX_SOURCE_BYTES = 256 * 1024 * 1024
"""A source is read from memory; a larger file is fetched by hand and given by its path."""


@dataclass(frozen=True, slots=True)
class FetchStep:
    """How far a fetch has come: rows of a SODA portal, else bytes; ``total_count`` is None where nobody said it."""

    unit: str
    done_count: int
    total_count: int | None = None


FetchProgress = Callable[[FetchStep], None]


def fetch_source(
    source: Source,
    *,
    client: Client,
    known: Validators = NOTHING_KNOWN,
    downloads_dir: Path,
    progress: FetchProgress | None = None,
) -> tuple[bytes | None, Validators]:
    """
    Fetch a source in the way that its record says.

    Parameters
    ----------
    source
        Its ``access`` decides.
    client
        How the network is used; bodies above ``MAX_SOURCE_BYTES`` are refused.
    known
        What the server said last time.
    downloads_dir
        Where a file that is cut off waits for the rest.
    progress
        Told how far it is, again and again.

    Returns
    -------
    content, validators
        The bytes for ``parse``, None when nothing has changed since ``known``; what the server says now.

    Raises
    ------
    OfflineError
        The network is switched off.
    DownloadError
        The server cannot be read; or the source is only given as a file.
    StoreError
        The downloads folder cannot be written.
    """
    told = progress or _tell_nobody
    bounded = replace(client, max_bytes=min(client.max_bytes, MAX_SOURCE_BYTES))
    match source.access:
        case Access.SODA:
            fetch = fetch_soda_csv if source.api_url.endswith(".csv") else fetch_soda_rows
            return fetch(
                source.api_url,
                client=bounded,
                known=known,
                order_by=source.order_by,
                progress=lambda count: told(FetchStep("rows", count)),
            )
        case Access.CKAN:
            address = find_ckan_file(source.api_url, file_format=source.resource_format, client=client)
            return _file(source, address, bounded, known, downloads_dir, told)
        case Access.URL:
            return _file(source, source.api_url, bounded, known, downloads_dir, told)
        case Access.OVERPASS:
            return fetch_overpass(source.api_url, source.query, client=bounded), NOTHING_KNOWN
        case Access.FILE:
            raise DownloadError(
                f"{source.source_id}: this source is not on the network; give a file (--from)",
                key="error.source_only_as_file",
                source=source.source_id,
            )


def _tell_nobody(_step: FetchStep) -> None:
    """Ignore a step."""


def _file(
    source: Source, url: str, client: Client, known: Validators, downloads_dir: Path, progress: FetchProgress
) -> tuple[bytes | None, Validators]:
    path = downloads_dir / f".{source.source_id}.fetched"
    is_new, validators = download(url, path, client=client, known=known, progress=progress)
    content = read_bytes(path) if is_new else None
    path.unlink(missing_ok=True)
    return content, validators


def download(
    url: str,
    path: Path,
    *,
    client: Client,
    known: Validators = NOTHING_KNOWN,
    progress: FetchProgress | None = None,
) -> tuple[bool, Validators]:
    """
    Bring a file to a path, going on after what an earlier try or run left.

    Parameters
    ----------
    url
        Address, http or https.
    path
        Where the whole file goes; it is replaced at once.
    client
        How the network is used.
    known
        What the server said last time.
    progress
        Told the bytes so far.

    Returns
    -------
    is_new, validators
        False when the file has not changed since ``known``: nothing is written; what the server says now.

    Raises
    ------
    OfflineError, DownloadError
        As ``geodata.http.fetch``; what has come stays aside for the next run.
    StoreError
        The folder cannot be written, or another process is fetching the same file.
    """
    aside = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _held(aside) as stream:
            part = _Part(url, aside, stream, client.max_bytes, progress or _tell_nobody)
            validators = send(lambda: part.call(known), part.take, client=client, taken=TAKEN)
            part.finish(path if validators is not None else None)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}; check the data folder") from error
    return validators is not None, validators or known


@contextmanager
def _held(aside: Path) -> Iterator[BinaryIO]:
    """Open the part for this process alone."""
    with aside.open("ab+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"another run is fetching {aside.stem}; wait until it has ended") from error
        yield stream


class _Part:
    """What has come of a file so far, and what the server said of it."""

    def __init__(self, url: str, aside: Path, stream: BinaryIO, max_bytes: int, progress: FetchProgress) -> None:
        self.url, self.aside, self.stream = url, aside, stream
        self.max_bytes, self.progress = max_bytes, progress

    @property
    def note(self) -> Path:
        return self.aside.with_name(f"{self.aside.name}.json")

    def call(self, known: Validators) -> Call:
        """Ask for the rest where the server can tell that it is the same file, else for all of it."""
        headers = {"Accept-Encoding": "identity", **known.headers()}
        size_bytes, mark = self._size_bytes(), self._mark()
        if size_bytes and mark:
            headers |= {"Range": f"bytes={size_bytes}-", "If-Range": mark}
        return Call(self.url, headers=headers)

    def take(self, answer: Answer) -> Validators | None:
        """Keep the body; None when the file has not changed."""
        match answer.status:
            case HTTPStatus.NOT_MODIFIED:
                return None
            case HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._restart()
                raise TryAgainError("the server has no such rest of the file")
            case HTTPStatus.PARTIAL_CONTENT:
                return self._append(answer)
            case _:
                self._restart()
                if "Content-Encoding" not in answer.headers:  # else its bytes cannot be counted to go on
                    self._write_note(answer.validators)
                self._keep(answer, _total_bytes(answer, 0))
                return answer.validators

    def finish(self, path: Path | None) -> None:
        """Move the whole file to its path; without a path, leave nothing aside."""
        os.fsync(self.stream.fileno())
        self.note.unlink(missing_ok=True)
        if path is None:
            self.aside.unlink(missing_ok=True)
        else:
            self.aside.replace(path)

    def _append(self, answer: Answer) -> Validators:
        size_bytes = self._size_bytes()
        if not answer.headers.get("Content-Range", "").startswith(f"bytes {size_bytes}-"):
            self._restart()
            raise TryAgainError("the server sent another part of the file than the rest")
        self._keep(answer, _total_bytes(answer, size_bytes))
        said = self._noted()
        return Validators(said.get("etag", ""), said.get("last_modified", ""))

    def _keep(self, answer: Answer, total_bytes: int | None) -> None:
        for piece in answer.pieces:
            self.stream.write(piece)
            self.stream.flush()
            size_bytes = self._size_bytes()
            if size_bytes > self.max_bytes:
                self._restart()
                raise DownloadError(f"{self.url}: more than the limit of {self.max_bytes} bytes")
            self.progress(FetchStep("bytes", size_bytes, total_bytes))

    def _size_bytes(self) -> int:
        return os.fstat(self.stream.fileno()).st_size

    def _restart(self) -> None:
        self.stream.truncate(0)
        self.note.unlink(missing_ok=True)

    def _write_note(self, validators: Validators) -> None:
        said = {"url": self.url, "etag": validators.etag, "last_modified": validators.last_modified}
        write_atomically(self.note, json.dumps(said).encode())

    def _noted(self) -> Mapping[str, str]:
        with suppress(OSError, ValueError):
            said = json.loads(self.note.read_bytes())
            if isinstance(said, dict) and said.get("url") == self.url:
                return {str(name): str(value) for name, value in said.items()}
        return {}

    def _mark(self) -> str:
        """Return what names this very content: a strong ETag, else the day of change."""
        said = self._noted()
        etag = said.get("etag", "")
        return etag if etag and not etag.startswith("W/") else said.get("last_modified", "")


def _total_bytes(answer: Answer, before_bytes: int) -> int | None:
    said = answer.headers.get("Content-Length", "")
    return before_bytes + int(said) if said.isdecimal() else None
