"""
The bridge: the firm whose joining makes a group possible.

Where groups are possible it is a firm without which none is: every group contains it, those named apart. Where none is
possible it is the nearest firm, beyond the limit or not among those named, with which one would be.
"""

import numpy as np

from welfare_map.model import BridgeRow
from welfare_map.questions.consortium.case import Case
from welfare_map.questions.consortium.game import MILLI
from welfare_map.questions.consortium.search import IntArray


def indispensable(case: Case) -> int | None:
    """
    Return the firm without which no group is possible, that with the largest need, then the first.

    Returns
    -------
    firm
        None where there is none, and where it is not known as not all sites were looked at.
    """
    reach, wanted = case.reach, case.wanted
    columns = np.flatnonzero(reach.milli >= wanted.missing)
    if wanted.missing <= 0 or not len(columns) or not reach.is_whole:
        return None
    firms = np.flatnonzero(reach.is_near[:, columns].all(axis=1))
    left = reach.milli[columns] - wanted.milli[firms, np.newaxis]
    needed = firms[(left < wanted.missing).all(axis=1)]
    return int(needed[np.argmax(wanted.milli[needed])]) if len(needed) else None


def bridge_of(case: Case, group: tuple[int, ...], needed: int | None) -> int | None:
    """Return the bridge of a group: the only firm that joins those who are named, else the indispensable one."""
    joined = [firm for firm in group if not case.wanted.is_named[firm]]
    if case.wanted.is_named.any() and len(joined) == 1:
        return joined[0]
    return needed


def bridge_row(case: Case, needed: int | None) -> BridgeRow | None:
    """Return the indispensable firm, or the one that would make a group possible; None for none."""
    in_all, missing = case.reach.milli, case.wanted.missing
    if missing <= 0 or not len(in_all) or not case.reach.is_whole:
        return None
    if needed is not None:
        return _indispensable_row(case, in_all, needed)
    return None if in_all.max() >= missing else _helping_row(case, in_all)


def _indispensable_row(case: Case, in_all: IntArray, needed: int) -> BridgeRow:
    """Tell what is missing without the firm at the nearest site that it reaches."""
    minutes = case.field.travel_min[needed, case.reach.sites]
    column = int(np.argmin(np.where(case.reach.is_near[needed], minutes, np.inf)))
    missing = case.wanted.missing - int(in_all[column]) + int(case.wanted.milli[needed])
    return _row(case, needed, column, missing, is_in_every_group=True)


def _helping_row(case: Case, in_all: IntArray) -> BridgeRow | None:
    """Find the firm that fills alone what is missing at a site, the nearest first."""
    missing = case.wanted.missing - in_all
    helps = ~case.reach.is_near & (case.wanted.milli[:, np.newaxis] >= missing)
    helps &= ~case.wanted.is_named[:, np.newaxis]
    minutes = np.where(helps, case.field.travel_min[:, case.reach.sites], np.inf)
    if not np.isfinite(minutes).any():
        return None
    firm, column = (int(number) for number in np.unravel_index(np.argmin(minutes), minutes.shape))
    return _row(case, firm, column, int(missing[column]), is_in_every_group=False)


def _row(case: Case, number: int, column: int, missing: int, *, is_in_every_group: bool) -> BridgeRow:
    firm, site = case.field.firms[number], int(case.reach.sites[column])
    return BridgeRow(
        organisation_id=firm.organisation_id,
        organisation_name=firm.organisation_name,
        municipality_name=firm.municipality_name,
        is_in_every_group=is_in_every_group,
        need_count=int(case.wanted.milli[number]) / MILLI,
        need_basis=str(case.needs[number].basis),
        missing_count=max(0, missing) / MILLI,
        travel_min=float(case.field.travel_min[number, site]),
        site_name=case.field.sites[site].name,
        is_demo=firm.is_demo,
    )
