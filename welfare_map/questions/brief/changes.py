"""
What changed since an earlier brief, in words.

Places are compared record by record, and only within lists that both briefs had: a list that came or went is said as
such, for its services need not be new. What an earlier brief of other rules, another definition, other municipalities
or invented records said is not compared at all. Verdicts are compared with the residents of today on both sides, so
that a new census changes none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from geodata.errors import InputError
from welfare_map.model import (
    BriefFigure,
    BriefLine,
    BriefMemory,
    BriefRecord,
    CoverageStatus,
    FigureMemory,
    Phrase,
    Value,
)
from welfare_map.questions.brief.gathering import FIGURES, LEP, SHARE, Gathered
from welfare_map.questions.brief.verdicts import TOPICS
from welfare_map.questions.brief.words import count_of, line, named
from welfare_map.questions.coverage.deciding import TOLERANCE

NAMED: Final = 2
PLACES_PER: Final = 100
Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Differences:
    """
    How the services of one indicator differ, parted so that the differences in places add up to that of the figures.

    Parameters
    ----------
    new, gone
        Records of lists that both briefs had.
    changed
        Records that say another number: before and now.
    clarified
        Records of which more or less is known: before and now.
    come, went
        Source -> its records, of lists that only one of the briefs had.
    """

    new: tuple[BriefRecord, ...]
    gone: tuple[BriefRecord, ...]
    changed: tuple[tuple[BriefRecord, BriefRecord], ...]
    clarified: tuple[tuple[BriefRecord, BriefRecord], ...]
    come: Mapping[str, tuple[BriefRecord, ...]]
    went: Mapping[str, tuple[BriefRecord, ...]]


def differences(before: Iterable[BriefRecord], now: Iterable[BriefRecord]) -> Differences:
    """Compare the services of an indicator in two briefs, by record and by list."""
    old, new = ({record.record_id: record for record in records} for records in (before, now))
    old_lists, new_lists = ({record.source_id for record in records.values()} for records in (old, new))
    pairs = [(old[key], record) for key, record in new.items() if key in old]
    fresh = [record for key, record in new.items() if key not in old]
    lost = [record for key, record in old.items() if key not in new]
    return Differences(
        new=tuple(record for record in fresh if record.source_id in old_lists),
        gone=tuple(record for record in lost if record.source_id in new_lists),
        changed=tuple(pair for pair in pairs if pair[0].missing == pair[1].missing and _differ(*pair)),
        clarified=tuple(pair for pair in pairs if pair[0].missing != pair[1].missing),
        come=_by_list(record for record in fresh if record.source_id not in old_lists),
        went=_by_list(record for record in lost if record.source_id not in new_lists),
    )


def _differ(before: BriefRecord, now: BriefRecord) -> bool:
    return abs(before.counted - now.counted) > TOLERANCE


def _by_list(records: Iterable[BriefRecord]) -> dict[str, tuple[BriefRecord, ...]]:
    found: dict[str, tuple[BriefRecord, ...]] = {}
    for record in records:
        found[record.source_name] = (*found.get(record.source_name, ()), record)
    return found


def change_lines(
    before: BriefMemory, now: BriefMemory, figures: Sequence[BriefFigure], gathered: Gathered
) -> tuple[BriefLine, ...]:
    """
    Say what changed between two briefs of a district.

    Raises
    ------
    InputError
        The earlier one is of another district, or of a later day.
    """
    if before.district_id != now.district_id:
        raise InputError("error.brief_of_other_district", value=before.district_id)
    if before.made_on > now.made_on:
        raise InputError("error.brief_of_later_day", value=before.made_on.isoformat())
    if before.version != now.version:
        return (line(Phrase("brief.changes.version")),)
    if set(before.municipalities) != set(now.municipalities):
        return (line(Phrase("brief.changes.composition")),)
    pairs = [(one, before.figures.get(one.indicator)) for one in figures]
    kept = [(one, old) for one, old in pairs if old is not None and _can_compare(old, one)]
    said = [
        *(one for figure, old in kept for one in _of_services(figure, old)),
        *_of_verdicts(before, now, kept, gathered),
        *_of_names("firms", before.firms, now.firms),
        *_of_names("practices", before.practices, now.practices),
    ]
    aside = tuple(_not_compared(pairs))
    if not said:
        said = [line(Phrase("brief.changes.nothing_else" if aside else "brief.changes.nothing"))]
    return (*said, *aside)


def _can_compare(old: FigureMemory, now: BriefFigure) -> bool:
    return old.definition == now.definition and not (old.is_demo or now.is_demo)


def _not_compared(pairs: Sequence[tuple[BriefFigure, FigureMemory | None]]) -> Iterator[BriefLine]:
    """Say which figures are not compared, and why."""
    invented = [one for one, old in pairs if one.is_demo or (old is not None and old.is_demo)]
    redefined = [one for one, old in pairs if one not in invented and (old is None or old.definition != one.definition)]
    for what, found in (("invented", invented), ("redefined", redefined)):
        if found:
            topics = [Phrase(f"brief.topic.{TOPICS[one.indicator]}") for one in found]
            yield line(Phrase(f"brief.changes.{what}", {"topics": named(topics, "other_services", len(FIGURES))}))


# --- services and places --------------------------------------------------------------------------------------------


def _of_services(figure: BriefFigure, old: FigureMemory) -> Iterator[BriefLine]:
    if figure.indicator == SHARE:
        return
    topic = TOPICS[figure.indicator]
    found = differences(old.records.values(), figure.records)
    for what, records in (("new", found.new), ("gone", found.gone)):
        if records:
            yield _line(f"brief.changes.{what}", topic, _values(topic, records))
    for what, pairs in (("changed", found.changed), ("clarified", found.clarified)):
        if pairs:
            values = _values(topic, [now for _, now in pairs])
            places = {"before": _total(before for before, _ in pairs), "now": _total(now for _, now in pairs)}
            yield _line(f"brief.changes.{what}", topic, {**values, **places})
    for what, lists in (("come", found.come), ("went", found.went)):
        for name, records in lists.items():
            yield _line(f"brief.changes.{what}", topic, {**_values(topic, records), "name": name})


def _line(key: str, topic: str, values: Mapping[str, Value]) -> BriefLine:
    return line(Phrase(key, values), Phrase(f"brief.lead.{topic}"))


def _values(topic: str, records: Sequence[BriefRecord]) -> dict[str, Value]:
    return {
        "services": count_of(topic, len(records)),
        "places": count_of("places", _total(records)),
        "names": named([record.name for record in records], "other_services", NAMED),
    }


def _total(records: Iterable[BriefRecord]) -> float:
    return sum(record.counted for record in records)


# --- verdicts -------------------------------------------------------------------------------------------------------


def _of_verdicts(
    before: BriefMemory, now: BriefMemory, kept: Sequence[tuple[BriefFigure, FigureMemory]], gathered: Gathered
) -> Iterator[BriefLine]:
    """Say where it can be told now what could not, and where a target is met now, or no longer."""
    old = next((old for figure, old in kept if figure.indicator == LEP), None)
    row = gathered.row(LEP)
    if old is None or row.target is None or before.has_demo or now.has_demo:
        return
    moves: dict[tuple[CoverageStatus, CoverageStatus], list[Value]] = {}
    own = now.figures[LEP]
    whole = _move(
        (old.numerator_low, old.numerator_high), (own.numerator_low, own.numerator_high), row.denominator, row.target
    )
    if whole is not None:
        moves[whole] = [Phrase("brief.area.district", {"name": row.unit_name})]
    for town in gathered.towns.rows:
        if town.unit_code not in now.municipalities:
            continue
        code = town.unit_code
        move = _move(before.municipalities[code], now.municipalities[code], town.denominator, row.target)
        if move is not None:
            moves.setdefault(move, []).append(town.unit_name)
    for (was, became), names in moves.items():
        values: dict[str, Value] = {"names": named(names, "other_municipalities", NAMED + 3), "target": row.target}
        yield line(Phrase(f"brief.changes.{was}_to_{became}", values), Phrase(f"brief.lead.{TOPICS[LEP]}"))


def _move(
    before: tuple[float, float | None], now: tuple[float, float | None], residents: float | None, target: float
) -> tuple[CoverageStatus, CoverageStatus] | None:
    """Return from which verdict to which an area went, None where it stayed."""
    if residents is None:
        return None
    was, became = (_verdict(between, residents, target) for between in (before, now))
    return None if was is became else (was, became)


def _verdict(between: tuple[float, float | None], residents: float, target: float) -> CoverageStatus:
    needed = target * residents / PLACES_PER
    low, high = between
    if low >= needed - TOLERANCE:
        return CoverageStatus.MET
    is_missed = high is not None and high < needed - TOLERANCE
    return CoverageStatus.NOT_MET if is_missed else CoverageStatus.UNDECIDABLE


# --- firms and practices --------------------------------------------------------------------------------------------


def _of_names(what: str, before: Names, now: Names) -> Iterator[BriefLine]:
    for change, some, others in (("new", now, before), ("gone", before, now)):
        names = [Phrase("brief.names.quoted", {"first": name}) for key, name in some.items() if key not in others]
        if names:
            values = {"count": count_of(what, len(names)), "names": named(names, f"other_{what}", NAMED)}
            yield line(Phrase(f"brief.changes.{what}_{change}", values), Phrase(f"brief.lead.{what}"))
