"""bench/RESULTS.md out of the figures of one run."""

import importlib.metadata
import os
import platform
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from maps import ANSWER, CIRCLES, EMPTY, LAYERS, PINS, SUBJECTS, Figures
from nearby import LIMIT_KM, Questions
from promises import DECISION, KNOWN_MISSES, Check, Measured, at_most, kept_again, slower, some_at_most

PACKAGES: Final = ("streamlit", "folium", "streamlit-folium", "geopandas", "shapely", "numpy", "pandas", "playwright")
NOTHING: Final = "–"
BYTES_PER_KB: Final = 1000
OURS: Final = (LAYERS, ANSWER)


@dataclass(frozen=True, slots=True)
class Starts:
    """Seconds from the start of the server to the end of its first answer."""

    first_run_s: float
    warm_s: float


def all_checks(
    maps: Mapping[str, Figures], questions: Questions, starts: Starts, others: Sequence[Measured]
) -> list[Check]:
    """Return every promise of a run, in the order of the report."""
    own = [*map_checks(maps), *question_checks(questions), *start_checks(starts)]
    return [*own, *(check for other in others for check in other.checks)]


def missed_words(checks: Sequence[Check]) -> str:
    """Say what is missed, which of it is known, and what is known as missed and kept again."""
    missed = [_missed_line(check) for check in checks if not check.is_kept]
    again = [f"- {check.what}: {check.measured}, kept; `{DECISION}` names it as missed" for check in kept_again(checks)]
    return "\n".join([*(missed or ["Nothing."]), *(["\nKept again:\n", *again] if again else [])])


def _missed_line(check: Check) -> str:
    known = f"known, see `{DECISION}`" if check.what in KNOWN_MISSES else "**new**"
    return f"- **{check.what}**: {check.measured}; budget {check.budget}; {known}"


def report(
    maps: Mapping[str, Figures],
    questions: Questions,
    starts: Starts,
    others: Sequence[Measured],
    browser_version: str,
) -> str:
    """Put a run into words."""
    checks = all_checks(maps, questions, starts, others)
    parts = (
        "# Results\n",
        "Written by `python bench/run.py`; every figure comes from that one run. What the words mean: `README.md`.\n",
        machine(f", Chromium {browser_version} headless"),
        "## What misses the budget\n",
        missed_words(checks),
        "\n## Against the budget\n",
        _table(("", "measured", "budget", "kept"), (_check_cells(check) for check in checks)),
        "\n## The same map, five pages\n",
        _table(("", *(subject.name for subject in SUBJECTS)), _map_rows(maps)),
        "\n## Questions\n",
        _table(("", "median"), _question_rows(questions)),
        *(f"\n## {other.title}\n\n{_table(('', 'measured'), other.rows)}" for other in others),
    )
    return "\n".join(parts) + "\n"


# --- promises -------------------------------------------------------------------------------------------------------


def map_checks(maps: Mapping[str, Figures]) -> Iterator[Check]:
    """Yield the promises about the map; of our two pages the worse one counts."""
    ours = [maps[subject.name] for subject in OURS]
    first_s, filter_s = max(one.first_s for one in ours), max(one.filter_s for one in ours)
    for naive, first, change in ((PINS, 11, 50), (CIRCLES, 8, 35)):
        if maps[naive.name].first:
            yield _ratio(f"first map, against {naive.name}", maps[naive.name].first_s, first_s, first)
            yield _ratio(f"filter to updated map, against {naive.name}", maps[naive.name].filter_s, filter_s, change)
    above_s = first_s - maps[EMPTY.name].first_s
    yield at_most("first map above the empty page", above_s, 0.65, "s", 2)
    changes = [change for one in ours for change in one.changes]
    yield at_most("blank time at a filter", max(change.blank_s for change in changes), 0.0, "s", 2)
    is_kept = not any(change.is_replaced for change in changes) and all(change.is_view_kept for change in changes)
    yield Check("a filter keeps frame and view of the map", _yes(is_kept), "yes", is_kept)
    yield from _byte_checks(ours)
    yield at_most("server time of a filter", max(one.turn_s for one in ours) * 1000, 40, "ms", 0)
    yield at_most("server time of a filter asked again", max(_repeated_s(one) for one in ours) * 1000, 10, "ms", 0)
    yield some_at_most("memory with one session", max(one.memory_mb for one in ours), 350, "MB", 0)
    yield some_at_most("memory of a further session", max(one.further_mb for one in ours), 2, "MB", 1)
    rate = min(rate for one in ours for rate in (*one.idle_rates, *(pan.frame_rate for pan in one.pans)))
    yield Check("frames in a second, idle and panning", f"{rate:.0f}", "≥ 50", rate >= 50)
    yield at_most("requests to other hosts", max(one.foreign_count for one in ours), 0, "", 0)
    yield some_at_most("Tab stops inside the map", max(one.tab_stop_count for one in ours), 10, "", 0)


