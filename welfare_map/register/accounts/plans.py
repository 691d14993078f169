"""
Plans that are kept: saved, followed from draft to measured, brought back; each act asks ``permissions`` first.

A plan belongs to the organisations that make it and to the curators of their districts. Whoever speaks for none of them
sends it to moderation. One that is not public is seen by those who keep it alone.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from geodata.codes import EXCHANGE_KINDS, ConsortiumParameter, PlanPhase, TravelMode, Visibility
from geodata.errors import InputError
from welfare_map.model import CONSORTIUM_KINDS, OWN_FIRM, PUBLIC, Plain, PlanQuery, Viewer
from welfare_map.model.consortium import HIGHEST
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.permissions import Action, may, organisation_ids_of, require
from welfare_map.register.history import editing
from welfare_map.register.history.merged_rows import kept_ids
from welfare_map.register.history.merging import read_merges
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.records import find_record, numbers_of, read_cells, record_id_of
from welfare_map.register.history.revisions import (
    PUBLISHED,
    Revision,
    cells_before,
    published_since,
    record_revisions,
)
from welfare_map.register.history.whereabouts import located
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.schema import RECORD_TABLES

Cells = Mapping[str, Plain]
PLANS: Final = "plans"
PRIVATE: Final = Visibility.ADHERENTS
"""Of a plan: seen by the firms that make it, and by the curators of their districts."""
PARAMETERS: Final = ("lon", "lat", "mode", "limit_min", "costs_eur_per_year", "assumptions")
POINT_DECIMALS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPlan:
    """
    A plan of the register.

    Parameters
    ----------
    parameters
        What the figures were computed with, as ``query_of`` reads it back.
    number
        Of its last published revision, for whoever changes it.
    reached_on
        Phases that it has come to, in order, with the ISO day.
    """

    plan_id: str
    title: str
    organisation_ids: tuple[str, ...]
    initiative_id: str | None
    plan_phase: PlanPhase
    phase_on: str
    measures: tuple[str, ...]
    parameters: Mapping[str, Any]
    note: str | None
    is_public: bool
    is_demo: bool
    number: int
    reached_on: tuple[tuple[PlanPhase, str], ...]


def cells_of(query: PlanQuery, *, title: str, note: str = "", is_public: bool = False) -> dict[str, Plain]:
    """
    Return the cells of a new plan, a draft as of the query's day.

    Raises
    ------
    InputError
        ``error.plan_own_firm``: a firm in no register makes it; nothing of it may be kept.
    """
    if query.me is not None and query.me.organisation_id == OWN_FIRM:
        raise InputError("error.plan_own_firm")
    own = (query.me.organisation_id,) if query.me else ()
    return {
        "title": title,
        "organisation_ids": "|".join(dict.fromkeys((*own, *query.organisation_ids))),
        "initiative_id": query.initiative_id,
        "plan_phase": PlanPhase.DRAFT.value,
        "phase_on": query.as_of_on.isoformat(),
        "measures": "|".join(query.measures),
        "parameters": _parameters(query),
        "note": note or None,
        "visibility": (Visibility.PUBLIC if is_public else PRIVATE).value,
    }


def may_keep(desk: Desk, actor: Actor, cells: Cells) -> bool:
    """Tell whether somebody may save a plan with these cells; else it goes to moderation."""
    with reading(desk.engine) as connection:
        state = located(connection, PLANS, cells)
    is_allowed = may(actor, Action.KEEP_PLAN, record=state, territory=desk.territory)
    return is_allowed and not _speaks_for_others(actor, cells)


def save_plan(desk: Desk, actor: Actor, cells: Cells, *, why: str) -> editing.Saved:
    """
    Save a new plan.

    Raises
    ------
    InputError
        ``error.not_allowed``: none of its organisations is one's own, or it would be public and not all of them are;
        ``error.unknown_organisation``; a cell is not sound.
    """
    _require_firms(desk, cells)
    _require(desk, actor, cells)
    return editing.create(desk.engine, actor, table=PLANS, values=cells, why=why)


def propose_plan(desk: Desk, actor: Actor, cells: Cells, *, why: str) -> Revision:
    """Send a new plan to moderation; raises ``error.unknown_organisation`` or that a cell is not sound."""
    require(actor, Action.PROPOSE)
    _require_firms(desk, cells)
    return editing.propose(desk.engine, actor, table=PLANS, record_id=None, values=cells, why=why)


def move_plan(  # noqa: PLR0913  # each says something of the step
    desk: Desk, actor: Actor, plan_id: str, phase: PlanPhase, on: date, *, seen_number: int, why: str
) -> editing.Saved | editing.Conflict:
    """
    Note that a plan has come to a phase; see ``editing.save``.

    Raises
    ------
    InputError
        ``error.not_allowed``, ``error.unknown_record``, ``error.nothing_changed``.
    """
    changes: dict[str, Plain] = {"plan_phase": phase.value, "phase_on": on.isoformat()}
    return change_plan(desk, actor, plan_id, changes, seen_number=seen_number, why=why)


def change_plan(  # each says something of the change
    desk: Desk, actor: Actor, plan_id: str, changes: Cells, *, seen_number: int, why: str
) -> editing.Saved | editing.Conflict:
    """Change cells of a plan, allowed on it as it is and as it would be; raises as ``save_plan``."""
    current = _current(desk, plan_id)
    for cells in (current, {**current, **changes}):
        _require(desk, actor, cells)
    _require_firms(desk, changes)
    return editing.save(
        desk.engine, actor, table=PLANS, record_id=plan_id, changes=changes, seen_number=seen_number, why=why
    )


def restore_plan(desk: Desk, actor: Actor, plan_id: str, *, number: int, why: str) -> editing.Saved:
    """Bring a plan back to what it was after one of its revisions; see ``editing.restore``. Raises as ``save_plan``."""
    with reading(desk.engine) as connection:
        record = find_record(connection, PLANS, plan_id)
        then = cells_before(record.cells, published_since(connection, record, number))
    for cells in (record.cells, then):
        _require(desk, actor, cells)
    return editing.restore(desk.engine, actor, plan_id, number=number, why=why, table=PLANS)


def own_plans(desk: Desk, actor: Actor) -> tuple[SavedPlan, ...]:
    """Return the plans that somebody keeps, by title."""
    table = RECORD_TABLES[PLANS]
    with reading(desk.engine) as connection:
        rows = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
        successors = kept_ids(read_merges(connection)).get("organisations", {})
        mine = [
            cells
            for cells in rows
            if may(actor, Action.KEEP_PLAN, record=located(connection, PLANS, cells), territory=desk.territory)
        ]
        found = [_saved(connection, cells, successors) for cells in mine]
    return tuple(sorted(found, key=lambda plan: (plan.is_demo, plan.title.casefold(), plan.plan_id)))


def plan_story(desk: Desk, actor: Actor, plan_id: str) -> tuple[Revision, ...]:
    """Return the published revisions of a plan that somebody keeps, oldest first; raises ``error.not_allowed``."""
    _require(desk, actor, _current(desk, plan_id), is_seeing=True)
    with reading(desk.engine) as connection:
        found = record_revisions(connection, PLANS, plan_id)
    return tuple(item for item in found if item.status == PUBLISHED)


def query_of(plan: SavedPlan, *, as_of_on: date, viewer: Viewer = PUBLIC) -> PlanQuery:
    """Return the question that a saved plan answers; what its parameters do not say, or cannot be, is as by default."""
    said = plan.parameters
    point = (_number(said.get("lon")), _number(said.get("lat")))
    limit_min, mode = _number(said.get("limit_min")), said.get("mode")
    costs = said.get("costs_eur_per_year")
    known = costs.items() if isinstance(costs, dict) else ()
    return PlanQuery(
        as_of_on=as_of_on,
        organisation_ids=plan.organisation_ids,
        initiative_id=plan.initiative_id,
        measures=tuple(kind for kind in plan.measures if kind in EXCHANGE_KINDS),
        lon=point[0] if None not in point else None,
        lat=point[1] if None not in point else None,
        mode=TravelMode(mode) if mode in set(TravelMode) else TravelMode.CAR,
        limit_min=limit_min or PlanQuery.limit_min,
        costs_eur_per_year=tuple(
            (kind, cost) for kind, value in known if kind in EXCHANGE_KINDS and (cost := _number(value)) is not None
        ),
        assumptions=tuple(_assumptions(said.get("assumptions"))),
        reached_on=plan.reached_on,
        viewer=viewer,
    )


def _assumptions(said: object) -> Iterator[tuple[str, ConsortiumParameter, float]]:
    """Yield what was written in place of the table, without what cannot be."""
    for row in said if isinstance(said, list) else ():
        match row:
            case [str(kind), str(name), value] if kind in CONSORTIUM_KINDS and name in set(ConsortiumParameter):
                number = _number(value)
                if number is not None and 0 <= number <= HIGHEST[ConsortiumParameter(name)]:
                    yield kind, ConsortiumParameter(name), number


# --- rights ---------------------------------------------------------------------------------------------------------


def _require(desk: Desk, actor: Actor, cells: Cells, *, is_seeing: bool = False) -> None:
    """Refuse what is not one's own; a contributor makes a plan public only where all of its firms are own."""
    with reading(desk.engine) as connection:
        state = located(connection, PLANS, cells)
    require(actor, Action.KEEP_PLAN, record=state, territory=desk.territory)
    if not is_seeing and _speaks_for_others(actor, cells):
        raise InputError("error.not_allowed")


