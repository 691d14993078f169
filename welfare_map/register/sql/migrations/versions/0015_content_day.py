"""Of which day the content was that a revision brought, so that the register can be read as it stood then."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("revisions", sa.Column("content_on", sa.String(10), nullable=False, server_default=""))
