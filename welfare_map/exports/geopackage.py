"""A published table as a GeoPackage that QGIS opens: the rows as a layer, their sources as a second table."""

import io
import sqlite3
from collections.abc import Iterable

import pyogrio

from welfare_map.exports.tables import PublishedTable, about, source_rows, spatial
from welfare_map.model import SourceNote
from welfare_map.texts import text

SOURCES_TABLE = "fonti"
CREATE_SOURCES = (
    f"CREATE TABLE {SOURCES_TABLE} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, source_id TEXT, name TEXT, "
    "licence TEXT, licence_url TEXT, url TEXT, retrieved_on TEXT, demo TEXT)"
)
LIST_SOURCES = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
    "VALUES (?, 'attributes', ?, ?, 0)"
)


def geopackage_bytes(table: PublishedTable, lang: str) -> bytes:
    """
    Return a published table as a GeoPackage.

    Parameters
    ----------
    table
        Its name is that of the layer; points in EPSG:4326, or a plain table where it has no positions.
    lang
        Language of titles and descriptions.

    Returns
    -------
    content
        Title, description, licences, sources and days are the layer's metadata; sources are a table too.
    """
    facts, frame = about(table, lang), spatial(table)
    stream = io.BytesIO()
    pyogrio.write_dataframe(
        frame,
        stream,
        layer=table.name,
        driver="GPKG",
        geometry_type="Point" if table.has_position else None,
        layer_options={"IDENTIFIER": facts["title"], "DESCRIPTION": facts["description"]},
        layer_metadata=dict(facts),
        dataset_metadata=dict(facts),
    )
    return with_sources(stream.getvalue(), table.sources, lang)


def with_sources(content: bytes, sources: Iterable[SourceNote], lang: str) -> bytes:
    """Add the table of sources: a GeoPackage is an SQLite database, here one in memory."""
    _, *rows = source_rows(sources, lang)
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(content)
        database.execute(CREATE_SOURCES)
        database.executemany(f"INSERT INTO {SOURCES_TABLE} VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608
        database.execute(LIST_SOURCES, (SOURCES_TABLE, SOURCES_TABLE, text("exports.sheet_sources", lang)))
        database.commit()
        return database.serialize()
    finally:
        database.close()
