"""
The read-only tables and spatial indexes that questions take; no I/O.

A snapshot is never changed in place: a new version of the register makes a new one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from geodata.codes import KIND_FACTS, ServiceKind
from geodata.crs import FloatArray, to_metric
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.model import SourceNote


@dataclass(frozen=True)
class PointIndex:
    """
    Positions of a table's rows.

    Parameters
    ----------
    rows
        Row numbers of the table that have a position.
    x_m, y_m
        Metres, EPSG:32632, one per entry of ``rows``.
    tree
        Search tree over them; None when there is no position at all.
    """

    rows: np.ndarray
    x_m: FloatArray
    y_m: FloatArray
    tree: cKDTree | None

    def within(self, x_m: float, y_m: float, radius_m: float) -> np.ndarray:
        """Return positions in ``rows`` whose straight-line distance is at most the radius, in ascending order."""
        if self.tree is None:
            return np.empty(0, dtype=np.intp)
        return np.sort(np.asarray(self.tree.query_ball_point((x_m, y_m), radius_m), dtype=np.intp))


def index_points(table: pd.DataFrame) -> PointIndex:
    """Index the rows of a table whose ``position_quality`` is not ``none``; ``lon`` and ``lat`` are degrees, EPSG:4326."""
    has_position = (table["position_quality"] != "none") & table["lon"].notna() & table["lat"].notna()
    rows = np.flatnonzero(has_position.to_numpy())
    x_m, y_m = to_metric(table["lon"].to_numpy(float)[rows], table["lat"].to_numpy(float)[rows])
    tree = cKDTree(np.column_stack([x_m, y_m])) if len(rows) else None
    return PointIndex(rows, x_m, y_m, tree)


@dataclass(frozen=True)
class Snapshot:
    """
    Everything a question may read.

    Parameters
    ----------
    version
        Changes with the register and with the territory; part of cache keys and of asset addresses.
    territory
        Municipalities with geometry, residents and districts.
    tables
        Contract name -> table that conforms to it, sorted by key, index 0…n-1. Never written to.
    services_index, organisations_index
        Positions of the two tables with a position.
    sources
        Every source that has rows here.
    places
        Gazetteer for typed places: name, lon, lat, what, municipality_code, postcode, population.
    """

    version: str
    territory: Territory
    tables: Mapping[str, pd.DataFrame]
    services_index: PointIndex
    organisations_index: PointIndex
    sources: tuple[SourceNote, ...]
    places: pd.DataFrame

    def table(self, name: str) -> pd.DataFrame:
        """Return one table by its contract name."""
        return self.tables[name]


def build_snapshot(
    tables: Mapping[str, pd.DataFrame],
    *,
    territory: Territory,
    version: str,
    sources: tuple[SourceNote, ...],
    places: pd.DataFrame,
) -> Snapshot:
    """
    Build a snapshot out of tables that conform to their contracts.

    A contract without a table becomes an empty table. Services get a column ``group`` from their kind.
    """
    full: dict[str, pd.DataFrame] = {}
    for name, contract in CONTRACTS.items():
        table = tables.get(name, pd.DataFrame(columns=list(contract.column_names)))
        full[name] = table.sort_values(list(contract.key), kind="stable").reset_index(drop=True)
    group_of = {kind.value: KIND_FACTS[kind].group.value for kind in ServiceKind}
    full["services"] = full["services"].assign(group=full["services"]["kind"].map(group_of))
    return Snapshot(
        version=version,
        territory=territory,
        tables=full,
        services_index=index_points(full["services"]),
        organisations_index=index_points(full["organisations"]),
        sources=sources,
        places=places,
    )
