"""An answer as a workbook and as a GeoPackage: its rows with the columns of ``csv``, what they are, and the sources."""

import io
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyogrio
from openpyxl import Workbook

from geodata.crs import GEOGRAPHIC_CRS
from geodata.territory import Territory
from welfare_map.exports.csv import csv_columns, flat_records, flat_rows, record_columns
from welfare_map.exports.envelope import ENVELOPE_KEYS, envelope
from welfare_map.exports.geojson import shapes
from welfare_map.exports.geopackage import with_sources
from welfare_map.exports.tables import source_rows
from welfare_map.exports.xlsx import fill
from welfare_map.model import Answer
from welfare_map.texts import text

FACTS: Final = ("sentence", "method", "legal", "caveat", "link")
"""Fields of answers that a reader of the file needs; those that an answer has are written."""
LONGEST_SHEET_NAME: Final = 31


def answer_xlsx(answer: Answer[Any], lang: str, *, name: str) -> bytes:
    """
    Return an answer as an XLSX workbook.

    Parameters
    ----------
    answer
        Any answer of ``welfare_map.questions``.
    lang
        Language of its sentences and of the last sheet.
    name
        Of the first sheet, cut at 31 characters.

    Returns
    -------
    content
        Numbers are numbers; text that a spreadsheet would run starts with an apostrophe. The answer's other tables
        (targets, whom to call …) have sheets of their own; the last sheet says what the figures are, whether invented
        records took part, and the sources.
    """
    book = Workbook(write_only=True)
    book.properties.title = answer.sentence.words(lang)
    fill(book.create_sheet(name[:LONGEST_SHEET_NAME]), [csv_columns(type(answer))], flat_rows(answer, lang))
    for table, records in _beside(answer):
        columns = record_columns(type(records[0]))
        fill(book.create_sheet(table), [columns], flat_records(records, columns, lang))
    fill(
        book.create_sheet(text("exports.sheet_sources", lang)),
        [(text(f"exports.fact.{fact}", lang), words) for fact, words in _facts(answer, lang)],
        [()],
        source_rows(answer.sources, lang),
    )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def answer_geopackage(answer: Answer[Any], lang: str, *, name: str, territory: Territory) -> bytes:
    """
    Return an answer as a GeoPackage.

    Parameters
    ----------
    answer, lang
        As for ``answer_xlsx``.
    name
        Of the layer.
    territory
        Gives the display geometry of areas.

    Returns
    -------
    content
        A layer in EPSG:4326 with the geometry of ``geojson`` (a plain table where no row has any), what it is as the
        metadata of the layer, and the sources as a table.
    """
    geometry = gpd.GeoSeries(shapes(answer, lang, territory=territory), crs=GEOGRAPHIC_CRS)
    table, has_shape = _table(answer, lang), bool(geometry.notna().any())
    facts = dict(_facts(answer, lang))
    stream = io.BytesIO()
    pyogrio.write_dataframe(
        gpd.GeoDataFrame(table, geometry=geometry) if has_shape else table,
        stream,
        layer=name,
        driver="GPKG",
        promote_to_multi=has_shape and not geometry.dropna().geom_type.eq("Point").all(),
        layer_options={"IDENTIFIER": name, "DESCRIPTION": facts["sentence"]},
        layer_metadata=facts,
        dataset_metadata=facts,
    )
    return with_sources(stream.getvalue(), answer.sources, lang)


def _table(answer: Answer[Any], lang: str) -> pd.DataFrame:
    """Return the rows with one type a column; a column without any value is text."""
    table = pd.DataFrame(list(flat_rows(answer, lang)), columns=list(csv_columns(type(answer))))
    return table.astype({column: _type(table[column].dropna()) for column in table})


def _type(known: "pd.Series[Any]") -> str:
    kinds = {type(value) for value in known.tolist()}
    if kinds == {bool}:
        return "boolean"
    return "float64" if kinds and kinds <= {int, float} else "string"


def _beside(answer: Answer[Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the answer's other tables that have rows."""
    for field in fields(answer):
        value = getattr(answer, field.name)
        if field.name not in ENVELOPE_KEYS and isinstance(value, tuple) and value and is_dataclass(value[0]):
            yield field.name[:LONGEST_SHEET_NAME], value


def _facts(answer: Answer[Any], lang: str) -> Iterator[tuple[str, str]]:
    if answer.has_demo:
        yield "demo", text("exports.has_demo", lang)
    said = envelope(answer, lang)
    for fact in FACTS:
        if said.get(fact):
            yield fact, str(said[fact])
