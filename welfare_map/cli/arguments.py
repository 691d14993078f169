"""Words of the command line as values; what cannot be read is an ``InputError`` that names the option."""

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from geodata.codes import ElderRole, Ownership, ServiceGroup, ServiceKind, kinds_of
from geodata.errors import InputError

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)
ValueT = TypeVar("ValueT")
ROME = ZoneInfo("Europe/Rome")


def number(option: str, words: str | None) -> float | None:
    """
    Return a number with a decimal point or comma.

    Raises
    ------
    InputError
        It is not a finite number.
    """
    if words is None:
        return None
    try:
        value = float(words.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError("error.bad_number", option=option, value=words)
    return value


def whole_number(option: str, words: str | None) -> int | None:
    """Return a whole number; see ``number``."""
    value = number(option, words)
    if value is not None and not value.is_integer():
        raise InputError("error.bad_whole_number", option=option, value=str(words))
    return None if value is None else int(value)


def count(option: str, words: str | None, default: int) -> int:
    """Return a whole number, the default when it is not given."""
    value = whole_number(option, words)
    return default if value is None else value


def choice(option: str, words: str | None, choices: type[ChoiceT]) -> ChoiceT | None:
    """
    Return one of the codes of a vocabulary.

    Raises
    ------
    InputError
        It is not in the vocabulary.
    """
    if words is None:
        return None
    if words not in set(choices):
        raise InputError("error.unknown_choice", option=option, value=words, allowed=", ".join(choices))
    return choices(words)


def choices(option: str, words: Iterable[str], vocabulary: type[ChoiceT]) -> tuple[ChoiceT, ...]:
    """Return several codes of a vocabulary, each once, in the order given."""
    found = (choice(option, word, vocabulary) for word in words)
    return tuple(dict.fromkeys(code for code in found if code is not None))


def kinds(groups: Iterable[str], single: Iterable[str]) -> tuple[ServiceKind, ...]:
    """Return the kinds of the groups and the single kinds, each once; empty when neither is given."""
    of_groups = (kind for group in choices("--group", groups, ServiceGroup) for kind in kinds_of(group))
    return tuple(dict.fromkeys((*of_groups, *choices("--kind", single, ServiceKind))))


def service_filter(
    *,
    kind: Iterable[str] | None,
    group: Iterable[str] | None,
    child_age_months: str | None,
    elder_role: str | None,
    min_capacity: str | None,
    ownership: str | None,
    open_to_others: bool,
    only_free: bool,
) -> dict[str, Any]:
    """Return the fields of ``ServiceFilter`` that options name, ``as_of_on`` being today."""
    return {
        "as_of_on": today(),
        "kinds": kinds(group or (), kind or ()),
        "child_age_months": whole_number("--child-age-months", child_age_months),
        "elder_role": choice("--elder-role", elder_role, ElderRole),
        "min_capacity_count": whole_number("--min-capacity", min_capacity),
        "ownership": choice("--ownership", ownership, Ownership),
        "only_open_to_others": open_to_others,
        "only_with_free_places": only_free,
    }


def given(option: str, value: ValueT | None) -> ValueT:
    """
    Return a value that must be given.

    Raises
    ------
    InputError
        It is not given.
    """
    if value is None:
        raise InputError("error.missing_option", option=option)
    return value


def day(option: str, words: str | None) -> date | None:
    """
    Return a day written as ISO text.

    Raises
    ------
    InputError
        It is none.
    """
    if words is None:
        return None
    try:
        return datetime.strptime(words, "%Y-%m-%d").replace(tzinfo=ROME).date()
    except ValueError:
        raise InputError("error.bad_day", option=option, value=words) from None


def past_day(option: str, words: str | None) -> date | None:
    """Return a day that is not later than today in Italy; see ``day``."""
    found = day(option, words)
    if found is not None and found > today():
        raise InputError("error.future_day", option=option, value=str(words))
    return found


def today() -> date:
    """Return the day of the question, in Italy: the one place where commands read the clock."""
    return datetime.now(UTC).astimezone(ROME).date()
