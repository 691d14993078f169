"""The figures of a district in words: what is met, what is not, what nobody can tell, and what no law asks for."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from welfare_map.model import BriefLine, CoverageRow, CoverageStatus, Phrase, Value
from welfare_map.questions.brief.gathering import CARE_HOMES, DAY_CENTRES, FIGURES, LEP, PRESCHOOLS, SHARE, Gathered
from welfare_map.questions.brief.words import count_of, line, missing_places, named, parted, people, shown

TOPICS: Final = {
    LEP: "nurseries",
    SHARE: "childcare",
    PRESCHOOLS: "preschools",
    CARE_HOMES: "care_homes",
    DAY_CENTRES: "day_centres",
}
"""Indicator -> what its services are called."""
PEOPLE: Final = {LEP: "children", SHARE: "municipalities", PRESCHOOLS: "preschoolers"}
"""Indicator -> whom it is for; the others are for people of 75 and over."""
LOMBARDIA: Final = "03"
OBJECTIVE, EARLIER = "rsa-75-lombardia-objective", "rsa-75-lombardia-2015"
NAMED_TOWNS: Final = 4


class Verdict(StrEnum):
    """What a brief can say of a figure."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDABLE = "undecidable"
    DEMONSTRATION = "demonstration"
    UNLISTED = "unlisted"
    NO_TARGET = "no_target"


def verdict(row: CoverageRow) -> Verdict:
    """Tell what a brief can say of a figure: of one that rests on invented records, only that."""
    if row.is_demo:
        return Verdict.DEMONSTRATION
    if not row.is_listed and row.status in {CoverageStatus.UNDECIDABLE, CoverageStatus.NO_TARGET}:
        return Verdict.UNLISTED
    return Verdict(row.status.value)


def verdicts(gathered: Gathered) -> dict[str, Verdict]:
    """Return the verdict on each figure."""
    return {one: verdict(gathered.row(one)) for one in FIGURES}


def label(gathered: Gathered) -> Phrase | None:
    """Say which figures are a demonstration and which are real; None where no real one stands beside the others."""
    found = verdicts(gathered)
    invented = [one for one, told in found.items() if told is Verdict.DEMONSTRATION and is_told(gathered, one)]
    real = [
        one
        for one, told in found.items()
        if told not in {Verdict.DEMONSTRATION, Verdict.UNLISTED} and is_told(gathered, one)
    ]
    if not invented or not real:
        return None
    return Phrase("brief.demo.label", {"invented": _topics(invented), "real": _topics(real)})


def _topics(indicators: Sequence[str]) -> Phrase:
    return named([Phrase(f"brief.topic.{TOPICS[one]}") for one in indicators], "other_services", len(FIGURES))


def about(gathered: Gathered) -> BriefLine:
    """Say how large the district is."""
    place = gathered.place
    count = count_of("municipalities", place.municipality_count)
    if place.residents is None:
        return line(Phrase("brief.about.unknown", {"municipalities": count}))
    values: dict[str, Value] = {
        "municipalities": count,
        "residents": place.residents,
        "children": count_of("under_three", place.residents_0_2 or 0),
        "elders": count_of("over_75", place.residents_75_plus or 0),
    }
    return line(Phrase("brief.about.known_one" if place.municipality_count == 1 else "brief.about.known", values))


def figure_lines(gathered: Gathered, *wanted: Verdict) -> Iterator[BriefLine]:
    """Say the figures of some verdicts, each with the name of its services in front."""
    for indicator, found in verdicts(gathered).items():
        if found in wanted and is_told(gathered, indicator):
            words = _words(gathered, indicator, found)
            said = words if found is Verdict.DEMONSTRATION else sourced(gathered, indicator, words)
            yield line(said, Phrase(f"brief.lead.{TOPICS[indicator]}"))


def sourced(gathered: Gathered, indicator: str, words: Phrase) -> Phrase:
    """Say behind a figure which lists it was counted from, and of which day they are."""
    answer = gathered.figures[indicator]
    used = {one.source_id for one in answer.explanation.records} if answer.explanation else set()
    notes = [
        Phrase("brief.source.one", {"name": note.names, "day": date.fromisoformat(note.retrieved_on)})
        for note in answer.sources
        if note.source_id in used
    ]
    return Phrase("brief.source.behind", {"words": words, "sources": parted(notes)}) if notes else words


def is_told(gathered: Gathered, indicator: str) -> bool:
    """Tell whether a figure says something: a share of municipalities does not where there is only one."""
    return indicator != SHARE or gathered.place.municipality_count > 1


def unlisted_lines(gathered: Gathered) -> Iterator[BriefLine]:
    """Say for which services the register has no list, and what to do to have one."""
    found = [indicator for indicator, one in verdicts(gathered).items() if one is Verdict.UNLISTED]
    if LEP in found and SHARE in found:
        found.remove(SHARE)
    if not found:
        return
    yield line(Phrase("brief.unknown.unlisted", {"topics": _topics(found)}))
    if LEP in found and gathered.row(LEP).target is not None:
        yield line(Phrase("brief.unknown.unlisted_target", {"target": target_words(gathered, LEP)}))
    yield line(Phrase("brief.unknown.what_to_do"))


