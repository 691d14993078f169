"""
The map's static files and the routes that serve them.

Only names that were put on the shelf are served: no path of an address touches the disk. Every name carries a hash of
its content (or a version in its query), so browsers keep a file for good.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import PurePosixPath
from typing import Final

import brotli
import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from xstatic.pkg import leaflet

from welfare_map.maps.layers import LayerFile
from welfare_map.maps.popups import script_json
from welfare_map.maps.view import Bounds, MapAssets
from welfare_map.palette import COLOURS_OF_THE_MAP, variables

ASSET_PATH: Final = "/map-assets"
BOUNDARIES: Final = "boundaries"
SCRIPTS: Final = ("theme.js", "topology.js", "marks.js", "areas.js", "paint.js", "map.js")
"""Our own scripts, joined into one file in this order."""
CONTENT_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".woff2": "font/woff2",
}
FOR_GOOD: Final = "public, max-age=31536000, immutable"
BROTLI_QUALITY: Final = 9
BEST_BROTLI_QUALITY: Final = 11
"""The best takes ten times as long for some 15 %: worth it for the boundaries alone, which are packed once and kept."""
KEPT_COUNT: Final = 200
"""Files kept: several versions of the register, so that a page that is still open finds its own."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent: plain and compressed, with its type."""

    content_type: str
    plain: bytes
    by_encoding: tuple[tuple[str, bytes], ...]


class Shelf:
    """
    Files by name, for all sessions of this process.

    What a name stands for never changes (it carries the hash of the content), so sharing it between threads is
    harmless; beyond ``KEPT_COUNT`` the oldest leave.
    """

    def __init__(self) -> None:
        self._files: OrderedDict[str, StaticFile] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, stem: str, content: bytes, suffix: str, *, packed: bytes | None = None) -> str:
        """Put a file, with its brotli form where that is known, on the shelf; return stem, hash and suffix."""
        name = f"{stem}-{_hash(content)}{suffix}"
        self.put_as(name, content, packed=packed)
        return name

    def put_as(self, name: str, content: bytes, *, packed: bytes | None = None) -> None:
        """Put a file on the shelf under a name."""
        with self._lock:
            if name in self._files:
                self._files.move_to_end(name)
                return
        file = _static_file(name, content, packed)
        with self._lock:
            self._files[name] = file
            while len(self._files) > KEPT_COUNT:
                self._files.popitem(last=False)

    def get(self, name: str) -> StaticFile | None:
        """Return a file, or None."""
        with self._lock:
            return self._files.get(name)

    def latest(self, stem: str) -> str | None:
        """Return the name of the file with this stem that was put here last, or None."""
        with self._lock:
            return next((name for name in reversed(self._files) if name.startswith(f"{stem}-")), None)


SHELF: Final = Shelf()


def put_code(shelf: Shelf) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put Leaflet and our own scripts and styles on the shelf; return the addresses of scripts and of styles."""
    own = resources.files("welfare_map.maps") / "assets"
    theirs = resources.files(leaflet) / "data"
    script = "\n".join((_palette_script(), *((own / name).read_text(encoding="utf-8") for name in SCRIPTS))).encode()
    sheet = "\n".join((variables(COLOURS_OF_THE_MAP), (own / "map.css").read_text(encoding="utf-8"))).encode()
    contents = {
        "leaflet.js": (theirs / "leaflet.js").read_bytes().replace(b"//# sourceMappingURL=leaflet.js.map", b""),
        "welfare-map.js": script,
        "leaflet.css": (theirs / "leaflet.css").read_bytes(),
        "welfare-map.css": sheet,
    }
    for name, content in contents.items():
        shelf.put_as(name, content)
    addresses = [f"{name}?v={_hash(content)}" for name, content in contents.items()]
    return tuple(addresses[:2]), tuple(addresses[2:])


def _palette_script() -> str:
    """Return what the canvas knows of the palette: name -> colour in the light and in the dark theme."""
    colours = {colour.name: (colour.light, colour.dark) for colour in COLOURS_OF_THE_MAP}
    return f"window.welfareMap = {{palette: {script_json(colours)}}};"


def publish(boundaries: bytes, layers: Iterable[LayerFile], area: Bounds, *, shelf: Shelf = SHELF) -> MapAssets:
    """
    Put everything that maps need on the shelf and return the names.

    Parameters
    ----------
    boundaries
        TopoJSON of the boundaries, packed by ``pack``.
    layers
        One file per layer that has something to draw.
    area
        Rectangle of the whole area.
    """
    scripts, styles = put_code(shelf)
    return MapAssets(
        scripts=scripts,
        styles=styles,
        boundaries=shelf.put(BOUNDARIES, brotli.decompress(boundaries), ".json", packed=boundaries),
        layers=tuple((file.layer, shelf.put(f"points-{file.stem}", file.content, ".json")) for file in layers),
        area=area,
    )


def pack(content: bytes) -> bytes:
    """Pack a file that is kept, as well as brotli can; a large one takes seconds."""
    return bytes(brotli.compress(content, quality=BEST_BROTLI_QUALITY))


async def serve(request: Request) -> Response:
    """Serve one file from the shelf in the best encoding that the browser takes."""
    file = SHELF.get(request.path_params["name"])
    if file is None:
        return PlainTextResponse("Not found", status_code=404, headers={"Cache-Control": "no-store"})
    headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    accepted = accepted_encodings(request.headers.get("accept-encoding", ""))
    for encoding, content in file.by_encoding:
        if encoding in accepted:
            return Response(content, media_type=file.content_type, headers={**headers, "Content-Encoding": encoding})
    return Response(file.plain, media_type=file.content_type, headers=headers)


def routes() -> list[Route]:
    """Return the routes of the map's files, below the server's base path if it has one."""
    put_code(SHELF)
    return [Route(f"{base_path()}{ASSET_PATH}/{{name}}", serve, methods=["GET"])]


def base_path() -> str:
    """Return the path under which the server runs, "" or "/name"."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def code_addresses() -> tuple[str, ...]:
    """Return the addresses of Leaflet and of our own scripts and styles, below the base path."""
    scripts, styles = put_code(SHELF)
    return tuple(f"{ASSET_PATH}/{name}" for name in (*scripts, *styles))


def boundary_addresses() -> tuple[str, ...]:
    """Return the address of the boundaries of this process below the base path; none before its first map."""
    name = SHELF.latest(BOUNDARIES)
    return (f"{ASSET_PATH}/{name}",) if name else ()


def accepted_encodings(header: str) -> frozenset[str]:
    """Return the encodings that a header takes; one with ``q=0`` is refused."""
    parts = (part.replace(" ", "").lower().partition(";q=") for part in header.split(","))
    return frozenset(name for name, _, quality in parts if not quality or quality.strip("0.") != "")


def _static_file(name: str, content: bytes, packed: bytes | None) -> StaticFile:
    by_encoding = (
        ("br", packed or brotli.compress(content, quality=BROTLI_QUALITY)),
        ("gzip", gzip.compress(content, compresslevel=9, mtime=0)),
    )
    return StaticFile(CONTENT_TYPES[PurePosixPath(name).suffix], content, by_encoding)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
