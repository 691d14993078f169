"""
Many visitors at once, without browsers: each asks what a visitor's page asked, every few seconds.

Part of the whole run, and by itself: ``python bench/crowd.py``. One visit in Chromium is written down (the first view
of an answer, then a click on each filter and off again); sessions repeat it around workplaces of their own. Waiting is
counted from the moment at which a question was due, so that a server which falls behind cannot hide it; the first view
is due when the visitor comes, and counts like every other answer.
"""

import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from browser import chromium, visit_page
from maps import ANSWER, GROUPS
from promises import Check, Measured, at_most, print_measured
from server import Server, serve
from starting import APP
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from visitor import Turn, opening, visit
from websockets.exceptions import WebSocketException

from welfare_map.texts import text

TITLE: Final = "Many visitors at once"
CROWDS: Final = ((30, 5.0, 0.6), (60, 5.0, 0.5), (100, 10.0, 0.6))
"""Sessions, seconds between two questions of one, and the seconds that 95 of 100 answers may take."""
LASTS_S: Final = 60.0
WORKPLACE: Final = (8.918, 45.594)
WORKPLACES: Final = ((8.9, 9.3), (45.45, 45.7))
"""Westernmost and easternmost, southernmost and northernmost workplace of a crowd: in the map, dense around Milano."""
SEED: Final = 7


class PageError(Exception):
    """The page came, and says that something is wrong."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one visit asked: its first message, and one for each click on a filter."""

    first: bytes
    clicks: tuple[bytes, ...]

    def questions(self, click_count: int) -> tuple[bytes, ...]:
        """Return the first question and so many clicks, begun anew where there are fewer."""
        return (self.first, *islice(cycle(self.clicks), click_count))

    def moved(self, lon: float, lat: float) -> "Recorded":
        """Return the same visit around another workplace; degrees, EPSG:4326."""
        return Recorded(_moved(self.first, lon, lat), tuple(_moved(click, lon, lat) for click in self.clicks))


@dataclass
class Heard:
    """What a crowd waited for: seconds of each answer in the order they came, and what went wrong."""

    waits_s: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, wait_s: float) -> None:
        """Add an answer."""
        with self.lock:
            self.waits_s.append(wait_s)

    def fault(self, error: Exception) -> None:
        """Add what went wrong."""
        with self.lock:
            self.faults.append(f"{type(error).__name__}: {error}")

    def quantile_s(self, share: float) -> float:
        """Return the seconds within which this share of the answers came."""
        return float(np.quantile(self.waits_s, share))


def record_visit(server: Server) -> Recorded:
    """Write down what a visitor's page asks: an answer, then each filter on and off."""
    with chromium() as browser, visit_page(browser, server, ANSWER.query) as page_visit:
        first = page_visit.first_view().question
        clicks = [
            page_visit.click_filter(ANSWER.key, text(f"codes.group.{group}", "it")).question
            for group in GROUPS
            for _ in range(2)
        ]
    return Recorded(first, tuple(clicks))


def _moved(message: bytes, lon: float, lat: float) -> bytes:
    question = BackMsg.FromString(message)
    old = (f"lon={WORKPLACE[0]}", f"lat={WORKPLACE[1]}")
    for before, after in zip(old, (f"lon={lon:.3f}", f"lat={lat:.3f}"), strict=True):
        question.rerun_script.query_string = question.rerun_script.query_string.replace(before, after)
    return question.SerializeToString()


def listen(server: Server, recorded: Recorded, count: int, every_s: float, questions: int) -> Heard:
    """Let so many visitors ask so many questions each, and return what they waited for, first view included."""
    heard = Heard()
    chance = random.Random(SEED)  # noqa: S311  # places, no secrets
    starts_s = [every_s * number / count for number in range(count)]
    places = [tuple(chance.uniform(*ends) for ends in WORKPLACES) for _ in range(count)]
    with ThreadPoolExecutor(count) as pool:
        visits = [
            pool.submit(stay, server, recorded.moved(lon, lat), Stay(start_s, every_s, questions), heard)
            for start_s, (lon, lat) in zip(starts_s, places, strict=True)
        ]
        for done in visits:
            done.result()
    return heard


@dataclass(frozen=True, slots=True)
class Stay:
    """When a visitor comes (seconds from now), how often and how many times it clicks after its first view."""

    start_s: float
    every_s: float
    questions: int


def stay(server: Server, recorded: Recorded, when: Stay, heard: Heard) -> None:
    """Come, ask the first question, click on a filter every so many seconds, leave; note each wait, the first too."""
    try:
        time.sleep(when.start_s)
        came_s = time.perf_counter()
        with visit(server.host) as visitor:
            for number, question in enumerate(recorded.questions(when.questions)):
                due_s = came_s + when.every_s * number
                time.sleep(max(0.0, due_s - time.perf_counter()))
                turn = visitor.ask(question)
                heard.note(time.perf_counter() - due_s)
                if said := troubles(turn):
                    heard.fault(PageError(said))
    except (OSError, WebSocketException) as error:
        heard.fault(error)


def troubles(turn: Turn) -> str:
    """Return what a page says to be wrong: an exception, an error, a warning; "" where it says nothing of the kind."""
    said = []
    for message in map(ForwardMsg.FromString, turn.messages):
        element = message.delta.new_element
        match element.WhichOneof("type"):
            case "exception":
                said.append(element.exception.message or "an exception")
            case "alert" if element.alert.format in {Alert.ERROR, Alert.WARNING}:
                said.append(element.alert.body)
    return "; ".join(said)


def measure_crowd() -> Measured:
    """Measure each crowd on a server of its own."""
    rows, checks = [], []
    with TemporaryDirectory(prefix="welfare-map-bench-") as folder:
        recorded = None
        for count, every_s, limit_s in CROWDS:
            with serve(APP, WELFARE_MAP_DATA_DIR=f"{folder}/data") as server:
                warm_up(server)
                recorded = recorded or record_visit(server)
                before_mb = server.memory_mb()
                heard = listen(server, recorded, count, every_s, int(LASTS_S / every_s))
                grown_mb = (server.memory_mb() - before_mb) / count
            what = f"{count} visitors, one question every {every_s:g} s"
            rows.append((f"{what}: half, 95 of 100, 99 of 100 answers within", _seconds(heard, (0.5, 0.95, 0.99))))
            rows.append((f"{what}: answers; faults; memory of each", f"{_counts(heard)}; {grown_mb:.1f} MB"))
            checks.append(at_most(f"{what}, 95 of 100 answers", heard.quantile_s(0.95), limit_s, "s", 2))
            checks.append(Check(f"{what}, faults", str(len(heard.faults)), "0", not heard.faults))
    return Measured(TITLE, tuple(rows), tuple(checks))


def warm_up(server: Server) -> None:
    """Let one visitor come before those who are counted."""
    with visit(server.host) as visitor:
        visitor.ask(opening(ANSWER.query.removeprefix("?")))


def _seconds(heard: Heard, shares: Sequence[float]) -> str:
    return ", ".join(f"{heard.quantile_s(share):.2f}" for share in shares) + " s"


def _counts(heard: Heard) -> str:
    return f"{len(heard.waits_s):,}; {len(heard.faults)}"


if __name__ == "__main__":
    print_measured(measure_crowd())
