"""
Hypotheses that accounts keep: saved under a name, changed, brought back, taken away; each act asks ``permissions``.

Every revision is kept whole. A hypothesis is its author's own; others who sign in see it when it is shared. It is no
record of the map, and the version of the register does not change with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.model import MAX_SCENARIO_COUNT, read_scenario
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.accounts.permissions import TABLE, Action, is_allowed
from welfare_map.register.sql.curation import SCENARIO_REVISIONS
from welfare_map.register.sql.database import reading, writing

NAME_CHARACTERS: Final = 120
NOTE_CHARACTERS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedScenario:
    """
    One revision of a hypothesis.

    Parameters
    ----------
    number
        From 1; the highest one holds.
    owner
        Account that saved the first revision.
    texts
        One to three scenarios, as ``model.scenario`` writes them.
    author, role, at
        Who made this revision, and when (ISO, UTC).
    """

    scenario_id: str
    number: int
    owner: str
    name: str
    texts: tuple[str, ...]
    note: str
    is_shared: bool
    is_withdrawn: bool
    author: str
    role: str
    at: str


def save_scenario(  # noqa: PLR0913  # each says something of the hypothesis
    engine: sa.Engine,
    actor: Actor,
    *,
    name: str,
    texts: Sequence[str],
    note: str = "",
    is_shared: bool = False,
    at: datetime | None = None,
) -> SavedScenario:
    """
    Save a new hypothesis.

    Raises
    ------
    InputError
        ``error.not_allowed``; ``error.scenario_name``, ``error.scenario_note``; a scenario cannot be read.
    """
    _require(actor, owner=actor.name)
    saved = SavedScenario(
        scenario_id=uuid4().hex,
        number=1,
        owner=actor.name,
        name=_checked_name(name),
        texts=_checked_texts(texts),
        note=_checked_note(note),
        is_shared=is_shared,
        is_withdrawn=False,
        author=actor.name,
        role=actor.role.value,
        at=_moment(at),
    )
    with writing(engine) as connection:
        _insert(connection, saved)
    return saved


def change_scenario(  # noqa: PLR0913  # each says something of the hypothesis
    engine: sa.Engine,
    actor: Actor,
    scenario_id: str,
    *,
    seen_number: int,
    name: str,
    texts: Sequence[str],
    note: str = "",
    is_shared: bool = False,
    at: datetime | None = None,
) -> SavedScenario:
    """
    Save a further revision.

    Parameters
    ----------
    seen_number
        Of the revision that was changed.

    Raises
    ------
    InputError
        As ``save_scenario``; ``error.unknown_scenario``; ``error.changed_meanwhile``.
    """
    values = {"name": _checked_name(name), "texts": _checked_texts(texts), "note": _checked_note(note)}
    return _revise(engine, actor, scenario_id, seen_number, at, {**values, "is_shared": is_shared})


def restore_scenario(
    engine: sa.Engine, actor: Actor, scenario_id: str, *, number: int, seen_number: int, at: datetime | None = None
) -> SavedScenario:
    """Bring a hypothesis back to what it was in a revision, as a new one; raises as ``change_scenario``."""
    then = next((one for one in scenario_story(engine, actor, scenario_id) if one.number == number), None)
    if then is None:
        raise InputError("error.unknown_revision", number=str(number))
    values = {name: getattr(then, name) for name in ("name", "texts", "note", "is_shared")}
    return _revise(engine, actor, scenario_id, seen_number, at, values)


def withdraw_scenario(
    engine: sa.Engine, actor: Actor, scenario_id: str, *, seen_number: int, at: datetime | None = None
) -> SavedScenario:
    """Take a hypothesis out of the lists; its revisions stay. Raises as ``change_scenario``."""
    return _revise(engine, actor, scenario_id, seen_number, at, {"is_withdrawn": True})


def may_keep_scenarios(actor: Actor) -> bool:
    """Tell whether somebody may save hypotheses, and see those that others share."""
    return Action.KEEP_SCENARIO in TABLE[actor.role]


def may_change_scenario(actor: Actor, saved: SavedScenario) -> bool:
    """Tell whether somebody may change a hypothesis."""
    return is_allowed(actor.role, Action.KEEP_SCENARIO, is_own=bool(actor.name) and saved.owner == actor.name)


def seen_scenarios(engine: sa.Engine, actor: Actor) -> tuple[SavedScenario, ...]:
    """Return what somebody may see: the own and the shared ones, by name; nothing for who is not signed in."""
    if not may_keep_scenarios(actor):
        return ()
    with reading(engine) as connection:
        latest = {one.scenario_id: one for one in _revisions(connection)}
    seen = (one for one in latest.values() if not one.is_withdrawn and _is_seen(actor, one))
    return tuple(sorted(seen, key=lambda one: (one.owner != actor.name, one.name.casefold(), one.scenario_id)))


def scenario_story(engine: sa.Engine, actor: Actor, scenario_id: str) -> tuple[SavedScenario, ...]:
    """
    Return the revisions of a hypothesis, oldest first.

    Raises
    ------
    InputError
        ``error.unknown_scenario``: there is none, or not for this account: nobody learns which.
    """
    with reading(engine) as connection:
        found = _revisions(connection, scenario_id)
    if not found or not may_keep_scenarios(actor) or not _is_seen(actor, found[-1]):
        raise InputError("error.unknown_scenario")
    return found


# --- within ---------------------------------------------------------------------------------------------------------


def _revise(  # each says something of the revision
    engine: sa.Engine,
    actor: Actor,
    scenario_id: str,
    seen_number: int,
    at: datetime | None,
    values: dict[str, Any],
) -> SavedScenario:
    with writing(engine) as connection:
        found = _revisions(connection, scenario_id)
        if not found or found[-1].is_withdrawn or not _is_seen(actor, found[-1]):
            raise InputError("error.unknown_scenario")
        last = found[-1]
        _require(actor, owner=last.owner)
        if last.number != seen_number:
            raise InputError("error.changed_meanwhile")
        revised = replace(last, **values)
        saved = replace(revised, number=last.number + 1, author=actor.name, role=actor.role.value, at=_moment(at))
        _insert(connection, saved)
    return saved


def _is_seen(actor: Actor, saved: SavedScenario) -> bool:
    return saved.is_shared or may_change_scenario(actor, saved)


def _require(actor: Actor, *, owner: str) -> None:
    if not is_allowed(actor.role, Action.KEEP_SCENARIO, is_own=bool(actor.name) and owner == actor.name):
        raise InputError("error.not_allowed")


def _revisions(connection: sa.Connection, scenario_id: str | None = None) -> tuple[SavedScenario, ...]:
    """Return revisions, those of a hypothesis in order."""
    table = SCENARIO_REVISIONS
    query = sa.select(table).order_by(table.c.scenario_id, table.c.number)
    if scenario_id is not None:
        query = query.where(table.c.scenario_id == scenario_id)
    owners: dict[str, str] = {}
    found = []
    for row in connection.execute(query).mappings():
        cells = dict(row)
        owner = owners.setdefault(cells["scenario_id"], cells["author"])
        found.append(SavedScenario(owner=owner, texts=tuple(cells.pop("scenarios").split("\n")), **cells))
    return tuple(found)


def _insert(connection: sa.Connection, saved: SavedScenario) -> None:
    names = ("scenario_id", "number", "name", "note", "is_shared", "is_withdrawn", "author", "role", "at")
    values = {name: getattr(saved, name) for name in names}
    connection.execute(sa.insert(SCENARIO_REVISIONS).values(scenarios="\n".join(saved.texts), **values))


def _checked_name(name: str) -> str:
    words = " ".join(name.split())
    if not 0 < len(words) <= NAME_CHARACTERS:
        raise InputError("error.scenario_name", maximum=NAME_CHARACTERS)
    return words


def _checked_note(note: str) -> str:
    if len(note) > NOTE_CHARACTERS:
        raise InputError("error.scenario_note", maximum=NOTE_CHARACTERS)
    return note.strip()


def _checked_texts(texts: Sequence[str]) -> tuple[str, ...]:
    found = tuple(read_scenario(words).text for words in texts)
    if not found or not all(found):
        raise InputError("error.empty_scenario")
    if len(found) > MAX_SCENARIO_COUNT:
        raise InputError("error.too_many_scenarios", value=len(found), maximum=MAX_SCENARIO_COUNT)
    return found


def _moment(at: datetime | None) -> str:
    return (at or datetime.now(UTC)).isoformat(timespec="seconds")
