"""
Every error this project raises on purpose.

    WelfareMapError
    ├── InputError            what a visitor or an operator asked cannot be answered as asked
    ├── DataError             a file or a table cannot be used at all
    │   ├── MissingColumnsError
    │   ├── DuplicateKeyError
    │   └── CrsError
    ├── DownloadError         a published file could not be fetched
    │   └── OfflineError      … because the operator switched the network off
    └── StoreError            the data folder or the register cannot be read or written
        └── StoreBusyError    … because somebody else is writing

Defects of single rows are not errors: they are notices (see ``geodata.notices``).
"""

from collections.abc import Iterable, Mapping


class WelfareMapError(Exception):
    """Base of the tree; its message is one plain line that says the way out."""


class InputError(WelfareMapError):
    """
    A question that cannot be answered as asked.

    Parameters
    ----------
    key
        Text key of the sentence for the visitor, e.g. ``error.point_outside_area``.
    values
        Values that the sentence names.
    """

    def __init__(self, key: str, **values: str | float) -> None:
        self.key = key
        self.values: Mapping[str, str | float] = values
        named = ", ".join(f"{name}={value}" for name, value in values.items())
        super().__init__(f"{key}: {named}" if named else key)


class DataError(WelfareMapError):
    """A file or table that cannot be used at all."""


class MissingColumnsError(DataError):
    """Columns that a table needs are not there."""

    def __init__(self, table: str, missing: Iterable[str], found: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(
            f"table {table}: missing column(s) {', '.join(self.missing)}; found: {', '.join(map(str, found))}"
        )


class DuplicateKeyError(DataError):
    """Two rows carry the same key."""

    def __init__(self, table: str, key: str, examples: Iterable[str]) -> None:
        super().__init__(f"table {table}: duplicate {key}: {', '.join(examples)}")


class CrsError(DataError):
    """Geometry without the coordinate reference system that is needed."""


class DownloadError(WelfareMapError):
    """A published file could not be fetched."""


class OfflineError(DownloadError):
    """The operator switched the network off."""


class StoreError(WelfareMapError):
    """The data folder or the register cannot be read or written."""


class StoreBusyError(StoreError):
    """Somebody else is writing, and did not end in time."""
