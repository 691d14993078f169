"""
Care homes (RSA) of Lombardy: the Region's list of authorised and accredited homes.

Seen in the export of August 2026: every field quoted, CAP as ``24.126``, decimal comma, ``POINT (lon lat)``, marks
doubled inside names, capital letters, places missing where a home is not accredited. The portal's API gives the same
columns in small letters.
"""

from collections.abc import Iterator
from typing import BinaryIO

import pandas as pd

from geodata.cleaning.address import clean_address
from geodata.cleaning.coordinates import Position, clean_point, clean_position
from geodata.cleaning.municipality import clean_municipality_code
from geodata.cleaning.names import clean_name
from geodata.cleaning.numbers import clean_count
from geodata.cleaning.postcode import clean_postcode
from geodata.cleaning.text import clean_text
from geodata.codes import Ownership, PositionQuality, ServiceKind
from geodata.notices import Notice, Severity
from geodata.sources import Chunk, Reader, Source
from geodata.sources.rows import Row, column_key, read_rows, require_columns, require_unique

SOURCE = Source(
    source_id="regione-lombardia-rsa",
    name="Elenco RSA Accreditate",
    publisher="Regione Lombardia",
    licence="IODL-2.0",
    portal_url="https://www.dati.lombardia.it",
    dataset_id="vef4-8fnp",
    page_path="/d/{dataset_id}",
    table="services",
    kinds=(ServiceKind.CARE_HOME.value,),
)
KEY = "COD_STRUTTURA"
COLUMNS = {
    "name": "DENOM_STRUTTURA",
    "provider_name": "DENOM_GESTORE",
    "ownership": "PUBBLICA_PRIVATA",
    "address": "INDIRIZZO_UBICAZIONE",
    "postcode": "CAP",
    "municipality_code": "COD_ISTAT_COMUNE_UBICAZIONE",
    "capacity_authorised": "TOT_POSTI_AUTORIZZATI",
    "capacity_accredited": "TOT_POSTI_ACCREDITATI",
}
"""Our column -> the Region's."""
LON, LAT, POINT = "WGS84_X", "WGS84_Y", "Location"
OWNERSHIPS = {"PUBBLICA": Ownership.PUBLIC.value, "PRIVATA": Ownership.PRIVATE.value}


def parse(stream: BinaryIO) -> Iterator[Chunk]:
    """
    Read the list, CSV or the rows of the API.

    Yields
    ------
    table, notices
        One chunk: contract ``services`` without provenance, ``source_key`` apart; rules ``missing_key`` (the row is
        left out), ``missing_value``, ``unreadable_value``, ``former_municipality_code``, ``swapped_coordinates``,
        ``unusable_point``.

    Raises
    ------
    DataError
        The file is not the list: another format, columns missing, a code twice, no rows.
    """
    rows = read_rows(stream, SOURCE.source_id)
    has_point = any(column_key(POINT) in row for row in rows)
    require_columns(rows, (KEY, *COLUMNS.values(), *(() if has_point else (LON, LAT))), SOURCE.source_id)
    keyed = [(_cell(row, KEY), row) for row in rows]
    require_unique((key for key, _ in keyed if key), KEY, SOURCE.source_id)
    notices = [
        _notice("missing_key", Severity.ERROR, "", f"row {at}") for at, (key, _) in enumerate(keyed, 1) if not key
    ]
    records = [_record(key, row, notices) for key, row in keyed if key]
    yield pd.DataFrame(records), tuple(notices)


def _cell(row: Row, column: str) -> str | None:
    return clean_text(row.get(column_key(column)))


def _notice(rule: str, severity: Severity, key: str, detail: str) -> Notice:
    return Notice(rule, severity, SOURCE.table, f"{SOURCE.source_id}:{key}" if key else "", detail)


def _record(key: str, row: Row, notices: list[Notice]) -> dict[str, object]:
    cells = {name: row.get(column_key(column)) for name, column in COLUMNS.items()}
    clean: dict[str, object] = {
        "name": clean_name(cells["name"]),
        "provider_name": clean_name(cells["provider_name"]),
        "ownership": OWNERSHIPS.get((clean_text(cells["ownership"]) or "").upper()),
        "address": clean_address(cells["address"]),
        "postcode": clean_postcode(cells["postcode"]),
        "municipality_code": clean_municipality_code(cells["municipality_code"]),
        "capacity_authorised": clean_count(cells["capacity_authorised"]),
        "capacity_accredited": clean_count(cells["capacity_accredited"]),
    }
    notices.extend(_cell_notices(key, cells, clean))
    position = _position(row)
    notices.extend(_position_notices(key, row, position))
    return {
        "source_key": key,
        "kind": ServiceKind.CARE_HOME.value,
        **clean,
        "name": clean["name"] or key,
        **_place(position, has_municipality=clean["municipality_code"] is not None),
    }


def _cell_notices(key: str, cells: Row, clean: Row) -> Iterator[Notice]:
    """Yield what is wrong with single cells; missing accredited places have a rule of their own in the register."""
    for name, value in clean.items():
        raw = clean_text(cells[name])
        if value is None and raw is not None:
            yield _notice("unreadable_value", Severity.WARNING, key, f"{COLUMNS[name]}={raw}")
        elif value is None and name != "capacity_accredited":
            yield _notice("missing_value", Severity.WARNING, key, COLUMNS[name])
    code, raw_code = clean["municipality_code"], clean_text(cells["municipality_code"])
    if code and raw_code and raw_code.zfill(6) != code:
        yield _notice("former_municipality_code", Severity.INFO, key, f"{raw_code} → {code}")


def _position(row: Row) -> Position | None:
    """Return the row's point: its two columns first, else the point column."""
    return clean_position(row.get(column_key(LON)), row.get(column_key(LAT))) or clean_point(row.get(column_key(POINT)))


def _position_notices(key: str, row: Row, position: Position | None) -> Iterator[Notice]:
    if position is None:
        said = " ".join(filter(None, (_cell(row, LON), _cell(row, LAT), _cell(row, POINT))))
        yield _notice("unusable_point", Severity.WARNING, key, said)
    elif position.was_swapped:
        yield _notice("swapped_coordinates", Severity.WARNING, key, f"lon {position.lon}, lat {position.lat}")


def _place(position: Position | None, *, has_municipality: bool) -> dict[str, object]:
    if position:
        return {"lon": position.lon, "lat": position.lat, "position_quality": PositionQuality.EXACT.value}
    quality = PositionQuality.MUNICIPALITY if has_municipality else PositionQuality.NONE
    return {"lon": None, "lat": None, "position_quality": quality.value}


READER = Reader(SOURCE, parse)
