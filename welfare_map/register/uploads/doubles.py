"""New rows of a plan that may be records of the register under another name: said, never decided."""

from dataclasses import replace
from typing import Final

from geodata.notices import Severity
from welfare_map.register.duplicates import candidates_for
from welfare_map.register.uploads.findings import Finding, Gathering
from welfare_map.register.uploads.plan import Plan
from welfare_map.register.uploads.surroundings import Surroundings

COMPARED: Final = {"services": "name", "organisations": "organisation_name"}
"""Tables in which duplicates are looked for, and the column that people know a record by."""


def with_doubles(plan: Plan, around: Surroundings) -> Plan:
    """Return the plan with a warning for each new row that is likely to be in the register already."""
    if plan.table not in COMPARED or plan.new.empty or around.known[plan.table].empty:
        return plan
    return replace(plan, findings=_ordered(plan.findings, _said(plan, around)))


def _said(plan: Plan, around: Surroundings) -> tuple[Finding, ...]:
    gathering = Gathering()
    names, seen = plan.new[COMPARED[plan.table]].to_numpy(object), set[int]()
    for found in candidates_for(plan.new, around.known[plan.table], table=plan.table):
        if found.row_at not in seen:
            seen.add(found.row_at)
            gathering.note(
                Severity.WARNING,
                "possible_duplicate",
                COMPARED[plan.table],
                lines=[int(plan.new.index[found.row_at])],
                value=str(names[found.row_at]),
                suggestion=found.record_id,
            )
    return gathering.findings()


def _ordered(first: tuple[Finding, ...], second: tuple[Finding, ...]) -> tuple[Finding, ...]:
    at = sum(finding.severity is not Severity.INFO for finding in first)
    return (*first[:at], *second, *first[at:])
