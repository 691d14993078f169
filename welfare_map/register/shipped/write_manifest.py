"""Brings manifest and README up to date: ``python -m welfare_map.register.shipped.write_manifest``."""

from datetime import UTC, datetime

from welfare_map.register.shipped.data_readme import write_readme
from welfare_map.register.shipped.manifest import write_manifest

if __name__ == "__main__":
    write_manifest(today=datetime.now(UTC).date())
    write_readme()
