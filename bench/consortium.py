"""
With whom a service can be shared, among 2,000 firms, beside a plain search through all sets of some of them.

Part of the whole run, and by itself: ``python bench/consortium.py [COUNT]``; 2,000 firms unless told otherwise. Firms
are those of the demonstration, repeated and moved a little; the plain search looks at ``PLAIN_COUNT`` of their needs,
as both must find the same groups.
"""

import sys
import tempfile
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from nearby import AS_OF_ON, PEER_ROUNDS, median_ms
from promises import Measured, at_most, print_measured

from geodata.codes import ConsortiumParameter
from geodata.routing.estimate import Estimate
from geodata.store import load_territory, read_csv_table, read_places
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.model import ConsortiumAnswer, ConsortiumQuery
from welfare_map.questions.consortium import consortium
from welfare_map.questions.consortium.groups import Effort, minimal_groups
from welfare_map.settings import DEFAULT_AREA
from welfare_map.snapshot import Snapshot, build_snapshot

TITLE: Final = "With whom a nursery can be shared"
DEMO: Final = Path(__file__).resolve().parents[1] / "data" / "demo"
FIRM_COUNT: Final = 2_000
BUDGET_MS: Final = 3_000
JITTER_DEGREES: Final = 0.02
PLACES: Final = (
    ("Busto Garolfo", 8.888, 45.546, 15),
    ("Busto Garolfo", 8.888, 45.546, 30),
    ("Milano", 9.19, 45.464, 15),
    ("Milano", 9.19, 45.464, 30),
)
PLAIN_COUNT: Final = 16
"""Needs through which the plain search looks: each one more doubles its time."""
ASSUMPTIONS: Final = (
    (ConsortiumParameter.THRESHOLD, 30.0),
    (ConsortiumParameter.USE, 0.015),
    (ConsortiumParameter.PLACE_COST, 10_500.0),
)


def many_firms(count: int) -> dict[str, pd.DataFrame]:
    """Repeat the demonstration firms with what they declared, moved a little; always the same ones."""
    firms = read_csv_table(DEMO / "organisations.csv", CONTRACTS["organisations"])
    repeated = firms.iloc[np.arange(count) % len(firms)].reset_index(drop=True)
    moves = np.random.default_rng(count).uniform(-JITTER_DEGREES, JITTER_DEGREES, (count, 2))
    old, key = repeated["organisation_id"], [f"bench-{number:06d}" for number in range(count)]
    moved = repeated.assign(
        organisation_id=key, source_key=key, lon=repeated["lon"] + moves[:, 0], lat=repeated["lat"] + moves[:, 1]
    )
    return {"organisations": moved, "needs_offers": _needs(pd.DataFrame({"organisation_id": old, "new_id": key}))}


def _needs(ids: pd.DataFrame) -> pd.DataFrame:
    """Give each copy of a firm what the firm declared."""
    declared = read_csv_table(DEMO / "needs_offers.csv", CONTRACTS["needs_offers"])
    copied = declared.merge(ids, on="organisation_id")
    key = [f"bench-need-{number:06d}" for number in range(len(copied))]
    renamed = copied.assign(organisation_id=copied["new_id"], need_offer_id=key, source_key=key)
    return renamed[list(CONTRACTS["needs_offers"].column_names)]


def snapshot_of(count: int, territory: Territory) -> Snapshot:
    """Build the snapshot that the question reads."""
    places = read_places(territory)
    return build_snapshot(many_firms(count), territory=territory, version="bench", sources=(), places=places)


def ask(snapshot: Snapshot, lon: float, lat: float, limit_min: float) -> ConsortiumAnswer:
    """Ask the whole question, as the command does."""
    query = ConsortiumQuery(
        as_of_on=AS_OF_ON, kind="nursery", lon=lon, lat=lat, limit_min=limit_min, assumptions=ASSUMPTIONS
    )
    return consortium(snapshot, query, Estimate())


def by_looking_at_all(needs: list[int], missing: int) -> set[tuple[int, ...]]:
    """Try every set, the smallest first, and leave out those that hold one that suffices."""
    found: list[set[int]] = []
    for size in range(1, len(needs) + 1):
        for some in combinations(range(len(needs)), size):
            if sum(needs[number] for number in some) >= missing and not any(one <= set(some) for one in found):
                found.append(set(some))
    return {tuple(sorted(one)) for one in found}


def beside_all_sets(snapshot: Snapshot) -> tuple[str, str]:
    """Compare the search with the plain one; stop when they find other groups."""
    counts = [firm.employee_count or 0 for firm in snapshot.public_firms.values()]
    needs = sorted((round(count * 15) for count in counts[:PLAIN_COUNT]), reverse=True)
    missing = sum(needs) // 2
    ours = {tuple(np.flatnonzero(row).tolist()) for row in minimal_groups(needs, missing, Effort()).members}
    if ours != by_looking_at_all(needs, missing):
        raise ValueError("the plain search finds other groups")
    ours_ms = median_ms(lambda: minimal_groups(needs, missing, Effort()))
    plain_ms = median_ms(lambda: by_looking_at_all(needs, missing), PEER_ROUNDS)
    what = f"{len(ours)} groups of {PLAIN_COUNT} needs; looking at all sets"
    return what, f"{ours_ms:.1f} ms; {plain_ms:.0f} ms, {plain_ms / ours_ms:.0f} ×"


def measure_consortium(count: int = FIRM_COUNT) -> Measured:
    """Ask from each place several times."""
    rows, checks = [], []
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        snapshot = snapshot_of(count, load_territory(Path(folder), DEFAULT_AREA))
    for name, *at in PLACES:
        answer = ask(snapshot, *at)
        ours_ms = median_ms(lambda at=at: ask(snapshot, *at), PEER_ROUNDS)
        where = f"{count:,} firms, {name}, {at[-1]} min"
        whole = "all found" if answer.is_complete else "not all looked at"
        what = f"{where}: {answer.firm_count} firms, {answer.found_count} groups, {whole}"
        rows.append((what, f"{ours_ms:.0f} ms"))
        checks.append(at_most(f"consortium, {where}", ours_ms, BUDGET_MS, "ms", 0))
    return Measured(TITLE, (*rows, beside_all_sets(snapshot)), tuple(checks))


if __name__ == "__main__":
    print_measured(measure_consortium(*(int(word) for word in sys.argv[1:])))
