"""Where a record lies and whose it is: by its own cells, else by those of what it refers to."""

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from welfare_map.model import Plain
from welfare_map.register.history.records import read_cells

REFERRED: Final = (("service_id", "services"), ("organisation_id", "organisations"), ("initiative_id", "initiatives"))
"""Column -> the table that it refers to, the nearest first."""
PLACES: Final = ("municipality_code", "territory")
OWNED: Final = (*PLACES, "organisation_id")


def located(connection: sa.Connection, table: str, cells: Mapping[str, Plain]) -> Mapping[str, Plain]:
    """
    Return a record's cells with a place among them, where one is known.

    Free places lie where their service is and belong to the organisation that runs it; an adhesion or a practice lies
    where its organisation is, else where its initiative applies. A service lies in its own municipality or nowhere,
    a plan where its organisations are.
    """
    if table == "plans":
        return _plan_located(connection, cells)
    if table == "services" or any(cells.get(name) for name in PLACES):
        return cells
    found = dict(cells)
    for column, target in REFERRED:
        if target == table or not cells.get(column):
            continue
        referred = read_cells(connection, target, str(cells[column])) or {}
        found |= {name: referred[name] for name in OWNED if referred.get(name)}
        if any(found.get(name) for name in PLACES):
            break
    return found


def _plan_located(connection: sa.Connection, cells: Mapping[str, Plain]) -> Mapping[str, Plain]:
    """Return a plan's cells with the municipalities of its organisations as its territory."""
    found = dict(cells)
    organisation_ids = [item.strip() for item in str(cells.get("organisation_ids") or "").split("|") if item.strip()]
    firms = (read_cells(connection, "organisations", item) or {} for item in organisation_ids)
    codes = dict.fromkeys(str(firm["municipality_code"]) for firm in firms if firm.get("municipality_code"))
    found.pop("municipality_code", None)
    return {**found, "territory": "|".join(f"municipality:{code}" for code in codes)}
