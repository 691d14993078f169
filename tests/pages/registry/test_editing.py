"""*Modifica una scheda*: what a curator saves, what others propose, and two who edit at once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.territory import Territory
from welfare_map.maps.view import Pick, PickWhat
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import create, read_record, save
from welfare_map.register.history.record_ref import RecordRef
from welfare_map.register.history.revisions import history, pending
from welfare_map.ui.components.registry import position_map

OpenRegistry = Callable[..., Any]
NIDO = RecordRef("services", "demo:nursery-015118-8")
ROOT = Actor("root", Role.ADMINISTRATOR)


def test_a_curator_edits_at_once_in_the_district(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = open_registry("anna", "editing", NIDO)
    page.fill("-website", "https://example.org/nido")
    page = page.press("Salva")
    assert "Salvato" in page.said
    (revision,) = history(engine, NIDO.record_id)
    assert (revision.author, dict(revision.after)) == ("anna", {"website": "https://example.org/nido"})


@pytest.mark.parametrize("account", ["carla", "anna"])
def test_what_is_not_ones_own_goes_to_moderation(
    open_registry: OpenRegistry, engine: sa.Engine, real_territory: Territory, account: str
) -> None:
    ref = NIDO
    if account == "anna":
        nurseries = sa.text("SELECT service_id FROM services WHERE municipality_code = '019036' LIMIT 1")
        with engine.connect() as connection:
            ref = RecordRef("services", str(connection.execute(nurseries).scalar_one()))
    page = open_registry(account, "editing", ref)
    assert "Salva" not in page.buttons
    page.fill("-website", "https://example.org/nido")
    page = page.press("Manda in revisione")
    assert "Inviato" in page.said
    assert [item.author for item in pending(engine)] == [account]
    assert read_record(engine, ref.table, ref.record_id)[0]["website"] != "https://example.org/nido"


@pytest.mark.parametrize(
    ("button", "phone", "website"),
    [
        pytest.param("Tieni la mia", "+390000000002", "https://example.org/mio", id="mine"),
        pytest.param("Tieni l'altra", "+390000000001", "https://example.org/mio", id="theirs"),
    ],
)
def test_the_second_of_two_curators_sees_both_versions_and_loses_nothing(
    open_registry: OpenRegistry, engine: sa.Engine, button: str, phone: str, website: str
) -> None:
    page = open_registry("anna", "editing", NIDO)
    save(engine, ROOT, table=NIDO.table, record_id=NIDO.record_id, changes={"phone": "+390000000001"}, seen_number=0,
         why="prima")  # fmt: skip
    page.fill("-phone", "+390000000002")
    page.fill("-website", website)
    page = page.press("Salva")
    words = page.words
    assert "Non è andato perso nulla" in page.said
    assert "+390000000001" in words
    assert "+390000000002" in words
    assert "prima" in words
    page = page.press(button)
    cells = read_record(engine, NIDO.table, NIDO.record_id)[0]
    assert (cells["phone"], cells["website"]) == (phone, website)


def test_a_conflict_can_be_settled_field_by_field(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = open_registry("anna", "editing", NIDO)
    theirs = {"phone": "+390000000001", "email": "altri@example.org"}
    save(engine, ROOT, table=NIDO.table, record_id=NIDO.record_id, changes=theirs, seen_number=0, why="")
    page.fill("-phone", "+390000000002")
    page.fill("-email", "miei@example.org")
    page = page.press("Salva").press("Salva")
    assert "ogni campo" in page.said
    page.fill("conflict-phone", "mine")
    page.fill("conflict-email", "theirs")
    page = page.press("Salva")
    cells = read_record(engine, NIDO.table, NIDO.record_id)[0]
    assert (cells["phone"], cells["email"]) == ("+390000000002", "altri@example.org")


def test_what_is_wrong_in_a_card_is_said_beside_its_field_and_nothing_is_saved(
    open_registry: OpenRegistry, engine: sa.Engine
) -> None:
    page = open_registry("anna", "editing", NIDO)
    page.fill("-postcode", "abc").fill("-lon", 99.0).fill("-website", "https://example.org/nido")
    page.press("Salva")
    assert "CAP: «abc» non è scritto nella forma prevista. Per esempio: 20025." in page.words
    assert "Longitudine: 99.0 non è fra 6 e 19." in page.words
    assert history(engine, NIDO.record_id) == ()
    assert page.field("-website").value == "https://example.org/nido"


def test_a_card_is_headed_by_its_name_and_its_id_stays_small(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    made = {"name": "Nido Nuovo", "kind": "nursery", "municipality_code": "015118"}
    saved = create(engine, ROOT, table="services", values=made, why="").revision
    page = open_registry("anna", "editing", RecordRef("services", saved.record_id))
    assert '<h3 class="wm-entry">Nido Nuovo</h3><p class="wm-source wm-entry">curated:' in page.html
    page.fill("editing-words", "Nido Nuovo").run()
    assert any("Nido Nuovo · Legnano" in label.replace("\\", "") for label in page.buttons)
    assert not any(saved.record_id.partition(":")[2] in label for label in page.buttons)


def test_a_site_of_which_a_part_would_go_is_not_saved(open_registry: OpenRegistry, engine: sa.Engine) -> None:
    page = open_registry("anna", "editing", NIDO).fill("-website", 'https://example.org/"><b>').press("Salva")
    assert re.search(r"Da correggere:.*Sito", page.said)
    assert history(engine, NIDO.record_id) == ()


def test_a_click_on_the_map_moves_the_point_and_leaves_the_rest_as_it_was_typed(
    open_registry: OpenRegistry, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_registry("anna", "editing", NIDO)
    page.fill("-phone", "+390000000001").fill("-postcode", "abc").press("Salva")
    click = Pick(what=PickWhat.MUNICIPALITY, item_id="015118", lon=8.91234, lat=45.59876, number=7)
    monkeypatch.setattr(position_map, "show_map", lambda *_args, **_options: click)
    page.run()
    assert "Il punto è spostato" in page.said
    assert (page.field("Longitudine").value, page.field("Latitudine").value) == (8.91234, 45.59876)
    assert page.field("-phone").value == "+390000000001"
    page.fill("-postcode", "20025").press("Salva")
    cells = read_record(engine, NIDO.table, NIDO.record_id)[0]
    moved = (8.91234, 45.59876, "exact", "+390000000001")
    assert (cells["lon"], cells["lat"], cells["position_quality"], cells["phone"]) == moved


def test_a_point_moved_into_another_municipality_is_said(
    open_registry: OpenRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_registry("anna", "editing", NIDO)
    click = Pick(what=PickWhat.MUNICIPALITY, item_id="015146", lon=9.19, lat=45.464, number=8)
    monkeypatch.setattr(position_map, "show_map", lambda *_args, **_options: click)
    assert "Il punto ora è nel comune di Milano" in page.run().said
