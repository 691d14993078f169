"""The same map four times: empty page, ours, naive with circles, naive with pins; visited in turn in one Chromium."""

import statistics
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from browser import Change, FirstView, Pan, Visit, visit_page
from playwright.sync_api import Browser
from server import Server, serve
from starting import ANSWER_QUERY, APP
from visitor import opening, visit

BENCH: Final = Path(__file__).parent
GROUPS: Final = ("small_children", "children", "elders", "disability", "family", "time_saving")
ALL_LAYERS: Final = "?layers=" + ",".join(f"services:{group}" for group in GROUPS)
OURS_ROUNDS: Final = 5
SETTLING_SESSIONS: Final = 50
"""Sessions that take up what the filters before them gave back, so that those after them need memory of their own."""
OURS_SESSIONS: Final = 100
NAIVE_SESSIONS: Final = 1
REPEATS: Final = 6


@dataclass(frozen=True, slots=True)
class Subject:
    """
    One page to visit.

    Parameters
    ----------
    name
        In the report.
    app
        Script that Streamlit runs.
    query
        Query string of the first view.
    key, label
        Widget and option of the filter, clicked on and off.
    before
        Text to click before the filter can be seen, or "".
    is_naive
        Slow: fewer rounds.
    """

    name: str
    app: Path
    query: str = ""
    key: str = "groups"
    label: str = "small_children"
    before: str = ""
    is_naive: bool = False


EMPTY: Final = Subject("empty page", BENCH / "empty_page.py")
PINS: Final = Subject("naive, pins", BENCH / "naive" / "pins.py", is_naive=True)
CIRCLES: Final = Subject("naive, circles", BENCH / "naive" / "circles.py", is_naive=True)
LAYERS: Final = Subject(
    "ours, all services", APP, ALL_LAYERS, key="layers-services", label="Bimbi", before="layers-panel"
)
ANSWER: Final = Subject("ours, answer", APP, f"?{ANSWER_QUERY}", label="Bimbi")
SUBJECTS: Final = (EMPTY, LAYERS, ANSWER, CIRCLES, PINS)


@dataclass
class Figures:
    """Everything measured on one page; ``turns_s`` are server times of the filter, in the order asked."""

    first: list[FirstView] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    pans: list[Pan] = field(default_factory=list)
    idle_rates: list[float] = field(default_factory=list)
    turns_s: list[float] = field(default_factory=list)
    tab_stop_count: int = 0
    colour_count: int | None = None
    first_foreign_count: int = 0
    foreign_count: int = 0
    boundaries_bytes: int = 0
    files_bytes: int = 0
    memory_mb: float = 0
    further_mb: float = 0

    @property
    def first_s(self) -> float:
        """Median time of the first view."""
        return statistics.median(view.seconds for view in self.first)

    @property
    def filter_s(self) -> float:
        """Median time from the click on a filter to the painted change."""
        return statistics.median(change.seconds for change in self.changes)

    @property
    def turn_s(self) -> float:
        """Median server time of a filter that was not asked before."""
        return statistics.median(self.turns_s[:2])

    @property
    def repeated_turn_s(self) -> float | None:
        """Median server time of a filter asked again; None when it was not."""
        return statistics.median(self.turns_s[2:]) if self.turns_s[2:] else None


def measure_maps(browser: Browser, data_dir: Path, naive_dir: Path, naive_rounds: int) -> dict[str, Figures]:
    """Visit every page in turn; servers are warm: each has had one visitor before."""
    environment = {"WELFARE_MAP_DATA_DIR": str(data_dir), "WELFARE_MAP_BENCH_DIR": str(naive_dir)}
    figures = {subject.name: Figures() for subject in SUBJECTS}
    subjects = [subject for subject in SUBJECTS if naive_rounds or not subject.is_naive]
    with ExitStack() as stack:
        servers = {app: stack.enter_context(serve(app, **environment)) for app in {one.app for one in subjects}}
        for server in servers.values():
            _warm_up(server)
        for number in range(OURS_ROUNDS):
            for subject in subjects:
                if not subject.is_naive or number < naive_rounds:
                    _round(browser, servers[subject.app], subject, figures[subject.name])
        for subject in subjects:
            if subject.is_naive:
                _ask_server(servers[subject.app], subject, figures[subject.name])
    for subject in subjects:
        if not subject.is_naive:
            with serve(subject.app, **environment) as server:
                _ask_server(server, subject, figures[subject.name])
    return figures


def _warm_up(server: Server) -> None:
    with visit(server.host) as visitor:
        visitor.ask(opening())


def _round(browser: Browser, server: Server, subject: Subject, figures: Figures) -> None:
    with visit_page(browser, server, subject.query) as page_visit:
        figures.first.append(page_visit.first_view())
        figures.boundaries_bytes = page_visit.body_bytes("/map-assets/boundaries")
        figures.files_bytes = page_visit.body_bytes("/map-assets/")
        figures.first_foreign_count = page_visit.traffic.foreign_count
        if subject.is_naive:
            figures.memory_mb = server.memory_mb()
        _look_at_map(page_visit, figures)
        if subject.before:
            page_visit.page.locator(f".st-key-{subject.before} summary").click()
        figures.changes += [page_visit.click_filter(subject.key, subject.label) for _ in range(2)]
        figures.foreign_count = max(figures.foreign_count, page_visit.traffic.foreign_count)


def _look_at_map(page_visit: Visit, figures: Figures) -> None:
    if page_visit.map_frame() is None:
        return
    figures.tab_stop_count = page_visit.tab_stop_count()
    figures.colour_count = page_visit.colour_count()
    figures.idle_rates.append(page_visit.idle_rate())
    figures.pans.append(page_visit.pan())


def _ask_server(server: Server, subject: Subject, figures: Figures) -> None:
    """
    Repeat what the page asked in sessions without a browser: server time of the filter, memory of sessions.

    A server of its own has had no filter before, so its first answers come from no cache; the naive maps keep nothing.
    """
    first = figures.first[0].question
    on, off = (change.question for change in figures.changes[:2])
    with ExitStack() as stack:
        visitor = stack.enter_context(visit(server.host))
        visitor.ask(first)
        figures.memory_mb = figures.memory_mb or server.memory_mb()
        repeats = 1 if subject.is_naive else REPEATS
        figures.turns_s = [visitor.ask(question).server_s for _ in range(repeats) for question in (on, off)]
        settling, count = (0, NAIVE_SESSIONS) if subject.is_naive else (SETTLING_SESSIONS, OURS_SESSIONS)
        _stay(stack, server, first, settling)
        before_mb = server.memory_mb()
        _stay(stack, server, first, count)
        figures.further_mb = (server.memory_mb() - before_mb) / count


def _stay(stack: ExitStack, server: Server, question: bytes, count: int) -> None:
    """Let so many visitors come, ask and stay."""
    for _ in range(count):
        stack.enter_context(visit(server.host)).ask(question)
