from collections.abc import MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette

from geodata.errors import InputError
from welfare_map.settings import read_settings
from welfare_map.ui.security_txt import PATH, security_routes, security_txt


def status(contact: str, path: str, base: str = "") -> int:
    """Return how the application answers for a path."""
    messages: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "root_path": "", "headers": []}
    with start_blocking_portal() as portal:  # browser tests leave a loop running in this thread
        portal.call(Starlette(routes=security_routes(contact, base)), scope, receive, send)
    return int(messages[0]["status"])


def test_the_file_says_whom_to_tell_and_until_when_it_holds() -> None:
    assert security_txt("mailto:a@example.org", datetime(2026, 9, 1, 12, 30, tzinfo=UTC)).splitlines() == [
        "Contact: mailto:a@example.org",
        "Expires: 2027-02-28T00:00:00Z",
        "Preferred-Languages: it, en",
    ]


def test_the_file_is_there_where_somebody_is_named_and_nowhere_else() -> None:
    assert status("mailto:a@example.org", PATH) == 200
    assert status("mailto:a@example.org", f"/map{PATH}", base="/map") == 200
    assert status("", PATH) == 404
    assert [route.path for route in security_routes("")] == [PATH]  # else Streamlit answers, with a page


@pytest.mark.parametrize(
    ("words", "contact"),
    [
        ("a@example.org", "mailto:a@example.org"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org/report", "https://example.org/report"),
        ("", ""),
    ],
)
def test_the_contact_is_a_mailbox_or_a_page(tmp_path: Path, words: str, contact: str) -> None:
    environment = {"WELFARE_MAP_DATA_DIR": str(tmp_path), "WELFARE_MAP_SECURITY_CONTACT": words}
    assert read_settings(environment).security_contact == contact


@pytest.mark.parametrize(
    "words", ["anna", "http://example.org", "a@example.org\nExpires: never", "javascript:alert(1)"]
)
def test_another_contact_is_refused(tmp_path: Path, words: str) -> None:
    with pytest.raises(InputError):
        read_settings({"WELFARE_MAP_DATA_DIR": str(tmp_path), "WELFARE_MAP_SECURITY_CONTACT": words})
