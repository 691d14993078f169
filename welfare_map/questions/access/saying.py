"""An answer in words."""

from collections import Counter

from geodata.routing import TravelTimes
from welfare_map.model import AccessQuery, AccessRow, Decay, Disagreement, Phrase, Value
from welfare_map.questions.access.supply import basis_of
from welfare_map.questions.coverage.saying import figure_of


def sentence(rows: tuple[AccessRow, ...], level: str, query: AccessQuery, residents_name: str) -> Phrase:
    """Say the answer in one sentence: one area's figure, or from where to where among those with an upper bound."""
    if not rows:
        return Phrase("coverage.sentence.nothing")
    said = _of_one(rows[0], query, residents_name) if len(rows) == 1 else _of_many(rows, level, query, residents_name)
    if not any(row.is_demo for row in rows):
        return said
    is_all = all(row.is_demo for row in rows)
    return Phrase("access.sentence.demo" if is_all else "access.sentence.partly_demo", {"said": said})


def _of_one(row: AccessRow, query: AccessQuery, residents_name: str) -> Phrase:
    values: dict[str, Value] = {
        **_asked(query, residents_name),
        "name": row.unit_name,
        "value": figure_of(row.value),
        "ratio": figure_of(row.ratio),
    }
    return Phrase("access.sentence.one" if row.value is not None else "access.sentence.one_unknown", values)


def _of_many(rows: tuple[AccessRow, ...], level: str, query: AccessQuery, residents_name: str) -> Phrase:
    known = [row for row in rows if row.value is not None and row.value_high is not None]
    open_count = len(rows) - len(known)
    values: dict[str, Value] = {
        **_asked(query, residents_name),
        "count": len(rows),
        "level": f"codes.level.{level}",
    }
    if not known:
        return Phrase("access.sentence.unknown", values)
    least, most = min(known, key=_by_value), max(known, key=_by_value)
    values |= {"least": figure_of(least.value), "least_name": least.unit_name}
    values |= {"most": figure_of(most.value), "most_name": most.unit_name}
    return (
        Phrase("access.sentence.many_open", {**values, "open": open_count})
        if open_count
        else Phrase("access.sentence.many", values)
    )


def _asked(query: AccessQuery, residents_name: str) -> dict[str, Value]:
    return {
        "residents": Phrase(f"access.residents.{residents_name}"),
        "limit": query.limit_min,
        "mode": f"codes.mode_in_sentence.{query.mode}",
    }


def _by_value(row: AccessRow) -> float:
    return row.value or 0.0


def disagreement_sentence(rows: tuple[AccessRow, ...], level: str) -> Phrase:
    """Say in how many areas the plain ratio tells another story."""
    counts = Counter(row.disagreement for row in rows)
    values: dict[str, Value] = {one.value: counts[one] for one in Disagreement}
    return Phrase("access.difference", {**values, "count": len(rows), "level": f"codes.level.{level}"})


def places_words(count: float) -> Phrase:
    """Say how many places."""
    shown = figure_of(count)
    return Phrase(f"access.places.{'one' if shown == 1 else 'many'}", {"count": shown})


def people(count: float, residents_name: str) -> Phrase:
    """Say how many residents of the ages."""
    shown = figure_of(count)
    key = f"access.resident.{residents_name}" if shown == 1 else f"access.residents.{residents_name}"
    return Phrase("access.people", {"count": shown, "residents": Phrase(key)})


def method(query: AccessQuery, decay: Decay, residents_name: str, travel_times: TravelTimes) -> Phrase:
    """Say how it was computed, its parameters included."""
    return Phrase(
        "access.method",
        {
            "sharing": Phrase(f"access.sharing.{query.method}"),
            "decay": Phrase(f"access.decay.{decay}", {"limit": query.limit_min}),
            "places": Phrase(f"coverage.places.{basis_of(query)}"),
            "residents": Phrase(f"access.residents.{residents_name}"),
            "minutes": Phrase(f"access.minutes.{travel_times.name}", {"mode": f"codes.mode_in_sentence.{query.mode}"}),
        },
    )


def caveat(residents_name: str) -> Phrase:
    """Say what the figures do not say."""
    return Phrase("access.caveat", {"residents": Phrase(f"access.residents.{residents_name}")})
