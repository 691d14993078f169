"""What the cleaner of one cell says."""

from dataclasses import dataclass

from welfare_map.model import Plain


@dataclass(frozen=True, slots=True)
class Cleaned:
    """
    A cell after cleaning.

    Parameters
    ----------
    value
        Clean value, None where it is missing or cannot be used.
    rule
        What is to be said about it, or "".
    is_error
        The row cannot be imported with it; otherwise it is imported and said.
    suggestion
        What may be meant, or "".
    is_secret
        The text is personal data: it is not repeated in what is said.
    """

    value: Plain
    rule: str = ""
    is_error: bool = False
    suggestion: str = ""
    is_secret: bool = False
