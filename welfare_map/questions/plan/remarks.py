"""What whoever reads a draft plan should know of it, in sentences."""

from collections.abc import Iterable, Iterator

from welfare_map.model import InitiativeRow, Phrase, PlanQuery
from welfare_map.questions.plan.gathering import Gathered


def remarks_on(query: PlanQuery, parts: Gathered) -> Iterator[Phrase]:
    """Yield the remarks, the gravest first."""
    if parts.frame is not None:
        yield from _on_the_frame(query, parts.frame, parts)
    if not parts.measures:
        yield Phrase("plan.remark.no_measure")
    if parts.is_restricted:
        yield Phrase("plan.remark.restricted")
    if parts.point is None:
        yield Phrase("plan.remark.no_place")
    silent = [firm.organisation_name for firm in parts.firms if firm.employee_count is None]
    if silent:
        yield Phrase("plan.remark.no_employees", {"names": _listed(silent)})
    unplaced = [firm.organisation_name for firm in parts.firms if firm.lon is None]
    if unplaced and parts.point is not None:
        yield Phrase("plan.remark.unplaced", {"names": _listed(unplaced)})


def _on_the_frame(query: PlanQuery, frame: InitiativeRow, parts: Gathered) -> Iterator[Phrase]:
    if has_ended(frame, query.as_of_on.year):
        said = {"initiative": frame.name, "year": str(frame.end_year)}
        yield Phrase("plan.remark.ended_in" if frame.end_year else "plan.remark.ended", said)
    outside = [place.municipality_name for place in parts.places if not place.is_covered]
    if outside:
        yield Phrase("plan.remark.outside", {"initiative": frame.name, "names": _listed(outside)})
    alone = [firm.organisation_name for firm in parts.firms if not firm.is_adherent]
    if alone:
        yield Phrase("plan.remark.not_adherent", {"initiative": frame.name, "names": _listed(alone)})


def has_ended(frame: InitiativeRow, year: int) -> bool:
    """Tell whether an initiative is documented to have ended before a year."""
    return frame.is_ongoing is False or (frame.end_year is not None and frame.end_year < year)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
