"""A figure of the bench keeps its promise up to the limit and no further; the run fails where a new one is missed."""

from pathlib import Path

import pytest
import run
from placing import NO_GAP, Run
from promises import DECISION, KNOWN_MISSES, Check, at_most, some_at_most, times_faster
from report import missed_words

REPOSITORY = Path(__file__).parents[2]
(KNOWN, *_) = KNOWN_MISSES


@pytest.mark.parametrize(("kilobytes", "is_kept"), [(64.0, True), (64.1, False)])
def test_a_figure_is_held_to_its_limit(kilobytes: float, *, is_kept: bool) -> None:
    assert at_most("a filter", kilobytes, 64, "kB", 1).is_kept is is_kept


@pytest.mark.parametrize(("megabytes", "is_kept"), [(-0.4, False), (0.0, False), (0.1, True), (2.1, False)])
def test_nothing_is_no_measure(megabytes: float, *, is_kept: bool) -> None:
    assert some_at_most("a further session", megabytes, 2, "MB", 1).is_kept is is_kept


@pytest.mark.parametrize(("ours_ms", "is_kept"), [(20.0, True), (20.1, False), (100.0, False)])
def test_a_ratio_is_held_to_the_times_that_ours_has_to_be_faster(ours_ms: float, *, is_kept: bool) -> None:
    assert times_faster("nearby", 100, ours_ms, 5).is_kept is is_kept


@pytest.mark.parametrize(("gap_pct", "is_kept"), [(None, False), (0.0, True), (2.0, True), (2.1, False)])
def test_a_gap_that_is_not_proven_is_not_kept(gap_pct: float | None, *, is_kept: bool) -> None:
    plan = Run("LEP", 1.0, gap_pct)
    _, gap = plan.checks(60, 2)
    assert gap.is_kept is is_kept
    assert (NO_GAP in plan.row[1]) is (gap_pct is None)


@pytest.mark.parametrize(
    ("what", "is_kept", "code"),
    [("a filter", True, 0), ("a filter", False, 1), (KNOWN, False, 0), (KNOWN, True, 0)],
    ids=["kept", "missed", "known as missed", "kept again"],
)
def test_the_run_fails_where_a_promise_is_missed_that_is_not_known(
    monkeypatch: pytest.MonkeyPatch, what: str, code: int, *, is_kept: bool
) -> None:
    monkeypatch.setattr(run, "_measure", lambda *_: ("", [Check(what, "", "", is_kept)]))
    assert run.main(["--print"]) == code


def test_a_known_miss_that_is_kept_again_is_said() -> None:
    assert "Kept again" in missed_words([Check(KNOWN, "", "", is_kept=True)])
    assert "Kept again" not in missed_words([Check(KNOWN, "", "", is_kept=False)])


def test_the_decision_names_every_known_miss() -> None:
    decision = (REPOSITORY / DECISION).read_text(encoding="utf-8").casefold()
    assert [words for words in KNOWN_MISSES.values() if words.casefold() not in decision] == []
