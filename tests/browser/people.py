"""Whoever opens pages: browsers that reach nothing but our own machine, and hear every request and complaint."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, ViewportSize, WebSocket
from visits import STEP_TIMEOUT_MS, Visit

OWN_HOSTS = frozenset({"localhost", "127.0.0.1"})
ONLY_OWN_HOSTS = "--host-resolver-rules=MAP * ~NOTFOUND, " + ", ".join(f"EXCLUDE {host}" for host in sorted(OWN_HOSTS))
"""No other host can be reached. Playwright's routes would do it too, but turn the browser's cache off."""
REFUSED_BY_POLICY = "csp"
"""What Chromium says of a request that the page's own policy stopped: nobody was asked."""
PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 "
    "Mobile Safari/537.36"
)
"""Streamlit folds its menu after a choice only where the browser says that it is a phone's."""


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
