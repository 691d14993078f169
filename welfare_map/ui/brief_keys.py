"""What the widgets of the section about the brief hold."""

from collections.abc import Mapping
from typing import Final

from welfare_map.share_coverage import read_place

BRIEF_PLACE: Final = "brief_place"
"""A ``district_id`` or the ISTAT code of a municipality."""
PREVIOUS: Final = "brief_previous"
TRACKED: Final = (BRIEF_PLACE,)
"""What the address carries, beside what the page of coverage does."""


def brief_values(params: Mapping[str, str]) -> dict[str, object]:
    """Return what the widgets hold for an address."""
    return {BRIEF_PLACE: read_place(params) or None}
