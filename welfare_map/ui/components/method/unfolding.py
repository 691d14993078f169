"""A part of the page that unfolds, in plain HTML: it works by keyboard, in print and without a rerun."""

from welfare_map.maps.popups import escape


def unfolding(summary: str, html: str) -> str:
    """Build a part that opens by its summary; the summary is plain text, the rest HTML already."""
    return f'<details class="wm-why"><summary>{escape(summary)}</summary>{html}</details>'
