"""A published table as GeoParquet (plain Parquet where it has no positions), with what it is in the file's metadata."""

import io

import geopandas as gpd
import pyarrow as pa
from pyarrow import parquet

from welfare_map.exports.tables import PublishedTable, about, spatial


def geoparquet_bytes(table: PublishedTable, lang: str) -> bytes:
    """
    Return a published table as GeoParquet.

    Parameters
    ----------
    table
        Points in EPSG:4326, as WKB.
    lang
        Language of title and description.

    Returns
    -------
    content
        The schema's metadata carry title, description, licences, sources and days beside those of GeoParquet.
    """
    arrow = _arrow(table)
    own = {name.encode(): words.encode() for name, words in about(table, lang).items()}
    stream = io.BytesIO()
    parquet.write_table(arrow.replace_schema_metadata({**(arrow.schema.metadata or {}), **own}), stream)
    return stream.getvalue()


def _arrow(table: PublishedTable) -> pa.Table:
    frame = spatial(table)
    if not isinstance(frame, gpd.GeoDataFrame):
        return pa.Table.from_pandas(frame, preserve_index=False)
    stream = io.BytesIO()
    frame.to_parquet(stream, index=False)
    return parquet.read_table(io.BytesIO(stream.getvalue()))
