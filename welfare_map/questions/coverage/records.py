"""What each record adds to the numerator of an indicator: as stated, at least and at most."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray
from welfare_map.model import Missing
from welfare_map.questions.coverage.areas import BoolArray, IntpArray
from welfare_map.snapshot import Snapshot

SERVICES, ORGANISATIONS, PRACTICES = "services", "organisations", "practices"


@dataclass(frozen=True, eq=False)
class Records:
    """
    Records that count, as arrays.

    Parameters
    ----------
    table
        Table that they are in; municipalities that count are in none.
    row
        Row number in it.
    municipality
        Row number of the municipality; ``NOWHERE`` where it is not known.
    counted, low, high
        What the record adds as it states it, at least, and at most; infinity where there is no bound.
    is_stated
        The record says the number itself.
    is_demo
        Invented.
    lacks
        What is missing -> the records that do not say it.
    is_distinct
        One record may stand in several municipalities, and counts once in an area.
    """

    table: str
    row: IntpArray
    municipality: IntpArray
    counted: FloatArray
    low: FloatArray
    high: FloatArray
    is_stated: BoolArray
    is_demo: BoolArray
    lacks: Mapping[Missing, BoolArray] = field(default_factory=dict)
    is_distinct: bool = False

    @property
    def is_unknown(self) -> BoolArray:
        """Which records do not say all that is needed."""
        return np.asarray(self.high > self.low)

    def take(self, kept: npt.NDArray[np.intp] | BoolArray) -> "Records":
        """Return some of them."""
        return Records(
            self.table,
            self.row[kept],
            self.municipality[kept],
            self.counted[kept],
            self.low[kept],
            self.high[kept],
            self.is_stated[kept],
            self.is_demo[kept],
            {what: lacking[kept] for what, lacking in self.lacks.items()},
            self.is_distinct,
        )

    def missing(self, number: int) -> tuple[Missing, ...]:
        """Return what one record does not say."""
        return tuple(what for what, lacking in self.lacks.items() if lacking[number])


def joined(first: Records, second: Records) -> Records:
    """
    Return the records of both, those of the first before the others; rows are each in a table of its own.

    Both are of the same table and lack the same things, if any.
    """
    return Records(
        table=first.table,
        row=np.concatenate([first.row, second.row]),
        municipality=np.concatenate([first.municipality, second.municipality]),
        counted=np.concatenate([first.counted, second.counted]),
        low=np.concatenate([first.low, second.low]),
        high=np.concatenate([first.high, second.high]),
        is_stated=np.concatenate([first.is_stated, second.is_stated]),
        is_demo=np.concatenate([first.is_demo, second.is_demo]),
        lacks={what: np.concatenate([lacking, second.lacks[what]]) for what, lacking in first.lacks.items()},
        is_distinct=first.is_distinct,
    )


def counted_once(table: str, row: IntpArray, municipality: IntpArray, is_demo: BoolArray) -> Records:
    """Return records that add one each."""
    ones = np.ones(len(row))
    return Records(table, row, municipality, ones, ones, ones, np.ones(len(row), bool), is_demo)


def municipality_rows(snapshot: Snapshot, services: IntpArray) -> IntpArray:
    """Return the row of the municipality of each service, ``NOWHERE`` where it is not known."""
    return snapshot.service_municipality[services]
