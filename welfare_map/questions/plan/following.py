"""What comes after the draft: who signs it, and what it is watched by."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from geodata.codes import OrganisationKind, PlanPhase
from welfare_map.model import (
    InitiativeRow,
    MemberRow,
    PlanFirm,
    PlanIndicator,
    PlanMeasure,
    PlanSignature,
)

FIRM, UNION, EMPLOYERS = "firm", "union", "employers"
PARTIES: Final = {OrganisationKind.UNION: UNION, OrganisationKind.ASSOCIATION: EMPLOYERS}
"""Members of an initiative that sign plans beside the firms."""
SIGNED: Final = frozenset({PlanPhase.SIGNED, PlanPhase.RUNNING, PlanPhase.MEASURED})
OF_THE_WHOLE: Final = ("absence", "turnover", "satisfaction")
TO_MEASURE: Final = ("users", "cost_per_user")
"""What the plan and each measure are watched by, beside what is known today."""


def signatures_of(firms: Sequence[PlanFirm], frame: InitiativeRow | None) -> tuple[PlanSignature, ...]:
    """
    Return who signs: each firm; the unions and employers' associations that are documented in the initiative.

    A party that no document names has one signature without a name.
    """
    members = [member for member in frame.members if _is_documented(member)] if frame else []
    titles = {document.document_id: document.title for document in frame.sources} if frame else {}
    return (
        *(
            PlanSignature(party=FIRM, organisation_id=f.organisation_id, organisation_name=f.organisation_name)
            for f in firms
        ),
        *_party(UNION, members, titles),
        *_party(EMPLOYERS, members, titles),
    )


def _is_documented(member: MemberRow) -> bool:
    return member.document_id is not None or member.is_demo


def _party(party: str, members: Sequence[MemberRow], titles: dict[str, str]) -> Iterator[PlanSignature]:
    named = [member for member in members if PARTIES.get(OrganisationKind(member.organisation_kind)) == party]
    for member in named:
        yield PlanSignature(
            party=party,
            organisation_id=member.organisation_id,
            organisation_name=member.organisation_name,
            role=member.role,
            document_title=titles.get(member.document_id or ""),
        )
    if not named:
        yield PlanSignature(party=party)


def indicators_of(
    firms: Sequence[PlanFirm], measures: Sequence[PlanMeasure], reached: Collection[PlanPhase]
) -> tuple[PlanIndicator, ...]:
    """
    Return the indicators: of the whole plan, then of each measure; what is known today is the baseline.

    Parameters
    ----------
    reached
        Phases that the plan has come to; before it is signed no firm has signed it.
    """
    counts = [firm.employee_count for firm in firms]
    known = [count for count in counts if count is not None]
    whole = (
        PlanIndicator(code="firms", measure=None, baseline=0 if SIGNED.isdisjoint(reached) else len(firms)),
        PlanIndicator(
            code="employees",
            measure=None,
            baseline=sum(known) if known else None,
            is_at_least=0 < len(known) < len(counts),
        ),
        *(PlanIndicator(code=code, measure=None, baseline=None) for code in OF_THE_WHOLE),
    )
    return (*whole, *(indicator for measure in measures for indicator in _of_measure(measure)))


def _of_measure(measure: PlanMeasure) -> Iterator[PlanIndicator]:
    for code in TO_MEASURE:
        yield PlanIndicator(code=code, measure=measure.exchange_kind, baseline=None)
    if any(row.free_count is not None for row in measure.services):
        yield PlanIndicator(
            code="with_free", measure=measure.exchange_kind, baseline=measure.with_free_count, is_at_least=True
        )
