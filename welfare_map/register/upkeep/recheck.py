"""
What to check again: fields past their half-life, sites that are dead, cards that somebody reported.

A half-life is the time after which a datum is as likely to have changed as not. Age counts from the last day on which
somebody checked the record, it changed in its source, or the source was read.

It is answered like a question, from a snapshot and without input or output, but it stays in the register's room: it
judges by what only the register knows (reports, notices, dead sites, scores, the ids of rows) and questions may not
look up into it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from welfare_map.model import Answer, Phrase
from welfare_map.register.history.pins import row_ids
from welfare_map.register.upkeep.quality import Known, judged
from welfare_map.register.upkeep.scores import CRITERIA, SCORE, latest_day, vouched_on
from welfare_map.snapshot import Snapshot

AVAILABILITY_DAYS, HOURS_DAYS, ADDRESS_DAYS, OTHER_DAYS = 30, 180, 730, 365
"""Half-lives. Free places follow the month's enrolments, hours the season's timetable; a door moves seldom."""
FIELDS: Final[Mapping[str, Mapping[str, tuple[int, tuple[str, ...]]]]] = {
    "services": {
        "hours": (HOURS_DAYS, ("opening_hours",)),
        "other": (OTHER_DAYS, ("name",)),
        "address": (ADDRESS_DAYS, ("address", "municipality_code")),
    },
    "organisations": {"other": (OTHER_DAYS, ("organisation_name",)), "address": (ADDRESS_DAYS, ("address",))},
    "practices": {"other": (OTHER_DAYS, ("title_it",))},
    "availability": {"availability": (AVAILABILITY_DAYS, ("free_count", "waiting_count"))},
}
"""Table -> group of fields -> half-life in days, and columns of which one must be known for the group to count."""
NAMES: Final = {"services": "name", "organisations": "organisation_name", "practices": "title_it"}
SHOWN: Final = ("record_id", "shown_name", "place", "district_id", "vouched_on", "age_days")
REPORTED, DEAD_LINK = "reported", "dead_link"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckRow:
    """
    A record to check again.

    Parameters
    ----------
    table, record_id, name, municipality_code, district_id
        Which; name and place of free places are those of their service.
    vouched_on
        Day that its age counts from, ISO.
    age_days
        Days since.
    reasons
        ``reported``, ``dead_link``, and the groups of fields that are past their half-life.
    half_lives_count
        Half-lives that the most overdue group has passed, with a part; 0 where none is overdue.
    relied_on_count
        Places of the service, or agreements that the organisation takes part in: how many rely on it, as far as known.
    failed
        Criteria of quality that do not hold.
    score_share
        Its score, 0–1; None for tables that are not judged.
    """

    table: str
    record_id: str
    name: str
    municipality_code: str | None
    district_id: str | None
    vouched_on: str
    age_days: int
    reasons: tuple[str, ...]
    half_lives_count: float
    relied_on_count: int
    failed: tuple[str, ...]
    score_share: float | None


@dataclass(frozen=True, kw_only=True)
class RecheckAnswer(Answer[RecheckRow]):
    """What to check again, the most urgent first."""


def recheck(snapshot: Snapshot, known: Known, *, as_of_on: date) -> RecheckAnswer:
    """
    List what to check again.

    Parameters
    ----------
    snapshot
        Published rows; invented ones are nobody's to check.
    known
        Reports, notices and checks of web addresses.

    Returns
    -------
    answer
        Reported and dead ones first; then by whole half-lives passed, then by how many rely on it, then by id.
    """
    rows = [row for table in FIELDS for row in _table_rows(snapshot, table, known, as_of_on)]
    rows.sort(key=_urgency)
    ids = {str(source) for table in FIELDS for source in snapshot.table(table)["source_id"].unique()}
    return RecheckAnswer(
        rows=tuple(rows),
        sentence=Phrase("quality.recheck_sentence" if rows else "quality.recheck_nothing", {"count": len(rows)}),
        method=Phrase("quality.recheck_method"),
        parameters={"as_of_on": as_of_on},
        sources=tuple(source for source in snapshot.sources if source.source_id in ids and not source.is_demo),
    )


def _urgency(row: RecheckRow) -> tuple[object, ...]:
    is_known_wrong = REPORTED in row.reasons or DEAD_LINK in row.reasons
    return (not is_known_wrong, -int(row.half_lives_count), -row.relied_on_count, row.table, row.record_id)


def _table_rows(snapshot: Snapshot, table: str, known: Known, as_of_on: date) -> Iterator[RecheckRow]:
    rows = _with_age(snapshot, table, as_of_on)
    passed = _passed(rows, table)
    reasons = _reasons(rows, table, known, passed)
    failed, shares = _judgement(snapshot, table, known, as_of_on)
    relied = _relied_on(snapshot, table).tolist()
    is_demo = rows["is_demo"].fillna(False).astype(bool).tolist()
    for at, row in enumerate(rows[list(SHOWN)].to_dict("records")):
        if reasons[at] and not is_demo[at]:
            yield RecheckRow(
                table=table,
                record_id=str(row["record_id"]),
                name=str(row["shown_name"]),
                municipality_code=_text(row["place"]),
                district_id=_text(row["district_id"]),
                vouched_on=str(row["vouched_on"]),
                age_days=int(row["age_days"]),
                reasons=reasons[at],
                half_lives_count=round(max(passed[at].values(), default=0.0), 2),
                relied_on_count=int(relied[at]),
                failed=tuple(name for name, is_failed in failed.items() if is_failed[at]),
                score_share=round(shares[at], 3) if shares else None,
            )


def _passed(rows: pd.DataFrame, table: str) -> list[dict[str, float]]:
    """Return, for each row, the half-lives that its overdue groups of fields have passed."""
    counts = {name: _half_lives(rows, table, name).tolist() for name in FIELDS[table]}
    return [{name: count[at] for name, count in counts.items() if count[at] > 1} for at in range(len(rows))]


def _reasons(
    rows: pd.DataFrame, table: str, known: Known, passed: Sequence[Mapping[str, float]]
) -> list[tuple[str, ...]]:
    """Return, for each row, why to check it again; nothing where there is no need."""
    reported = frozenset(record_id for name, record_id in known.reported if name == table)
    is_reported = rows["record_id"].isin(reported).tolist()
    is_dead = rows["website"].isin(known.dead_urls).tolist() if "website" in rows else [False] * len(rows)
    return [
        (*((REPORTED,) if is_reported[at] else ()), *((DEAD_LINK,) if is_dead[at] else ()), *passed[at])
        for at in range(len(rows))
    ]


def _with_age(snapshot: Snapshot, table: str, as_of_on: date) -> pd.DataFrame:
    """Add record id, name, place and age to a table's rows; free places take name and place of their service."""
    rows = snapshot.table(table)
    services = snapshot.table("services").set_index("service_id")
    if table == "availability":
        names, places = (rows["service_id"].map(services[name]) for name in ("name", "municipality_code"))
        since = latest_day(rows, ("checked_on", "as_of_on"))
    else:
        names = rows[NAMES[table]]
        places = rows["municipality_code"] if "municipality_code" in rows else pd.Series(None, index=rows.index)
        since = vouched_on(rows)
    municipalities = snapshot.territory.municipalities
    districts = dict(zip(municipalities["municipality_code"], municipalities["district_id"], strict=True))
    return rows.assign(
        record_id=row_ids(rows, table),
        shown_name=names,
        place=places,
        district_id=places.map(districts),
        vouched_on=since,
        age_days=[(as_of_on - date.fromisoformat(day)).days for day in since],
    )


