"""Pairs of records that may be one: within a table, or between the rows of a file and the register. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from welfare_map.register.duplicates.blocking import IntArray, pairs_across, pairs_within
from welfare_map.register.duplicates.features import distance_m
from welfare_map.register.duplicates.prepare import prepared
from welfare_map.register.duplicates.scoring import CHUNK_COUNT, Part, highest_scores, levels_of, parts_of, scores
from welfare_map.register.duplicates.verdicts import THRESHOLDS, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPair:
    """
    Two records that may be one.

    Parameters
    ----------
    first_id, second_id
        Records, the smaller id first.
    score, parts
        The sum and what it is the sum of, in the order in which reasons are told.
    verdict
        Class of the score.
    distance_m
        Metres between their exact positions, None where one has none.
    """

    first_id: str
    second_id: str
    score: float
    verdict: Verdict
    parts: tuple[Part, ...]
    distance_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """
    A row of a file and a record of the register that may be one.

    Parameters
    ----------
    row_at
        Position of the row in the file's table, from 0.
    record_id
        Record of the register.
    score, verdict, parts, distance_m
        As in ``ScoredPair``.
    """

    row_at: int
    record_id: str
    score: float
    verdict: Verdict
    parts: tuple[Part, ...]
    distance_m: float | None


@dataclass(frozen=True, slots=True)
class _Scored:
    """Positions and scores of the pairs that are not plainly different."""

    at: IntArray
    other_at: IntArray
    score: npt.NDArray[np.float64]


def scored_pairs(rows: pd.DataFrame, *, table: str = "services") -> tuple[ScoredPair, ...]:
    """
    Return the pairs of a table that are the same or to be decided.

    Parameters
    ----------
    rows
        Rows of the register; they stay as they are.
    table
        ``services`` or ``organisations``.

    Returns
    -------
    pairs
        Most certain first, ties by id; the order of the rows changes nothing.
    """
    records = prepared(rows, table)
    found = _scored(records, records, *pairs_within(records))
    ids = records["record_id"].to_numpy(object)
    pairs = (
        ScoredPair(
            first_id=min(ids[at], ids[other]),
            second_id=max(ids[at], ids[other]),
            score=score,
            verdict=THRESHOLDS.verdict(score),
            parts=parts,
            distance_m=metres,
        )
        for at, other, score, parts, metres in _explained(records, records, found)
    )
    return tuple(sorted(pairs, key=lambda pair: (-pair.score, pair.first_id, pair.second_id)))


def candidates_for(
    rows: pd.DataFrame, register_rows: pd.DataFrame, *, table: str = "services"
) -> tuple[Candidate, ...]:
    """
    Return the records of the register that rows of a file may be.

    Parameters
    ----------
    rows
        Rows of a file with the table's column names; columns, the key too, may be missing.
    register_rows
        Rows of the register to compare with.
    table
        ``services`` or ``organisations``.

    Returns
    -------
    candidates
        By row, then most certain first; pairs that are plainly different are left out. A record is not compared with
        a row that carries its own id.
    """
    records, others = prepared(rows, table), prepared(register_rows, table)
    at, other_at = pairs_across(records, others)
    ids, other_ids = records["record_id"].to_numpy(object), others["record_id"].to_numpy(object)
    is_other = ids[at] != other_ids[other_at]
    found = _scored(records, others, at[is_other], other_at[is_other])
    candidates = (
        Candidate(
            row_at=row,
            record_id=str(other_ids[other]),
            score=score,
            verdict=THRESHOLDS.verdict(score),
            parts=parts,
            distance_m=metres,
        )
        for row, other, score, parts, metres in _explained(records, others, found)
    )
    return tuple(sorted(candidates, key=lambda found: (found.row_at, -found.score, found.record_id)))


def _scored(records: pd.DataFrame, others: pd.DataFrame, at: IntArray, other_at: IntArray) -> _Scored:
    """Score pairs, some at a time, and keep those that are not plainly different."""
    kept = []
    for start in range(0, max(len(at), 1), CHUNK_COUNT):
        ours, theirs = at[start : start + CHUNK_COUNT], other_at[start : start + CHUNK_COUNT]
        is_hopeful = highest_scores(_taken(records, ours), _taken(others, theirs)) >= THRESHOLDS.undecided_from
        ours, theirs = ours[is_hopeful], theirs[is_hopeful]
        score = scores(_taken(records, ours), _taken(others, theirs))
        is_kept = score >= THRESHOLDS.undecided_from
        kept.append((ours[is_kept], theirs[is_kept], score[is_kept]))
    return _Scored(*(np.concatenate(parts) for parts in zip(*kept, strict=True)))


def _explained(
    records: pd.DataFrame, others: pd.DataFrame, found: _Scored
) -> Iterator[tuple[int, int, float, tuple[Part, ...], float | None]]:
    left, right = _taken(records, found.at), _taken(others, found.other_at)
    levels = levels_of(left, right) if len(left) else {}
    metres = distance_m(left, right)
    for number, (at, other, score) in enumerate(zip(found.at, found.other_at, found.score, strict=True)):
        parts = parts_of({name: str(of_pairs[number]) for name, of_pairs in levels.items()})
        yield int(at), int(other), float(score), parts, None if np.isnan(metres[number]) else float(metres[number])


def _taken(records: pd.DataFrame, at: IntArray) -> pd.DataFrame:
    return records.take(at).reset_index(drop=True)
