"""What makes an answer trustworthy: the sources of its rows, and which services are still listed."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from welfare_map.model import SourceNote
from welfare_map.snapshot import Snapshot


def source_notes(snapshot: Snapshot, source_ids: Iterable[object]) -> tuple[SourceNote, ...]:
    """Return the notes of the sources that are named, in the snapshot's order, each once."""
    named = set(source_ids)
    return tuple(note for note in snapshot.sources if note.source_id in named)


def listed_services(snapshot: Snapshot, as_of_on: date) -> pd.DataFrame:
    """Return the services that their source still lists on a day."""
    services = snapshot.table("services")
    gone_on = services["no_longer_listed_on"]
    return services[gone_on.isna() | (gone_on.astype(str) > as_of_on.isoformat())]
