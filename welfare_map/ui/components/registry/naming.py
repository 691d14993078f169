"""What records are called on the pages: by their name or what they join, never by a number of thirty-two digits."""

from collections.abc import Mapping
from typing import Final

from geodata.errors import InputError
from geodata.tables import CONTRACTS
from welfare_map.maps.popups import escape
from welfare_map.model import Plain
from welfare_map.register.history.finding import NAME_COLUMNS
from welfare_map.register.history.records import key_of
from welfare_map.register.history.revisions import Revision, history
from welfare_map.texts import text
from welfare_map.ui import data
from welfare_map.ui.context import Page

REFERENCES: Final[Mapping[str, tuple[str, str]]] = {
    "organisation_id": ("organisations", "organisation_name"),
    "initiative_id": ("initiatives", "name"),
    "service_id": ("services", "name"),
    "practice_id": ("practices", "title_it"),
    "document_id": ("documents", "title"),
}
"""Column that names another record -> the table of that record and the column of its name."""
UNNAMED: Final = frozenset({"adhesions", "needs_offers", "shifts", "sites"})
"""Tables whose records bear the name of what they refer to."""


def record_name(page: Page, table: str, cells: Mapping[str, Plain], record_id: str) -> str:
    """Return what a record is called: its name, else the names of what it joins, else what kind of record it is."""
    name = cells.get(NAME_COLUMNS.get(table, ""))
    if name and table not in UNNAMED:
        return str(name)
    own = reference_name(page, "organisation_id", str(cells.get("organisation_id") or ""))
    return " – ".join(_joined_names(page, table, record_id) or filter(None, [own])) or text(
        f"registry.table_name.{table}", page.lang
    )


def record_head_html(page: Page, table: str, cells: Mapping[str, Plain], record_id: str) -> str:
    """Build the heading of a record: what it is called, and its id in a small line."""
    return f'<h3 class="wm-entry">{escape(record_name(page, table, cells, record_id))}</h3>{id_html(record_id)}'


def id_html(record_id: str) -> str:
    """Build the small line of a record's id."""
    return f'<p class="wm-source wm-entry">{escape(record_id)}</p>'


def reference_name(page: Page, column: str, record_id: str) -> str | None:
    """Return the name of the record that a cell refers to, published or proposed; None where it has none."""
    if column == "organisation_ids":
        return ", ".join(reference_name(page, "organisation_id", item) or item for item in record_id.split("|"))
    if column not in REFERENCES:
        return None
    table, name = REFERENCES[column]
    rows = page.snapshot.table(table)
    found = rows.loc[rows[column] == record_id, name]
    return str(found.iloc[0]) if len(found) and found.iloc[0] else _proposed_name(table, name, record_id)


def own_columns(revision: Revision) -> tuple[str, ...]:
    """Return the columns that a revision changes, its record's own number left out."""
    key = CONTRACTS[revision.table].key
    return tuple(name for name in revision.after if key != (name,))


def _joined_names(page: Page, table: str, record_id: str) -> list[str]:
    try:
        key = key_of(table, record_id)
    except InputError:
        return []
    names = (reference_name(page, column, str(cell)) for column, cell in key.items() if len(key) > 1)
    return [name for name in names if name]


def _proposed_name(table: str, name: str, record_id: str) -> str | None:
    """Return the name that was proposed for a record which is not public yet."""
    try:
        revisions = history(data.register(), record_id, table)
    except InputError:
        return None
    return next((str(item.after[name]) for item in reversed(revisions) if item.after.get(name)), None)
