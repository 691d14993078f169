"""Firms as somebody sees them: the only door from the snapshot to needs, offers, commuters and counts of workers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from geodata.codes import OrganisationKind, Visibility
from geodata.errors import InputError
from welfare_map.model import PUBLIC, Firm, Viewer
from welfare_map.questions.cells import records
from welfare_map.snapshot import Snapshot

FIRM_KINDS = frozenset({OrganisationKind.COMPANY, OrganisationKind.COOPERATIVE})
"""Organisations that are firms; the others sign, promote and help."""


FELLOWS = frozenset({Visibility.PUBLIC, Visibility.ADHERENTS})
"""What an adherent of the same initiative sees."""
OWN = frozenset(Visibility)
"""What an organisation sees of its own."""


def firms_seen(snapshot: Snapshot, viewer: Viewer = PUBLIC) -> Mapping[str, Firm]:
    """Return every organisation with what a viewer sees of it, by ``organisation_id``, in the register's order."""
    if viewer == PUBLIC:
        return snapshot.public_firms
    return {organisation_id: _seen(snapshot, firm, viewer) for organisation_id, firm in snapshot.firms.items()}


def firm_seen(snapshot: Snapshot, organisation_id: str, viewer: Viewer = PUBLIC) -> Firm:
    """
    Return one organisation with what a viewer sees of it.

    Raises
    ------
    InputError
        ``error.unknown_organisation``.
    """
    if organisation_id not in snapshot.firms:
        raise InputError("error.unknown_organisation", value=organisation_id)
    return _seen(snapshot, snapshot.firms[organisation_id], viewer)


def public_plans(snapshot: Snapshot) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of the plans that their firms made public."""
    plans = snapshot.table("plans")
    return records(plans[plans["visibility"] == Visibility.PUBLIC.value])


def known_ids(snapshot: Snapshot, organisation_ids: Iterable[str]) -> tuple[str, ...]:
    """Return those of some ids that are organisations of the register, in their order."""
    return tuple(item for item in organisation_ids if item in snapshot.firms)


def viewer_of(snapshot: Snapshot, organisation_ids: Iterable[str]) -> Viewer:
    """
    Return who looks with the eyes of some organisations: all their adhesions open what is for adherents.

    Only for organisations for which somebody is known to speak: an account's own, or those that an operator names.
    """
    own = known_ids(snapshot, organisation_ids)
    joined = (initiative for item in own for initiative in snapshot.firms[item].initiative_ids)
    return Viewer(organisation_ids=own, initiative_ids=tuple(dict.fromkeys(joined)))


def _seen(snapshot: Snapshot, firm: Firm, viewer: Viewer) -> Firm:
    if firm.organisation_id in viewer.organisation_ids:
        return firm.shown_to(OWN)
    is_fellow = not set(firm.initiative_ids).isdisjoint(viewer.initiative_ids)
    return firm.shown_to(FELLOWS) if is_fellow else snapshot.public_firms[firm.organisation_id]
