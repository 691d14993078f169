"""A published table as the content of a file, in each format."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from welfare_map.exports.csv import table_csv
from welfare_map.exports.geojson import table_geojson
from welfare_map.exports.geopackage import geopackage_bytes
from welfare_map.exports.geoparquet import geoparquet_bytes
from welfare_map.exports.tables import PublishedTable
from welfare_map.exports.xlsx import xlsx_bytes


class TableFormat(StrEnum):
    """How a table is written; the value is the ending of the file's name."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    GPKG = "gpkg"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class FormatFacts:
    """Its type for browsers, and whether it is no text."""

    content_type: str
    is_binary: bool


FORMATS: Mapping[TableFormat, FormatFacts] = {
    TableFormat.CSV: FormatFacts("text/csv", is_binary=False),
    TableFormat.XLSX: FormatFacts("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", is_binary=True),
    TableFormat.GEOJSON: FormatFacts("application/geo+json", is_binary=False),
    TableFormat.GPKG: FormatFacts("application/geopackage+sqlite3", is_binary=True),
    TableFormat.PARQUET: FormatFacts("application/vnd.apache.parquet", is_binary=True),
}
WRITERS: Mapping[TableFormat, Callable[[PublishedTable, str], bytes]] = {
    TableFormat.CSV: lambda table, _: table_csv(table).encode(),
    TableFormat.XLSX: xlsx_bytes,
    TableFormat.GEOJSON: lambda table, lang: json.dumps(
        table_geojson(table, lang), ensure_ascii=False, allow_nan=False
    ).encode(),
    TableFormat.GPKG: geopackage_bytes,
    TableFormat.PARQUET: geoparquet_bytes,
}


def table_bytes(table: PublishedTable, form: TableFormat, lang: str) -> bytes:
    """Return the content of a file that holds a published table; titles and notes are in the language."""
    return WRITERS[form](table, lang)
