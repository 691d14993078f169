"""
Who is here: a visitor, or somebody who signed in.

The token of a session stays in this visit's memory on the server: no cookie is set, and a page that is loaded again
asks again. Streamlit's own login (OpenID Connect) is offered only where the operator configured it; it sets a cookie.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
import streamlit as st

from geodata.errors import InputError, StoreError
from welfare_map.maps.popups import escape
from welfare_map.register.accounts.accounts import Account, find_account, sign_in
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.sessions import LIFETIME, close_session, open_session, read_session
from welfare_map.texts import text
from welfare_map.ui import data, state
from welfare_map.ui.components.away import fields_now, fill_in
from welfare_map.ui.components.registry.fields import marked_required
from welfare_map.ui.components.registry.saying import say_error, say_next
from welfare_map.ui.context import Page
from welfare_map.ui.registry_keys import SECTION, TOKEN

LEFT: Final = "registry_left"
"""The visitor signed out, so that the identity provider's cookie does not sign in again by itself."""
ACCOUNT_NAME: Final = "registry_account"
TYPED_BEFORE: Final = "registry_typed_before"
"""Whose session it is; and, of one that ended by itself, whose it was and what stood in the fields: theirs again."""
MAX_CHARACTERS: Final = 256
FIELDS: Final = "registry-sign-in-fields"


def current_actor(page: Page) -> Actor:
    """Return who is here; say it when a session has just ended."""
    token = state.get(TOKEN)
    if token is None:
        return _known_by_provider(page) or VISITOR
    account = read_session(data.register(), token)
    if account is not None:
        return account.actor
    state.put(TOKEN, None)
    state.put(LEFT, True)
    state.put(TYPED_BEFORE, (state.get(ACCOUNT_NAME), fields_now()))
    st.info(text("registry.session_ended", page.lang))
    return VISITOR


def actor_meanwhile(page: Page) -> Actor:
    """Return who is here; a visitor while the register cannot tell, so that the page is drawn as for everybody."""
    try:
        return current_actor(page)
    except StoreError:
        return VISITOR


def sign_in_bar(page: Page, actor: Actor) -> None:
    """Draw the way in, or who is in and the way out."""
    if actor.role is Role.VISITOR:
        with st.popover(text("registry.sign_in", page.lang), key="registry-sign-in"):
            _ask(page)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="registry-who"):
        who = text(
            "registry.signed_in", page.lang, name=actor.name, role=text(f"registry.role.{actor.role}", page.lang)
        )
        st.html(f'<p class="wm-who">{escape(who)}</p>', width="content")
        if st.button(text("registry.sign_out", page.lang), key="registry-sign-out"):
            _leave()


def _ask(page: Page) -> None:
    """Ask for name and password; offer the operator's identity provider where there is one."""
    with st.form("registry-sign-in-form", border=False):
        with st.container(key=FIELDS):
            name = st.text_input(
                marked_required(text("registry.account_name", page.lang)),
                max_chars=MAX_CHARACTERS,
                autocomplete="username",
            )
            password = st.text_input(
                marked_required(text("registry.password", page.lang)),
                type="password",
                max_chars=MAX_CHARACTERS,
                autocomplete="current-password",
            )
        if st.form_submit_button(text("registry.enter", page.lang), type="primary"):
            _enter(page, name, password)
    st.caption(text("registry.sign_in_note", page.lang))
    if has_provider():
        st.button(text("registry.provider_enter", page.lang), key="registry-provider", on_click=_ask_provider)


def _enter(page: Page, name: str, password: str) -> None:
    try:
        account = sign_in(data.register(), name, password)
    except InputError as error:
        say_error(error, page.lang, key=FIELDS)
        return
    _begin(account.name)
    say_next(text("registry.welcome", page.lang, name=account.name))
    st.rerun()


def _begin(account_name: str) -> None:
    """Begin a session with a new token, in the section that the address names; one that was open ends."""
    state.put(SECTION, None if state.get(TOKEN) else state.get(SECTION))
    if state.get(TOKEN):
        close_session(data.register(), state.get(TOKEN))
    state.put(TOKEN, open_session(data.register(), account_name))
    state.put(LEFT, False)
    name, fields = state.get(TYPED_BEFORE) or ("", {})
    if name == account_name:
        fill_in(fields)
    state.put(TYPED_BEFORE, None)
    state.put(ACCOUNT_NAME, account_name)


def _leave() -> None:
    if state.get(TOKEN):
        close_session(data.register(), state.get(TOKEN))
    state.put(TOKEN, None)
    state.put(LEFT, True)
    state.put(SECTION, None)
    if has_provider() and st.user.is_logged_in:
        st.logout()
    st.rerun()


def has_provider() -> bool:
    """Tell whether the operator configured an identity provider: a part ``[auth]`` in Streamlit's secrets."""
    return bool(st.secrets.load_if_toml_exists() and "auth" in st.secrets)


def _ask_provider() -> None:
    state.put(LEFT, False)
    st.login()


def _known_by_provider(page: Page) -> Actor | None:
    """Return whom the identity provider names, when an account has that name."""
    if state.get(LEFT) or not has_provider() or not st.user.is_logged_in:
        return None
    account = provider_account(data.register(), st.user.to_dict(), datetime.now(UTC))
    if account is None:
        st.info(text("registry.provider_unknown", page.lang))
        return None
    _begin(account.name)
    return account.actor


def provider_account(engine: sa.Engine, claims: Mapping[str, object], now: datetime) -> Account | None:
    """
    Return the account that an identity provider's claims open, None when they open none.

    A subject is no more than a name at the provider: without a verified e-mail it opens only accounts that have no
    password.
    """
    name = provider_name(claims, now)
    account = find_account(engine, name) if name else None
    if account is None or (account.has_password and not _has_verified_email(claims)):
        return None
    return account


def provider_name(claims: Mapping[str, object], now: datetime) -> str | None:
    """
    Return the account's name in the claims of an identity provider.

    Returns
    -------
    name
        The e-mail where the provider says that it verified it, else the subject; None when the claims name nobody, or
        are older than a session may be (they do not say how old they are).
    """
    issued = claims.get("iat")
    if not isinstance(issued, int | float) or now.timestamp() - issued > LIFETIME.total_seconds():
        return None
    if _has_verified_email(claims):
        return str(claims["email"])
    return str(claims["sub"]) if claims.get("sub") else None


def _has_verified_email(claims: Mapping[str, object]) -> bool:
    return claims.get("email_verified") is True and bool(claims.get("email"))
