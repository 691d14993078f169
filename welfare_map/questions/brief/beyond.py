"""What lies beyond the border: places within reach, shared with the neighbours, and where the next ones could go."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from math import ceil
from typing import Final

from geodata.codes import Level
from geodata.routing import TravelTimes
from welfare_map.model import (
    AccessAnswer,
    AccessQuery,
    AccessRow,
    AreaSense,
    BriefLine,
    BriefQuery,
    Disagreement,
    Phrase,
    SitingAnswer,
    SitingQuery,
    SitingStatus,
    SitingTarget,
    Value,
)
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.access import access
from welfare_map.questions.brief.gathering import LEP, Gathered
from welfare_map.questions.brief.verdicts import sourced
from welfare_map.questions.brief.words import count_of, line, named, people, shown
from welfare_map.questions.siting import siting, where_words
from welfare_map.snapshot import Snapshot

NAMED: Final = 3
PER_COUNT: Final = 100
REACHED: Final = ("value_low", "value_high")
ON_MAP: Final = ("value_low_on_map", "value_high_on_map")
INSIDE: Final = ("ratio_low", "ratio_high")
"""Columns of the question of access: the least and the most."""


@dataclass(frozen=True)
class Beyond:
    """
    The two questions that a brief asks beyond its border, ready to be asked.

    The first is the same for every district: whoever writes several briefs keeps its answer.
    """

    access: Callable[[AccessQuery], AccessAnswer]
    siting: Callable[[SitingQuery], SitingAnswer]


def beyond(snapshot: Snapshot, travel_times: TravelTimes) -> Beyond:
    """Return the questions of a snapshot; what is asked twice is answered once."""
    return Beyond(
        access=cache(partial(access, snapshot, travel_times=travel_times)),
        siting=partial(siting, snapshot, travel_times=travel_times),
    )


def beyond_lines(gathered: Gathered, query: BriefQuery, asked: Beyond) -> Iterator[BriefLine]:
    """
    Say how many places are within reach, and where that and the border tell different stories.

    Invented records take part only where the figure of nurseries rests on some and says so.
    """
    is_invented = gathered.row(LEP).is_demo
    reached = asked.access(_access_query(query, with_demo=is_invented))
    codes = {row.unit_code for row in gathered.towns.rows}
    rows = [row for row in reached.rows if row.unit_code in codes]
    is_undecidable = any(not row.is_listed and not row.is_demo for row in rows)
    if is_undecidable:
        yield line(Phrase("brief.beyond.unlisted", {"minutes": reached.limit_min}), Phrase("brief.lead.reach"))
    elif sum(row.residents or 0 for row in rows):
        yield line(_reached(reached, rows, has_demo=is_invented), Phrase("brief.lead.reach"))


def first_step_lines(gathered: Gathered, query: BriefQuery, asked: Beyond) -> Iterator[BriefLine]:
    """Say where to begin, and the figures that speak for it; nothing where no law says how many places it takes."""
    if gathered.row(LEP).target is None:
        return
    plan = asked.siting(_siting_query(query, gathered.place.code, with_demo=gathered.row(LEP).is_demo))
    yield line(_first(plan))
    if not plan.rows or plan.wider_words is not None or plan.status is SitingStatus.UNDECIDABLE:
        return
    is_invented = plan.status is SitingStatus.DEMONSTRATION
    yield line(_plan(plan), Phrase("brief.lead.plan_invented" if is_invented else "brief.lead.plan"))
    if not is_invented:
        yield line(_why(gathered, plan), Phrase("brief.lead.why"))


def plan_by_town(gathered: Gathered, query: BriefQuery, asked: Beyond) -> SitingAnswer:
    """Return the plan of the district that brings every municipality to the target, not the district as a whole."""
    basin = _siting_query(query, gathered.place.code, with_demo=gathered.row(LEP).is_demo)
    return asked.siting(replace(basin, areas=AreaSense.MUNICIPALITY))


def _access_query(query: BriefQuery, *, with_demo: bool) -> AccessQuery:
    kinds = INDICATORS[LEP].kinds
    return AccessQuery(as_of_on=query.as_of_on, kinds=kinds, level=Level.MUNICIPALITY, with_demo=with_demo)


def _siting_query(query: BriefQuery, district: str, *, with_demo: bool) -> SitingQuery:
    return SitingQuery(
        as_of_on=query.as_of_on,
        target=SitingTarget.LEP,
        indicator=LEP,
        within=district,
        within_level=Level.DISTRICT,
        areas=AreaSense.BASIN,
        with_demo=with_demo,
    )


# --- places within reach --------------------------------------------------------------------------------------------


def _reached(reached: AccessAnswer, rows: Sequence[AccessRow], *, has_demo: bool) -> Phrase:
    is_at_edge = any(row.is_near_edge or row.is_shared_beyond for row in rows)
    differ = _differ(rows)
    found = _between(rows, ON_MAP if is_at_edge else REACHED, reached.lost_places_high)
    inside = _between(rows, INSIDE, reached.lost_places_high)
    own = f"{'inside_none' if inside == 0 else 'inside'}{'_invented' if has_demo else ''}"
    values: dict[str, Value] = {
        "minutes": reached.limit_min,
        "reached": found,
        "inside": Phrase(f"brief.beyond.{own}", {"inside": inside}),
        "differ": Phrase("brief.beyond.edge", {"differ": differ}) if is_at_edge else differ,
    }
    said = "reached_none" if found == 0 and inside == 0 else "reached"
    return Phrase(f"brief.beyond.{said}_invented" if has_demo else f"brief.beyond.{said}", values)


def _between(rows: Sequence[AccessRow], ends: tuple[str, str], lost_places_high: float | None) -> Value:
    """
    Say what areas have together per 100 residents, with its ends where records do not say all.

    Parameters
    ----------
    lost_places_high
        Places that are in the most of each, and once in that of all.
    """
    held = [row for row in rows if row.residents]
    twice = (lost_places_high or 0) * (len(held) - 1)
    low, high = _together(held, ends[0]), _together(held, ends[1], twice=twice)
    if low == high and low is not None:
        return low
    if high is None:
        return Phrase("brief.beyond.at_least", {"low": low}) if low else Phrase("brief.beyond.uncounted")
    return Phrase("brief.beyond.between", {"low": low or 0, "high": high})


def _together(rows: Sequence[AccessRow], name: str, *, twice: float = 0.0) -> float | None:
    """Return the figure of areas together, to one decimal, less places counted twice; None where one has no bound."""
    parts = [(getattr(row, name), row.residents or 0) for row in rows]
    if any(value is None for value, _ in parts):
        return None
    places = sum(value * count for value, count in parts) - twice * PER_COUNT
    return shown(places / sum(count for _, count in parts))


def _differ(rows: Sequence[AccessRow]) -> Phrase:
    """Name the municipalities where the border hides places nearby, and those whose places the neighbours want too."""
    found = {
        what: [row.unit_name for row in rows if row.disagreement is what]
        for what in (Disagreement.REACHED_NEARBY, Disagreement.SHARED_OUT)
    }
    said = [
        Phrase(f"brief.beyond.{what}", {"names": named(names, "other_municipalities", NAMED)})
        for what, names in found.items()
        if names
    ]
    open_count = sum(row.disagreement is Disagreement.UNDECIDABLE for row in rows)
    if not said and open_count < len(rows):
        said = [Phrase("brief.beyond.agree")]
    if open_count and open_count == len(rows):
        said.append(Phrase("brief.beyond.open_all"))
    elif open_count:
        said.append(Phrase("brief.beyond.open", {"count": count_of("municipalities", open_count)}))
    first, *others = said
    for other in others:
        first = Phrase("brief.beyond.and", {"first": first, "then": other})
    return first


# --- the next places ------------------------------------------------------------------------------------------------


def _first(plan: SitingAnswer) -> Phrase:
    """Say what a district as a whole lacks, and the site that would serve most."""
    if plan.status is SitingStatus.UNDECIDABLE:
        return Phrase("brief.beyond.next_unlisted")
    if not plan.rows:
        return _none(plan)
    missing = ceil(plan.lacking_places or 0)
    is_of_plan = plan.bound_at_worst == plan.lower_bound  # which counts whole structures, not places that lack
    worst = missing if is_of_plan else plan.bound_at_worst
    values: dict[str, Value] = {
        "missing": count_of("missing", missing),
        "start": _start(plan),
        "least": plan.bound_at_best,
        "most": worst,
        "perhaps": count_of("lacking", worst),
    }
    if plan.status is SitingStatus.DEMONSTRATION:
        return Phrase("brief.beyond.next_invented", values)
    how_sure = (
        "next"
        if plan.bound_at_worst == plan.bound_at_best
        else "next_between"
        if plan.bound_at_best
        else "next_perhaps"
    )
    said = Phrase(f"brief.beyond.{how_sure}", values)
    added, lost = plan.places_added or 0, plan.without_position_count
    if added > missing and plan.wider_words is None:
        said = Phrase("brief.beyond.and", {"first": said, "then": Phrase("brief.beyond.whole", {"added": added})})
    if lost:
        said = Phrase("brief.beyond.and", {"first": said, "then": Phrase("brief.beyond.lost", {"count": lost})})
    return said


def _start(plan: SitingAnswer) -> Phrase:
    """Say where to begin; where too few places lack for a service, where to look instead."""
    is_invented = plan.status is SitingStatus.DEMONSTRATION
    form = "invented" if is_invented else "perhaps" if plan.bound_at_best == 0 < plan.bound_at_worst else "here"
    if plan.wider_words is None:
        return Phrase(f"brief.beyond.start.{form}", {"first": plan.rows[0].sentence})
    wider = "wider" if form == "here" else f"wider_{form}"
    return Phrase(f"brief.beyond.start.{wider}", {"wider": plan.wider_words})


def _plan(plan: SitingAnswer) -> Phrase:
    """Say how many places in how many sites, how sure that is, and of invented data the range and the first site."""
    added = plan.places_added or 0
    said = Phrase("brief.beyond.plan", {"places": count_of("places", added), "where": where_words(plan.rows)})
    more = [plan.bound_words]
    if plan.status is SitingStatus.DEMONSTRATION:
        more += [one for one in (plan.end_words, plan.first_words) if one is not None]
    for then in more:
        said = Phrase("brief.beyond.and", {"first": said, "then": then})
    return said


def _none(plan: SitingAnswer) -> Phrase:
    """Say that no place lacks by what records say, and whether some may lack by what they do not."""
    if plan.status is SitingStatus.DEMONSTRATION:
        return Phrase("brief.beyond.next_none_invented")
    if plan.bound_at_worst > 0:
        return Phrase("brief.beyond.next_none_perhaps", {"most": count_of("places_more", ceil(plan.bound_at_worst))})
    if plan.without_position_count:
        return Phrase("brief.beyond.next_none_counted")
    return Phrase("brief.beyond.next_none")


def _why(gathered: Gathered, plan: SitingAnswer) -> Phrase:
    """Give the figures that speak for the first site: what the municipality that gains most has today."""
    gaining = plan.rows[0].areas[0].municipality_code
    (row,) = (one for one in gathered.towns.rows if one.unit_code == gaining)
    values: dict[str, Value] = {
        "town": row.unit_name,
        "places": count_of("places", row.numerator_low),
        "children": count_of("children", people(row.denominator)),
        "value": shown(row.value_low or 0, row.target),
        "target": row.target,
    }
    is_known = row.numerator_low == row.numerator_high
    how_many = ("why" if row.numerator_low else "why_none") if is_known else "why_at_least"
    if not is_known and not row.numerator_low:
        how_many = "why_unknown"
    return sourced(gathered, LEP, Phrase(f"brief.beyond.{how_many}", values))
