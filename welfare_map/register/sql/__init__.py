"""The register's database: its door, its schema, rows in and out."""
