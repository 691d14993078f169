"""The map behind a real nginx with the configuration of docs: it works, and the log tells nothing of where or what."""

import re
import socket
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from nginx import ADVICE, PLAIN, find_nginx, proxy
from playwright.sync_api import expect

from welfare_map.ui.policy import ALWAYS, page_policy

pytestmark = pytest.mark.browser
TYPED, HOME, SEARCHED = "Corbetta", "8.901,45.612", "pediatra"


@pytest.fixture(scope="module")
def behind(site: Any) -> Iterator[tuple[str, Path]]:
    """Give the address of the proxy before the site, and its log."""
    with proxy(find_nginx() or pytest.fail(ADVICE), site.address) as found:
        yield found


def test_a_journey_through_the_proxy_leaves_no_place_and_no_search_in_any_log(
    behind: tuple[str, Path], open_page: Callable[..., Any], site: Any
) -> None:
    address, log_path = behind
    visit = open_page(f"{address}/")
    page = visit.page
    page.get_by_label("Luogo di lavoro").fill(TYPED)
    page.get_by_role("button", name="Cerca", exact=True).click()
    expect(page.get_by_role("heading", level=3, name=re.compile(f"da {TYPED}"))).to_be_visible()
    page.wait_for_url("**lon=**lat=**")
    found = re.search(r"lon=([\d.]+)&lat=([\d.]+)", page.url)
    assert found is not None
    page.goto(f"{page.url}&home={HOME}&q={SEARCHED}")
    visit.wait_for_map()
    assert visit.foreign_addresses == []
    logs = log_path.read_text(encoding="utf-8"), site.log_path.read_text(encoding="utf-8")
    assert '"GET /" 200' in logs[0]
    secret = (TYPED, found[1], found[2], HOME, HOME.partition(",")[0], SEARCHED, "lon=", "127.0.0.1 ")
    assert [words for words in secret for log in logs if words in log] == []


def test_the_proxy_keeps_the_headers_of_the_map_and_names_no_version(behind: tuple[str, Path]) -> None:
    with urllib.request.urlopen(behind[0], timeout=20) as answer:  # noqa: S310  # our own server
        headers = answer.headers
    assert headers.get_all("Server") == ["nginx"]
    expected = {**ALWAYS, "Content-Security-Policy": page_policy()}
    assert {name: headers[name] for name in expected} == expected
    assert headers["Strict-Transport-Security"]


def test_the_cookie_of_the_map_travels_encrypted_alone(behind: tuple[str, Path]) -> None:
    with urllib.request.urlopen(f"{behind[0]}/_stcore/health", timeout=20) as answer:  # noqa: S310  # our own server
        cookies = answer.headers.get_all("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in cookies if "Secure" in cookie.split("; ")] == ["_streamlit_xsrf"]


def test_who_comes_without_encryption_is_led_to_the_same_view_with_it(behind: tuple[str, Path]) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(behind[1].with_name(PLAIN)))
        connection.sendall(b"GET /copertura?lang=en HTTP/1.0\r\nHost: mappa.example.org\r\n\r\n")
        said = connection.makefile("rb").read().decode().splitlines()
    assert said[0].split()[1] == "301"
    assert "Location: https://mappa.example.org/copertura?lang=en" in said


def test_who_calls_the_map_by_another_name_gets_no_answer(behind: tuple[str, Path]) -> None:
    parts = urlsplit(behind[0])
    with socket.create_connection((parts.hostname, parts.port), timeout=LONGEST_WAIT_S) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: rebound.example\r\n\r\n")
        assert connection.recv(1000) == b""


UPLOAD = "PUT /_stcore/upload_file/x/y HTTP/1.1\r\nHost: mappa.example.org\r\nContent-Length: {size}\r\n\r\nbegun"
LONGEST_WAIT_S = 15


def told(address: str, size: int) -> str | None:
    """Begin an upload of so many bytes, and return the first line of the answer; None for none in time."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=LONGEST_WAIT_S) as connection:
        connection.sendall(UPLOAD.format(size=size).encode())
        try:
            return connection.recv(1000).decode().partition("\r\n")[0]
        except TimeoutError:
            return None


def test_the_proxy_takes_no_upload_beyond_the_limit(behind: tuple[str, Path]) -> None:
    assert "413" in (told(behind[0], 65 * 1024 * 1024) or "")


def test_the_proxy_cuts_off_an_upload_that_stands_still(behind: tuple[str, Path]) -> None:
    assert told(behind[0], 1000) in {"", "HTTP/1.1 408 Request Time-out"}
