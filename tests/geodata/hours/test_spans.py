from hypothesis import given
from hypothesis import strategies as st

from geodata.hours.spans import Spans, common, make_spans, together

Stretches = list[tuple[int, int]]
STRETCHES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda edges: (min(edges), max(edges))))


def minutes(stretches: Stretches) -> set[int]:
    return {minute for start, end in stretches for minute in range(start, end)}


def spans(stretches: Stretches) -> Spans:
    return make_spans([start for start, _ in stretches], [end for _, end in stretches])


def held(made: Spans) -> set[int]:
    return minutes(list(made.within(0, 40)))


@given(STRETCHES)
def test_joined_stretches_hold_the_same_minutes_and_stay_apart(stretches: Stretches) -> None:
    made = spans(stretches)
    assert held(made) == minutes(stretches)
    assert all(end < start for end, start in zip(made.ends_min, made.starts_min[1:], strict=False))


@given(STRETCHES, STRETCHES)
def test_common_is_what_both_hold_and_together_what_either_does(one: Stretches, other: Stretches) -> None:
    assert held(common(spans(one), spans(other))) == minutes(one) & minutes(other)
    assert held(together(spans(one), spans(other))) == minutes(one) | minutes(other)


@given(STRETCHES, st.integers(0, 40), st.integers(1, 40))
def test_a_stretch_is_covered_when_each_of_its_minutes_is(stretches: Stretches, start: int, length: int) -> None:
    is_covered = bool(spans(stretches).cover(start, start + length))
    assert is_covered == (set(range(start, start + length)) <= minutes(stretches))


@given(STRETCHES, st.integers(0, 40), st.integers(1, 40))
def test_the_spans_that_meet_a_stretch_are_counted(stretches: Stretches, start: int, length: int) -> None:
    _, count = spans(stretches).meet(start, start + length)
    assert max(0, int(count[()])) == len(spans(stretches).within(start, start + length))
