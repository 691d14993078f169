"""How many visitors at once are counted: nothing that goes wrong or comes late is left out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import crowd
import pytest
from crowd import Heard, Recorded, Stay, listen, stay
from maps import GROUPS
from server import Server, serve
from soak import Soaked
from starting import ANSWER_QUERY, APP
from streamlit.proto.AppPage_pb2 import AppPage
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from visitor import Turn, clicking, opening, visit

from welfare_map.texts import text

CROWD = 6


@pytest.fixture(scope="module")
def server(real_data_dir: Path) -> Iterator[Server]:
    with serve(APP, WELFARE_MAP_DATA_DIR=str(real_data_dir)) as started:
        yield started


@pytest.fixture
def recorded() -> Recorded:
    return Recorded(opening(ANSWER_QUERY), tuple(opening(f"{ANSWER_QUERY}&groups={group}") for group in GROUPS))


@pytest.fixture
def clicked(server: Server) -> Recorded:
    """Return what a page asks when somebody clicks on a filter and then on another one, as its widget sends it."""
    first = opening(ANSWER_QUERY)
    with visit(server.host) as visitor:
        turn = visitor.ask(first)
    clicks = (clicking(turn, "groups", text(f"codes.group.{group}", "it"), ANSWER_QUERY) for group in GROUPS)
    return Recorded(first, tuple(clicks))


def test_each_click_of_a_visitor_is_answered_with_another_sentence(server: Server, clicked: Recorded) -> None:
    with visit(server.host) as visitor:
        said = [_headings(visitor.ask(message)) for message in clicked.moved(9.19, 45.464).questions(len(GROUPS))]
    assert len(set(said)) == 1 + len(GROUPS)


def _headings(turn: Turn) -> tuple[str, ...]:
    elements = (ForwardMsg.FromString(message).delta.new_element for message in turn.messages)
    return tuple(element.heading.body for element in elements if element.WhichOneof("type") == "heading")


def test_a_crowd_is_answered_without_a_fault(server: Server, clicked: Recorded) -> None:
    heard = listen(server, clicked, CROWD, every_s=0.5, questions=2)
    assert not heard.faults
    assert len(heard.waits_s) == 3 * CROWD  # the first view too
    assert min(heard.waits_s) > 0


def test_a_server_that_is_gone_is_a_fault(recorded: Recorded, server: Server) -> None:
    heard = Heard()
    gone = Server("127.0.0.1:9", server.process, 0.0)
    stay(gone, recorded, Stay(0.0, 1.0, 1), heard)
    assert len(heard.faults) == 1


def test_a_page_that_says_that_something_is_wrong_is_a_fault(server: Server) -> None:
    heard, bad = Heard(), opening("scenario=fly:me&view=whatif")
    with visit(server.host) as visitor:
        page_hash = next(
            page.page_script_hash for page in _pages(visitor.ask(opening())) if page.url_pathname == "copertura"
        )
    question = BackMsg.FromString(bad)
    question.rerun_script.page_script_hash = page_hash
    damaged = question.SerializeToString()
    stay(server, Recorded(damaged, ()), Stay(0.0, 0.1, 0), heard)
    assert len(heard.faults) == 1


def _pages(turn: Turn) -> list[AppPage]:
    return [page for message in map(ForwardMsg.FromString, turn.messages) for page in message.navigation.app_pages]


class Clock:
    """A clock that goes on while somebody sleeps or waits, and stands otherwise."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def perf_counter(self) -> float:
        """Tell the time."""
        return self.now_s

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now_s += seconds


def test_who_asks_a_server_that_falls_behind_has_waited_since_the_question_was_due(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, took_s, heard = Clock(), 3.0, Heard()
    monkeypatch.setattr(crowd, "time", clock)

    class Slow:
        """Answers each question after the same time."""

        def ask(self, _message: bytes) -> Turn:
            clock.sleep(took_s)
            return Turn(took_s, ())

    @contextmanager
    def visit_slow(_host: str) -> Iterator[Slow]:
        yield Slow()

    monkeypatch.setattr(crowd, "visit", visit_slow)
    slow: Any = SimpleNamespace(host="")
    stay(slow, recorded, Stay(0.0, 1.0, 3), heard)
    assert heard.waits_s == [took_s, took_s + 2, took_s + 4, took_s + 6]


def test_a_visit_is_repeated_around_another_workplace(recorded: Recorded) -> None:
    moved = recorded.moved(9.19, 45.464)
    for message in (moved.first, *moved.clicks):
        assert BackMsg.FromString(message).rerun_script.query_string.startswith("lon=9.190&lat=45.464&min=30")


@pytest.mark.parametrize(("late_mb", "is_flat"), [(300.0, True), (329.0, True), (331.0, False)])
def test_memory_is_flat_when_the_end_needs_a_tenth_more_at_most(late_mb: float, *, is_flat: bool) -> None:
    memory = (150.0, *[300.0] * 4, late_mb)
    assert Soaked(memory, Heard(), 1).is_kept is is_flat


def test_a_fault_is_no_success() -> None:
    assert not Soaked((300.0,) * 6, Heard(faults=["OSError: gone"]), 1).is_kept
