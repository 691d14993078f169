"""The register's own pairs, what is decided of them, and who may decide."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.cli.duplicates import duplicates_answer
from welfare_map.exports.envelope import envelope
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.desk import Desk
from welfare_map.register.duplicates import Verdict
from welfare_map.register.duplicates.deciding import RecordPair, merge_pair, tell_apart, undo_merge
from welfare_map.register.duplicates.register_pairs import RegisterPair, register_pairs
from welfare_map.register.history.editing import create, read_record, save
from welfare_map.register.history.merging import standing_merges

ROOT = Actor("root", Role.ADMINISTRATOR)
ONE, OTHER = "curated:one", "curated:other"
GUFO = {
    "name": "Asilo nido Il Gufo",
    "kind": "nursery",
    "address": "Via Prova, 3",
    "municipality_code": "901001",
    "lon": 9.05,
    "lat": 45.05,
    "position_quality": "exact",
    "phone": "+390000000007",
}
PAIR = RecordPair("services", ONE, OTHER)


@pytest.fixture
def doubled(engine: sa.Engine) -> sa.Engine:
    """Write a nursery twice into the register, in Uno."""
    create(engine, ROOT, table="services", values=GUFO, why="", record_id=ONE)
    other = {**GUFO, "name": "NIDO IL GUFO", "address": "Via Prova 3", "website": "https://gufo.example"}
    create(engine, ROOT, table="services", values=other, why="", record_id=OTHER)
    return engine


@pytest.fixture
def desk(doubled: sa.Engine, toy_territory: Territory) -> Desk:
    return Desk(doubled, toy_territory)


def ids(pairs: tuple[RegisterPair, ...]) -> list[tuple[str, str]]:
    return [(found.pair.first_id, found.pair.second_id) for found in pairs]


def test_a_nursery_written_twice_is_a_pair_with_both_records(doubled: sa.Engine) -> None:
    (found,) = register_pairs(doubled)
    assert found.pair.verdict is Verdict.SAME
    assert (found.first["name"], found.second["name"]) == ("Asilo nido Il Gufo", "NIDO IL GUFO")


def test_demonstration_records_take_no_part(engine: sa.Engine) -> None:
    demo = read_record(engine, "services", "demo:home-uno")[0]
    real = {name: demo[name] for name in ("name", "kind", "municipality_code", "lon", "lat", "position_quality")}
    create(engine, ROOT, table="services", values=real, why="", record_id=ONE)
    create(engine, ROOT, table="services", values=real, why="", record_id=OTHER)
    assert ids(register_pairs(engine)) == [(ONE, OTHER)]


def test_what_is_no_longer_listed_takes_no_part(doubled: sa.Engine) -> None:
    number = read_record(doubled, "services", OTHER)[1]
    gone = {"no_longer_listed_on": "2026-01-01"}
    save(doubled, ROOT, table="services", record_id=OTHER, changes=gone, seen_number=number, why="closed")
    assert register_pairs(doubled) == ()


def test_a_merge_takes_the_pair_away_and_undoing_it_brings_it_back(desk: Desk) -> None:
    merge_pair(desk, ROOT, PAIR, values={"website": "https://gufo.example"}, why="same door")
    assert register_pairs(desk.engine) == ()
    assert read_record(desk.engine, "services", ONE)[0]["website"] == "https://gufo.example"
    (merge,) = standing_merges(desk.engine, "services")
    undo_merge(desk, ROOT, merge, why="two doors")
    assert ids(register_pairs(desk.engine)) == [(ONE, OTHER)]
    assert read_record(desk.engine, "services", ONE)[0].get("website") is None


def test_a_pair_told_apart_is_not_asked_about_again(desk: Desk) -> None:
    tell_apart(desk, ROOT, RecordPair("services", OTHER, ONE))
    assert register_pairs(desk.engine) == ()
    assert read_record(desk.engine, "services", OTHER)[0]["name"] == "NIDO IL GUFO"


@pytest.mark.parametrize(
    "actor",
    [
        pytest.param(VISITOR, id="visitor"),
        pytest.param(Actor("carla", Role.CONTRIBUTOR, organisation_ids=("firm",)), id="contributor"),
        pytest.param(Actor("mara", Role.CURATOR, district_ids=("monte",)), id="curator of another district"),
        pytest.param(Actor("", Role.PROVIDER), id="provider"),
    ],
)
@pytest.mark.parametrize("act", [merge_pair, tell_apart, undo_merge], ids=["merge", "tell apart", "undo"])
def test_who_may_not_decide_is_refused_and_nothing_changes(desk: Desk, actor: Actor, act: Callable[..., Any]) -> None:
    if act is undo_merge:
        merge_pair(desk, ROOT, PAIR, values={}, why="")
    before = register_pairs(desk.engine), standing_merges(desk.engine, "services")
    arguments = {merge_pair: {"values": {}, "why": ""}, tell_apart: {}, undo_merge: {"why": ""}}[act]
    about = standing_merges(desk.engine, "services")[0] if act is undo_merge else PAIR
    with pytest.raises(InputError, match="not_allowed"):
        act(desk, actor, about, **arguments)
    assert (register_pairs(desk.engine), standing_merges(desk.engine, "services")) == before


def test_a_curator_of_the_district_may_decide(desk: Desk) -> None:
    merge_pair(desk, Actor("vera", Role.CURATOR, district_ids=("valle",)), PAIR, values={}, why="")
    assert len(standing_merges(desk.engine, "services")) == 1


def test_nobody_moves_a_record_out_of_what_is_their_own(desk: Desk) -> None:
    curator = Actor("vera", Role.CURATOR, district_ids=("valle",))
    with pytest.raises(InputError, match="not_allowed"):
        merge_pair(desk, curator, PAIR, values={"municipality_code": "902002"}, why="")


def test_the_answer_of_the_command_names_both_and_says_why(doubled: sa.Engine) -> None:
    printed = envelope(duplicates_answer(register_pairs(doubled), "services", 10), "en")
    (row,) = printed["rows"]  # type: ignore[misc]
    assert (row["first_id"], row["second_id"], row["verdict"]) == (ONE, OTHER, "same")
    assert row["score"] == sum(part["points"] for part in row["parts"])
    assert {"name": "name", "level": "same", "points": 40.0, "why": "same name"} in row["parts"]
    assert (printed["same_count"], printed["undecided_count"]) == (1, 0)


def test_the_answer_shows_as_many_rows_as_asked_and_counts_all(doubled: sa.Engine) -> None:
    answer = duplicates_answer(register_pairs(doubled), "services", 0)
    assert (answer.rows, answer.same_count) == ((), 1)
