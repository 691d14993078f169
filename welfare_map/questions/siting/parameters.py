"""The parameters of a plan, with who says each of them."""

from collections.abc import Mapping

from welfare_map.model import (
    ENLARGE_SHARE,
    LEAST_NEW_PLACES,
    MOST_NEW_PLACES,
    PART_TIME_SHARE,
    SitingParameter,
    SitingQuery,
)
from welfare_map.model.indicators import Measure
from welfare_map.questions.coverage.targets import target_notes
from welfare_map.questions.siting.field import Field
from welfare_map.questions.siting.firms import Stated
from welfare_map.snapshot import Snapshot
from welfare_map.texts import LANGUAGES

NOBODY: Mapping[str, str] = dict.fromkeys(LANGUAGES, "")
ASSUMED: Mapping[str, float] = {
    "enlarge_share": ENLARGE_SHARE,
    "least_new_count": LEAST_NEW_PLACES,
    "most_new_count": MOST_NEW_PLACES,
}
"""Parameters that no source says, with what this project assumes."""
COSTS = ("new_place_eur", "added_place_eur", "new_structure_eur")


def gap_figure(snapshot: Snapshot, query: SitingQuery, field: Field, figure: float) -> SitingParameter:
    """Return how many places are aimed at, and who says so."""
    if query.figure is not None:
        return SitingParameter(name="figure", value=figure, basis="given", source=NOBODY)
    source = next(note.source for note in target_notes(snapshot, field.indicator) if note.is_legal)
    return SitingParameter(name="figure", value=figure, basis="law", source=dict.fromkeys(LANGUAGES, source))


def gap_parameters(snapshot: Snapshot, query: SitingQuery, field: Field, figure: float) -> tuple[SitingParameter, ...]:
    """Return the parameters of places to add."""
    found = [gap_figure(snapshot, query, field, figure)]
    if field.indicator.measure is Measure.FULL_TIME_PLACES:
        found.append(_assumed("part_time_share", query.part_time_share, PART_TIME_SHARE))
    found += [_assumed(name, getattr(query, name), assumed) for name, assumed in ASSUMED.items()]
    if query.new_place_eur is not None:
        found += [
            SitingParameter(name=name, value=getattr(query, name), basis="given", source=NOBODY) for name in COSTS
        ]
    return tuple(found)


def table_parameter(name: str, given: float | None, said: Stated) -> SitingParameter:
    """Return a parameter that somebody gave, else what the table of shared services says."""
    if given is not None:
        return SitingParameter(name=name, value=given, basis="given", source=NOBODY)
    return SitingParameter(name=name, value=said.value or 0.0, basis="table", source=said.source)


def _assumed(name: str, value: float, assumed: float) -> SitingParameter:
    return SitingParameter(name=name, value=value, basis="assumption" if value == assumed else "given", source=NOBODY)
