"""What a shared service rests on: threshold, use, costs, each with its source."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consortium_parameters",
        sa.Column("exchange_kind", sa.Text(), nullable=False),
        sa.Column("parameter", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("value", "low", "high")),
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in ("source_it", "source_en", "years", "note_it", "note_en")
        ),
        sa.PrimaryKeyConstraint("exchange_kind", "parameter", name=op.f("pk_consortium_parameters")),
    )
