"""An answer in words."""

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from welfare_map.model import (
    CapacityEnd,
    NearFirms,
    Phrase,
    ServedArea,
    SiteOrigin,
    SitingQuery,
    SitingRow,
    SitingStatus,
    SitingTarget,
    Value,
)
from welfare_map.questions.siting.counting import counted
from welfare_map.questions.siting.effort import Effort, gap_pct
from welfare_map.questions.siting.ends import Ends
from welfare_map.questions.siting.field import Field
from welfare_map.questions.siting.median import MOST_PAIRS
from welfare_map.questions.siting.rows import Site

NAMED = 3
"""Municipalities that a sentence names."""
TOLERANCE = 1e-3
"""Thousandths in which places are allotted."""


def status_of(field: Field, rows: Sequence[SitingRow], *, is_lacking: bool) -> SitingStatus:
    """
    Return what the answer may be taken for.

    On invented records, services or firms, nothing is said of a real place; where no list says which services there
    are, nobody can tell.
    """
    if has_demo(field, rows):
        return SitingStatus.DEMONSTRATION
    if field.is_unlisted.any():
        return SitingStatus.UNDECIDABLE
    if rows:
        return SitingStatus.PLAN
    return SitingStatus.NO_SITE if is_lacking else SitingStatus.NOTHING_LACKING


def has_demo(field: Field, rows: Sequence[SitingRow]) -> bool:
    """Tell whether an invented record took part in an answer."""
    return field.has_demo or any(row.is_demo for row in rows)


# --- the whole answer -----------------------------------------------------------------------------------------------


def bound_ends(query: SitingQuery, field: Field, ends: Ends[float], *, unit: str, is_known: bool) -> Phrase:
    """Say on which end of what is not known a plan was computed, and how many places the ends would need."""
    values: dict[str, Value] = {
        "worst": counted(f"at_least_{unit}", ends.least),
        "best": counted(f"bound_{unit}", ends.most),
    }
    return _ends(query, field, "bound", values, is_known=is_known)


def cover_ends(query: SitingQuery, field: Field, ends: Ends[float], *, is_known: bool) -> Phrase:
    """Say what depends on services of which nobody knows, for places do not matter."""
    values: dict[str, Value] = {"worst": people(field, ends.least), "best": people(field, ends.most)}
    return _ends(query, field, "cover", values, is_known=is_known)


def median_ends(query: SitingQuery, field: Field, ends: Ends[float], *, is_known: bool) -> Phrase:
    """Say the same of travel, in minutes of the mean resident."""
    total = float(field.people.sum()) or 1.0
    values: dict[str, Value] = {"worst": round(ends.least / total, 1), "best": round(ends.most / total, 1)}
    return _ends(query, field, "median", values, is_known=is_known)


def meeting_ends(query: SitingQuery, field: Field, lacking: Ends[float], sites: Ends[int]) -> Phrase:
    """Say how many places lack at the ends, and in how many sites enough of them do."""
    values: dict[str, Value] = {
        "worst": counted("lack", round(lacking.least)),
        "best": counted("lack", round(lacking.most)),
        "worst_sites": counted("holding", sites.least),
        "best_sites": counted("holding", sites.most),
    }
    return _ends(query, field, "meeting", values, is_known=lacking.least == lacking.most)


def _ends(query: SitingQuery, field: Field, what: str, values: Mapping[str, Value], *, is_known: bool) -> Phrase:
    """Say what depends on records that do not say all; one without a municipality may stand here, and is named."""
    if not is_known:
        said = Phrase(f"siting.end.{query.capacities}", {"said": Phrase(f"siting.end.{what}", values)})
    elif field.nowhere_count:
        said = Phrase("siting.end.placed")
    else:
        said = Phrase("siting.end.known_sites" if what in {"cover", "median"} else "siting.end.known")
    return Phrase("siting.end.lost", {"said": said, "count": field.nowhere_count}) if field.nowhere_count else said


def cover_sentence(
    query: SitingQuery, field: Field, rows: Sequence[SitingRow], *, before: float, after: float, is_known: bool
) -> Phrase:
    """Say how many people come within the minutes; of today nothing where nobody knows which services there are."""
    values: dict[str, Value] = {
        "bring": counted("bring", len(rows)),
        "minutes": query.limit_min,
        "people": people(field, after - before),
        "before": round(before),
        "after": round(after),
        "all": people(field, float(field.people.sum())),
    }
    if not rows:
        is_all = after >= float(field.people.sum())
        none = "cover_all" if is_all else "cover_none" if round(after) else "nobody"
        return marked(query, field, Phrase(f"siting.sentence.{none}", values))
    first = "cover_first" if is_known else "cover_counted"
    return marked(query, field, Phrase(f"siting.sentence.{'cover' if round(before) else first}", values))


