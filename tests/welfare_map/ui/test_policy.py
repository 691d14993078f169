"""The policy names no other host, and each thing that is looser than "from here alone" is one of those known."""

import re

import pytest

from welfare_map.settings import OSM_TILES_URL
from welfare_map.ui import policy
from welfare_map.ui.page_scripts import NAMES
from welfare_map.ui.policy import ALWAYS, frame_policy, page_policy

LOOSER_ON_PAGES = {"script-src blob:", "style-src 'unsafe-inline'", "img-src data:", "font-src data:"}
LOOSER_IN_THE_FRAME = {
    "script-src 'unsafe-inline'",
    "script-src 'unsafe-eval'",
    "style-src 'unsafe-inline'",
    "img-src data:",
}


def sources(words: str) -> set[str]:
    """Return each directive with each of its sources."""
    return {f"{name} {source}" for name, *given in (part.split() for part in words.split("; ")) for source in given}


def looser(words: str) -> set[str]:
    """Return what is neither this server, nothing, nor one script by its hash."""
    return {one for one in sources(words) if not re.search(r" ('self'|'none'|'sha256-[\w+/]{43}=')$", one)}


def test_pages_load_from_here_alone_but_for_what_is_named() -> None:
    assert looser(page_policy()) == LOOSER_ON_PAGES
    assert looser(frame_policy("")) == LOOSER_IN_THE_FRAME


@pytest.mark.parametrize("words", [page_policy(), frame_policy("")], ids=["page", "map"])
def test_nothing_is_embedded_rebased_or_sent_elsewhere(words: str) -> None:
    strict = {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"}
    assert strict | {"frame-ancestors 'self'", "script-src-attr 'none'"} <= sources(words)


def test_every_inline_script_of_ours_and_of_streamlit_has_its_hash() -> None:
    assert page_policy().count("'sha256-") == len(NAMES) + len(policy._streamlit_scripts())
    assert policy._streamlit_scripts()


@pytest.mark.parametrize(
    ("tiles_url", "host"),
    [
        (OSM_TILES_URL, "https://tile.openstreetmap.org"),
        ("https://{s}.tiles.example:8443/{z}/{x}/{y}.png", "https://*.tiles.example:8443"),
        ("/tiles/{z}/{x}/{y}.png", None),
    ],
)
def test_the_background_tiles_are_the_one_host_and_for_images_of_the_map_alone(tiles_url: str, host: str) -> None:
    expected = LOOSER_IN_THE_FRAME | ({f"img-src {host}"} if host else set())
    assert looser(frame_policy(tiles_url)) == expected


def test_no_page_may_ask_where_the_visitor_is() -> None:
    assert {"geolocation=()", "camera=()", "microphone=()"} <= set(ALWAYS["Permissions-Policy"].split(", "))
