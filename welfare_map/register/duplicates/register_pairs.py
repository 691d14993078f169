"""The register's own pairs: what a curator is asked about, and what was decided already."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from welfare_map.model import Plain
from welfare_map.register.duplicates.finding import ScoredPair, scored_pairs
from welfare_map.register.duplicates.prepare import NAMES
from welfare_map.register.history.merging import different_pairs, standing_merges
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import as_records, read_table

Cells = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class RegisterPair:
    """Two records of the register that may be one, with their cells."""

    pair: ScoredPair
    first: Cells
    second: Cells


def register_pairs(engine: sa.Engine, table: str = "services") -> tuple[RegisterPair, ...]:
    """
    Return the pairs of the register that nobody has decided yet.

    Demonstration records, records that their source no longer lists and merged ones take no part.

    Parameters
    ----------
    table
        ``services`` or ``organisations``.

    Returns
    -------
    pairs
        Most certain first.

    Raises
    ------
    StoreError
        The register cannot be read.
    """
    with reading(engine) as connection:
        stored = read_table(connection, table)
    merged_ids = {merge.merged_id for merge in standing_merges(engine, table)}
    decided = different_pairs(engine, table)
    rows = comparable(stored, table, merged_ids)
    records = {str(record[NAMES[table]["key"]]): record for record in as_records(rows)}
    return tuple(
        RegisterPair(pair, records[pair.first_id], records[pair.second_id])
        for pair in scored_pairs(rows, table=table)
        if (pair.first_id, pair.second_id) not in decided
    )


def comparable(rows: pd.DataFrame, table: str, merged_ids: "set[str]") -> pd.DataFrame:
    """Return the rows that take part: real, still listed, not merged into another one."""
    is_demo = rows["is_demo"].fillna(value=False).astype(bool)
    is_listed = rows["no_longer_listed_on"].isna() if "no_longer_listed_on" in rows else ~is_demo
    return rows[~is_demo & is_listed & ~rows[NAMES[table]["key"]].isin(merged_ids)]
