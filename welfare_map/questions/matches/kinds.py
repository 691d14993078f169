"""Whether two kinds of thing are the same, close, or no match at all; and two themes, and two texts."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from geodata.codes import PracticeTheme, ResourceKind, ServiceKind
from welfare_map.model import Exchange, Phrase
from welfare_map.questions.matches.judged import Judged
from welfare_map.questions.matches.words import kinds_named, stems, themes_named

UNLIKE: Final = 0.0
CLOSE_KINDS: Final[Mapping[frozenset[str], float]] = MappingProxyType(
    {
        frozenset(pair): value
        for value, pairs in (
            (0.9, ((ServiceKind.NURSERY, ServiceKind.MICRO_NURSERY),)),
            (
                0.8,
                (
                    (ServiceKind.NURSERY, ServiceKind.FAMILY_NURSERY),
                    (ServiceKind.MICRO_NURSERY, ServiceKind.FAMILY_NURSERY),
                    (ServiceKind.BEFORE_AFTER_SCHOOL, ServiceKind.HOMEWORK_BABYSITTING),
                ),
            ),
            (
                0.7,
                (
                    (ServiceKind.INTEGRATED_DAY_CENTRE, ServiceKind.SENIOR_DAY_CENTRE),
                    (ResourceKind.TRAINING, ResourceKind.KNOW_HOW),
                    (ServiceKind.FAMILY_DESK, ResourceKind.CARE_MANAGER),
                    (ServiceKind.SPRING_SECTION, ServiceKind.NURSERY),
                    (ServiceKind.SPRING_SECTION, ServiceKind.MICRO_NURSERY),
                    (ServiceKind.YOUTH_CENTRE, ServiceKind.HOMEWORK_BABYSITTING),
                ),
            ),
            (
                0.5,
                (
                    (ServiceKind.EARLY_CHILDHOOD_CENTRE, ServiceKind.NURSERY),
                    (ServiceKind.EARLY_CHILDHOOD_CENTRE, ServiceKind.MICRO_NURSERY),
                    (ServiceKind.EARLY_CHILDHOOD_CENTRE, ServiceKind.FAMILY_NURSERY),
                    (ServiceKind.DAY_CAMP, ServiceKind.BEFORE_AFTER_SCHOOL),
                    (ServiceKind.DAY_CAMP, ServiceKind.YOUTH_CENTRE),
                    (ServiceKind.YOUTH_CENTRE, ServiceKind.BEFORE_AFTER_SCHOOL),
                    (ServiceKind.CARE_HOME, ServiceKind.SHELTERED_HOUSING),
                    (ServiceKind.CARE_HOME, ServiceKind.HOME_CARE),
                    (ServiceKind.CARE_HOME, ServiceKind.INTEGRATED_DAY_CENTRE),
                    (ServiceKind.HOME_CARE, ServiceKind.INTEGRATED_DAY_CENTRE),
                    (ServiceKind.FAMILY_CLINIC, ServiceKind.FAMILY_DESK),
                    (ResourceKind.WELFARE_PLATFORM, ResourceKind.JOINT_PURCHASING),
                ),
            ),
        )
        for pair in pairs
    }
)
"""
How far one kind stands for another; what is not here is no match.

