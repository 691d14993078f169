"""
What the browser is told to fetch with the page itself, before the page's script has run.

Streamlit loads the script of each kind of element when the first one appears, and the map's frame asks for its files
when it is there: one after the other. A ``Link`` header lets them travel together, while the server is still at work.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import streamlit

from welfare_map.ui.policy import MAP_FRAME

ELEMENTS: Final = (
    *("Html", "ButtonGroup", "TextInput", "Selectbox", "Multiselect", "Checkbox", "Button"),
    *("DownloadButton", "ComponentInstance"),
)
"""
Streamlit's scripts for the elements of the first page; one that a later version calls otherwise is left out.

Not all of them: a proxy may take no more than 4 kB of headers unless told otherwise (nginx: ``proxy_buffer_size``).
"""
MOST_BYTES: Final = 2_705
"""Of a ``Link`` header: with the policy and all others it fits into the 4,096 that a proxy takes."""
ENTRY: Final = "index"
IMPORT: Final = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
STREAMLIT_SCRIPTS: Final = Path(streamlit.__file__).parent / "static" / "static" / "js"
FRAME_SCRIPTS: Final = Path(str(find_spec("streamlit_folium").origin)).parent / "frontend" / "build" / "static" / "js"  # type: ignore[union-attr]
"""Found without loading the package: it makes its component known only where the server runs already."""
DESTINATIONS: Final = {".js": "script", ".css": "style"}


@cache
def preload_links(base: str, map_files: tuple[str, ...], *, has_frame: bool) -> str:
    """
    Return the value of the ``Link`` header of a page.

    Parameters
    ----------
    base
        Path under which the server runs, "" or "/name".
    map_files
        Addresses of the map's own files, below ``base``.
    has_frame
        The server has the script of the map's frame: from the first page on that draws a map.

    Returns
    -------
    links
        What the page's frame of the map will ask for with ``prefetch``, scripts of the page with ``modulepreload``;
        under a long path the last ones are left out.
    """
    modules = (f"/static/js/{name}" for name in _page_scripts(STREAMLIT_SCRIPTS))
    of_frame = (f"{MAP_FRAME}st_folium/static/js/{path.name}" for path in FRAME_SCRIPTS.glob("main.*.js") if has_frame)
    return _fitting(
        (
            *(f"<{base}{address}>;rel=prefetch" for address in (*of_frame, *map_files)),
            *(f"<{base}{address}>;rel=modulepreload" for address in modules),
        )
    )


@cache
def frame_links(base: str, map_files: tuple[str, ...]) -> str:
    """
    Return the value of the ``Link`` header of the frame of the map: its files, which its script asks for later.

    The scripts of the page are not named there: a browser would make ready for the frame what it never runs.
    """
    kinds = ((address, DESTINATIONS.get(Path(urlsplit(address).path).suffix)) for address in map_files)
    return _fitting(tuple(f"<{base}{address}>;rel=preload;as={kind}" for address, kind in kinds if kind))


def _fitting(links: tuple[str, ...]) -> str:
    """Join as many links, from the first on, as a header may hold."""
    ends = accumulate(len(link) + len(",") for link in links)
    return ",".join(link for link, end in zip(links, ends, strict=True) if end <= MOST_BYTES)


def _page_scripts(folder: Path) -> tuple[str, ...]:
    """Return the scripts of the elements and what they import, less what every page loads anyway."""
    entries = _named(folder, (ENTRY,))
    return tuple(sorted(_imported(folder, _named(folder, ELEMENTS)) - _imported(folder, entries)))


def _named(folder: Path, stems: Iterable[str]) -> set[str]:
    return {path.name for stem in stems for path in folder.glob(f"{stem}.*.js")}


def _imported(folder: Path, names: set[str]) -> set[str]:
    """Return the scripts and all that they import, through any number of steps."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        found |= waiting
        texts = (path.read_text(encoding="utf-8") for path in (folder / name for name in waiting) if path.is_file())
        waiting = {name for text in texts for name in IMPORT.findall(text)} - found
    return found
