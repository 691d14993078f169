"""A figure, opened: its numbers, the services behind it, and what each of them leaves."""

import numpy as np

from geodata.crs import FloatArray
from welfare_map.model import AccessExplanation, AccessRow, Phrase, ReachedService
from welfare_map.questions.access.deserts import Threshold
from welfare_map.questions.access.reaching import Reached
from welfare_map.questions.access.saying import caveat, people, places_words
from welfare_map.questions.coverage.areas import BoolArray
from welfare_map.questions.coverage.figures import figure, plain
from welfare_map.questions.coverage.naming import named_records
from welfare_map.questions.coverage.saying import between, figure_of
from welfare_map.snapshot import Snapshot
from welfare_map.texts.values import amount


def explanation(row: AccessRow, formula: Phrase, threshold: Threshold, residents_name: str) -> AccessExplanation:
    """
    Open the figure of the one area.

    Parameters
    ----------
    formula
        How it is computed, in words.
    threshold
        Against which it is held.
    residents_name
        Column of the residents that the places are for.
    """
    return AccessExplanation(
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        formula=formula,
        filled=_filled(row.available_places, row.value, row, residents_name),
        filled_inside=_filled(row.places_inside, row.ratio, row, residents_name),
        interval=None if row.value_low is None else between(row),
        beyond=_beyond(round(row.residents_beyond), residents_name),
        threshold=_against(row, threshold),
        reached=_reached(row),
        caveat=caveat(residents_name),
    )


def _filled(places: float, per_100: float | None, row: AccessRow, residents_name: str) -> Phrase:
    if per_100 is None or row.residents is None:
        return Phrase("access.card.unknown")
    words = {"places": places_words(places), "people": people(row.residents, residents_name)}
    return Phrase("access.card.filled", {**words, "value": figure_of(per_100)})


def _beyond(count: int, residents_name: str) -> Phrase | None:
    if not count:
        return None
    return Phrase(f"access.card.beyond_said.{amount(count)}", {"people": people(count, residents_name)})


def _against(row: AccessRow, threshold: Threshold) -> Phrase:
    if row.threshold is None:
        return row.reason
    limit = Phrase("access.card.limit", {"value": figure_of(row.threshold)})
    if threshold.source is None:
        return Phrase("access.card.against", {"limit": limit, "reason": row.reason})
    return Phrase("access.card.against_source", {"limit": limit, "reason": row.reason, "source": threshold.source})


def _reached(row: AccessRow) -> Phrase:
    """Say how many services are reached, and what of them is not known or invented."""
    whole = Phrase(f"access.reached.services.{amount(row.service_count)}", {"count": row.service_count})
    counts = {"demo": row.demo_count, "unknown": row.unknown_count}
    said = {what: _part(what, count, row.service_count) for what, count in counts.items() if count}
    if row.service_count == 1:
        return Phrase("access.reached.all", {"parts": (whole, *said.values())})
    parts = [said.pop("demo")] if row.demo_count == row.service_count and said else []
    if len(said) == len(counts):
        parts.append(Phrase("access.reached.both", said))
    else:
        parts += [Phrase("access.reached.some", {"said": one}) for one in said.values()]
    return Phrase("access.reached.all", {"parts": (whole, *parts)})


def _part(what: str, count: int, service_count: int) -> Phrase:
    form = "only" if service_count == 1 else "every" if count == service_count else amount(count)
    return Phrase(f"access.reached.{what}.{form}", {"count": count})


def reached_services(snapshot: Snapshot, reached: Reached, is_asked: BoolArray) -> tuple[ReachedService, ...]:
    """
    Return the services that an area reaches, those that leave it most first, then by id.

    Parameters
    ----------
    is_asked
        Of each point of demand, whether it is in the area.
    """
    records, found = reached.supply.records, reached.found
    inside = np.asarray(found.weights.T @ np.where(is_asked, found.demand, 0.0))
    left = np.divide(inside * records.counted, found.wanted, out=np.zeros(len(inside)), where=found.is_reached)
    travel_min, is_estimate = _nearest(reached, is_asked)
    numbers = np.flatnonzero(inside > 0).tolist()
    named = named_records(snapshot, records, numbers)
    notes = {note.source_id: note for note in snapshot.sources}
    ordered = sorted(numbers, key=lambda number: (-left[number], named[number].record_id))
    return tuple(
        ReachedService(
            **named[number].who(),
            travel_min=round(float(travel_min[number]), 1),
            is_estimate=bool(is_estimate[number]),
            places=plain(records.counted[number]),
            places_low=plain(records.low[number]),
            places_high=figure(records.high[number]),
            wanted_residents=plain(found.wanted[number]),
            wanted_residents_beyond=plain(reached.beyond.found.wanted[number]),
            left=plain(left[number]),
            **named[number].source(notes),
        )
        for number in ordered
    )


def _nearest(reached: Reached, is_asked: BoolArray) -> tuple[FloatArray, BoolArray]:
    """Return the minutes to each service from the nearest point of the area, and whether they are estimated."""
    pairs = reached.pairs.within(reached.query.limit_min)
    own = np.flatnonzero(is_asked[pairs.origin])
    order = own[np.argsort(-pairs.travel_min[own], kind="stable")]
    count = len(reached.supply.lon)
    travel_min, is_estimate = np.full(count, np.inf), np.ones(count, bool)
    travel_min[pairs.destination[order]] = pairs.travel_min[order]
    is_estimate[pairs.destination[order]] = pairs.is_estimate[order]
    return travel_min, is_estimate
