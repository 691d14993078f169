"""Rows of the register or of a file -> the columns that are compared; what a table lacks is empty."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from geodata.cleaning.municipality import clean_municipality_code
from geodata.cleaning.phone import clean_phone
from geodata.codes import APPROXIMATE_QUALITIES, PositionQuality
from geodata.crs import to_metric
from welfare_map.register.duplicates.names import name_parts
from welfare_map.register.duplicates.streets import street_of


class Table(StrEnum):
    """Tables in which duplicates are looked for."""

    SERVICES = "services"
    ORGANISATIONS = "organisations"


NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        Table.SERVICES: MappingProxyType({"key": "service_id", "name": "name", "kind": "kind"}),
        Table.ORGANISATIONS: MappingProxyType(
            {"key": "organisation_id", "name": "organisation_name", "kind": "organisation_kind"}
        ),
    }
)
"""Table -> what its columns are called."""
VAT_COLUMNS = ("vat_code", "provider_vat_code", "vat_number")
VAGUE = frozenset({*(quality.value for quality in APPROXIMATE_QUALITIES), PositionQuality.NONE.value})
"""Positions that stand for an area say nothing about metres."""
HERE = frozenset({"curated", "manual"})
"""What people write here is no list that names a service once."""
MEASURES = frozenset({"capacity", "x_m", "y_m"})
WEB_SCHEME = "//"


def prepared(rows: pd.DataFrame, table: str = "services") -> pd.DataFrame:
    """
    Put rows into the form in which they are compared.

    Parameters
    ----------
    rows
        Rows of a table, or of a file with its column names; columns may be missing.
    table
        One of ``Table``.

    Returns
    -------
    records
        One row per row in the same order, index 0…n-1. Text is "" and numbers are NaN where unknown; ``x_m, y_m`` are
        metres (EPSG:32632) of exact positions alone.
    """
    names = NAMES[table]
    parts = [name_parts(name) for name in _text(rows, names["name"])]
    providers = [name_parts(name) for name in _text(rows, "provider_name")]
    streets = [street_of(address) for address in _text(rows, "address")]
    x_m, y_m = _metres(rows)
    records = pd.DataFrame(
        {
            "record_id": _text(rows, names["key"]),
            "core": [" ".join(part.core) for part in parts],
            "generic": [" ".join(part.generic) for part in parts],
            "numbers": [" ".join(part.numbers) for part in parts],
            "provider": [" ".join(part.core) for part in providers],
            "kind": _text(rows, names["kind"]),
            "ownership": _text(rows, "ownership"),
            "street": [street.words for street in streets],
            "house": [street.number for street in streets],
            "postcode": _text(rows, "postcode"),
            "municipality": [clean_municipality_code(code) or "" for code in _text(rows, "municipality_code")],
            "phone": [clean_phone(phone) or "" for phone in _text(rows, "phone")],
            "email": [email.casefold() for email in _text(rows, "email")],
            "web": [_page(address) for address in _text(rows, "website")],
            "vat": _vat(rows),
            "source": ["" if source in HERE else source for source in _text(rows, "source_id")],
            "capacity": _capacity(rows),
            "x_m": x_m,
            "y_m": y_m,
        }
    )
    return records.astype({column: "float64" if column in MEASURES else "object" for column in records})


def _text(rows: pd.DataFrame, name: str) -> list[str]:
    if name not in rows:
        return [""] * len(rows)
    return ["" if pd.isna(cell) else " ".join(str(cell).split()) for cell in rows[name]]


def _vat(rows: pd.DataFrame) -> list[str]:
    column = next((name for name in VAT_COLUMNS if name in rows), "")
    return [cell.removeprefix("IT").replace(" ", "") for cell in _text(rows, column)]


def _capacity(rows: pd.DataFrame) -> "pd.Series[float]":
    unknown = pd.Series(np.nan, index=range(len(rows)))
    columns = (name for name in ("capacity_authorised", "capacity_accredited") if name in rows)
    for name in columns:
        numbers = pd.Series(pd.to_numeric(rows[name], errors="coerce").to_numpy(float, na_value=np.nan))
        unknown = unknown.fillna(numbers)
    return unknown


def _metres(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return metres of the positions that are no area; NaN elsewhere."""
    if not {"lon", "lat"} <= set(rows.columns):
        return np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    lon, lat = (
        pd.to_numeric(rows[name], errors="coerce").to_numpy(float, na_value=np.nan, copy=True)
        for name in ("lon", "lat")
    )
    is_vague = np.isin(_text(rows, "position_quality"), list(VAGUE))
    lon[is_vague] = np.nan
    return to_metric(lon, lat)


def _page(address: str) -> str:
    """Return host and path of a web address; "" when it cannot be read."""
    try:
        parts = urlsplit(address.casefold() if WEB_SCHEME in address else f"{WEB_SCHEME}{address.casefold()}")
    except ValueError:
        return ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")
