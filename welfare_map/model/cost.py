"""What does a service cost, and what is left to pay?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from welfare_map.model.answer import Answer

MAX_AMOUNT_EUR = 1_000_000
MAX_COST_COUNT = 200
"""More than a list shows."""


@dataclass(frozen=True, kw_only=True)
class CostQuery:
    """
    What does a service cost, and what is left to pay?

    Parameters
    ----------
    service_ids
        At most 200, in the order of the answer.
    isee_eur
        ISEE of the family, euros a year; it is not repeated in the answer.
    child_age_months
        Age of the child, for benefits that look at it.
    region_code
        ISTAT code of the region where the family lives; None for that of the service.
    benefit_eur
        What the family knows that it gets a month, euros; it counts in place of the tables.
    """

    as_of_on: date
    service_ids: tuple[str, ...]
    isee_eur: float | None = None
    child_age_months: int | None = None
    region_code: str | None = None
    benefit_eur: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeBandRow:
    """Monthly fee of families whose ISEE is at most ``up_to_isee_eur``; None in the last band."""

    up_to_isee_eur: float | None
    monthly_fee_eur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitRow:
    """A benefit that may apply: an amount a month or a share of the fee; both None where it is not known."""

    benefit_id: str
    name: Mapping[str, str]
    monthly_amount_eur: float | None
    fee_share: float | None
    document_url: str | None
    document_on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """
    What one service costs a month, euros.

    ``fee_min_eur`` and ``fee_max_eur`` are the fee for this family: equal where the record has it by ISEE and the ISEE
    is given (``is_by_isee``). ``cost_min_eur`` and ``cost_max_eur`` are the fee less the benefit, never below 0. What
    the data do not say is None: the office knows.
    """

    service_id: str
    name: str
    kind: str
    municipality_code: str | None
    municipality_name: str | None
    fee_min_eur: float | None
    fee_max_eur: float | None
    is_by_isee: bool
    fee_includes: Mapping[str, str]
    isee_fee_bands: tuple[FeeBandRow, ...]
    fee_source: str | None
    fee_as_of_on: str | None
    benefits: tuple[BenefitRow, ...]
    cost_min_eur: float | None
    cost_max_eur: float | None
    is_demo: bool
    source_id: str
    licence: str
    retrieved_on: str


@dataclass(frozen=True, kw_only=True)
class CostAnswer(Answer[CostRow]):
    """Services in the order asked for; ``missing_ids`` are unknown, or no longer listed by their source."""

    missing_ids: tuple[str, ...]
