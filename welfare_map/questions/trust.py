"""What makes an answer trustworthy: the question as asked, the sources of its rows, which services are still listed."""

import dataclasses
from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pandas as pd

from welfare_map.model import SourceNote
from welfare_map.snapshot import Snapshot

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


HAND_EDITED = "manual"
"""Source of the tables that are edited by hand and carry none on their rows."""


def source_notes(snapshot: Snapshot, source_ids: Iterable[object]) -> tuple[SourceNote, ...]:
    """Return the notes of the sources that are named, in the snapshot's order, each once."""
    named = set(source_ids)
    return tuple(note for note in snapshot.sources if note.source_id in named)


def listed_services(snapshot: Snapshot, as_of_on: date) -> pd.DataFrame:
    """Return the services that their source still lists on a day."""
    services = snapshot.table("services")
    gone_on = services["no_longer_listed_on"]
    return services[gone_on.isna() | (gone_on.astype(str) > as_of_on.isoformat())]


def asked(query: "DataclassInstance", *, without: Collection[str] = ()) -> dict[str, object]:
    """Return the fields of a query, but for some, as plain values that JSON knows."""
    names = [field.name for field in dataclasses.fields(query) if field.name not in without]
    return {name: _plain(getattr(query, name)) for name in names}


def _plain(value: Any) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
