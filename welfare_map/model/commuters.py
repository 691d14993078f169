"""Which counts of commuters a reader is told: none from which fewer than five people, or a hidden count, follow."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from geodata.codes import SMALLEST_COUNT, Visibility

ALL_SHIFTS = 0
"""``shift_number`` of a count that means any shift."""
READERS = (
    frozenset({Visibility.PUBLIC}),
    frozenset({Visibility.PUBLIC, Visibility.ADHERENTS}),
    frozenset(Visibility),
)
"""Everybody, adherents of the same initiative, the firm itself: each sees what those before it see, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commuters:
    """Workers who live in a municipality, five or more; ``shift_number`` 0 means any shift."""

    municipality_code: str
    shift_number: int
    worker_count: int
    visibility: str = "public"


@dataclass(frozen=True, slots=True)
class Staff:
    """What everybody knows of a firm: its employees, and those of each shift that it has; None is unknown."""

    employee_count: int | None
    shift_counts: Mapping[int, int | None]


Rows = tuple[Commuters, ...]


def told(rows: Rows, visibilities: Collection[str], staff: Staff) -> Rows:
    """
    Return the counts that a reader is told, of those that he may see.

    Which they are depends on nothing that he may not see. Nobody is told fewer than those who see less, so that two
    views together tell no more than one. Of a firm's own counts only remainders of one to four are held back.

    Parameters
    ----------
    rows
        All counts of one firm.
    visibilities
        What the reader may see, one of ``READERS``.

    Returns
    -------
    told
        In the order of the rows. The smallest counts are left out, equal ones together, as long as what everybody
        knows, or the count of all shifts, less the counts that are told leaves one to four workers, or the count of
        the only shift of the firm that is not told; counts of shifts that contradict that of all shifts are left out.
    """
    kept: Rows = ()
    for readers in READERS:
        if readers <= set(visibilities):
            seen = tuple(row for row in rows if row.visibility in readers)
            is_own = readers == READERS[-1]
            kept = _safe(seen, kept, Staff(None, {}) if is_own else staff)
    return tuple(row for row in rows if row in kept)


def _safe(rows: Rows, kept: Rows, staff: Staff) -> Rows:
    """Leave out counts until nothing follows from the rest; those that are kept stay."""
    while out := next(_given_away(rows, kept, staff), ()):
        rows = tuple(row for row in rows if row not in out)
    return rows


def _given_away(rows: Rows, kept: Rows, staff: Staff) -> Iterator[Rows]:
    """Yield the counts to be left out next, for each total from which something follows."""
    by_town: dict[str, list[Commuters]] = {}
    for row in rows:
        by_town.setdefault(row.municipality_code, []).append(row)
    for town in by_town.values():
        whole = next((row for row in town if row.shift_number == ALL_SHIFTS), None)
        shifts = [row for row in town if row is not whole]
        if whole is not None and shifts:
            left = whole.worker_count - _sum(shifts)
            untold_count = len(staff.shift_counts.keys() - {row.shift_number for row in shifts})
            if left < 0 or _is_few(left) or (left and untold_count == 1):
                yield _least(shifts, kept, is_all=left < 0) or (whole,)
    everywhere = [row for town in by_town.values() for row in _largest(town)]
    totals = [(staff.employee_count, everywhere)]
    totals += [
        (count, [row for row in rows if row.shift_number == shift]) for shift, count in staff.shift_counts.items()
    ]
    for total, parts in totals:
        if total is not None and parts and _is_few(total - _sum(parts)):
            yield _least(parts, kept)


def _largest(town: Sequence[Commuters]) -> Sequence[Commuters]:
    """Return the counts that together are the most people known to live in a municipality."""
    whole = [row for row in town if row.shift_number == ALL_SHIFTS]
    return whole or town


def _least(rows: Sequence[Commuters], kept: Rows, *, is_all: bool = False) -> Rows:
    free = [row for row in rows if row not in kept]
    least = min((row.worker_count for row in free), default=0)
    return tuple(row for row in free if is_all or row.worker_count == least)


def _sum(rows: Sequence[Commuters]) -> int:
    return sum(row.worker_count for row in rows)


def _is_few(count: int) -> bool:
    return 1 <= count < SMALLEST_COUNT
