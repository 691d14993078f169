"""
The start page of Streamlit with what it lacks.

It is named as the map is, in Italian until the script of the page has run. Its beginning lets the browser's ground,
which is shown until then, follow the visitor's system: nobody who works in the dark sees it flash white. With it what
is drawn before our sheet and the scripts of the elements are there is not seen, so that no page jumps while it is put
together (``scripts/document.js`` says when they are; after four seconds it is seen as it is), nor is the link past the
menu, whose words are English until then. Links at the end of its head name files that will be needed when that script
runs, so that they travel after it and not one after the other. Before them ``scripts/steps.js`` takes hold of the
history: Streamlit may write the address before any script of ours that it draws has run. Streamlit's own font does not
travel: our pages are set in that of the visitor's system. Words in both languages stand on the page until then, and for
who has no scripts: on a slow telephone that is a quarter of a minute.
"""

import re
from collections.abc import Callable
from functools import cache, partial
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from welfare_map.maps.popups import escape
from welfare_map.texts import LANGUAGES, text
from welfare_map.ui.page_list import is_of_the_map
from welfare_map.ui.page_scripts import script_element

HEAD, HEAD_END = b"<head>", b"</head>"
CONDITIONS: Final = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since"})
BEGINNING: Final = (
    b'<meta name="color-scheme" content="light dark"><style>'
    b':root:not([data-drawn]) [data-testid="stMainBlockContainer"],'
    b':root:not([data-drawn]) [data-testid="stMainBlockContainer"] *,'
    b':root:not([data-drawn]) [data-testid="stSkipToContent"]'
    b"{visibility:hidden;animation:wm-drawn 0s 4s forwards!important}"
    b':root:not([data-theme]) :not([data-testid="stIconMaterial"]){font-family:system-ui,sans-serif!important}'
    b"@keyframes wm-drawn{to{visibility:visible}}</style>"
)
STEPS: Final = script_element("steps").encode()
ROOT: Final = b'<div id="root"></div>'
WORDS_STYLE: Final = (
    "margin:4rem auto;max-width:30rem;padding:0 1rem;text-align:center;font:1.05rem/1.6 system-ui,sans-serif"
)
FONT_AHEAD: Final = re.compile(rb'<link\s[^>]*\bas="font"[^>]*>\s*')
FOR_NO_SCRIPTS: Final = re.compile(rb"(?<=<noscript>).*?(?=</noscript>)", re.DOTALL)


class StartPage:
    """
    Middleware: a page gets the additions; everything else passes as it is, the map's frame too, whose page decides.

    Parameters
    ----------
    app
        What answers.
    links
        Gives links to files that the page at a path will need, as HTML.
    base
        Path under which the server runs, "" or "/name".
    """

    def __init__(self, app: ASGIApp, *, links: Callable[[str], str], base: str = "") -> None:
        self._app, self._links, self._base = app, links, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http" or is_of_the_map(self._base, scope["path"]):
            await self._app(scope, receive, send)
        else:
            await self._app(_as_it_is(scope), receive, _Begun(send, partial(self._links, scope["path"])).send)


def _as_it_is(scope: Scope) -> Scope:
    """
    Return a request for a page that asks for it whole and as it is: nothing can be put into what is compressed.

    Nor is what the browser kept still the page: the files that it names change with the data. A browser that fetches a
    file ahead says that it takes a page as well; a page has no dot in its name.
    """
    headers = Headers(scope=scope)
    if "text/html" not in headers.get("accept", "") or "." in scope["path"].rpartition("/")[2]:
        return scope
    return {**scope, "headers": [(name, value) for name, value in headers.raw if name not in CONDITIONS]}


class _Begun:
    """One answer, whose beginning waits for its first part: only then its length is known."""

    def __init__(self, send: Send, links: Callable[[], str]) -> None:
        self._send, self._links = send, links
        self._begun: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._begun = message
            return
        if self._begun is not None:
            begun, self._begun = self._begun, None
            message = _with_additions(begun, message, self._links().encode())
            await self._send(begun)
        await self._send(message)


def _is_page(begun: Message) -> bool:
    headers = MutableHeaders(scope=begun)
    is_html = headers.get("content-type", "").startswith("text/html")
    return begun["status"] == HTTPStatus.OK and is_html and "content-encoding" not in headers


def _with_additions(begun: Message, first: Message, links: bytes) -> Message:
    """Return the first part of a page, which holds its head, as we want it; the length that was said follows."""
    body = first.get("body", b"")
    longer = FONT_AHEAD.sub(b"", body)
    for theirs, ours in _replacements(links):
        longer = longer.replace(theirs, ours, 1)
    longer = FOR_NO_SCRIPTS.sub(_words("app.no_scripts"), longer)
    headers = MutableHeaders(scope=begun)
    for kept_by in ("etag", "last-modified"):
        del headers[kept_by]
    if "content-length" in headers:
        headers["content-length"] = str(int(headers["content-length"]) + len(longer) - len(body))
    return {**first, "body": longer}


def _replacements(links: bytes) -> tuple[tuple[bytes, bytes], ...]:
    """Return what stands in Streamlit's page, and what takes its place."""
    return (
        (b'lang="en"', f'lang="{LANGUAGES[0]}"'.encode()),
        (b"<title>Streamlit</title>", f"<title>{escape(text('app.name', LANGUAGES[0]))}</title>".encode()),
        (HEAD, HEAD + BEGINNING),
        (HEAD_END, STEPS + links + HEAD_END),
        (ROOT, ROOT.replace(b"><", b">" + _words("app.loading") + b"<")),
    )


@cache
def _words(key: str) -> bytes:
    """Return a text in every language, as HTML; the page puts itself in its place."""
    said = (f'<p lang="{lang}">{escape(text(key, lang))}</p>' for lang in LANGUAGES)
    return f'<div style="{WORDS_STYLE}">{"".join(said)}</div>'.encode()