def homeless_line(gathered: Gathered) -> Iterator[BriefLine]:
    """Say which municipalities have no care home of their own, the ones with more people of 75 and over first."""
    row = gathered.row(CARE_HOMES)
    without = [one for one in gathered.homes.rows if one.record_count == 0 and one.denominator]
    if not row.is_listed or row.is_demo or not row.record_count or not without:
        return
    without.sort(key=lambda one: (-(one.denominator or 0), one.unit_code))
    names = [Phrase("brief.care_homes.town", {"name": o.unit_name, "count": people(o.denominator)}) for o in without]
    values = {"count": count_of("municipalities", len(without)), "names": named(names, "other_towns", NAMED_TOWNS)}
    yield line(Phrase("brief.care_homes.without_one" if len(without) == 1 else "brief.care_homes.without", values))


def target_words(gathered: Gathered, indicator: str) -> Phrase:
    """Say the legal target, with the year by which it holds, where it has one."""
    note = next(note for note in gathered.figures[indicator].targets if note.is_legal)
    values: dict[str, Value] = {"target": note.value, "year": note.valid_year}
    return Phrase("brief.target.by_year" if note.valid_year else "brief.target.plain", values)


# --- one figure -----------------------------------------------------------------------------------------------------


def _words(gathered: Gathered, indicator: str, found: Verdict) -> Phrase:
    values = _values(gathered, indicator)
    if indicator == SHARE:
        return Phrase(f"brief.childcare.{_with_service(gathered.row(SHARE), found)}", values)
    if indicator == LEP and gathered.row(LEP).target is not None:
        return Phrase(f"brief.nurseries.{_with_target(gathered.row(LEP), found)}", values)
    words = Phrase(f"brief.places.{_without_target(gathered.row(indicator))}", values)
    if found is Verdict.DEMONSTRATION and not gathered.row(indicator).record_count:
        return Phrase("brief.places.none_invented")
    if found is Verdict.DEMONSTRATION:
        return Phrase("brief.places.invented", {"words": words})
    compared = _compared(gathered, indicator)
    return Phrase("brief.places.compared", {"words": words, "compared": compared}) if compared else words


def _with_service(row: CoverageRow, found: Verdict) -> str:
    """Return the name of the words for the municipalities that have a service: none, one or more."""
    if not row.numerator:
        return f"{found}_none"
    return f"{found}_one" if found is Verdict.DEMONSTRATION and row.numerator == 1 else found.value


def _with_target(row: CoverageRow, found: Verdict) -> str:
    is_known = row.value_low == row.value_high
    match found:
        case Verdict.MET:
            return found.value if is_known or row.value is None else f"{found.value}_at_least"
        case Verdict.NOT_MET if not row.numerator_high:
            return "not_met_none"
        case Verdict.NOT_MET:
            return found.value if is_known else "not_met_at_most"
        case Verdict.DEMONSTRATION if row.numerator_high == 0:
            return "demonstration_none"
        case Verdict.DEMONSTRATION:
            return found.value if is_known and row.value is not None else _with_interval(row, found.value)
    return _with_interval(row, Verdict.UNDECIDABLE.value)


def _with_interval(row: CoverageRow, name: str) -> str:
    """Return the name of the words for a figure of which records do not say all."""
    if row.value is None:
        return f"{name}_silent"
    return f"{name}_endless" if row.value_high is None else f"{name}_between"


def _without_target(row: CoverageRow) -> str:
    if row.record_count == 0:
        return "none"
    if row.value_low == row.value_high and row.value is not None:
        return "known"
    if row.numerator_high is None:
        return "silent" if row.numerator_low == 0 else "endless"
    return "interval"


def _values(gathered: Gathered, indicator: str) -> dict[str, Value]:
    row, topic = gathered.row(indicator), TOPICS[indicator]
    target = row.target
    ratio = {name: shown(getattr(row, name) or 0, target) for name in ("value", "value_low", "value_high")}
    needed = (target or 0) * (row.denominator or 0) / 100
    return {
        **ratio,
        "places": count_of("places", row.numerator or 0),
        "low": row.numerator_low,
        "high": row.numerator_high,
        "places_low": count_of("places", row.numerator_low),
        "places_high": count_of("places", row.numerator_high or 0),
        "services": count_of(topic, row.record_count),
        "unknown": count_of(f"unknown_{topic}" if row.unknown_count else "unknown", row.unknown_count),
        "people": count_of(PEOPLE.get(indicator, "elders"), people(row.denominator)),
        "target": target_words(gathered, indicator) if target is not None else "",
        "missing": count_of("places_more", missing_places(needed, row.numerator_high or 0)),
        "served": count_of("municipalities", row.numerator or 0),
        "total": row.municipality_count,
        "percent": target if target is not None else "",
    }


def _compared(gathered: Gathered, indicator: str) -> Phrase | None:
    """Say what the Region set itself and had, beside the figure of care homes; nothing elsewhere."""
    if indicator != CARE_HOMES or gathered.place.region_code != LOMBARDIA:
        return None
    notes = {note.target_id: note.value for note in gathered.figures[CARE_HOMES].targets}
    if notes.get(OBJECTIVE) is None or notes.get(EARLIER) is None:
        return None
    return Phrase("brief.care_homes.compared", {"objective": notes[OBJECTIVE], "earlier": notes[EARLIER]})
