"""
One table as it is published, ready for a file: its rows, their sources, licences and days.

What nobody but its owner may see stays out: of needs and offers only the public ones are written.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.crs import GEOGRAPHIC_CRS
from geodata.errors import InputError
from geodata.licences import LICENCES
from geodata.tables import CONTRACTS
from welfare_map.model import SourceNote
from welfare_map.questions.trust import HAND_EDITED
from welfare_map.snapshot import Snapshot, public_rows
from welfare_map.texts import text

DEMO_COLUMN = "is_demo"
TEXT_TYPES = frozenset({"object", "str"})


@dataclass(frozen=True)
class PublishedTable:
    """
    The rows of a table that everybody may see.

    Parameters
    ----------
    name
        Contract name.
    rows
        The contract's columns, ``is_demo`` first; tables without provenance carry source, licence and day all the same.
    sources
        Those that have rows here.
    version
        Changes with what everybody may see.
    exported_on
        Day of the file.
    """

    name: str
    rows: pd.DataFrame
    sources: tuple[SourceNote, ...]
    version: str
    exported_on: date

    @property
    def has_demo(self) -> bool:
        """Whether a row was invented for the demonstration."""
        return bool(self.rows[DEMO_COLUMN].eq(True).any())

    @property
    def licences(self) -> tuple[str, ...]:
        """Licence codes of the rows, by code."""
        return tuple(sorted(set(self.rows["licence"].dropna())))

    @property
    def has_position(self) -> bool:
        """Whether rows may have a point."""
        return {"lon", "lat"} <= set(self.rows.columns)

    def plain_rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows as plain Python values, None where missing."""
        cells = self.rows.astype(object)
        return cells.where(cells.notna(), None).itertuples(index=False, name=None)


def published_table(snapshot: Snapshot, name: str, *, exported_on: date, licence: str | None = None) -> PublishedTable:
    """
    Return a table of a snapshot for a file.

    Parameters
    ----------
    snapshot
        The published rows.
    name
        Contract name.
    exported_on
        Day of the file: of free places past their term on it no count is written.
    licence
        Only rows of this licence; all when None.

    Raises
    ------
    InputError
        There is no such table, or no such licence.
    """
    require_known(name, licence)
    rows = _with_provenance(_public(snapshot, name, snapshot.table_on(name, exported_on)), snapshot, name)
    if licence is not None:
        rows = rows[rows["licence"] == licence]
    present = set(rows["source_id"])
    return PublishedTable(
        name=name,
        rows=rows.reset_index(drop=True),
        sources=tuple(source for source in snapshot.sources if source.source_id in present),
        version=snapshot.public_version,
        exported_on=exported_on,
    )


def require_known(name: str, licence: str | None) -> None:
    """
    Check the name of a table and of a licence.

    Raises
    ------
    InputError
        There is no such table, or no such licence.
    """
    if name not in CONTRACTS:
        raise InputError("error.unknown_choice", option="--table", value=name, allowed=", ".join(CONTRACTS))
    if licence is not None and licence not in LICENCES:
        raise InputError("error.unknown_choice", option="--licence", value=licence, allowed=", ".join(LICENCES))


def _public(snapshot: Snapshot, name: str, table: pd.DataFrame) -> pd.DataFrame:
    return public_rows(name, table[list(CONTRACTS[name].column_names)], snapshot.public_firms)


def _with_provenance(rows: pd.DataFrame, snapshot: Snapshot, name: str) -> pd.DataFrame:
    """Put the demonstration flag first; give rows of hand-edited tables their source, its licence and its day."""
    if DEMO_COLUMN not in rows:
        note = next((source for source in snapshot.sources if source.source_id == HAND_EDITED), None)
        if note is None:
            note = SourceNote(HAND_EDITED, "", "CC-BY-4.0", "", "")
        rows = rows.assign(
            is_demo=False, source_id=HAND_EDITED, licence=note.licence, retrieved_on=note.retrieved_on or None
        )
    return rows[[DEMO_COLUMN, *(column for column in rows.columns if column != DEMO_COLUMN)]]


def spatial(table: PublishedTable) -> pd.DataFrame:
    """
    Return the rows for a geographic file.

    Returns
    -------
    frame
        A GeoDataFrame of points (degrees, EPSG:4326; None without position) where the table has positions, else a plain
        table. Text columns hold text or None whatever their rows.
    """
    texts = [name for name in table.rows.columns if str(table.rows[name].dtype) in TEXT_TYPES]
    rows = table.rows.astype(dict.fromkeys(texts, "string"))
    if not table.has_position:
        return rows
    points = gpd.points_from_xy(rows["lon"], rows["lat"])
    has_point = rows["lon"].notna() & rows["lat"].notna()
    geometry = gpd.GeoSeries(points, index=rows.index).where(has_point)
    placed: pd.DataFrame = gpd.GeoDataFrame(rows, geometry=geometry, crs=GEOGRAPHIC_CRS)
    return placed


def about(table: PublishedTable, lang: str) -> Mapping[str, str]:
    """
    Say what a file holds, as texts that every format can carry.

    Returns
    -------
    about
        ``title``, ``description`` (with the demonstration label), ``licences``, ``sources`` (JSON), ``exported_on``,
        ``register_version``, ``row_count``, ``has_demo``.
    """
    label = f" {text('exports.has_demo', lang)}" if table.has_demo else ""
    return {
        "title": text(f"exports.table.{table.name}", lang),
        "description": text(f"exports.about.{table.name}", lang) + label,
        "licences": ", ".join(licence_words(code) for code in table.licences),
        "sources": json.dumps([asdict(source) for source in table.sources], ensure_ascii=False),
        "exported_on": table.exported_on.isoformat(),
        "register_version": table.version,
        "row_count": str(len(table.rows)),
        "has_demo": "true" if table.has_demo else "false",
    }


def licence_words(code: str) -> str:
    """Return code, name and address of a licence in one text."""
    known = LICENCES.get(code)
    return f"{code} ({known.name}, {known.url})" if known else code


def source_rows(sources: Iterable[SourceNote], lang: str) -> list[tuple[str, ...]]:
    """Return sources as rows of text, with a header: what the sheet and the layer of sources hold."""
    heads = ("source", "name", "licence", "licence_url", "address", "read_on", "demo")
    rows = [
        (
            source.source_id,
            source.name,
            LICENCES[source.licence].name,
            LICENCES[source.licence].url,
            source.url,
            source.retrieved_on,
            text("exports.invented", lang) if source.is_demo else "",
        )
        for source in sources
    ]
    return [tuple(text(f"exports.column.{head}", lang) for head in heads), *rows]