def _speaks_for_others(actor: Actor, cells: Cells) -> bool:
    is_public = cells.get("visibility") == Visibility.PUBLIC
    return (
        is_public and actor.role is Role.CONTRIBUTOR and not organisation_ids_of(cells) <= set(actor.organisation_ids)
    )


def _require_firms(desk: Desk, cells: Cells) -> None:
    """Check that the organisations of a plan are in the register: the database does not look inside a list."""
    with reading(desk.engine) as connection:
        for organisation_id in sorted(organisation_ids_of(cells)):
            if read_cells(connection, "organisations", organisation_id) is None:
                raise InputError("error.unknown_organisation", value=organisation_id)


def _current(desk: Desk, plan_id: str) -> Cells:
    cells, _ = editing.read_record(desk.engine, PLANS, plan_id)
    return cells


# --- reading --------------------------------------------------------------------------------------------------------


def _saved(connection: sa.Connection, cells: Cells, successors: Mapping[str, str]) -> SavedPlan:
    ref = RecordRef(PLANS, record_id_of(PLANS, cells))
    number, _ = numbers_of(connection, ref.table, ref.record_id)
    named = _items(cells["organisation_ids"])
    phase = PlanPhase(str(cells["plan_phase"]))
    return SavedPlan(
        plan_id=ref.record_id,
        title=str(cells["title"]),
        organisation_ids=tuple(dict.fromkeys(successors.get(item, item) for item in named)),
        initiative_id=_text(cells["initiative_id"]),
        plan_phase=phase,
        phase_on=str(cells["phase_on"]),
        measures=_items(cells["measures"]),
        parameters=_read_parameters(cells["parameters"]),
        note=_text(cells["note"]),
        is_public=cells["visibility"] == Visibility.PUBLIC,
        is_demo=bool(cells["is_demo"]),
        number=number,
        reached_on=_reached(record_revisions(connection, ref.table, ref.record_id), phase, str(cells["phase_on"])),
    )


