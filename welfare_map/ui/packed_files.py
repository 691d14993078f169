"""
Streamlit's own scripts and sheets, sent packed from memory.

A first page takes more than a hundred of them, three megabytes in all. Streamlit reads each from the disk whenever it
is asked for and sends it as it is; telephones wait for the bytes, and everybody for the hundred readings.
"""

import gzip
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import brotli
from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from welfare_map.ui.assets import CONTENT_TYPES, FOR_GOOD, accepted_encodings

ENCODERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "br": partial(brotli.compress, quality=6),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
}
"""In the order of our liking. A file is packed when it is first asked for, all of a first page in 0.2 s."""


class PackedFiles:
    """
    Middleware: answers for files that never change under their names; everything else passes.

    Parameters
    ----------
    app
        What answers otherwise.
    files
        Address -> file, all that there is: no part of an address touches the disk.
    """

    def __init__(self, app: ASGIApp, *, files: Mapping[str, Path]) -> None:
        self._app, self._files = app, files
        self._packed: dict[tuple[Path, str], Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        path = self._files.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        encoding = _encoding(scope) if path else None
        if path is None or encoding is None:
            await self._app(scope, receive, send)
            return
        kept = path, encoding
        if kept not in self._packed:
            self._packed[kept] = await run_sync(_pack, path, encoding)
        await self._packed[kept](scope, receive, send)


def _encoding(scope: Scope) -> str | None:
    accepted = accepted_encodings(Headers(scope=scope).get("accept-encoding", ""))
    return next((encoding for encoding in ENCODERS if encoding in accepted), None)


def _pack(path: Path, encoding: str) -> Response:
    headers = {"Cache-Control": FOR_GOOD, "Content-Encoding": encoding, "Vary": "Accept-Encoding"}
    return Response(ENCODERS[encoding](path.read_bytes()), media_type=CONTENT_TYPES[path.suffix], headers=headers)
