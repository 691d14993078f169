"""How often matches are right: the figures are pinned from below, and how they are counted is checked by hand."""

import dataclasses

import pytest

from welfare_map.questions.matches.scoring import WEIGHTS
from welfare_map.register.matches.evaluation import MatchFigures, evaluated, figures
from welfare_map.register.matches.labelled_pairs import labelled_pairs

PAIRS = labelled_pairs()


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str], MatchFigures]:
    return {(row.part, row.method): row for row in evaluated(PAIRS)}


@pytest.mark.parametrize(
    ("part", "precision_at_5", "recall"),
    [
        pytest.param("all", 0.90, 0.95, id="the whole set"),
        pytest.param("training", 0.93, 0.95, id="the part that was looked at"),
        pytest.param("held_out", 0.84, 0.95, id="the part that was not"),
    ],
)
def test_matches_are_right_at_least_so_often(
    rows: dict[tuple[str, str], MatchFigures], part: str, precision_at_5: float, recall: float
) -> None:
    found = rows[part, "score"]
    assert found.precision_at_5 is not None
    assert found.recall is not None
    assert found.precision_at_5 >= precision_at_5
    assert found.recall >= recall


def test_the_score_is_better_than_the_same_kind_nearest_first(rows: dict[tuple[str, str], MatchFigures]) -> None:
    scored, nearest = rows["held_out", "score"], rows["held_out", "nearest_of_kind"]
    assert scored.precision_at_5 is not None
    assert nearest.precision_at_5 is not None
    assert scored.precision_at_5 >= nearest.precision_at_5 + 0.2


@pytest.mark.parametrize("name", [name for name in WEIGHTS if name != "agreement"])
def test_each_part_but_the_agreement_makes_matches_better(rows: dict[tuple[str, str], MatchFigures], name: str) -> None:
    whole, without = rows["all", "score"], rows["all", f"without_{name}"]
    assert whole.precision_at_5 is not None
    assert without.precision_at_5 is not None
    assert whole.precision_at_5 > without.precision_at_5


def test_parts_of_the_set_add_up(rows: dict[tuple[str, str], MatchFigures]) -> None:
    whole, training, held_out = (rows[part, "score"] for part in ("all", "training", "held_out"))
    assert whole.pair_count == training.pair_count + held_out.pair_count == len(PAIRS)
    assert whole.need_count == training.need_count + held_out.need_count


def test_figures_are_counted_need_by_need() -> None:
    first, second = ([pair for pair in PAIRS if pair.need.need_offer_id == need] for need in ("N01", "N02"))
    listed = [dataclasses.replace(pair, is_good=number < 3) for number, pair in enumerate(first[:6])]
    other = [dataclasses.replace(pair, is_good=True) for pair in second[:2]]
    scores = [*(0.9 - number / 100 for number in range(6)), 0.8, None]
    found = figures("all", "score", list(zip([*listed, *other], scores, strict=True)))
    assert found.precision_at_5 == pytest.approx((3 / 5 + 1 / 1) / 2)
    assert found.precision == pytest.approx(4 / 7)
    assert found.recall == pytest.approx(4 / 5)
    assert (found.need_count, found.good_count, found.listed_count, found.unanswered_count) == (2, 5, 7, 0)