def median_sentence(
    query: SitingQuery,
    field: Field,
    rows: Sequence[SitingRow],
    *,
    before: float | None,
    after: float | None,
    is_known: bool,
) -> Phrase:
    """Say how many minutes are saved; of today nothing where nobody knows which services there are."""
    if not rows or after is None:
        return marked(query, field, Phrase("siting.sentence.median_none"))
    values: dict[str, Value] = {
        "sites": counted("new_sites", len(rows)),
        "after": round(after, 1),
        "before": before and round(before, 1),
    }
    first = "median_first" if is_known else "median_counted"
    return marked(query, field, Phrase(f"siting.sentence.{first if before is None else 'median'}", values))


def meeting_sentence(
    query: SitingQuery, field: Field, rows: Sequence[SitingRow], *, threshold: float, lacking: float
) -> Phrase:
    """Say how many places there are for a structure."""
    values: dict[str, Value] = {
        "sites": counted("in_sites", len(rows)),
        "minutes": query.limit_min,
        "threshold": threshold,
        "enough": counted("enough", threshold),
        "lacking": counted("lack_in_all", round(lacking)),
        "structure": Phrase(f"siting.structure.{field.indicator.code}"),
    }
    said = Phrase(f"siting.sentence.{query.target}" if rows else f"siting.sentence.{query.target}_none", values)
    return marked(query, field, said, is_demo=has_demo(field, rows))


def marked(query: SitingQuery, field: Field, said: Phrase, *, is_demo: bool = False) -> Phrase:
    """Begin with what the answer must not be taken for."""
    if field.has_demo or is_demo:
        return Phrase("siting.demonstration", {"said": said})
    unlisted_count = int(field.is_unlisted.sum())
    if not unlisted_count:
        return said
    values: dict[str, Value] = {"municipalities": counted("of_municipalities", unlisted_count)}
    return Phrase("siting.unlisted", {**values, "said": supposed(query, said)})


def supposed(query: SitingQuery, said: Phrase) -> Phrase:
    """Begin with what is counted on where no list says which services there are."""
    return Phrase(f"siting.supposed.{'enough' if query.capacities is CapacityEnd.MOST else 'none'}", {"said": said})


# --- a site ---------------------------------------------------------------------------------------------------------


def added_sentence(  # noqa: PLR0913  # one site of a plan of a question
    query: SitingQuery,
    field: Field,
    who: Site,
    areas: Sequence[ServedArea],
    *,
    added: int,
    structures: int,
    figure: float,
) -> Phrase:
    """Say how many places go to a site, for whom, and how many more a least structure has than these need."""
    if who.origin is SiteOrigin.EXISTING:
        what = Phrase("siting.what.enlarged", {"name": who.name})
    else:
        one = Phrase(f"siting.structure.{field.indicator.code}")
        what = Phrase(
            "siting.what.new" if structures == 1 else "siting.what.several", {"one": one, "count": structures}
        )
    used = whole_places(sum(area.places or 0 for area in areas))
    values: dict[str, Value] = {
        "added": counted("added", added),
        "name": who.municipality_name,
        "what": what,
        "used": used,
        "spare": counted("spare", max(0, added - used)),
        "people": people(field, sum(area.people_count for area in areas)),
        "places": _places(areas, who.municipality_name),
        "figure": counted("places", figure),
        "per": field.indicator.per_count,
        "minutes": query.limit_min,
    }
    if not areas:
        return Phrase("siting.row.added_nobody", values)
    return Phrase("siting.row.added_spare" if used < added else "siting.row.added", values)


def covered_sentence(
    query: SitingQuery, field: Field, site: int, *, is_known: bool
) -> Callable[[Sequence[ServedArea]], Phrase]:
    """Say whom a site brings within the minutes; that these have no service near today, where that is known."""

    def said(areas: Sequence[ServedArea]) -> Phrase:
        return Phrase(
            "siting.row.covered" if is_known else "siting.row.covered_counted",
            {
                "name": field.names[site],
                "people": people(field, sum(area.people_count for area in areas)),
                "places": _places(areas, field.names[site]),
                "minutes": query.limit_min,
            },
        )

    return said


