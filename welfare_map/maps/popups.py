"""
The only door from text to HTML and to scripts: every string from data passes here and stays text.

folium and Streamlit put what they get into the page as it is.
"""

import html
import json
from typing import Final
from urllib.parse import urlsplit

SAFE_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
SCRIPT_ESCAPES: Final = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "'": "\\u0027",
        "{": "\\u007b",
        "}": "\\u007d",
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


def script_json(value: object) -> str:
    """
    Write plain values as JSON that can stand inside a script.

    Braces of the JSON itself stay; inside strings ``<``, ``>``, ``&``, ``'``, braces and line separators are written as
    ``\\uXXXX``, so that neither an HTML parser nor a template engine sees them.
    """
    return "".join(_pieces(value))


def _pieces(value: object) -> list[str]:
    if isinstance(value, dict):
        inside = ",".join(f"{_quoted(str(key))}:{script_json(item)}" for key, item in value.items())
        return ["{", inside, "}"]
    if isinstance(value, (list, tuple)):
        return ["[", ",".join(_number_or_json(item) for item in value), "]"]
    if isinstance(value, str):
        return [_quoted(value)]
    return [json.dumps(value, allow_nan=False)]


def _number_or_json(item: object) -> str:
    return str(item) if type(item) is int else script_json(item)


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).translate(SCRIPT_ESCAPES)
