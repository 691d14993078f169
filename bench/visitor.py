"""A visitor without a browser: asks as Streamlit's own page does, so that nothing but the server is timed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

RUN_TIMEOUT_S = 300


@dataclass(frozen=True, slots=True)
class Turn:
    """One run of the page: seconds from the question to the end of the script, the messages that came back."""

    server_s: float
    messages: tuple[bytes, ...]

    @property
    def byte_count(self) -> int:
        """Bytes of all messages."""
        return sum(map(len, self.messages))


@dataclass(frozen=True, slots=True)
class Visitor:
    """
    An open session.

    Parameters
    ----------
    kept
        Hashes of the messages that the page keeps: it names them with every question, and the server does not send
        them again.
    """

    connection: ClientConnection
    kept: set[str] = field(default_factory=set)

    def ask(self, message: bytes) -> Turn:
        """Send one message of the page and wait until the script has run to its end."""
        started_s, messages = time.perf_counter(), []
        self.connection.send(self._with_kept(message))
        while not messages or not is_last(messages[-1]):
            messages.append(self.connection.recv(timeout=RUN_TIMEOUT_S, decode=False))
        self.kept.update(sent.hash for sent in map(_forward, messages) if sent.metadata.cacheable)
        return Turn(time.perf_counter() - started_s, tuple(messages))

    def _with_kept(self, message: bytes) -> bytes:
        question = BackMsg.FromString(message)
        if is_question(message):
            del question.rerun_script.cached_message_hashes[:]
            question.rerun_script.cached_message_hashes.extend(sorted(self.kept))
        return question.SerializeToString()


@contextmanager
def visit(host: str) -> Iterator[Visitor]:
    """Open a session."""
    address = f"ws://{host}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], compression=None, max_size=None) as connection:
        yield Visitor(connection)


def is_last(content: bytes | str) -> bool:
    """Tell whether a message from the server ends a run that is not followed by another one at once."""
    return has_ended(content) and _forward(content).script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def has_begun(content: bytes | str) -> bool:
    """Tell whether a message from the server begins a run."""
    return bool(_forward(content).WhichOneof("type") == "new_session")


def has_ended(content: bytes | str) -> bool:
    """Tell whether a message from the server ends a run."""
    return bool(_forward(content).WhichOneof("type") == "script_finished")


def _forward(content: bytes | str) -> ForwardMsg:
    return ForwardMsg.FromString(content) if isinstance(content, bytes) else ForwardMsg()


def is_question(content: bytes | str) -> bool:
    """Tell whether a message from the page asks for a run."""
    return isinstance(content, bytes) and BackMsg.FromString(content).WhichOneof("type") == "rerun_script"


def opening(query: str = "", page: str = "") -> bytes:
    """Return the first message of a page, named by its path, with this query string."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    return message.SerializeToString()


def clicking(turn: Turn, key: str, option: str, query: str) -> bytes:
    """
    Return the message of a page on which one option of a row of buttons was clicked, none of the others being on.

    Parameters
    ----------
    turn
        What came before, with the buttons.
    key, option
        Key of their widget, and the words of the one.
    query
        Query string of the page.
    """
    groups = (_forward(message).delta.new_element.button_group for message in turn.messages)
    (widget_id,) = {group.id for group in groups if group.id.endswith(f"-{key}")}
    message = BackMsg.FromString(opening(query))
    message.rerun_script.widget_states.widgets.add(id=widget_id).string_array_value.data.append(option)
    return message.SerializeToString()
