"""Plain text: words for "missing", white space, quotation marks that a table program doubled."""

import re

MISSING_WORDS = frozenset(
    {
        "",
        "-",
        "--",
        ".",
        "n.d.",
        "nd",
        "n/d",
        "n.a.",
        "na",
        "n/a",
        "nan",
        "null",
        "none",
        "non disponibile",
        "non presente",
    }
)
"""What publishers write for "unknown", in lower case."""
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b\ufeff\ufffe\uffff]")
"""Control signs, halves of signs and invisible spaces: no database keeps them all."""
TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that are not seen and turn the direction of what follows, so that it reads as something else."""


def clean_text(cell: object) -> str | None:
    """
    Return a cell's text without superfluous white space; None when it is missing or a word for missing.

    Examples
    --------
    >>> clean_text("  CASA  DI RIPOSO ")
    'CASA DI RIPOSO'
    >>> clean_text("Non Disponibile") is None
    True
    """
    words = " ".join(UNPRINTABLE.sub(" ", TURNING.sub("", str(cell))).split()) if cell is not None else ""
    return None if words.casefold() in MISSING_WORDS else words


def unquoted(words: str) -> str:
    """
    Repair the quotation marks of a text that a table program wrapped or doubled.

    Examples
    --------
    >>> unquoted('"CASA ""NEMO"" ONLUS"')
    'CASA "NEMO" ONLUS'
    """
    before = None
    while words != before:
        before, words = words, _spaced(_balanced(_unwrapped(" ".join(words.split()))))
    return words


def _unwrapped(words: str) -> str:
    """Take off the marks around the whole text, then make one of each run of marks."""
    inner = words[1:-1]
    is_wrapped = len(words) > 1 and words[0] == words[-1] == '"' and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if is_wrapped else re.sub(r'"{2,}', '"', words)


def _balanced(words: str) -> str:
    """Drop one mark where their number is odd: the leading one, else the last."""
    if words.count('"') % 2 == 0:
        return words
    at = 0 if words.startswith('"') else words.rindex('"')
    return words[:at] + words[at + 1 :]


def _spaced(words: str) -> str:
    """Set one space before and after each quotation and none inside; empty quotations go."""
    parts = [part.strip() for part in words.split('"')]
    quoted = [f'"{part}"' if number % 2 else part for number, part in enumerate(parts) if part]
    return re.sub(r" ([,;)])", r"\1", " ".join(quoted).replace("( ", "("))
