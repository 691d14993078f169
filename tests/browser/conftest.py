"""
A server on a free port and a Chromium that can reach nothing else.

``open_page`` blocks and records every request to another host, and records what console and page complain about.
"""

import contextlib
import importlib.util
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, ViewportSize, expect, sync_playwright

HERE = Path(__file__).parent
START_TIMEOUT_S = 60
STEP_TIMEOUT_MS = 30_000
OWN_HOSTS = frozenset({"localhost", "127.0.0.1"})


@dataclass
class Visit:
    """An open page and what went wrong on it."""

    page: Page
    foreign_addresses: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serve an application on a free port until the run ends: ``serve(path, NAME="value")`` returns its address."""
    with ExitStack() as stack:
        yield lambda app_path, **environment: stack.enter_context(_serving(app_path, environment))


@contextmanager
def _serving(app_path: Path, environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(app_path), "--server.port", str(port)]
    with subprocess.Popen(
        [*command, "--server.address", "127.0.0.1"],
        cwd=HERE.parents[1],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
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
    spec = importlib.util.spec_from_file_location("chromium", HERE / "chromium.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path = module.find_chromium()
    return path or pytest.fail("no Chromium found: python tests/browser/chromium.py --install")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a Chromium without a window."""
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    expect.set_options(timeout=STEP_TIMEOUT_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_chromium_path(), args=arguments)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open an address at a width and height; ``blocked`` are parts of addresses that fail."""
    with ExitStack() as stack:
        yield lambda address, **options: stack.enter_context(_visit(browser, address, **options))


def _visit(
    browser: Browser,
    address: str,
    *,
    width_px: int = 1280,
    height_px: int = 900,
    is_phone: bool = False,
    blocked: tuple[str, ...] = (),
) -> AbstractContextManager[Visit]:
    @contextmanager
    def opened() -> Iterator[Visit]:
        viewport = ViewportSize(width=width_px, height=height_px)
        context = browser.new_context(viewport=viewport, has_touch=is_phone, is_mobile=is_phone)
        context.set_default_timeout(STEP_TIMEOUT_MS)
        visit = Visit(context.new_page())
        _listen(visit, blocked)
        visit.page.goto(address)
        yield visit
        context.close()

    return opened()


def _listen(visit: Visit, blocked: tuple[str, ...]) -> None:
    def answer(route: Route, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host is not None and host not in OWN_HOSTS:
            visit.foreign_addresses.append(request.url)
            route.abort()
        elif any(part in request.url for part in blocked):
            route.abort()
        else:
            route.continue_()

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            visit.complaints.append(message.text)

    visit.page.route("**/*", answer)
    visit.page.on("console", hear)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
