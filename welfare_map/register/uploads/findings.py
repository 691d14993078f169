"""What is to be said about an upload: errors and warnings, gathered by column and message, with ranges of rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from geodata.notices import Severity
from welfare_map.texts import text

MOST_EXAMPLES = 3
MOST_RANGES = 12
"""Ranges that are written out; how many rows there are stands beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    One thing to say about some rows of an upload.

    Parameters
    ----------
    severity
        ``error``: these rows cannot be imported; ``warning``: they can, look at them; ``info``: good to know.
    column
        Field of the register, or the column's header where it is no field; "" for the whole row or file.
    rule
        Text key is ``upload.rule.<rule>``.
    rows
        Numbers of the rows as a spreadsheet counts them, the header is row 1: ``3-17, 20``; "" for the whole file.
    row_count
        How many rows.
    value
        What stands there; several different ones are the first three.
    suggestion
        What may be meant, or "".
    """

    severity: Severity
    column: str
    rule: str
    rows: str = ""
    row_count: int = 0
    value: str = ""
    suggestion: str = ""

    def message(self, lang: str) -> str:
        """Return the message in a language."""
        return text(f"upload.rule.{self.rule}", lang)


def line_ranges(lines: Iterable[int]) -> str:
    """
    Write row numbers as ranges.

    Examples
    --------
    >>> line_ranges([3, 4, 5, 9, 7])
    '3-5, 7, 9'
    """
    ordered = np.unique(np.fromiter(lines, dtype=np.int64))
    if not len(ordered):
        return ""
    breaks = np.flatnonzero(np.diff(ordered) > 1)
    starts, ends = ordered[np.r_[0, breaks + 1]], ordered[np.r_[breaks, len(ordered) - 1]]
    pairs = zip(starts[:MOST_RANGES], ends[:MOST_RANGES], strict=True)
    words = [str(start) if start == end else f"{start}-{end}" for start, end in pairs]
    return ", ".join(words) + (", …" if len(starts) > MOST_RANGES else "")


@dataclass(slots=True)
class _Group:
    """Rows of one finding while they are gathered."""

    lines: list[int] = field(default_factory=list)
    values: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class Gathering:
    """
    Findings while a file is looked through; ``error_lines`` are the rows that cannot be imported.

    A value with a suggestion is said by itself; without one, rows are gathered by column and message.
    """

    error_lines: set[int] = field(default_factory=set)
    _error_lines_of: dict[str, set[int]] = field(default_factory=dict)
    _groups: dict[tuple[Severity, str, str, str, str], _Group] = field(default_factory=dict)

    def note(
        self,
        severity: Severity,
        rule: str,
        column: str = "",
        *,
        lines: Sequence[int] = (),
        value: str = "",
        suggestion: str = "",
    ) -> None:
        """Note that a rule holds for some rows."""
        key = (severity, column, rule, suggestion, value if suggestion else "")
        group = self._groups.setdefault(key, _Group())
        group.lines.extend(lines)
        if value and len(group.values) <= MOST_EXAMPLES:
            group.values[value] = None
        if severity is Severity.ERROR:
            self.error_lines.update(lines)
            self._error_lines_of.setdefault(column, set()).update(lines)

    def has_error(self, column: str, lines: Iterable[int]) -> list[bool]:
        """Tell which rows have an error in a column."""
        wrong = self._error_lines_of.get(column, set())
        return [line in wrong for line in lines]

    def findings(self) -> tuple[Finding, ...]:
        """Return what was found: errors first, then in the order of the rows."""
        ordered = sorted(
            self._groups.items(), key=lambda item: (ORDER.index(item[0][0]), min(item[1].lines, default=0))
        )
        return tuple(
            Finding(
                severity=severity,
                column=column,
                rule=rule,
                rows=line_ranges(group.lines),
                row_count=len(set(group.lines)),
                value=_examples(list(group.values)),
                suggestion=suggestion,
            )
            for (severity, column, rule, suggestion, _), group in ordered
        )


ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def _examples(values: Sequence[str]) -> str:
    shown = ", ".join(value if len(value) <= 80 else f"{value[:80]}…" for value in values[:MOST_EXAMPLES])
    return shown + (", …" if len(values) > MOST_EXAMPLES else "")