Assumptions of this project: 0.9, the same service in another size; 0.8, the same need met another way; 0.7, most of it
(a class instead of a talk, afternoons of homework instead of a youth centre); 0.5, a part of it (mornings, or help at
home where a place was asked for).
"""

SAID_OTHERWISE: Final = 0.5
"""Share of the value that is left where the words speak of another kind than the code: one of the two is wrong."""

THEMED: Final = frozenset({ResourceKind.TRAINING, ResourceKind.KNOW_HOW})
"""Kinds that are about something: its theme must agree."""
WORDED: Final = THEMED | {ResourceKind.JOINT_PURCHASING}
"""Kinds of which the code says little: what is taught, told or bought stands in the words."""

CLOSE_THEMES: Final = frozenset(
    map(
        frozenset,
        (
            (PracticeTheme.SMART_WORKING, PracticeTheme.WORKING_HOURS),
            (PracticeTheme.WELFARE_PLAN, PracticeTheme.BARGAINING),
            (PracticeTheme.PRODUCTIVITY_BONUS, PracticeTheme.BARGAINING),
            (PracticeTheme.INTERFIRM_SERVICES, PracticeTheme.SERVICE_EXCHANGE),
            (PracticeTheme.INTERFIRM_SERVICES, PracticeTheme.SHARED_CONVENTIONS),
        ),
    )
)
SAME_THEME, TOLD_THEME, CLOSE_THEME, UNTOLD_THEME, NOTHING_IN_COMMON = 1.0, 0.9, 0.6, 0.6, 0.4
"""Value of the same theme; of one that the words tell; of a close one; of none told; of texts without a common word."""


@lru_cache(maxsize=20_000)
def closeness(one: str, other: str) -> float:
    """
    Return how far a kind stands for another, 0 to 1; the order does not matter.

    Examples
    --------
    >>> closeness("nursery", "micro_nursery"), closeness("nursery", "preschool")
    (0.9, 0.0)
    """
    return 1.0 if one == other else CLOSE_KINDS.get(frozenset((one, other)), UNLIKE)


def kinds_said(offer: Exchange) -> frozenset[str]:
    """
    Return the kinds that the words of an offer speak of where none of them is close to its code; else nothing.

    Only of offers: a need tells what it is for ("a room for our courses"), and so do talks, classes and purchases.
    """
    named = kinds_named(offer.description)
    agrees = any(closeness(offer.exchange_kind, kind) > UNLIKE for kind in named)
    return frozenset() if agrees or offer.exchange_kind in WORDED else named


def kind_part(need: Exchange, offer: Exchange) -> Judged | None:
    """Return how well the thing offered is the thing sought; None where it is another thing."""
    coded = closeness(need.exchange_kind, offer.exchange_kind)
    named = kinds_said(offer)
    said = max((closeness(need.exchange_kind, kind) for kind in named), default=None)
    value = coded if said is None else max(coded, said) * SAID_OTHERWISE
    about = Judged(1.0) if value == UNLIKE else _about(need, offer)
    if value == UNLIKE or about is None:
        return None
    kind = _kind_words(need, offer, coded)
    doubts = () if said is None else (_said_words(named),)
    return Judged(
        value * about.value,
        (*(kind if coded == 1.0 else ()), *about.why),
        (*(kind if coded < 1.0 else ()), *doubts, *about.why_not),
        is_obstacle=said == UNLIKE or about.is_obstacle,
    )


def _kind_words(need: Exchange, offer: Exchange, coded: float) -> tuple[Phrase, ...]:
    sought, offered = (f"codes.exchange_kind.{one.exchange_kind}" for one in (need, offer))
    if coded == 1.0:
        return (Phrase("matches.kind.same", {"kind": offered}),)
    return (Phrase("matches.kind.close", {"sought": sought, "offered": offered}),)


def _said_words(kinds: frozenset[str]) -> Phrase:
    return Phrase(
        "matches.kind.said", {"kinds": tuple(Phrase(f"codes.exchange_kind.{kind}") for kind in sorted(kinds))}
    )


# --- what it is about -----------------------------------------------------------------------------------------------


def _about(need: Exchange, offer: Exchange) -> Judged | None:
    """Return how well themes and words agree, of kinds that are about something; None where the themes are others."""
    kinds = {need.exchange_kind, offer.exchange_kind}
    if ResourceKind.JOINT_PURCHASING in kinds:
        return _by_words(need, offer)
    if not kinds <= THEMED:
        return Judged(1.0)
    sought, offered = _themes(need), _themes(offer)
    return _by_theme(need, offer, sought, offered) if sought and offered else _by_words(need, offer)


def _by_theme(need: Exchange, offer: Exchange, sought: frozenset[str], offered: frozenset[str]) -> Judged | None:
    if need.theme and need.theme == offer.theme:
        return Judged(SAME_THEME, (Phrase("matches.theme.same", {"theme": f"codes.theme.{need.theme}"}),))
    if sought & offered:
        return Judged(TOLD_THEME, (Phrase("matches.theme.told", {"theme": f"codes.theme.{min(sought & offered)}"}),))
    if any(frozenset((one, other)) in CLOSE_THEMES for one in sought for other in offered):
        return Judged(CLOSE_THEME, why_not=(Phrase("matches.theme.close", {"theme": f"codes.theme.{min(offered)}"}),))
    return None


def _themes(exchange: Exchange) -> frozenset[str]:
    return themes_named(exchange.description) | ({exchange.theme} if exchange.theme else set())


def _by_words(need: Exchange, offer: Exchange) -> Judged:
    """Return how far two texts speak of the same, where no theme tells."""
    sought, offered = stems(need.description), stems(offer.description)
    if not sought or not offered:
        return Judged(UNTOLD_THEME, why_not=(Phrase("matches.theme.unknown"),))
    if sought & offered:
        return Judged(TOLD_THEME, (Phrase("matches.theme.words"),))
    return Judged(NOTHING_IN_COMMON, why_not=(Phrase("matches.theme.no_words"),), is_obstacle=True)
