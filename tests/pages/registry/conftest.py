"""
*Registro* without a browser, each test on a register of its own.

``open_registry("anna", "editing", ref)`` draws a section for an account; a ``Drawn`` is filled in and pressed by words.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import streamlit as st
from argon2 import PasswordHasher
from streamlit.testing.v1 import AppTest

from geodata.store import read_places
from geodata.territory import Territory
from welfare_map.register import build_current_snapshot, open_register, register_version
from welfare_map.register.accounts import passwords
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Role
from welfare_map.register.accounts.sessions import open_session
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.settings import Settings, current_settings
from welfare_map.snapshot import Snapshot
from welfare_map.ui import data
from welfare_map.ui.components.registry.choosing import CHOSEN
from welfare_map.ui.components.registry.fields import REQUIRED
from welfare_map.ui.registry_keys import SECTION, TOKEN

PASSWORD = "cavallo-batteria"  # noqa: S105  # of the accounts of these tests
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Drawn:
    """A page as it was drawn last; what is done on it draws it again and raises nothing."""

    app: AppTest
    html_words: Callable[[AppTest], str]

    def run(self) -> "Drawn":
        """Draw the page again."""
        self.app.run()
        assert not self.app.exception
        return self

    def press(self, label: str) -> "Drawn":
        """Press the first button with a label."""
        next(button for button in self.app.button if button.label == label).click()
        return self.run()

    def field(self, name: str) -> Any:
        """Return the first field whose key ends so, or whose label is this."""
        kinds = (self.app.text_input, self.app.text_area, self.app.selectbox, self.app.multiselect)
        fields = chain(*kinds, self.app.number_input, self.app.radio)
        return next(
            item for item in fields if str(item.key).endswith(name) or item.label.removesuffix(REQUIRED) == name
        )

    def fill(self, name: str, value: object) -> "Drawn":
        """Fill a field in; nothing is sent yet."""
        self.field(name).set_value(value)
        return self

    @property
    def said(self) -> str:
        """What the page tells whoever is there."""
        kinds = (self.app.success, self.app.error, self.app.warning, self.app.info)
        return " ".join(str(item.value) for kind in kinds for item in kind)

    @property
    def words(self) -> str:
        """The words of everything drawn as HTML."""
        return self.html_words(self.app)

    @property
    def html(self) -> str:
        """Everything drawn as HTML."""
        return " ".join(element.proto.body for element in self.app.get("html"))

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons."""
        return [button.label for button in self.app.button]


@pytest.fixture(scope="session")
def filled_dir(
    real_data_dir: Path, real_register: Path, embedded: None, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Fill a data folder once; tests write into copies of it."""
    folder = tmp_path_factory.mktemp("registry") / "data"
    shutil.copytree(real_data_dir, folder, ignore=shutil.ignore_patterns("register.sqlite*", "*.log"))
    shutil.copy(real_register, folder)
    return folder


@pytest.fixture(scope="session")
def build_snapshot_once(filled_dir: Path, real_territory: Territory) -> Callable[..., Snapshot]:
    """Build snapshots as pages do, but that of the register as it was filled once for all tests."""
    settings = Settings(data_dir=filled_dir, is_offline=True)
    engine = open_register(settings)
    places, version = read_places(real_territory), register_version(engine)
    first = build_current_snapshot(engine, settings, territory=real_territory, places=places)
    engine.dispose()

    def build(engine: sa.Engine, settings: Settings, **ground: Any) -> Snapshot:
        is_first = register_version(engine) == version and settings.has_demo
        return first if is_first else build_current_snapshot(engine, settings, **ground)

    return build


@pytest.fixture
def engine(
    filled_dir: Path,
    build_snapshot_once: Callable[..., Snapshot],
    tmp_path: Path,
    embedded: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[sa.Engine]:
    """Open a register of this test: anna curates Legnano's district, dario another one, bruno administers."""
    shutil.copytree(filled_dir, tmp_path / "data")
    monkeypatch.setattr(data, "build_current_snapshot", build_snapshot_once)
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    current_settings.cache_clear()
    st.cache_resource.clear()
    engine = open_register(current_settings())
    add_account(engine, new_account("anna", Role.CURATOR, district_ids=("alto-milanese",), at=NOON), PASSWORD)
    add_account(engine, new_account("dario", Role.CURATOR, district_ids=("magenta",), at=NOON), PASSWORD)
    add_account(engine, new_account("bruno", Role.ADMINISTRATOR, at=NOON), PASSWORD)
    add_account(engine, new_account("carla", Role.CONTRIBUTOR, organisation_ids=("x",), at=NOON), PASSWORD)
    yield engine
    engine.dispose()
    monkeypatch.undo()
    current_settings.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def open_registry(
    open_page: Callable[..., AppTest], html_words: Callable[[AppTest], str], engine: sa.Engine
) -> Callable[..., Drawn]:
    """Draw the page for a visitor, or a section of it for an account that has signed in."""

    def opened(account: str = "", section: str = "", ref: RecordRef | None = None, **params: str) -> Drawn:
        page = open_page("registry", **params)
        if account:
            page.session_state[TOKEN] = open_session(engine, account)
        if section:
            page.session_state[SECTION] = section if "." in section else f"registry.section.{section}"
        if ref:
            page.session_state[CHOSEN] = (ref.table, ref.record_id)
        return Drawn(page, html_words).run()

    return opened
