"""Opening hours in OpenStreetMap syntax."""

from opening_hours import OpeningHours, validate

from geodata.cleaning.text import clean_text

LONGEST = 500
"""Letters; longer texts are prose, and slow to read."""


def clean_opening_hours(cell: object) -> str | None:
    """
    Return opening hours in the usual form of their syntax; None when they are missing or cannot be read.

    Examples
    --------
    >>> clean_opening_hours("Mo-Fr 07:30-18:00;PH off"), clean_opening_hours("dal lunedì al venerdì")
    ('Mo-Fr 07:30-18:00; PH closed', None)
    """
    words = clean_text(cell)
    if not words or len(words) > LONGEST:
        return None
    return str(OpeningHours(words)) if validate(words) else None
