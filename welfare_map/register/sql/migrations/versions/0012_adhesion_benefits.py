"""What adhesion to an initiative brings a firm."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _reference(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.{column}"],
        name=op.f(f"fk_adhesion_benefits_{column}"),
        initially="DEFERRED",
        deferrable=True,
    )


def upgrade() -> None:
    op.create_table(
        "adhesion_benefits",
        sa.Column("initiative_id", sa.Text(), nullable=False),
        sa.Column("benefit_number", sa.Integer(), nullable=False),
        *(
            sa.Column(f"{part}_{lang}", sa.Text(), nullable=True)
            for part in ("name", "description")
            for lang in ("it", "en")
        ),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        _reference("initiative_id", "initiatives"),
        _reference("document_id", "documents"),
        sa.PrimaryKeyConstraint("initiative_id", "benefit_number", name=op.f("pk_adhesion_benefits")),
    )
    op.create_index(op.f("ix_adhesion_benefits_document_id"), "adhesion_benefits", ["document_id"], unique=False)
