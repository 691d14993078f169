"""Hypotheses that are kept: who saves, sees, changes, brings back and takes away which."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.register import register_version
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.scenarios import (
    SavedScenario,
    change_scenario,
    restore_scenario,
    save_scenario,
    scenario_story,
    seen_scenarios,
    withdraw_scenario,
)

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
NURSERY = "add:nursery:60@8.918,45.594"
HOME = "add:care_home:40@10.02,45.13"
AUTHOR = Actor("anna", Role.CURATOR, district_ids=("valle",))
ACTORS = {
    "author": AUTHOR,
    "curator of the same district": Actor("bea", Role.CURATOR, district_ids=("valle",)),
    "contributor": Actor("carla", Role.CONTRIBUTOR, organisation_ids=("firm",)),
    "administrator": Actor("root", Role.ADMINISTRATOR),
    "visitor": VISITOR,
    "provider": Actor("", Role.PROVIDER),
    "source": Actor("toy", Role.SOURCE),
}
SIGNED_IN = {"author", "curator of the same district", "contributor", "administrator"}
KEEPERS = {"author", "administrator"}


def change(engine: sa.Engine, actor: Actor, saved: SavedScenario) -> object:
    return change_scenario(engine, actor, saved.scenario_id, seen_number=1, name="Altro", texts=(HOME,))


def restore(engine: sa.Engine, actor: Actor, saved: SavedScenario) -> object:
    return restore_scenario(engine, actor, saved.scenario_id, number=1, seen_number=1)


def withdraw(engine: sa.Engine, actor: Actor, saved: SavedScenario) -> object:
    return withdraw_scenario(engine, actor, saved.scenario_id, seen_number=1)


ACTS: dict[str, Callable[[sa.Engine, Actor, SavedScenario], object]] = {
    "change": change,
    "restore": restore,
    "withdraw": withdraw,
}


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("is_shared", [True, False], ids=["shared", "private"])
def test_only_its_author_and_an_administrator_change_it(
    engine: sa.Engine, act: str, who: str, *, is_shared: bool
) -> None:
    saved = save_scenario(engine, AUTHOR, name="Nido", texts=(NURSERY,), is_shared=is_shared, at=NOON)
    if who in KEEPERS:
        ACTS[act](engine, ACTORS[who], saved)
        assert len(scenario_story(engine, AUTHOR, saved.scenario_id)) == 2
        return
    with pytest.raises(InputError) as caught:
        ACTS[act](engine, ACTORS[who], saved)
    assert caught.value.key in {"error.not_allowed", "error.unknown_scenario"}
    assert is_shared or caught.value.key == "error.unknown_scenario"
    assert len(scenario_story(engine, AUTHOR, saved.scenario_id)) == 1


@pytest.mark.parametrize("who", ACTORS)
def test_a_private_one_is_seen_by_its_author_and_a_shared_one_by_who_signs_in(engine: sa.Engine, who: str) -> None:
    save_scenario(engine, AUTHOR, name="Privata", texts=(NURSERY,))
    shared = save_scenario(engine, AUTHOR, name="Condivisa", texts=(NURSERY, HOME), is_shared=True)
    names = [one.name for one in seen_scenarios(engine, ACTORS[who])]
    assert names == (["Condivisa", "Privata"] if who in KEEPERS else ["Condivisa"] if who in SIGNED_IN else [])
    if who not in SIGNED_IN:
        with pytest.raises(InputError, match="unknown_scenario"):
            scenario_story(engine, ACTORS[who], shared.scenario_id)


@pytest.mark.parametrize("who", ACTORS)
def test_who_signs_in_saves(engine: sa.Engine, who: str) -> None:
    if who in SIGNED_IN:
        saved = save_scenario(engine, ACTORS[who], name=" Nido  a Legnano ", texts=(NURSERY,), note="prova", at=NOON)
        assert seen_scenarios(engine, ACTORS[who]) == (saved,)
        assert (saved.name, saved.author, saved.at) == ("Nido a Legnano", ACTORS[who].name, "2026-09-15T12:00:00+00:00")
        return
    with pytest.raises(InputError, match="not_allowed"):
        save_scenario(engine, ACTORS[who], name="Nido", texts=(NURSERY,))


def test_every_revision_stays_and_any_can_come_back(engine: sa.Engine) -> None:
    saved = save_scenario(engine, AUTHOR, name="Nido", texts=(NURSERY,), at=NOON)
    change(engine, AUTHOR, saved)
    back = restore_scenario(engine, AUTHOR, saved.scenario_id, number=1, seen_number=2)
    story = scenario_story(engine, AUTHOR, saved.scenario_id)
    assert [(one.number, one.name, one.texts) for one in story] == [
        (1, "Nido", (NURSERY,)),
        (2, "Altro", (HOME,)),
        (3, "Nido", (NURSERY,)),
    ]
    assert back == story[-1]
    with pytest.raises(InputError, match="unknown_revision"):
        restore_scenario(engine, AUTHOR, saved.scenario_id, number=9, seen_number=3)


def test_a_change_of_an_older_revision_is_told(engine: sa.Engine) -> None:
    saved = save_scenario(engine, AUTHOR, name="Nido", texts=(NURSERY,))
    change(engine, AUTHOR, saved)
    with pytest.raises(InputError, match="changed_meanwhile"):
        change(engine, AUTHOR, saved)


def test_what_is_taken_away_is_in_no_list(engine: sa.Engine) -> None:
    saved = save_scenario(engine, AUTHOR, name="Nido", texts=(NURSERY,))
    withdraw(engine, AUTHOR, saved)
    assert seen_scenarios(engine, AUTHOR) == ()


def test_the_register_of_the_map_does_not_change_with_a_hypothesis(engine: sa.Engine) -> None:
    before = register_version(engine)
    save_scenario(engine, AUTHOR, name="Nido", texts=(NURSERY,))
    assert register_version(engine) == before


@pytest.mark.parametrize(
    ("name", "texts", "note", "key"),
    [
        pytest.param("  ", (NURSERY,), "", "scenario_name", id="no name"),
        pytest.param("n" * 121, (NURSERY,), "", "scenario_name", id="a long name"),
        pytest.param("Nido", (NURSERY,), "n" * 1001, "scenario_note", id="a long note"),
        pytest.param("Nido", (), "", "empty_scenario", id="nothing imagined"),
        pytest.param("Nido", (NURSERY, ""), "", "empty_scenario", id="one of two is empty"),
        pytest.param("Nido", (NURSERY,) * 4, "", "too_many_scenarios", id="four"),
        pytest.param("Nido", ("make me happy",), "", "bad_change", id="words that are none"),
    ],
)
def test_what_cannot_be_kept_is_told(engine: sa.Engine, name: str, texts: tuple[str, ...], note: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        save_scenario(engine, AUTHOR, name=name, texts=texts, note=note)
    assert caught.value.key == f"error.{key}"
