"""
Needs and offers name resources too; further sites, commuters, counts of workers' needs and plans have tables.

``needs_offers.kind`` becomes ``exchange_kind``, in the history too: a kind of service is one of its values and no more.
``surveys`` and ``survey_tallies`` hold an anonymous questionnaire while it is open; they are no records of the map.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

HISTORY = (("revisions", "before"), ("revisions", "after"), ("source_rows", "content"))


def _provenance() -> tuple["sa.Column[Any]", ...]:
    return (
        sa.Column("source_id", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.String(10) if name.endswith("_on") else sa.Text(), nullable=True)
            for name in ("source_key", "licence", "retrieved_on", "modified_on", "checked_on", "checked_by_role")
        ),
        sa.Column("is_demo", sa.Boolean(), nullable=True),
    )


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.{column}"],
        name=op.f(f"fk_{table}_{column}"),
        initially="DEFERRED",
        deferrable=True,
    )


def _create(name: str, key: tuple[str, ...], columns: tuple["sa.Column[Any]", ...], *references: str) -> None:
    op.create_table(
        name,
        *columns,
        *_provenance(),
        *(_reference(name, f"{target.removesuffix('s')}_id", target) for target in (*references, "sources")),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_source_id"), name, ["source_id"])


def upgrade() -> None:
    op.alter_column("needs_offers", "kind", new_column_name="exchange_kind")
    op.add_column("needs_offers", sa.Column("theme", sa.Text(), nullable=True))
    op.add_column("needs_offers", sa.Column("description", sa.Text(), nullable=True))
    op.execute(
        "UPDATE pins SET column_name = 'exchange_kind' WHERE table_name = 'needs_offers' AND column_name = 'kind'"
    )
    for table, column in HISTORY:
        op.execute(
            f'UPDATE {table} SET "{column}" = REPLACE("{column}", \'"kind":\', \'"exchange_kind":\') '  # noqa: S608
            "WHERE table_name = 'needs_offers'"
        )
    _create(
        "sites",
        ("organisation_id", "site_number"),
        (
            sa.Column("organisation_id", sa.Text(), nullable=False),
            sa.Column("site_number", sa.Integer(), nullable=False),
            sa.Column("site_name", sa.Text(), nullable=True),
            sa.Column("employee_count", sa.Integer(), nullable=True),
            *(sa.Column(name, sa.Text(), nullable=True) for name in ("address", "postcode", "municipality_code")),
            *(sa.Column(name, sa.Double(), nullable=True) for name in ("lon", "lat")),
            sa.Column("position_quality", sa.Text(), nullable=True),
        ),
        "organisations",
    )
    _create(
        "commuters",
        ("organisation_id", "municipality_code", "shift_number"),
        (
            sa.Column("organisation_id", sa.Text(), nullable=False),
            sa.Column("municipality_code", sa.Text(), nullable=False),
            sa.Column("shift_number", sa.Integer(), nullable=False),
            sa.Column("worker_count", sa.Integer(), nullable=True),
            sa.Column("as_of_on", sa.String(10), nullable=True),
            sa.Column("visibility", sa.Text(), nullable=True),
        ),
        "organisations",
    )
    _create(
        "worker_needs",
        ("organisation_id", "question", "answer"),
        (
            sa.Column("organisation_id", sa.Text(), nullable=False),
            sa.Column("question", sa.Text(), nullable=False),
            sa.Column("answer", sa.Text(), nullable=False),
            sa.Column("worker_count", sa.Integer(), nullable=True),
            sa.Column("as_of_on", sa.String(10), nullable=True),
            sa.Column("visibility", sa.Text(), nullable=True),
        ),
        "organisations",
    )
    _create(
        "plans",
        ("plan_id",),
        (
            sa.Column("plan_id", sa.Text(), nullable=False),
            *(sa.Column(name, sa.Text(), nullable=True) for name in ("title", "organisation_ids", "initiative_id")),
            sa.Column("plan_phase", sa.Text(), nullable=True),
            sa.Column("phase_on", sa.String(10), nullable=True),
            *(sa.Column(name, sa.Text(), nullable=True) for name in ("measures", "parameters", "note", "visibility")),
        ),
        "initiatives",
    )
    op.create_index(op.f("ix_plans_initiative_id"), "plans", ["initiative_id"])
    op.create_table(
        "surveys",
        sa.Column("survey_id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.String(10), nullable=False),
        sa.Column("closes_on", sa.String(10), nullable=False),
        sa.Column("closed_on", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_surveys")),
    )
    op.create_table(
        "survey_tallies",
        sa.Column("survey_id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("worker_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.survey_id"], name=op.f("fk_survey_tallies_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "question", "answer", name=op.f("pk_survey_tallies")),
    )
