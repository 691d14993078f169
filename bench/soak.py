"""
Visitors come, ask, leave, and others come, for half an hour: ``make soak`` (``python bench/soak.py --minutes 30``).

Memory of the server has to stay flat within 10 % after the first sixth of the time, and nothing may go wrong. Writes
``SOAK.md``.
"""

import argparse
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from crowd import SEED, WORKPLACES, Heard, Recorded, Stay, record_visit, stay, warm_up
from report import machine
from server import Server, serve
from starting import APP

RESULTS: Final = Path(__file__).with_name("SOAK.md")
VISITORS: Final = 30
EVERY_S: Final = 5.0
STAY_S: Final = 120.0
SAMPLE_S: Final = 5.0
SETTLED_SHARE: Final = 1 / 6
MAX_GROWTH: Final = 0.10
"""The last sixth of the time may need so much more memory than the first one after the beginning."""


@dataclass(frozen=True, slots=True)
class Soaked:
    """What half an hour left: memory of the server as sampled (MB), what visitors waited for, how many came."""

    memory_mb: tuple[float, ...]
    heard: Heard
    visit_count: int

    @property
    def growth(self) -> float:
        """Return how much more memory the end needs than the time after the beginning, as a share."""
        part = max(1, int(len(self.memory_mb) * SETTLED_SHARE))
        early, late = self.memory_mb[part : 2 * part], self.memory_mb[-part:]
        return max(late) / max(early) - 1

    @property
    def is_kept(self) -> bool:
        """Tell whether memory stayed flat and nothing went wrong."""
        return self.growth <= MAX_GROWTH and not self.heard.faults


def soak(server: Server, recorded: Recorded, lasts_s: float) -> Soaked:
    """Keep so many visitors in the application; each stays for some minutes, and the next one takes the place."""
    heard, ended, memory_mb = Heard(), threading.Event(), list[float]()
    chance, rounds = random.Random(SEED), round(lasts_s / STAY_S)  # noqa: S311  # places, no secrets
    places = [[chance.uniform(*ends) for ends in WORKPLACES] for _ in range(rounds * VISITORS)]

    def sample() -> None:
        while not ended.wait(SAMPLE_S):
            memory_mb.append(server.memory_mb())

    def keep_one(number: int) -> None:
        for lon, lat in places[number::VISITORS]:
            when = Stay(EVERY_S * number / VISITORS, EVERY_S, int(STAY_S / EVERY_S))
            stay(server, recorded.moved(lon, lat), when, heard)

    with ThreadPoolExecutor(VISITORS + 1) as pool:
        pool.submit(sample)
        try:
            for done in [pool.submit(keep_one, number) for number in range(VISITORS)]:
                done.result()
        finally:
            ended.set()
    return Soaked(tuple(memory_mb), heard, len(places))


def words(soaked: Soaked, minutes: float) -> str:
    """Put a soak into words."""
    memory, heard = soaked.memory_mb, soaked.heard
    half_s, most_s, nearly_all_s = (heard.quantile_s(share) for share in (0.5, 0.95, 0.99))
    through = ", ".join(f"{mb:.0f}" for mb in memory[:: max(1, len(memory) // 12)])
    verdict = "kept" if soaked.is_kept else "MISSED"
    facts = (
        f"{minutes:g} minutes, {VISITORS} visitors at a time, {soaked.visit_count:,} visits of {STAY_S:g} s",
        f"one question every {EVERY_S:g} s: {len(heard.waits_s):,} answers; faults: {len(heard.faults)}",
        f"half of the answers within {half_s:.2f} s, 95 of 100 within {most_s:.2f} s, 99 within {nearly_all_s:.2f} s",
        f"memory of the server, MB, evenly through the time: {through}",
        f"growth from the second sixth to the last: {soaked.growth:+.1%}; budget {MAX_GROWTH:.0%}: {verdict}",
        *(f"fault: {fault}" for fault in heard.faults[:10]),
    )
    intro = "Written by `make soak`: visitors without browsers come, ask, leave, and others come."
    return "\n".join(("# Soak\n", f"{intro}\n", machine(), *(f"- {fact}" for fact in facts))) + "\n"


def main() -> int:
    """Soak, write what came of it, and fail when memory grew or something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--print", action="store_true", dest="is_printed")
    options = parser.parse_args()
    with (
        TemporaryDirectory(prefix="welfare-map-soak-") as folder,
        serve(APP, WELFARE_MAP_DATA_DIR=f"{folder}/data") as server,
    ):
        warm_up(server)
        soaked = soak(server, record_visit(server), options.minutes * 60)
    said = words(soaked, options.minutes)
    print(said)
    if not options.is_printed:
        RESULTS.write_text(said, encoding="utf-8")
    return 0 if soaked.is_kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
