"""
A curator's file of 100,000 services through ``welfare-map import``, and an official list as long through ``update``.

Told are seconds, the most memory that the process took, and the longest time for which everybody else who writes had
to wait. ``python bench/importing.py [--count N] [--form csv|xlsx]`` makes the files and a register of its own in a
temporary folder. A second import of the same file must find everything as it is. Linux tells the memory (``VmHWM``).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
from nearby import many_services

from geodata.store import load_territory
from welfare_map.register import open_register
from welfare_map.settings import DEFAULT_AREA, Settings

COUNT: Final = 100_000
TITLES: Final = "| time | processor | peak memory | others wait | new | changed | as they are |"
MOST_S: Final = 300
MOST_MB: Final = 1_000
PROGRAM: Final = """
import sys
import time
from pathlib import Path
from sqlalchemy import Engine, Pool, event
from welfare_map.cli import main

begun, held = [], [0.0]

@event.listens_for(Engine, "after_cursor_execute")
def begin(connection, cursor, statement, *rest):
    if statement == "BEGIN IMMEDIATE":
        begun.append(time.perf_counter())

@event.listens_for(Pool, "checkin")
def end(*connection):
    if begun:
        held.append(time.perf_counter() - begun.pop())

code = main(sys.argv[2:])
lines = Path("/proc/self/status").read_text().splitlines()
peak = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
Path(sys.argv[1]).write_text(f"{peak} {max(held)}")
sys.exit(code)
"""
HEADERS: Final = {
    "name": "Denominazione",
    "kind": "Tipologia",
    "provider_name": "Ente gestore",
    "ownership": "Titolarità",
    "address": "Indirizzo",
    "municipality_code": "Codice ISTAT comune",
    "lon": "Longitudine",
    "lat": "Latitudine",
    "phone": "Telefono",
    "opening_hours": "Orari di apertura",
    "capacity_authorised": "Posti autorizzati",
    "capacity_accredited": "Posti accreditati",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One import: what it did, how long it took, processor time, most memory, and for how long the others waited."""

    what: str
    seconds: float
    processor_s: float
    peak_mb: float
    locked_s: float
    added: int
    changed: int
    unchanged: int


def write_file(path: Path, count: int) -> None:
    """Write services with names, streets and telephone numbers of their own, as a publisher would."""
    services = many_services(count)
    numbers = pd.Series(range(count))
    table = services.assign(
        name="ASILO NIDO DI PROVA N. " + numbers.astype(str),
        address="VIA DELLE PROVE," + (numbers % 300 + 1).astype(str),
        phone="0331 " + (100_000 + numbers).astype(str),
    )
    table = table.reset_index(drop=True)[list(HEADERS)].rename(columns=HEADERS)
    if path.suffix == ".xlsx":
        table.to_excel(path, index=False)
    else:
        table.to_csv(path, index=False, sep=";", encoding="cp1252", errors="replace")


def write_list(path: Path, count: int) -> None:
    """Write the services as the Region publishes its homes."""
    services = many_services(count).reset_index(drop=True)
    numbers = pd.Series(range(count))
    table = pd.DataFrame(
        {
            "COD_STRUTTURA": numbers.astype(str).str.zfill(6),
            "DENOM_STRUTTURA": "RSA DI PROVA N. " + numbers.astype(str),
            "DENOM_GESTORE": services["provider_name"],
            "PUBBLICA_PRIVATA": "PRIVATA",
            "INDIRIZZO_UBICAZIONE": "VIA DELLE PROVE," + (numbers % 300 + 1).astype(str),
            "CAP": "20025",
            "COD_ISTAT_COMUNE_UBICAZIONE": services["municipality_code"],
            "TOT_POSTI_AUTORIZZATI": 100,
            "TOT_POSTI_ACCREDITATI": 80,
            "WGS84_X": services["lon"],
            "WGS84_Y": services["lat"],
        }
    )
    table.to_csv(path, index=False)


def measured(what: str, data_dir: Path, *command: str) -> Run:
    """Run one command in a process of its own."""
    environment = {**os.environ, "WELFARE_MAP_DATA_DIR": str(data_dir), "WELFARE_MAP_OFFLINE": "on"}
    words = [*command, "--format", "json"]
    peak_path = data_dir / "peak.txt"
    started_s, before_s = time.perf_counter(), _processor_s()
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(peak_path), *words], env=environment, stdout=subprocess.PIPE, check=True
    )
    seconds = time.perf_counter() - started_s
    processor_s = _processor_s() - before_s
    said = json.loads(finished.stdout)
    peak_kb, locked_s = map(float, peak_path.read_text(encoding="utf-8").split())
    counts = (said["added"], said["changed"], said.get("unchanged", 0))
    return Run(what, seconds, processor_s, peak_kb * 1024 / 1e6, locked_s, *counts)


def _processor_s() -> float:
    """Return the processor time of all imports so far: what a busy machine does not change much."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def runs(count: int, form: str, folder: Path) -> Iterator[Run]:
    """Yield the imports, one after the other."""
    data_dir, path, listed = folder / "data", folder / f"services.{form}", folder / "list.csv"
    load_territory(data_dir, DEFAULT_AREA)
    open_register(Settings(data_dir=data_dir, is_offline=True)).dispose()
    write_file(path, count)
    words = ("import", str(path), "--table", "services")
    yield measured("trial", data_dir, *words, "--dry-run")
    yield measured("import", data_dir, *words)
    yield measured("the same again", data_dir, *words)
    write_list(listed, count)
    words = ("update", "regione-lombardia-rsa", "--from", str(listed))
    yield measured("official list", data_dir, *words)
    yield measured("the same list again", data_dir, *words)


def main() -> int:
    """Print a table; the exit code says whether the budget is kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--form", choices=("csv", "xlsx"), default="csv")
    asked = parser.parse_args()
    is_kept = True
    print(f"| {asked.count:,} services, {asked.form} {TITLES}")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for run in runs(asked.count, asked.form, Path(folder)):
            is_kept &= run.seconds <= MOST_S and run.peak_mb <= MOST_MB
            used = f"{run.seconds:.0f} s | {run.processor_s:.0f} s | {run.peak_mb:.0f} MB | {run.locked_s:.1f} s"
            counts = f"{run.added:,} | {run.changed:,} | {run.unchanged:,}"
            print(f"| {run.what} | {used} | {counts} |", flush=True)
    print(f"\nBudget: {MOST_S} s and {MOST_MB} MB: {'kept' if is_kept else 'missed'}.")
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
