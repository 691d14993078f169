"""Whether somebody may publish a whole plan at once; who may not sends it to moderation."""

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd
import sqlalchemy as sa

from geodata.territory import Territory
from welfare_map.model import Plain
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.permissions import Action, may
from welfare_map.register.history.whereabouts import located
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import as_records
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
    return all(_allows(actor, cells, around.territory) for cells in places)


def _allows(actor: Actor, cells: Mapping[str, Plain], territory: Territory) -> bool:
    return may(actor, Action.IMPORT_DIRECT, record=cells, territory=territory)


def _distinct(plan: Plan, around: Surroundings) -> Iterator[Mapping[str, Plain]]:
    known = around.known[plan.table]
    names = [name for name in DECIDING if name in known.columns]
    if plan.table in {"services", "organisations"}:
        names = ["municipality_code"]
    ids = {change.record_id for change in plan.changes}
    keys = [name for name in known.columns if name in plan.new.columns][:1]
    current = known[known[keys[0]].isin(ids)] if keys else known
    moved = pd.DataFrame([{name: change.after.get(name) for name in names} for change in plan.changes], columns=names)
    moved = moved[moved.notna().any(axis=1)]
    parts = [plan.new.reindex(columns=names), current[names], moved]
    together = pd.concat([part.astype(object) for part in parts if len(part)]) if any(map(len, parts)) else moved
    yield from as_records(together.drop_duplicates())
