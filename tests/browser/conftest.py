"""
A server on a free port and a Chromium that can reach nothing else.

``open_page`` blocks and records every request to another host, and records what console and page complain about.
``open_site`` does so for the real application with the embedded data, ``open_desk`` for a copy of it that one file of
tests may write into; both end with nothing foreign and no complaint. What is done on a page is in ``visits.py``.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import examining
import pytest
import sqlalchemy as sa
from chromium import find_chromium
from people import ONLY_OWN_HOSTS, People
from playwright.sync_api import Browser, expect, sync_playwright
from serving import APP, serving
from visits import CURATOR, PASSWORD, STEP_TIMEOUT_MS, Visit

from geodata.store import read_places
from geodata.territory import Territory
from welfare_map.register import open_register
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Role
from welfare_map.settings import Settings
from welfare_map.ui.data import boundaries_path, packed_boundaries

REPORT_EMAIL = "mappa@example.org"
FRAMEWORK_COMPLAINT = re.compile(
    r"Failed to load resource: the server responded with a status of 404 \(Not Found\) "
    r"\(http://127\.0\.0\.1:\d+/(imprese|copertura|buone-pratiche|registro|dati|questionario|accessibilita|privacy|nessuna-pagina)/_stcore/(health|host-config)\)"
)
"""The only two lines that are tolerated: opened below a page's address, Streamlit first asks below that page."""
BEGAN_AT: dict[str, int] = {}
"""Test -> how much this process had looked at before it."""


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
            serving(app_path, log_path, environment)
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
        APP,
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
    with serving(APP, log_path, environment) as address:
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
def people(browser: Browser) -> People:
    """Whoever opens pages: see ``People``."""
    return People(browser)


@pytest.fixture
def open_page(people: People) -> Iterator[Callable[..., Visit]]:
    """Open an address at a width and height; ``blocked`` are parts of addresses that fail."""
    with ExitStack() as stack:
        yield lambda address, **options: stack.enter_context(people.visit(address, **options))
