"""
Services say how many of their places are for a part of the day only.

The view ``services_map`` is made again where it was: it lists the columns that ``services`` had when it was made.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

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
    op.add_column("services", sa.Column("capacity_part_time", sa.Integer(), nullable=True))
    if has_view:
        op.execute(VIEW)
