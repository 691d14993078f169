"""
Days on which Italy does not work: national holidays, and the patron saint of a province's chief town.

Both come from the ``holidays`` package. It knows the saints of chief towns only; the saint of another municipality is
not known here, and its day counts as any other.
"""

from collections.abc import Collection
from datetime import date
from functools import cache, lru_cache
from typing import Final

COUNTRY: Final = "IT"


@lru_cache(maxsize=512)
def public_holidays(first_year: int, last_year: int, chief_town: str = "") -> frozenset[date]:
    """
    Return the public holidays of some years, Easter Sunday among them.

    Parameters
    ----------
    first_year, last_year
        Both included.
    chief_town
        Adds the patron saint of a chief town (see ``chief_town_of``); "" for none.

    Examples
    --------
    >>> milan = public_holidays(2026, 2026, "MI")
    >>> sorted(milan - public_holidays(2026, 2026))
    [datetime.date(2026, 12, 7)]
    """
    from holidays import country_holidays  # noqa: PLC0415  # loads 280 countries: only who asks about days waits for them

    years = range(first_year, last_year + 1)
    return frozenset(country_holidays(COUNTRY, subdiv=chief_town or None, years=years, language="it"))


def chief_town_of(municipality_name: str, province_short: str, *, is_chief_town: bool) -> str:
    """
    Return by what name the calendar knows the saint of a municipality.

    A province with several chief towns (Forlì-Cesena) has a name for each of them.

    Returns
    -------
    chief_town
        For ``public_holidays``; "" where the saint is not known.

    Examples
    --------
    >>> chief_town_of("Verona", "VR", is_chief_town=True), chief_town_of("Legnago", "VR", is_chief_town=False)
    ('VR', '')
    """
    if not is_chief_town:
        return ""
    return next((name for name in (municipality_name, province_short) if name in _subdivisions()), "")


@cache
def _subdivisions() -> Collection[str]:
    from holidays import list_supported_countries  # noqa: PLC0415  # as above

    return frozenset(list_supported_countries()[COUNTRY])
