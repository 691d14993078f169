"""
Which counts of a questionnaire may be kept. Pure.

Kept are counts of five or more whose remainder (everybody else who answered the question) is five or more too. What is
hidden stays doubtful even to somebody who knows how many answered and how this file works: any two hidden counts of a
question could change places without a change of what is kept, and they are all equal only where nothing else of the
question could be hidden beside them (three and three), which whoever sees nothing of it cannot tell.
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from geodata.codes import ALL_RESPONDENTS, RESPONDENTS, SEVERAL_ANSWERS, SMALLEST_COUNT, SURVEY_ANSWERS

Cell: TypeAlias = tuple[str, str]
"""Question and answer."""
Counts: TypeAlias = Mapping[Cell, int]
TOTAL: Final[Cell] = (RESPONDENTS, ALL_RESPONDENTS)
CELLS: Final[tuple[Cell, ...]] = (
    TOTAL,
    *((str(question), str(answer)) for question, answers in SURVEY_ANSWERS.items() for answer in answers),
)
"""Every count of a questionnaire."""


def kept_counts(counts: Counts) -> dict[Cell, int]:
    """
    Return the counts that may be kept of the questionnaires of one medium.

    Parameters
    ----------
    counts
        Cell -> how many; ``TOTAL`` is how many were filled in, a cell that is not there is 0.

    Returns
    -------
    kept
        In the order of the questionnaire, ``TOTAL`` first; empty with fewer than five.
    """
    filled_count = counts.get(TOTAL, 0)
    if filled_count < SMALLEST_COUNT:
        return {}
    kept = {TOTAL: filled_count}
    for question, answers in SURVEY_ANSWERS.items():
        found = [counts.get((question, answer), 0) for answer in answers]
        shown = _shown_ticks(found, filled_count) if question in SEVERAL_ANSWERS else shown_of(found)
        told = zip(answers, found, shown, strict=True)
        kept |= {(str(question), str(answer)): count for answer, count, is_shown in told if is_shown}
    return kept


def added(*parts: Counts) -> dict[Cell, int]:
    """
    Add up what is kept of several media, in the order of the questionnaire.

    Each medium was held to the rules alone, so whoever knows one of them (the firm that counted the sheets of paper)
    gets no more than what is kept of the other. Where a cell is hidden in one, the sum is "at least".
    """
    return {cell: total for cell in CELLS if (total := sum(part.get(cell, 0) for part in parts))}


def shown_of(counts: Sequence[int]) -> list[bool]:
    """
    Tell which counts of a question that takes one answer may be shown.

    Returns
    -------
    shown
        None of those below five. Where these could be found out or made out together (there is only one, all are
        equal, or they come to less than five), the smallest others are hidden beside them; equal ones are hidden
        together, for the order of the answers must not decide.
    """
    small = [count for count in counts if count < SMALLEST_COUNT]
    least = SMALLEST_COUNT
    if small and not _is_doubtful(small):
        least = 1 + min((count for count in counts if count >= SMALLEST_COUNT), default=0)
    return [count >= max(least, SMALLEST_COUNT) for count in counts]


def _is_doubtful(hidden: Sequence[int]) -> bool:
    return len(set(hidden)) > 1 and sum(hidden) >= SMALLEST_COUNT


def _shown_ticks(counts: Sequence[int], filled_count: int) -> list[bool]:
    """Tell which counts of a question that takes several answers may be shown: each is told from those without it."""
    return [shown_of((count, filled_count - count))[0] for count in counts]
