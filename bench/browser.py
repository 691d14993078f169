"""One visit in Chromium: what the visitor waits for, and what travels."""

import math
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from foreign import answer_foreign_requests
from playwright.sync_api import Browser, FloatRect, Frame, Page, Request, Response, WebSocket, sync_playwright
from server import OWN_HOST, REPOSITORY, Server
from visitor import has_begun, has_ended, is_question

PROBE: Final = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE " + OWN_HOST,
)
VIEWPORT: Final = {"width": 1280, "height": 900}
LONGEST_WAIT_S: Final = 300
WAIT: Final = """async limit_ms => {
    const end_ms = performance.now() + limit_ms;
    while (!(CONDITION)()) {
        if (performance.now() > end_ms) throw new Error("in vain");
        await new Promise(done => setTimeout(done, 50));
    }
}"""
QUIET_S: Final = 1.0
ANSWER_S: Final = 0.3
SLOW_QUIET_S: Final = 8.0
"""A page that answers within ``ANSWER_S``, with nothing on the wire for ``QUIET_S``, is at rest; a page too slow for
that is at rest after ``SLOW_QUIET_S``."""
RATE_S: Final = 2.0
DRAG_PX: Final = 90
STILL_MS: Final = 400
TAB_STOPS: Final = """
() => Array.from(document.querySelectorAll("a[href], button, input, select, textarea, [tabindex]"))
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.getClientRects().length > 0).length
"""
COLOUR_COUNT: Final = """
() => {
  const canvas = document.querySelector("canvas");
  if (!canvas) return null;
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Set();
  for (let i = 0; i < pixels.length; i += 4) colours.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
  return colours.size;
}
"""
VIEW: Final = "() => [window.map.getCenter().lat, window.map.getCenter().lng, window.map.getZoom()].join(' ')"


