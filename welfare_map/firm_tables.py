"""From the tables of the register to firms with all that belongs to them; nobody's view yet."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.cleaning.contacts import without_personal
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.model.commuters import Commuters
from welfare_map.model.firms import Exchange, Firm, FirmShift, FirmSite, WorkerNeed

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Tables = Mapping[str, pd.DataFrame]
Record = Mapping[str, Any]


def read_firms(tables: Tables, territory: Territory) -> dict[str, Firm]:
    """
    Gather what the tables say of each organisation.

    Parameters
    ----------
    tables
        Every contract's table, conforming; only those about organisations are read.
    territory
        Gives the names of municipalities.

    Returns
    -------
    firms
        ``organisation_id`` -> firm, in the order of the table; exchanges, commuters and counts of workers of every
        visibility are among them: ``questions.firms_seen`` alone hands them on.
    """
    towns = territory.municipalities
    names = dict(zip(towns["municipality_code"], towns["municipality_name"], strict=True))
    parts = {name: _by_organisation(tables[name]) for name in PARTS}
    return {
        str(row["organisation_id"]): _firm(
            row, {name: rows.get(row["organisation_id"], []) for name, rows in parts.items()}, names
        )
        for row in _records(tables["organisations"])
    }


def guarded(tables: Tables) -> dict[str, pd.DataFrame]:
    """
    Return the tables without what no page may show, whoever wrote it there.

    Out of every column into which people write what they like, mailboxes are taken that are no office's by their name,
    also amid words; what public registers publish as the contact of a service stays.
    """
    return {name: _guarded(table, name) for name, table in tables.items()}


def _guarded(table: pd.DataFrame, name: str) -> pd.DataFrame:
    columns = [column for column in CONTRACTS[name].columns if column.is_free_text and len(table)]
    return table.assign(**{one.name: _impersonal(table[one.name], is_required=one.is_required) for one in columns})


def _impersonal(column: "pd.Series[Any]", *, is_required: bool) -> "pd.Series[Any]":
    has_mailbox = column.fillna("").str.contains("@", regex=False).astype(bool)
    if not has_mailbox.any():
        return column
    cleaned = column.astype(object)
    told = (without_personal(str(words)) for words in column[has_mailbox])
    cleaned[has_mailbox] = [None if words.strip() == "…" and not is_required else words for words in told]
    return cleaned.astype(column.dtype)


PARTS = ("adhesions", "practices", "shifts", "sites", "needs_offers", "commuters", "worker_needs")


def _by_organisation(table: pd.DataFrame) -> dict[object, list[Record]]:
    found: defaultdict[object, list[Record]] = defaultdict(list)
    for row in _records(table):
        found[row["organisation_id"]].append(row)
    return found


def _records(table: pd.DataFrame) -> Iterator[Record]:
    """Yield rows as plain Python values, None for missing."""
    if table.empty:
        return
    columns = {
        str(name): [
            None if missing else value for value, missing in zip(table[name].tolist(), table[name].isna(), strict=True)
        ]
        for name in table.columns
    }
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def _firm(row: Record, parts: Mapping[str, list[Record]], names: Mapping[str, str]) -> Firm:
    own = _site({**row, "site_number": 1, "site_name": None})
    return Firm(
        **_cells(row, Firm, without=("is_demo",)),
        municipality_name=names.get(str(row["municipality_code"])),
        initiative_ids=tuple(str(one["initiative_id"]) for one in parts["adhesions"]),
        practice_ids=tuple(str(one["practice_id"]) for one in parts["practices"]),
        shifts=tuple(FirmShift(**_cells(one, FirmShift)) for one in parts["shifts"]),
        sites=(own, *(_site(one) for one in parts["sites"])),
        exchanges=tuple(Exchange(**_cells(one, Exchange)) for one in parts["needs_offers"]),
        commuters=tuple(Commuters(**_cells(one, Commuters)) for one in parts["commuters"]),
        worker_needs=tuple(WorkerNeed(**_cells(one, WorkerNeed)) for one in parts["worker_needs"]),
        is_demo=bool(row["is_demo"]),
    )


def _site(row: Record) -> FirmSite:
    return FirmSite(**_cells(row, FirmSite))


def _cells(row: Record, kind: "type[DataclassInstance]", *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    names = (field.name for field in fields(kind))
    return {name: row[name] for name in names if name in row and name not in without}
