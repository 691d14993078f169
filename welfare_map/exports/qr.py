"""An address as a QR code: rows of squares for paper, a picture for the page."""

from collections.abc import Iterator
from typing import Final

import segno

QUIET: Final = 4
"""Squares of the white edge (ISO/IEC 18004)."""


def qr_runs(link: str) -> tuple[int, tuple[tuple[int, int, int], ...]] | None:
    """
    Return how many squares a side has, and the dark runs as row, first place and length.

    Returns
    -------
    code
        None where the address is too long for a code.
    """
    try:
        code = segno.make(link, error="l", micro=False)
    except segno.DataOverflowError:
        return None
    rows = [list(row) for row in code.matrix]
    runs = tuple((number, first, length) for number, row in enumerate(rows) for first, length in _runs(row))
    return len(rows), runs


def qr_svg(link: str) -> str | None:
    """Return the code as a drawing with the white edge that readers need; None where the address is too long."""
    found = qr_runs(link)
    if found is None:
        return None
    count, runs = found
    whole = count + 2 * QUIET
    path = "".join(f"M{first + QUIET} {number + QUIET}h{length}v1h-{length}z" for number, first, length in runs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" shape-rendering="crispEdges">'
        f'<rect width="{whole}" height="{whole}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )


def _runs(row: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first place and length of each run of dark squares."""
    first = None
    for place, is_dark in enumerate([*row, 0]):
        if is_dark and first is None:
            first = place
        elif not is_dark and first is not None:
            yield first, place - first
            first = None
