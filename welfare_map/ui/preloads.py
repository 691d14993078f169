"""
The files of the page and of the map's frame, and what the browser is told to fetch before their scripts have run.

Streamlit loads the script of each kind of element when the first one appears, and the map's frame asks for its files
when it is there: one after the other. Links in the start page let them travel together, while the server is still at
work.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from welfare_map.ui.page_list import MAP_FRAME, WITH_MAP, path_below

ELEMENTS: Final = (
    *("Html", "ButtonGroup", "TextInput", "Selectbox", "Multiselect", "Checkbox", "Button", "PageLink"),
    *("DownloadButton", "ComponentInstance", "BidiComponent"),
)
"""Streamlit's scripts for the elements of the first page; one that a later version calls otherwise is left out."""
ENTRY: Final = "index"
IMPORT: Final = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")


def _folder_of(package: str) -> Path:
    """Return the folder of a package without loading it: streamlit-folium shows itself to a running server alone."""
    return Path(str(find_spec(package).origin)).parent  # type: ignore[union-attr]


STREAMLIT_FILES: Final = _folder_of("streamlit") / "static" / "static"
FRAME_SCRIPTS: Final = _folder_of("streamlit_folium") / "frontend" / "build" / "static" / "js"
DESTINATIONS: Final = {".js": "script", ".css": "style"}


def code_files(base: str) -> dict[str, Path]:
    """
    Return the scripts and sheets of Streamlit and of the map's frame, whose names carry a hash: address -> file.

    Parameters
    ----------
    base
        Path under which the server runs, "" or "/name".
    """
    own = {f"{base}/static/{path.parent.name}/{path.name}": path for path in STREAMLIT_FILES.glob("*/*.[jc]s*")}
    return own | {_frame_address(base, path): path for path in FRAME_SCRIPTS.glob("main.*.js")}


def page_links(base: str, map_files: tuple[str, ...], *, path: str) -> str:
    """
    Return the links for the head of a page, as HTML.

    Parameters
    ----------
    base
        Path under which the server runs, "" or "/name".
    map_files
        Addresses of the map's own files, below ``base``.
    path
        Path of the page: one without a map needs no files of it.

    Returns
    -------
    links
        Scripts of the page with ``modulepreload``, what its frame of the map will ask for with ``prefetch``.
    """
    modules = [f"{base}/static/js/{name}" for name in _page_scripts(STREAMLIT_FILES / "js")]
    has_map = path_below(base, path) in WITH_MAP
    of_frame = [_frame_address(base, script) for script in FRAME_SCRIPTS.glob("main.*.js")]
    of_map = (*of_frame, *(f"{base}{name}" for name in map_files)) if has_map else ()
    return "".join(
        (
            *(f'<link rel="modulepreload" crossorigin fetchpriority="low" href="{address}">' for address in modules),
            *(f'<link rel="prefetch" href="{address}">' for address in of_map),
        )
    )


@cache
def frame_links(base: str, map_files: tuple[str, ...]) -> str:
    """
    Return the value of the ``Link`` header of the frame of the map: its files, which its script asks for later.

    The scripts of the page are not named there: a browser would make ready for the frame what it never runs.
    """
    kinds = ((address, DESTINATIONS.get(Path(urlsplit(address).path).suffix)) for address in map_files)
    return ",".join(f"<{base}{address}>;rel=preload;as={kind}" for address, kind in kinds if kind)


def _frame_address(base: str, path: Path) -> str:
    return f"{base}{MAP_FRAME}st_folium/static/js/{path.name}"


@cache
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
