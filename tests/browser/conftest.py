"""
A server on a free port and a Chromium that can reach nothing else.

``open_page`` blocks and records every request to another host, and records what console and page complain about.
``open_site`` does so for the real application with the embedded data, ``open_desk`` for a copy of it that one file of
tests may write into; both end with nothing foreign and no complaint.
"""

import contextlib
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import unicodedata
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import examining
import pytest
import sqlalchemy as sa
from chromium import find_chromium
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Download,
    Frame,
    Locator,
    Page,
    Request,
    ViewportSize,
    WebSocket,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from pypdf import PageObject, PdfReader

from geodata.store import read_places
from geodata.territory import Territory
from welfare_map.register import open_register
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Role
from welfare_map.settings import Settings
from welfare_map.texts import LANGUAGES, text
from welfare_map.ui.data import boundaries_path, packed_boundaries

HERE = Path(__file__).parent

START_TIMEOUT_S = 60
STEP_TIMEOUT_MS = int(os.environ.get("STEP_TIMEOUT_MS", "30000"))
"""How long a test waits for what it expects; where defects are planted, most of them in vain, it is less."""
OWN_HOSTS = frozenset({"localhost", "127.0.0.1"})
ONLY_OWN_HOSTS = "--host-resolver-rules=MAP * ~NOTFOUND, " + ", ".join(f"EXCLUDE {host}" for host in sorted(OWN_HOSTS))
"""No other host can be reached. Playwright's routes would do it too, but turn the browser's cache off."""
REFUSED_BY_POLICY = "csp"
"""What Chromium says of a request that the page's own policy stopped: nobody was asked."""
REPORT_EMAIL = "mappa@example.org"
CURATOR, PASSWORD = "anna", "cavallo-batteria"
"""Who signs in at the desk of ``open_desk``: an account of these tests alone."""
FRAMEWORK_COMPLAINT = re.compile(
    r"Failed to load resource: the server responded with a status of 404 \(Not Found\) "
    r"\(http://127\.0\.0\.1:\d+/(imprese|copertura|buone-pratiche|registro|dati|questionario|accessibilita|nessuna-pagina)/_stcore/(health|host-config)\)"
)
"""The only two lines that are tolerated: opened below a page's address, Streamlit first asks below that page."""
PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 "
    "Mobile Safari/537.36"
)
"""Streamlit folds its menu after a choice only where the browser says that it is a phone's."""
SCROLL_HERE = """async box => {
    box.scrollIntoView({block: "center", behavior: "instant"});
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
}"""
WAIT_UNTIL = """async limit_ms => {
    const end_ms = performance.now() + limit_ms;
    while (!(EXPRESSION)) {
        if (performance.now() > end_ms) return false;
        await new Promise(requestAnimationFrame);
    }
    return true;
}"""
FOCUSED = """() => {
    const e = document.activeElement, label = e.labels && e.labels[0];
    const isWhole = e.matches("body, main");
    return e.getAttribute("aria-label") || (label && label.innerText) || e.title || (isWhole ? "" : e.innerText) || "";
}"""
MOST_TABS = 80
SETTLED = """async () => {
    const main = document.querySelector("[data-testid=stMain]");
    const size = () => `${main.scrollWidth} ${main.scrollHeight}`;
    for (let last = size(), same = 0; same < 10; last = size()) {
        await new Promise(requestAnimationFrame);
        same = size() === last ? same + 1 : 0;
    }
}"""
NOTHING_FADES = (
    "document.getAnimations().every(one => one.playState !== 'running'"
    " || one.effect.getComputedTiming().endTime === Infinity)"
)
"""What opens is paler for some frames; what turns for ever is not waited for."""
UNFOLD = """() => {
    const closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.querySelector("summary").click();
    return closed.length;
}"""
SHIFT = """() => new Promise(resolve => {
    const shifts = [], watch = new PerformanceObserver(list => shifts.push(...list.getEntries()));
    watch.observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve(shifts.filter(e => !e.hadRecentInput).reduce((sum, e) => sum + e.value, 0)), 100);
})"""
MOST_SHIFT = 0.1
"""Up to here Web Vitals call a page stable."""
MOST_FOLDS = 4
BEGAN_AT: dict[str, int] = {}
"""Test -> how much this process had looked at before it."""
ZOOMED = {"width_px": 320, "height_px": 640}
MAP_FRAMES = 'iframe[title="Mappa"], iframe[title="Map"]'


