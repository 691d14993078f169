"""What a bench hands to the report: its table, and the promises of the budget that it holds or misses."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One promise of the budget: what was measured in words, the promise, and whether it is kept."""

    what: str
    measured: str
    budget: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """One table of the report: its title, what was measured beside what was found, and the promises."""

    title: str
    rows: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]


def at_most(what: str, value: float, limit: float, unit: str, digits: int) -> Check:
    """Hold a figure to its limit."""
    measured, budget = f"{value:.{digits}f} {unit}".strip(), f"≤ {limit:g} {unit}".strip()
    return Check(what, measured, budget, value <= limit)


def times_faster(what: str, peer_ms: float, ours_ms: float, times: float) -> Check:
    """Hold the time of a peer ÷ ours to what it has to be at least."""
    measured = f"{ours_ms:.0f} ms against {peer_ms:.0f} ms, {peer_ms / ours_ms:.1f} ×"
    return Check(what, measured, f"≥ {times:g} ×", peer_ms >= times * ours_ms)


def in_own_process(measure: Callable[[], Measured]) -> Measured:
    """Run a bench where no other has left its memory behind; its errors are raised here."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure).result()


def print_measured(found: Measured) -> None:
    """Print what is measured, and the promises."""
    for what, measured in found.rows:
        print(f"{what}: {measured}")
    for check in found.checks:
        print(f"{check.what}: {check.measured}; budget {check.budget}; {'kept' if check.is_kept else 'MISSED'}")
