"""How does a firm join an agreement: what does it bring, whom to write to, and may one join at all?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from welfare_map.model.answer import Answer
from welfare_map.model.firms import Firm
from welfare_map.model.initiatives import DocumentRow, StepRow


class Standing(StrEnum):
    """Whether an initiative takes adhesions, as far as its documents tell."""

    ONGOING = "ongoing"
    UNKNOWN = "unknown"
    ENDED = "ended"
    DEMO = "demo"


@dataclass(frozen=True, kw_only=True)
class AdheringQuery:
    """
    How does a firm join an agreement?

    Parameters
    ----------
    initiative_id
        What it would join.
    me
        The firm, as its viewer sees it; None while unknown.
    municipality_code
        Where it stands, if not in the municipality of ``me``.
    """

    as_of_on: date
    initiative_id: str
    me: Firm | None = None
    municipality_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdheringContact:
    """
    An office to write to, never a person; contacts are those at the date of the document.

    ``serves_here`` tells whether it answers for the firm's municipality, None where that is not known.
    """

    name: Mapping[str, str]
    phones: tuple[str, ...]
    email: str | None
    municipality_names: tuple[str, ...]
    document_id: str | None
    paragraph: int | None
    serves_here: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdheringRow:
    """
    One initiative to join. Texts are ``{"it": …, "en": …}``.

    ``covers_here`` tells whether its territory holds the firm's municipality, None while that is unknown;
    ``has_joined`` that the firm's adhesion is in the register.
    """

    initiative_id: str
    initiative_name: str
    standing: Standing
    start_year: int | None
    end_year: int | None
    how_to_adhere: Mapping[str, str]
    benefits: tuple[StepRow, ...]
    contacts: tuple[AdheringContact, ...]
    municipality_code: str | None
    municipality_name: str | None
    district_name: str | None
    province_short: str | None
    covers_here: bool | None
    has_joined: bool
    documents: tuple[DocumentRow, ...]
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class AdheringAnswer(Answer[AdheringRow]):
    """One row: the initiative that was asked about."""
