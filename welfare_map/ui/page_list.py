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
BY_LINK: Final[tuple[tuple[str, str, str], ...]] = (("survey.page_title", PAGE, "questionnaire"), DECLARATION)
"""Pages that open by a link alone, the last one by that of every page's end: no menu names them."""
PATHS: Final = frozenset(path for _, path, _ in (*PAGES, *BY_LINK))
WITH_MAP: Final = frozenset({"", "imprese", "copertura", "buone-pratiche"})
"""Paths of the pages that begin with the map of the territory."""


def path_below(base: str, path: str) -> str:
    """Return what a path says below that of the server, without the strokes around it: of a page, its entry above."""
    return path.removeprefix(base).strip("/")
