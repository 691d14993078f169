"""
What firms declared for counts alone: the one table in which it appears (decision 0005).

It takes neither filter nor viewer, gives no total, and is cut by planning district, which nobody chooses: there is
nothing to subtract.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from geodata.codes import EXCHANGE_KINDS, NeedDirection, Visibility
from welfare_map.model import ExchangeCountRow, ExchangeCountsAnswer, ExchangeCountsQuery, Phrase
from welfare_map.questions.territory import TERRITORY_SOURCES
from welfare_map.questions.trust import source_notes
from welfare_map.snapshot import Snapshot

STEP: Final = 5
"""Counts are told from five upwards and in fives (DOMAIN section 6)."""
PLACES: Final = {code: number for number, code in enumerate((*NeedDirection, *EXCHANGE_KINDS))}


class Cell(NamedTuple):
    """What firms are counted by; invented ones apart."""

    district_id: str
    direction: str
    exchange_kind: str
    is_demo: bool


def exchange_counts(snapshot: Snapshot, query: ExchangeCountsQuery) -> ExchangeCountsAnswer:
    """
    Count the firms that declared a need or an offer for counts alone.

    Firms whose municipality is unknown or in no planning district are in no count, and their number is not told.

    Returns
    -------
    answer
        Real firms first, then by name of the district, direction and kind.
    """
    names = _district_names(snapshot)
    rows = sorted(_rows(snapshot, names), key=_order)
    return ExchangeCountsAnswer(
        rows=tuple(rows),
        sentence=_sentence(len(rows)),
        method=Phrase("exchange_counts.method"),
        parameters={"as_of_on": query.as_of_on.isoformat()},
        sources=source_notes(snapshot, {*TERRITORY_SOURCES, *_sources(snapshot)}) if rows else (),
        has_demo=any(row.is_demo for row in rows),
    )


def told_count(count: int, cell: Cell, salt: str) -> int:
    """
    Return a count as it is published: rounded down to a multiple of five, 0 for not at all.

    A count of real firms starts to be told at five, six, seven, eight or nine: which, is drawn once for each cell out
    of a secret of the register. Whoever watches the table while one firm declares something so does not learn, when
    a count appears, that there were four before.
    """
    return max(0, count - _late(cell, salt)) // STEP * STEP


def _late(cell: Cell, salt: str) -> int:
    if cell.is_demo or not salt:
        return 0
    digest = hashlib.blake2b("|".join(cell[:3]).encode(), key=bytes.fromhex(salt))
    return int.from_bytes(digest.digest()) % STEP


def _rows(snapshot: Snapshot, names: dict[str, str]) -> Iterator[ExchangeCountRow]:
    for cell, organisation_ids in _counted(snapshot).items():
        count = told_count(len(organisation_ids), cell, snapshot.salt)
        if count:
            yield ExchangeCountRow(**cell._asdict(), district_name=names[cell.district_id], at_least_count=count)


def _counted(snapshot: Snapshot) -> dict[Cell, set[str]]:
    """Gather the firms of each cell, each once however often it declared the same."""
    towns = snapshot.territory.municipalities
    districts = dict(zip(towns["municipality_code"], towns["district_id"], strict=True))
    found: defaultdict[Cell, set[str]] = defaultdict(set)
    for firm in snapshot.firms.values():
        district_id = districts.get(firm.municipality_code)
        for one in firm.exchanges:
            if one.visibility == Visibility.COUNTS and isinstance(district_id, str):
                is_demo = firm.is_demo or one.is_demo
                found[Cell(district_id, one.direction, one.exchange_kind, is_demo)].add(firm.organisation_id)
    return found


def _sentence(count: int) -> Phrase:
    if not count:
        return Phrase("exchange_counts.sentence_none")
    return Phrase("exchange_counts.sentence_one" if count == 1 else "exchange_counts.sentence", {"count": count})


def _order(row: ExchangeCountRow) -> tuple[object, ...]:
    return (row.is_demo, row.district_name, row.district_id, PLACES[row.direction], PLACES[row.exchange_kind])


def _district_names(snapshot: Snapshot) -> dict[str, str]:
    towns = snapshot.territory.municipalities.dropna(subset=["district_id"])
    return dict(zip(towns["district_id"], towns["district_name"], strict=True))


def _sources(snapshot: Snapshot) -> set[str]:
    """Return the sources of all organisations: those of the firms that are counted would tell which they are."""
    return set(snapshot.table("organisations")["source_id"])
