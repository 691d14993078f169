"""Merges: what stands for what, and that undoing one takes back no later change."""

import pytest
import sqlalchemy as sa

from geodata.errors import InputError
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import read_record, save
from welfare_map.register.history.merging import (
    different_pairs,
    merge_records,
    note_different,
    standing_merges,
    unmerge,
)
from welfare_map.register.history.revisions import history

ANNA = Actor("anna", Role.CURATOR)
ONE, TWO, THREE = "demo:home-uno", "demo:home-due", "demo:home-cinque"


def merged(engine: sa.Engine, kept_id: str = ONE, merged_id: str = TWO, **values: object) -> int:
    return merge_records(
        engine, ANNA, table="services", kept_id=kept_id, merged_id=merged_id, why="same house", values=values
    )


def test_a_merge_stands_with_the_cells_chosen_for_the_kept_record(engine: sa.Engine) -> None:
    merge_id = merged(engine, phone="+39033101")

    (merge,) = standing_merges(engine, "services")
    assert (merge.merge_id, merge.kept_id, merge.merged_id, merge.author) == (merge_id, ONE, TWO, "anna")
    assert read_record(engine, "services", ONE)[0]["phone"] == "+39033101"
    assert [(revision.action, dict(revision.after)) for revision in history(engine, ONE)] == [
        ("merged", {"phone": "+39033101"})
    ]
    assert [revision.action for revision in history(engine, TWO)] == ["merged"]
    assert standing_merges(engine, "organisations") == ()


def test_undoing_a_merge_takes_back_what_it_set_and_leaves_what_was_changed_since(engine: sa.Engine) -> None:
    before = read_record(engine, "services", ONE)[0]
    merge_id = merged(engine, phone="+39033101", email="a@b.it")
    save(engine, ANNA, table="services", record_id=ONE, changes={"email": "c@d.it"}, seen_number=1, why="by letter")

    unmerge(engine, ANNA, merge_id, why="two houses")

    cells = read_record(engine, "services", ONE)[0]
    assert (cells["phone"], cells["email"]) == (before["phone"], "c@d.it")
    assert standing_merges(engine, "services") == ()
    assert [revision.action for revision in history(engine, ONE)] == ["merged", "edited", "unmerged"]
    with pytest.raises(InputError, match=r"error.unknown_merge"):
        unmerge(engine, ANNA, merge_id, why="again")


@pytest.mark.parametrize(
    ("kept_id", "merged_id", "key"),
    [
        pytest.param(ONE, ONE, "merge_with_itself", id="itself"),
        pytest.param(ONE, "demo:nobody", "unknown_record", id="nobody"),
        pytest.param(THREE, TWO, "already_merged", id="one that is merged"),
        pytest.param(TWO, THREE, "already_merged", id="into one that is merged"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused(engine: sa.Engine, kept_id: str, merged_id: str, key: str) -> None:
    merged(engine)

    with pytest.raises(InputError, match=f"error.{key}"):
        merged(engine, kept_id, merged_id)

    assert len(standing_merges(engine, "services")) == 1


def test_a_pair_judged_different_is_kept_once_in_either_order(engine: sa.Engine) -> None:
    note_different(engine, ANNA, table="services", first_id=TWO, second_id=ONE)
    note_different(engine, ANNA, table="services", first_id=ONE, second_id=TWO)

    assert different_pairs(engine, "services") == {(TWO, ONE)}
    with pytest.raises(InputError, match=r"error.unknown_record"):
        note_different(engine, ANNA, table="services", first_id=TWO, second_id="demo:nobody")
