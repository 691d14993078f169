"""What one run of a source knows from its start, and the bytes that it works on."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from geodata import store
from geodata.http import Validators
from geodata.sources import Reader, Source
from geodata.store import FetchProgress
from geodata.territory import Territory
from welfare_map.register.updates.file_day import DayFrom, italian_day
from welfare_map.register.updates.positions import Placing

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What one run knows from its start."""

    engine: sa.Engine
    reader: Reader
    territory: Territory
    downloads_dir: Path
    started_at: datetime
    is_accepted: bool
    is_dry: bool
    placing: Placing
    fingerprint: str
    tell: Progress
    tell_fetched: FetchProgress

    @property
    def source(self) -> Source:
        """Record of the source."""
        return self.reader.source

    @property
    def today(self) -> date:
        """Day of the run, in Italy."""
        return italian_day(self.started_at)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a source, their day, and what the server said; a file has its name, one read in pieces its path."""

    data: bytes
    retrieved_on: str
    retrieved_on_from: DayFrom
    validators: Validators
    path: Path | None = None
    name: str = ""

    @property
    def sha256(self) -> str:
        """Digest of all of it."""
        if self.path is None:
            return hashlib.sha256(self.data).hexdigest()
        return store.file_sha256(self.path)
