"""
The only door from text to HTML and to scripts: every string from data passes here and stays text.

folium and Streamlit put what they get into the page as it is.
"""

import html
import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

SAFE_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
SCRIPT_ESCAPES: Final = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "'": "\\u0027",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


def escape(words: object) -> str:
    """Return text that is safe between tags and inside quoted attributes."""
    return html.escape(str(words), quote=True)


def link(address: str, words: str) -> str:
    """
    Build a link whose words are plain text.

    An address that is neither web, mail nor telephone (``javascript:`` …) is not linked: the words come back alone.
    """
    try:
        scheme = urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return escape(words)
    if scheme not in SAFE_SCHEMES:
        return escape(words)
    return f'<a href="{escape(address.strip())}" rel="noopener noreferrer">{escape(words)}</a>'


def page_link(page: str, params: Mapping[str, str], words: str) -> str:
    """Build a link to a page of ours, beside the present one, with values in its address."""
    return f'<a href="{escape(page)}?{escape(urlencode(params))}">{escape(words)}</a>'


DOUBLE, SINGLE = '"', "'"
READABLE: Final = " =:/,.;'-()"
"""Signs that need no escape in an address between double quotes."""


def picture(svg: str) -> str:
    """Return a small drawing of ours as an image without words; pages take inline SVG out of what they are given."""
    return f'<img class="wm-picture" alt="" width="18" height="18" src="{_address(svg)}">'


def drawing(svg: str) -> str:
    """Return a drawing of ours as wide as its place; its words stand beside it, so it has none of its own."""
    return f'<img class="wm-drawing" alt="" src="{_address(svg)}">'


def square(svg: str, name: str, side_px: int) -> str:
    """Build the tag of a square drawing that says something; ``name`` says it to those who do not see it."""
    return f'<img class="wm-code" alt="{escape(name)}" width="{side_px}" height="{side_px}" src="{_address(svg)}">'


def _address(svg: str) -> str:
    """Return a drawing as an address; its colours follow the theme of what stands around the image."""
    themed = svg.replace("<svg ", '<svg style="color-scheme:light dark" ', 1)
    return "data:image/svg+xml," + quote(themed.replace(DOUBLE, SINGLE), safe=READABLE)


def script_json(value: object) -> str:
    r"""
    Write plain values as JSON that can stand inside a script.

    ``<``, ``>``, ``&``, ``'`` and line separators are written as ``\uXXXX``, so that neither an HTML parser nor a
    template engine finds anything in it; JSON needs none of them outside strings.
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(SCRIPT_ESCAPES)
