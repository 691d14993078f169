"""Other hosts, answered here: Leaflet from the installed wheel, and stand-ins that do just what the naive maps need."""

import base64
from importlib import resources
from typing import Any, Final

from playwright.sync_api import CDPSession
from xstatic.pkg import leaflet

JQUERY_STAND_IN: Final = b"""
window.jQuery = window.$ = function (html) {
  var box = document.createElement("div");
  box.innerHTML = html;
  return Array.from(box.children);
};
"""
PIXEL: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""A transparent tile."""
TYPES: Final = {"js": "text/javascript", "css": "text/css", "png": "image/png"}


def answer_foreign_requests(session: CDPSession) -> None:
    """Answer every request to another host in place of the network."""

    def answer(event: dict[str, Any]) -> None:
        name = event["request"]["url"].partition("?")[0].rpartition("/")[2]
        headers = {
            "Content-Type": TYPES.get(name.rpartition(".")[2], "image/png"),
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": "max-age=3600",
        }
        session.send(
            "Fetch.fulfillRequest",
            {
                "requestId": event["requestId"],
                "responseCode": 200,
                "responseHeaders": [{"name": key, "value": value} for key, value in headers.items()],
                "body": base64.b64encode(_content(name)).decode(),
            },
        )

    session.on("Fetch.requestPaused", answer)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": "https://*"}]})


def _content(name: str) -> bytes:
    files = resources.files(leaflet) / "data"
    if name in {"leaflet.js", "leaflet.css"}:
        return (files / name).read_bytes()
    if name.startswith("marker-"):
        return (files / "images" / name).read_bytes()
    if name.startswith("jquery"):
        return JQUERY_STAND_IN
    return b"" if name.endswith((".js", ".css")) else PIXEL
