import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.testing.v1 import AppTest

from geodata.errors import DataError, DownloadError, InputError
from geodata.licences import LICENCES
from geodata.notices import Notice, Severity
from geodata.sources import Access
from geodata.store import load_readers
from welfare_map.register import open_register
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.revisions import history
from welfare_map.register.sql.database import writing
from welfare_map.register.sql.repository import RunRow, bump_version, replace_notices, write_run
from welfare_map.register.sql.schema import RECORD_TABLES
from welfare_map.settings import current_settings
from welfare_map.texts import text
from welfare_map.ui import data
from welfare_map.ui.components.method import bringing
from welfare_map.ui.components.method.bringing import BROUGHT, CHOSEN
from welfare_map.ui.components.method.files import site_url

OpenPage = Callable[..., AppTest]
Words = Callable[[AppTest], str]
ROOT = Actor("root", Role.ADMINISTRATOR)


@pytest.fixture
def administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be the administrator, whoever opens the page."""
    monkeypatch.setattr(bringing, "actor_meanwhile", lambda _page: ROOT)


@pytest.fixture
def online(embedded: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Switch the network on; what would use it must be replaced."""
    monkeypatch.setenv("WELFARE_MAP_OFFLINE", "off")
    current_settings.cache_clear()
    yield
    monkeypatch.undo()
    current_settings.cache_clear()


@pytest.fixture
def own_register(
    real_data_dir: Path, real_register: Path, tmp_path: Path, embedded: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """Open a register of this test alone."""
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(tmp_path))
    (tmp_path / "built").symlink_to(real_data_dir / "built")
    shutil.copy(real_register, tmp_path)
    current_settings.cache_clear()
    st.cache_resource.clear()
    engine = open_register(current_settings())
    yield engine
    engine.dispose()
    monkeypatch.undo()
    current_settings.cache_clear()
    st.cache_resource.clear()


def test_every_source_has_licence_and_day(open_page: OpenPage, html_words: Words) -> None:
    said = html_words(open_page("method"))
    assert LICENCES["CC-BY-4.0"].name in said
    assert "Dati dimostrativi (inventati)" in said
    assert "2026" in said


@pytest.mark.parametrize(
    ("lang", "heading"),
    [("it", "Obiettivi e cifre di riferimento"), ("en", "Targets and reference figures")],
)
def test_every_section_has_its_heading_and_words(
    open_page: OpenPage, html_words: Words, lang: str, heading: str
) -> None:
    page = open_page("method", lang=lang)
    assert heading in [header.value for header in page.header]
    assert len(page.header) == len({header.value for header in page.header})
    assert "234/2021" in html_words(page)


