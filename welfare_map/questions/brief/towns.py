"""Municipality by municipality: where places in nurseries are missing, and where nobody knows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from welfare_map.model import BriefLine, BriefMunicipality, BriefTable, CoverageRow, CoverageStatus, Phrase
from welfare_map.questions.brief.gathering import LEP, Gathered
from welfare_map.questions.brief.words import cell, count_of, line, missing_places, named, people, shown
from welfare_map.snapshot import Snapshot

MOST_ROWS: Final = 6
FEWEST_MISSING: Final = 4
"""So many rows are kept for places that are missing, whatever nobody can tell."""
NAMED: Final = 6
PLACES_PER: Final = 100
VERDICTS: Final = {CoverageStatus.MET, CoverageStatus.NOT_MET}


def municipalities_of(snapshot: Snapshot, gathered: Gathered) -> tuple[BriefMunicipality, ...]:
    """
    Return the municipalities of the district, by code.

    Those of the table of the brief have their number in it: first those that miss the target for sure, by missing
    places, then those of which nobody can tell, by children. Where records are invented there is no verdict, and those
    with the fewest places for their children come first.
    """
    if gathered.place.municipality_count < 2:  # a district that is one town has no table
        return ()
    rows = gathered.towns.rows
    numbers = {row.unit_code: number for number, row in enumerate(_table_rows(gathered, rows), start=1)}
    return tuple(_municipality(snapshot, gathered, row, numbers.get(row.unit_code)) for row in rows)


def _table_rows(gathered: Gathered, rows: Sequence[CoverageRow]) -> list[CoverageRow]:
    if gathered.has_demo:
        said = [row for row in rows if row.is_demo or row.record_count]
        return sorted(said, key=lambda row: (row.value is None, -_short_of(row), row.unit_code))[:MOST_ROWS]
    missing = [row for row in rows if row.status is CoverageStatus.NOT_MET]
    missing.sort(key=lambda row: (-_missing(row), -(row.denominator or 0), row.unit_code))
    open_ones = [
        row for row in rows if row.status is CoverageStatus.UNDECIDABLE and (row.is_listed or row.record_count)
    ]
    open_ones.sort(key=lambda row: (-(row.denominator or 0), row.unit_code))
    missing = missing[: max(FEWEST_MISSING, MOST_ROWS - len(open_ones))]
    return [*missing, *open_ones][:MOST_ROWS]


def _short_of(row: CoverageRow) -> float:
    """Return what stated places fall short of a third of the children, to put invented figures in an order."""
    return (row.target or 0) * (row.denominator or 0) / PLACES_PER - (row.numerator or 0)


def _missing(row: CoverageRow) -> int:
    needed = (row.target or 0) * (row.denominator or 0) / PLACES_PER
    return missing_places(needed, row.numerator_high or 0) if row.status is CoverageStatus.NOT_MET else 0


def _municipality(snapshot: Snapshot, gathered: Gathered, row: CoverageRow, number: int | None) -> BriefMunicipality:
    at = snapshot.territory.municipalities.iloc[snapshot.territory.row_of(row.unit_code)]
    is_withheld = gathered.has_demo and row.status in VERDICTS
    found = BriefMunicipality(
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
    return replace(found, status=CoverageStatus.DEMONSTRATION, missing_low=0) if is_withheld else found


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
        "children": count_of("children", children),
        "names": named([town.municipality_name for town in towns], "other_municipalities", NAMED),
    }
    return Phrase(f"brief.towns.{what}_one" if len(towns) == 1 else f"brief.towns.{what}", values)


def town_table(towns: Sequence[BriefMunicipality], target: float | None, *, has_demo: bool) -> BriefTable | None:
    """Return the table of municipalities in order; None where nothing is known of any."""
    shown_ones = sorted((town for town in towns if town.number is not None), key=lambda town: town.number or 0)
    if not shown_ones:
        return None
    heads = ("number", "name", "children", "places", "ratio", *(() if has_demo else ("verdict",)))
    return BriefTable(
        header=tuple(Phrase(f"brief.town_head.{head}") for head in heads),
        rows=tuple(_cells(town, target, has_demo=has_demo) for town in shown_ones),
        number_columns=(2, 3, 4),
        width_shares=(0.6, 2.9, 1.5, 1.1, 1.3, *(() if has_demo else (4.0,))),
    )


def _cells(town: BriefMunicipality, target: float | None, *, has_demo: bool) -> tuple[Phrase, ...]:
    cells = (
        cell(town.number),
        cell(town.municipality_name),
        cell(people(town.resident_count)),
        cell(town.numerator) if town.numerator is not None else Phrase("brief.cell.unsaid"),
        cell(shown(town.value, target)) if town.value is not None else Phrase("brief.cell.unsaid"),
    )
    return cells if has_demo else (*cells, _said(town, target))


def _said(town: BriefMunicipality, target: float | None) -> Phrase:
    if town.status is CoverageStatus.NOT_MET:
        is_sure = town.value_low == town.value_high
        return count_of("missing" if is_sure else "missing_at_least", town.missing_low)
    low = shown(town.value_low or 0, target)
    if town.value_high is None:
        return Phrase("brief.towns.at_least", {"low": low})
    return Phrase("brief.towns.between", {"low": low, "high": shown(town.value_high, target)})


def other_lines(towns: Sequence[BriefMunicipality], target: float | None) -> Iterator[BriefLine]:
    """Name the municipalities that miss the target or are open and have no room in the table."""
    for status, what in ((CoverageStatus.NOT_MET, "also_not_met"), (CoverageStatus.UNDECIDABLE, "also_open")):
        names = [town.municipality_name for town in towns if town.number is None and town.status is status]
        if names and any(town.number is not None for town in towns):
            values = {"target": target, "names": named(names, "other_municipalities", NAMED)}
            yield line(Phrase(f"brief.towns.{what}", values))
    if any(town.status is CoverageStatus.NOT_MET for town in towns):
        yield line(Phrase("brief.towns.together"))


def target_of(gathered: Gathered) -> float | None:
    """Return the legal target for nurseries."""
    return gathered.row(LEP).target
