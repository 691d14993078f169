"""What became of a record's web address."""

from enum import StrEnum
from http import HTTPStatus

from geodata.http.probe import Fault, Probe


class LinkOutcome(StrEnum):
    """``dead`` alone counts against a record: the others may pass, or are ours to mend."""

    OK = "ok"
    MOVED = "moved"
    DEAD = "dead"
    UNREACHABLE = "unreachable"
    REFUSED = "refused-private-address"


GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
FAULT_OUTCOMES = {
    Fault.NOT_WEB: LinkOutcome.DEAD,
    Fault.UNKNOWN_HOST: LinkOutcome.DEAD,
    Fault.PRIVATE_ADDRESS: LinkOutcome.REFUSED,
}
"""Faults that say more than that nothing answered today."""


def outcome_of(found: Probe) -> tuple[LinkOutcome, str]:
    """Return the outcome of a probe and its detail: where it moved, the status, or the fault."""
    if found.fault is not None:
        return FAULT_OUTCOMES.get(found.fault, LinkOutcome.UNREACHABLE), found.fault.value
    if found.status in GONE:
        return LinkOutcome.DEAD, str(found.status)
    if found.status >= HTTPStatus.BAD_REQUEST:
        return LinkOutcome.UNREACHABLE, str(found.status)
    return (LinkOutcome.MOVED, found.moved_to) if found.moved_to else (LinkOutcome.OK, str(found.status))
