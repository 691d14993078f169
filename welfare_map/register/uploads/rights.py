"""Whether somebody may publish a whole plan at once; who may not sends it to moderation."""

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd
import sqlalchemy as sa

from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.model import Plain
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.permissions import Action, may
from welfare_map.register.history.pins import row_ids
from welfare_map.register.history.whereabouts import located
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import as_records
from welfare_map.register.uploads.limits import MOST_PROPOSED
from welfare_map.register.uploads.plan import Plan
from welfare_map.register.uploads.surroundings import Surroundings

DECIDING: Final = ("municipality_code", "territory", "service_id", "organisation_id", "initiative_id")
"""Cells that decide whose a record is."""


def may_publish(engine: sa.Engine, actor: Actor, plan: Plan, around: Surroundings) -> bool:
    """
    Tell whether somebody may import every record of a plan directly.

    Each distinct place is asked about once, for records as they are and as they would be.
    """
    if actor.role is Role.ADMINISTRATOR:
        return True
    if actor.role is not Role.CURATOR:
        return False
    with reading(engine) as connection:
        places = [located(connection, plan.table, cells) for cells in _distinct(plan, around)]
    if not places:
        return plan.is_empty
    return all(_allows(actor, cells, around.territory) for cells in places)


def require_few(plan: Plan) -> None:
    """
    Refuse a plan that would give the moderators too much to read.

    Raises
    ------
    InputError
        ``error.upload_too_many_proposals``.
    """
    count = len(plan.new) + len(plan.changes)
    if count > MOST_PROPOSED:
        raise InputError("error.upload_too_many_proposals", count=count, maximum=MOST_PROPOSED)


def _allows(actor: Actor, cells: Mapping[str, Plain], territory: Territory) -> bool:
    return may(actor, Action.IMPORT_DIRECT, record=cells, territory=territory)


def _distinct(plan: Plan, around: Surroundings) -> Iterator[Mapping[str, Plain]]:
    """Yield the deciding cells of new records, then of changed ones as they are and as they would be."""
    known = around.known[plan.table]
    names = [name for name in DECIDING if name in known.columns]
    if plan.table in {"services", "organisations"}:
        names = ["municipality_code"]
    parts = [plan.new.reindex(columns=names), *_changed(plan, known[names].set_axis(row_ids(known, plan.table)))]
    filled = [part.astype(object) for part in parts if len(part)]
    if filled:
        yield from as_records(pd.concat(filled).drop_duplicates())


def _changed(plan: Plan, cells_by_id: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the cells of changed records before and after; the whole key decides which record is meant."""
    before = cells_by_id.astype(object).reindex([change.record_id for change in plan.changes])
    cells = {
        name: [change.after.get(name, cell) for change, cell in zip(plan.changes, before[name], strict=True)]
        for name in before.columns
    }
    return before, pd.DataFrame(cells, index=before.index, dtype=object)
