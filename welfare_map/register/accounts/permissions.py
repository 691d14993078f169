"""
Who may do what: one table of role and action, and what counts as one's own.

Pages and commands ask here before they touch the register; the functions of ``editing``, ``merging`` and ``reports`` do
not ask.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from geodata.codes import Visibility
from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.model import Plain
from welfare_map.register.accounts.actors import Actor, Role

Record = Mapping[str, Plain]


class Action(StrEnum):
    """What can be done with the register."""

    SEE = "see"
    PROPOSE = "propose"
    REPORT = "report"
    CONFIRM = "confirm"
    EDIT = "edit"
    DECIDE = "decide"
    RESTORE = "restore"
    MERGE = "merge"
    IMPORT_DIRECT = "import_direct"
    MANAGE_ACCOUNTS = "manage_accounts"
    UPDATE_SOURCES = "update_sources"
    SURVEY = "survey"
    KEEP_PLAN = "keep_plan"
    """See a plan that is not public, save it, move it on, bring it back."""
    KEEP_SCENARIO = "keep_scenario"
    """Save a hypothesis, change it, bring it back, take it away; one's own is what one saved."""


class Reach(StrEnum):
    """On which records a role may act."""

    OWN = "own"
    ALL = "all"


EVERYBODY: Final = {Action.SEE: Reach.ALL, Action.PROPOSE: Reach.ALL, Action.REPORT: Reach.ALL}
CURATORS: Final = (
    *(Action.CONFIRM, Action.EDIT, Action.DECIDE, Action.RESTORE, Action.MERGE, Action.IMPORT_DIRECT),
    *(Action.SURVEY, Action.KEEP_PLAN, Action.KEEP_SCENARIO),
)
TABLE: Final[Mapping[Role, Mapping[Action, Reach]]] = {
    Role.VISITOR: EVERYBODY,
    Role.PROVIDER: {**EVERYBODY, Action.CONFIRM: Reach.OWN},
    Role.CONTRIBUTOR: {
        **EVERYBODY,
        **dict.fromkeys((Action.CONFIRM, Action.SURVEY, Action.KEEP_PLAN, Action.KEEP_SCENARIO), Reach.OWN),
    },
    Role.CURATOR: {**EVERYBODY, **dict.fromkeys(CURATORS, Reach.OWN)},
    Role.ADMINISTRATOR: dict.fromkeys(Action, Reach.ALL),
    Role.SOURCE: {Action.SEE: Reach.ALL},
}
"""Role -> action -> reach; an action that is not there is not allowed. A contributor edits plans alone."""


def is_allowed(role: Role, action: Action, *, is_own: bool) -> bool:
    """Tell whether a role may act on a record that is, or is not, its own."""
    reach = TABLE[role].get(action)
    return reach is Reach.ALL or (reach is Reach.OWN and is_own)


def is_own(actor: Actor, record: Record, territory: Territory) -> bool:
    """
    Tell whether a record is an actor's own.

    Parameters
    ----------
    actor
        A contributor owns by organisation, a curator by district, whoever opened a signed link by the link: its record
        is checked where the link is read.
    record
        Its cells; those that decide are ``organisation_id``, ``organisation_ids``, ``municipality_code`` and
        ``territory``.
    territory
        Says to which district a municipality belongs.

    Returns
    -------
    is_own
        A record that stands in several districts is a curator's own when all of them are; one that stands nowhere is
        nobody's. A plan of several organisations is the own of each of them, and of the curators of each district.
    """
    match actor.role:
        case Role.ADMINISTRATOR | Role.PROVIDER:
            return True
        case Role.CONTRIBUTOR:
            return not organisation_ids_of(record).isdisjoint(actor.organisation_ids)
        case Role.CURATOR:
            codes, own = _municipality_codes(record, territory), _own_codes(actor, territory)
            return bool(codes & own) if record.get("organisation_ids") else bool(codes) and codes <= own
        case _:
            return False


def organisation_ids_of(record: Record) -> frozenset[str]:
    """Return the organisations that a record belongs to: one, or those that make a plan."""
    several = (item.strip() for item in str(record.get("organisation_ids") or "").split("|"))
    one = record.get("organisation_id")
    return frozenset((*filter(None, several), *((str(one),) if one else ())))


def _municipality_codes(record: Record, territory: Territory) -> frozenset[str]:
    if record.get("municipality_code"):
        return frozenset({str(record["municipality_code"])})
    items = str(record.get("territory") or "").split("|")
    return frozenset(code for item in items for code in territory.municipality_codes_of(item.strip()))


def _own_codes(actor: Actor, territory: Territory) -> frozenset[str]:
    districts = (territory.municipality_codes_of(f"district:{district_id}") for district_id in actor.district_ids)
    return frozenset(code for codes in districts for code in codes)


def may_read(actor: Actor, record: Record, territory: Territory) -> bool:
    """
    Tell whether somebody who works on the register may read a record: what firms do not show to all is for their own.

    Parameters
    ----------
    record
        Its cells, with its place; see ``is_own``.
    """
    if record.get("visibility") in {None, "", Visibility.PUBLIC}:
        return True
    return actor.role is not Role.PROVIDER and is_own(actor, record, territory)


def may(actor: Actor, action: Action, *, record: Record | None = None, territory: Territory | None = None) -> bool:
    """
    Tell whether somebody may do something.

    Parameters
    ----------
    record, territory
        The record that is acted on, and the territory that it lies in; without them nothing counts as own.
    """
    own = record is not None and territory is not None and is_own(actor, record, territory)
    return is_allowed(actor.role, action, is_own=own)


def require(actor: Actor, action: Action, *, record: Record | None = None, territory: Territory | None = None) -> None:
    """
    Refuse what somebody may not do; see ``may``.

    Raises
    ------
    InputError
        ``error.not_allowed``.
    """
    if not may(actor, action, record=record, territory=territory):
        raise InputError("error.not_allowed")
