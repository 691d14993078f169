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
    where its organisation is, else where its initiative applies. A service lies in its own municipality or nowhere.
    """
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
