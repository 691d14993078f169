"""Who acts on the register: a role, and the organisations and districts that are one's own."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What somebody may do; ``permissions`` says what exactly."""

    VISITOR = "visitor"
    CONTRIBUTOR = "contributor"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"
    PROVIDER = "provider"
    SOURCE = "source"


MODERATORS: Final = frozenset({Role.CURATOR, Role.ADMINISTRATOR})
"""Roles that decide on what others propose."""


@dataclass(frozen=True, slots=True)
class Actor:
    """
    Somebody, or a source, that acts.

    Parameters
    ----------
    name
        Account name, source id, or "" for a visitor.
    role
        ``provider`` is whoever opened a signed link; ``source`` a run of a source.
    organisation_ids
        A contributor's own organisations.
    district_ids
        A curator's own districts; all of them for an administrator.
    """

    name: str
    role: Role
    organisation_ids: tuple[str, ...] = ()
    district_ids: tuple[str, ...] = ()


VISITOR = Actor("", Role.VISITOR)
