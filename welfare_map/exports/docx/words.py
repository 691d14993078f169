"""Words from anywhere, made so that a file can hold them."""

import re
from typing import Final

from geodata.cleaning.text import TURNING, UNPRINTABLE

MAX_LENGTH: Final = 2000
"""Signs of one text: longer ones are cut, so that one record never fills the pages."""
SPACES: Final = re.compile(r"[^\S\u00a0\u202f]+")
"""White space but for the spaces at which a line must not break."""


def writable(words: str) -> str:
    r"""
    Return words on one line, without signs that a file can't hold, cut at ``MAX_LENGTH``.

    Examples
    --------
    >>> writable("Rossi  &\n<Figli>\x00")
    'Rossi & <Figli>'
    """
    spaced = SPACES.sub(" ", TURNING.sub("", UNPRINTABLE.sub(" ", words))).strip()
    return spaced if len(spaced) <= MAX_LENGTH else f"{spaced[: MAX_LENGTH - 1]}…"
