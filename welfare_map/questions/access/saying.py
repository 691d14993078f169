"""An answer in words."""

from collections import Counter
from collections.abc import Mapping, Sequence

from geodata.routing import TravelTimes
from welfare_map.model import AccessQuery, AccessRow, Decay, DependsOn, Disagreement, Phrase, Value
from welfare_map.questions.access.disagreement import Mean
from welfare_map.questions.access.supply import basis_of
from welfare_map.questions.coverage.saying import figure_of
from welfare_map.texts.values import amount


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
    ratio, value = figure_of(row.ratio), figure_of(row.value)
    inside = "unknown" if ratio is None else amount(ratio)
    values: dict[str, Value] = {
        **_asked(query, residents_name),
        "name": row.unit_name,
        "value": value,
        "inside": Phrase(f"access.sentence.inside.{inside}", {"count": ratio}),
    }
    if value is None or not _is_told(row):
        return Phrase(f"access.sentence.{_untold(row)}", values | {"low": figure_of(_by_least(row))})
    return Phrase(f"access.sentence.one.{amount(value)}", values)


def _untold(row: AccessRow) -> str:
    if row.residents == 0:
        return "one_nobody"
    return "one_at_least" if figure_of(_by_least(row)) else "one_unknown"


def _of_many(rows: tuple[AccessRow, ...], level: str, query: AccessQuery, residents_name: str) -> Phrase:
    """Say from where to where among the areas of which it can be told, and what may be among the others."""
    peopled = [row for row in rows if row.residents != 0]
    known = [row for row in peopled if _is_told(row)]
    opened = [row for row in peopled if not _is_told(row)]
    values: dict[str, Value] = {
        **_asked(query, residents_name),
        "count": len(rows),
        "level": f"codes.level.{level}",
    }
    if not known:
        return Phrase("access.sentence.unknown", values)
    least, most = min(known, key=_by_value), max(known, key=_by_value)
    values |= {"least": figure_of(least.value), "least_name": least.unit_name, "known": len(known)}
    values |= {"most": figure_of(most.value), "most_name": most.unit_name}
    form = _range(values, known, opened)
    is_none = form not in {"many", "some"} and not values["most"]
    said = Phrase(f"access.sentence.{form}{'_none' if is_none else ''}", values)
    nobody_count = len(rows) - len(peopled)
    nobody = Phrase(f"access.sentence.nobody.{amount(nobody_count)}", {"count": nobody_count})
    more = ([_opened(opened, least.value or 0.0)] if opened else []) + ([nobody] if nobody_count else [])
    for one in more:
        said = Phrase("access.sentence.more", {"said": said, "more": one})
    return said


def _is_told(row: AccessRow) -> bool:
    return row.value is not None and row.value_high is not None


def _range(values: Mapping[str, Value], known: Sequence[AccessRow], opened: Sequence[AccessRow]) -> str:
    is_alike = values["least"] == values["most"]
    if not opened:
        return "many_alike" if is_alike else "many"
    if len(known) == 1:
        return "some_one"
    return "some_alike" if is_alike else "some"


def _opened(rows: Sequence[AccessRow], least: float) -> Phrase:
    """Say how many areas nobody can tell of, and whether the worst may be among them: by the least that is sure."""
    worst = min(rows, key=_by_least)
    low = figure_of(_by_least(worst)) or 0.0
    form = "nothing" if not low else "higher" if low >= least else "lower"
    values: dict[str, Value] = {"count": len(rows), "name": worst.unit_name, "low": low}
    return Phrase(f"access.sentence.open.{amount(len(rows))}.{form}", values)


def _asked(query: AccessQuery, residents_name: str) -> dict[str, Value]:
    return {
        "residents": Phrase(f"access.residents.{residents_name}"),
        "limit": query.limit_min,
        "mode": f"codes.mode_in_sentence.{query.mode}",
    }


def _by_value(row: AccessRow) -> float:
    return row.value or 0.0


def _by_least(row: AccessRow) -> float:
    return row.value_low or 0.0


def disagreement_sentence(rows: tuple[AccessRow, ...], level: str, reference: Mean | None) -> Phrase:
    """
    Say in how many areas the plain ratio tells another story, and in how many few places may be left.

    Parameters
    ----------
    reference
        Mean that ratio and access are held against; None for none.
    """
    if not rows:
        return Phrase("coverage.sentence.nothing")
    counts = Counter(row.disagreement for row in rows)
    parts = [
        Phrase(f"access.difference.{one}{_all(one, count, len(rows))}", {"count": count})
        for one in Disagreement
        if (count := counts[one])
    ]
    said = parts[0]
    for part in parts[1:]:
        said = Phrase("access.difference.next", {"rest": said, "last": part})
    whole = Phrase("access.difference.all", {"level": f"codes.level.{level}", "count": len(rows), "parts": said})
    worst = _worst(rows, counts[Disagreement.SHARED_OUT] + counts[Disagreement.BOTH_LOW], reference)
    return Phrase("access.difference.with_worst", {"said": whole, "worst": worst}) if worst else whole


def _all(one: Disagreement, count: int, total: int) -> str:
    return "_all" if one is Disagreement.UNDECIDABLE and count == total else ""


def _worst(rows: Sequence[AccessRow], low_count: int, reference: Mean | None) -> Phrase | None:
    """Say how many areas have few places left, where some of those that nobody can tell of may be among them."""
    may_count = sum(
        row.disagreement is Disagreement.UNDECIDABLE and not _has_enough(row, reference)
        for row in rows
        if row.residents != 0
    )
    if not may_count:
        return None
    values = {"low": low_count, "high": low_count + may_count}
    form = "from" if low_count else "one" if may_count == 1 else "up_to"
    return Phrase(f"access.difference.worst.{form}", values)


def _has_enough(row: AccessRow, reference: Mean | None) -> bool:
    """Tell whether access is not below the mean for sure, whatever the ratio is."""
    return reference is not None and row.value_low is not None and row.value_low >= reference.high


def depends_words(rows: Sequence[AccessRow]) -> Phrase:
    """Say what decides in which fifth of the areas each is."""
    counts = Counter(row.depends_on for row in rows if row.depends_on)
    parts = tuple(
        Phrase(f"access.depends.{one}.{amount(counts[one])}", {"count": counts[one]})
        for one in DependsOn
        if counts[one]
    )
    if not parts:
        return Phrase("access.depends.nowhere")
    said = Phrase("access.depends.all", {"parts": parts})
    is_changing = set(counts) != {DependsOn.NOTHING}
    return Phrase("access.depends.little", {"said": said}) if is_changing else said


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
