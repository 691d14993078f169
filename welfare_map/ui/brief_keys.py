"""What the widgets of the section about the brief hold."""

from collections.abc import Mapping
from typing import Final

from welfare_map.share_coverage import read_district

BRIEF_DISTRICT: Final = "brief_district"
PREVIOUS: Final = "brief_previous"
TRACKED: Final = (BRIEF_DISTRICT,)
"""What the address carries, beside what the page of coverage does."""


def brief_values(params: Mapping[str, str]) -> dict[str, object]:
    """Return what the widgets hold for an address."""
    return {BRIEF_DISTRICT: read_district(params) or None}
