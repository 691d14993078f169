"""
The labelled pairs: hand-written hard cases, and pairs made of the demonstration set.

Nothing in them is taken from a source: names, streets and numbers are invented. The set is the same every time.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import cKDTree

from geodata import store
from geodata.crs import to_metric
from geodata.tables import SERVICES
from welfare_map.register.demo.dice import Dice
from welfare_map.register.duplicates.dressing import DRAW, Record, dressed
from welfare_map.register.duplicates.perturbing import copied
from welfare_map.register.duplicates.siblings import SIBLINGS, sibling
from welfare_map.register.sql.repository import as_records

HAND_WRITTEN = "hand_written.csv"
BASE_STEP = 3
"""Every third demonstration service gives pairs."""
COLUMNS = (
    *("service_id", "name", "kind", "provider_name", "ownership", "address", "postcode", "municipality_code"),
    *("lon", "lat", "position_quality", "phone", "email", "website", "capacity_authorised", "source_id"),
)
NUMBERS = ("lon", "lat", "capacity_authorised")


class Origin(StrEnum):
    """Where a labelled pair comes from."""

    HAND_WRITTEN = "hand_written"
    GENERATED = "generated"


class Half(StrEnum):
    """Half of the set; pairs of one service are in the same one."""

    TRAINING = "training"
    EVALUATION = "evaluation"


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """
    Two records and whether they are one service.

    Parameters
    ----------
    case
        What it is a case of; pairs of one service share it up to the first "/".
    """

    case: str
    origin: Origin
    left: Record
    right: Record
    is_same: bool


@dataclass(frozen=True, eq=False)
class LabelledPairs:
    """
    Labelled pairs as tables.

    Parameters
    ----------
    left, right
        Rows with ``COLUMNS``, same length.
    is_same
        They are one service.
    cases, origins, halves
        Per pair.
    """

    left: pd.DataFrame
    right: pd.DataFrame
    is_same: npt.NDArray[np.bool_]
    cases: npt.NDArray[np.str_]
    origins: npt.NDArray[np.str_]
    halves: npt.NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.left)

    def part(self, which: npt.NDArray[np.bool_]) -> "LabelledPairs":
        """Return some of the pairs."""
        return LabelledPairs(
            self.left[which].reset_index(drop=True),
            self.right[which].reset_index(drop=True),
            self.is_same[which],
            self.cases[which],
            self.origins[which],
            self.halves[which],
        )


def labelled_pairs() -> LabelledPairs:
    """
    Return the whole set.

    Raises
    ------
    DataError
        The demonstration set or the hand-written cases cannot be read.
    """
    demo = store.read_csv_table(store.demo_dir() / "services.csv", SERVICES)
    return as_tables([*hand_written_pairs(), *generated_pairs(as_records(demo))])


def as_tables(pairs: Sequence[LabelledPair]) -> LabelledPairs:
    """Return labelled pairs as tables."""
    return LabelledPairs(
        left=_table([pair.left for pair in pairs]),
        right=_table([pair.right for pair in pairs]),
        is_same=np.array([pair.is_same for pair in pairs], bool),
        cases=np.array([pair.case for pair in pairs], str),
        origins=np.array([pair.origin.value for pair in pairs], str),
        halves=np.array([half_of(pair.case).value for pair in pairs], str),
    )


def half_of(case: str) -> Half:
    """Return the half of a case, by a checksum of the service that it is about."""
    checksum = zlib.crc32(case.partition("/")[0].encode())
    return (Half.TRAINING, Half.EVALUATION)[checksum % 2]


def hand_written_pairs() -> tuple[LabelledPair, ...]:
    """Return the hand-written hard cases; each is two rows of the file, one below the other."""
    file = resources.files(__package__) / "labelled" / HAND_WRITTEN
    with file.open(encoding="utf-8") as stream:
        rows = pd.read_csv(stream, dtype=str, keep_default_na=False).to_dict("records")
    return tuple(_hand_written(one, other) for one, other in zip(rows[::2], rows[1::2], strict=True))


def _hand_written(one: Mapping[Any, str], other: Mapping[Any, str]) -> LabelledPair:
    left, right = ({name: row.get(name) or None for name in COLUMNS} for row in (one, other))
    left["service_id"], right["service_id"] = f"{one['case']}-a", f"{other['case']}-b"
    return LabelledPair(one["case"], Origin.HAND_WRITTEN, left, right, one["is_same"] == "true")


def generated_pairs(services: Sequence[Record]) -> Iterator[LabelledPair]:
    """
    Yield pairs made of demonstration services.

    Of every third one that has a position: a copy as another list has it (the same), its nearest neighbour among the
    others and one sibling (not the same).
    """
    records = [dressed(service) for service in services if service["lon"] is not None]
    neighbours = _nearest(records)
    families = tuple(SIBLINGS)
    for number in range(0, len(records), BASE_STEP):
        record = records[number]
        dice = Dice(DRAW, "pairs", record["service_id"])
        what = families[number // BASE_STEP % len(families)]
        near = records[neighbours[number]]
        for family, other, is_same in (
            ("copy", copied(record, dice), True),
            ("neighbour", {**near, "source_id": "other"}, False),
            (what, sibling(record, what, dice), False),
        ):
            yield LabelledPair(f"{record['service_id']}/{family}", Origin.GENERATED, record, other, is_same)


def _nearest(records: Sequence[Record]) -> list[int]:
    """Return the nearest other record of each."""
    lon, lat = (np.array([record[name] for record in records], float) for name in ("lon", "lat"))
    points = np.column_stack(to_metric(lon, lat))
    _, at = cKDTree(points).query(points, k=2)
    both = np.asarray(at, np.int64)
    is_itself = both[:, 0] == np.arange(len(records))
    return [int(number) for number in np.where(is_itself, both[:, 1], both[:, 0])]


def _table(records: Sequence[Record]) -> pd.DataFrame:
    table = pd.DataFrame([[record.get(name) for name in COLUMNS] for record in records], columns=list(COLUMNS))
    return table.assign(**{name: pd.to_numeric(table[name]).astype(float) for name in NUMBERS})
