"""How far have agreements come: who joined, what was tried, which plans were made, year by year?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from welfare_map.model.answer import Answer


class Monitored(StrEnum):
    """What is counted."""

    PROMOTERS = "promoters"
    ADHERENTS = "adherents"
    PRACTICES = "practices"
    PLANS = "plans"


@dataclass(frozen=True, kw_only=True)
class MonitoringQuery:
    """
    How far have agreements come?

    Parameters
    ----------
    initiative_ids
        Only these; empty means all.
    include_demo
        Add the demonstration agreements.
    """

    as_of_on: date
    initiative_ids: tuple[str, ...] = ()
    include_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringRow:
    """
    What one agreement has of one kind in one phase and year.

    Parameters
    ----------
    monitored
        ``promoters`` (who leads, promotes, signs or supports), ``adherents`` (members), ``practices`` or ``plans``.
    phase
        Code of the phase: of an organisation the number of the agreement's phase in which it joined, of a practice how
        far it had come, of a plan how far it has come; None where no document says it.
    phase_name
        The same in words, in two languages; empty for None.
    year
        Year in which an organisation joined, of the document that describes a practice, or in which a plan came to its
        phase; None where no document says it.
    count
        0 only where the agreement has none of the kind at all.
    up_to_count
        All of the kind, of every phase, up to that year; None without a year. What has no year is in none.
    """

    initiative_id: str
    initiative_name: str
    monitored: Monitored
    phase: str | None
    phase_name: Mapping[str, str]
    year: int | None
    count: int
    up_to_count: int | None
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class MonitoringAnswer(Answer[MonitoringRow]):
    """
    By agreement, kind, year and phase; what has no year comes last.

    Parameters
    ----------
    totals
        Kind -> how many in all rows.
    """

    totals: Mapping[str, int]
