"""What an import found and did, as an answer: the same for the command, the page and the file of errors to download."""

from dataclasses import dataclass
from enum import StrEnum

from geodata.notices import Severity
from welfare_map.model import Answer, Phrase
from welfare_map.register.uploads.columns import Columns
from welfare_map.register.uploads.findings import Finding
from welfare_map.register.uploads.plan import Plan
from welfare_map.register.uploads.reading import Upload
from welfare_map.texts.columns import column_title


class Outcome(StrEnum):
    """Whether a file was only checked, refused for its errors, or imported."""

    CHECKED = "checked"
    REFUSED = "refused"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One error or warning: column, message, rows as a spreadsheet numbers them, value and what may be meant."""

    severity: str
    column: str
    message: str
    rows: str
    value: str
    suggestion: str
    rule: str
    finding_row_count: int


@dataclass(frozen=True, kw_only=True)
class ImportAnswer(Answer[FindingRow]):
    """What an import did or would do; ``remarks`` are good to know and neither errors nor warnings."""

    row_count: int
    error_count: int
    warning_count: int
    error_row_count: int
    added: int
    changed: int
    unchanged: int
    is_imported: bool
    columns: Columns
    remarks: tuple[str, ...]


def import_answer(plan: Plan, upload: Upload, columns: Columns, *, outcome: Outcome, lang: str) -> ImportAnswer:
    """
    Return what an import did, or would do.

    Parameters
    ----------
    columns
        Header -> field, as it was used.
    lang
        Language of the messages of the rows.
    """
    said = [finding for finding in plan.findings if finding.severity is not Severity.INFO]
    added, changed, unchanged = len(plan.new), len(plan.changes), plan.unchanged_count
    counts = {"row_count": plan.row_count, "added": added, "changed": changed, "unchanged": unchanged}
    return ImportAnswer(
        rows=tuple(_row(finding, lang) for finding in said),
        sentence=Phrase(f"upload.sentence_{outcome}", {**counts, "error_rows": len(plan.error_lines)}),
        method=Phrase("upload.method"),
        parameters={"file": upload.name, "table": plan.table, "outcome": outcome.value, "read_as": upload.detail},
        error_count=sum(finding.severity is Severity.ERROR for finding in said),
        warning_count=sum(finding.severity is Severity.WARNING for finding in said),
        error_row_count=len(plan.error_lines),
        is_imported=outcome is Outcome.IMPORTED,
        columns=columns,
        remarks=tuple(_remark(finding, lang) for finding in plan.findings if finding.severity is Severity.INFO),
        row_count=plan.row_count,
        added=added,
        changed=changed,
        unchanged=unchanged,
    )


def _row(finding: Finding, lang: str) -> FindingRow:
    return FindingRow(
        severity=finding.severity.value,
        column=finding.column,
        message=finding.message(lang),
        rows=finding.rows,
        value=finding.value,
        suggestion=finding.suggestion,
        rule=finding.rule,
        finding_row_count=finding.row_count,
    )


def _remark(finding: Finding, lang: str) -> str:
    return ": ".join(filter(None, (column_title(finding.column, lang), finding.message(lang), finding.value)))
