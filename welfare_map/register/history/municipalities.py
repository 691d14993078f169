"""The municipalities of today: a code that people give must be one of theirs."""

from geodata.cleaning.municipality import clean_municipality_code
from geodata.errors import InputError
from geodata.store import read_municipality_list


def today_codes() -> frozenset[str]:
    """Return the ISTAT codes of all municipalities of Italy."""
    return read_municipality_list().codes


def checked_code(column: str, words: str) -> str:
    """
    Return the code of 2026 of a municipality; of a merged one, that of the municipality that took its place.

    Raises
    ------
    InputError
        ``error.no_such_municipality``.
    """
    code = clean_municipality_code(words)
    if code is None or code not in today_codes():
        raise InputError("error.no_such_municipality", column=column, value=words[:80])
    return code