def _byte_checks(ours: list[Figures]) -> Iterator[Check]:
    views = [view.byte_count for one in ours for view in one.first]
    yield some_at_most("WebSocket bytes of the first view", max(views) / BYTES_PER_KB, 230, "kB", 0)
    changes = [change.byte_count for one in ours for change in one.changes]
    yield some_at_most("WebSocket bytes of a filter", max(changes) / BYTES_PER_KB, 64, "kB", 0)
    pans = [pan for one in ours for pan in one.pans]
    yield at_most("WebSocket bytes of a pan", max(pan.byte_count for pan in pans), 0, "bytes", 0)
    has_moved = all(pan.has_moved for pan in pans)
    yield Check("the mouse moves the map", _yes(has_moved), "yes", has_moved)
    yield at_most("runs of the page after a pan", max(pan.run_count for pan in pans), 0, "", 0)
    boundaries = max(one.boundaries_bytes for one in ours)
    yield some_at_most("boundaries on the wire, once per browser", boundaries / BYTES_PER_KB, 150, "kB", 0)


def question_checks(questions: Questions) -> Iterator[Check]:
    """Yield the promises about questions."""
    slower_ms = max(questions.nearby_ms, questions.nearby_in_minutes_ms)
    yield at_most(f"whole nearby answer, {questions.service_count:,} services", slower_ms, 20, "ms", 1)


def start_checks(starts: Starts) -> Iterator[Check]:
    """Yield the promises about starting."""
    yield at_most("server start to first answer, first run", starts.first_run_s, 30, "s", 1)
    yield at_most("server start to first answer, warm", starts.warm_s, 5, "s", 1)


def _ratio(what: str, naive_s: float, ours_s: float, times: int) -> Check:
    measured = f"{ours_s:.2f} s against {naive_s:.2f} s, 1/{naive_s / ours_s:.0f}"
    return Check(what, measured, f"≤ 1/{times}", ours_s * times <= naive_s)


def _repeated_s(figures: Figures) -> float:
    return figures.turn_s if figures.repeated_turn_s is None else figures.repeated_turn_s


# --- tables ---------------------------------------------------------------------------------------------------------


def _map_rows(maps: Mapping[str, Figures]) -> Iterator[tuple[str, ...]]:
    figures = [maps[subject.name] for subject in SUBJECTS]
    rows = (
        ("visits", lambda one: f"{len(one.first)}"),
        ("first view painted", lambda one: f"{one.first_s:.2f} s"),
        ("first view ÷ ours, all services", lambda one: f"{one.first_s / maps[LAYERS.name].first_s:.1f}"),
        ("filter to updated map", lambda one: f"{one.filter_s:.2f} s"),
        ("filter ÷ ours, all services", lambda one: f"{one.filter_s / maps[LAYERS.name].filter_s:.1f}"),
        ("blank time at a filter", lambda one: _if_map(one, f"{_worst_blank_s(one):.2f} s")),
        ("frame replaced at a filter", lambda one: _if_map(one, _yes(any(c.is_replaced for c in one.changes)))),
        ("view kept at a filter", lambda one: _if_map(one, _yes(all(c.is_view_kept for c in one.changes)))),
        ("WebSocket, first view", lambda one: _size(statistics.median(view.byte_count for view in one.first))),
        ("WebSocket, filter", lambda one: _size(max(change.byte_count for change in one.changes))),
        ("WebSocket, pan", lambda one: _if_map(one, _size(max((p.byte_count for p in one.pans), default=0)))),
        ("runs: first view / filter / pan", _runs),
        ("server time of a filter", lambda one: f"{one.turn_s * 1000:.0f} ms"),
        ("server time, asked again", _repeated),
        (
            "boundaries on the wire",
            lambda one: _if_map(one, _size(one.boundaries_bytes) if one.boundaries_bytes else "inline"),
        ),
        ("all files of the map", lambda one: _size(one.files_bytes) if one.files_bytes else NOTHING),
        ("memory, one session", lambda one: f"{one.memory_mb:.0f} MB"),
        ("memory, each further session", lambda one: f"{one.further_mb:.1f} MB"),
        ("frames in a second, idle", lambda one: _if_map(one, _low(one.idle_rates))),
        ("frames in a second, panning", lambda one: _if_map(one, _low([pan.frame_rate for pan in one.pans]))),
        ("the mouse moves the map", lambda one: _if_map(one, _yes(all(pan.has_moved for pan in one.pans)))),
        ("requests to other hosts, first view / visit", lambda one: f"{one.first_foreign_count} / {one.foreign_count}"),
        ("Tab stops inside the map", lambda one: _if_map(one, f"{one.tab_stop_count}")),
        ("colours on the canvas", lambda one: NOTHING if one.colour_count is None else f"{one.colour_count}"),
    )
    for what, say in rows:
        yield (what, *(say(one) if one.first else NOTHING for one in figures))


