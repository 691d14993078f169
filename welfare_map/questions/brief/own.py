"""One municipality of the district: its own figures, and what it can do about them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

import pandas as pd

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.model import (
    BriefLine,
    BriefMunicipality,
    BriefQuery,
    CoverageStatus,
    Phrase,
    ServedArea,
    SitingAnswer,
    SitingRow,
    SitingStatus,
    TerritoryRow,
    Value,
)
from welfare_map.questions.brief.beyond import Beyond, plan_by_town
from welfare_map.questions.brief.gathering import CARE_HOMES, LEP, Gathered
from welfare_map.questions.brief.words import count_of, line, missing_places, parted, people
from welfare_map.questions.territory import level_and_code, name_of
from welfare_map.snapshot import Snapshot


def placed(snapshot: Snapshot, query: BriefQuery) -> BriefQuery:
    """
    Return a query for a municipality with its code and its district; another as it is.

    Raises
    ------
    InputError
        There is no such municipality, or no district of it is known.
    """
    if query.municipality is None:
        return query
    _, code = level_and_code(snapshot, query.municipality, Level.MUNICIPALITY)
    at = snapshot.territory.municipalities.iloc[snapshot.territory.row_of(code)]
    if pd.isna(at["district_id"]):
        raise InputError("error.brief_no_district_of", value=query.municipality)
    return replace(query, municipality=code, district=str(at["district_id"]))


def town_name(snapshot: Snapshot, query: BriefQuery) -> str | None:
    """Return the name of the municipality of a query that has its code; None where it is for a district."""
    return query.municipality and name_of(snapshot, Level.MUNICIPALITY, query.municipality)


def title_of(town: str | None, place: TerritoryRow) -> Phrase:
    """Say whose brief it is."""
    if town is None:
        return Phrase("brief.title", {"name": place.name})
    is_alone = place.municipality_count == 1
    return Phrase("brief.title_of_one_town" if is_alone else "brief.title_of_town", {"town": town, "name": place.name})


def sentence_for(town: str | None, sentence: Phrase) -> Phrase:
    """Say the brief in one sentence, that of the district, with the municipality in front."""
    return Phrase("brief.sentence.of_town", {"town": town, "words": sentence}) if town else sentence


def own_lines(
    gathered: Gathered, towns: Sequence[BriefMunicipality], query: BriefQuery, asked: Beyond | None
) -> Iterator[BriefLine]:
    """Say what concerns the municipality that was asked for; nothing where none was, or where it is its district."""
    own = next((town for town in towns if town.municipality_code == query.municipality), None)
    if own is None:
        return
    yield line(Phrase("brief.own.place", {"name": own.municipality_name}))
    if gathered.row(LEP).target is not None and own.resident_count is not None:
        yield line(_nurseries(gathered, own), Phrase("brief.lead.nurseries"))
    yield from _homes(gathered, own)
    if gathered.row(LEP).target is not None and own.resident_count:
        first, *others = _steps(gathered, own, query, asked)
        yield line(first, Phrase("brief.lead.step"))
        yield from (line(step) for step in others)


# --- its figures ----------------------------------------------------------------------------------------------------


def _nurseries(gathered: Gathered, own: BriefMunicipality) -> Phrase:
    target = gathered.row(LEP).target or 0
    values: dict[str, Value] = {
        "name": own.municipality_name,
        "children": count_of("children", people(own.resident_count)),
        "needed": count_of("needed", missing_places(target * (own.resident_count or 0) / 100, 0)),
        "target": target,
        "places": count_of("places", own.numerator or 0),
        "low": count_of("places", own.numerator_low),
        "high": count_of("places", own.numerator_high or 0),
    }
    if not own.resident_count:
        return Phrase("brief.own.no_children", values)
    return Phrase("brief.own.nurseries", {**values, "have": Phrase(f"brief.own.{_have(gathered, own)}", values)})


def _have(gathered: Gathered, own: BriefMunicipality) -> str:
    """Return the name of the words for the places that a municipality has: what is not known is not none."""
    if own.is_demo:
        return "silent_invented" if own.numerator is None else "some_invented" if own.numerator else "none_invented"
    is_known = own.numerator_low == own.numerator_high
    if own.status is CoverageStatus.MET:
        return "met" if is_known else "met_at_least"
    if own.status is CoverageStatus.NOT_MET:
        return "not_met_none" if not own.numerator_high else "not_met" if is_known else "not_met_at_most"
    if own.numerator:
        return "open"
    return "silent" if own.numerator is None and gathered.row(LEP).is_listed else "unlisted"


def _homes(gathered: Gathered, own: BriefMunicipality) -> Iterator[BriefLine]:
    """Say which care homes it has, where a real list says so."""
    row = next(row for row in gathered.homes.rows if row.unit_code == own.municipality_code)
    of_all = gathered.row(CARE_HOMES)
    if not of_all.is_listed or of_all.is_demo or not row.denominator:
        return
    values: dict[str, Value] = {
        "name": own.municipality_name,
        "homes": count_of("care_homes", row.record_count or of_all.record_count),
        "places": count_of("places", row.numerator or 0),
        "elders": count_of("elders", people(row.denominator)),
    }
    some = "homes_silent" if row.numerator is None else "homes" if row.numerator else "homes_not_accredited"
    none = "homes_elsewhere" if of_all.record_count else "homes_none"
    yield line(Phrase(f"brief.own.{some if row.record_count else none}", values), Phrase("brief.lead.care_homes"))


# --- what it can do -------------------------------------------------------------------------------------------------


def _steps(gathered: Gathered, own: BriefMunicipality, query: BriefQuery, asked: Beyond | None) -> Iterator[Phrase]:
    """Say the steps that the municipality itself can take."""
    values: dict[str, Value] = {"name": own.municipality_name}
    if own.is_demo or _have(gathered, own) == "unlisted":
        yield Phrase("brief.own.step_tell", values)
    elif own.status is CoverageStatus.UNDECIDABLE:
        yield Phrase("brief.own.step_ask", values)
    if own.status is CoverageStatus.MET:
        yield Phrase("brief.own.step_met", values)
    elif asked is not None:
        yield _agreed(own, plan_by_town(gathered, query, asked))


def _agreed(own: BriefMunicipality, plan: SitingAnswer) -> Phrase:
    """Say where the district's plan, municipality by municipality, has the places for this one."""
    found = [(row, area) for row in plan.rows for area in row.areas if area.municipality_code == own.municipality_code]
    found.sort(key=lambda one: -(one[1].places or 0))
    values: dict[str, Value] = {"name": own.municipality_name}
    if plan.status in {SitingStatus.UNDECIDABLE, SitingStatus.NO_SITE}:
        return Phrase("brief.own.step_office", values)
    suffix = "_invented" if plan.status is SitingStatus.DEMONSTRATION else ""
    if not found:
        areas = (area for area in plan.areas if area.municipality_code == own.municipality_code)
        is_served = any(missing_places(area.lacking_places or 0, 0) == 0 for area in areas)
        return Phrase(f"brief.own.step_nearby{suffix}" if is_served else "brief.own.step_office", values)
    is_here = any(row.municipality_code == own.municipality_code for row, _ in found)
    counts = _whole([area.places or 0 for _, area in found])
    sites = parted([_site(own, row, area, count) for (row, area), count in zip(found, counts, strict=True) if count])
    return Phrase(f"brief.own.step_{'here' if is_here else 'elsewhere'}{suffix}", {**values, "sites": sites})


def _whole(places: Sequence[float]) -> list[int]:
    """
    Return whole places, the first not below what it is, that add up to the whole ones of all.

    Examples
    --------
    >>> _whole([0.4, 0.3]), _whole([9.075]), _whole([1.5, 1.5])
    ([1, 0], [10], [2, 1])
    """
    ends = [0, *(missing_places(end, 0) for end in accumulate(places))]
    return [end - before for before, end in pairwise(ends)]


def _site(own: BriefMunicipality, row: SitingRow, area: ServedArea, count: int) -> Phrase:
    values: dict[str, Value] = {"places": count_of("places", count), "town": row.municipality_name}
    if row.municipality_code == own.municipality_code or area.travel_min is None:
        return Phrase("brief.own.site", values)
    minutes = count_of("minutes", max(1, round(area.travel_min)))
    return Phrase("brief.own.site_away", {**values, "minutes": minutes})
