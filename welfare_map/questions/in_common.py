"""What two firms have in common: needs and offers that meet, agreements, hours; each in one sentence."""

from collections.abc import Iterator, Mapping

from geodata.codes import NeedDirection
from welfare_map.model import Exchange, Firm, Phrase
from welfare_map.questions.shift_words import shared_shifts


def in_common(mine: Firm, other: Firm, initiative_names: Mapping[str, str]) -> tuple[Phrase, ...]:
    """
    Say what another firm has in common with mine, most useful first.

    Parameters
    ----------
    mine, other
        Two firms as somebody sees them: nothing else is said of them.
    initiative_names
        ``initiative_id`` -> its short name.

    Returns
    -------
    phrases
        Its offers that meet my needs, its needs that my offers meet, needs of both, agreements of both, hours of both.
    """
    return (
        *_meeting(mine, other, NeedDirection.NEED, NeedDirection.OFFER, "firms.common.offers"),
        *_meeting(mine, other, NeedDirection.OFFER, NeedDirection.NEED, "firms.common.needs"),
        *_meeting(mine, other, NeedDirection.NEED, NeedDirection.NEED, "firms.common.both_need"),
        *_agreements(mine, other, initiative_names),
        *shared_shifts(mine.shifts, other.shifts),
    )


def is_same_thing(first: Exchange, second: Exchange) -> bool:
    """Tell whether two firms speak of the same: same kind and, where both name one, same theme."""
    has_same_theme = first.theme is None or second.theme is None or first.theme == second.theme
    return first.exchange_kind == second.exchange_kind and has_same_theme


def thing_phrase(kind: str, theme: str | None) -> Phrase:
    """Say what is needed or offered, with its theme where it has one."""
    values = {"kind": f"codes.exchange_kind.{kind}"}
    if theme is None:
        return Phrase("firms.thing", values)
    return Phrase("firms.thing_theme", {**values, "theme": f"codes.theme.{theme}"})


def _meeting(mine: Firm, other: Firm, my_side: NeedDirection, their_side: NeedDirection, key: str) -> Iterator[Phrase]:
    """Say what of theirs meets something of mine, each kind and theme once."""
    own = [one for one in mine.exchanges if one.direction == my_side]
    met = (
        (one.exchange_kind, one.theme)
        for one in other.exchanges
        if one.direction == their_side and any(is_same_thing(one, my_one) for my_one in own)
    )
    for kind, theme in dict.fromkeys(met):
        yield Phrase(key, {"what": thing_phrase(kind, theme)})


def _agreements(mine: Firm, other: Firm, initiative_names: Mapping[str, str]) -> Iterator[Phrase]:
    for initiative_id in dict.fromkeys(mine.initiative_ids):
        if initiative_id in other.initiative_ids:
            name = initiative_names.get(initiative_id, initiative_id)
            yield Phrase("firms.common.agreement", {"name": name})
