"""The name of one record: its table and its id."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordRef:
    """
    One record of the register, whether it exists or not.

    Parameters
    ----------
    table
        Contract name.
    record_id
        The key's cells with "/" between them.
    """

    table: str
    record_id: str
