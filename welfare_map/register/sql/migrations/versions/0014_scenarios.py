"""Hypotheses that accounts keep, with every revision; they are no records of the map."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario_revisions",
        sa.Column("scenario_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "scenarios", "note")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("is_shared", "is_withdrawn")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("author", "role", "at")),
        sa.PrimaryKeyConstraint("scenario_id", "number", name=op.f("pk_scenario_revisions")),
    )
