"""An open page, and what a person does and sees there."""

import io
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import examining
from playwright.sync_api import CDPSession, Download, Frame, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from pypdf import PageObject, PdfReader

from welfare_map.texts import LANGUAGES, text

STEP_TIMEOUT_MS = int(os.environ.get("STEP_TIMEOUT_MS", "30000"))
"""How long a test waits for what it expects; where defects are planted, most of them in vain, it is less."""
CURATOR, PASSWORD = "anna", "cavallo-batteria"
"""Who signs in at the desk of ``open_desk``: an account of these tests alone."""
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
MOST_OPENINGS = 3
ZOOMED = {"width_px": 320, "height_px": 640}
LEAST_USED_SHARE = 2 / 3
"""Of the height of a first sheet, margins included, where another one follows."""
MAP_FRAMES = 'iframe[title="Mappa"], iframe[title="Map"]'


def squeezed(words: str) -> str:
    """Return words without spaces, ends of lines and joined letters (ﬁ), which are other ones on paper."""
    return "".join(unicodedata.normalize("NFKC", words).split())


def used_share(sheet: PageObject) -> float:
    """Return how far down a sheet words reach, those of a map too: 0 at its upper edge, 1 at its lower one."""
    heights: list[float] = []

    def note(words: str, page: list[float], line: list[float], *_font: object) -> None:
        if words.strip():
            heights.append(line[4] * page[1] + line[5] * page[3] + page[5])

    sheet.extract_text(visitor_text=note)
    return 1 - min(heights) / float(sheet.mediabox.height)


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
        for _ in range(MOST_OPENINGS):
            try:
                expect(box).to_have_attribute("aria-expanded", "true", timeout=3_000)
            except AssertionError:  # the page moved under the hand
                box.press("ArrowDown")
            self.wait_until_still()
            if box.get_attribute("aria-expanded") == "true":
                return

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

    def sheets(self, which: str = "") -> list[PageObject]:
        """Print the page on sheets of A4, on all of them or on those of a range ("1-2")."""
        return list(PdfReader(io.BytesIO(self.page.pdf(format="A4", page_ranges=which))).pages)

    def empty_beginning(self) -> list[str]:
        """Return how much of the first sheet of a print is used, where that is too little although another follows."""
        first, *others = self.sheets("1-2")
        share = used_share(first)
        return [f"{share:.0%} of the first sheet"] if others and share < LEAST_USED_SHARE else []

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
