"""
Services say who runs them and what they cost, free places are told three months ahead.

The view ``services_map`` is made again where it was: it lists the columns that ``services`` had when it was made.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FEE_COLUMNS: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("monthly_fee_min_eur", sa.Double()),
    ("monthly_fee_max_eur", sa.Double()),
    ("fee_includes_it", sa.Text()),
    ("fee_includes_en", sa.Text()),
    ("isee_fee_bands", sa.Text()),
    ("fee_source", sa.Text()),
    ("fee_as_of_on", sa.String(10)),
)
MONTHS_AHEAD = ("free_in_1_month_count", "free_in_2_months_count", "free_in_3_months_count")
ORGANISATION = """
ALTER TABLE services ADD COLUMN organisation_id TEXT
CONSTRAINT fk_services_organisation_id REFERENCES organisations (organisation_id) DEFERRABLE INITIALLY DEFERRED
"""
"""In SQL, because Alembic adds no reference to a table of SQLite."""
VIEW = """
CREATE VIEW services_map AS
SELECT services.*, ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geometry(Point, 4326) AS geometry
FROM services
WHERE no_longer_listed_on IS NULL AND service_id NOT IN (
    SELECT merged_id FROM merges WHERE table_name = 'services' AND undone_at = ''
)
"""


def upgrade() -> None:
    has_view = "services_map" in sa.inspect(op.get_bind()).get_view_names()
    if has_view:
        op.execute("DROP VIEW services_map")
    op.execute(ORGANISATION)
    op.create_index(op.f("ix_services_organisation_id"), "services", ["organisation_id"])
    for name, kind in FEE_COLUMNS:
        op.add_column("services", sa.Column(name, kind, nullable=True))
    for name in MONTHS_AHEAD:
        op.add_column("availability", sa.Column(name, sa.Integer(), nullable=True))
    if has_view:
        op.execute(VIEW)
