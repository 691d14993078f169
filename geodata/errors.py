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
    ├── EngineError           an engine of travel times cannot answer: the estimate does
    └── StoreError            the data folder or the register cannot be read or written
        └── StoreBusyError    … because somebody else is writing

Defects of single rows are not errors: they are notices (see ``geodata.notices``).
"""

from collections.abc import Iterable, Mapping

Value = str | float


class WelfareMapError(Exception):
    """
    Base of the tree.

    Parameters
    ----------
    message
        One plain line that says the way out.
    key
        Text key of the same for whoever reads it in another language, e.g. ``error.file_is_web_page``; "" for none.
    values
        Values that the sentence names.
    """

    def __init__(self, message: str = "", *, key: str = "", **values: Value) -> None:
        self.key = key
        self.values: Mapping[str, Value] = values
        super().__init__(message)


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

    def __init__(self, key: str, **values: Value) -> None:
        named = ", ".join(f"{name}={value}" for name, value in values.items())
        super().__init__(f"{key}: {named}" if named else key, key=key, **values)


class DataError(WelfareMapError):
    """A file or table that cannot be used at all."""


class MissingColumnsError(DataError):
    """Columns that a table needs are not there."""

    def __init__(self, table: str, missing: Iterable[str], found: Iterable[str]) -> None:
        self.missing = tuple(missing)
        names, there = ", ".join(self.missing), ", ".join(map(str, found))
        super().__init__(
            f"table {table}: missing column(s) {names}; found: {there}",
            key="error.missing_columns",
            table=table,
            missing=names,
            found=there,
        )


class DuplicateKeyError(DataError):
    """Two rows carry the same key."""

    def __init__(self, table: str, key: str, examples: Iterable[str]) -> None:
        named = ", ".join(examples)
        super().__init__(
            f"table {table}: duplicate {key}: {named}",
            key="error.doubled_codes",
            table=table,
            column=key,
            examples=named,
        )


class CrsError(DataError):
    """Geometry without the coordinate reference system that is needed."""


class DownloadError(WelfareMapError):
    """A published file could not be fetched."""


class OfflineError(DownloadError):
    """The operator switched the network off."""


class EngineError(WelfareMapError):
    """An engine of travel times cannot answer."""


class StoreError(WelfareMapError):
    """The data folder or the register cannot be read or written."""


class StoreBusyError(StoreError):
    """Somebody else is writing, and did not end in time."""