def test_while_the_register_is_away_the_parts_that_need_it_say_so_and_the_others_stand(
    own_register: Any, open_page: OpenPage, html_words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("method")
    heads, last = [header.value for header in page.header], data.snapshot()
    monkeypatch.setattr(data, "snapshot", lambda: last)
    file = Path(own_register.url.database)
    file.rename(file.with_suffix(".away"))
    page.run()
    assert [header.value for header in page.header] == heads
    assert [box.value for box in page.warning] == [text("app.section_away", "it")] * 4
    assert not page.error
    said = html_words(page)
    assert "Dati dimostrativi (inventati)" in said
    assert "234/2021" in said


def test_sources_that_are_not_here_yet_are_listed_with_their_command(open_page: OpenPage, html_words: Words) -> None:
    said = html_words(open_page("method"))
    for source_id, reader in load_readers().items():
        ending = " --from FILE" if reader.source.access is Access.FILE else ""
        assert f"welfare-map update {source_id}{ending}" in said


def test_a_failed_run_and_the_defects_of_a_source_are_told(
    own_register: Any, open_page: OpenPage, html_words: Words
) -> None:
    run = RunRow(source_id="demo", started_at="2026-11-20", finished_at="2026-11-20", outcome="failed", message="<b>no")
    notices = [Notice("bad_format", Severity.WARNING, "services", f"demo:{n}", "<i>x</i>") for n in range(3)]
    with writing(own_register) as connection:
        write_run(connection, run)
        replace_notices(connection, "demo", notices)
    said = html_words(open_page("method"))
    assert "non riuscita, 20 novembre 2026" in said
    assert "<b>no" in said
    assert "Dati dimostrativi (inventati): 3" in said
    assert "Valore scritto in una forma non prevista" in said


# --- quality ----------------------------------------------------------------------------------------------------------


def test_invented_cards_are_judged_with_their_label(open_page: OpenPage, html_words: Words) -> None:
    said = html_words(open_page("method"))
    assert "Qualità media" in said
    assert "Navetta Dimostrazione" in " ".join(said.split())


def test_a_kind_is_shown_by_district_and_a_district_by_kind(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("method")
    page.selectbox(key="quality_services_kind").set_value("nursery").run()
    assert "Alto Milanese" in html_words(page)
    page.selectbox(key="quality_services_kind").set_value(None)
    page.selectbox(key="quality_services_district_id").set_value("alto-milanese").run()
    assert not page.exception
    assert "Asilo nido" in html_words(page)


def test_organisations_are_judged_too(open_page: OpenPage, html_words: Words) -> None:
    page = open_page("method")
    page.selectbox(key="quality_table").set_value("organisations").run()
    assert not page.exception
    assert "Settore e dimensione" in html_words(page)


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page_url", "site"),
    [
        (None, "http://localhost:8501"),
        ("https://mappa.example.org/dati", "https://mappa.example.org"),
        ("https://example.org/welfare/dati?lang=en", "https://example.org/welfare"),
    ],
)
def test_the_catalogue_names_the_site_that_it_comes_from(page_url: str | None, site: str) -> None:
    assert site_url(page_url) == site


# --- bringing the official lists --------------------------------------------------------------------------------------


def test_a_visitor_sees_no_button(open_page: OpenPage, online: None) -> None:
    page = open_page("method")
    assert not [button for button in page.button if button.key == "bring"]
    assert not page.multiselect


def test_offline_the_administrator_is_told_and_sees_no_button(open_page: OpenPage, administrator: None) -> None:
    page = open_page("method")
    assert any("WELFARE_MAP_OFFLINE" in info.value for info in page.info)
    assert not [button for button in page.button if button.key == "bring"]


def test_each_list_that_is_brought_has_its_own_end(
    open_page: OpenPage, administrator: None, online: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = {
        "regione-lombardia-rsa": DownloadError("the portal is away"),
        "regione-lombardia-cdi": DataError("half a file"),
    }
    asked: list[str] = []

    def run(_engine: object, source_id: str, *, progress: Callable[[str], None], **_: object) -> Any:
        asked.append(source_id)
        for step in ("fetch", "parse", "check", "write"):
            progress(step)
        raise faults.get(source_id, DownloadError("no"))

    monkeypatch.setattr(bringing, "run_update", run)
    page = open_page("method")
    chosen = list(page.multiselect(key=CHOSEN).value)
    assert "openstreetmap-pbf" not in chosen
    page.multiselect(key=CHOSEN).set_value(chosen[:2]).run()
    page.button(key="bring").click().run()
    assert not page.exception
    assert asked == chosen[:2]
    assert len(page.session_state[BROUGHT]) == 2
    said = [error.value for error in page.error]
    assert any("the portal is away" in words for words in said)
    assert any("half a file" in words for words in said)


def test_whoever_may_not_brings_nothing_whatever_the_page_draws() -> None:
    with pytest.raises(InputError, match="not_allowed"):
        bringing._bring(None, Actor("anna", Role.CURATOR), [])  # type: ignore[arg-type]


# --- what to check again ----------------------------------------------------------------------------------------------

RECHECK = """
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.settings import current_settings
from welfare_map.ui import data, visit_address
from welfare_map.ui.components.registry.recheck import show
from welfare_map.ui.components.registry.saying import say_now
from welfare_map.ui.context import Page
import datetime

visit_address.open_address()
say_now()
actor = Actor("anna", Role("{role}"), district_ids=("{district}",))
day = datetime.date({year}, 1, 1)
show(Page(snapshot=data.snapshot(), settings=current_settings(), lang="it", as_of_on=day), actor)
"""


@pytest.fixture
def open_recheck(own_register: Any) -> Callable[..., AppTest]:
    """Draw the section for a role, a district and a year."""

    def opened(role: str, district: str = "", year: int = 2029) -> AppTest:
        page = AppTest.from_string(RECHECK.format(role=role, district=district, year=year), default_timeout=120).run()
        assert not page.exception
        return page

    return opened


def test_cards_that_nobody_checked_for_years_are_due(open_recheck: Callable[..., AppTest], html_words: Words) -> None:
    page = open_recheck("administrator")
    assert len([button for button in page.button if str(button.key).startswith("recheck-confirm-")]) == 20
    assert "Controllata o aggiornata il" in html_words(page)
    assert not list(open_recheck("administrator", year=2026).button)


def test_a_confirmed_card_leaves_the_list(own_register: Any, open_recheck: Callable[..., AppTest]) -> None:
    organisations = RECORD_TABLES["organisations"]
    is_one = organisations.c.organisation_id == "servimpresa"
    with writing(own_register) as connection:
        connection.execute(sa.update(organisations).where(is_one).values(retrieved_on="2020-01-01"))
        bump_version(connection)
    page = open_recheck("administrator", year=2027)
    (button,) = page.button
    assert button.key == "recheck-confirm-organisations-servimpresa"
    button.click().run()
    assert not page.exception
    assert not page.button
    assert any("controllata oggi" in item.value for item in page.success)
    assert [item.action for item in history(own_register, "servimpresa")] == ["confirmed"]


def test_a_curator_sees_the_cards_of_own_districts_alone(open_recheck: Callable[..., AppTest]) -> None:
    assert len(open_recheck("administrator").button) > len(open_recheck("curator", "alto-milanese").button)
    assert not open_recheck("visitor").button
