"""Cells that refer to records of other tables: by id, or by the record's name where only one bears it."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
from rapidfuzz import fuzz, process

from geodata.geocode import normalise
from welfare_map.register.sql.schema import REFERENCES
from welfare_map.register.uploads.findings import Gathering
from welfare_map.register.uploads.places import distinct, lines_by_number, note_all, spread
from welfare_map.register.uploads.result import Cleaned
from welfare_map.register.uploads.surroundings import Surroundings

NAME_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "services": ("name",),
    "organisations": ("organisation_name",),
    "initiatives": ("name", "short_name"),
    "documents": ("title",),
}
NEAR_SCORE: Final = 75.0


def resolve_references(
    rows: pd.DataFrame, texts: pd.DataFrame, table: str, around: Surroundings, gathering: Gathering
) -> pd.DataFrame:
    """Return the rows with the ids of the records that they refer to; what is not found is an error."""
    found: dict[str, Any] = {}
    for reference in REFERENCES:
        if reference.table == table and reference.column in texts:
            known = _known(around.known[reference.target_table], reference.target_table, reference.target_column)
            numbers, combinations = distinct([texts[reference.column]])
            cleaned = [_resolved(words, known) for (words,) in combinations]
            by_number = lines_by_number(numbers, texts.index.to_numpy(), len(combinations))
            for one, (words,), lines in zip(cleaned, combinations, by_number, strict=True):
                note_all(gathering, reference.column, one, words, lines)
            found[reference.column] = spread((one.value for one in cleaned), numbers)
    return rows.assign(**found)


def _known(rows: pd.DataFrame, table: str, key: str) -> Mapping[str, str | None]:
    """Return ids and normalised names -> id; None for a name that two records bear."""
    names: dict[str, str | None] = {}
    for column in NAME_COLUMNS[table]:
        for words, record_id in zip(rows[column], rows[key], strict=True):
            if words:
                name = normalise(words)
                names[name] = record_id if names.get(name, record_id) == record_id else None
    return {**names, **{record_id: record_id for record_id in rows[key]}}


def _resolved(words: str, known: Mapping[str, str | None]) -> Cleaned:
    if not words.strip():
        return Cleaned(None)
    for said in (words.strip(), normalise(words)):
        if said in known:
            record_id = known[said]
            return Cleaned(record_id, "" if record_id else "ambiguous_reference", is_error=record_id is None)
    found = process.extractOne(normalise(words), list(known), scorer=fuzz.WRatio, score_cutoff=NEAR_SCORE)
    suggestion = known[found[0]] if found else None
    return Cleaned(None, "unknown_reference", is_error=True, suggestion=suggestion or "")
