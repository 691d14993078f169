"""
What *Dati e metodo* publishes of the register: rows, runs and defects by source, quality by kind and district.

What it looks at beside the rows (notices, reports, checks of web addresses) is read here; ``scores`` judges.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import pandas as pd
import sqlalchemy as sa

from geodata.codes import Visibility
from geodata.notices import Severity
from welfare_map.register.history.cells import CHECKED_NAMES
from welfare_map.register.history.pins import read_pins, row_ids
from welfare_map.register.sql.curation import LINK_CHECKS, REPORTS
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import RunRow, SourceRow, read_sources
from welfare_map.register.sql.schema import NOTICES, RECORD_TABLES, SOURCE_RUNS
from welfare_map.register.upkeep.link_outcomes import LinkOutcome
from welfare_map.register.upkeep.scores import CRITERIA, SCORE, Seen, scores
from welfare_map.snapshot import Snapshot

KIND_COLUMNS: Final = {"services": "kind", "organisations": "organisation_kind"}
"""Tables whose quality is published, and the column of their kind."""
OPEN_SEVERITIES = (Severity.WARNING.value, Severity.ERROR.value)


@dataclass(frozen=True, slots=True)
class NoticeCount:
    """Notices of one rule in one source, with one of them as an example."""

    source_id: str
    rule: str
    count: int
    row: str
    detail: str


def notice_counts(engine: sa.Engine) -> tuple[NoticeCount, ...]:
    """Return the notices per source and rule, most frequent first within a source."""
    columns = NOTICES.c
    counted = (
        sa.select(sa.func.count().label("count"), sa.func.min(columns.notice_id).label("first_id"))
        .group_by(columns.source_id, columns.rule)
        .subquery()
    )
    chosen = (
        sa.select(columns.source_id, columns.rule, counted.c.count, columns.row_key, columns.detail)
        .join_from(NOTICES, counted, columns.notice_id == counted.c.first_id)
        .order_by(columns.source_id, counted.c.count.desc(), columns.rule)
    )
    with reading(engine) as connection:
        return tuple(NoticeCount(*row) for row in connection.execute(chosen))


def last_runs(engine: sa.Engine) -> Mapping[str, RunRow]:
    """Return the last run of each source that was ever run, by ``source_id``."""
    newest = sa.select(sa.func.max(SOURCE_RUNS.c.run_id)).group_by(SOURCE_RUNS.c.source_id)
    columns = [column for column in SOURCE_RUNS.c if column.name in RunRow.__dataclass_fields__]
    with reading(engine) as connection:
        rows = connection.execute(sa.select(*columns).where(SOURCE_RUNS.c.run_id.in_(newest))).mappings().all()
    return {row["source_id"]: RunRow(**row) for row in rows}


def known_sources(engine: sa.Engine) -> tuple[SourceRow, ...]:
    """
    Return every source that was read, by id, whether or not its rows are published.

    Rows that are not for everybody are not counted: with the published ones taken away, the rest would be theirs.
    """
    with reading(engine) as connection:
        hidden = _hidden_counts(connection)
        return tuple(
            replace(source, row_count=source.row_count - hidden[source.source_id])
            for source in read_sources(connection)
        )


def _hidden_counts(connection: sa.Connection) -> Counter[str]:
    counts: Counter[str] = Counter()
    for table in RECORD_TABLES.values():
        if "visibility" in table.c:
            is_hidden = table.c.visibility != Visibility.PUBLIC.value
            found = connection.execute(
                sa.select(table.c.source_id, sa.func.count()).where(is_hidden).group_by("source_id")
            )
            for source_id, count in found:
                counts[source_id] += count
    return counts


def disagreement_counts(engine: sa.Engine) -> Mapping[tuple[str, str], int]:
    """Count the pinned cells of which the source says something else, by table and column, most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    with reading(engine) as connection:
        for table in (name for name, table in RECORD_TABLES.items() if "visibility" not in table.c):
            for pinned in read_pins(connection, table).values():
                cells = pinned.cells.items()
                counts.update((table, name) for name, value in cells if _differs(name, value, pinned.said))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _differs(name: str, value: object, said: Mapping[str, object]) -> bool:
    return name not in CHECKED_NAMES and said.get(name) != value


