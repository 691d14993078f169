"""What the answer depends on, and how evenly places are shared."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare_map.model import AccessAnswer, AccessRow, Decay, DependsOn, SmallArea
from welfare_map.model.indicators import CHILD_KINDS
from welfare_map.questions.access.equity import gini, palma
from welfare_map.questions.access.sensitivity import Scenario, sensitivity
from welfare_map.snapshot import Snapshot

Rows = Sequence[Mapping[str, Any]]
Make = Callable[..., dict[str, Any]]
Ask = Callable[..., AccessAnswer]
By = Callable[..., Mapping[str, AccessRow]]
Of = Callable[..., Snapshot]
RANKS = ("ranked_count", "rank", "rank_best", "rank_worst", "fifth", "fifth_lowest", "fifth_highest", "depends_on")
SPREAD = {"901001": 40, "901003": 5, "902001": 120, "902004": 60, "902005": 10}


@pytest.fixture(scope="module")
def snapshot(nursery: Make, everywhere: Rows, snapshot_of: Of) -> Snapshot:
    return snapshot_of([*(nursery(code, places) for code, places in SPREAD.items()), *everywhere])


def test_ranks_range_over_what_other_radii_and_decays_would_say(snapshot: Snapshot, ask: Ask, rows_of: By) -> None:
    rows = rows_of(snapshot)
    others = [rows_of(snapshot, limit_min=21 * share, decay=decay) for share in (0.75, 1, 1.5) for decay in Decay]
    for code, row in rows.items():
        ranks, fifths = ([getattr(other[code], name) for other in others] for name in ("rank", "fifth"))
        assert (row.rank_best, row.rank_worst) == (min(ranks), max(ranks))
        assert (row.fifth_lowest, row.fifth_highest) == (min(fifths), max(fifths))
    assert len(ask(snapshot).scenarios) == 9


def test_what_decides_is_told(snapshot: Snapshot, rows_of: By) -> None:
    by_radius = [rows_of(snapshot, limit_min=21 * share) for share in (0.75, 1, 1.5)]
    by_decay = [rows_of(snapshot, decay=decay) for decay in Decay]
    for code, row in rows_of(snapshot).items():
        changes = [len({other[code].fifth for other in others}) > 1 for others in (by_radius, by_decay)]
        if row.depends_on is DependsOn.NOTHING:
            assert row.fifth_lowest == row.fifth_highest
        elif row.depends_on in {DependsOn.RADIUS, DependsOn.DECAY}:
            assert changes == [row.depends_on is DependsOn.RADIUS, row.depends_on is DependsOn.DECAY]
        else:
            assert changes[0] == changes[1]


def test_a_scenario_says_how_many_areas_it_moves(snapshot: Snapshot, ask: Ask, rows_of: By) -> None:
    own = rows_of(snapshot)
    for scenario in ask(snapshot).scenarios:
        other = rows_of(snapshot, limit_min=scenario.limit_min, decay=scenario.decay)
        assert scenario.changed_count == sum(other[code].fifth != own[code].fifth for code in own)
        assert scenario.gini == ask(snapshot, limit_min=scenario.limit_min, decay=scenario.decay).equity.gini
    (asked,) = [scenario for scenario in ask(snapshot).scenarios if scenario.is_asked]
    assert (asked.changed_count, asked.rank_correlation, asked.limit_min) == (0, 1, 21)


def test_radius_and_decay_are_told_apart() -> None:
    """Two areas each: the larger value is in fifth 3, the smaller in fifth 1; who is larger is turned round."""

    def scenario(limit_min: float, decay: Decay, *values: float) -> Scenario:
        return Scenario(limit_min, decay, np.array(values), np.ones(2), np.zeros(2, bool))

    asked, wide = scenario(20.0, Decay.STEP, 1, 2), scenario(30.0, Decay.STEP, 1, 2)
    smooth, turned = scenario(20.0, Decay.GAUSSIAN, 1, 2), (2.0, 1.0)
    cases = {
        DependsOn.NOTHING: [asked, wide, smooth],
        DependsOn.RADIUS: [asked, scenario(30.0, Decay.STEP, *turned), smooth],
        DependsOn.DECAY: [asked, wide, scenario(20.0, Decay.GAUSSIAN, *turned)],
        DependsOn.BOTH: [asked, wide, smooth, scenario(30.0, Decay.GAUSSIAN, *turned)],
    }
    for expected, scenarios in cases.items():
        assert sensitivity(scenarios, asked).depends_on(0) is expected


def test_equal_areas_share_rank_and_fifth() -> None:
    one = Scenario(20.0, Decay.STEP, np.array([3.0, 1.0, 1.0, np.nan, 9.0]), np.ones(5), np.zeros(5, bool))
    assert one.rank.tolist() == [2, 3, 3, 0, 1]
    assert one.fifth.tolist() == [3, 1, 1, 0, 4]


def test_invented_areas_take_no_place_among_real_ones(
    nursery: Make, everywhere: Rows, snapshot: Snapshot, snapshot_of: Of, ask: Ask, rows_of: By
) -> None:
    """
    4,000 invented places in Nove reach Sei and Otto within 21 minutes, and Cinque, Tre and Sette within 31.5.

    Real are Uno, Due, Quattro: they are ranked 1 to 3 whatever is invented, the others among themselves.
    """
    services = [*(nursery(code, places) for code, places in SPREAD.items()), *everywhere]
    answer = ask(snapshot_of([*services, nursery("902005", 4_000, "demo", key="invented")]))
    rows = {row.unit_code: row for row in answer.rows}
    real = {code for code, row in rows.items() if not row.is_rank_demo}
    assert {code for code, row in rows.items() if row.is_demo} < set(rows) - real
    assert real
    for among in (real, set(rows) - real):
        values = sorted((rows[code].value for code in among), reverse=True)
        assert {code: rows[code].rank for code in among} == {code: values.index(rows[code].value) + 1 for code in among}
        assert {rows[code].ranked_count for code in among} == {len(among)}
    less = ask(snapshot_of([*services, nursery("902005", 1, "demo", key="invented")]))
    kept = {row.unit_code: row for row in less.rows}
    for code in real:
        assert [getattr(kept[code], name) for name in RANKS] == [getattr(rows[code], name) for name in RANKS]
    assert [one.gini for one in less.scenarios] == [one.gini for one in answer.scenarios]
    assert less.equity.gini == answer.equity.gini
    assert not any(row.is_rank_demo for row in rows_of(snapshot).values())


# --- equity ---------------------------------------------------------------------------------------------------------


def test_gini_and_palma_by_hand() -> None:
    """Of ten residents five have nothing and five 2 places each: Gini 1/2; four with nothing have no Palma."""
    assert gini(np.array([0.0, 2.0]), np.array([5.0, 5.0])) == 0.5
    assert palma(np.array([0.0, 2.0]), np.array([5.0, 5.0])) is None
    assert palma(np.array([1.0, 3.0]), np.array([9.0, 1.0])) == pytest.approx(3 / 4)
    assert (gini(np.array([0.0]), np.array([7.0])), gini(np.array([]), np.array([]))) == (None, None)


@given(
    people=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 6)), min_size=2, max_size=8).filter(
        lambda people: any(places for places, _ in people)
    )
)
def test_gini_is_half_the_mean_difference_between_two_residents(people: list[tuple[int, int]]) -> None:
    each = np.repeat(*(np.array(column) for column in zip(*people, strict=True))).astype(float)
    expected = np.abs(each[:, np.newaxis] - each).mean() / (2 * each.mean())
    values, residents = (np.array(column, float) for column in zip(*people, strict=True))
    assert gini(values, residents) == pytest.approx(expected, abs=1e-8)


def test_residents_are_in_deserts_or_not_or_nobody_can_tell(
    nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask
) -> None:
    """Tre (3), Sette (7) and Nove (9) lack places for sure, Uno (1) may have the silent nursery's."""
    services = [nursery("902001", 300), nursery("901001", None, key="silent"), *everywhere]
    found = ask(snapshot_of(services), kinds=CHILD_KINDS).equity
    assert (found.desert_residents, found.undecidable_residents) == (30 * 19, 30 * 1)
    assert (found.no_desert_residents, found.demonstration_residents) == (30 * 25, 0)
    assert found.residents == 30 * 45
    assert found.desert_pct == pytest.approx(19 / 45 * 100)
    assert found.threshold_source == "Mitchell Institute 2022"


