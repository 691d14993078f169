"""*Privacy*: what a visit sends, what is kept and how long, which cookies there are, and whom to ask."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from geodata.codes import SMALLEST_COUNT
from welfare_map.maps.parts import stacked_table
from welfare_map.maps.popups import escape, link
from welfare_map.register.accounts.sessions import IDLE_LIMIT, LIFETIME
from welfare_map.register.surveys.surveys import GRACE_DAYS
from welfare_map.settings import Settings
from welfare_map.texts import formats, text
from welfare_map.ui import visit_address
from welfare_map.ui.components.frame import title
from welfare_map.ui.components.registry.sign_in import has_provider
from welfare_map.ui.components.unread import say_unread
from welfare_map.ui.context import Page
from welfare_map.ui.markdown import marked

WRITTEN_ON: Final = date(2026, 11, 30)
"""Day of the words of this page; a test knows when they have changed."""
COOKIES: Final = {"_streamlit_xsrf": "xsrf"}
"""Cookie of everybody -> its texts ``privacy.purpose.<name>`` and ``privacy.until.<name>``."""
SIGN_IN_COOKIES: Final = {
    "_streamlit_session": "sign_in",
    "_streamlit_user": "user",
    "_streamlit_user_tokens": "tokens",
}
"""Cookies of who signs in at the operator's identity provider, where there is one."""
STORED: Final = {
    "welfare-map-saved": "saved",
    "stActiveTheme-/…-v2": "theme",
    "stSidebarCollapsed-…": "menu",
    "stSidebarSectionsState-…": "menu_parts",
    "sidebarWidth": "menu_width",
}
"""What the browser keeps without a cookie; dots stand for what differs from page to page."""
KEPT: Final = ("survey", "proposal", "report", "account", "work", "contacts")
"""What the register keeps; each has the texts ``privacy.what``, ``privacy.held`` and ``privacy.held_until``."""
AUTHORITY_URL: Final = "https://www.garanteprivacy.it/"
MINUTE: Final = timedelta(minutes=1)
PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}\.?")
"""What the map fills in: the number of the tile, and one of several machines of the same host."""


def show(page: Page) -> None:
    """Show the parts, in the order in which people ask."""
    lang = page.lang
    unread_slot = title(text("privacy.title", lang), lang, has_parts=True)
    st.markdown(text("privacy.intro", lang))
    for name, draw in PARTS.items():
        st.header(text(f"privacy.{name}_title", lang), anchor=name)
        draw(page)
    visit_address.write_address(None)
    say_unread(unread_slot, lang)


def _who(page: Page) -> None:
    name, contact = page.settings.operator_name, page.settings.privacy_contact
    st.markdown(marked("privacy.who", page.lang, name=name) if name else text("privacy.who_unknown", page.lang))
    if contact:
        words = escape(text("privacy.contact", page.lang))
        st.html(f"<p>{words} {link(contact, contact.removeprefix('mailto:'))}</p>")
    else:
        st.markdown(text("privacy.contact_unknown", page.lang))
    st.markdown(text("privacy.officer", page.lang))


def _asked(page: Page) -> None:
    st.markdown(text("privacy.asked", page.lang))
    if page.settings.valhalla_url and not page.settings.is_offline:
        st.markdown(text("privacy.minutes_server", page.lang))


def _seen(page: Page) -> None:
    st.markdown(text("privacy.seen", page.lang))


def _browser(page: Page) -> None:
    lang = page.lang
    has_sign_in = has_provider()
    st.markdown(text("privacy.cookies", lang))
    _names(COOKIES | (SIGN_IN_COOKIES if has_sign_in else {}), text("privacy.browser_title", lang), lang)
    if has_sign_in:
        st.markdown(text("privacy.cookies_of_sign_in", lang))
    st.markdown(text("privacy.storage", lang))
    _names(STORED, text("privacy.storage", lang), lang)


def _names(names: dict[str, str], label: str, lang: str) -> None:
    rows = [
        (
            f"<code>{escape(name)}</code>",
            escape(text(f"privacy.purpose.{code}", lang)),
            escape(text(f"privacy.until.{code}", lang)),
        )
        for name, code in names.items()
    ]
    _table(("name", "purpose", "until"), rows, label, lang)


def _kept(page: Page) -> None:
    lang = page.lang
    st.markdown(text("privacy.kept", lang))
    _table(("what", "held", "until"), [_kept_row(name, lang) for name in KEPT], text("privacy.kept_title", lang), lang)
    if page.settings.report_email:
        st.markdown(text("privacy.by_mail", lang))
    st.markdown(text("privacy.copies", lang))


def _kept_row(name: str, lang: str) -> tuple[str, ...]:
    numbers = {
        "count": SMALLEST_COUNT,
        "days": GRACE_DAYS,
        "hours": LIFETIME // timedelta(hours=1),
        "minutes": IDLE_LIMIT // MINUTE,
    }
    said = {key: formats.number(number, lang) for key, number in numbers.items()}
    words = (
        text(f"privacy.what.{name}", lang),
        text(f"privacy.held.{name}", lang, **said),
        text(f"privacy.held_until.{name}", lang, **said),
    )
    return tuple(escape(part) for part in words)


def _others(page: Page) -> None:
    st.markdown(text("privacy.others", page.lang))
    st.markdown(background(page.settings, page.lang))


def background(settings: Settings, lang: str) -> str:
    """Return who is asked for the street background once a visitor switches it on, as Markdown."""
    if not settings.tiles_url:
        return text("privacy.tiles_none", lang)
    host = urlsplit(PLACEHOLDER.sub("", settings.tiles_url)).hostname
    return marked("privacy.tiles", lang, host=host) if host else text("privacy.tiles_own", lang)


def _grounds(page: Page) -> None:
    st.markdown(text("privacy.grounds", page.lang))


def _rights(page: Page) -> None:
    st.markdown(text("privacy.rights", page.lang))
    words = escape(text("privacy.complaint", page.lang))
    st.html(f"<p>{words} {link(AUTHORITY_URL, text('privacy.authority', page.lang))}.</p>")


def _dated(page: Page) -> None:
    st.markdown(text("privacy.dated", page.lang, day=formats.day(WRITTEN_ON.isoformat(), page.lang)))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], label: str, lang: str) -> None:
    """Draw a table whose cells are HTML already."""
    st.html(stacked_table([text(f"privacy.column.{head}", lang) for head in heads], rows, label))


PARTS: Final[dict[str, Callable[[Page], None]]] = {
    "who": _who,
    "asked": _asked,
    "seen": _seen,
    "browser": _browser,
    "kept": _kept,
    "others": _others,
    "grounds": _grounds,
    "rights": _rights,
    "dated": _dated,
}
"""Part of the page -> what draws it under the title ``privacy.<name>_title``."""
