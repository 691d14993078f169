"""Brings the manifest up to date with the shipped tables: ``python -m welfare_map.register.write_manifest``."""

from datetime import UTC, datetime

from welfare_map.register.manifest import write_manifest

if __name__ == "__main__":
    write_manifest(today=datetime.now(UTC).date())