def pytest_configure(config: pytest.Config) -> None:
    """Look at everything where the run is for the declaration of accessibility."""
    examining.is_whole = bool(config.getoption("accessibility_to"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Forget what a test looked at that failed and is run again."""
    if getattr(item, "execution_count", 1) > 1:
        del examining.LOOKS[BEGAN_AT.get(item.nodeid, 0) :]
    BEGAN_AT[item.nodeid] = len(examining.LOOKS)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand on what was looked at in this process."""
    folder = session.config.getoption("accessibility_to")
    if folder and examining.LOOKS:
        examining.write_looks(Path(folder), os.environ.get("PYTEST_XDIST_WORKER", "main"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Run a browser test that fails once more, which the summary says; one that fails twice fails.

    On two busy cores a click now and then meets a page that is being drawn anew; a person clicks again.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def squeezed(words: str) -> str:
    """Return words without spaces, ends of lines and joined letters (ﬁ), which are other ones on paper."""
    return "".join(unicodedata.normalize("NFKC", words).split())


@dataclass
class Visit:
    """An open page and what went wrong on it."""

    page: Page
    foreign_addresses: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    own_origins: set[str] = field(default_factory=set)
    phone: CDPSession | None = None

    @property
    def map_frame(self) -> Frame:
        """The document of the map."""
        return next(frame for frame in self.page.frames if "st_folium" in frame.url)

    def inside(self, expression: str) -> Any:
        """Evaluate an expression in the map's document."""
        return self.map_frame.evaluate(expression)

    def wait_inside(self, expression: str) -> None:
        """Wait until the map is there and an expression is true in its document."""
        try:
            self.map_frame.wait_for_function(f"typeof map !== 'undefined' && ({expression})")
        except PlaywrightTimeoutError:
            raise AssertionError(f"in vain: {expression}") from None

    def wait_until(self, expression: str) -> None:
        """Wait until an expression is true in the page, whose policy lets Playwright evaluate it only once."""
        came_true = self.page.evaluate(WAIT_UNTIL.replace("EXPRESSION", expression), STEP_TIMEOUT_MS)
        assert came_true, f"in vain: {expression}"

    def wait_for_map(self) -> None:
        """Wait until the boundaries are drawn."""
        expect(self.page.frame_locator(MAP_FRAMES).locator("[data-ready=boundaries]")).to_be_visible()

    def point_on_page(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a point of the map lies on the page, in pixels."""
        frame = self.page.locator(MAP_FRAMES).bounding_box()
        assert frame is not None
        at = self.inside(f"map.latLngToContainerPoint([{lat}, {lon}])")
        return frame["x"] + at["x"], frame["y"] + at["y"]

    def wait_until_still(self) -> None:
        """Wait until the page is drawn."""
        expect(self.page.get_by_test_id("stStatusWidget")).to_have_count(0)
        expect(self.page.locator('[data-stale="true"]')).to_have_count(0)

    def open_list(self, box: Locator) -> None:
        """Open a list once the page stands still: to draw or to scroll it shuts a list that is open."""
        self.wait_until_still()
        box.evaluate(SCROLL_HERE)
        box.click()
        try:
            expect(box).to_have_attribute("aria-expanded", "true", timeout=3_000)
        except AssertionError:  # the page moved under the hand
            box.press("ArrowDown")

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.open_list(self.page.get_by_role("combobox", name=label, exact=True))
        self.page.get_by_role("option", name=option).first.click()

    def unfold_choices(self) -> None:
        """Unfold the choices that stand under the question of a section of *Copertura*."""
        self.wait_until_still()
        self.page.get_by_text(re.compile("Altre scelte|More choices")).click()

    def download(self, button: Locator) -> Download:
        """
        Click a button and return the file that it gives.

        A file belongs to one drawing of the page, and the map asks for one more drawing when it has come.
        """
        self.wait_until_still()
        if self.page.locator(MAP_FRAMES).count():
            self.wait_for_map()
            self.wait_until_still()
        with self.page.expect_download() as waiting:
            button.click()
        return waiting.value

    def jumps(self) -> list[str]:
        """Return how much what is seen has moved by itself since the page was opened, where that is too much."""
        shift = float(self.page.evaluate(SHIFT))
        return [f"cumulative layout shift {shift:.2f}"] if shift > MOST_SHIFT else []

    def printed(self, sheets: Sequence[PageObject] = ()) -> str:
        """Return what stands on sheets, by default on those of a print, without spaces and ends of lines."""
        return squeezed("".join(sheet.extract_text() for sheet in sheets or self.sheets()))

    def sheets(self) -> list[PageObject]:
        """Print the page on sheets of A4."""
        return list(PdfReader(io.BytesIO(self.page.pdf(format="A4"))).pages)

    def violations(self, state: str) -> list[Any]:
        """Return what is wrong with a state of the page once it is drawn: what is being redrawn is paler than it is."""
        expect(self.page.locator(".wm-footer")).to_be_visible()
        self.wait_until_still()
        for lang in LANGUAGES:
            expect(self.page.get_by_text(text("app.broken_page", lang))).to_have_count(0)
        self.wait_until(NOTHING_FADES)
        return examining.ask_axe(self.page, state, is_page=True)  # type: ignore[no-any-return]

    def map_violations(self, state: str) -> list[Any]:
        """Return what is wrong with the map's document in a state of the page."""
        return examining.ask_axe(self.map_frame, state, is_page=False)  # type: ignore[no-any-return]

    def examine(self, state: str) -> list[Any]:
        """
        Return what is wrong with a state at its width and at 320 pixels (a zoom of 400 %), in both languages.

        The contrasts of the dark theme are looked at once. A run that writes no summary looks at each width in one of
        the languages and not at the dark theme, in half the time.

        The page is left as wide as it was, in the other language.
        """
        found = self._look(state)
        self.narrow(**ZOOMED)
        if examining.is_whole:
            found += self._look_narrow(state)
        self.switch_language()
        found += self._look_narrow(state)
        self.widen()
        return found + self._look(state) + self._look_dark(state) if examining.is_whole else found

    def record(self, state: str, rule: str, elements: list[str]) -> list[Any]:
        """Keep what one of our own rules found in a state, and return it."""
        return examining.ask_one(self.page, state, rule, elements)  # type: ignore[no-any-return]

    @contextmanager
    def by_keyboard(self, state: str) -> Iterator[None]:
        """Keep whether what follows, in which nobody touches a mouse, came to its end, and what stopped it."""
        try:
            yield
        except (AssertionError, PlaywrightError) as error:
            self.record(state, "keyboard-alone", [str(error).partition("\n")[0]])
            raise
        self.record(state, "keyboard-alone", [])

    def walk(self, state: str) -> list[Any]:
        """Press Tab from the beginning of the page to its end; return stops that nobody sees, lost focus, and traps."""
        frame = self.map_frame if self.page.locator(MAP_FRAMES).count() else None
        return examining.walk(self.page, frame, state)  # type: ignore[no-any-return]

    def unfold(self) -> None:
        """Open all that unfolds, and what unfolds in it."""
        for _ in range(MOST_FOLDS):
            self.wait_until_still()
            if not self.page.evaluate(UNFOLD):
                return

    def _look(self, state: str) -> list[Any]:
        self.unfold()
        found = self.violations(state)
        if self.page.locator(MAP_FRAMES).count():
            self.wait_for_map()
            found += self.map_violations(state)
        return found

    def _look_dark(self, state: str) -> list[Any]:
        self.darken(is_dark=True)
        found = self.violations(state)
        self.darken(is_dark=False)
        return found

    def darken(self, *, is_dark: bool) -> None:
        """Let the visitor's system ask for the dark theme, or for the light one, and wait until the page follows."""
        scheme: Literal["dark", "light"] = "dark" if is_dark else "light"
        self.page.emulate_media(color_scheme=scheme)
        self.wait_until(f"document.documentElement.dataset.theme === '{scheme}'")

    def _look_narrow(self, state: str) -> list[Any]:
        found = self._look(state)
        for rule, script in (("reflow", examining.WIDER_THAN_SCREEN), ("text-spacing", examining.CUT_WHEN_SPACED)):
            found += examining.ask_one(self.page, state, rule, self.page.evaluate(script))
        return found

    def switch_language(self) -> None:
        """Choose the language that the page is not in, and wait until all of it is."""
        before = self.page.evaluate("document.documentElement.lang")
        self.page.locator('.st-key-lang [role=radio][aria-checked="false"]').click()
        self.wait_until(f"document.documentElement.lang !== '{before}'")
        self.wait_until_still()

    def narrow(self, width_px: int, height_px: int) -> None:
        """Make the open page a phone's of this size; its boxes then lie as on a page opened on that phone."""
        size = {"width": width_px, "height": height_px, "screenWidth": width_px, "screenHeight": height_px}
        self.phone = self.page.context.new_cdp_session(self.page)
        self.phone.send("Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": 1, "mobile": True})
        self.phone.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        self.wait_until(f"document.documentElement.clientWidth === {width_px}")
        self.wait_until_still()
        self.page.evaluate(SETTLED)

    def widen(self) -> None:
        """Make the page that was narrowed as wide as it was opened."""
        assert self.phone is not None
        self.phone.send("Emulation.clearDeviceMetricsOverride")
        self.phone.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
        self.phone.detach()
        self.wait_until("document.documentElement.clientWidth > 640")
        self.wait_until_still()
        self.page.evaluate(SETTLED)

    @property
    def width_px(self) -> int:
        """How wide the page is: more than the screen when something sticks out."""
        scrolled = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
        return int(max(self.page.evaluate(scrolled)))

    def tab_to(self, name: str) -> list[str]:
        """Press Tab until something of that name has the focus, as somebody without a mouse does; return all names."""
        passed: list[str] = []
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            passed.append(self.page.evaluate(FOCUSED))
            if name in passed[-1]:
                return passed
        raise AssertionError(f"{name} never had the focus: {passed}")

    def sign_in(self, *, section: str | None = None, password: str = PASSWORD) -> Page:
        """Sign in as the curator; with a section, wait for the desk and open it."""
        self.page.get_by_role("button", name="Accedi").click()
        self.page.get_by_label("Nome dell'account").fill(CURATOR)
        self.page.get_by_label("Password *", exact=True).fill(password)
        self.page.get_by_role("button", name="Entra", exact=True).click()
        if section is not None:
            expect(self.page.get_by_role("button", name="Esci")).to_be_visible()
            self.page.get_by_role("radio", name=section).first.click()
        return self.page


@dataclass(frozen=True)
class Site:
    """The running application: its address, and the file into which its server writes."""

    address: str
    log_path: Path


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serve an application on a free port until the run ends: ``serve(path, NAME="value")`` returns its address."""
    with ExitStack() as stack:
        yield lambda app_path, log_path=Path(os.devnull), **environment: stack.enter_context(
            _serving(app_path, log_path, environment)
        )


@pytest.fixture(scope="session")
def site(serve: Callable[..., str], real_territory: Territory, real_data_dir: Path) -> Site:
    """Serve the real application; territory and register are built beforehand, as a second start finds them."""
    settings = Settings(data_dir=real_data_dir, is_offline=True)
    read_places(real_territory)
    packed_boundaries(real_territory, boundaries_path(real_data_dir, real_territory.area))
    open_register(settings).dispose()
    log_path = real_data_dir / "server.log"
    address = serve(
        HERE.parents[1] / "app.py",
        log_path,
        WELFARE_MAP_DATA_DIR=str(real_data_dir),
        WELFARE_MAP_OFFLINE="on",
        WELFARE_MAP_REPORT_EMAIL=REPORT_EMAIL,
    )
    return Site(address, log_path)


@pytest.fixture
def open_site(site: Site, open_page: Callable[..., Visit]) -> Iterator[Callable[..., Visit]]:
    """Open a path of the application; at the end no other host was asked and nothing complained."""
    with _watched(site, open_page) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk_dir(
    real_territory: Territory, real_data_dir: Path, real_register: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Fill a register for one file of tests, with a curator of Legnano's district."""
    folder = tmp_path_factory.mktemp("desk") / "data"
    read_places(real_territory)
    packed_boundaries(real_territory, boundaries_path(real_data_dir, real_territory.area))
    shutil.copytree(real_data_dir, folder, ignore=shutil.ignore_patterns("register.sqlite*", "*.log"))
    shutil.copy(real_register, folder)
    engine = open_register(Settings(data_dir=folder, is_offline=True))
    account = new_account(CURATOR, Role.CURATOR, district_ids=("alto-milanese",), at=datetime.now(UTC))
    add_account(engine, account, PASSWORD)
    engine.dispose()
    return folder


@pytest.fixture(scope="module")
def desk_site(desk_dir: Path) -> Iterator[Site]:
    """Serve the real application on the register of one file of tests, and no longer."""
    log_path = desk_dir / "server.log"
    environment = {"WELFARE_MAP_DATA_DIR": str(desk_dir), "WELFARE_MAP_OFFLINE": "on"}
    with _serving(HERE.parents[1] / "app.py", log_path, environment) as address:
        yield Site(address, log_path)


@pytest.fixture
def desk_engine(desk_dir: Path) -> Iterator[sa.Engine]:
    """Open the register that ``open_desk`` shows."""
    engine = open_register(Settings(data_dir=desk_dir, is_offline=True))
    yield engine
    engine.dispose()


@pytest.fixture
def open_desk(desk_site: Site, open_page: Callable[..., Visit]) -> Iterator[Callable[..., Visit]]:
    """Open a path as ``open_site`` does, on a register that this file of tests may write into."""
    with _watched(desk_site, open_page) as opened:
        yield opened


@contextmanager
def _watched(site: Site, open_page: Callable[..., Visit]) -> Iterator[Callable[..., Visit]]:
    visits: list[Visit] = []

    def opened(path: str = "/", **options: Any) -> Visit:
        visits.append(open_page(f"{site.address}{path}", **options))
        return visits[-1]

    yield opened
    for visit in visits:
        assert visit.foreign_addresses == []
        assert [words for words in visit.complaints if not FRAMEWORK_COMPLAINT.fullmatch(words)] == []


@contextmanager
def _serving(app_path: Path, log_path: Path, environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(app_path), "--server.port", str(port)]
    with (
        log_path.open("wb") as log,
        subprocess.Popen(
            [*command, "--server.address", "127.0.0.1"],
            cwd=HERE.parents[1],
            env={**os.environ, **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_until_healthy(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=1):  # noqa: S310  # our own server
            return
        time.sleep(0.1)
    pytest.fail(f"the server did not answer at {address}")


def _chromium_path() -> str:
    return find_chromium() or pytest.fail("no Chromium found: python tests/browser/chromium.py --install")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a Chromium without a window, for which there is no other machine."""
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", ONLY_OWN_HOSTS]
    expect.set_options(timeout=STEP_TIMEOUT_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_chromium_path(), args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="session")
def people(browser: Browser) -> "People":
    """Whoever opens pages: see ``People``."""
    return People(browser)


@pytest.fixture
def open_page(people: "People") -> Iterator[Callable[..., Visit]]:
    """Open an address at a width and height; ``blocked`` are parts of addresses that fail."""
    with ExitStack() as stack:
        yield lambda address, **options: stack.enter_context(people.visit(address, **options))


@dataclass
class People:
    """
    Browsers of people who share nothing but the program, each used again once it has forgotten all but files.

    To fetch and compile the program anew costs a fifth of an opening. Who has a page open opens none for somebody else.
    """

    browser: Browser
    free: dict[tuple[int, int, bool], list[BrowserContext]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def visit(
        self,
        address: str,
        *,
        width_px: int = 1280,
        height_px: int = 900,
        is_phone: bool = False,
        blocked: tuple[str, ...] = (),
    ) -> Iterator[Visit]:
        """Open an address, and forget all of the visit at its end."""
        waiting = self.free[width_px, height_px, is_phone]
        context = waiting.pop() if waiting else self._new(width_px, height_px, is_phone=is_phone)
        visit = Visit(context.new_page())
        _listen(visit)
        for part in blocked:
            visit.page.route(lambda url, part=part: part in url, lambda route: route.abort())
        visit.page.goto(address)
        yield visit
        _forget(context, visit)
        waiting.append(context)

    def _new(self, width_px: int, height_px: int, *, is_phone: bool) -> BrowserContext:
        viewport = ViewportSize(width=width_px, height=height_px)
        agent = PHONE_AGENT if is_phone else None
        context = self.browser.new_context(viewport=viewport, has_touch=is_phone, is_mobile=is_phone, user_agent=agent)
        context.set_default_timeout(STEP_TIMEOUT_MS)
        return context


def _forget(context: BrowserContext, visit: Visit) -> None:
    visit.page.goto("about:blank")
    storage = context.new_cdp_session(visit.page)
    for origin in visit.own_origins:
        storage.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    context.clear_cookies()
    context.clear_permissions()
    for page in context.pages:
        page.close()


def _listen(visit: Visit) -> None:
    def hear_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.hostname in OWN_HOSTS:
            visit.own_origins.add(f"{parts.scheme}://{parts.netloc}")
        elif parts.hostname is not None:
            visit.foreign_addresses.append(request.url)

    def hear_failure(request: Request) -> None:
        if request.failure == REFUSED_BY_POLICY and request.url in visit.foreign_addresses:
            visit.foreign_addresses.remove(request.url)

    def hear_socket(socket_of_page: WebSocket) -> None:
        if urlsplit(socket_of_page.url).hostname not in OWN_HOSTS:
            visit.foreign_addresses.append(socket_of_page.url)

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            visit.complaints.append(f"{message.text} ({message.location['url']})")

    visit.page.on("request", hear_request)
    visit.page.on("requestfailed", hear_failure)
    visit.page.on("websocket", hear_socket)
    visit.page.on("console", hear)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