def nearer_sentence(field: Field, site: int, mean_min: float) -> Callable[[Sequence[ServedArea]], Phrase]:
    """Say for whom a site becomes the nearest."""

    def said(areas: Sequence[ServedArea]) -> Phrase:
        return Phrase(
            "siting.row.nearer",
            {
                "name": field.names[site],
                "people": people(field, sum(area.people_count for area in areas)),
                "places": _places(areas, field.names[site]),
                "minutes": round(mean_min, 1),
            },
        )

    return said


def met_sentence(
    query: SitingQuery,
    field: Field,
    name: str,
    areas: Sequence[ServedArea],
    *,
    unmet: float,
    firms: NearFirms | None,
) -> Phrase:
    """Say what lacks around a site, and which firms are near."""
    values: dict[str, Value] = {
        "name": name,
        "unmet": counted("lack", round(unmet)),
        "people": people(field, sum(area.people_count for area in areas)),
        "places": _places(areas, name),
        "minutes": query.limit_min,
    }
    if firms is None:
        return Phrase("siting.row.enterprise", values)
    values |= {"count": firms.firm_count, "need": _need(firms), "declared": _declared(firms)}
    return Phrase("siting.row.interfirm", values)


def _need(firms: NearFirms) -> Phrase:
    low = round(firms.need_low)
    if firms.need_high is None:
        return Phrase("siting.need.open", {"low": low}) if low else Phrase("siting.need.unknown")
    high = round(firms.need_high)
    values: dict[str, Value] = {"low": low, "high": high}
    if low == high:
        return Phrase("siting.need.about", values) if high else Phrase("siting.need.few")
    return Phrase("siting.need.between" if low else "siting.need.up_to", values)


def _declared(firms: NearFirms) -> Value:
    return counted("declared", firms.declared_count) if firms.declared_count else ""


def people(field: Field, count: float) -> Phrase:
    """Say how many residents of the indicator's age, in whole; some are never none."""
    return counted(str(field.indicator.denominator), max(1, round(count)) if count > 0 else 0)


def whole_places(places: float) -> int:
    """Return places in whole, as many as a need takes."""
    return ceil(places - TOLERANCE)


def _places(areas: Sequence[ServedArea], own: str) -> Phrase:
    """Name the municipalities that a site serves, most first."""
    names = [area.municipality_name for area in areas]
    if names in ([own], []):
        return Phrase("siting.places.own")
    named, more = names[:NAMED], len(names) - NAMED
    if more > 0:
        return Phrase(
            "siting.places.more" if more > 1 else "siting.places.one_more", {"names": ", ".join(named), "count": more}
        )
    if len(named) == 1:
        return Phrase("siting.places.one", {"names": named[0]})
    return Phrase("siting.places.all", {"names": ", ".join(named[:-1]), "last": named[-1]})


# --- how sure -------------------------------------------------------------------------------------------------------


def proof_words(query: SitingQuery, value: float, bound: float, *, unit: str, effort: Effort) -> Phrase:
    """Say how good a plan is, and how far the search went."""
    if abs(value - bound) <= 1e-6 * max(1.0, abs(value)):
        return Phrase(f"siting.proof.best_{unit}")
    values: dict[str, Value] = {
        "bound": counted(unit, round(bound)),
        "percent": max(gap_pct(value, bound), 0.01),
    }
    said = Phrase("siting.proof.most" if unit == "people" else "siting.proof.least", values)
    if effort is Effort.EXACT:
        return said
    return Phrase(f"siting.proof.{effort}", {"said": said, "seconds": query.time_limit_s, "pairs": MOST_PAIRS})


def no_bound_words() -> Phrase:
    """Say that nothing is optimised."""
    return Phrase("siting.proof.list")


def method(query: SitingQuery, field: Field) -> Phrase:
    """Return how the answer was computed."""
    is_gap = query.target is SitingTarget.LEP
    key = f"lep_{query.areas}" if is_gap else query.target.value
    return Phrase(
        "siting.method.whole",
        {
            "how": Phrase(f"siting.method.{key}", {"minutes": query.limit_min}),
            "travel": Phrase(f"siting.method.travel_{'roads' if _has_roads(field) else 'estimate'}"),
        },
    )


def _has_roads(field: Field) -> bool:
    return not field.new_is_estimate.all()
