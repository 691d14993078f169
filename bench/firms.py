"""
Firms near a firm, beside a plain loop over firms and their sites; both must find the same.

``python bench/firms.py [COUNT …]`` prints medians with 2,000 firms unless told otherwise: the question, then what the
page makes of it too (the cards of the first screen, and what the map is sent).
"""

import sys
import tempfile
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from nearby import AS_OF_ON, JITTER_DEGREES, PEER_ROUNDS, median_ms

from geodata.codes import TravelMode
from geodata.routing.estimate import Estimate
from geodata.store import demo_dir, load_territory, read_csv_table, read_places
from geodata.tables import CONTRACTS
from geodata.territory import Territory
from welfare_map.maps.firm_cards import firm_card
from welfare_map.maps.positions import packed_steps
from welfare_map.model import FirmsAnswer, FirmsQuery, Viewer
from welfare_map.questions.firms import firms
from welfare_map.questions.firms_seen import FIRM_KINDS, firm_seen, firms_seen, viewer_of
from welfare_map.settings import DEFAULT_AREA
from welfare_map.snapshot import Snapshot, build_snapshot

COUNTS: Final = (2_000,)
TABLES: Final = ("organisations", "sites", "adhesions", "shifts", "needs_offers")
OWN: Final = "demo:org-015041-1"
"""The firm that asks: the demonstration cooperative of Busto Garolfo."""
LIMIT_MIN: Final = 30.0
SHOWN_COUNT: Final = 150
CARD_COUNT: Final = 8
BUDGET_MS: Final = 50
LOOP_COUNT: Final = 200
"""Firms that the loop visits: its time is that of so many, scaled."""


def many_firms(count: int) -> dict[str, pd.DataFrame]:
    """Repeat the demonstration firms with all that they declared, moved a little; always the same ones."""
    shipped = {name: read_csv_table(demo_dir() / f"{name}.csv", CONTRACTS[name]) for name in TABLES}
    initiatives = read_csv_table(demo_dir() / "initiatives.csv", CONTRACTS["initiatives"])
    copies = range(-(-count // len(shipped["organisations"])))
    whole = {name: pd.concat([_copy(table, copy) for copy in copies]) for name, table in shipped.items()}
    kept = set(whole["organisations"]["organisation_id"].head(count))
    tables = {name: table[table["organisation_id"].isin(kept)] for name, table in whole.items()}
    return {**{name: table.reset_index(drop=True) for name, table in tables.items()}, "initiatives": initiatives}


def _copy(table: pd.DataFrame, copy: int) -> pd.DataFrame:
    """Return a copy of a table under other identifiers; the first one is the table itself."""
    if copy == 0:
        return table
    names = {name: table[name] + f"-{copy}" for name in ("organisation_id", "need_offer_id") if name in table}
    moves = np.random.default_rng(copy).uniform(-JITTER_DEGREES, JITTER_DEGREES, (len(table), 2))
    axes = {name: table[name] + moves[:, axis] for axis, name in enumerate(("lon", "lat")) if name in table}
    return table.assign(**names, **axes, source_key=table["source_key"] + f"-{copy}")


def snapshot_of(count: int, territory: Territory) -> Snapshot:
    """Build the snapshot that the question reads."""
    places = read_places(territory)
    return build_snapshot(many_firms(count), territory=territory, version="bench", sources=(), places=places)


def ask(snapshot: Snapshot, viewer: Viewer, *, max_count: int = SHOWN_COUNT) -> FirmsAnswer:
    """Ask the whole question as an adherent, as a page does."""
    me = firm_seen(snapshot, OWN, viewer)
    query = FirmsQuery(as_of_on=AS_OF_ON, me=me, viewer=viewer, limit_min=LIMIT_MIN, max_count=max_count)
    return firms(snapshot, query, Estimate())


def by_loop(snapshot: Snapshot, viewer: Viewer, count: int) -> dict[str, float]:
    """Ask the engine for one trip after the other, to each site of each firm."""
    here = firm_seen(snapshot, OWN, viewer)
    found: dict[str, float] = {}
    for firm in list(firms_seen(snapshot, viewer).values())[:count]:
        if firm.organisation_kind not in FIRM_KINDS or firm.organisation_id == OWN:
            continue
        trips = [
            round(
                float(Estimate().one_to_many(here.lon, here.lat, [site.lon], [site.lat], TravelMode.CAR).travel_min[0]),
                1,
            )
            for site in firm.sites
            if site.position_quality != "none"
        ]
        if trips and min(trips) <= LIMIT_MIN:
            found[firm.organisation_id] = min(trips)
    return found


def draw(answer: FirmsAnswer) -> int:
    """Make what the page sends of an answer; return its characters."""
    cards = [firm_card(row, "it", number=number) for number, row in enumerate(answer.rows[:CARD_COUNT], start=1)]
    points = packed_steps([row.lon for row in answer.rows], [row.lat for row in answer.rows])
    return sum(map(len, cards)) + len(points)


def main(counts: list[int]) -> None:
    """Measure at each count; stop when the loop finds other firms or minutes."""
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        territory = load_territory(Path(folder), DEFAULT_AREA)
        for count in counts:
            snapshot = snapshot_of(count, territory)
            viewer = viewer_of(snapshot, (OWN,))
            whole = {row.organisation_id: row.travel_min for row in ask(snapshot, viewer, max_count=count).rows}
            if by_loop(snapshot, viewer, count) != whole:
                raise ValueError("the loop finds other firms")
            ours_ms = median_ms(lambda snapshot=snapshot, viewer=viewer: ask(snapshot, viewer))
            page_ms = median_ms(lambda snapshot=snapshot, viewer=viewer: draw(ask(snapshot, viewer)))
            loop_ms = median_ms(
                lambda snapshot=snapshot, viewer=viewer: by_loop(snapshot, viewer, LOOP_COUNT), PEER_ROUNDS
            )
            all_ms = loop_ms * count / LOOP_COUNT
            print(
                f"{count} firms, {len(whole)} within {LIMIT_MIN:.0f} min: {ours_ms:.1f} ms, with cards and map"
                f" {page_ms:.1f} ms; a plain loop {all_ms:.0f} ms (1/{all_ms / ours_ms:.0f}); budget {BUDGET_MS} ms"
            )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(COUNTS))
