"""
The view ``services_map`` on PostgreSQL with PostGIS: the services that are listed, as QGIS opens them.

Columns: those of ``services``, and ``geometry``, a point in EPSG:4326, missing where the position is not known.
Demonstration rows are in it (``is_demo``); records merged into others are not. To open it in QGIS: add a PostgreSQL
layer, choose ``services_map``, key ``service_id``, geometry ``geometry``. Without PostGIS, and on SQLite, there is no
view.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
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
    connection = op.get_bind()
    if connection.dialect.name == "postgresql" and _has_postgis(connection):
        op.execute(VIEW)


def _has_postgis(connection: sa.Connection) -> bool:
    """Tell whether PostGIS is there; switched on where it is installed and we may."""
    if connection.execute(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")).first():
        return True
    if not connection.execute(sa.text("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'")).first():
        return False
    if not connection.execute(sa.text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).scalar():
        return False
    op.execute("CREATE EXTENSION postgis")
    return True