def _runs(figures: Figures) -> str:
    pans = max((pan.run_count for pan in figures.pans), default=0)
    changes = max(change.run_count for change in figures.changes)
    return f"{figures.first[0].run_count} / {changes} / {pans}"


def _repeated(figures: Figures) -> str:
    return NOTHING if figures.repeated_turn_s is None else f"{figures.repeated_turn_s * 1000:.0f} ms"


def _if_map(figures: Figures, words: str) -> str:
    return words if figures.pans else NOTHING


def _worst_blank_s(figures: Figures) -> float:
    return max(change.blank_s for change in figures.changes)


def _low(rates: list[float]) -> str:
    return f"{min(rates):.1f}" if rates else NOTHING


def _question_rows(questions: Questions) -> Iterator[tuple[str, ...]]:
    all_ms = questions.nearby_all_ms
    count, found = f"{questions.service_count:,}", f"{questions.found_count:,}"
    what = f"whole answer, {count} services, {LIMIT_KM:g} km, {found} found"
    yield f"{what}, the first 500 given as in a page", f"{questions.nearby_ms:.1f} ms"
    yield f"{what}, all given, as the peers do", f"{questions.nearby_all_ms:.1f} ms"
    yield "whole answer, 15 minutes by car", f"{questions.nearby_in_minutes_ms:.1f} ms"
    yield "nearest service alone, by the search tree", f"{questions.nearest_ms:.3f} ms"
    yield (
        "peer: geopandas distance, keep, sort; same services and order, ids alone",
        f"{questions.geopandas_ms:.1f} ms; {slower(all_ms, questions.geopandas_ms)}",
    )
    yield (
        "peer: plain Python loop, keep, sort; same services and order, ids alone",
        f"{questions.loop_ms:.1f} ms; {slower(all_ms, questions.loop_ms)}",
    )
    yield "point to municipality", f"{questions.locate_ms:.3f} ms"
    yield "peer: geopandas contains; same municipality", f"{questions.contains_ms:.2f} ms"
    yield f"snapshot of {count} services built", f"{questions.snapshot_s:.2f} s"


def _check_cells(check: Check) -> tuple[str, ...]:
    return check.what, check.measured, check.budget, _yes(check.is_kept) if check.is_kept else "**no**"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (heads, ("---",) * len(heads), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _yes(is_true: bool) -> str:  # noqa: FBT001  # a word for a value
    return "yes" if is_true else "no"


def _size(byte_count: float) -> str:
    if byte_count >= BYTES_PER_KB**2:
        return f"{byte_count / BYTES_PER_KB**2:.1f} MB"
    return f"{byte_count / BYTES_PER_KB:.1f} kB" if byte_count else "0"


# --- machine --------------------------------------------------------------------------------------------------------


def machine(browser: str = "") -> str:
    """Describe this machine, its load now, and what is installed; ``browser`` stands behind Python."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{datetime.now(UTC).date().isoformat()}; {os.cpu_count()} cores ({_processor()}), {memory_gb:.0f} GB, "
        f"{platform.system()} {platform.release()}; load at the end of the run {load}; "
        f"Python {platform.python_version()}{browser}; {versions}.\n"
    )


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
