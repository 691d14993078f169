"""What questions about firms know of a firm, and who looks."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from welfare_map.model.commuters import Commuters, Staff, told

OWN_FIRM = "own"
"""Identifier of a firm that is described in the open page alone and is in no register."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """
    Who looks: decides which needs and offers, commuters and counts of workers are seen.

    Parameters
    ----------
    organisation_ids
        One's own organisations: all that they declared is seen.
    initiative_ids
        Initiatives to which they adhere: what others declared "for adherents" of one of them is seen.
    """

    organisation_ids: tuple[str, ...] = ()
    initiative_ids: tuple[str, ...] = ()


PUBLIC = Viewer()
"""Everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmShift:
    """
    Days in OpenStreetMap syntax, begin and end as HH:MM, and how many work it, where known.

    ``shift_number`` is that of the register, 0 where the shift is in none.
    """

    days: str
    starts_at: str
    ends_at: str
    employee_count: int | None = None
    shift_number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A need or an offer of an organisation; ``quantity`` is None where it was not said."""

    need_offer_id: str
    organisation_id: str
    direction: str
    exchange_kind: str
    theme: str | None = None
    quantity: float | None = None
    unit: str | None = None
    from_on: str | None = None
    hours: str | None = None
    description: str | None = None
    visibility: str = "public"
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmSite:
    """A place of work: degrees, EPSG:4326; the first site of a firm is its own position."""

    site_number: int
    site_name: str | None
    municipality_code: str | None
    lon: float | None
    lat: float | None
    position_quality: str
    employee_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerNeed:
    """Workers, five or more, who gave an answer to a question of the anonymous questionnaire."""

    question: str
    answer: str
    worker_count: int
    as_of_on: str
    visibility: str = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """
    One organisation with what a viewer sees of it; ``None`` is unknown.

    ``initiative_ids`` are its adhesions in the order of the register, ``practice_ids`` its practices; ``sites`` begins
    with its own position.
    """

    organisation_id: str
    organisation_name: str
    organisation_kind: str
    sector_code: str | None = None
    size_class: str | None = None
    employee_count: int | None = None
    vat_code: str | None = None
    address: str | None = None
    municipality_code: str | None = None
    municipality_name: str | None = None
    lon: float | None = None
    lat: float | None = None
    position_quality: str = "none"
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    initiative_ids: tuple[str, ...] = ()
    practice_ids: tuple[str, ...] = ()
    shifts: tuple[FirmShift, ...] = ()
    sites: tuple[FirmSite, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    commuters: tuple[Commuters, ...] = ()
    worker_needs: tuple[WorkerNeed, ...] = ()
    is_demo: bool = False
    source_id: str = ""

    def shown_to(self, visibilities: Collection[str]) -> "Firm":
        """Return the firm with what was declared for these readers alone; itself where nothing is left out."""
        staff = Staff(self.employee_count, {one.shift_number: one.employee_count for one in self.shifts})
        exchanges = tuple(one for one in self.exchanges if one.visibility in visibilities)
        commuters = told(self.commuters, visibilities, staff)
        worker_needs = tuple(one for one in self.worker_needs if one.visibility in visibilities)
        if (exchanges, commuters, worker_needs) == (self.exchanges, self.commuters, self.worker_needs):
            return self
        return replace(self, exchanges=exchanges, commuters=commuters, worker_needs=worker_needs)
