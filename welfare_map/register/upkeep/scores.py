"""
How much can be relied on a record: one small function per criterion, the score is the share of those that hold. Pure.

A criterion takes all rows of a table at once and answers true, false or missing: missing is "does not apply" and stays
out of the mean.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from geodata.codes import KIND_FACTS, ElderRole, PositionQuality, ServiceGroup, ServiceKind

CHECKED_WITHIN_DAYS = 365
"""A year: the half-life of most fields (see ``recheck``)."""
CONTACTS = ("phone", "email", "website")
PRECISE = frozenset({PositionQuality.EXACT.value, PositionQuality.ADDRESS.value})
WITH_AGES = frozenset({ServiceGroup.SMALL_CHILDREN, ServiceGroup.CHILDREN})
WITHOUT_HOURS = frozenset(
    {
        *(kind for kind, facts in KIND_FACTS.items() if facts.elder_role is ElderRole.RESIDENTIAL),
        *(ServiceKind.HOME_CARE, ServiceKind.SHUTTLE, ServiceKind.ERRANDS),
    }
)
"""Open day and night, or given elsewhere than at a door."""
WITH_CAPACITY = frozenset(
    kind
    for kind, facts in KIND_FACTS.items()
    if facts.group in {*WITH_AGES, ServiceGroup.ELDERS, ServiceGroup.DISABILITY}
) - {ServiceKind.HOME_CARE, ServiceKind.HOMEWORK_BABYSITTING}
"""Kinds that take so many people and no more."""


@dataclass(frozen=True, slots=True)
class Seen:
    """
    What the criteria look at.

    Parameters
    ----------
    rows
        Rows of one table, conforming to its contract.
    ids
        Record id of each row, same index.
    as_of_on
        Day of the judgement.
    noticed_ids, reported_ids
        Records with a notice of severity warning or error, and with an open report.
    dead_urls, checked_urls
        Web addresses that are known to be dead, and all that were tried.
    """

    rows: pd.DataFrame
    ids: "pd.Series[Any]"
    as_of_on: date
    noticed_ids: frozenset[str] = field(default_factory=frozenset)
    reported_ids: frozenset[str] = field(default_factory=frozenset)
    dead_urls: frozenset[str] = field(default_factory=frozenset)
    checked_urls: frozenset[str] = field(default_factory=frozenset)


def has_position(seen: Seen) -> "pd.Series[Any]":
    """Tell whether its position is known, be it that of its municipality."""
    return seen.rows["position_quality"] != PositionQuality.NONE.value


def has_precise_position(seen: Seen) -> "pd.Series[Any]":
    """Tell whether its position is that of its door; does not apply where there is none at all."""
    return _where(seen.rows["position_quality"].isin(PRECISE), applies=has_position(seen))


def has_contact(seen: Seen) -> "pd.Series[Any]":
    """Tell whether a telephone, a mailbox or a site is known."""
    return seen.rows[list(CONTACTS)].notna().any(axis=1)


def has_hours(seen: Seen) -> "pd.Series[Any]":
    """Tell whether its opening hours are known; does not apply to what is open day and night or has no door."""
    return _where(seen.rows["opening_hours"].notna(), applies=~_kind_in(seen, WITHOUT_HOURS))


def has_capacity(seen: Seen) -> "pd.Series[Any]":
    """Tell whether its places are known; applies to kinds that take so many people and no more."""
    is_known = seen.rows[["capacity_authorised", "capacity_accredited"]].notna().any(axis=1)
    return _where(is_known, applies=_kind_in(seen, WITH_CAPACITY))


def has_ages(seen: Seen) -> "pd.Series[Any]":
    """Tell whether the record itself says which ages it takes; applies to services for children."""
    is_known = seen.rows[["min_age_months", "max_age_months"]].notna().any(axis=1)
    with_ages = frozenset(kind for kind, facts in KIND_FACTS.items() if facts.group in WITH_AGES)
    return _where(is_known, applies=_kind_in(seen, with_ages))


def has_provider(seen: Seen) -> "pd.Series[Any]":
    """Tell whether it is known who runs it."""
    return seen.rows["provider_name"].notna()


def has_sector_and_size(seen: Seen) -> "pd.Series[Any]":
    """Tell whether sector and size are known; applies to companies and cooperatives."""
    is_firm = seen.rows["organisation_kind"].isin(["company", "cooperative"])
    return _where(seen.rows[["sector_code", "size_class"]].notna().all(axis=1), applies=is_firm)


def has_result(seen: Seen) -> "pd.Series[Any]":
    """Tell whether it is known what came of it; does not apply to what was only proposed."""
    return _where(seen.rows["result_it"].notna(), applies=seen.rows["phase"] != "proposed")


def is_in_both_languages(seen: Seen) -> "pd.Series[Any]":
    """Tell whether it can be read in Italian and in English."""
    return seen.rows[["title_it", "title_en", "description_it", "description_en"]].notna().all(axis=1)


def is_recent(seen: Seen) -> "pd.Series[Any]":
    """Tell whether somebody, or its source, vouched for it within the last year; not known for a row without a day."""
    earliest = (seen.as_of_on - timedelta(days=CHECKED_WITHIN_DAYS)).isoformat()
    since = vouched_on(seen.rows)
    return _where((since >= earliest).fillna(value=False), applies=since.notna())


def has_no_open_notice(seen: Seen) -> "pd.Series[Any]":
    """Tell whether no defect was noticed at the last reading and nobody reported a mistake."""
    return ~seen.ids.isin(seen.noticed_ids | seen.reported_ids)


def has_living_site(seen: Seen) -> "pd.Series[Any]":
    """Tell whether its site is not known to be dead; does not apply without a site, or before a check."""
    return _where(~seen.rows["website"].isin(seen.dead_urls), applies=seen.rows["website"].isin(seen.checked_urls))


Criterion = Callable[[Seen], "pd.Series[Any]"]
PLACED: Final[tuple[Criterion, ...]] = (has_position, has_precise_position, has_contact)
TRUSTED: Final[tuple[Criterion, ...]] = (is_recent, has_no_open_notice)
CRITERIA: Final[Mapping[str, tuple[Criterion, ...]]] = {
    "services": (*PLACED, has_provider, has_hours, has_capacity, has_ages, *TRUSTED, has_living_site),
    "organisations": (*PLACED, has_sector_and_size, *TRUSTED, has_living_site),
    "practices": (is_in_both_languages, has_result, *TRUSTED),
}
"""Table -> its criteria, in the order in which they are shown."""
SCORE = "score_share"


def scores(table: str, seen: Seen) -> pd.DataFrame:
    """
    Judge every row of a table.

    Parameters
    ----------
    table
        Key of ``CRITERIA``.
    seen
        Its rows and what else is known of them.

    Returns
    -------
    scores
        Same index as the rows: a column per criterion (nullable boolean, missing = does not apply) and ``score_share``,
        the share of those that apply which hold, 0–1.
    """
    marks = pd.DataFrame(
        {criterion.__name__: criterion(seen).astype("boolean") for criterion in CRITERIA[table]}, index=seen.rows.index
    )
    return marks.assign(**{SCORE: marks.astype("Float64").mean(axis=1).astype(float)})


def vouched_on(rows: pd.DataFrame) -> "pd.Series[Any]":
    """
    Return the day that a row's age counts from, missing where there is none.

    The last on which it was checked or modified; only where neither is known, that on which its source was read: to
    read an old row again does not make it younger.
    """
    said = latest_day(rows, ("checked_on", "modified_on"))
    return said.where(said.notna(), rows["retrieved_on"])


def latest_day(rows: pd.DataFrame, columns: Sequence[str]) -> "pd.Series[Any]":
    """Return the latest of each row's days (ISO), missing where all are."""
    latest = rows[columns[0]]
    for name in columns[1:]:
        is_earlier = latest.isna() | (rows[name] > latest).fillna(value=False).astype(bool)
        latest = latest.where(~is_earlier, rows[name])
    return latest


def _kind_in(seen: Seen, kinds: frozenset[ServiceKind]) -> "pd.Series[Any]":
    return seen.rows["kind"].isin([kind.value for kind in kinds])


def _where(holds: "pd.Series[Any]", *, applies: "pd.Series[Any]") -> "pd.Series[Any]":
    return holds.astype("boolean").where(applies.astype(bool))
