"""Adherent firms, their employees, and the practices that apply in a place."""

import numpy as np

from geodata.codes import SizeClass
from welfare_map.model import PUBLIC, Firm, Missing
from welfare_map.questions.coverage.areas import NOWHERE
from welfare_map.questions.coverage.records import ORGANISATIONS, PRACTICES, Records, counted_once
from welfare_map.questions.firms_seen import FIRM_KINDS, firms_seen
from welfare_map.questions.initiatives import territories
from welfare_map.snapshot import Snapshot

EMPLOYEES_OF_SIZE: dict[str | None, tuple[float, float]] = {
    SizeClass.MICRO: (0, 9),
    SizeClass.SMALL: (10, 49),
    SizeClass.MEDIUM: (50, 249),
    SizeClass.LARGE: (250, np.inf),
    None: (0, np.inf),
}
"""Fewest and most employees of a size class (``geodata.codes.SizeClass``)."""


def firm_records(snapshot: Snapshot) -> Records:
    """Return the firms that joined an initiative, one each, where they have their seat."""
    rows, firms = _adherents(snapshot)
    is_demo = np.array([firm.is_demo for firm in firms], bool)
    return counted_once(ORGANISATIONS, rows, _seats(snapshot, firms), is_demo)


def employee_records(snapshot: Snapshot) -> Records:
    """Return the same firms with their employees; where only the size class is known, from its fewest to its most."""
    rows, firms = _adherents(snapshot)
    is_stated = np.array([firm.employee_count is not None for firm in firms], bool)
    between = [
        EMPLOYEES_OF_SIZE[firm.size_class] if firm.employee_count is None else (firm.employee_count,) * 2
        for firm in firms
    ]
    low, high = np.array(between, float).reshape(-1, 2).T
    return Records(
        table=ORGANISATIONS,
        row=rows,
        municipality=_seats(snapshot, firms),
        counted=low,
        low=low,
        high=high,
        is_stated=is_stated,
        is_demo=np.array([firm.is_demo for firm in firms], bool),
        lacks={Missing.EMPLOYEES: ~is_stated},
    )


def practice_records(snapshot: Snapshot) -> Records:
    """Return practices once for each municipality in the territory of their initiative; in an area each counts once."""
    table, covered = snapshot.table("practices"), territories(snapshot)
    found = [
        (number, snapshot.territory.row_of(code))
        for number, initiative_id in enumerate(table["initiative_id"])
        for code in covered.get(str(initiative_id), ())
    ]
    rows, municipalities = np.array(found, np.intp).reshape(-1, 2).T
    is_demo = table["is_demo"].astype(bool).to_numpy()[rows]
    ones = np.ones(len(rows))
    every = np.ones(len(rows), bool)
    return Records(PRACTICES, rows, municipalities, ones, ones, ones, every, is_demo, is_distinct=True)


def _adherents(snapshot: Snapshot) -> tuple["np.ndarray[tuple[int], np.dtype[np.intp]]", list[Firm]]:
    seen = enumerate(firms_seen(snapshot, PUBLIC).values())
    kept = [(row, firm) for row, firm in seen if firm.organisation_kind in FIRM_KINDS and firm.initiative_ids]
    return np.array([row for row, _ in kept], np.intp), [firm for _, firm in kept]


def _seats(snapshot: Snapshot, firms: list[Firm]) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    index = {code: row for row, code in enumerate(snapshot.territory.municipalities["municipality_code"])}
    return np.array([index.get(firm.municipality_code or "", NOWHERE) for firm in firms], np.intp)
