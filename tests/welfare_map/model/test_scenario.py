"""A scenario as it is written: read back as it was, and errors that say what is wrong."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geodata.codes import ServiceKind
from geodata.errors import InputError
from welfare_map.model import (
    AddService,
    Ages,
    Change,
    ChangeHours,
    ChangePopulation,
    CloseService,
    EnlargeService,
    MoveService,
    OpenToOthers,
    Scenario,
    read_scenario,
)
from welfare_map.texts import text

degrees = st.floats(-180, 180, allow_nan=False)
places = st.integers(1, 2000)
printable = st.characters(exclude_categories=("C", "Z"))
ids = st.text(printable, min_size=1, max_size=20)
"""Identifiers with any letter, the ones that part changes among them."""
hours = st.sampled_from(["Mo-Fr 07:30-18:00", "Mo-Fr 07:00-18:00; Sa 08:00-12:00", '24/7 "50% = a sera"'])

change = st.one_of(
    st.builds(AddService, st.sampled_from(ServiceKind), places, degrees, degrees),
    st.builds(CloseService, ids),
    st.builds(EnlargeService, ids, places),
    st.builds(MoveService, ids, degrees, degrees),
    st.builds(ChangeHours, ids, hours),
    st.builds(OpenToOthers, ids),
    st.builds(ChangePopulation, st.floats(-100, 500, allow_nan=False), st.sampled_from(Ages), ids),
)


@given(st.lists(change, max_size=8))
def test_a_scenario_is_read_back_as_it_was_written(changes: list[Change]) -> None:
    try:
        scenario = Scenario(tuple(changes))
    except InputError:
        assume(False)
    assert read_scenario(scenario.text) == scenario


def test_it_is_written_as_somebody_types_it() -> None:
    words = "add:nursery:60@8.918,45.594;enlarge:mim:MIAB01=80;population:-5:0-2@Alto Milanese"
    assert read_scenario(words).text == words
    assert read_scenario(" add:nursery:60@8.918, 45.594 ; ").text == "add:nursery:60@8.918,45.594"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        pytest.param("build:nursery:60@8.9,45.5", "bad_change", id="unknown verb"),
        pytest.param("add", "bad_change", id="nothing to add"),
        pytest.param("add:nursery@8.9,45.5", "bad_change", id="no places"),
        pytest.param("add:nursery:60", "bad_change", id="no point"),
        pytest.param("add:nursery:6.5@8.9,45.5", "bad_change", id="half a place"),
        pytest.param("add:nursery:60@8.9", "bad_change", id="half a point"),
        pytest.param("add:nursery:60@nan,45.5", "bad_change", id="a point that is no number"),
        pytest.param("add:castle:60@8.9,45.5", "unknown_choice", id="unknown kind"),
        pytest.param("add:nursery:0@8.9,45.5", "bad_places", id="no place at all"),
        pytest.param("add:nursery:2001@8.9,45.5", "bad_places", id="more places than any service has"),
        pytest.param("close:", "bad_change", id="nothing to close"),
        pytest.param("enlarge:a", "bad_change", id="no new places"),
        pytest.param("move:a", "bad_change", id="nowhere to move"),
        pytest.param("hours:a", "bad_change", id="no hours"),
        pytest.param("population:5:0-2", "bad_change", id="no place"),
        pytest.param("population:5:0-4@015", "unknown_choice", id="unknown ages"),
        pytest.param("population:-101:0-2@015", "bad_population_pct", id="fewer than nobody"),
        pytest.param("close:a;close:a", "contradicting_changes", id="closed twice"),
        pytest.param("close:a;enlarge:a=10", "contradicting_changes", id="closed and enlarged"),
        pytest.param(";".join(f"close:{n}" for n in range(21)), "too_many_changes", id="too many"),
        pytest.param("close:" + "a" * 4000, "scenario_too_long", id="too long"),
    ],
)
def test_what_cannot_be_read_is_told(words: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        read_scenario(words)
    assert caught.value.key == f"error.{key}"
    for lang in ("it", "en"):
        assert text(caught.value.key, lang, **caught.value.values)
