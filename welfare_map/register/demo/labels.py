"""What every invented row carries, so that nobody takes it for a real one."""

from datetime import date

Row = dict[str, object]

LABEL = "Dimostrazione – "
SOURCE_ID = "demo"
LICENCE = "CC-BY-4.0"
RETRIEVED_ON = "2026-11-01"
"""A constant: the set is the same whenever it is built."""
AVAILABILITY_FIRST_ON = date(2026, 9, 1)
AVAILABILITY_LAST_ON = date(2026, 10, 31)


def labelled(name: str) -> str:
    """Put the label before a name."""
    return f"{LABEL}{name}"


def provenance(source_key: str) -> Row:
    """Return the provenance columns of a row; nobody checked it, because there is nothing to check."""
    return {
        "source_id": SOURCE_ID,
        "source_key": source_key,
        "licence": LICENCE,
        "retrieved_on": RETRIEVED_ON,
        "is_demo": True,
    }
