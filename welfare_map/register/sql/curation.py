"""
The SQL tables of the curators' work, beside those of ``schema``: what sources said, pins, revisions, merges, accounts.

Times are ISO text in UTC; values of cells are JSON text, so that a cell of any type fits one column.
"""

import sqlalchemy as sa

from welfare_map.register.sql.schema import METADATA

SOURCE_ROWS = sa.Table(
    "source_rows",
    METADATA,
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Text, primary_key=True),
    sa.Column("source_id", sa.Text, sa.ForeignKey("sources.source_id", deferrable=True, initially="DEFERRED")),
    sa.Column("content", sa.Text, nullable=False),
    sa.Index("ix_source_rows_source_id", "source_id"),
)
"""What a source last said of a record: JSON of its cells that are not missing; its own row has the pins above them."""
REVISIONS = sa.Table(
    "revisions",
    METADATA,
    sa.Column("revision_id", sa.Integer, primary_key=True),
    sa.Column("table_name", sa.Text, nullable=False),
    sa.Column("record_id", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("base_number", sa.Integer, nullable=False),
    sa.Column("decided_by", sa.Text, nullable=False, default=""),
    sa.Column("decided_at", sa.Text, nullable=False, default=""),
    sa.Column("decided_why", sa.Text, nullable=False, default=""),
    sa.Column("content_on", sa.String(10), nullable=False, server_default=""),
    sa.UniqueConstraint("table_name", "record_id", "number", name="uq_revisions_record_number"),
    sa.Index("ix_revisions_status", "status"),
)
"""One change of one record: who, role, when, why, and the cells before and after (only those that differ).
``content_on`` is the day of the source's content that brought it, "" where it is that of ``at``."""
PINS = sa.Table(
    "pins",
    METADATA,
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Text, primary_key=True),
    sa.Column("column_name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.revision_id"), nullable=False),
)
"""Cells that a curator set: no source overwrites them."""
MERGES = sa.Table(
    "merges",
    METADATA,
    sa.Column("merge_id", sa.Integer, primary_key=True),
    sa.Column("table_name", sa.Text, nullable=False),
    sa.Column("kept_id", sa.Text, nullable=False, index=True),
    sa.Column("merged_id", sa.Text, nullable=False, index=True),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("undone_at", sa.Text, nullable=False, default=""),
    sa.Column("undone_by", sa.Text, nullable=False, default=""),
    sa.Column("undone_why", sa.Text, nullable=False, default=""),
    sa.Column("revision_id", sa.Integer, nullable=False, server_default="0"),
)
"""Two records of one thing: the merged one stays in the register and is not published while the merge stands."""
PAIR_VERDICTS = sa.Table(
    "pair_verdicts",
    METADATA,
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("first_id", sa.Text, primary_key=True),
    sa.Column("second_id", sa.Text, primary_key=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
"""Pairs that a curator judged to be different things; the smaller id comes first."""
REPORTS = sa.Table(
    "reports",
    METADATA,
    sa.Column("report_id", sa.Integer, primary_key=True),
    sa.Column("table_name", sa.Text, nullable=False),
    sa.Column("record_id", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("closed_at", sa.Text, nullable=False, default=""),
    sa.Column("closed_by", sa.Text, nullable=False, default=""),
    sa.Column("closed_why", sa.Text, nullable=False, default=""),
)
"""What visitors say is wrong with a card; nothing of who said it is kept."""
ACCOUNTS = sa.Table(
    "accounts",
    METADATA,
    sa.Column("account_name", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("organisation_ids", sa.Text, nullable=False, default=""),
    sa.Column("district_ids", sa.Text, nullable=False, default=""),
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("failed_count", sa.Integer, nullable=False, default=0),
    sa.Column("locked_until", sa.Text, nullable=False, default=""),
)
"""``organisation_ids`` and ``district_ids`` are lists with "|" between: what a contributor or a curator may touch."""
SESSIONS = sa.Table(
    "sessions",
    METADATA,
    sa.Column("token_sha256", sa.String(64), primary_key=True),
    sa.Column("account_name", sa.Text, sa.ForeignKey("accounts.account_name"), nullable=False, index=True),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("last_seen_at", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
)
"""Who is signed in; the token itself is known to the browser's session alone."""
LINK_CHECKS = sa.Table(
    "link_checks",
    METADATA,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("checked_at", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)
"""Web addresses of records and whether they answered."""
SURVEYS = sa.Table(
    "surveys",
    METADATA,
    sa.Column("survey_id", sa.Text, primary_key=True),
    sa.Column("organisation_id", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("opened_on", sa.String(10), nullable=False),
    sa.Column("closes_on", sa.String(10), nullable=False),
    sa.Column("closed_on", sa.String(10), nullable=False, default=""),
)
"""Anonymous questionnaires for the workers of an organisation."""
SURVEY_TALLIES = sa.Table(
    "survey_tallies",
    METADATA,
    sa.Column("survey_id", sa.Text, sa.ForeignKey("surveys.survey_id"), primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    sa.Column("answer", sa.Text, primary_key=True),
    sa.Column("worker_count", sa.Integer, nullable=False),
)
"""How often an answer was given while a questionnaire is open: no time, no person, no link between two answers; erased
when it is closed."""
SCENARIO_REVISIONS = sa.Table(
    "scenario_revisions",
    METADATA,
    sa.Column("scenario_id", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scenarios", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("is_shared", sa.Boolean, nullable=False),
    sa.Column("is_withdrawn", sa.Boolean, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
"""Hypotheses that accounts keep, every revision whole; ``scenarios`` has one text of ``model.scenario`` a line. They
are no records of the map: no snapshot, file or table of the register has them."""
