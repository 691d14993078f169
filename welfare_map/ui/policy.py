"""
What the browser may load, run and send on our pages: the Content-Security-Policy, and what else keeps others out.

Everything comes from this server. What is looser than that stands here alone, with the part that needs it.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import streamlit

from welfare_map.ui.page_scripts import inline_hash, script_hashes

SELF, NONE = "'self'", "'none'"
STREAMLIT_PAGE: Final = Path(streamlit.__file__).parent / "static" / "index.html"
INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)

STRICT: Final[Mapping[str, tuple[str, ...]]] = {
    "default-src": (SELF,),
    "object-src": (NONE,),
    "base-uri": (NONE,),
    "form-action": (SELF,),
    "frame-ancestors": (SELF,),
    "script-src-attr": (NONE,),
}
PAGE_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    # Streamlit's components (st.components.v2), here the saved list: their script is imported from a blob of the page.
    "script-src": (SELF, "blob:"),
    # Streamlit's own styles (Emotion), the sheet of our pages and the widths of bars are written into the document.
    "style-src": (SELF, "'unsafe-inline'"),
    # Our drawings beside words, and the name of the site, are SVG in the address of an image.
    "img-src": (SELF, "data:"),
    # Streamlit's sheet carries small fonts of KaTeX, for formulas, in its text.
    "font-src": (SELF, "data:"),
}
FRAME_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    # streamlit-folium writes the script of the map into the document and evaluates each view that follows.
    "script-src": (SELF, "'unsafe-inline'", "'unsafe-eval'"),
    # streamlit-folium and Leaflet write styles into the document.
    "style-src": (SELF, "'unsafe-inline'"),
    # Leaflet draws what is empty as an image in its address.
    "img-src": (SELF, "data:"),
}
CLOSED_FEATURES: Final = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation"),
    *("gyroscope", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "usb"),
    "xr-spatial-tracking",
)
OWN_FEATURES: Final = ("clipboard-write",)
"""The address of a page is copied on request."""
ALWAYS: Final[Mapping[str, str]] = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        (*(f"{name}=()" for name in CLOSED_FEATURES), *(f"{name}=(self)" for name in OWN_FEATURES))
    ),
}
"""Headers of every answer."""


def page_policy() -> str:
    """Return the policy of everything but the map's frame; the inline scripts that run are named by their hashes."""
    hashes = (*(inline_hash(script) for script in _streamlit_scripts()), *script_hashes())
    return _written({**STRICT, **PAGE_NEEDS, "script-src": (*PAGE_NEEDS["script-src"], *hashes)})


def frame_policy(tiles_url: str) -> str:
    """
    Return the policy of the map's frame.

    Parameters
    ----------
    tiles_url
        Background tiles that a visitor may switch on, or "": the one other host that may be asked, for images.
    """
    return _written({**STRICT, **FRAME_NEEDS, "img-src": (*FRAME_NEEDS["img-src"], *_origin(tiles_url))})


def _origin(url: str) -> tuple[str, ...]:
    """Return scheme and host of an address of tiles, with ``*`` for a part that changes; nothing for one of our own."""
    parts = urlsplit(url)
    host = re.sub(r"\{\w+\}", "*", parts.netloc)
    return (f"{parts.scheme}://{host}",) if host else ()


def _streamlit_scripts() -> list[str]:
    return INLINE_SCRIPT.findall(STREAMLIT_PAGE.read_text(encoding="utf-8"))


def _written(directives: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
