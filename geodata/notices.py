"""Defects of data: noticed, counted per source and published; a run does not stop at the first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a defect matters to somebody who relies on the row."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """
    One defect of one row.

    Parameters
    ----------
    rule
        Name of the rule, e.g. ``point_outside_municipality``; it is also the text key ``notice.<rule>``.
    severity
        How much it matters.
    table
        Contract name of the table.
    row
        Key of the row, or "" when the notice is about the whole table.
    detail
        The value found, in plain words.
    """

    rule: str
    severity: Severity
    table: str
    row: str
    detail: str


def count_by_rule(notices: Iterable[Notice]) -> dict[str, int]:
    """Count notices per rule, most frequent first, ties by name."""
    counts = Counter(notice.rule for notice in notices)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