def _reached(revisions: Iterable[Revision], phase: PlanPhase, on: str) -> tuple[tuple[PlanPhase, str], ...]:
    """Return the phases up to the present one with the last day on which each was reached."""
    found: dict[str, str] = {}
    last: dict[str, str] = {}
    for revision in revisions:
        if revision.status == PUBLISHED:
            last |= {name: str(revision.after[name]) for name in ("plan_phase", "phase_on") if revision.after.get(name)}
            if last.keys() == {"plan_phase", "phase_on"}:
                found[last["plan_phase"]] = last["phase_on"]
    found[phase] = on
    order = list(PlanPhase)
    return tuple((item, found[item]) for item in order[: order.index(phase) + 1] if item in found)


def _parameters(query: PlanQuery) -> str:
    point = (None, None) if query.lon is None or query.lat is None else (query.lon, query.lat)
    lon, lat = (None if side is None else round(side, POINT_DECIMALS) for side in point)
    written = [[kind, parameter.value, value] for kind, parameter, value in query.assumptions]
    values = (lon, lat, query.mode.value, query.limit_min, dict(query.costs_eur_per_year), written)
    return json.dumps(dict(zip(PARAMETERS, values, strict=True)), separators=(",", ":"), allow_nan=False)


def _read_parameters(cell: Plain) -> dict[str, Any]:
    try:
        read = json.loads(str(cell)) if cell else {}
    except ValueError:
        return {}
    return {name: read[name] for name in PARAMETERS if name in read} if isinstance(read, dict) else {}


def _number(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(float(value)) < 1e12 else None  # type: ignore[arg-type]  # checked


def _items(cell: Plain) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.strip() for item in str(cell or "").split("|") if item.strip()))


def _text(cell: Plain) -> str | None:
    return None if cell is None else str(cell)
