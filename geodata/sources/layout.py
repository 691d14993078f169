"""
Services out of a published list: a layout says how the list names our columns, one reader does the rest.

A column is found by any of its names, the first one that is there; an ``expected`` one must be there, and its empty
cells are noticed. Kinds come from a constant or from the list's own words through a table.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

import pandas as pd

from geodata.cleaning.municipality_names import NO_MUNICIPALITIES, MunicipalityList
from geodata.codes import ServiceKind
from geodata.errors import DataError, DuplicateKeyError
from geodata.notices import Notice, Severity
from geodata.sources import Chunk, Reader, Source
from geodata.sources.cells import Cells, Header, clean_cells, made_key
from geodata.sources.kinds import Kinds, kind_key, left_out_counts
from geodata.sources.rows import Published, Row, column_key, read_rows, require_columns

Names = tuple[str, ...]
POINT_COLUMNS: Mapping[str, Names] = {
    "lon": ("WGS84_X", "LONG_X_4326", "LONGITUDINE", "LON", "LNG", "COORD_X", "X"),
    "lat": ("WGS84_Y", "LAT_Y_4326", "LATITUDINE", "LAT", "COORD_Y", "Y"),
    "point": ("Location", "geometry", "GEOLOCALIZZAZIONE", "POINT", "geom"),
}
"""Names of positions in the lists that we know."""
NO_POINT: Mapping[str, Names] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """
    How a list names our columns.

    Parameters
    ----------
    columns
        Our column -> its names in the list, today's first. Beside the contract's: ``municipality_name``, ``province``
        and ``cadastral_code``, which lead to ``municipality_code``; ``district``; ``kind``, the list's words;
        ``is_accredited``, whose "no" means no accredited places where no number is given.
    expected
        Our columns that the list must have and whose empty cells are noticed.
    own
        Names that tell the list from those of its family: it must have them, though nothing is read of them.
    sparse
        Expected ones whose empty cells have a rule of their own, or mean nothing.
    kind
        The one kind of the list, or its words.
    key
        Names of the row's code.
    key_columns
        Our columns of which the code is made where the list has none; () where it must have one.
    constants
        Our column -> value of every row.
    points
        Names of longitude, latitude and point; ``NO_POINT`` for a list without positions.
    is_point_expected
        The list must have them.
    crs
        Declared reference system of the positions, "" for degrees.
    """

    columns: Mapping[str, Names]
    kind: ServiceKind | Kinds
    key: Names = ()
    key_columns: Names = ()
    expected: Names = ()
    own: Names = ()
    sparse: Names = ()
    constants: Mapping[str, object] = field(default_factory=dict)
    points: Mapping[str, Names] = field(default_factory=lambda: POINT_COLUMNS)
    is_point_expected: bool = False
    crs: str = ""


def service_reader(source: Source, layout: Layout) -> Reader:
    """Return the reader of a list with that layout."""

    def parse(stream: BinaryIO, municipalities: MunicipalityList = NO_MUNICIPALITIES, /) -> Iterator[Chunk]:
        published = read_rows(stream, source.source_id)
        yield services(published, source, layout, municipalities)

    return Reader(source, parse)


def services(published: Published, source: Source, layout: Layout, municipalities: MunicipalityList) -> Chunk:
    """
    Clean the rows of a list.

    Returns
    -------
    table, notices
        Contract ``services`` without provenance, ``source_key`` apart, and ``district_name_in_source`` where the list
        has it; rules ``ragged_row``, ``missing_key``, ``doubled_key``, ``duplicate_row``, ``unknown_kind`` and
        ``left_out_kind`` (those rows are left out), ``missing_value``, ``unreadable_value``, ``unknown_municipality``,
        ``former_municipality_code``, ``former_cadastral_code``, ``swapped_coordinates``, ``metric_coordinates``,
        ``unusable_point``.

    Raises
    ------
    DataError
        Columns are missing, most codes come twice, or no row is of a kind that we know.
    """
    header = _header(published.rows, source, layout)
    keyed, notices = _keyed(published, header, source, layout)
    notices += _ragged(published, source)
    chosen, more = _of_known_kind(keyed, source, layout)
    notices += more
    if not chosen:
        raise DataError(
            f"{source.source_id}: the file has no row of a known kind with a code",
            key="error.file_without_known_rows",
            source=source.source_id,
        )
    expected = frozenset(layout.expected) - frozenset(layout.sparse)
    records = []
    for key, cells, kind in chosen:
        record, defects = clean_cells(
            cells, municipalities, expected=expected, constants=layout.constants, crs=layout.crs
        )
        records.append({"source_key": key, "kind": kind.value, **record, "name": record.get("name") or key})
        notices += [Notice(rule, severity, source.table, _id(source, key), said) for rule, severity, said in defects]
    return pd.DataFrame(records), tuple(notices)


def _id(source: Source, key: str) -> str:
    return f"{source.source_id}:{key}"


def _header(rows: Iterable[Row], source: Source, layout: Layout) -> Header:
    """
    Find our columns among those of the list.

    Raises
    ------
    MissingColumnsError
        Some are not there.
    """
    there = {name for row in rows for name in row}
    wanted = {**layout.columns, **layout.points, "key": layout.key}
    names = {ours: name for ours, all_names in wanted.items() if (name := _first(all_names, there))}
    missing = [wanted[ours][0] for ours in _needed(layout, names) if ours not in names]
    require_columns(rows, (*missing, *layout.own), source.source_id)
    return Header({ours: column_key(name) for ours, name in names.items()}, names)


def _first(names: Names, there: set[str]) -> str:
    return next((name for name in names if column_key(name) in there), "")


def _needed(layout: Layout, names: Mapping[str, str]) -> Iterator[str]:
    """Yield our columns that the list must have."""
    if layout.key and not layout.key_columns:
        yield "key"
    if isinstance(layout.kind, Kinds):
        yield "kind"
    yield from layout.expected
    if layout.is_point_expected and "point" not in names:
        yield from ("lon", "lat")


def _ragged(published: Published, source: Source) -> Iterator[Notice]:
    for line, count in published.ragged.items():
        yield Notice("ragged_row", Severity.ERROR, source.table, "", f"line {line}: {count}")


def _keyed(
    published: Published, header: Header, source: Source, layout: Layout
) -> tuple[dict[str, Cells], list[Notice]]:
    """
    Give each row its code: one without is left out, and one whose code was there before.

    Raises
    ------
    DuplicateKeyError
        Most of the list's own codes were there before: the column is not that of the code.
    """
    keyed: dict[str, Cells] = {}
    notices: list[Notice] = []
    doubled: list[str] = []
    is_made = "key" not in header.keys
    for row, line in zip(published.rows, published.lines, strict=True):
        cells, said = Cells(row, header), f"line {line}"
        key = made_key(cells, layout.key_columns) if is_made else cells.text("key")
        if key is None:
            notices.append(Notice("missing_key", Severity.ERROR, source.table, "", said))
        elif key not in keyed:
            keyed[key] = cells
        elif is_made or keyed[key].row == row:
            notices.append(Notice("duplicate_row", Severity.INFO, source.table, _id(source, key), said))
        else:
            doubled.append(key)
            notices.append(Notice("doubled_key", Severity.WARNING, source.table, _id(source, key), said))
    if 2 * len(doubled) > len(published.rows):
        raise DuplicateKeyError(source.source_id, layout.key[0], list(dict.fromkeys(doubled))[:3])
    return keyed, notices


def _of_known_kind(
    keyed: Mapping[str, Cells], source: Source, layout: Layout
) -> tuple[list[tuple[str, Cells, ServiceKind]], list[Notice]]:
    """Keep the rows whose kind is one of ours; say which others there are."""
    table = layout.kind
    if isinstance(table, ServiceKind):
        return [(key, cells, table) for key, cells in keyed.items()], []
    said = {key: cells.text("kind") or "" for key, cells in keyed.items()}
    found = {key: table.kinds.get(kind_key(words)) for key, words in said.items()}
    chosen = [(key, keyed[key], kind) for key, kind in found.items() if kind]
    others = {key: words for key, words in said.items() if not found[key]}
    known = {key: words for key, words in others.items() if kind_key(words) in table.left_out}
    counts = left_out_counts(known.values())
    return chosen, [
        *(Notice("left_out_kind", Severity.INFO, source.table, "", f"{words}: {n}") for words, n in counts.items()),
        *(
            Notice("unknown_kind", Severity.WARNING, source.table, _id(source, key), words)
            for key, words in others.items()
            if key not in known
        ),
    ]
