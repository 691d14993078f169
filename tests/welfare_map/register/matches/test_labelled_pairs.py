"""The needs and offers that were judged by hand: enough of them, readable, hard, and their third kept apart."""

from collections import defaultdict
from collections.abc import Callable

import pytest

from geodata.codes import EXCHANGE_KINDS, ExchangeUnit, PracticeTheme
from geodata.hours.opening import can_be_read
from welfare_map.register.matches.labelled_pairs import LabelledPair, Part, labelled_pairs

PAIRS = labelled_pairs()


def by_need() -> dict[str, list[LabelledPair]]:
    found: defaultdict[str, list[LabelledPair]] = defaultdict(list)
    for pair in PAIRS:
        found[pair.need.need_offer_id].append(pair)
    return found


def test_there_are_at_least_three_hundred_pairs_and_a_third_is_held_out() -> None:
    assert len(PAIRS) >= 300
    assert sum(pair.part is Part.HELD_OUT for pair in PAIRS) / len(PAIRS) == pytest.approx(1 / 3, abs=0.02)


def test_all_candidates_of_a_need_are_in_one_part() -> None:
    assert all(len({pair.part for pair in pairs}) == 1 for pairs in by_need().values())


def test_every_need_has_something_good_and_something_that_is_not() -> None:
    assert [need for need, pairs in by_need().items() if len({pair.is_good for pair in pairs}) != 2] == []


def test_no_candidate_is_there_twice() -> None:
    offers = [pair.offer.need_offer_id for pair in PAIRS]
    assert len(set(offers)) == len(offers)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.offer.need_offer_id)
def test_codes_are_those_of_the_vocabulary_and_hours_can_be_read(pair: LabelledPair) -> None:
    for one in (pair.need, pair.offer):
        assert one.exchange_kind in EXCHANGE_KINDS
        assert one.theme in {None, *PracticeTheme}
        assert one.unit in {None, *ExchangeUnit}
        assert one.hours is None or can_be_read(one.hours)
        assert one.description
    assert pair.note


@pytest.mark.parametrize(
    "is_hard",
    [
        pytest.param(lambda pair: pair.need.exchange_kind == pair.offer.exchange_kind, id="the same kind"),
        pytest.param(lambda pair: pair.distance_m >= 40_000, id="forty kilometres away"),
        pytest.param(
            lambda pair: None not in {pair.need.unit, pair.offer.unit} and pair.bridge is not None, id="shuttle"
        ),
        pytest.param(
            lambda pair: pair.need.theme is not None and pair.offer.theme not in {None, pair.need.theme},
            id="another theme",
        ),
    ],
)
def test_there_are_hard_cases_of_several_sorts_that_are_not_good(is_hard: Callable[[LabelledPair], bool]) -> None:
    assert sum(is_hard(pair) and not pair.is_good for pair in PAIRS) >= 3
