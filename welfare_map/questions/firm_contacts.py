"""How to reach a firm without anybody's personal address: its office's mailbox, else somebody who may pass word on."""

from collections.abc import Iterator, Mapping, Sequence

from geodata.cleaning.contacts import is_role
from welfare_map.model import Firm, FirmRelay
from welfare_map.questions.cells import both_languages, items, records
from welfare_map.snapshot import Snapshot

CONTACT_COLUMNS = ("initiative_id", "contact_name_it", "contact_name_en", "contact_email", "contact_phone", "is_demo")


def role_mailbox(firm: Firm) -> str | None:
    """Return the mailbox of a firm's office; one that is no office's by its name is never handed on."""
    return firm.email if firm.email and is_role(firm.email) else None


def initiative_relays(snapshot: Snapshot) -> Mapping[str, FirmRelay]:
    """Return the documented contacts of initiatives, by ``initiative_id``; of invented ones there are none."""
    return {
        str(record["initiative_id"]): FirmRelay(
            name=both_languages(record, "contact_name"),
            initiative_id=str(record["initiative_id"]),
            email=record["contact_email"],
            phones=items(record["contact_phone"]),
        )
        for record in records(snapshot.table("initiatives")[[*CONTACT_COLUMNS]])
        if not record["is_demo"] and (record["contact_email"] or record["contact_phone"])
    }


def office_relays(snapshot: Snapshot) -> Mapping[str, FirmRelay]:
    """Return the documented district offices, by municipality."""
    territory = snapshot.territory
    offices = {
        str(record["office_id"]): FirmRelay(
            name=both_languages(record, "office_name"),
            initiative_id=None,
            email=record["email"],
            phones=items(record["phone"]),
        )
        for record in records(territory.offices)
    }
    return {code: offices[office_id] for code, office_id in territory.office_of.items() if office_id in offices}


def relays_of(
    firm: Firm, by_initiative: Mapping[str, FirmRelay], by_municipality: Mapping[str, FirmRelay]
) -> tuple[FirmRelay, ...]:
    """
    Return who may pass word on to a firm.

    Returns
    -------
    relays
        Contacts of its initiatives, then the district office of each municipality where it has a site; none for a firm
        that has a mailbox of its own, and none for an invented one.
    """
    if firm.is_demo or role_mailbox(firm):
        return ()
    return tuple(_each_once([*_of(firm.initiative_ids, by_initiative), *_of(_codes(firm), by_municipality)]))


def _codes(firm: Firm) -> list[str]:
    return [site.municipality_code for site in firm.sites if site.municipality_code]


def _of(names: Sequence[str], relays: Mapping[str, FirmRelay]) -> Iterator[FirmRelay]:
    return (relays[name] for name in names if name in relays)


def _each_once(relays: Sequence[FirmRelay]) -> Iterator[FirmRelay]:
    seen: list[FirmRelay] = []
    for relay in relays:
        if relay not in seen:
            seen.append(relay)
            yield relay