def test_residents_of_a_district_are_its_own(snapshot: Snapshot, ask: Ask) -> None:
    assert ask(snapshot, code="monte").equity.residents == 30 * 18


def test_on_invented_records_nobody_is_said_to_be_in_a_desert(
    nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask
) -> None:
    found = ask(snapshot_of([nursery("902001", 45, "demo"), *everywhere]), kinds=CHILD_KINDS).equity
    assert found.demonstration_residents == 30 * 25
    assert found.desert_residents == 30 * 20


def test_classes_are_those_of_the_table_given(nursery: Make, everywhere: Rows, snapshot_of: Of, ask: Ask) -> None:
    """Mountain: Uno and Cinque, 9 places for 6 · 30 children; hill: Due, 3.6 for 60."""
    snapshot = snapshot_of([nursery("902001", 45), *everywhere])
    classes = {"901001": "montagna", "902001": "montagna", "901002": "collina"}
    hill, mountain = ask(snapshot, classes=classes, kinds=CHILD_KINDS).equity.classes
    assert (hill.name, hill.residents, hill.value, hill.municipality_count) == ("collina", 60, 6, 1)
    assert (mountain.name, mountain.residents, mountain.value, mountain.municipality_count) == ("montagna", 180, 5, 2)
    assert mountain.desert_residents == 180
    assert ask(snapshot).equity.note.words("it").startswith("Nessuna tabella di altitudine")


# --- small areas ----------------------------------------------------------------------------------------------------


def test_small_areas_stand_where_they_are_and_add_up_to_their_municipality(
    nursery: Make,
    everywhere: Rows,
    snapshot_of: Of,
    rows_of: By,
    ask: Ask,
    at_km: Callable[[float, float], tuple[float, float]],
) -> None:
    """
    Cinque lives in two hamlets, 90 beside the nursery and 60 in its corner.

    Within 8 minutes (2.6 km) only the 90 reach it. As one point the municipality would take 10.88 minutes.
    """
    snapshot = snapshot_of([nursery("902001", 45), *everywhere])
    parts = (SmallArea("902001", *at_km(15, 16), 90.0), SmallArea("902001", *at_km(19, 19), 60.0))
    answer = ask(snapshot, limit_min=8.0, small_areas=parts)
    row = {row.unit_code: row for row in answer.rows}["902001"]
    assert (row.available_places, row.residents, row.value) == (45, 150, 30)
    assert (answer.small_area_count, answer.centre_count + answer.interior_count) == (2, 8)
    assert answer.equity.gini == pytest.approx(1 - 90 / 1350)
    assert rows_of(snapshot, limit_min=8.0)["902001"].available_places == 0