@dataclass(frozen=True, slots=True)
class Known:
    """
    What is known of records beside their cells.

    Parameters
    ----------
    noticed, reported
        (table, record id) with a notice of severity warning or error, and with an open report.
    dead_urls, checked_urls
        Web addresses known to be dead, and all that were tried.
    """

    noticed: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    reported: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    dead_urls: frozenset[str] = field(default_factory=frozenset)
    checked_urls: frozenset[str] = field(default_factory=frozenset)


def read_known(engine: sa.Engine) -> Known:
    """Read what is known of records beside their cells."""
    noticed = sa.select(NOTICES.c.table_name, NOTICES.c.row_key).where(NOTICES.c.severity.in_(OPEN_SEVERITIES))
    reported = sa.select(REPORTS.c.table_name, REPORTS.c.record_id).where(REPORTS.c.closed_at == "")
    with reading(engine) as connection:
        outcomes = connection.execute(sa.select(LINK_CHECKS.c.url, LINK_CHECKS.c.outcome)).all()
        return Known(
            noticed=_pairs(connection.execute(noticed).all()),
            reported=_pairs(connection.execute(reported).all()),
            dead_urls=frozenset(url for url, outcome in outcomes if outcome == LinkOutcome.DEAD),
            checked_urls=frozenset(url for url, _ in outcomes),
        )


def _pairs(rows: Iterable[Sequence[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((table, record_id) for table, record_id in rows)


def judged(snapshot: Snapshot, table: str, known: Known, *, as_of_on: date) -> pd.DataFrame:
    """
    Judge the published rows of a table.

    Returns
    -------
    judged
        ``record_id``, ``kind`` and ``district_id`` (None where there is none), ``is_demo``, a column per criterion
        and ``score_share``; see ``scores``.
    """
    rows = snapshot.table(table)
    ids = row_ids(rows, table)
    seen = Seen(
        rows=rows,
        ids=ids,
        as_of_on=as_of_on,
        noticed_ids=frozenset(record_id for name, record_id in known.noticed if name == table),
        reported_ids=frozenset(record_id for name, record_id in known.reported if name == table),
        dead_urls=known.dead_urls,
        checked_urls=known.checked_urls,
    )
    marks = scores(table, seen)
    return marks.assign(
        record_id=ids,
        kind=rows[KIND_COLUMNS[table]] if table in KIND_COLUMNS else None,
        district_id=_districts(rows, snapshot),
        is_demo=rows["is_demo"].fillna(False).astype(bool),
    )


def _districts(rows: pd.DataFrame, snapshot: Snapshot) -> "pd.Series[str] | None":
    if "municipality_code" not in rows:
        return None
    municipalities = snapshot.territory.municipalities
    of_code = dict(zip(municipalities["municipality_code"], municipalities["district_id"], strict=True))
    return rows["municipality_code"].map(of_code)


@dataclass(frozen=True, slots=True)
class Average:
    """Mean score of the records of one kind or district; ``code`` is "" where that is not known."""

    code: str
    is_demo: bool
    record_count: int
    score_share: float


def averages(judged_rows: pd.DataFrame, by: str) -> tuple[Average, ...]:
    """
    Average the scores by ``kind`` or ``district_id``; invented records apart, as their quality is invented too.

    Returns
    -------
    averages
        Real records before invented ones, then the lowest score first.
    """
    groups = judged_rows.assign(code=judged_rows[by].fillna("")).groupby(["code", "is_demo"])[SCORE]
    found = [
        Average(str(code), bool(is_demo), int(count), float(mean))
        for (code, is_demo), count, mean in zip(groups.size().index, groups.size(), groups.mean(), strict=True)
    ]
    return tuple(sorted(found, key=lambda item: (item.is_demo, item.score_share, item.code)))


@dataclass(frozen=True, slots=True)
class CriterionShare:
    """How many records a criterion applies to, and for what share of them it holds; 0 where it applies to none."""

    criterion: str
    applies_count: int
    holds_share: float


def criterion_shares(judged_rows: pd.DataFrame, table: str) -> tuple[CriterionShare, ...]:
    """Tell how often each criterion holds, in their order."""
    names = [criterion.__name__ for criterion in CRITERIA[table]]
    found = ((name, judged_rows[name].dropna()) for name in names)
    return tuple(CriterionShare(name, len(marks), float(marks.mean()) if len(marks) else 0.0) for name, marks in found)
