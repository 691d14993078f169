"""Benefits that pay a part of a fee."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "benefits",
        sa.Column("benefit_id", sa.Text(), nullable=False),
        sa.Column("band_number", sa.Integer(), nullable=False),
        sa.Column("name_it", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("region_code", sa.Text(), nullable=True),
        sa.Column("valid_from_on", sa.String(length=10), nullable=True),
        sa.Column("valid_to_on", sa.String(length=10), nullable=True),
        sa.Column("min_age_months", sa.Integer(), nullable=True),
        sa.Column("max_age_months", sa.Integer(), nullable=True),
        sa.Column("isee_up_to_eur", sa.Double(), nullable=True),
        sa.Column("monthly_amount_eur", sa.Double(), nullable=True),
        sa.Column("fee_share", sa.Double(), nullable=True),
        sa.Column("document_url", sa.Text(), nullable=True),
        sa.Column("document_on", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("benefit_id", "band_number", name=op.f("pk_benefits")),
    )
