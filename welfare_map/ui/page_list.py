"""The pages that there are: what the menu lists, and what opens by a link alone."""

from typing import Final

from welfare_map.register.surveys.links import PAGE

PAGES: Final[tuple[tuple[str, str, str], ...]] = (
    ("app.page_find", "", "find"),
    ("app.page_firms", "imprese", "firms"),
    ("app.page_coverage", "copertura", "coverage"),
    ("app.page_agreements", "buone-pratiche", "agreements"),
    ("app.page_registry", "registro", "registry"),
    ("app.page_method", "dati", "method"),
)
"""Text key of the title, address and module of ``ui/pages``; the first one is the default page and lives at ``/``."""
DECLARATION: Final = ("declaration.title", "accessibilita", "accessibility")
PRIVACY: Final = ("privacy.title", "privacy", "privacy")
AT_THE_END: Final[tuple[tuple[str, str, str], ...]] = (PRIVACY, DECLARATION)
"""Pages that the end of every page leads to, in this order."""
BY_LINK: Final[tuple[tuple[str, str, str], ...]] = (("survey.page_title", PAGE, "questionnaire"),)
"""Pages that open by a link of somebody's alone: neither the menu nor the end of a page names them."""
UNLISTED: Final = (*BY_LINK, *AT_THE_END)
"""Pages that the menu does not name."""
PATHS: Final = frozenset(path for _, path, _ in (*PAGES, *UNLISTED))
UNDECODABLE: Final = "\ufffd"
"""What stands in a path for bytes that are no UTF-8; the script of the page cannot read them either."""
WITH_MAP: Final = frozenset({"", "imprese", "copertura", "buone-pratiche"})
"""Paths of the pages that begin with the map of the territory."""


MAP_FRAME: Final = "/component/streamlit_folium."
"""Below this path lies the document of the map's frame; it has a policy of its own."""
FILE_FOLDERS: Final = ("static", "component", "map-assets")
"""Below these paths lie files of the pages, and no page."""


def path_below(base: str, path: str) -> str:
    """Return what a path says below that of the server, without the strokes around it: of a page, its entry above."""
    is_below = path == base or path.startswith(f"{base}/")
    return (path.removeprefix(base) if is_below else path).strip("/")


def page_below(base: str, path: str) -> str:
    """Return the name that the last part of a path gives to a page, without what no address of one can have."""
    return path_below(base, path).rpartition("/")[2].replace(UNDECODABLE, "").strip()


def is_of_the_map(base: str, path: str) -> bool:
    """Tell whether a path is the document of the map's frame or one of its files."""
    return path.startswith(f"{base}{MAP_FRAME}")


def is_of_a_file(base: str, path: str) -> bool:
    """Tell whether a path is kept for files, so that no page is ever meant by it."""
    return path_below(base, path).partition("/")[0] in FILE_FOLDERS
