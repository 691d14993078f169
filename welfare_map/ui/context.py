"""What every page is given."""

from dataclasses import dataclass
from datetime import date

from welfare_map.settings import Settings
from welfare_map.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Page:
    """Tables, settings, language of the visitor and day of the question."""

    snapshot: Snapshot
    settings: Settings
    lang: str
    as_of_on: date
