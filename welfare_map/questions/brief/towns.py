"""Municipality by municipality: where places in nurseries are missing, and where nobody knows."""

from collections.abc import Iterator, Sequence
from typing import Final

from welfare_map.model import BriefLine, BriefMunicipality, BriefTable, CoverageRow, CoverageStatus, Phrase
from welfare_map.questions.brief.gathering import LEP, Gathered
from welfare_map.questions.brief.words import cell, count_of, line, missing_places, named, people, shown
from welfare_map.snapshot import Snapshot

NAMED: Final = 6
PLACES_PER: Final = 100
LARGEST_FIRST: Final = 4
"""Rank of the municipalities of which nothing is known."""


def municipalities_of(snapshot: Snapshot, gathered: Gathered) -> tuple[BriefMunicipality, ...]:
    """
    Return the municipalities of the district, by code.

    Each has its number in the table of the brief: first those that miss the target for sure, by missing places, then
    those of which nobody can tell, by children, those with invented figures, by the places that these leave to a third
    of the children, those that meet the target, and those of which nothing is known. Where nothing is known of any
    there is no table.
    """
    if gathered.place.municipality_count < 2:  # a district that is one town has no table
        return ()
    rows = gathered.towns.rows
    is_any_known = any(_rank(row) < LARGEST_FIRST for row in rows)
    ordered = sorted(rows, key=_order) if is_any_known else []
    numbers = {row.unit_code: number for number, row in enumerate(ordered, start=1)}
    return tuple(_municipality(snapshot, row, numbers.get(row.unit_code)) for row in rows)


def _order(row: CoverageRow) -> tuple[int, float, float, str]:
    within = {0: -_missing(row), 2: -_short_of(row) if row.value is not None else 0.0}
    return _rank(row), within.get(_rank(row), 0), -(row.denominator or 0), row.unit_code


def _rank(row: CoverageRow) -> int:
    if row.is_demo:
        return 2
    match row.status:
        case CoverageStatus.NOT_MET:
            return 0
        case CoverageStatus.MET:
            return 3
        case _:
            return 1 if row.is_listed or row.record_count else LARGEST_FIRST


def _short_of(row: CoverageRow) -> float:
    """Return what stated places fall short of a third of the children, to put invented figures in an order."""
    return (row.target or 0) * (row.denominator or 0) / PLACES_PER - (row.numerator or 0)


def _missing(row: CoverageRow) -> int:
    needed = (row.target or 0) * (row.denominator or 0) / PLACES_PER
    return missing_places(needed, row.numerator_high or 0) if row.status is CoverageStatus.NOT_MET else 0


def _municipality(snapshot: Snapshot, row: CoverageRow, number: int | None) -> BriefMunicipality:
    at = snapshot.territory.municipalities.iloc[snapshot.territory.row_of(row.unit_code)]
    return BriefMunicipality(
        municipality_code=row.unit_code,
        municipality_name=row.unit_name,
        number=number,
        resident_count=row.denominator,
        value=row.value,
        value_low=row.value_low,
        value_high=row.value_high,
        numerator=row.numerator,
        numerator_low=row.numerator_low,
        numerator_high=row.numerator_high,
        status=row.status,
        missing_low=_missing(row),
        lon=float(at["point_lon"]),
        lat=float(at["point_lat"]),
        is_demo=row.is_demo,
    )


# --- in words -------------------------------------------------------------------------------------------------------


def met_line(towns: Sequence[BriefMunicipality], target: float | None) -> Iterator[BriefLine]:
    """Say which municipalities meet the target by themselves."""
    names = [town.municipality_name for town in towns if town.status is CoverageStatus.MET]
    if names:
        key = "brief.towns.met_one" if len(names) == 1 else "brief.towns.met"
        values = {"target": target, "count": count_of("municipalities", len(names))}
        yield line(Phrase(key, {**values, "names": named(names, "other_municipalities", NAMED)}))


def missing_line(towns: Sequence[BriefMunicipality]) -> Iterator[BriefLine]:
    """Say how many municipalities miss the target, and how many children live there."""
    below = [town for town in towns if town.status is CoverageStatus.NOT_MET]
    if below:
        yield line(_counted("not_met", below))


def open_line(towns: Sequence[BriefMunicipality], *, is_listed: bool) -> Iterator[BriefLine]:
    """Say of how many municipalities nobody can tell; where there is no list, that says it already."""
    unsure = [town for town in towns if town.status is CoverageStatus.UNDECIDABLE]
    if unsure and is_listed:
        yield line(_counted("open", unsure))


def _counted(what: str, towns: Sequence[BriefMunicipality]) -> Phrase:
    children = people(sum(town.resident_count or 0 for town in towns))
    values = {
        "count": count_of("municipalities", len(towns)),
        "living": count_of("living", children),
        "names": named([town.municipality_name for town in towns], "other_municipalities", NAMED),
    }
    return Phrase(f"brief.towns.{what}_one" if len(towns) == 1 else f"brief.towns.{what}", values)


def town_table(towns: Sequence[BriefMunicipality], target: float | None) -> BriefTable | None:
    """Return the table of all municipalities in order; None where nothing is known of any."""
    shown_ones = sorted((town for town in towns if town.number is not None), key=lambda town: town.number or 0)
    if not shown_ones:
        return None
    heads = ("number", "name", "children", "places", "ratio", "verdict")
    return BriefTable(
        header=tuple(Phrase(f"brief.town_head.{head}") for head in heads),
        rows=tuple(_cells(town, target) for town in shown_ones),
        number_columns=(0, 2, 3, 4),
        width_shares=(0.6, 2.75, 1.45, 1.05, 1.05, 2.35),
        is_list=True,
    )


def _cells(town: BriefMunicipality, target: float | None) -> tuple[Phrase, ...]:
    return (
        cell(town.number),
        cell(town.municipality_name),
        cell(people(town.resident_count)),
        cell(town.numerator) if town.numerator is not None else Phrase("brief.cell.unsaid"),
        cell(shown(town.value, target)) if town.value is not None else Phrase("brief.cell.unsaid"),
        said_of(town, target),
    )


def said_of(town: BriefMunicipality, target: float | None) -> Phrase:
    """Say in a few words what can be said of a municipality."""
    if town.is_demo:
        return _invented(town, target)
    if town.status is CoverageStatus.NOT_MET:
        is_sure = town.value_low == town.value_high
        return count_of("missing" if is_sure else "missing_at_least", town.missing_low)
    if town.status is CoverageStatus.MET:
        return Phrase("brief.towns.reached")
    low = shown(town.value_low or 0, target)
    if town.value_high is None:
        return Phrase("brief.towns.at_least" if low else "brief.towns.silent", {"low": low})
    return Phrase("brief.towns.between", {"low": low, "high": shown(town.value_high, target)})


def _invented(town: BriefMunicipality, target: float | None) -> Phrase:
    """Say that a figure is invented, and between what it lies where the records do not say all."""
    if town.value_low == town.value_high or town.value_low is None:
        return Phrase("brief.towns.invented")
    low = shown(town.value_low, target)
    if town.value_high is None:
        return Phrase("brief.towns.invented_at_least", {"low": low})
    return Phrase("brief.towns.invented_between", {"low": low, "high": shown(town.value_high, target)})


def together_line(towns: Sequence[BriefMunicipality]) -> Iterator[BriefLine]:
    """Say that small municipalities are not asked to get there alone."""
    if any(town.status is CoverageStatus.NOT_MET for town in towns):
        yield line(Phrase("brief.towns.together"))


def target_of(gathered: Gathered) -> float | None:
    """Return the legal target for nurseries."""
    return gathered.row(LEP).target
