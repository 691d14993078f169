"""What visitors say is wrong with a card; who said it is not kept."""

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.register.accounts.actors import Actor
from welfare_map.register.history.records import find_record
from welfare_map.register.history.revisions import time_text
from welfare_map.register.sql.curation import REPORTS
from welfare_map.register.sql.database import UNKEPT, reading, writing

MOST_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report of a mistake."""

    report_id: int
    table: str
    record_id: str
    at: str
    message: str


def report_mistake(engine: sa.Engine, *, table: str, record_id: str, message: str, at: datetime | None = None) -> int:
    """
    Keep a visitor's words about a record; return the report's id.

    Raises
    ------
    InputError
        ``error.unknown_record``; ``error.bad_message`` for no words or too many.
    """
    words = UNKEPT.sub("", message).strip()
    if not 0 < len(words) <= MOST_CHARACTERS:
        raise InputError("error.bad_message", maximum=MOST_CHARACTERS)
    when = time_text(at or datetime.now(UTC))
    with writing(engine) as connection:
        find_record(connection, table, record_id)
        values = {"table_name": table, "record_id": record_id, "at": when, "message": words}
        written = connection.execute(sa.insert(REPORTS).values(**values)).inserted_primary_key
    return int(written[0]) if written else 0


def open_reports(engine: sa.Engine, *, after_id: int = 0, most_count: int | None = None) -> tuple[Report, ...]:
    """
    Return the reports that nobody has closed, oldest first.

    Parameters
    ----------
    after_id, most_count
        Which part: so many at most, None for all, of those whose ``report_id`` is greater.
    """
    found = sa.select(REPORTS).where(REPORTS.c.closed_at == "", REPORTS.c.report_id > after_id)
    with reading(engine) as connection:
        rows = connection.execute(found.order_by(REPORTS.c.report_id).limit(most_count)).mappings().all()
    return tuple(
        Report(
            report_id=row["report_id"],
            table=row["table_name"],
            record_id=row["record_id"],
            at=row["at"],
            message=row["message"],
        )
        for row in rows
    )


def open_report_count(engine: sa.Engine) -> int:
    """Return how many reports nobody has closed."""
    query = sa.select(sa.func.count()).where(REPORTS.c.closed_at == "")
    with reading(engine) as connection:
        return int(connection.execute(query).scalar_one())


def close_report(engine: sa.Engine, actor: Actor, report_id: int, why: str, at: datetime | None = None) -> None:
    """
    Close a report.

    Raises
    ------
    InputError
        ``error.unknown_report`` when there is no such open report.
    """
    closed = {"closed_at": time_text(at or datetime.now(UTC)), "closed_by": actor.name, "closed_why": why}
    is_it = (REPORTS.c.report_id == report_id) & (REPORTS.c.closed_at == "")
    with writing(engine) as connection:
        if not connection.execute(sa.update(REPORTS).where(is_it).values(**closed)).rowcount:
            raise InputError("error.unknown_report", number=str(report_id))
