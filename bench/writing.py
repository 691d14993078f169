"""
Twenty curators save at once, 10,000 times, in a register of 100,000 services; nothing may be lost.

Part of the whole run, and by itself: ``python bench/writing.py``. Every save is the one of the page: what was seen is
checked, cells, revision and change are written in one transaction, and it is acknowledged. *Without a pause*: each goes
on as soon as it was answered, so that all twenty always wait for one file. *At a pace*: each saves once in so many
seconds, many times more than people do; waiting is counted from the moment at which a save was due.
"""

import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import sqlalchemy as sa
from importing import measured, write_file
from promises import Check, Measured, at_most, print_measured

from geodata.store import load_territory
from welfare_map.register import open_register
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import Saved, read_record, save
from welfare_map.register.history.revisions import history
from welfare_map.settings import DEFAULT_AREA, Settings

TITLE: Final = "Twenty curators at once"
COUNT: Final = 100_000
WRITERS: Final = 20
WRITES: Final = 10_000
PACED_WRITES: Final = 2_000
EVERY_S: Final = 0.5
MOST_MS: Final = 50
TABLE: Final = "services"


@dataclass
class Kept:
    """What the writers were told: seconds of each save, and how often each record was saved."""

    waits_s: list[float] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, record_id: str, wait_s: float) -> None:
        """Add a save that was acknowledged."""
        with self.lock:
            self.waits_s.append(wait_s)
            self.counts[record_id] = self.counts.get(record_id, 0) + 1

    def quantile_ms(self, share: float) -> float:
        """Return the milliseconds within which this share of the saves was acknowledged."""
        return float(np.quantile(self.waits_s, share)) * 1000


def write(engine: sa.Engine, number: int, ids: list[str], every_s: float, kept: Kept) -> None:
    """Save each of these records in turn, at a pace or without a pause (0)."""
    actor, started_s = Actor(f"writer-{number}", Role.CURATOR), time.perf_counter() + every_s * number / WRITERS
    for turn, record_id in enumerate(ids):
        seen = read_record(engine, TABLE, record_id)[1]
        due_s = started_s + every_s * turn if every_s else time.perf_counter()
        time.sleep(max(0.0, due_s - time.perf_counter()))
        changes = {"name": f"NIDO {number}-{turn}-{every_s:g}"}
        saved = save(engine, actor, table=TABLE, record_id=record_id, changes=changes, seen_number=seen, why="")
        if not isinstance(saved, Saved):
            raise TypeError(f"{record_id} was saved by somebody else")
        kept.note(record_id, time.perf_counter() - due_s)


def listen(engine: sa.Engine, ids: list[str], count: int, every_s: float) -> tuple[Kept, float]:
    """Let twenty write so many times; return what they were told, and the seconds it took."""
    kept, each = Kept(), count // WRITERS
    started_s = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        own = [ids[number * each : (number + 1) * each] for number in range(WRITERS)]
        for done in [pool.submit(write, engine, number, mine, every_s, kept) for number, mine in enumerate(own)]:
            done.result()
    return kept, time.perf_counter() - started_s


def lost(engine: sa.Engine, kept: Kept) -> int:
    """Count the saves that were acknowledged and are not in the history, which begins with the import."""
    return sum(
        max(0, saved_count - (len(history(engine, record_id, TABLE)) - 1))
        for record_id, saved_count in kept.counts.items()
    )


def measure_writing(count: int = COUNT) -> Measured:
    """Fill a register, let them write in both ways, look for what was lost."""
    with tempfile.TemporaryDirectory(prefix="welfare-map-bench-") as name:
        folder = Path(name)
        settings = Settings(data_dir=folder, is_offline=True)
        load_territory(folder, DEFAULT_AREA)
        write_file(folder / "services.csv", count)
        measured("import", folder, "import", str(folder / "services.csv"), "--table", TABLE)
        engine = open_register(settings)
        with engine.connect() as connection:
            query = sa.text("SELECT service_id FROM services WHERE service_id LIKE 'curated:%' LIMIT :most")
            ids = list(connection.execute(query, {"most": WRITES + PACED_WRITES}).scalars())
        hurried, hurried_s = listen(engine, ids[:WRITES], WRITES, 0)
        paced, _ = listen(engine, ids[WRITES:], PACED_WRITES, EVERY_S)
        lost_count = lost(engine, hurried) + lost(engine, paced)
        engine.dispose()
    what = f"{count:,} services, {WRITERS} curators"
    pace = f"one save in {EVERY_S:g} s each"
    return Measured(
        TITLE,
        (
            (f"{what}, without a pause: saves a second", f"{WRITES / hurried_s:.0f}"),
            (f"{what}, without a pause: half, 99 of 100 saves within", _within(hurried)),
            (f"{what}, {pace}: half, 99 of 100 saves within", _within(paced)),
        ),
        (
            Check(f"{WRITES + PACED_WRITES:,} saves, lost", str(lost_count), "0", lost_count == 0),
            at_most("99 of 100 saves, without a pause", hurried.quantile_ms(0.99), MOST_MS, "ms", 0),
            at_most(f"99 of 100 saves, {pace}", paced.quantile_ms(0.99), MOST_MS, "ms", 0),
        ),
    )


def _within(kept: Kept) -> str:
    return f"{kept.quantile_ms(0.5):.0f} ms, {kept.quantile_ms(0.99):.0f} ms"


if __name__ == "__main__":
    print_measured(measure_writing())
