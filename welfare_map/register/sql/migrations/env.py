"""Alembic's entry: runs the revisions on the connection that ``welfare_map.register.sql.migrate`` hands over."""

from alembic import context

import welfare_map.register.sql.curation  # noqa: F401  # its tables belong to the schema
from welfare_map.register.sql.schema import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True)
context.run_migrations()
