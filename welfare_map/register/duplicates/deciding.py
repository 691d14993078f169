"""What a person decides of a pair; each act asks ``permissions`` of both records first."""

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.errors import InputError
from welfare_map.model import Plain
from welfare_map.register.accounts import desk as desks
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.accounts.permissions import Action
from welfare_map.register.history import merging
from welfare_map.register.history.editing import read_record

Cells = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class RecordPair:
    """Two records of one table."""

    table: str
    first_id: str
    second_id: str


def may_decide(desk: Desk, actor: Actor, table: str, *states: Cells) -> bool:
    """Tell whether somebody may merge records with these cells."""
    return all(desks.allows(desk, actor, Action.MERGE, table, cells) for cells in states)


def merge_pair(desk: Desk, actor: Actor, pair: RecordPair, *, values: Cells, why: str) -> int:
    """
    Let the first record of a pair stand for both.

    Parameters
    ----------
    values
        Cells of the first record that shall be otherwise.

    Returns
    -------
    merge_id
        To undo it.

    Raises
    ------
    InputError
        ``error.not_allowed``; see ``merging.merge_records``.
    """
    _require(desk, actor, pair, values)
    return merging.merge_records(
        desk.engine,
        actor,
        table=pair.table,
        kept_id=pair.first_id,
        merged_id=pair.second_id,
        why=why,
        values=values,
    )


def tell_apart(desk: Desk, actor: Actor, pair: RecordPair) -> None:
    """Note that two records are different things; see ``merging.note_different``. Raises ``error.not_allowed`` too."""
    _require(desk, actor, pair, {})
    first_id, second_id = pair.first_id, pair.second_id
    merging.note_different(desk.engine, actor, table=pair.table, first_id=first_id, second_id=second_id)


def undo_merge(desk: Desk, actor: Actor, merge: merging.Merge, *, why: str) -> None:
    """Publish both records of a merge again; see ``merging.unmerge``. Raises ``error.not_allowed`` too."""
    _require(desk, actor, RecordPair(merge.table, merge.kept_id, merge.merged_id), {})
    merging.unmerge(desk.engine, actor, merge.merge_id, why=why)


def _require(desk: Desk, actor: Actor, pair: RecordPair, values: Cells) -> None:
    first, second = (read_record(desk.engine, pair.table, key)[0] for key in (pair.first_id, pair.second_id))
    if not may_decide(desk, actor, pair.table, first, {**first, **values}, second):
        raise InputError("error.not_allowed")
