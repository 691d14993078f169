"""What a bench hands to the report: its table, and the promises of the budget that it holds or misses."""

import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

DECISION: Final = "docs/decisions/0010-what-the-budget-misses.md"
KNOWN_MISSES: Final = {
    "first map, against naive, pins": "First map, against pins",
    "first map above the empty page": "First map above the empty page",
    "server time of a filter": "server time of a filter",
    "server time of a filter asked again": "A filter asked again",
    "99 of 100 saves, without a pause": "Twenty curators without a pause",
}
"""Promises that are known as missed, and the words by which the decision names each."""


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


def some_at_most(what: str, value: float, limit: float, unit: str, digits: int) -> Check:
    """Hold a figure to its limit where nothing at all means that nothing was measured."""
    held = at_most(what, value, limit, unit, digits)
    return held if value > 0 else replace(held, measured=f"{held.measured}: no measure", is_kept=False)


def times_faster(what: str, peer_ms: float, ours_ms: float, times: float) -> Check:
    """Hold the time of a peer ÷ ours to what it has to be at least."""
    measured = f"{ours_ms:.0f} ms against {peer_ms:.0f} ms, {peer_ms / ours_ms:.1f} ×"
    return Check(what, measured, f"≥ {times:g} ×", peer_ms >= times * ours_ms)


def slower(ours: float, peer: float) -> str:
    """Say how many times faster or slower ours is than a peer, in the same unit."""
    return f"ours {peer / ours:.1f} × faster" if ours <= peer else f"ours {ours / peer:.1f} × slower"


def new_misses(checks: Iterable[Check]) -> list[Check]:
    """Return the promises that are missed and not known as missed."""
    return [check for check in checks if not check.is_kept and check.what not in KNOWN_MISSES]


def kept_again(checks: Iterable[Check]) -> list[Check]:
    """Return the promises that are kept although they are known as missed."""
    return [check for check in checks if check.is_kept and check.what in KNOWN_MISSES]


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
