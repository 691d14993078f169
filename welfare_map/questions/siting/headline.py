"""
The answer in a few sentences.

How many places and where, how sure that is, what missing data change, and why the first site is the first; for a
territory that fills no service alone, where to look instead.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from welfare_map.model import (
    Phrase,
    SiteOrigin,
    SitingAnswer,
    SitingArea,
    SitingQuery,
    SitingRow,
    SitingStatus,
    Value,
)
from welfare_map.questions.siting.counting import counted
from welfare_map.questions.siting.field import Field
from welfare_map.questions.siting.saying import marked, people, whole_places
from welfare_map.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Wider:
    """The district that holds the territory and more."""

    district_id: str
    name: str


def whole_sentence(answer: SitingAnswer) -> Phrase:
    """Join what an answer says: the plan, how sure it is, what missing data change, why the first site is the first."""
    is_alone = answer.wider_words is not None
    said = [answer.plan_words, *([answer.bound_words] if answer.rows and not is_alone else []), answer.end_words]
    said += [one for one in (answer.first_words, answer.wider_words) if one is not None]
    first, *others = said
    for other in others:
        first = Phrase("siting.and", {"first": first, "then": other})
    return first


# --- places that lack -----------------------------------------------------------------------------------------------


def gap_words(query: SitingQuery, field: Field, rows: Sequence[SitingRow], *, figure: float, lacking: float) -> Phrase:
    """Say how many places are added, and where; of too few for a structure, that."""
    if is_too_few(query, rows, lacking):
        return marked(query, field, _too_few(query, field, rows, lacking))
    values: dict[str, Value] = {
        "need": counted("need", sum(row.places_added or 0 for row in rows)),
        "where": where_words(rows),
        "whom": _whom(query, field),
        "figure": figure,
        "people": people(field, field.indicator.per_count),
        "minutes": query.limit_min,
    }
    return marked(query, field, Phrase("siting.sentence.gap" if rows else "siting.sentence.gap_none", values))


def _whom(query: SitingQuery, field: Field) -> Phrase:
    count = len(field.codes)
    if count == 1:
        return Phrase("siting.whom.one", {"name": field.names[0]})
    return Phrase(f"siting.whom.{query.areas}", {"count": count})


def where_words(rows: Sequence[SitingRow]) -> Phrase:
    """Say in how many sites places are added, and how many of these are new."""
    new, enlarged = (sum(row.origin is one for row in rows) for one in (SiteOrigin.NEW, SiteOrigin.EXISTING))
    if not enlarged:
        return counted("all_new", new)
    if not new:
        return counted("all_enlarged", enlarged)
    values: dict[str, Value] = {
        "count": new + enlarged,
        "new": counted("new", new),
        "enlarged": counted("enlarged", enlarged),
    }
    return Phrase("siting.where.mixed", values)


def first_words(
    query: SitingQuery,
    field: Field,
    rows: Sequence[SitingRow],
    areas: Sequence[SitingArea],
    *,
    status: SitingStatus,
    is_known: Callable[[str], bool],
) -> Phrase | None:
    """
    Say why the first of several sites is the first; None where there is nothing to rank, or nobody can tell.

    Parameters
    ----------
    is_known
        Whether a municipality, by its code, lacks as many places at both ends of what records do not say: of no other
        is it said what it lacks today.
    """
    if len(rows) < 2 or not rows[0].areas or status is SitingStatus.UNDECIDABLE:
        return None
    gaining = rows[0].areas[0]
    (town,) = (area for area in areas if area.municipality_code == gaining.municipality_code)
    values: dict[str, Value] = {"name": rows[0].municipality_name, "people": people(field, rows[0].people_count)}
    said = Phrase("siting.first.most", values)
    lack = _lack(town) if is_known(town.municipality_code) else None
    return marked(query, field, said if lack is None else Phrase("siting.and", {"first": said, "then": lack}))


def _lack(town: SitingArea) -> Phrase | None:
    """Say how many of the places that a municipality needs it lacks today."""
    lacking, needed = whole_places(town.lacking_places or 0), whole_places(town.needed_places or 0)
    if lacking <= 0:
        return None
    values: dict[str, Value] = {"town": town.municipality_name, "lacking": lacking, "needed": needed}
    if lacking == needed:
        return Phrase("siting.first.lack_all" if lacking > 1 else "siting.first.lack_all_one", values)
    return Phrase("siting.first.lack" if lacking > 1 else "siting.first.lack_one", values)


# --- too little for a service of its own ----------------------------------------------------------------------------


def is_too_few(query: SitingQuery, rows: Sequence[SitingRow], lacking: float) -> bool:
    """Tell whether all that lacks fills not even the smallest structure."""
    return all(row.origin is SiteOrigin.NEW for row in rows) and 0 < whole_places(lacking) < query.least_new_count


def _too_few(query: SitingQuery, field: Field, rows: Sequence[SitingRow], lacking: float) -> Phrase:
    count = len(field.codes)
    values: dict[str, Value] = {
        "where": field.names[0] if count == 1 else Phrase("siting.where.here", {"count": count}),
        "lack": counted("lack", whole_places(lacking)),
        "people": people(field, sum(row.people_count for row in rows)),
        "least": query.least_new_count,
    }
    return Phrase("siting.wider.alone" if count == 1 else "siting.wider.alone_group", values)


def wider_of(snapshot: Snapshot, field: Field) -> Wider | None:
    """Return the planning district that all areas are a part of; None where they are all of it, or of several."""
    table = snapshot.territory.municipalities
    districts = table["district_id"].iloc[field.rows]
    if districts.isna().any() or districts.nunique() != 1:
        return None
    own = table["district_id"] == districts.iloc[0]
    if int(own.sum()) == len(field.rows):
        return None
    return Wider(str(districts.iloc[0]), str(table["district_name"].iloc[int(field.rows[0])]))


def with_wider(answer: SitingAnswer, wider: Wider | None) -> SitingAnswer:
    """Return an answer of too few places with where to look instead."""
    if wider is None:
        return replace(answer, wider_words=Phrase("siting.wider.neighbours"))
    words = Phrase("siting.wider.district", {"name": wider.name})
    return replace(answer, wider_words=words, wider_district_id=wider.district_id, wider_district_name=wider.name)