@dataclass
class Traffic:
    """What went over the WebSocket and which files were fetched; bytes are payloads, both ways."""

    byte_count: int = 0
    asked_count: int = 0
    is_running: bool = False
    questions: list[bytes] = field(default_factory=list)
    foreign_count: int = 0
    responses: list[Response] = field(default_factory=list)
    last_s: float = 0
    asked_s: float = 0
    ended_s: float = 0

    def listen(self, page: Page) -> None:
        """Count from now on."""
        page.on("websocket", self._connect)
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _connect(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def is_at_rest(self) -> bool:
        """Tell whether nothing runs; one run may answer several questions, and one that is overtaken says no end."""
        return not self.is_running and self.ended_s >= self.asked_s

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        self.foreign_count += address.scheme.startswith("http") and address.hostname != OWN_HOST

    def _answered(self, response: Response) -> None:
        self.responses.append(response)

    def _sent(self, content: bytes | str) -> None:
        self._count(content)
        if isinstance(content, bytes) and is_question(content):
            self.asked_count += 1
            self.asked_s = time.perf_counter()
            self.questions.append(content)

    def _received(self, content: bytes | str) -> None:
        self._count(content)
        self.is_running = (self.is_running or has_begun(content)) and not has_ended(content)
        if has_ended(content):
            self.ended_s = time.perf_counter()

    def _count(self, content: bytes | str) -> None:
        self.byte_count += len(content)
        self.last_s = time.perf_counter()


@dataclass(frozen=True, slots=True)
class Change:
    """One filter: seconds from the click to the painted change, seconds without a map, bytes, runs of the script."""

    seconds: float
    blank_s: float
    is_replaced: bool
    is_view_kept: bool
    byte_count: int
    run_count: int
    question: bytes


@dataclass(frozen=True, slots=True)
class Pan:
    """One drag with the mouse: whether the map moved, frames in a second, bytes, runs of the script."""

    has_moved: bool
    frame_rate: float
    byte_count: int
    run_count: int


@dataclass(frozen=True, slots=True)
class FirstView:
    """The first view: seconds until everything is painted, bytes, runs of the script, the page's first message."""

    seconds: float
    byte_count: int
    run_count: int
    question: bytes


@dataclass
class Visit:
    """An open page."""

    page: Page
    traffic: Traffic

    def map_frame(self) -> Frame | None:
        """Return the frame that has a map in it."""
        return next((frame for frame in self.page.frames[1:] if frame.evaluate("() => Boolean(window.map)")), None)

    def map_view(self) -> str:
        """Return centre and zoom of the map in one text; "" without a map."""
        frame = self.map_frame()
        return str(frame.evaluate(VIEW)) if frame else ""

    def first_view(self) -> FirstView:
        """Wait for the first view; the page has just been opened."""
        self._wait("() => bench.first() !== null")
        self._settle()
        traffic = self.traffic
        return FirstView(
            seconds=self.page.evaluate("() => bench.first()"),
            byte_count=traffic.byte_count,
            run_count=traffic.asked_count,
            question=traffic.questions[0],
        )

    def click_filter(self, key: str, label: str) -> Change:
        """Click one option of a filter, by its widget's key, and wait for the change."""
        traffic, view = self.traffic, self.map_view()
        byte_count, asked_count = traffic.byte_count, traffic.asked_count
        self.page.evaluate("() => bench.watch()")
        self.page.locator(f".st-key-{key} button").filter(has_text=label).first.click()
        self._wait("() => bench.hasChanged()")
        self._settle()
        return Change(
            **self.page.evaluate("() => bench.change()"),
            is_view_kept=self.map_view() == view,
            byte_count=traffic.byte_count - byte_count,
            run_count=traffic.asked_count - asked_count,
            question=traffic.questions[asked_count],
        )

    def idle_rate(self) -> float:
        """Return frames in a second while nothing happens."""
        self.page.evaluate("() => bench.count()")
        self.page.wait_for_timeout(RATE_S * 1000)
        return float(self.page.evaluate("() => bench.rate()"))

    def pan(self) -> Pan:
        """Drag the map to and fro with the mouse and leave it elsewhere."""
        traffic, before, box = self.traffic, self.map_view(), self._map_box()
        byte_count, asked_count = traffic.byte_count, traffic.asked_count
        mouse, x, y = self.page.mouse, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        mouse.move(x, y)
        mouse.down()
        self.page.evaluate("() => bench.count()")
        end_s, step = time.perf_counter() + RATE_S, 0
        while time.perf_counter() < end_s:
            step += 1
            mouse.move(x + DRAG_PX * math.sin(step / 6), y + DRAG_PX * math.sin(step / 9))
        rate = self.page.evaluate("() => bench.rate()")
        mouse.move(x + DRAG_PX, y + DRAG_PX)
        mouse.up()
        self._settle()
        self._wait_until_still()
        has_moved = self.map_view() != before
        return Pan(has_moved, float(rate), traffic.byte_count - byte_count, traffic.asked_count - asked_count)

    def tab_stop_count(self) -> int:
        """Count what the Tab key stops at inside the map."""
        frame = self.map_frame()
        return frame.evaluate(TAB_STOPS) if frame else 0

    def colour_count(self) -> int | None:
        """Count the colours on the map's canvas; None where there is no canvas."""
        frame = self.map_frame()
        return frame.evaluate(COLOUR_COUNT) if frame else None

    def body_bytes(self, part: str) -> int:
        """Return the bytes, as sent, of the files whose address has this part."""
        found = [answer for answer in self.traffic.responses if part in urlsplit(answer.url).path]
        return sum(answer.request.sizes()["responseBodySize"] for answer in found)

    def _map_box(self) -> FloatRect:
        """Return where the map itself stands in the page; its frame may be wider."""
        frame = self.map_frame()
        box = frame.locator(".leaflet-container").bounding_box() if frame else None
        if box is None:
            raise RuntimeError("no map stands in the page")
        return box

    def _wait_until_still(self) -> None:
        """Wait until the map, which glides on after a drag, stands still."""
        earlier, view = "", self.map_view()
        while view != earlier:
            self.page.wait_for_timeout(STILL_MS)
            earlier, view = view, self.map_view()

    def _wait(self, condition: str) -> None:
        """Wait until a function of the page says yes; a policy may forbid the page to compile it anew each time."""
        self.page.evaluate(WAIT.replace("CONDITION", condition), LONGEST_WAIT_S * 1000)

    def _settle(self) -> None:
        """Wait until every run has ended, the wire is quiet and the page answers at once."""
        deadline_s = time.perf_counter() + LONGEST_WAIT_S
        answered_late_s = time.perf_counter()
        while time.perf_counter() < deadline_s:
            asked_s = time.perf_counter()
            self.page.evaluate("() => new Promise(done => setTimeout(done, 50))")
            now_s = time.perf_counter()
            if now_s - asked_s > ANSWER_S:
                answered_late_s = now_s
            quiet_s = now_s - self.traffic.last_s
            is_at_rest = min(quiet_s, now_s - answered_late_s) > QUIET_S or quiet_s > SLOW_QUIET_S
            if is_at_rest and self.traffic.is_at_rest():
                return
        raise RuntimeError("the page never came to rest")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of the browser tests; it reaches this machine only."""
    finder = REPOSITORY / "tests" / "browser" / "chromium.py"
    path = subprocess.run([sys.executable, finder], check=True, capture_output=True, text=True).stdout.strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield browser
        browser.close()


@contextmanager
def visit_page(browser: Browser, server: Server, query: str = "") -> Iterator[Visit]:
    """Open a page as a new visitor with an empty cache."""
    context = browser.new_context(viewport=VIEWPORT)
    context.set_default_timeout(LONGEST_WAIT_S * 1000)
    context.add_init_script(PROBE)
    page, traffic = context.new_page(), Traffic()
    traffic.listen(page)
    answer_foreign_requests(context.new_cdp_session(page))
    page.goto(f"http://{server.host}/{query}", wait_until="commit")
    yield Visit(page, traffic)
    context.close()
