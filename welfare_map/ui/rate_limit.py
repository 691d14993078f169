"""How many messages this process takes in a while, from all visitors together: nobody is told apart."""

import threading
import time
from collections import deque
from typing import Final

MOST_COUNT: Final = 30
WINDOW_S: Final = 600.0


class RateLimit:
    """
    A count over a sliding window, shared by the visitors of a process.

    Parameters
    ----------
    most_count
        Messages that a window takes.
    window_s
        Length of the window, seconds.
    """

    def __init__(self, most_count: int = MOST_COUNT, window_s: float = WINDOW_S) -> None:
        self._most_count = most_count
        self._window_s = window_s
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def takes(self, *, now_s: float | None = None) -> bool:
        """Count a message and tell whether it is taken; ``now_s`` is a clock that only goes forward."""
        now = time.monotonic() if now_s is None else now_s
        with self._lock:
            while self._times and self._times[0] <= now - self._window_s:
                self._times.popleft()
            if len(self._times) >= self._most_count:
                return False
            self._times.append(now)
            return True
