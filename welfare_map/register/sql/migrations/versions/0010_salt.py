"""A secret of the register, drawn once: it decides where published counts of firms begin (decision 0005)."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("register_state", sa.Column("salt", sa.Text(), nullable=False, server_default=""))
    op.get_bind().execute(sa.text("UPDATE register_state SET salt = :salt"), {"salt": secrets.token_hex(32)})
