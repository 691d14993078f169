"""Which revision of the kept record a merge wrote, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("merges", sa.Column("revision_id", sa.Integer(), nullable=False, server_default="0"))
