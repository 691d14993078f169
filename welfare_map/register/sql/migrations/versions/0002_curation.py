"""What sources said, pins, revisions, merges, reports, accounts, sessions, link checks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_rows",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.source_id"],
            name=op.f("fk_source_rows_source_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("table_name", "record_id", name=op.f("pk_source_rows")),
    )
    op.create_index("ix_source_rows_source_id", "source_rows", ["source_id"])
    op.create_table(
        "revisions",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer() if name in {"number", "base_number"} else sa.Text(), nullable=False)
            for name in (
                *("table_name", "record_id", "number", "status", "action", "author", "role", "at", "why"),
                *("before", "after", "base_number", "decided_by", "decided_at", "decided_why"),
            )
        ),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("table_name", "record_id", "number", name="uq_revisions_record_number"),
    )
    op.create_index("ix_revisions_status", "revisions", ["status"])
    op.create_table(
        "pins",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.revision_id"], name=op.f("fk_pins_revision_id")),
        sa.PrimaryKeyConstraint("table_name", "record_id", "column_name", name=op.f("pk_pins")),
    )
    op.create_table(
        "merges",
        sa.Column("merge_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in (
                *("table_name", "kept_id", "merged_id", "author", "role", "at", "why"),
                *("undone_at", "undone_by", "undone_why"),
            )
        ),
        sa.PrimaryKeyConstraint("merge_id", name=op.f("pk_merges")),
    )
    op.create_index(op.f("ix_merges_kept_id"), "merges", ["kept_id"])
    op.create_index(op.f("ix_merges_merged_id"), "merges", ["merged_id"])
    op.create_table(
        "pair_verdicts",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("table_name", "first_id", "second_id", "verdict", "author", "at")
        ),
        sa.PrimaryKeyConstraint("table_name", "first_id", "second_id", name=op.f("pk_pair_verdicts")),
    )
    op.create_table(
        "reports",
        sa.Column("report_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("table_name", "record_id", "at", "message", "closed_at", "closed_by", "closed_why")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_record_id"), "reports", ["record_id"])
    op.create_table(
        "accounts",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("account_name", "role", "password_hash", "organisation_ids", "district_ids")
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account_name", name=op.f("pk_accounts")),
    )
    op.create_table(
        "sessions",
        sa.Column("token_sha256", sa.String(64), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("account_name", "created_at", "last_seen_at")),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_name"], ["accounts.account_name"], name=op.f("fk_sessions_account_name")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_account_name"), "sessions", ["account_name"])
    op.create_table(
        "link_checks",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("url", "checked_at", "outcome", "detail")),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_link_checks")),
    )
    op.add_column("source_runs", sa.Column("difference", sa.Text(), nullable=False, server_default="{}"))
