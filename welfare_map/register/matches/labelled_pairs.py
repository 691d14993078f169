"""
Needs and offers as small firms would write them, each pair judged by hand, from the text.

Every name, number and text is invented. A pair is good where an officer of an agreement who knows both texts would put
the two firms in touch: the thing offered is what is sought or a stated substitute for it, when it is needed, near
enough to be used, and at least half as much. How the set was made is told in ``docs/matches.md``.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import resources
from typing import Final

from geodata.codes import NeedDirection
from welfare_map.model import Exchange, FirmShift

AS_OF_ON: Final = date(2026, 11, 15)
"""Day on which the texts were judged."""
SHIFTS_APART: Final = " / "
Cells = Mapping[str, str]


class Part(StrEnum):
    """Part of the set; all candidates of a need are in the same one."""

    TRAINING = "training"
    HELD_OUT = "held_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledBridge:
    """A shuttle that somebody else offers between the two: seats, hours, and straight lines of the two ways to it."""

    seat_count: float
    hours: str
    from_need_m: float
    to_offer_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPair:
    """
    A need, an offer and how they were judged.

    Parameters
    ----------
    part
        Third of the set that is held out, or the rest.
    need, offer
        As their firms declared them.
    shifts
        Of the firm with the need.
    distance_m
        Straight line between the two firms, metres.
    shares_agreement
        Both adhere to one agreement.
    others_quantity
        How much other firms ask of the same offer.
    bridge
        Shuttle between the two, if somebody offers one.
    is_good
        The label.
    note
        Why it was given.
    """

    part: Part
    need: Exchange
    shifts: tuple[FirmShift, ...]
    offer: Exchange
    distance_m: float
    shares_agreement: bool
    others_quantity: float
    bridge: LabelledBridge | None
    is_good: bool
    note: str


def labelled_pairs() -> tuple[LabelledPair, ...]:
    """Return the whole set, candidates of a need one after the other."""
    needs = {cells["need_id"]: cells for cells in _rows("needs.csv")}
    return tuple(_pair(needs[cells["need_id"]], cells) for cells in _rows("offers.csv"))


def _rows(name: str) -> Iterator[Cells]:
    file = resources.files(__package__) / "labelled" / name
    with file.open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


def _pair(need: Cells, offer: Cells) -> LabelledPair:
    return LabelledPair(
        part=Part(need["part"]),
        need=_exchange(need, "need_id", NeedDirection.NEED),
        shifts=tuple(_shift(words) for words in need["shifts"].split(SHIFTS_APART) if words),
        offer=_exchange(offer, "offer_id", NeedDirection.OFFER),
        distance_m=float(offer["distance_km"]) * 1000,
        shares_agreement=offer["shares_agreement"] == "true",
        others_quantity=float(offer["others_quantity"] or 0),
        bridge=_bridge(offer) if offer["bridge_seats"] else None,
        is_good=offer["label"] == "good",
        note=offer["note"],
    )


def _exchange(cells: Cells, key: str, direction: NeedDirection) -> Exchange:
    return Exchange(
        need_offer_id=cells[key],
        organisation_id=cells[key],
        direction=direction.value,
        exchange_kind=cells["exchange_kind"],
        theme=cells["theme"] or None,
        quantity=float(cells["quantity"]) if cells["quantity"] else None,
        unit=cells["unit"] or None,
        from_on=cells["from_on"] or None,
        hours=cells["hours"] or None,
        description=cells["description"] or None,
    )


def _shift(words: str) -> FirmShift:
    days, times = words.split()
    starts_at, ends_at = times.split("-")
    return FirmShift(days=days, starts_at=starts_at, ends_at=ends_at)


def _bridge(offer: Cells) -> LabelledBridge:
    return LabelledBridge(
        seat_count=float(offer["bridge_seats"]),
        hours=offer["bridge_hours"],
        from_need_m=float(offer["bridge_from_need_km"]) * 1000,
        to_offer_m=float(offer["bridge_to_offer_km"]) * 1000,
    )