def _half_lives(rows: pd.DataFrame, table: str, group: str) -> "pd.Series[float]":
    """Return how many half-lives a group of fields has passed; 0 where nothing of it is known."""
    half_life_days, columns = FIELDS[table][group]
    is_known = rows[list(columns)].notna().any(axis=1)
    return (rows["age_days"] / half_life_days).where(is_known, 0.0)


def _relied_on(snapshot: Snapshot, table: str) -> "pd.Series[float]":
    rows, services = snapshot.table(table), snapshot.table("services")
    places = services["capacity_accredited"].fillna(services["capacity_authorised"]).fillna(0).astype(float)
    match table:
        case "services":
            return places
        case "availability":
            of_service = dict(zip(services["service_id"], places, strict=True))
            return rows["service_id"].map(of_service).fillna(0.0).astype(float)
        case "organisations":
            counts = snapshot.table("adhesions")["organisation_id"].value_counts()
            return rows["organisation_id"].map(counts).fillna(0.0).astype(float)
    return pd.Series(0.0, index=rows.index)


def _judgement(
    snapshot: Snapshot, table: str, known: Known, as_of_on: date
) -> tuple[Mapping[str, list[bool]], list[float]]:
    """Return, per criterion, the rows for which it does not hold, and the scores; nothing for a table not judged."""
    if table not in CRITERIA:
        return {}, []
    marks = judged(snapshot, table, known, as_of_on=as_of_on)
    names = [criterion.__name__ for criterion in CRITERIA[table]]
    return {name: marks[name].eq(False).fillna(False).tolist() for name in names}, marks[SCORE].tolist()


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None
